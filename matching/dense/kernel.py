"""Shortest augmenting paths on the whole matrix, for small ones and for those that short lists do not settle.

After Jonker and Volgenant, Computing 38 (1987) 325-340: bids with no step first, then one search for each candidate
that is still out, over all openings and without a heap. Here prices start at zero and only rise, an opening with a
seat left keeps the price zero, and a search may also end at a candidate who gains nothing and steps out.

All arithmetic is in the type of the prices: half the width, where it is enough, is twice the speed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from matching.dense.shortlist import Int64, Weights
from matching.sparse.compiled import compiled
from matching.sparse.part import Int32

BIDS = 20  # in a chain that starts with one candidate, before the searches; more of them chase the same seats
STRIDE = 64  # openings that are looked at together
# Weights up to which 32 bits hold every way: a sum of four of them at most.
NARROW = 2**27


class Whole(NamedTuple):
    """A matrix with seats, who holds them, and the prices.

    Attributes
    ----------
    weight : array of int32 or int64, shape (n, m)
        -1 where forbidden.
    seats : array of int32, shape (m,)
    first : array of int64, shape (m + 1,)
        Where the seats of each opening begin in `holder`.
    bonus : array like `price`, of one number
        Added to every allowed weight.
    price, gain : arrays of int32 or int64, shape (m,) and (n,)
    at, slot : array of int64, shape (n,)
        Opening and seat of each candidate, -1 where none.
    holder : array of int64, shape (n_seats,)
    filled : array of int64, shape (m,)
    """

    weight: Weights
    seats: Int32
    first: Int64
    bonus: Weights
    price: Weights
    gain: Weights
    at: Int64
    slot: Int64
    holder: Int64
    filled: Int64


def assign_whole(weight: Weights, seats: Int32, bonus: int) -> tuple[Int64, Int64, Int64]:
    """Best assignment of the whole matrix: opening of each candidate (-1 unplaced), prices and gains.

    Parameters
    ----------
    weight : array of int32 or int64, shape (n, m)
        -1 where forbidden.
    seats : array of int32, shape (m,)
        1 or more, no more than n + 1.
    bonus : int
        Added to every allowed weight.
    """
    n, m = weight.shape
    kind = np.int32 if bonus + int(weight.max(initial=0)) <= NARROW and weight.dtype == np.int32 else np.int64
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(seats, dtype=np.int64)))
    whole = Whole(
        weight, seats, first, np.full(1, bonus, kind), np.zeros(m, kind), np.zeros(n, kind),
        np.full(n, -1), np.full(n, -1), np.zeros(int(first[-1]), np.int64), np.zeros(m, np.int64),
    )  # fmt: skip
    place_all(whole)
    return whole.at, whole.price.astype(np.int64), whole.gain.astype(np.int64)


@compiled
def place_all(whole: Whole) -> None:
    """Bids, then searches."""
    price = whole.price
    m = len(price)
    far = price.dtype.type(2 ** (8 * price.itemsize - 2))
    distance = np.empty(m, price.dtype)
    none = np.zeros(m, price.dtype)
    full = np.zeros(m, price.dtype)
    cost = np.empty(m, price.dtype)
    via = np.empty(m, np.int32)
    scanned = np.empty(m, np.int64)
    for i in bid_all(whole, far, distance, none, full):
        search(i, whole, far, distance, cost, none, full, via, scanned)


@compiled
def bid_all(whole: Whole, far: int, profit: Weights, none: Weights, full: Weights) -> Int64:
    """Everybody takes the best opening while that costs nobody's proof; who is still out and wants something.

    `full` becomes `far` where no seat is left; `none` is 0 throughout.
    """
    weight, seats, first, bonus, price, gain, at, slot, holder, filled = whole
    n = len(weight)
    out = np.empty(n, np.int64)
    n_out = 0
    for row in range(n):
        i = row
        for bids in range(n + BIDS):
            best = profits(weight[i], price, bonus[0], profit)
            if best <= 0:
                gain[i] = 0
                break
            gain[i] = best
            j = found(profit, full, best)
            if j >= 0:
                at[i], slot[i] = j, first[j] + filled[j]
                holder[slot[i]] = i
                filled[j] += 1
                full[j] = far if filled[j] == seats[j] else full[j]
                break
            j = found(profit, none, best)
            profit[j] = 0
            second = profit.max()
            if seats[j] > 1 or best == second or bids >= BIDS:
                out[n_out] = i
                n_out += 1
                break
            price[j] += best - second
            gain[i] = second
            at[i], slot[i] = j, first[j]
            i, holder[first[j]] = holder[first[j]], i
            at[i] = -1
    return out[:n_out]


@compiled
def profits(row: Weights, price: Weights, bonus: int, profit: Weights) -> Any:
    """What each opening is worth to the candidate at these prices, 0 where forbidden; the best, at least 0."""
    kind = price.dtype.type
    best = kind(0)
    for j in range(len(row)):
        p = kind(row[j] + bonus - price[j]) if row[j] >= 0 else kind(0)
        profit[j] = p
        best = max(best, p)
    return best


@compiled
def search(
    root: int, whole: Whole, far: int,
    distance: Weights, cost: Weights, none: Weights, full: Weights, via: Int32, scanned: Int64,
) -> None:  # fmt: skip
    """Bring one candidate in along the shortest path: to a seat left, or to somebody who then steps out.

    An opening that has been scanned is moved out of reach: it costs more than `far` whoever asks. Its distance is kept
    in `ways`.
    """
    weight, seats, first, bonus, price, gain, at, slot, holder, filled = whole
    gain[root] = profits(weight[root], price, bonus[0], distance)
    distance[:] = far
    cost[:] = price
    ways = np.empty(len(price), price.dtype)
    n_scanned = 0
    # The shortest way out so far: at once, and the root stays unplaced.
    shortest, last_row, last_column = gain[root], root, -1
    i, reached = root, gain[root] - gain[root]
    s, end = np.int64(0), np.int64(0)
    while True:
        near, near_empty = relax(weight[i], cost, reached + gain[i] - bonus[0], i, far, distance, full, via)
        if s == end:
            if near >= shortest:
                break
            if near == near_empty:
                shortest, last_row, last_column = near, -1, found(distance, full, near)
                break
            j = found(distance, none, near)
            reached = near
            distance[j], cost[j] = far, far + far // 2
            scanned[n_scanned], ways[n_scanned] = j, near
            n_scanned += 1
            s, end = first[j], first[j] + seats[j]
        i = holder[s]
        s += 1
        if reached + gain[i] < shortest:
            shortest, last_row, last_column = reached + gain[i], i, -1
    gain[root] -= shortest
    for k in range(n_scanned):
        j = scanned[k]
        rise = shortest - ways[k]
        if rise > 0:
            price[j] += rise
            for t in range(first[j], first[j + 1]):
                gain[holder[t]] -= rise
    if last_row == root:
        return
    if last_column >= 0:
        j = last_column
        s = first[j] + filled[j]
        filled[j] += 1
        full[j] = far if filled[j] == seats[j] else full[j]
    else:
        j, s = at[last_row], slot[last_row]
        at[last_row] = -1
    while True:
        i = via[j]
        before, seat = at[i], slot[i]
        at[i], slot[i] = j, s
        holder[s] = i
        if i == root:
            return
        j, s = before, seat


@compiled
def relax(
    row: Weights, cost: Weights, base: int, i: int, far: int, distance: Weights, full: Weights, via: Int32
) -> tuple[int, int]:  # fmt: skip
    """Shorten the ways that go through candidate i; the smallest distance, and the smallest to a seat left."""
    kind = cost.dtype.type
    near = near_empty = far
    start, who = kind(base), np.int32(i)
    for j in range(len(row)):
        way = kind(start - row[j] + cost[j]) if row[j] >= 0 else far
        closer = way < distance[j]
        to = way if closer else distance[j]
        distance[j] = to
        via[j] = who if closer else via[j]
        near = min(near, to)
        near_empty = min(near_empty, max(to, full[j]))
    return near, near_empty


@compiled
def found(distance: Weights, barred: Weights, near: int) -> int:
    """The first opening at this distance that is not barred; there is one."""
    for start in range(0, len(distance), STRIDE):
        ways, bars = distance[start : start + STRIDE], barred[start : start + STRIDE]
        hits = np.int32(0)
        for t in range(len(ways)):
            hits += np.int32((ways[t] == near) & (bars[t] == 0))
        if hits:
            for t in range(len(ways)):
                if ways[t] == near and bars[t] == 0:
                    return start + t
    return -1
