"""Seating many at once where many pairs are equally good (the Hungarian method with a forest).

Where scores have few levels, one search after another crosses the same plateau of equal pairs. Here everybody who waits
searches together: each opening that is reached without slack belongs to the tree of one of them. A tree ends with a
free seat, or with somebody who may as well stay out; what it held then joins the trees that still stand, so that little
is read twice (Azad, Buluc and Pothen, IEEE Trans. Parallel Distrib. Syst. 28 (2017) 44-59; here with seats and prices).
When no tree can grow, all prices in the forest rise by the same amount, just enough to open the next path.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.sparse.compiled import compiled
from matching.sparse.part import UNREACHED, Int32, Int64, Names, Part, Settled, Weights
from matching.sparse.refill import starts


OUTSIDE = np.int64(2**60)  # more than any gain


class Forest(NamedTuple):
    """The openings that those who wait reach without slack, each in the tree of one of them.

    Attributes
    ----------
    root : array of int32, shape (n_openings,)
        The candidate who waits, -1 outside of all trees.
    mover : array of int32, shape (n_openings,)
        The candidate by whom the opening was reached.
    due : array of int64, shape (n_openings,)
        Outside: how far prices will have risen altogether when the opening is reached; never too late, but too early
        where somebody has left the forest meanwhile.
    inside : array of int64, shape (n_candidates,)
        The gain of those whose pairs have been read: who waits, and holders of openings in the trees. Else OUTSIDE.
    queue : array of int32, shape (n_candidates + n_openings,)
        Whose pairs are still to be read.
    """

    root: Int32
    mover: Int32
    due: Int64
    inside: Int64
    queue: Int32


class Users(NamedTuple):
    """All pairs by opening: those of j lie from start[j] to start[j + 1]."""

    start: Int64
    candidate: Int32
    weight: Weights


@compiled
def seat_together(waiting: Int32, part: Part, bonus: int, settled: Settled) -> None:
    """Seat each of `waiting`, or find out that nothing is gained by it."""
    n, m = len(settled.at), len(part.seats)
    by_opening = users(part)
    forest = Forest(
        np.full(m, np.int32(-1)), np.empty(m, np.int32), np.full(m, UNREACHED),
        np.full(n, OUTSIDE), np.empty(n + m, np.int32),
    )  # fmt: skip
    tight = np.empty(int(np.diff(part.start).max()), np.uint32)
    queued = 0
    for i in waiting:
        settled.gain[i] = 0
        if settled.at[i] < 0:
            for k in range(part.start[i], part.start[i + 1]):
                worth = np.int64(part.weight[k]) + bonus - settled.price[part.opening[k]]
                settled.gain[i] = max(settled.gain[i], worth)
            if settled.gain[i] > 0:
                forest.queue[queued] = i
                queued += 1
    risen = np.int64(0)
    while True:
        grow(risen, queued, part, bonus, settled, forest, tight)
        queued = graft(risen, part, bonus, settled, forest, by_opening)
        if queued == 0:
            best = nearest(risen, forest)
            if best == UNREACHED:
                break
            risen += best
            queued = lift(best, risen, part, bonus, settled, forest, by_opening)


@compiled
def users(part: Part) -> Users:
    """The pairs sorted by opening."""
    start = starts(part)
    at = start[:-1].copy()
    candidate, weight = np.empty(len(part.opening), np.int32), np.empty_like(part.weight)
    for i in range(len(part.start) - 1):
        for k in range(part.start[i], part.start[i + 1]):
            j = part.opening[k]
            candidate[at[j]], weight[at[j]] = i, part.weight[k]
            at[j] += 1
    return Users(start, candidate, weight)


@compiled
def grow(
    risen: np.int64, queued: int, part: Part, bonus: int, settled: Settled, forest: Forest, tight: Names
) -> None:  # fmt: skip
    """Read the pairs of those in the queue, and of all whom this adds, until each tree has come to an end.

    `tight` is room for the longest row.
    """
    start, opening, weight, seats, first = part
    price, gain, at, pair, slot, holder, filled = settled
    root, mover, due, inside, queue = forest
    done = 0
    while done < queued:
        i = np.uint32(queue[done])
        done += 1
        own = np.uint32(i if at[i] < 0 else root[at[i]])
        if at[own] >= 0 or gain[own] == 0:
            continue
        if gain[i] == 0:
            move(np.int64(at[i]), slot[i], own, part, settled, mover)
            at[i], pair[i] = -1, -1
            continue
        inside[i] = gain[i]
        base = gain[i] - bonus + risen
        met = np.uint32(0)
        for k in range(np.uint64(start[i]), np.uint64(start[i + 1])):
            j = opening[k]
            when = base + price[j] - np.int64(weight[k])
            due[j] = min(due[j], when)
            # Written always, kept only where the place moves on: a branch would be guessed wrong too often.
            tight[met] = k
            met += np.uint32(when == risen)
        for x in range(met):
            j = opening[tight[x]]
            if root[j] >= 0:
                continue
            root[j], mover[j] = own, i
            free = np.int64(-1)
            if filled[j] < seats[j]:
                free = first[j] + filled[j]
                filled[j] += 1
            else:
                for s in range(first[j], first[j + 1]):
                    other = np.uint32(holder[s])
                    if gain[other] == 0:
                        at[other], pair[other] = -1, -1
                        free = s
                        break
                    queue[queued] = other
                    queued += 1
            if free >= 0:
                move(np.int64(j), free, own, part, settled, mover)
                break


@compiled
def move(end: np.int64, free: np.int64, root: int, part: Part, settled: Settled, mover: Int32) -> None:
    """Everybody on the way from the root moves on, the last into the seat `free` of the opening `end`."""
    at, pair, slot, holder = settled.at, settled.pair, settled.slot, settled.holder
    while True:
        i = np.int64(mover[end])
        before, freed = np.int64(at[i]), slot[i]
        holder[free], slot[i], at[i], pair[i] = i, free, end, part.start[i]
        while part.opening[pair[i]] != end:
            pair[i] += 1
        if i == root:
            break
        end, free = before, freed


@compiled
def graft(
    risen: np.int64, part: Part, bonus: int, settled: Settled, forest: Forest, by_opening: Users
) -> int:  # fmt: skip
    """Fell the trees that came to an end; whoever in the others reaches what they held is read again.

    Returns the length of the queue. Nobody is read again for what is reached only by what joins now: one tree would
    soon hold everything.
    """
    root, inside, first, filled, holder = forest.root, forest.inside, part.first, settled.filled, settled.holder
    at, gain = settled.at, settled.gain
    felled = np.empty(len(root), np.int32)
    n = 0
    for j in range(len(root)):
        own = root[j]
        if own >= 0 and (at[own] >= 0 or gain[own] == 0):
            felled[n] = j
            n += 1
            root[j] = -1
            inside[own] = OUTSIDE
            for s in range(first[j], first[j] + filled[j]):
                inside[holder[s]] = OUTSIDE
    return look(felled[:n], risen, part, bonus, settled, forest, by_opening)


@compiled
def look(
    openings: Int32, risen: np.int64, part: Part, bonus: int, settled: Settled, forest: Forest, by_opening: Users
) -> int:  # fmt: skip
    """See when each of these will be reached. Those of the forest who reach one already are read again."""
    start, candidate, weight = by_opening
    price, gain, at, filled = settled.price, settled.gain, settled.at, settled.filled
    root, mover, due, inside, queue = forest
    queued = 0
    for j in openings:
        base = price[j] - bonus
        least = OUTSIDE
        for x in range(np.uint64(start[j]), np.uint64(start[j + 1])):
            slack = base + inside[np.uint32(candidate[x])] - np.int64(weight[x])
            least = min(least, slack)
            if slack == 0:
                i = candidate[x]
                own = i if at[i] < 0 else root[at[i]]
                if filled[j] < part.seats[j]:
                    queue[queued] = i
                    queued += 1
                elif at[own] < 0 and gain[own] > 0:
                    root[j], mover[j] = own, i
                    for s in range(part.first[j], part.first[j + 1]):
                        queue[queued] = settled.holder[s]
                        queued += 1
                break
        due[j] = least + risen
    return queued


@compiled
def nearest(risen: np.int64, forest: Forest) -> np.int64:
    """How far prices can rise until something is reached, or a gain used up; UNREACHED if nobody waits."""
    least = OUTSIDE
    for gain in forest.inside:
        least = min(least, gain)
    if least == OUTSIDE:
        return UNREACHED
    for j in range(len(forest.root)):
        if forest.root[j] < 0:
            least = min(least, forest.due[j] - risen)
    return least


@compiled
def lift(
    best: np.int64, risen: np.int64, part: Part, bonus: int, settled: Settled, forest: Forest, by_opening: Users
) -> int:  # fmt: skip
    """Prices in the forest rise. Who reaches more now is read again; returns the length of the queue."""
    root, inside, at, gain = forest.root, forest.inside, settled.at, settled.gain
    met = np.empty(len(root), np.int32)
    n = 0
    for j in range(len(root)):
        if root[j] >= 0:
            settled.price[j] += best
        elif forest.due[j] == risen:
            met[n] = j
            n += 1
    for i in range(len(inside)):
        if inside[i] < OUTSIDE:
            inside[i] -= best
            gain[i] = inside[i]
    for i in range(len(inside)):
        if inside[i] == 0:
            inside[i] = OUTSIDE
            if at[i] >= 0:
                own, j = root[at[i]], np.int64(at[i])
                if at[own] < 0 and gain[own] > 0:
                    at[i], settled.pair[i] = -1, -1
                    move(j, settled.slot[i], own, part, settled, forest.mover)
    return look(met[:n], risen, part, bonus, settled, forest, by_opening)
