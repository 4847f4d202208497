"""Trees of openings that are reached without slack, one for each candidate who waits.

A tree ends with a free seat, or with a holder who may as well stay out; what it held then joins the trees that still
stand, so that little is read twice (Azad, Buluc and Pothen, IEEE Trans. Parallel Distrib. Syst. 28 (2017) 44-59; here
with seats and prices).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.sparse.columns import Users
from matching.sparse.compiled import compiled
from matching.sparse.part import Int32, Int64, Names, Part, Settled
from matching.sparse.scatter import after, begin_at

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
        Whose pairs are to be read.
    """

    root: Int32
    mover: Int32
    due: Int64
    inside: Int64
    queue: Int32


@compiled
def longest(start: Int64) -> int:
    """How many pairs the row with the most has; `np.diff` takes four seconds to compile."""
    most = 0
    for k in range(len(start) - 1):
        most = max(most, start[k + 1] - start[k])
    return most


@compiled
def grow(
    risen: np.int64, queued: int, part: Part, bonus: int, settled: Settled, forest: Forest, tight: Names
) -> None:  # fmt: skip
    """Read the pairs of those in the queue, and of all whom this adds, until each tree has come to an end.

    Level by level in all trees at once, so that no tree takes what a shorter path of another could use. `tight` is room
    for the longest row.
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
            move(np.int64(at[i]), slot[i], np.int64(own), part, settled, mover)
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
            if filled[j] < seats[j]:
                filled[j] += 1
                move(np.int64(j), np.int64(first[j] + filled[j] - 1), np.int64(own), part, settled, mover)
                break
            for s in range(first[j], first[j + 1]):
                queue[queued] = holder[s]
                queued += 1


@compiled
def move(end: np.int64, free: np.int64, root: np.int64, part: Part, settled: Settled, mover: Int32) -> None:
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
    """Fell the trees that came to an end; what they held joins those that still stand. Returns the queue's length."""
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
            for s in range(first[j], first[j] + filled[j]):
                inside[holder[s]] = OUTSIDE
    return look(felled[:n], risen, part, bonus, settled, forest, by_opening)


@compiled
def look(
    openings: Int32, risen: np.int64, part: Part, bonus: int, settled: Settled, forest: Forest, by_opening: Users
) -> int:  # fmt: skip
    """See when each of these openings outside will be reached. Those that are reached already join.

    They are reached by those whose pairs have been read: if they could join what has just joined, one tree would soon
    hold everything. Returns how many are queued: the holders of what joined, and whoever reaches a free seat.
    """
    start, candidate, weight = by_opening
    price, at, filled = settled.price, settled.at, settled.filled
    root, mover, due, inside, queue = forest
    queued = 0
    for j in openings:
        base = price[j] - bonus
        least = OUTSIDE
        # Not always by the first candidate: a few trees would get nearly all.
        x = begin_at(j, start[j], start[j + 1])
        for _ in range(start[j], start[j + 1]):
            x = after(x, start[j], start[j + 1])
            slack = base + inside[np.uint32(candidate[x])] - np.int64(weight[x])
            least = min(least, slack)
            if slack == 0:
                i = candidate[x]
                if filled[j] < part.seats[j]:
                    queue[queued] = i
                    queued += 1
                else:
                    root[j], mover[j] = i if at[i] < 0 else root[at[i]], i
                    for s in range(part.first[j], part.first[j + 1]):
                        queue[queued] = settled.holder[s]
                        queued += 1
                break
        due[j] = least + risen
    return queued
