"""Rounds of the auction on short lists, cut short before they mislead.

On a list that lacks what its candidate should turn to, prices can rise until the weakest bidder gives up all it has.
So nobody bids away more than a little in one round: then the lists are made good, and the next round begins.
"""

from __future__ import annotations

import numpy as np

from matching.dense.shortlist import Int64
from matching.sparse.auction import BACK, Shortlist, bid_round, lower
from matching.sparse.compiled import compiled
from matching.sparse.part import Part, Settled

REACH = 4  # times the scale of the list: what a candidate can lose in a round before it stays out


@compiled
def bid_once(part: Part, settled: Settled, scale: int, step: int) -> Int64:
    """One round from whatever prices; what each candidate gains at those it leaves in `settled.price`.

    Parameters
    ----------
    part : Part
        The cells listed so far.
    settled : Settled
        `holder` and `filled` are used as scrap.
    scale : int
        What the cells of a row differ by.
    step : int
    """
    start, opening, weight, seats, first = part
    price = settled.price
    # Staying out is worth 0 to an auction: each row counts from what its candidate does not bid away.
    above = np.empty(len(weight), weight.dtype)
    gain = gains(part, price)
    for i in range(len(gain)):
        kept = max(gain[i] - REACH * scale, 0)
        for k in range(start[i], start[i + 1]):
            above[k] = weight[k] - kept
    settled.filled[:] = 0
    nothing = np.zeros(0, np.int64)
    unused = Shortlist(np.empty((0, 0), np.uint32), np.empty((0, 0), weight.dtype), np.empty(0, np.uint8), nothing)
    offer = np.zeros(len(settled.holder), np.int64)
    bid_round(Part(start, opening, above, seats, first), 0, step, False, settled, offer, unused, nothing)
    lower(price, seats, BACK[-1] * step)
    return gains(part, price)


@compiled
def gains(part: Part, price: Int64) -> Int64:
    """What the best listed cell is worth to each candidate at these prices, 0 or more."""
    best = np.zeros(len(part.start) - 1, np.int64)
    for i in range(len(best)):
        for k in range(part.start[i], part.start[i + 1]):
            best[i] = max(best[i], np.int64(part.weight[k]) - price[part.opening[k]])
    return best


@compiled
def scale_of(part: Part, price: Int64) -> int:
    """Twice what the listed cells of a row differ by at these prices, on average over rows with two or more."""
    total, rows = 0.0, 0
    for i in range(len(part.start) - 1):
        begin, end = part.start[i], part.start[i + 1]
        if end - begin > 1:
            least = most = np.int64(part.weight[begin]) - price[part.opening[begin]]
            for k in range(begin + 1, end):
                profit = np.int64(part.weight[k]) - price[part.opening[k]]
                least, most = min(least, profit), max(most, profit)
            total += most - least
            rows += 1
    return int(2 * total / max(1, rows))
