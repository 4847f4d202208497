"""Every core of `solve` against independent judges, on as many small random markets as one has time for.

`measure_exact` is the long run behind the tests: each market is drawn from its shape and a seed, solved by every core
with both objectives, and compared: what the assignment is worth, the bytes of the cores among one another, and every
price and gain against solving again with one more seat or without the candidate. `differences` looks at one market, so
a failure is seen again from the shape and the seed it names.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.benchmark.exact_markets import SHAPES, Drawn, draw
from experiments.benchmark.judges import FEW, Worth, by_programme, by_seats, by_subsets
from experiments.parallel import Progress, Workers, seeds, spread
from matching.choice import CORES
from matching.problem import Assignment
from matching.solver import OBJECTIVES, solve

INSTANCES = 100_000
BATCH = 250
EACH_PROGRAMME = 25  # linear programming is slow: it judges one market in so many

Judge = Callable[[Drawn, str], Worth | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One comparison that did not hold.

    Parameters
    ----------
    shape, seed : `draw(shape, seed)` is the market
    objective, core : `core` is empty where the judges themselves disagree
    what : `worth`, `bytes`, `seat price`, `gain`, `judges`, or the class of the exception that `solve` raised
    """

    shape: str
    seed: int
    objective: str
    core: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactRow:
    """What was compared for one shape of market.

    Parameters
    ----------
    shape : as in `exact_markets.SHAPES`
    instances : markets, each solved by every core with both objectives
    answers : assignments compared
    by_seats, by_subsets, by_programme : market and objective judged by the dense assignment on seats, by trying every
        subset of the candidates, by linear programming
    prices : numbers of seat prices and gains compared with solving again, two each
    failures : what did not hold
    seconds : of work, all processes together
    """

    shape: str
    instances: int
    answers: int
    by_seats: int
    by_subsets: int
    by_programme: int
    prices: int
    failures: tuple[Failure, ...]
    seconds: float


def measure_exact(
    instances: int = INSTANCES,
    seed: int = 0,
    progress: Progress | None = None,
    *,
    workers: Workers | None = None,
    cores: Sequence[str] = CORES,
) -> list[ExactRow]:
    """Compare every core with the judges on so many markets; one row a shape, the numbers the same for any workers.

    Parameters
    ----------
    instances : shared out among the shapes, at least one each
    seed : of all markets
    progress : called with (done, of all) batches
    workers : two processes if not given
    cores : the first is the one whose bytes the others must give
    """
    names = tuple(SHAPES)
    tasks = []
    for k, shape in enumerate(names):
        share = max(1, instances // len(names) + (k < instances % len(names)))
        drawn = seeds(seed + k, share)
        tasks += [(shape, tuple(drawn[at : at + BATCH]), tuple(cores)) for at in range(0, share, BATCH)]
    done = spread(_batch, tasks, workers=workers or Workers(jobs=2), progress=progress)
    return [_together([row for row in done if row.shape == shape]) for shape in names]


def differences(drawn: Drawn, objective: str, cores: Sequence[str] = CORES) -> Iterator[tuple[str, str]]:
    """Pairs (core, what) of everything that does not hold on one market, as in `Failure`."""
    worth = by_seats(drawn, objective)
    problem, first = drawn.problem(), None
    for core in cores:
        try:
            answer = solve(problem, objective, core=core)
        except Exception as error:  # whatever it is: a long run names it and goes on
            yield core, type(error).__name__
            continue
        if (answer.placements, answer.score_micro) != worth:
            yield core, "worth"
        if first is None:
            first = answer
            yield from ((core, what) for what in wrong_prices(drawn, objective, answer, worth))
        elif content(answer) != content(first):
            yield core, "bytes"


def wrong_prices(drawn: Drawn, objective: str, answer: Assignment, worth: Worth) -> Iterator[str]:
    """`seat price` and `gain`, once each, where some number is not what solving again says."""
    n, m = drawn.value_micro.shape
    more = [by_seats(drawn.with_seats(opening, 1), objective) for opening in range(m)]
    fewer = [by_seats(drawn.without(candidate), objective) for candidate in range(n)]
    if not np.array_equal(answer.seat_price_micro, np.array(more, dtype=np.int64).reshape(m, 2) - worth):
        yield "seat price"
    if not np.array_equal(answer.candidate_gain_micro, worth - np.array(fewer, dtype=np.int64).reshape(n, 2)):
        yield "gain"


def content(answer: Assignment) -> tuple[bytes, ...]:
    """Everything that has to be the same whichever core found it."""
    arrays = (answer.opening_of, answer.seat_price_micro, answer.candidate_gain_micro)
    return (*(array.tobytes() for array in arrays), repr((answer.placements, answer.score_micro)).encode())


def _batch(task: tuple[str, tuple[int, ...], tuple[str, ...]]) -> ExactRow:
    shape, drawn_from, cores = task
    start = time.perf_counter()
    failures = []
    prices = subsets = programmes = 0
    for seed in drawn_from:
        drawn = draw(shape, seed)
        for objective in OBJECTIVES:
            judged: list[Worth] = [by_seats(drawn, objective)]
            if len(drawn.value_micro) <= FEW:
                judged.append(by_subsets(drawn, objective))
                subsets += 1
            if seed % EACH_PROGRAMME == 0 and (worth := by_programme(drawn, objective)) is not None:
                judged.append(worth)
                programmes += 1
            wrong = [("", "judges")] if len(set(judged)) > 1 else []
            for core, what in (*wrong, *differences(drawn, objective, cores)):
                failures.append(Failure(shape=shape, seed=seed, objective=objective, core=core, what=what))
            prices += 2 * sum(drawn.value_micro.shape)
    both = len(OBJECTIVES) * len(drawn_from)
    return ExactRow(
        shape=shape,
        instances=len(drawn_from),
        answers=both * len(cores),
        by_seats=both,
        by_subsets=subsets,
        by_programme=programmes,
        prices=prices,
        failures=tuple(failures),
        seconds=time.perf_counter() - start,
    )


def _together(rows: Sequence[ExactRow]) -> ExactRow:
    return ExactRow(
        shape=rows[0].shape,
        instances=sum(row.instances for row in rows),
        answers=sum(row.answers for row in rows),
        by_seats=sum(row.by_seats for row in rows),
        by_subsets=sum(row.by_subsets for row in rows),
        by_programme=sum(row.by_programme for row in rows),
        prices=sum(row.prices for row in rows),
        failures=tuple(failure for row in rows for failure in row.failures),
        seconds=sum(row.seconds for row in rows),
    )
