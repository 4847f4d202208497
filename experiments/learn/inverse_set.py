"""The weights under which recorded assignments are best, as linear programmes with prices of seats.

An assignment is best for values `value[i, j] = grades[i, j] @ weights` if and only if prices `v >= 0` of the openings
exist, zero where a seat is free, such that nobody would rather be elsewhere at these prices (duality of the
transportation problem, whose corners are whole). With a candidate's own gain `u` put in, for each pair (i, j) that was
allowed and not made:

    i sent to a:     (grades[i, a] - grades[i, j]) @ w - v[a] + v[j] >= margin,   grades[i, a] @ w + M - v[a] >= margin
    i left without:                 -grades[i, j] @ w - M     + v[j] >= margin

M is 0 where the largest score was sought. Where as many placements as possible came first it is a free number a round:
the assignment is compared with those that place as many people.

Source: Ahuja and Orlin, Inverse optimization, Operations Research 49(5), 2001; Zattoni Scroccaro, Atasoy and Mohajerin
Esfahani, arXiv 2305.07730 (the largest margin).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from experiments.learn.cuts import INFINITE, Cuts
from experiments.learn.inverse_rounds import Floats, Ints, Round

Mask = NDArray[np.bool_]


@dataclass(slots=True)
class _Rows:
    """Rows of a programme as they are gathered."""

    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    owner: list[Ints] = field(default_factory=list)
    least: list[Floats] = field(default_factory=list)
    count: int = 0

    def more(self, owner: Ints, least: float) -> Ints:
        """Numbers of new rows, one for each owner given."""
        rows = np.arange(self.count, self.count + len(owner), dtype=np.int64)
        self.owner.append(owner)
        self.least.append(np.full(len(owner), least))
        self.count += len(owner)
        return rows

    def put(self, rows: Ints, column: Ints | int, entry: Floats | float) -> None:
        """Entries of rows; a column below 0 stands for a price that is zero anyway."""
        columns = np.broadcast_to(np.asarray(column, dtype=np.int64), rows.shape)
        there = columns >= 0
        entries = np.broadcast_to(np.asarray(entry, dtype=np.float64), rows.shape)
        self.entries.append((rows[there], columns[there], entries[there]))

    def grades(self, rows: Ints, grades: Floats) -> None:
        """The grades of each row under the columns of the weights, which come first."""
        for k in range(grades.shape[1]):
            self.put(rows, k, grades[:, k])

    def programme(self, low: Floats, high: Floats, criteria: int, always: Ints) -> Cuts:
        row, column, entry = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        table = csr_array(coo_array((entry, (row, column)), shape=(self.count, len(low))))
        sum_of_weights = (np.arange(len(low)) < criteria).astype(np.float64)
        return Cuts(low, high, sum_of_weights, table, np.concatenate(self.least), np.concatenate(self.owner), always)


def exact(
    rounds: Sequence[Round], objective: str, floor: float, tolerance: float, sure: Sequence[Mask]
) -> tuple[Cuts, int]:
    """The set of weights under which every assignment is best, each row with `margin` to spare.

    Parameters
    ----------
    sure : for each round, the pairs that surely reach the floor; of the others nothing can be said

    Returns
    -------
    programme over (weights, margin, prices), and the column of the margin
    """
    criteria = rounds[0].grades.shape[1]
    margin = criteria
    rows, columns, people = _Rows(), criteria + 1, 0
    free: list[int] = []
    for one, reach in zip(rounds, sure, strict=True):
        taken, to = one.taken, one.opening_of
        full = np.bincount(to[to >= 0], minlength=len(one.seats)) == one.seats
        price = np.where(full, columns + np.cumsum(full) - 1, -1)
        columns += int(full.sum())
        level = -1
        if objective != "score":
            level, columns = columns, columns + 1
            free.append(level)
        sent = to[one.candidate] >= 0
        open_ = (one.seats[one.opening] > 0) & reach & (to[one.candidate] != one.opening)

        moves = np.flatnonzero(open_ & sent)
        i, j = one.candidate[moves], one.opening[moves]
        at = rows.more(people + i, -tolerance)
        rows.grades(at, one.grades[taken[i]] - one.grades[moves])
        rows.put(at, price[to[i]], -1.0)
        rows.put(at, price[j], 1.0)
        rows.put(at, margin, -1.0)

        enters = np.flatnonzero(open_ & ~sent)
        i, j = one.candidate[enters], one.opening[enters]
        at = rows.more(people + i, -tolerance)
        rows.grades(at, -one.grades[enters])
        rows.put(at, price[j], 1.0)
        rows.put(at, level, -1.0)
        rows.put(at, margin, -1.0)

        placed = np.flatnonzero(to >= 0)
        at = rows.more(people + placed, -tolerance)
        rows.grades(at, one.grades[taken[placed]])
        rows.put(at, level, 1.0)
        rows.put(at, price[to[placed]], -1.0)
        rows.put(at, margin, -1.0)
        if floor > 0.0:
            rows.grades(rows.more(people + placed, floor - tolerance), one.grades[taken[placed]])
        people += len(to)
    low, high = np.zeros(columns), np.full(columns, INFINITE)
    low[margin], high[margin] = -INFINITE, 1.0
    low[free] = -INFINITE
    return rows.programme(low, high, criteria, np.zeros(0, dtype=np.int64)), margin


def nearest(rounds: Sequence[Round], objective: str, reach: Sequence[Mask]) -> tuple[Cuts, Floats]:
    """What the recorded assignments lose against the best ones, as a goal over (weights, gains, prices).

    Where no weights explain every assignment: the sum over rounds of the score of the best assignment less that of the
    recorded one, which by duality is the least value of the goal.

    Parameters
    ----------
    reach : for each round, the pairs that could have been made

    Returns
    -------
    programme, and the goal, float64, one number a column
    """
    criteria = rounds[0].grades.shape[1]
    rows, goal, always, people = _Rows(), [np.zeros(criteria)], [], 0
    columns, free = criteria, []
    for one, there in zip(rounds, reach, strict=True):
        n, m = len(one.opening_of), len(one.seats)
        taken = one.taken[one.opening_of >= 0]
        usable = np.flatnonzero((there | (one.opening_of[one.candidate] == one.opening)) & (one.seats[one.opening] > 0))
        i, j = one.candidate[usable], one.opening[usable]
        at = rows.more(people + i, 0.0)
        rows.grades(at, -one.grades[usable])
        rows.put(at, columns + i, 1.0)
        rows.put(at, columns + n + j, 1.0)
        always.append(at[np.isin(usable, taken)])
        goal[0] -= one.grades[taken].sum(axis=0)
        goal += [np.ones(n), one.seats.astype(np.float64)]
        columns += n + m
        if objective != "score":
            rows.put(at, columns, 1.0)
            goal.append(np.array([float(len(taken))]))
            free.append(columns)
            columns += 1
        people += n
    low, high = np.zeros(columns), np.full(columns, INFINITE)
    low[free] = -INFINITE
    return rows.programme(low, high, criteria, np.concatenate(always)), np.concatenate(goal)


@dataclass(frozen=True, slots=True, eq=False)
class Corners:
    """How far a set of weights reaches.

    Parameters
    ----------
    low, high : float64 (K,), least and largest weight of each criterion over the set
    gap_low, gap_high : float64 (K, K), least and largest `weights[k] - weights[l]`
    points : float64 (K * (K + 1), K), the weights where these are reached
    """

    low: Floats
    high: Floats
    gap_low: Floats
    gap_high: Floats
    points: Floats


def corners(cuts: Cuts, criteria: int, columns: int) -> Corners:
    """The corners of the set of weights in the directions of each weight and of each difference of two."""
    low, high = np.zeros(criteria), np.zeros(criteria)
    gap = np.zeros((criteria, criteria))
    points = []
    for k in range(criteria):
        for other in range(criteria):
            # One pass finds the least w[k] (on the diagonal) and the least w[k] - w[other].
            cost = np.zeros(columns)
            cost[other] = -1.0
            cost[k] = 1.0
            x = cuts.minimise(cost)[:criteria]
            points.append(x)
            gap[k, other] = x @ cost[:criteria]
        low[k] = gap[k, k]
        x = cuts.minimise(-cost_of(k, columns))[:criteria]
        points.append(x)
        high[k] = x[k]
    np.fill_diagonal(gap, 0.0)
    return Corners(low, high, gap, -gap.T, np.array(points))


def cost_of(column: int, columns: int) -> Floats:
    """The goal of one column alone."""
    cost = np.zeros(columns)
    cost[column] = 1.0
    return cost


def least_score(grades: Floats, low: Floats, high: Floats) -> Floats:
    """The least score of each pair over weights within `low` and `high` that sum to 1; shape (P,)."""
    order = np.argsort(grades, axis=1, kind="stable")
    room = (high - low)[order]
    before = np.cumsum(room, axis=1) - room
    more = np.clip(max(0.0, 1.0 - float(low.sum())) - before, 0.0, room)
    extra: Floats = (more * np.take_along_axis(grades, order, axis=1)).sum(axis=1)
    return grades @ low + extra
