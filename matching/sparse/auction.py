"""Rough prices by auction: candidates bid for seats, and prices rise by at least a step (Bertsekas, 1988).

A candidate bids for the best opening what it is worth more than the second best, plus the step. A few rounds with ever
smaller steps end near the best prices; between them prices fall a little, so that what was bid too high can be undone.
Only the prices are kept: `repair` makes the exact answer from them.

After the first round each candidate remembers the pairs near its best, and a bound on the profit of all others. Within
a round prices only rise, so the bound holds until the second best that is remembered falls below it: most bids read a
few numbers instead of the whole row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.sparse.compiled import compiled
from matching.sparse.heap import sink_offer
from matching.sparse.memory import room
from matching.sparse.part import CLOSED, Int32, Int64, Names, Part, Settled, Weights

REMEMBERED = 12  # pairs of a candidate
WITHIN = 20  # steps below the best profit a pair is still remembered
# Steps by which all prices fall after each round. A seat that still costs too much then stays empty, and is filled by a
# search of its own; one that costs too little is bid for again.
BACK = (2, 6, 4)
MOST_BIDS = 100  # a candidate and round, on average; never met so far, it keeps a bad case from taking for ever


class Shortlist(NamedTuple):
    """The pairs near the best of each candidate when its row was last read.

    Attributes
    ----------
    opening : array of uint32, shape (n_candidates, REMEMBERED)
    weight : array as `Part.weight`, same shape
    known : array of uint8, shape (n_candidates,)
        How many of the places are used.
    rest : array of int64, shape (n_candidates,)
        No pair that is not listed has a larger profit, the bonus left aside.
    """

    opening: Names
    weight: Weights
    known: NDArray[np.uint8]
    rest: Int64


def rough_prices(part: Part, bonus: int, settled: Settled, steps: Sequence[int], guessed: bool) -> None:
    """Bring `settled.price` near the best prices; `holder` and `filled` are used as scrap.

    Parameters
    ----------
    part : Part
    bonus : int
        Added to the weight of each pair.
    settled : Settled
    steps : sequence of int
        Of the three rounds, falling.
    guessed : bool
        The prices at the start are no more than a guess: what nobody wants at them after a round is free of charge.
    """
    n = len(part.start) - 1
    # One room for both; the wider numbers come first, so that all are aligned.
    both, wide = room(n * REMEMBERED * (part.weight.itemsize + 4), np.uint8), n * REMEMBERED * part.weight.itemsize
    listed = Shortlist(
        both[wide:].view(np.uint32).reshape(n, REMEMBERED),
        both[:wide].view(part.weight.dtype).reshape(n, REMEMBERED),
        np.zeros(n, np.uint8),
        np.full(n, CLOSED),
    )
    offer = np.zeros(len(settled.holder), np.int64)
    row = np.zeros(int(np.diff(part.start).max(initial=0)), np.int64)
    for k, step in enumerate(steps):
        if k:
            if k == 1 and guessed:
                settled.price[settled.filled < part.seats] = 0
            lower(settled.price, part.seats, BACK[k - 1] * steps[k - 1])
            listed.rest[:] += BACK[k - 1] * steps[k - 1]
        settled.filled[:] = 0
        bid_round(part, bonus, step, k > 0, settled, offer, listed, row)
    lower(settled.price, part.seats, BACK[-1] * steps[-1])


@compiled
def lower(price: Int64, seats: Int32, by: int) -> None:
    """All prices down by so much, never below 0; openings without seats stay closed."""
    for j in range(len(price)):
        if seats[j] > 0:
            price[j] = max(price[j] - by, 0)


@compiled
def bid_round(
    part: Part, bonus: int, step: int, remember: bool, settled: Settled,
    offer: Int64, listed: Shortlist, profit: Int64,
) -> int:  # fmt: skip
    """Everybody bids until each holds a seat or wants none; all seats are empty before. Prices rise in place.

    `profit` is room for the longest row. Returns the number of bids.
    """
    start, opening, weight, seats, first = part
    price, holder, filled = settled.price, settled.holder, settled.filled
    names, worth, known, rest = listed
    bids, n = 0, len(start) - 1
    for entering in range(n):
        i = entering
        while i >= 0 and bids < MOST_BIDS * n:
            bids += 1
            # Profits without the bonus: staying out is then worth -bonus. No branches: they would be guessed wrong.
            best = second = -np.int64(bonus)
            chosen = np.int64(-1)
            if remember:
                for k in range(known[i]):
                    j = names[i, k]
                    p = np.int64(worth[i, k]) - price[j]
                    second = max(second, min(best, p))
                    chosen = np.int64(j) if p > best else chosen
                    best = max(best, p)
                if second < rest[i]:
                    reread(i, part, price, WITHIN * step, listed, profit)
                    best = second = -np.int64(bonus)
                    chosen = np.int64(-1)
                    for k in range(known[i]):
                        j = names[i, k]
                        p = np.int64(worth[i, k]) - price[j]
                        second = max(second, min(best, p))
                        chosen = np.int64(j) if p > best else chosen
                        best = max(best, p)
                    second = max(second, min(best, rest[i]))
            else:
                for k in range(np.uint64(start[i]), np.uint64(start[i + 1])):
                    j = opening[k]
                    p = np.int64(weight[k]) - price[j]
                    second = max(second, min(best, p))
                    chosen = np.int64(j) if p > best else chosen
                    best = max(best, p)
            if chosen < 0:
                break
            j = np.uint32(chosen)
            bid = price[j] + best - second + step
            base, room = first[j], seats[j]
            if filled[j] < room:
                offer[base + filled[j]] = bid
                holder[base + filled[j]] = i
                filled[j] += 1
                if filled[j] == room:
                    for s in range((room - 2) // 2, -1, -1):
                        sink_offer(offer, holder, base, room, s)
                    price[j] = max(price[j], offer[base])
                break
            outbid = holder[base]
            offer[base] = bid
            holder[base] = i
            sink_offer(offer, holder, base, room, 0)
            price[j] = max(price[j], offer[base])
            i = outbid
    return bids


@compiled
def reread(i: int, part: Part, price: Int64, within: int, listed: Shortlist, profit: Int64) -> None:
    """Remember the pairs of candidate i whose profit is within so much of its best."""
    opening, weight = part.opening, part.weight
    base = part.start[i]
    n = np.uint32(part.start[i + 1] - base)
    best = -CLOSED
    for k in range(n):
        p = np.int64(weight[base + k]) - price[opening[base + k]]
        profit[k] = p
        best = max(best, p)
    low = best - within
    while True:
        # Counted before anything is written: without branches that is many numbers at a time.
        found = np.uint32(0)
        for k in range(n):
            found += profit[k] >= low
        if found <= REMEMBERED or low == best:
            break
        low = best - (best - low) // 2
    kept = np.uint32(0)
    for k in range(n):
        if profit[k] >= low and kept < REMEMBERED:
            listed.opening[i, kept] = opening[base + k]
            listed.weight[i, kept] = weight[base + k]
            kept += 1
    listed.known[i] = kept
    if found == n and found <= REMEMBERED:
        listed.rest[i] = -CLOSED
    else:
        listed.rest[i] = low if found > REMEMBERED else low - 1
