"""As many candidates as possible, many paths at a time (Hopcroft and Karp, 1973), with seats instead of copies.

On the pairs without slack it seats at once everybody who can be seated at the present prices.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.sparse.compiled import compiled
from matching.sparse.part import Int32, Int64, Names, Settled

NEVER = np.int32(2**30)
FEW = 2000  # paths found in a sweep, below which one search after another may be cheaper
PAYS = 4  # paths found one by one, for what a sweep reads, below which it is not tried again
Flags = NDArray[np.bool_]


@compiled
def seat_more(
    waiting: Int32, start: Int64, opening: Names, seats: Int32, first: Int64, settled: Settled, may_leave: Flags
) -> Flags:  # fmt: skip
    """Seat as many of `waiting` as possible by moving others from seat to seat. Prices and gains have no part.

    Parameters
    ----------
    waiting : array of int32
        Candidates who are out.
    start, opening, seats, first
        The pairs that may be used, and the seats, as in `Part`.
    settled : Settled
        `at`, `slot`, `holder` and `filled` change. `pair` does not: it is wrong afterwards for whoever moved.
    may_leave : array of bool, shape (n_candidates,)
        Who may end without a seat although holding one now. Nobody who does waits again.

    Returns
    -------
    array of bool, shape (n_openings,)
        What those who still wait reach: nobody there can move on, or leave.
    """
    m = len(seats)
    level = np.empty(m, np.int32)
    next_seat = np.empty(m, np.int64)
    next_pair = np.empty(len(settled.at), np.int64)
    queue = np.empty(len(settled.at), np.int32)
    path = np.empty((2, m + 1), np.int64)
    seen = np.zeros(m, np.int32)
    turn, alone_pays = 0, True
    while True:
        roots, last = layers(
            waiting, start, opening, seats, first, settled, may_leave, level, next_seat, next_pair, queue
        )
        found = 0
        for q in range(roots):
            found += lead(
                queue[q], last, start, opening, seats, first, settled, may_leave, level, next_seat, next_pair, path
            )
        if found == 0:
            return level >= 0
        if found < FEW and alone_pays:
            # One by one, as long as that reads no more than a sweep. What is of no use is found out once for all.
            read, alone = np.int64(0), 0
            for q in range(roots):
                if read > len(opening):
                    break
                if settled.at[queue[q]] < 0:
                    turn += 1
                    one, more = lead_alone(
                        queue[q], turn, start, opening, seats, first, settled, may_leave, seen, path[0], path[1]
                    )
                    alone += one
                    read += more
            if read <= len(opening):
                return seen < 0
            alone_pays = alone >= PAYS


@compiled
def layers(
    waiting: Int32, start: Int64, opening: Names, seats: Int32, first: Int64, settled: Settled, may_leave: Flags,
    level: Int32, next_seat: Int64, next_pair: Int64, queue: Int32,
) -> tuple[int, int]:  # fmt: skip
    """Level of each opening: moves needed to reach it from somebody waiting, as far as the nearest end of a path.

    Those who still wait stand first in `queue`. Returns how many they are, and how many levels there are.
    """
    at, holder, filled = settled.at, settled.holder, settled.filled
    level[:] = -1
    n = 0
    for i in waiting:
        if at[i] < 0 and start[i] < start[i + 1]:
            queue[n], next_pair[i] = i, start[i]
            n += 1
    roots, done, depth, last = n, 0, np.int32(0), NEVER
    while done < n and depth < last:
        layer_end = n
        while done < layer_end:
            i = np.uint32(queue[done])
            done += 1
            for k in range(start[i], start[i + 1]):
                j = opening[k]
                if level[j] >= 0:
                    continue
                level[j] = depth
                if filled[j] < seats[j]:
                    last = depth + 1
                    next_seat[j] = first[j + 1]
                    continue
                next_seat[j] = first[j]
                for s in range(first[j], first[j] + filled[j]):
                    other = np.uint32(holder[s])
                    if may_leave[other]:
                        last = depth + 1
                    next_pair[other] = start[other]
                    queue[n] = other
                    n += 1
        depth += 1
    return roots, int(depth)


@compiled
def lead(
    root: int, last: int, start: Int64, opening: Names, seats: Int32, first: Int64, settled: Settled,
    may_leave: Flags, level: Int32, next_seat: Int64, next_pair: Int64, path: NDArray[np.int64],
) -> int:  # fmt: skip
    """Follow the levels from `root` to the end of a path and move everybody along it; 1 if there was one, else 0.

    No pair and no seat is tried twice between two calls of `layers` (Dinic, 1970).
    """
    at, slot, holder, filled = settled.at, settled.slot, settled.holder, settled.filled
    who, where = path[0], path[1]
    d = 0
    who[0], where[0] = root, -1
    while d >= 0:
        i = np.uint32(who[d])
        free = np.int64(-1)
        if where[d] >= 0:
            # The holders of the opening that this candidate would move into, one after the other.
            j = np.uint32(where[d])
            if next_seat[j] < first[j + 1]:
                s = next_seat[j]
                next_seat[j] += 1
                other = np.uint32(holder[s])
                if may_leave[other]:
                    at[other] = -1
                    free = s
                elif d + 1 < last:
                    d += 1
                    who[d], where[d] = other, -1
                    continue
                else:
                    continue
            else:
                where[d] = -1
        if free < 0:
            while next_pair[i] < start[i + 1]:
                j = opening[next_pair[i]]
                next_pair[i] += 1
                if level[j] == d and filled[j] < seats[j]:
                    where[d] = j
                    free = first[j] + filled[j]
                    filled[j] += 1
                    break
                if level[j] == d and next_seat[j] < first[j + 1]:
                    where[d] = j
                    break
        if free >= 0:
            while d >= 0:
                mover = who[d]
                freed = slot[mover]
                holder[free], slot[mover], at[mover] = mover, free, where[d]
                free = freed
                d -= 1
            return 1
        if where[d] < 0:
            d -= 1
    return 0


@compiled
def lead_alone(
    root: int, turn: int, start: Int64, opening: Names, seats: Int32, first: Int64, settled: Settled,
    may_leave: Flags, seen: Int32, queue: Int64, via: Int64,
) -> tuple[int, int]:  # fmt: skip
    """The shortest path from one candidate: 1 if there was one, else 0; and how many pairs it cost.

    What a search without success has seen leads nowhere, for good: it is marked -1 in `seen`, and costs nothing since
    it is read only once.
    """
    at, slot, holder, filled = settled.at, settled.slot, settled.holder, settled.filled
    met, done, read, free, end = 0, 0, 0, np.int64(-1), np.int64(-1)
    row, s, s_end = np.int64(root), np.int64(0), np.int64(0)
    while free < 0:
        read += start[row + 1] - start[row]
        for k in range(start[row], start[row + 1]):
            j = opening[k]
            if seen[j] == turn or seen[j] < 0:
                continue
            seen[j] = turn
            via[j] = row
            if filled[j] < seats[j]:
                end, free = np.int64(j), first[j] + filled[j]
                filled[j] += 1
                break
            queue[met] = j
            met += 1
        if free >= 0:
            break
        while s == s_end and done < met:
            s, s_end = first[queue[done]], first[queue[done]] + filled[queue[done]]
            done += 1
        if s == s_end:
            for q in range(met):
                seen[queue[q]] = -1
            return 0, 0
        row = np.int64(holder[s])
        if may_leave[row]:
            end, free = np.int64(at[row]), s
            at[row] = -1
        s += 1
    while True:
        mover = via[end]
        before, freed = np.int64(at[mover]), slot[mover]
        holder[free], slot[mover], at[mover] = mover, free, end
        if mover == root:
            return 1, read
        end, free = before, freed
