"""Prices against solving again, on small markets of the families that solvers are timed on.

A question is one of three: what one more seat of an opening would add, what one seat fewer would cost, what would be
lost if a candidate left. Both numbers of the answer count, placements and score.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.benchmark.exact import Failure
from experiments.benchmark.exact_markets import Drawn
from experiments.benchmark.judges import Worth, by_seats, weights
from experiments.benchmark.solvers.laws import Zoned, zoned
from experiments.parallel import Progress, Workers, seeds, spread
from matching.choice import CORES
from matching.entries import Ints
from matching.solver import OBJECTIVES, solve
from matching.sparse.core import Market, assign

LEADING = "placements_then_score"
QUESTIONS = 1_000
EACH_MARKET = 50  # questions of one kind asked of one market

_USUAL = Zoned(n=160, m=80, seats=(1, 3), degree=(4, 12), zones=6, cross=0.01)
FAMILIES: dict[str, Zoned] = {
    "x0": replace(_USUAL, cross=0.0),
    "x1": _USUAL,
    "x5": replace(_USUAL, cross=0.05),
    "geographic": replace(_USUAL, cross=0.0, hard=False, spread=0.1),
    "scarce": replace(_USUAL, m=48, seats=(0, 1)),
    "ties3": replace(_USUAL, levels=3),
    "equal": replace(_USUAL, equal=True),
    "empty": replace(_USUAL, empty=0.3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """What was asked of one family.

    Parameters
    ----------
    family : as in `FAMILIES`
    markets : drawn, each with both objectives
    one_more, one_fewer, leaves : questions asked: one more seat, one seat fewer, one candidate fewer
    failures : what did not hold; `seed` draws the market by `family_market`
    seconds : of work, all processes together
    """

    family: str
    markets: int
    one_more: int
    one_fewer: int
    leaves: int
    failures: tuple[Failure, ...]
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What a solver says about one market; int64 (n_openings, 2), (n_openings, 2) and (n_candidates, 2)."""

    one_more: Ints
    one_fewer: Ints
    leaves: Ints


def said_by(drawn: Drawn, objective: str, core: str) -> Said:
    """The prices of an assignment, and the highest ones, which are what a seat that closes would cost."""
    answer = solve(drawn.problem(), objective, core=core)
    return Said(answer.seat_price_micro, highest_prices(drawn, objective), answer.candidate_gain_micro)


def highest_prices(drawn: Drawn, objective: str) -> Ints:
    """The highest best prices by the sparse core, (placements, score in steps of 1e-6); int64 (n_openings, 2).

    `placements_then_score` is the core's own; for `score` the placements are folded into the weights.
    """
    candidate, opening = np.nonzero(drawn.usable)
    folded, base = weights(drawn, objective)
    weight = (drawn.value_micro if objective == LEADING else folded)[candidate, opening]
    start = np.searchsorted(candidate, np.arange(len(folded) + 1))
    answer = assign(Market(start, opening.astype(np.int32), weight, drawn.seats), objective, with_highest=True)
    assert answer.highest is not None
    if objective != LEADING:
        score, placements = np.divmod(answer.highest, base)
        return np.stack((placements, score), axis=1)
    # The score that goes with the placements can be negative, and is far smaller than half a bonus.
    placements = (answer.highest + answer.bonus // 2) // answer.bonus
    return np.stack((placements, answer.highest - placements * answer.bonus), axis=1)


def family_market(family: str, seed: int) -> Drawn:
    """A small market of a family, the same for the same seed."""
    made = zoned(family, family, FAMILIES[family], np.random.default_rng(seed))
    value = np.full((made.n, made.m), -1, dtype=np.int64)
    value[made.candidates(), made.opening] = made.weight
    return Drawn(value, made.seats.astype(np.int64), seed=seed % 1_000)


def measure_prices(
    questions: int = QUESTIONS,
    seed: int = 0,
    progress: Progress | None = None,
    *,
    workers: Workers | None = None,
    cores: Sequence[str] = CORES,
) -> list[PriceRow]:
    """Ask so many random questions of each kind about every family; one row a family.

    Parameters
    ----------
    questions : of each kind and family, shared out among the two objectives and `cores`
    seed : of all markets and questions
    progress : called with (done, of all) markets
    workers : two processes if not given
    """
    names = tuple(FAMILIES)
    markets = max(1, -(-questions // EACH_MARKET))
    tasks = [(name, drawn, tuple(cores)) for k, name in enumerate(names) for drawn in seeds(seed + k, markets)]
    done = spread(_ask, tasks, workers=workers or Workers(jobs=2), progress=progress)
    return [_together([row for row in done if row.family == name]) for name in names]


def wrong_answers(drawn: Drawn, objective: str, said: Said, rng: np.random.Generator, questions: int) -> Iterator[str]:
    """`one more`, `one fewer` or `leaves` for each random question whose answer is not what solving again says."""
    n, m = drawn.value_micro.shape
    now = by_seats(drawn, objective)
    for opening in rng.integers(0, m, questions).tolist():
        if tuple(said.one_more[opening].tolist()) != _beyond(by_seats(drawn.with_seats(opening, 1), objective), now):
            yield "one more"
    for opening in _with_seats(drawn, rng, questions):
        if tuple(said.one_fewer[opening].tolist()) != _beyond(now, by_seats(drawn.with_seats(opening, -1), objective)):
            yield "one fewer"
    for candidate in rng.integers(0, n, questions).tolist():
        if tuple(said.leaves[candidate].tolist()) != _beyond(now, by_seats(drawn.without(candidate), objective)):
            yield "leaves"


def _with_seats(drawn: Drawn, rng: np.random.Generator, questions: int) -> list[int]:
    """Openings that have a seat to lose."""
    some = np.flatnonzero(drawn.seats > 0)
    return rng.choice(some, questions).tolist() if len(some) else []


def _beyond(more: Worth, less: Worth) -> Worth:
    return more[0] - less[0], more[1] - less[1]


def _ask(task: tuple[str, int, tuple[str, ...]]) -> PriceRow:
    family, seed, cores = task
    start = time.perf_counter()
    drawn = family_market(family, seed)
    rng = np.random.default_rng(seed)
    each = -(-EACH_MARKET // (len(OBJECTIVES) * len(cores)))
    failures = []
    for objective in OBJECTIVES:
        for core in cores:
            wrong = wrong_answers(drawn, objective, said_by(drawn, objective, core), rng, each)
            failures += [Failure(shape=family, seed=seed, objective=objective, core=core, what=what) for what in wrong]
    asked = each * len(OBJECTIVES) * len(cores)
    return PriceRow(
        family=family,
        markets=1,
        one_more=asked,
        one_fewer=asked if drawn.seats.any() else 0,
        leaves=asked,
        failures=tuple(failures),
        seconds=time.perf_counter() - start,
    )


def _together(rows: Sequence[PriceRow]) -> PriceRow:
    return PriceRow(
        family=rows[0].family,
        markets=sum(row.markets for row in rows),
        one_more=sum(row.one_more for row in rows),
        one_fewer=sum(row.one_fewer for row in rows),
        leaves=sum(row.leaves for row in rows),
        failures=tuple(failure for row in rows for failure in row.failures),
        seconds=sum(row.seconds for row in rows),
    )
