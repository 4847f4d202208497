"""The best cells of every row at given prices: one pass over the matrix, at about the speed of memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from joblib import cpu_count
from numpy.typing import NDArray

from matching.sparse.compiled import compiled

Int64 = NDArray[np.int64]
Names = NDArray[np.uint32]
Weights = NDArray[Any]  # int32 where they fit, else int64

# Cell j stands in lane j % lanes, of which there are at most so many. The largest cell of each lane takes one vector
# instruction for several lanes, and the k-th largest of these is a bound that few more than k cells reach. Fewer lanes:
# looser bound; more: dearer to rank.
LANES = 256
# One place in so many of a list is not ranked, but kept for cells that share a lane with a better one.
SPARE = 4
# Rows handed to a thread at a time.
BLOCK = 256
# Cells from which threads are worth their start.
SHARED = 2**24
# As a floor: leave the row alone.
SKIP = np.int64(2**62)


class Cells(NamedTuple):
    """Up to a number of cells of each row.

    Attributes
    ----------
    opening : array of uint32, shape (n, most)
    weight : array of the weights' type, same shape
    used : array of int64, shape (n,)
        How many of the places of each row are used, from the left.
    rest : array of int64, shape (n,)
        No cell that is left out was worth more at the prices of the time; where the row was left alone, its floor.
    """

    opening: Names
    weight: Weights
    used: Int64
    rest: Int64


class Room(NamedTuple):
    """Places to write to while one row is read.

    Attributes
    ----------
    lane : array of uint32, shape (lanes + 1,)
    above, equal : array of uint32, shape (m + 1,)
    """

    lane: Names
    above: Names
    equal: Names


def best_cells(weight: Weights, price: Int64, floor: Int64, most: int, threads: int | None = None) -> Cells:
    """Of each row up to `most` allowed cells with weight - price > floor, nearly those with the largest difference.

    The differences listed are at least the k-th largest of the maxima of the lanes; k is `most` less one in SPARE.
    Where more than `most` are, which happens when good cells share a lane, some are left out, whichever they are, and
    `rest` says so. Of equal differences the row takes those next to a place of its own, so that rows without a
    preference do not all want the same columns. A row with any cell above its floor lists one.

    Parameters
    ----------
    weight : array of int32 or int64, shape (n, m)
        -1 where forbidden.
    price : array of int64, shape (m,)
        0 or more.
    floor : array of int64, shape (n,)
        SKIP: the row is not read.
    most : int
        1 to LANES - 1.
    threads : int or None
        None: as many as there are cores. The result does not depend on it.
    """
    n = len(weight)
    if weight.dtype == np.int32 and price.max(initial=0) <= np.iinfo(np.int32).max:
        price = price.astype(np.int32)
    cells = Cells(
        np.empty((n, most), np.uint32), np.empty((n, most), weight.dtype), np.zeros(n, np.int64), floor.copy()
    )
    starts = range(0, n, BLOCK)
    if np.count_nonzero(floor != SKIP) * weight.shape[1] < SHARED or threads == 1:
        fill_rows(weight, price, floor, 0, n, cells)
    else:
        with ThreadPoolExecutor(threads or cpu_count()) as pool:
            for done in [pool.submit(fill_rows, weight, price, floor, s, min(s + BLOCK, n), cells) for s in starts]:
                done.result()
    return cells


@compiled
def fill_rows(weight: Weights, price: Weights, floor: Int64, first: int, last: int, cells: Cells) -> None:
    """Do what `best_cells` says for rows first..last-1."""
    opening, worth, used, rest = cells
    most, m = opening.shape[1], weight.shape[1]
    ranked = most - most // SPARE
    lanes = lanes_for(m, most)
    lowest = price.dtype.type(-(2 ** (8 * price.itemsize - 1)))
    top = np.empty(lanes, price.dtype)
    room = Room(np.empty(lanes + 1, np.uint32), np.empty(m + 1, np.uint32), np.empty(m + 1, np.uint32))
    for i in range(first, last):
        if floor[i] == SKIP:
            continue
        largest = largest_of_lanes(weight[i], price, lowest, top)
        if largest <= floor[i]:
            continue
        above = 0
        for t in range(lanes):
            above += top[t] > floor[i]
        bound, most_equal = floor[i], 0
        if above > ranked:
            bound, most_equal = kth_largest(top, ranked, bound, largest), most
        used[i], all_above = take(i, weight[i], price, top, bound, opening[i], worth[i], room, most_equal)
        rest[i] = bound if all_above else largest


@compiled
def lanes_for(m: int, most: int) -> int:
    """How many lanes rank `most` of `m` cells with the least work: all are ranked, `most` are read through."""
    lanes = 64
    while lanes < LANES and lanes * lanes < most * m:
        lanes *= 2
    return min(lanes, m)


@compiled
def largest_of_lanes(row: Weights, price: Weights, lowest: int, top: Weights) -> Any:
    """Largest weight - price of the allowed cells of each lane, `lowest` where there is none; the largest of all."""
    kind = top.dtype.type
    lanes = len(top)
    top[:] = lowest
    for start in range(0, len(row), lanes):
        part = row[start : start + lanes]
        cost = price[start : start + lanes]
        for t in range(len(part)):
            value = kind(part[t] - cost[t]) if part[t] >= 0 else lowest
            top[t] = max(top[t], value)
    largest = top[0]
    for t in range(1, lanes):
        largest = max(largest, top[t])
    return largest


@compiled
def kth_largest(values: Weights, k: int, low: Any, largest: Any) -> Any:
    """A bound that k values reach: the k-th largest, or less where that is known first; more than `low`.

    By bisection: to count is quicker than to sort.
    """
    high = np.int64(largest)
    while low < high:
        middle = high - (high - low) // 2
        at_least = np.int32(0)
        bound = values.dtype.type(middle)
        for t in range(len(values)):
            at_least += np.int32(values[t] >= bound)
        if at_least == k:
            return middle
        if at_least > k:
            low = middle
        else:
            high = middle - 1
    return low


@compiled
def take(
    i: int, row: Weights, price: Weights, top: Weights, bound: int,
    opening: Names, worth: Weights, room: Room, most_equal: int,
) -> tuple[int, bool]:  # fmt: skip
    """List the cells above the bound, then up to `most_equal` of those equal to it.

    Returns how many are listed, and whether all above the bound are.
    """
    lanes, m, most = len(top), len(row), len(opening)
    chunks = (m + lanes - 1) // lanes
    middle = i // lanes % chunks * lanes
    hits = 0
    # Without branches here and below: they would be guessed wrong as often as not.
    for left, right in ((i % lanes, lanes), (0, i % lanes)):
        for t in range(left, right):
            room.lane[hits] = t
            hits += top[t] >= bound
    n = e = 0
    for h in range(hits):
        lane = np.int64(room.lane[h])
        if top[lane] == bound and e >= most_equal:
            continue
        for begin, end in ((middle + lane, m), (lane, middle)):
            j = begin
            while j < end:
                value = row[j] - price[j]
                room.above[n] = room.equal[e] = j
                n += (value > bound) & (row[j] >= 0)
                e += (value == bound) & (row[j] >= 0)
                j += lanes
    all_above = n <= most
    n, e = min(n, most), min(e, most_equal)
    for k in range(n):
        opening[k] = room.above[k]
    for k in range(min(e, most - n)):
        opening[n] = room.equal[k]
        n += 1
    for k in range(n):
        worth[k] = row[opening[k]]
    return n, all_above
