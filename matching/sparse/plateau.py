"""Seating many at once where many pairs are equally good (the Hungarian method in phases).

Where scores have few levels, one search after another crosses the same plateau of equal pairs. Here everybody who waits
searches together: first all paths without slack are used up, then all prices that stand in the way rise by the same
amount, just enough to open the next path. What is left after a rise that seats nobody is for the single searches of
`repair`.
"""

from __future__ import annotations

import numpy as np

from matching.sparse.cardinality import Flags, seat_more
from matching.sparse.compiled import compiled
from matching.sparse.heap import rise, take_first
from matching.sparse.part import UNREACHED, Int32, Int64, Names, Part, Search, Settled
from matching.sparse.repair import charge, forget


@compiled
def seat_together(waiting: Int32, part: Part, bonus: int, settled: Settled, search: Search) -> Int32:
    """Seat `waiting` in phases, as long as a phase settles one of them.

    Returns
    -------
    array of int32
        Who is left for single searches.
    """
    start, opening, weight, seats, first = part
    price, gain, at = settled.price, settled.gain, settled.at
    for i in waiting:
        gain[i] = 0
        if at[i] < 0:
            for k in range(start[i], start[i + 1]):
                gain[i] = max(gain[i], np.int64(weight[k]) + bonus - price[opening[k]])
    while True:
        waiting = still_out(waiting, settled)
        if len(waiting) == 0:
            break
        tight_start, tight_opening = tight(part, bonus, price, gain)
        stuck = seat_more(waiting, tight_start, tight_opening, seats, first, settled, gain == 0)
        before, waiting = len(waiting), still_out(waiting, settled)
        if len(waiting):
            raise_prices(waiting, stuck, part, bonus, settled, search)
        if len(waiting) == before:
            break
    name_pairs(part, settled)
    return still_out(waiting, settled)


@compiled
def tight(part: Part, bonus: int, price: Int64, gain: Int64) -> tuple[Int64, Names]:
    """The pairs without slack, as (start, opening)."""
    start, opening, weight, _, _ = part
    n, at = len(start) - 1, 0
    kept_start = np.zeros(n + 1, np.int64)
    kept_opening = np.empty(len(opening), np.uint32)
    for i in range(n):
        need = gain[i] - bonus
        for k in range(start[i], start[i + 1]):
            # Written always, kept only where the place moves on: a branch would be guessed wrong too often.
            kept_opening[at] = opening[k]
            at += need + price[opening[k]] == weight[k]
        kept_start[i + 1] = at
    kept_opening = kept_opening[:at].copy()
    return kept_start, kept_opening


@compiled
def name_pairs(part: Part, settled: Settled) -> None:
    """Find again the pair of each candidate who holds a seat."""
    start, opening = part.start, part.opening
    for i in range(len(settled.at)):
        settled.pair[i] = -1
        if settled.at[i] >= 0:
            k = start[i]
            while opening[k] != settled.at[i]:
                k += 1
            settled.pair[i] = k


@compiled
def still_out(waiting: Int32, settled: Settled) -> Int32:
    """Those who hold no seat and would gain by one."""
    keep = np.empty(len(waiting), np.int32)
    n = 0
    for i in waiting:
        if settled.at[i] < 0 and settled.gain[i] > 0:
            keep[n] = i
            n += 1
    return keep[:n]


@compiled
def raise_prices(waiting: Int32, stuck: Flags, part: Part, bonus: int, settled: Settled, search: Search) -> None:
    """Raise the prices of all openings that `waiting` reach, until a path opens or somebody's gain is used up.

    What they reach without slack is known: `stuck`. Those rows are read in their order, and only what lies further off
    is searched.
    """
    start, opening, weight, seats, first = part
    price, gain, at, _, _, holder, filled = settled
    distance, _, _, heap, place, scanned, touched = search
    best = UNREACHED
    for i in range(len(at)):
        if stuck[at[i]] if at[i] >= 0 else gain[i] > 0:
            best = min(best, gain[i])
            base = gain[i] - bonus
            for k in range(start[i], start[i + 1]):
                j = opening[k]
                distance[j] = min(distance[j], base - np.int64(weight[k]) + price[j])
    for j in range(len(seats)):
        if filled[j] < seats[j]:
            best = min(best, distance[j])
    queued, n_scanned, n_touched = 0, 0, 0
    for j in range(len(seats)):
        if stuck[j]:
            distance[j] = 0
            scanned[n_scanned] = j
            n_scanned += 1
        elif distance[j] < best:
            heap[queued], place[j] = j, queued
            queued += 1
            rise(heap, place, distance, place[j])
        else:
            distance[j] = UNREACHED
            continue
        touched[n_touched] = j
        n_touched += 1
    while queued and distance[heap[0]] < best:
        current = take_first(heap, place, distance, queued)
        queued -= 1
        scanned[n_scanned] = current
        n_scanned += 1
        for s in range(first[current], first[current] + filled[current]):
            row = np.uint32(holder[s])
            best = min(best, distance[current] + gain[row])
            base = distance[current] + gain[row] - bonus
            for k in range(start[row], start[row + 1]):
                j = opening[k]
                to = base - np.int64(weight[k]) + price[j]
                if to >= best or to >= distance[j]:
                    continue
                if filled[j] < seats[j]:
                    best = to
                    continue
                if distance[j] == UNREACHED:
                    touched[n_touched] = j
                    n_touched += 1
                    heap[queued], place[j] = j, queued
                    queued += 1
                distance[j] = to
                rise(heap, place, distance, place[j])
    charge(best, n_scanned, part, settled, search)
    for i in waiting:
        gain[i] -= best
    forget(n_touched, search)
