"""The other half of the repair: empty seats that still have a price are filled, or their price falls to 0.

The search runs from openings to candidates, so it needs the pairs of each opening. Only pairs that are nearly as good
as what their candidate has can ever be on a short path: the others are left out, and a search that would have needed
one of them says so.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.sparse.compiled import compiled
from matching.sparse.heap import rise, take_first
from matching.sparse.part import CLOSED, UNREACHED, Int32, Int64, Names, Part, Search, Settled
from matching.sparse.repair import forget


class Columns(NamedTuple):
    """The pairs of each opening whose slack was at most `reach` when they were collected.

    Attributes
    ----------
    start : array of int64, shape (n_openings + 1,)
    candidate : array of int32, shape (n_kept,)
    pair : array of uint32, shape (n_kept,)
        Position in the part.
    price : array of int64, shape (n_openings,)
        Prices at that time: what is left out has by now at least `reach` less the fall of its price as slack.
    reach : int
    """

    start: Int64
    candidate: Int32
    pair: Names
    price: Int64
    reach: int


@compiled
def columns(part: Part, bonus: int, price: Int64, gain: Int64, reach: int) -> Columns:
    """The pairs by opening, only those with a slack of at most `reach`; all of them from CLOSED on."""
    if reach >= CLOSED:
        ends, candidate, pair = all_by_opening(part)
    else:
        kept, till = collected(part, reach + bonus - gain, price)
        ends, candidate, pair = by_opening(part, kept, till)
    return Columns(ends, candidate, pair, price.copy(), reach)


@compiled
def starts(part: Part) -> Int64:
    """Where the pairs of each opening begin once they are sorted by opening, shape (n_openings + 1,)."""
    start = np.zeros(len(part.seats) + 1, np.int64)
    for j in part.opening:
        start[j + 1] += 1
    for j in range(len(part.seats)):
        start[j + 1] += start[j]
    return start


@compiled
def all_by_opening(part: Part) -> tuple[Int64, Int32, Names]:
    """All pairs sorted by opening, as (start, candidate, pair)."""
    start = starts(part)
    at = start[:-1].copy()
    candidate, pair = np.empty(len(part.opening), np.int32), np.empty(len(part.opening), np.uint32)
    for i in range(len(part.start) - 1):
        for k in range(np.uint64(part.start[i]), np.uint64(part.start[i + 1])):
            j = part.opening[k]
            candidate[at[j]], pair[at[j]] = i, k
            at[j] += 1
    return start, candidate, pair


@compiled
def collected(part: Part, most: Int64, price: Int64) -> tuple[Names, Int64]:
    """The pairs (i, j) with price[j] - weight <= most[i], by candidate.

    Returns
    -------
    kept : array of uint32
        Their positions in the part.
    till : array of int64, shape (n_candidates,)
        Where those of each candidate end in `kept`.
    """
    start, opening, weight = part.start, part.opening, part.weight
    n = len(start) - 1
    # Room for all of them costs nothing as long as it is not written to.
    kept = np.empty(len(opening), np.uint32)
    till = np.empty(n, np.int64)
    met = np.int64(0)
    for i in range(n):
        for k in range(np.uint64(start[i]), np.uint64(start[i + 1])):
            # Written always, kept only where the place moves on: a branch would be guessed wrong too often.
            kept[met] = k
            met += price[opening[k]] - np.int64(weight[k]) <= most[i]
        till[i] = met
    return kept[:met], till


@compiled
def by_opening(part: Part, kept: Names, till: Int64) -> tuple[Int64, Int32, Names]:
    """The collected pairs sorted by opening, as (start, candidate, pair): less work than a second look at all pairs."""
    opening, m = part.opening, len(part.seats)
    start = np.zeros(m + 1, np.int64)
    for k in kept:
        start[opening[k] + 1] += 1
    for j in range(m):
        start[j + 1] += start[j]
    at = start[:-1].copy()
    candidate = np.empty(len(kept), np.int32)
    pair = np.empty(len(kept), np.uint32)
    x = 0
    for i in range(len(till)):
        while x < till[i]:
            k = kept[x]
            j = opening[k]
            candidate[at[j]], pair[at[j]] = i, k
            at[j] += 1
            x += 1
    return start, candidate, pair


@compiled
def fill_all(
    openings: Int64, kept: Columns, part: Part, bonus: int, settled: Settled, search: Search, most: int
) -> bool:  # fmt: skip
    """Fill the empty seats of each of `openings`, or bring their price to 0.

    Those for which a pair that was left out could matter stay as they are.

    Returns
    -------
    bool
        False if it ended early because more than `most` pairs were read.
    """
    read = np.int64(0)
    for j in openings:
        if read > most:
            return False
        complete = True
        while complete and settled.filled[j] < part.seats[j] and settled.price[j] > 0:
            complete, more = fill_one(j, kept, part, bonus, settled, search)
            read += more
    return True


@compiled
def fill_one(
    root: int, kept: Columns, part: Part, bonus: int, settled: Settled, search: Search
) -> tuple[bool, np.int64]:  # fmt: skip
    """Shortest path from an empty seat to somebody who is out, or to an opening whose price comes to 0.

    The distance of an opening is by how much the root's price falls when the opening's own begins to. A candidate who
    moves into the root leaves a seat elsewhere, from where the search goes on.

    Returns
    -------
    complete : bool
        False where a pair that was left out could matter: then nothing is changed.
    read : int
        Pairs that it cost.
    """
    weight, opening = part.weight, part.opening
    price, gain, at, slot, holder, filled = (
        settled.price, settled.gain, settled.at, settled.slot, settled.holder, settled.filled,
    )  # fmt: skip
    first = part.first
    distance, via, via_pair, heap, place, scanned, touched = search
    waiting, n_scanned, n_touched = 0, 0, 1
    best, end, newcomer, by_pair = UNREACHED, np.int64(-1), np.int64(-1), np.int64(-1)
    reached, current, seen_to, read = np.int64(0), np.int64(root), UNREACHED, np.int64(0)
    distance[root], touched[0] = 0, root
    while True:
        scanned[n_scanned] = current
        n_scanned += 1
        if reached + price[current] < best:
            best, end, newcomer = reached + price[current], current, np.int64(-1)
        seen_to = min(seen_to, reached + kept.reach - (kept.price[current] - price[current]))
        base = reached + price[current] - bonus
        read += kept.start[current + 1] - kept.start[current]
        for x in range(np.uint64(kept.start[current]), np.uint64(kept.start[current + 1])):
            i, k = np.uint32(kept.candidate[x]), np.int64(kept.pair[x])
            to = base - np.int64(weight[k]) + gain[i]
            if to < best:
                j = at[i]
                if j == current:
                    continue
                if j < 0:
                    best, end, newcomer, by_pair = to, current, np.int64(i), k
                elif to < distance[j]:
                    if distance[j] == UNREACHED:
                        touched[n_touched] = j
                        n_touched += 1
                        heap[waiting], place[j] = j, waiting
                        waiting += 1
                    elif place[j] < 0:
                        continue
                    distance[j], via[j], via_pair[j] = to, i, k
                    rise(heap, place, distance, place[j])
        if waiting == 0 or distance[heap[0]] >= min(best, seen_to):
            break
        current = np.int64(take_first(heap, place, distance, waiting))
        waiting -= 1
        reached = distance[current]

    complete = best <= seen_to
    if complete:
        for q in range(n_scanned):
            j = scanned[q]
            by = best - distance[j]
            if by > 0:
                price[j] -= by
                for t in range(first[j], first[j] + filled[j]):
                    gain[holder[t]] += by
        while True:
            # `newcomer` moves into `end`; whoever was to leave it moves on towards the root.
            if end == root:
                if newcomer >= 0:
                    free = first[root] + filled[root]
                    filled[root] += 1
                    _seat(newcomer, end, free, by_pair, part, bonus, settled)
                break
            mover, moving_by, free = np.int64(via[end]), via_pair[end], slot[via[end]]
            if newcomer >= 0:
                _seat(newcomer, end, free, by_pair, part, bonus, settled)
            else:
                last = first[end] + filled[end] - 1
                holder[free] = holder[last]
                slot[holder[free]] = free
                filled[end] -= 1
            newcomer, by_pair, end = mover, moving_by, np.int64(opening[moving_by])
    forget(n_touched, search)
    return bool(complete), read


@compiled
def _seat(i: np.int64, j: np.int64, free: np.int64, k: np.int64, part: Part, bonus: int, settled: Settled) -> None:
    settled.holder[free], settled.slot[i], settled.at[i], settled.pair[i] = i, free, j, k
    settled.gain[i] = np.int64(part.weight[k]) + bonus - settled.price[j]
