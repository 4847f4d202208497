"""How time and memory of the main job grow with the number of people.

Each size runs in a fresh process, so that its peak memory is its own. The peer of `solve` is scipy's dense assignment
on the same seats, which gives neither prices nor a proof; it is left out where its matrix would not fit.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import linear_sum_assignment

from data.codes import Viewer
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import LawBook
from data.synthetic import invent
from matching.left import empty_seats, unplaced_people
from matching.problem import Assignment, Problem
from matching.propose import problem_of
from matching.reasons import proposed_pairs, wanted_seats
from matching.snapshot import take
from matching.solver import solve
from matching.why import Reader
from scoring.scorecard import ScoreCard, judge
from scoring.weights import load_weights

# Doubles in the peer's matrix; 8 bytes each.
PEER_CELLS = 60_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """One size of the sweep; `None` is the programme's own."""

    candidates: int | None
    openings: int | None
    seed: int = 0


SWEEP = (Size(None, None), Size(500, 250), Size(1_000, 500), Size(2_000, 1_000), Size(5_000, 2_500))
LONG_SWEEP = (*SWEEP, Size(10_000, 5_000), Size(20_000, 10_000))


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of each step, and peak memory of the process."""

    candidates: int
    openings: int
    seats: int
    allowed: int
    placed: int
    cohort_s: float
    judge_s: float
    solve_s: float
    explain_s: float
    peer_s: float | None
    peak_mb: int

    @property
    def total_s(self) -> float:
        """Judge, solve and explain, with the arrays they need."""
        return self.cohort_s + self.judge_s + self.solve_s + self.explain_s


def measure(size: Size) -> Measured:
    """Run the main job once at one size, after a warm-up on a tiny cohort, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (size,))


class Clock:
    """Seconds of named steps."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what runs inside."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


def _measure(size: Size) -> Measured:
    _run(Size(20, 10), Clock())
    clock = Clock()
    card, assignment, problem = _run(size, clock)
    # The peak is read before the peer runs: its dense matrix is not ours.
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    n, seats = problem.n_candidates, int(problem.seats.sum())
    peer = None
    if n * (seats + n) <= PEER_CELLS:
        with clock.step("peer"):
            _peer(problem)
        peer = clock.seconds["peer"]
    return Measured(
        candidates=n,
        openings=problem.n_openings,
        seats=seats,
        allowed=len(card.total),
        placed=assignment.placements,
        cohort_s=clock.seconds["cohort"],
        judge_s=clock.seconds["judge"],
        solve_s=clock.seconds["solve"],
        explain_s=clock.seconds["explain"],
        peer_s=peer,
        peak_mb=peak_mb,
    )


def _run(size: Size, clock: Clock) -> tuple[ScoreCard, Assignment, Problem]:
    records = invent(candidates=size.candidates, openings=size.openings, seed=size.seed)
    law = LawBook.load().in_force(records.programme.on or date(2019, 11, 4))
    weights = load_weights(records.programme.weights)
    with clock.step("cohort"):
        cohort, eligibility = build_cohort(records, law), Eligibility.of(records)
    with clock.step("judge"):
        card = judge(cohort, eligibility, law, weights)
    with clock.step("solve"):
        problem = problem_of(card, seed=0)
        assignment = solve(problem)
    with clock.step("explain"):
        reader = Reader(records=records, card=card, viewer=Viewer.ORIENTATOR)
        day = take(records, cohort, eligibility, law, weights)
        for explain in (proposed_pairs, wanted_seats):
            explain(reader, assignment)
        for left in (unplaced_people, empty_seats):
            left(reader, assignment, day)
    return card, assignment, problem


def _peer(problem: Problem) -> None:
    seat_of = np.repeat(np.arange(problem.n_openings), problem.seats)
    value = np.full((problem.n_candidates, problem.n_openings), np.inf)
    value[problem.candidate, problem.opening] = -problem.value_micro.astype(np.float64)
    stay_out = np.full((problem.n_candidates, problem.n_candidates), np.inf)
    np.fill_diagonal(stay_out, 0.0)
    linear_sum_assignment(np.hstack([value[:, seat_of], stay_out]))
