"""What one more seat is exactly worth, what a closed one costs, and what is lost with a candidate.

Best prices are not unique. The lowest ones are what one more seat would add, and the gains that go with them what is
lost when a candidate leaves; the highest ones are what is lost with a seat (Shapley and Shubik, 1971). Both are
shortest paths from any best prices, which say how much each price can fall or rise. Nearly all paths are short: they
are found on the few pairs with little slack, and only prices that can move further look at all pairs.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from matching.sparse.compiled import compiled
from matching.sparse.links import Near, links, offered, spread
from matching.sparse.part import Flags, Int64, Names, Part, Settled, Weights

BESIDE = 2**20  # pairs from which both extremes take longer than it takes a second thread to start


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


def lowest(part: Part, bonus: int, settled: Settled, near: Near) -> tuple[Int64, Int64]:
    """The lowest best prices and the largest gains.

    A price can fall to 0, or until somebody who is out would pay it, or until somebody who holds a seat elsewhere would
    rather have this one. The price of that seat can fall too: that is what makes it a path.

    Returns
    -------
    price, gain : array of int64, shape (n_openings,) and (n_candidates,)
        What one more seat of each opening would add; what would be lost if each candidate left.
    """
    price, gain, at = settled.price, settled.gain, settled.at
    fall = near.fall.copy()
    if near.below:
        spread(np.argsort(fall), *links(near.at, near.other, near.slack, fall), fall, near.below)
    if int(fall.max(initial=0)) > near.below:
        fall_far(part, bonus, settled, fall)
    return price - fall, gain + np.where(at >= 0, fall[at], 0)


@compiled
def too_low(part: Part, bonus: int, settled: Settled) -> bool:
    """Whether some pair is worth more than its price and gain."""
    start, opening, weight = part.start, part.opening, part.weight
    for i in range(len(settled.gain)):
        need = settled.gain[i] - bonus
        for k in range(np.uint64(start[i]), np.uint64(start[i + 1])):
            if need + settled.price[opening[k]] < np.int64(weight[k]):
                return True
    return False


def heed_all(part: Part, bonus: int, settled: Settled) -> None:
    """Make prices heed all pairs of a part, after a best assignment was found without some of them.

    If one is too low the lowest best prices are found from nothing but the assignment.
    """
    if too_low(part, bonus, settled):
        fall = settled.price - offered(part, bonus, settled)
        fall_far(part, bonus, settled, fall)
        settled.price[:] -= fall
        settled.gain[:] += np.where(settled.at >= 0, fall[settled.at], 0)


@compiled
def fall_far(part: Part, bonus: int, settled: Settled, fall: Int64) -> None:
    """Let all pairs hold prices back, until nothing changes."""
    start, opening, weight, _, first = part
    price, gain, at = settled.price, settled.gain, settled.at
    # One number to look up for each pair instead of two.
    most = fall - price
    changed = np.zeros(len(fall), np.bool_)
    for i in range(len(gain)):
        if at[i] >= 0:
            hold_back(start[i], start[i + 1], opening, weight, gain[i] - bonus + fall[at[i]], most, changed)
    while changed.any():
        for j in np.flatnonzero(changed):
            changed[j] = False
            for s in range(first[j], first[j] + settled.filled[j]):
                i = settled.holder[s]
                by = gain[i] - bonus + most[j] + price[j]
                hold_back(start[i], start[i + 1], opening, weight, by, most, changed)
    fall[:] = most + price


@compiled
def hold_back(
    begin: np.int64, end: np.int64, opening: Names, weight: Weights, by: np.int64, most: Int64, changed: Flags
) -> None:
    """Of the openings of one candidate, none falls so low that the candidate would rather be there."""
    for k in range(begin, end):
        to = by - np.int64(weight[k])
        if to < most[opening[k]]:
            most[opening[k]] = to
            changed[opening[k]] = True


def highest(part: Part, bonus: int, settled: Settled, near: Near) -> Int64:
    """The highest best prices: what would be lost with one seat of each opening, shape (n_openings,).

    A price can rise until one of the holders would rather be out, or elsewhere, where the price can rise too. For an
    opening with an empty seat it is 0; for one without seats the price as it is.
    """
    rise_by = near.rise.copy()
    spread(np.argsort(rise_by), *links(near.other, near.at, near.slack, rise_by), rise_by, near.above)
    rise_far(part, bonus, settled, rise_by, near.above)
    return settled.price + np.where(part.seats == 0, 0, rise_by)


def lowest_and_highest(part: Part, bonus: int, settled: Settled, near: Near) -> tuple[Int64, Int64, Int64]:
    """The lowest best prices, the largest gains, and the highest best prices."""
    if len(part.opening) < BESIDE:
        return *lowest(part, bonus, settled, near), highest(part, bonus, settled, near)
    with ThreadPoolExecutor(1) as beside:
        # Both only read what is settled.
        later = beside.submit(highest, part, bonus, settled, near)
        return *lowest(part, bonus, settled, near), later.result()


@compiled
def rise_far(part: Part, bonus: int, settled: Settled, rise_by: Int64, known: int) -> None:
    """For prices that can rise further than `known`: their holders read all their pairs, until nothing changes."""
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
