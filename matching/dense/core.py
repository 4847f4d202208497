"""Exact assignment on a whole matrix: short lists, solved and priced out until the prices hold for every cell.

Of each candidate's openings only the best few matter. They are listed at estimated prices and solved exactly; the
prices found are then held against every cell. Cells that are worth more than their candidate gains join the lists and
the answer is mended, until there is none: the prices then prove the answer for the whole matrix.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from data.errors import BadProblem
from matching.dense.kernel import assign_whole
from matching.dense.listed import Listed, Unlisted
from matching.dense.sample import extremes, look, offered
from matching.dense.shortlist import SKIP, Int64, Weights, best_cells
from matching.sparse.core import bonus_of, fits
from matching.sparse.part import Int32
from matching.sparse.parts import SHORT

LISTED = 12  # cells of a row that are listed at a time
ROUNDS = 40  # of pricing out; a handful is usual
# Cells up to which the whole matrix is searched faster than sifted: where openings are contested, and elsewhere.
SMALL, LARGE = 150**2, 300**2
AGAIN = 8  # rounds of the auction with the same step, as long as more than one row in FEW misses cells
FEW = 8
SAMPLE = 8  # one row and one column in so many make a market small enough to estimate prices on


class Settled(NamedTuple):
    """Who gets what, with the proof.

    Attributes
    ----------
    opening_of : array of int64, shape (n,)
        -1 where unplaced.
    price, gain : array of int64, shape (m,) and (n,)
        0 or more; gain[i] + price[j] >= weight[i, j] + bonus of every allowed cell, and the sums are equal.
    bonus : int
        What each placement counts beside its weight: 0 for `score`; else more than all weights together.
    """

    opening_of: Int64
    price: Int64
    gain: Int64
    bonus: int


def assign_dense(
    weight: ArrayLike, seats: ArrayLike | None = None, objective: str = "score", *, threads: int | None = None
) -> Settled:
    """A best assignment of a market given as a matrix, each candidate to at most one seat, with a proof.

    Parameters
    ----------
    weight : array of integers, shape (n_candidates, n_openings)
        Worth of each pair on the 1e-6 grid, 0 or more; -1 where forbidden. int32 in C order is taken as it is, anything
        else is copied.
    seats : array of integers, shape (n_openings,), or None
        0 or more; None: one each.
    objective : str
        `score`: the largest sum of weights. `placements_then_score`: as many placements as possible first.
    threads : int or None
        For reading the matrix; None: one for each core there is. The answer does not depend on it.

    Returns
    -------
    Settled
        The same for the same input. Which of several equally good assignments and price vectors it is, is not fixed:
        `matching.solve` makes them unique.

    Raises
    ------
    BadProblem
        If the arrays are not of integers or do not fit together, a weight is below -1, a seat number is negative, or
        sums could overflow.
    """
    matrix, room, largest = checked(weight, seats, objective)
    n, m = matrix.shape
    bonus = bonus_of(n, largest, objective)
    open_now = np.flatnonzero(room)
    if n == 0 or len(open_now) == 0:
        price = np.maximum(0, matrix + np.where(matrix < 0, 0, np.int64(bonus))).max(axis=0, initial=0)
        return Settled(np.full(n, -1), np.where(room > 0, 0, price), np.zeros(n, np.int64), bonus)
    kept = matrix if len(open_now) == m else np.ascontiguousarray(matrix[:, open_now])
    # One seat more than candidates is never full, so its price stays 0, as with a million of them.
    settled = settle(kept, np.minimum(room[open_now], n + 1).astype(np.int32), bonus, threads)
    if len(open_now) == m:
        return settled
    price = np.zeros(m, np.int64)
    for j in np.flatnonzero(room == 0):
        wanted = matrix[:, j] >= 0
        price[j] = (matrix[wanted, j] + np.int64(bonus) - settled.gain[wanted]).max(initial=0)
    price[open_now] = settled.price
    at = settled.opening_of
    return settled._replace(opening_of=np.where(at >= 0, open_now[at], -1), price=price)


def checked(weight: ArrayLike, seats: ArrayLike | None, objective: str) -> tuple[Weights, Int64, int]:
    """The arrays in the types that the compiled code expects, and the largest weight."""
    matrix = np.asarray(weight)
    if matrix.ndim != 2 or (matrix.size and not np.issubdtype(matrix.dtype, np.integer)):
        raise BadProblem(f"weight: a matrix of integers is expected, {matrix.dtype} of {matrix.shape} found")
    n, m = matrix.shape
    room = np.ones(m, np.int64) if seats is None else np.asarray(seats)
    if room.shape != (m,) or (m and not np.issubdtype(room.dtype, np.integer)) or (room < 0).any():
        raise BadProblem(f"seats: {m} integers of 0 or more are expected, {room.dtype} of {room.shape} found")
    if objective not in ("score", "placements_then_score"):
        raise BadProblem(f"objective is {objective!r}: one of ['placements_then_score', 'score'] is expected")
    least, largest = extremes(matrix)
    if least < -1:
        raise BadProblem("weight: 0 or more is expected, -1 where forbidden")
    if not fits(n, largest):
        raise BadProblem(f"weight: {n} times {largest} is too much for exact sums")
    narrow = largest < 2**30
    return np.ascontiguousarray(matrix, np.int32 if narrow else np.int64), room.astype(np.int64), largest


def settle(weight: Weights, seats: Int32, bonus: int, threads: int | None) -> Settled:
    """The same for a matrix in the right type, with 1 to n + 1 seats everywhere."""
    wanted, easy = look(weight)
    contested = wanted or len(weight) > SHORT * seats.sum(dtype=np.int64)
    if weight.size > (SMALL if contested else LARGE) and (contested or not easy):
        settled = by_lists(weight, seats, bonus, contested, threads)
        if settled is not None:
            return settled
    return Settled(*assign_whole(weight, seats, bonus), bonus)


def by_lists(weight: Weights, seats: Int32, bonus: int, contested: bool, threads: int | None) -> Settled | None:
    """The same by short lists, made at estimated prices where openings are contested; None where they do not settle."""
    price = estimated(weight, seats, threads) if contested else np.zeros(len(seats), np.int64)
    cells = best_cells(weight, price, np.full(len(weight), -1), LISTED, threads)
    listed, unlisted = Listed(cells, seats, price), Unlisted(cells.rest, price)
    # What the lists lack at rough prices joins at once: an exact answer without it would be mended at great length.
    for step in listed.steps:
        for _ in range(AGAIN):
            gain = listed.bid(step)
            floor = unlisted.floor(gain, listed.settled.price)
            missing = best_cells(weight, listed.settled.price, floor, LISTED, threads)
            unlisted = unlisted.after(missing, listed.settled.price)
            listed.join(missing)
            astray = np.count_nonzero(missing.used)
            if 2 * astray > len(weight) and not contested:
                # They are contested, though it did not look like it.
                return by_lists(weight, seats, bonus, True, threads)
            if FEW * astray < len(weight):
                break
    listed.settle()
    if not priced_out(weight, listed, unlisted, threads):
        return None
    if bonus and not listed.lift(bonus) and not priced_out(weight, listed, unlisted, threads):
        return None
    return Settled(listed.settled.at.astype(np.int64), listed.settled.price, listed.settled.gain, bonus)


def priced_out(weight: Weights, listed: Listed, unlisted: Unlisted, threads: int | None) -> bool:
    """Add cells that are worth more than their candidate gains, until there is none; False where there is no end."""
    now, bonus = listed.settled, listed.bonus
    floor = unlisted.floor(now.gain - bonus, now.price)
    for _ in range(ROUNDS):
        missing = best_cells(weight, now.price, floor, LISTED, threads)
        if not missing.used.any():
            return True
        price, gain = now.price.copy(), now.gain.copy()
        listed.add(missing)
        # Where no price fell, a row that gains no less than when it was read has nothing new to show.
        proved = (missing.used == 0) & (now.gain >= gain) & bool((now.price >= price).all())
        floor = np.where(proved, SKIP, unlisted.floor(now.gain - bonus, now.price))
    return False


def estimated(weight: Weights, seats: Int32, threads: int | None) -> Int64:
    """Prices to list the first cells at, where openings are contested.

    One row and one column in SAMPLE are solved, fewer rows where the columns happen to have few seats; an opening is
    priced at the most that a candidate of the sample would give for it.
    """
    n, m = weight.shape
    if min(n, m) < 4 * SAMPLE:
        return np.zeros(m, np.int64)
    columns = slice(SAMPLE // 2, None, SAMPLE)
    # Where seats are as many as candidates, a few seats less are enough to make all of them dear.
    most = seats[columns].sum(dtype=np.int64) * n // seats.sum(dtype=np.int64)
    rows = np.linspace(0, n - 1, max(1, min(n // SAMPLE, int(most))), dtype=np.int64)
    # Seats that lie apart would need machine code of their own.
    chosen, room = np.ascontiguousarray(weight[rows][:, columns]), np.ascontiguousarray(seats[columns])
    small = settle(chosen, room, 0, threads)
    return offered(weight[rows], small.gain)
