"""From rough prices to an exact answer: seat everybody at a best opening, then mend along shortest paths.

Throughout, gain[i] + price[j] >= weight + bonus for every pair (i, j), with equality where i holds a seat of j:
shortest augmenting paths keep both (Kuhn 1955, Jonker and Volgenant 1987, here with seats instead of copies of
columns). When nobody who gains is out, and no seat with a price is empty, the two sums are equal: that is the proof.
"""

from __future__ import annotations

import numpy as np

from matching.sparse.compiled import compiled
from matching.sparse.heap import rise, sink_offer, take_first
from matching.sparse.part import UNREACHED, Int32, Int64, Part, Search, Settled


@compiled
def place(part: Part, bonus: int, settled: Settled, offer: Int64) -> Int32:
    """Seat each candidate at a best opening for the present prices; where too many want it, let its price rise.

    Everybody bids once, exactly what the best pair is worth more than the second best: whoever keeps a seat still likes
    it best. Nobody is seated before.

    Returns
    -------
    array of int32
        Who was outbid, still to be seated.
    """
    start, opening, weight, seats, first = part
    price, gain, at, pair, slot, holder, filled = settled
    n = len(at)
    filled[:] = 0
    at[:] = -1
    pair[:] = -1
    gain[:] = 0
    left = np.empty(n, np.int32)
    out = 0
    for i in range(n):
        best = second = -np.int64(bonus)
        chosen = np.int64(-1)
        for k in range(np.uint64(start[i]), np.uint64(start[i + 1])):
            p = np.int64(weight[k]) - price[opening[k]]
            second = max(second, min(best, p))
            chosen = np.int64(k) if p > best else chosen
            best = max(best, p)
        if chosen < 0:
            continue
        j = opening[chosen]
        if best == second and filled[j] == seats[j]:
            # As good elsewhere: rather a seat that is empty.
            for k in range(start[i], start[i + 1]):
                other = opening[k]
                if filled[other] < seats[other] and np.int64(weight[k]) - price[other] == best:
                    chosen, j = np.int64(k), other
                    break
        base, room = first[j], seats[j]
        bid = price[j] + best - second
        if filled[j] < room:
            offer[base + filled[j]], holder[base + filled[j]] = bid, i
            filled[j] += 1
            if filled[j] == room:
                for s in range((room - 2) // 2, -1, -1):
                    sink_offer(offer, holder, base, room, s)
        elif bid <= offer[base]:
            left[out] = i
            out += 1
            continue
        else:
            outbid = holder[base]
            at[outbid], pair[outbid] = -1, -1
            left[out] = outbid
            out += 1
            offer[base], holder[base] = bid, i
            sink_offer(offer, holder, base, room, 0)
        at[i], pair[i] = j, chosen
        if filled[j] == room:
            price[j] = max(price[j], offer[base])
    for j in range(len(seats)):
        for s in range(first[j], first[j] + filled[j]):
            i = holder[s]
            slot[i] = s
            gain[i] = np.int64(weight[pair[i]]) + bonus - price[j]
    return left[:out]


@compiled
def seat_all(waiting: Int32, part: Part, bonus: int, settled: Settled, search: Search) -> None:
    """Seat each of `waiting`, or find out that nothing is gained by it."""
    for i in waiting:
        if settled.at[i] < 0:
            seat_one(i, part, bonus, settled, search)


@compiled
def seat_one(root: int, part: Part, bonus: int, settled: Settled, search: Search) -> None:
    """Shortest path from a candidate who is out to an empty seat, or to somebody who may as well stay out.

    Dijkstra's method over openings; the distance of an opening is what is lost when the root's gain falls on it. It
    ends at the first of: an opening with an empty seat, a holder whose gain is used up, the root's own gain.
    """
    start, opening, weight, seats, first = part
    price, gain, at, pair, slot, holder, filled = settled
    distance, via, via_pair, heap, place, scanned, touched = search
    own = np.int64(0)
    for k in range(start[root], start[root + 1]):
        own = max(own, np.int64(weight[k]) + bonus - price[opening[k]])
    gain[root] = 0
    if own <= 0:
        return
    waiting, n_scanned, n_touched = 0, 0, 0
    best, end, leaver = own, np.int64(-1), np.int64(root)
    reached, row, row_gain = np.int64(0), np.int64(root), own
    s, s_end = np.int64(0), np.int64(0)
    while True:
        base = reached + row_gain - bonus
        for k in range(np.uint64(start[row]), np.uint64(start[row + 1])):
            j = opening[k]
            to = base - np.int64(weight[k]) + price[j]
            if to < best and to < distance[j]:
                if filled[j] < seats[j]:
                    if distance[j] == UNREACHED:
                        touched[n_touched] = j
                        n_touched += 1
                    distance[j], via[j], via_pair[j] = to, row, k
                    best, end, leaver = to, np.int64(j), np.int64(-1)
                    if to <= reached:
                        break
                elif place[j] >= 0:
                    distance[j], via[j], via_pair[j] = to, row, k
                    rise(heap, place, distance, place[j])
                elif distance[j] == UNREACHED:
                    touched[n_touched] = j
                    n_touched += 1
                    distance[j], via[j], via_pair[j] = to, row, k
                    heap[waiting], place[j] = j, waiting
                    waiting += 1
                    rise(heap, place, distance, waiting - 1)
        if best <= reached:
            break
        if s == s_end:
            if waiting == 0 or distance[heap[0]] >= best:
                break
            current = np.uint32(take_first(heap, place, distance, waiting))
            waiting -= 1
            reached = distance[current]
            scanned[n_scanned] = current
            n_scanned += 1
            s, s_end = first[current], first[current] + filled[current]
        row = np.int64(holder[s])
        row_gain = gain[row]
        s += 1
        if reached + row_gain < best:
            best, end, leaver = reached + row_gain, np.int64(-1), row
        if best <= reached:
            break

    charge(best, n_scanned, part, settled, search)
    if leaver != root:
        gain[root] = own - best
        if end >= 0:
            goal, free = end, first[end] + filled[end]
            filled[end] += 1
        else:
            goal, free = np.int64(at[leaver]), slot[leaver]
            at[leaver], pair[leaver], gain[leaver] = -1, -1, 0
        while True:
            mover = np.int64(via[goal])
            before, freed = np.int64(at[mover]), slot[mover]
            holder[free], slot[mover], at[mover], pair[mover] = mover, free, goal, via_pair[goal]
            if mover == root:
                break
            goal, free = before, freed
    forget(n_touched, search)


@compiled
def charge(best: np.int64, n_scanned: int, part: Part, settled: Settled, search: Search) -> None:
    """After a search that went `best` far: whatever it has passed costs more, and its holders gain less."""
    for q in range(n_scanned):
        passed = np.uint32(search.scanned[q])
        by = best - search.distance[passed]
        if by > 0:
            settled.price[passed] += by
            for t in range(part.first[passed], part.first[passed] + settled.filled[passed]):
                settled.gain[settled.holder[t]] -= by


@compiled
def forget(n_touched: int, search: Search) -> None:
    """Make the room clean for the next search."""
    for q in range(n_touched):
        search.distance[search.touched[q]] = UNREACHED
        search.place[search.touched[q]] = -1


@compiled
def unseat(rows: Int32, first: Int64, settled: Settled) -> None:
    """Whoever of these holds a seat leaves it; the last holder of the opening moves to the place."""
    for i in rows:
        j = settled.at[i]
        if j >= 0:
            settled.filled[j] -= 1
            last = settled.holder[first[j] + settled.filled[j]]
            settled.holder[settled.slot[i]] = last
            settled.slot[last] = settled.slot[i]
            settled.at[i] = -1
            settled.pair[i] = -1
        settled.gain[i] = 0
