"""The other half of the repair: empty seats that still have a price are filled, or their price falls to 0.

The search runs from openings to candidates, so it needs the pairs of each opening. Only pairs that are nearly as good
as what their candidate has can ever be on a short path: the others are left out, and a search that would have needed
one of them says so.
"""

from __future__ import annotations

import numpy as np

from matching.sparse.columns import Columns
from matching.sparse.compiled import compiled
from matching.sparse.heap import rise, take_first
from matching.sparse.part import UNREACHED, Int64, Part, Search, Settled
from matching.sparse.repair import forget


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
