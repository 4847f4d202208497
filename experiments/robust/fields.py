"""Whom to ask what: the missing fields that would change the proposal, one person and one criterion at a time.

The proposal of one person is the best of (worth of the pair - what the seat costs the others), and what a seat costs
the others does not depend on anything known of the person. One exact solve for each person gives those costs; every
answer that could be given is then weighed without solving again. Limits of the whole assignment are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.parallel import Progress, Workers, seeds, spread
from experiments.report.parts import Interval
from experiments.robust.case import Case
from experiments.robust.disturb import answers
from experiments.robust.draws import binomial_interval, mean_interval
from matching.entries import MICRO, Floats, Ints
from matching.problem import Problem
from matching.solver import solve
from scoring.weights import GRID

# Further below than any sum of worths, and far enough from the end of int64 to be added to itself.
NEVER = -(2**60)
CHUNK = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """A field that lacks and whose answer could change the proposal of the person.

    Parameters
    ----------
    candidate : row
    criterion : column of the grades
    pairs : allowed pairs of the person in which the grade lacks
    changes : chance that the proposal becomes another one, if answers come as they do for others
    gain : score that is expected from asking, in points of a pair's score (0 to 1)
    placed : expected number of persons placed more
    """

    candidate: int
    criterion: int
    pairs: int
    changes: Interval
    gain: Interval
    placed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Every missing field, sorted out.

    Parameters
    ----------
    lacking : fields (person and criterion) in which some grade of an allowed pair lacks
    settled : those of them whose answer changes nothing, whatever it is
    ask : the others, what gains most first
    """

    lacking: int
    settled: int
    ask: tuple[ToAsk, ...]


def fields_to_ask(
    case: Case,
    *,
    draws: int = 200,
    seed: int = 0,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Fields:
    """Which missing field would change the proposal, with the chance that it does and the score expected from asking.

    That an answer cannot change anything is exact: it is tried with every missing grade at its best and at its worst.
    The chance assumes that each missing grade is one of those known in the same criterion, all equally likely.

    Parameters
    ----------
    case : its limits are left out
    draws : answers tried for each field
    """
    people = np.unique(case.problem.candidate[~case.known.all(axis=1)])
    each = seeds(seed, case.problem.n_candidates)
    tasks = [
        _Task(case, tuple((int(i), each[i]) for i in people[k : k + CHUNK]), draws)
        for k in range(0, len(people), CHUNK)
    ]
    every = [one for chunk in spread(_chunk, tasks, workers=workers, progress=progress) for one in chunk]
    ask = [one for one in every if one is not None]
    ask.sort(key=lambda one: (-one.placed, -one.gain.value, -one.changes.value, one.candidate, one.criterion))
    return Fields(lacking=len(every), settled=len(every) - len(ask), ask=tuple(ask))


@dataclass(frozen=True, slots=True)
class _Task:
    case: Case
    people: tuple[tuple[int, int], ...]
    draws: int


def _chunk(task: _Task) -> list[ToAsk | None]:
    worth = Worth.of(task.case)
    found: list[ToAsk | None] = []
    for candidate, seed in task.people:
        mine = _Person(task.case, worth, candidate)
        rng = np.random.default_rng(seed)
        lacking = np.flatnonzero(~task.case.known[mine.rows].all(axis=0)).tolist()
        found += [mine.ask(criterion, task.draws, rng) for criterion in lacking]
    return found


@dataclass(frozen=True, slots=True)
class Worth:
    """One whole number for placements and score together, the first objective never outweighed by the second.

    Parameters
    ----------
    placement, step : what a placement and a step of 1e-6 of the score count
    """

    placement: int
    step: int

    @classmethod
    def of(cls, case: Case) -> Worth:
        """For the objective of a case."""
        people = max(1, case.problem.n_candidates)
        if case.objective == "score":
            return cls(1, 1 << people.bit_length())
        return cls(1 << (people * GRID).bit_length(), 1)

    def pairs(self, value_micro: Ints, floor_micro: int) -> Ints:
        """Of each pair; `NEVER` below the floor."""
        return np.where(value_micro >= floor_micro, value_micro * self.step + self.placement, NEVER)

    def parts(self, amount: Ints) -> tuple[Ints, Ints]:
        """(placements, steps of 1e-6) of sums and differences."""
        if self.step == 1:
            placed = (amount + self.placement // 2) // self.placement
            return placed, amount - placed * self.placement
        steps = (amount + self.step // 2) // self.step
        return amount - steps * self.step, steps


def seat_costs(case: Case, worth: Worth, candidate: int) -> Ints:
    """What a seat of each opening costs the others, in units of `worth`, 0 or more; shape (n_openings,).

    The best of the others with all seats, minus their best with one seat less there: the cheapest chain of moves that
    frees it. `-NEVER` where there is no seat.
    """
    problem = case.problem
    others = np.flatnonzero(problem.candidate != candidate)
    at = solve(
        Problem.on_grid(
            problem.n_candidates,
            problem.n_openings,
            problem.candidate[others],
            problem.opening[others],
            problem.value_micro[others],
            problem.seats,
            problem.floor,
        ),
        case.objective,
    ).opening_of
    usable = others[problem.value_micro[others] >= problem.floor_micro]
    weight = worth.pairs(problem.value_micro[usable], problem.floor_micro)
    i, j = problem.candidate[usable], problem.opening[usable]
    own = np.zeros(problem.n_candidates, dtype=np.int64)
    stays = at[i] == j
    own[i[stays]] = weight[stays]
    taken = np.bincount(at[at >= 0], minlength=problem.n_openings)
    # Losing the seat costs nothing where one is empty, else the worth of who goes without.
    cost = np.where(taken < problem.seats, 0, -NEVER)
    np.minimum.at(cost, at[at >= 0], own[at >= 0])
    # Who holds a seat moves on to another opening.
    moves = (at[i] >= 0) & ~stays
    source, target, step = at[i[moves]], j[moves], own[i[moves]] - weight[moves]
    while True:
        before = cost.copy()
        np.minimum.at(cost, source, np.where(cost[target] == -NEVER, -NEVER, cost[target] + step))
        if (cost == before).all():
            return cost


class _Person:
    """One candidate among the others."""

    def __init__(self, case: Case, worth: Worth, candidate: int) -> None:
        self.case, self.worth, self.candidate = case, worth, candidate
        self.rows = np.flatnonzero(case.problem.candidate == candidate)
        self.cost = seat_costs(case, worth, candidate)[case.problem.opening[self.rows]]
        now = self._net(case.problem.value_micro[self.rows][None, :])[0]
        # Position among the pairs of the person; the last is to stay without.
        self.here = int(np.argmax(np.append(now, 0)))
        if self.here < len(now) and now[self.here] == 0:
            self.here = len(now)

    def ask(self, criterion: int, draws: int, rng: np.random.Generator) -> ToAsk | None:
        """What the answer would do; None where it can do nothing."""
        case = self.case
        lacks = np.flatnonzero(~case.known[self.rows, criterion])
        most, least = (self._net(self._values(criterion, lacks, np.full((1, len(lacks)), g)))[0] for g in (1.0, 0.0))
        others = np.delete(np.append(most, 0), self.here)
        if others.max(initial=NEVER) <= np.append(least, 0)[self.here]:
            return None
        drawn = answers(case, criterion, draws * len(lacks), rng).reshape(draws, len(lacks))
        net = self._net(self._values(criterion, lacks, drawn))
        every = np.concatenate([net, np.zeros((draws, 1), dtype=np.int64)], axis=1)
        best = every.max(axis=1)
        stay = np.maximum(every[:, self.here], 0)  # below the floor now: the person would be left without
        placed, steps = self.worth.parts(best - stay)
        changed = int((best > every[:, self.here]).sum())
        low, high = binomial_interval(np.array([changed]), draws)
        return ToAsk(
            candidate=self.candidate,
            criterion=criterion,
            pairs=len(lacks),
            changes=Interval(changed / draws, float(low[0]), float(high[0])),
            gain=mean_interval(steps / MICRO),
            placed=float(placed.mean()),
        )

    def _values(self, criterion: int, lacks: Ints, drawn: Floats) -> Ints:
        """Worth of the person's pairs for each drawn set of answers, shape (draws, pairs)."""
        case = self.case
        share, rows = int(case.shares[criterion]), self.rows[lacks]

        def part(grades: Floats) -> Ints:
            steps: Ints = (np.rint(grades * GRID).astype(np.int64) * share + GRID // 2) // GRID
            return steps

        values = np.repeat(case.problem.value_micro[self.rows][None, :], len(drawn), axis=0)
        values[:, lacks] += part(drawn) - part(case.grades[rows, criterion])
        return values

    def _net(self, value_micro: Ints) -> Ints:
        """Worth of each pair less what its seat costs the others, shape (draws, pairs)."""
        worth = self.worth.pairs(value_micro, self.case.problem.floor_micro)
        return np.where((worth == NEVER) | (self.cost == -NEVER), NEVER, worth - self.cost)
