"""Markets on which other solvers fail, each with the reason and the answer that is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from experiments.benchmark.exact_markets import TOP, Drawn

LEX, SCORE = "placements_then_score", "score"
Worth = tuple[int, int]  # placements, score in steps of 1e-6

NO = -1  # no pair
MILLION = 10**6


@dataclass(frozen=True, eq=False)
class Case:
    """`why` is the failure of a peer.

    `worth` is what the best assignment is worth by the two objectives, or by both; None: an independent judge says it.
    `at` is where everybody goes, where nothing else is as good.
    """

    why: str
    drawn: Drawn
    worth: Worth | tuple[Worth, Worth] | None = None
    at: Sequence[int] | None = None

    def worth_by(self, objective: str) -> Worth | None:
        """What is expected, None where the judge has to say it."""
        match self.worth:
            case ((int(), int()) as first, (int(), int()) as second):
                return first if objective == LEX else second
            case (int(placements), int(score)):
                return placements, score
        return None


def market(value: object, seats: object = None, floor: int = 0) -> Drawn:
    """A market from a table; one seat an opening if not said otherwise."""
    table = np.asarray(value, dtype=np.int64)
    room = np.ones(table.shape[1]) if seats is None else np.asarray(seats)
    return Drawn(table, room.astype(np.int64), floor)


def random(n: int, m: int, low: int, high: int, density: float = 1.0, seats: int = 1) -> Drawn:
    """Values from `low` to below `high`."""
    rng = np.random.default_rng([n, m, high])
    value = np.where(rng.random((n, m)) < density, rng.integers(low, high, (n, m)), NO)
    return market(value, np.full(m, seats))


def least_missing(drawn: Drawn, top: int) -> Worth:
    """Of a full square whose values are far above their differences: everybody placed, the least missing to `top`."""
    missing = top - drawn.value_micro
    rows, columns = linear_sum_assignment(missing)
    return len(rows), len(rows) * top - int(missing[rows, columns].sum())


DENSE = random(80, 80, 0, MILLION)
COSTS = random(50, 50, 900_001, MILLION + 1)
NEAR_TOP = random(90, 90, TOP - 60, TOP + 1)
TIED = market(np.random.default_rng(7).integers(1, 4, (100, 100)) * MILLION // 3)
CLOSED = [[9, 5], [9, 4], [9, NO]]
CHAIN = [[9, 8, NO, NO], [NO, 8, 7, NO], [NO, NO, 7, 6]]
RING = [[1, 1, NO], [NO, 1, 1], [1, NO, 1]]
ENDLESS = 2**62

CASES = (
    Case("sslap: dense random, below the best", DENSE),
    Case("py_lap_solver: square costs, wrong sums", COSTS, least_missing(COSTS, MILLION)),
    Case("src-d and lapjvs: float32 under large values", NEAR_TOP, least_missing(NEAR_TOP, TOP)),
    Case("float32: one step in 10**12", market([[TOP, TOP - 1], [TOP - 1, TOP - 3]]), (2, 2 * TOP - 2), [1, 0]),
    Case("src-d needs a square: wide", random(7, 40, 0, 99)),
    Case("src-d needs a square: tall", random(40, 7, 0, 99)),
    Case("src-d needs a square: 0 by 3", market(np.zeros((0, 3)), [1, 0, 2]), (0, 0), []),
    Case("src-d needs a square: 3 by 0", market(np.zeros((3, 0))), (0, 0), [NO] * 3),
    Case("fastlap and src-d raise on 0 by 0", market(np.zeros((0, 0))), (0, 0), []),
    Case("fastlap.lapjv: 17 s where scores tie", TIED),
    Case("fastlap.lapjv: 17 s where all is equal", market(np.full((100, 100), 5)), (100, 500)),
    Case("scipy sparse: zero taken for no pair", market([[0, 10], [NO, 9]]), ((2, 9), (1, 10))),
    Case("scipy sparse: zeros only", market([[0, 0], [0, 0]]), (2, 0)),
    Case("a placement worth zero is a placement", market([[0, NO], [7, 0]]), ((2, 0), (1, 7)), None),
    Case("scipy sparse raises on a row without pairs", random(30, 20, 0, 50, 0.3).without(7)),
    Case("lapmod: garbage on a row without pairs", market([[NO, NO], [3, 4]]), (1, 4), [NO, 1]),
    Case("ortools: infeasible on a row without pairs", market([[5, 3], [NO, NO], [4, 3]]), (2, 8), [0, NO, 1]),
    Case("a row with pairs below the floor only", market([[4, 2], [6, 7]], floor=5), (1, 7), [NO, 1]),
    Case("no pairs at all", market(np.full((4, 3), NO), [1, 2, 0]), (0, 0), [NO] * 4),
    Case("an opening that nobody may take", market([[3, NO, 1], [4, NO, 2]]), (2, 5)),
    Case("kwok: None where candidates outnumber seats", random(60, 10, 0, MILLION, 0.4, 2)),
    Case("kwok: seats outnumber candidates", random(10, 60, 0, MILLION, 0.4, 2)),
    Case("sslap sparse: 8 of 189 placed", random(194, 97, 0, MILLION, 0.4, 2)),
    Case("PDLP and igraph: halves of people", market(np.full((6, 6), 5)), (6, 30)),
    Case("PDLP and igraph: halves of people on a ring", market(RING), (3, 3)),
    Case("prototype: the best opening has 0 seats", market(CLOSED, [0, 2]), (2, 9), [1, 1, NO]),
    Case("prototype: a chain through openings of 0 seats", market(CHAIN, [0, 1, 0, 1]), (2, 14)),
    Case("prototype: 0 seats everywhere", market(CLOSED, [0, 0]), (0, 0), [NO] * 3),
    Case("1,000,000 seats in one opening", market([[5, 9], [5, 6], [5, 1]], [MILLION, 1]), (3, 19), [1, 0, 0]),
    Case("seats whose sum no int64 holds", market([[5, 6, 8], [5, 6, 7]], [ENDLESS] * 3), (2, 15), [2, 2]),
    Case("an island of candidates alone", market([[4, NO], [3, NO], [NO, NO]], [2, 1]), (2, 7), [0, 0, NO]),
    Case("an island of closed openings", market([[4, NO], [NO, 5], [NO, 6]], [1, 0]), (1, 4), [0, NO, NO]),
    Case("an island below the floor", market([[9, NO], [NO, 5], [NO, 6]], [1, 2], 7), (1, 9), [0, NO, NO]),
)
