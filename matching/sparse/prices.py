"""What one more seat is exactly worth, what a closed one costs, and what is lost with a candidate.

Best prices are not unique. The lowest ones are what one more seat would add, and the gains that go with them what is
lost when a candidate leaves; the highest ones are what is lost with a seat (Shapley and Shubik, 1971). Both are
shortest paths from any best prices, which say how much each price can fall or rise.
"""

from __future__ import annotations

import numpy as np

from matching.sparse.compiled import compiled
from matching.sparse.heap import rise, take_first
from matching.sparse.part import UNREACHED, Int64, Part, Settled
from matching.sparse.refill import Columns, columns

NEARBY = 64  # the scale over this: slack up to which the first search for highest prices looks


@compiled
def open_closed(part: Part, bonus: int, settled: Settled) -> None:
    """Give openings without seats a price that nobody would pay."""
    start, opening, weight, seats, _ = part
    price, gain = settled.price, settled.gain
    closed = seats == 0
    if not closed.any():
        return
    price[closed] = 0
    for i in range(len(gain)):
        for k in range(start[i], start[i + 1]):
            j = opening[k]
            if seats[j] == 0:
                price[j] = max(price[j], np.int64(weight[k]) + bonus - gain[i])


@compiled
def lowest(part: Part, bonus: int, settled: Settled) -> tuple[Int64, Int64]:
    """The lowest best prices and the largest gains.

    Returns
    -------
    price, gain : array of int64, shape (n_openings,) and (n_candidates,)
        What one more seat of each opening would add; what would be lost if each candidate left.
    """
    start, opening, weight, _, first = part
    above, gain, holder, filled = settled.price, settled.gain, settled.holder, settled.filled
    m = len(above)
    floor = np.zeros(m, np.int64)
    for out in range(len(gain)):
        if settled.at[out] < 0:
            for k in range(start[out], start[out + 1]):
                floor[opening[k]] = max(floor[opening[k]], np.int64(weight[k]) + bonus)
    fall = above - floor
    heap, place = np.argsort(fall, kind="mergesort").astype(np.int32), np.empty(m, np.int32)
    for p in range(m):
        place[heap[p]] = p
    for waiting in range(m, 0, -1):
        freed = np.uint32(take_first(heap, place, fall, waiting))
        for s in range(first[freed], first[freed] + filled[freed]):
            i = np.uint32(holder[s])
            # With this gain the holder would just as well go elsewhere, were the price there any lower.
            least = bonus - gain[i] - fall[freed]
            for k in range(start[i], start[i + 1]):
                other = opening[k]
                need = np.int64(weight[k]) + least
                if need > floor[other]:
                    floor[other] = need
                    fall[other] = above[other] - need
                    rise(heap, place, fall, place[other])
    largest = gain.copy()
    for seated in np.flatnonzero(settled.at >= 0):
        largest[seated] += fall[settled.at[seated]]
    return floor, largest


@compiled
def highest(part: Part, bonus: int, settled: Settled, scale: int) -> Int64:
    """The highest best prices: what would be lost with one seat of each opening, shape (n_openings,).

    For an opening with an empty seat it is 0; for one without seats the price as it is. `scale` is the size of what the
    weights differ by: the nearer to the truth, the sooner.
    """
    seats, first = part.seats, part.first
    price, gain, holder, filled = settled.price, settled.gain, settled.holder, settled.filled
    m = len(price)
    rest = np.full(m, UNREACHED)
    for j in range(m):
        if filled[j] < seats[j]:
            rest[j] = 0
        else:  # nobody can take an opening without seats, however low its price: it holds nobody back
            for s in range(first[j], first[j] + seats[j]):
                rest[j] = min(rest[j], gain[holder[s]])
    near = columns(part, bonus, price, gain, scale // NEARBY + 1)
    spread(near, part, bonus, settled, rest)
    settle_far(part, bonus, settled, rest, near.reach)
    return price + np.where(seats == 0, 0, rest)


@compiled
def spread(near: Columns, part: Part, bonus: int, settled: Settled, rise_by: Int64) -> None:
    """How far each price can rise before a holder does as well elsewhere, along the pairs that were collected."""
    weight = part.weight
    price, gain, at = settled.price, settled.gain, settled.at
    m = len(price)
    heap, place = np.argsort(rise_by, kind="mergesort").astype(np.int32), np.empty(m, np.int32)
    for p in range(m):
        place[heap[p]] = p
    for waiting in range(m, 0, -1):
        j = take_first(heap, place, rise_by, waiting)
        if rise_by[j] >= near.reach:
            break
        base = rise_by[j] + price[j] - bonus
        for x in range(near.start[j], near.start[j + 1]):
            i = near.candidate[x]
            to = base - np.int64(weight[near.pair[x]]) + gain[i]
            other = at[i]
            if other >= 0 and to < rise_by[other]:
                rise_by[other] = to
                rise(heap, place, rise_by, place[other])


@compiled
def settle_far(part: Part, bonus: int, settled: Settled, rise_by: Int64, known: int) -> None:
    """The same for prices that can rise further than `known`: their holders read all their pairs, until all agree."""
    start, opening, weight, seats, first = part
    price, gain, holder, filled = settled.price, settled.gain, settled.holder, settled.filled
    far = np.flatnonzero((rise_by > known) & (filled == seats) & (seats > 0))
    changed = True
    while changed:
        changed = False
        for j in far:
            for s in range(first[j], first[j] + filled[j]):
                i = holder[s]
                for k in range(start[i], start[i + 1]):
                    other = opening[k]
                    if other != j:
                        to = gain[i] - bonus - np.int64(weight[k]) + price[other] + rise_by[other]
                        if to < rise_by[j]:
                            rise_by[j] = to
                            changed = True
