"""When limits contradict one another: the smallest change to them after which an assignment exists.

First as few limits of law as can be (none, wherever changing decisions of the project is enough), then as few limits as
can be, then the least total amount, each limit in its own unit. Exact, by HiGHS over whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import csc_array, csr_array, hstack, vstack

from data.errors import NotProved
from matching.entries import Ints
from matching.mip_highs import INFINITE, minimise
from matching.mip_model import NO_LEAST, NO_MOST, Market, largest_sum, market_of
from matching.pricing import side_of
from matching.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """One limit to change.

    Attributes
    ----------
    row : int
        Position in `Problem.limits`.
    by : int
        By how much its side must give way, in the unit of its weights; 1 or more.
    side : str
        `most` must rise, or `least` must fall.
    fixed : bool
        It is law: nobody may change it, so the programme is impossible as it stands.
    possible : int or None
        Most that this limit alone could reach with the allowed pairs and seats, where that is below `least`.
    """

    row: int
    by: int
    side: Literal["most", "least"]
    fixed: bool
    possible: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One side of a row: whether it is broken (0 or 1) and by how much of the divided row are columns of their own."""

    row: int  # of the market
    limit: int
    side: Literal["most", "least"]
    fixed: bool
    room: int  # largest amount
    rest: int  # what the division left of the side


def smallest_relaxation(problem: Problem) -> tuple[Relaxation, ...]:
    """The limits to change, in the order of `problem.limits`; empty where nothing contradicts.

    Parameters
    ----------
    problem : Problem
        Its objective does not matter: only whether any assignment keeps all limits.
    """
    market = market_of(problem)
    sides = _sides(problem, market)
    some = [side for side in sides if not side.fixed]
    answer = _fewest(market, some)
    taken = some
    if answer is None:
        taken = sides
        answer = _fewest(market, sides)
    if answer is None:
        raise NotProved("no relaxation was found, though giving up every limit is one")
    broken, amount = answer
    result = []
    for side, is_broken, e in zip(taken, broken.tolist(), amount.tolist(), strict=True):
        if is_broken and e > 0:
            by = int(market.divisor[side.row]) * e - side.rest
            possible = None
            if side.side == "least":
                reach = _reach(market, side.row) * int(market.divisor[side.row])
                possible = reach if reach < (problem.limits[side.limit].least or 0) else None
            result.append(Relaxation(row=side.limit, by=by, side=side.side, fixed=side.fixed, possible=possible))
    return tuple(sorted(result, key=lambda one: (one.row, one.side)))


def _sides(problem: Problem, market: Market) -> list[_Side]:
    sides = []
    for r, limit in enumerate(market.row.tolist()):
        row, by = problem.limits[limit], int(market.divisor[r])
        most, least = int(market.most[r]), int(market.least[r])
        if most != NO_MOST and row.most is not None:
            room = max(0, _reach(market, r) - most)
            sides.append(_Side(r, limit, "most", row.fixed, room, row.most - by * most))
        if least != NO_LEAST and row.least is not None:
            sides.append(_Side(r, limit, "least", row.fixed, least, by * least - row.least))
    return sides


def _reach(market: Market, r: int) -> int:
    first, last = market.table.indptr[r], market.table.indptr[r + 1]
    return largest_sum(market, market.table.indices[first:last].astype(np.int64), market.table.data[first:last], 0)


def _fewest(market: Market, sides: list[_Side]) -> tuple[Ints, Ints] | None:
    """Which sides are broken, and by how much; None where these are not enough."""
    size, k = len(market.pair), len(sides)
    n, m, rows = market.n_candidates, len(market.seats), market.n_rows
    sign = np.array([-1 if side.side == "most" else 1 for side in sides], dtype=np.int64)
    # Each row twice, once for each of its sides: what one side gives must not count on the other.
    half = np.array([side.row + rows * (side.side == "least") for side in sides], dtype=np.int64)
    gives = csr_array((sign, (half, np.arange(k))), shape=(2 * rows, k))
    room = np.array([side.room for side in sides], dtype=np.int64)
    # Columns: pairs, then whether each side is broken, then by how much: amount <= room x broken.
    every = csr_array(market.all_rows())
    limits = hstack((vstack((market.table, market.table)), csr_array((2 * rows, k)), gives))
    tied = hstack((csr_array((k, size)), -_diagonal(room), _diagonal(np.ones(k, dtype=np.int64))))
    none = csr_array((n + m, 2 * k))
    table = csr_array(vstack((hstack((every[: n + m], none)), limits, tied), format="csr"))
    least, most = side_of(market.least, NO_LEAST, -INFINITE), side_of(market.most, NO_MOST, INFINITE)
    free = np.full(rows, INFINITE)
    low = np.concatenate((np.full(n + m, -INFINITE), -free, least, np.full(k, -INFINITE)))
    high = np.concatenate((np.ones(n), market.seats.astype(np.float64), most, free, np.zeros(k)))
    upper = np.concatenate((np.ones(size + k), room)).astype(np.float64)
    nothing = np.zeros(size)
    law = np.array([side.fixed for side in sides], dtype=np.int64)
    count, by = np.ones(k), market.divisor[[side.row for side in sides]]
    rest = np.array([side.rest for side in sides], dtype=np.int64)
    costs = [
        np.concatenate((nothing, law, 0 * count)),
        np.concatenate((nothing, count, 0 * count)),
        np.concatenate((nothing, -rest, by)),
    ]
    x: Ints | None = None
    for cost in costs if law.any() else costs[1:]:
        # Without restarts HiGHS was once seen to stop short of the least amount, where amounts are in cents.
        answer = minimise(
            cost.astype(np.float64), upper, low, high, csc_array(table), size + 2 * k, start=x, restart=True
        )
        if answer.x is None:
            return None
        x = answer.x
        table = csr_array(vstack((table, csr_array(cost.reshape(1, -1))), format="csr"))
        low, high = np.append(low, -INFINITE), np.append(high, float(cost @ x))
    return None if x is None else (x[size : size + k], x[size + k :])


def _diagonal(data: Ints) -> csr_array:
    at = np.arange(len(data))
    return csr_array((data, (at, at)), shape=(len(data), len(data)))
