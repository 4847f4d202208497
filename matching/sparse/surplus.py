"""Who is short of whom: the last empty seats are filled from their own side, and what they cannot reach is told apart.

All empty seats search together, each opening in the tree of one of them. A tree ends with somebody who is out and moves
in; what it held then joins the trees that still stand, so that what leads nowhere is read only once (Azad, Buluc and
Pothen, IEEE Trans. Parallel Distrib. Syst. 28 (2017) 44-59; here with seats, and from the side of the openings). Where
less stands than was felled, what stands is read once more instead.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.sparse.columns import Users
from matching.sparse.compiled import compiled
from matching.sparse.part import Flags, Int32, Int64, Part, Settled
from matching.sparse.scatter import after, begin_at

PROMISED = np.int32(-2)  # opening of somebody who is out and has been found by a tree


class Trees(NamedTuple):
    """Openings that can pass a seat on to an empty one; each array has the shape (n_openings,).

    Attributes
    ----------
    root : array of int32
        The opening with the empty seat, -1 outside of all trees.
    before, leaver : array of int32
        The next opening on the way to the root, and the holder who would move there. Not for roots.
    newcomer, entered : array of int32
        By root: the candidate found, -1 if none, and the opening to enter.
    queue : array of int32
        Openings whose users are still to be read.
    """

    root: Int32
    before: Int32
    leaver: Int32
    newcomer: Int32
    entered: Int32
    queue: Int32


@compiled
def seat_most(part: Part, settled: Settled, by_opening: Users) -> tuple[Flags, Flags, int]:
    """Fill empty seats until as many candidates as possible are seated, and split the market (Dulmage, Mendelsohn).

    `at`, `slot`, `holder` and `filled` change; `pair`, prices and gains have no part and are wrong afterwards.

    Returns
    -------
    candidates, openings : array of bool
        Openings that can pass a seat on to an empty one, and candidates who may use one of them. These candidates are
        all seated there, whatever is best; all seats of the other openings go to other candidates.
    crossing : int
        Pairs of these candidates with other openings: of no use.
    """
    n, m = len(part.start) - 1, len(part.seats)
    start, candidate, _ = by_opening
    trees = Trees(
        np.full(m, np.int32(-1)), np.empty(m, np.int32), np.empty(m, np.int32),
        np.full(m, np.int32(-1)), np.empty(m, np.int32), np.empty(m, np.int32),
    )  # fmt: skip
    waiting = plant(part, settled, trees)
    while grow(waiting, start, candidate, settled, trees):
        for root in range(m):
            if trees.newcomer[root] >= 0:
                pass_on(root, part, settled, trees)
        felled = fell(trees)
        waiting = plant(part, settled, trees)
        if more_lies(felled, start, part, settled, trees.root):
            waiting = all_standing(trees.root, trees.queue)
        else:
            waiting = graft(felled, waiting, part, settled, trees)
    there = trees.root >= 0
    here = np.zeros(n, np.bool_)
    crossing = 0
    for j in np.flatnonzero(there):
        crossing -= start[j + 1] - start[j]
        for x in range(start[j], start[j + 1]):
            here[candidate[x]] = True
    for i in np.flatnonzero(here):
        crossing += part.start[i + 1] - part.start[i]
    return here, there, crossing


@compiled
def first_come(part: Part, settled: Settled) -> None:
    """Seat candidates in their order, each where most seats are free; nobody is seated before."""
    at, slot, holder, filled = settled.at, settled.slot, settled.holder, settled.filled
    for i in range(len(at)):
        chosen, free = np.int64(-1), 0
        for k in range(np.uint64(part.start[i]), np.uint64(part.start[i + 1])):
            j = part.opening[k]
            if part.seats[j] - filled[j] > free:
                chosen, free = np.int64(j), part.seats[j] - filled[j]
        if chosen >= 0:
            s = part.first[chosen] + filled[chosen]
            filled[chosen] += 1
            holder[s], slot[i], at[i] = i, s, chosen


@compiled
def plant(part: Part, settled: Settled, trees: Trees) -> int:
    """Let a tree begin at each opening with an empty seat that is in none; returns how many wait in the queue."""
    waiting = 0
    for j in np.arange(len(part.seats)):
        if settled.filled[j] < part.seats[j] and trees.root[j] < 0:
            trees.root[j] = j
            trees.queue[waiting] = j
            waiting += 1
    return waiting


@compiled
def grow(waiting: int, start: Int64, candidate: Int32, settled: Settled, trees: Trees) -> bool:
    """Read on in all trees until each has found somebody who is out, or no opening is left; whether one has."""
    root, before, leaver, newcomer, entered, queue = trees
    at = settled.at
    done, found = 0, False
    while done < waiting:
        j = queue[done]
        done += 1
        if newcomer[root[j]] >= 0:
            continue
        for x in range(np.uint64(start[j]), np.uint64(start[j + 1])):
            i = candidate[x]
            other = at[i]
            if other >= 0:
                if root[other] < 0:
                    root[other], before[other], leaver[other] = root[j], j, i
                    queue[waiting] = other
                    waiting += 1
            elif other != PROMISED:
                at[i] = PROMISED
                newcomer[root[j]], entered[root[j]] = i, j
                found = True
                break
    return found


@compiled
def pass_on(root: int, part: Part, settled: Settled, trees: Trees) -> None:
    """The newcomer of a tree enters; who leaves that opening moves one on, and so on as far as the empty seat."""
    at, slot, holder, filled = settled.at, settled.slot, settled.holder, settled.filled
    i, j = np.int64(trees.newcomer[root]), np.int64(trees.entered[root])
    while j != root:
        mover = trees.leaver[j]
        free = slot[mover]
        holder[free], slot[i], at[i] = i, free, j
        i, j = np.int64(mover), np.int64(trees.before[j])
    free = part.first[root] + filled[root]
    filled[root] += 1
    holder[free], slot[i], at[i] = i, free, root


@compiled
def fell(trees: Trees) -> Int32:
    """Take the trees away that have found somebody; returns their openings."""
    root, newcomer = trees.root, trees.newcomer
    felled = np.empty(len(root), np.int32)
    n = 0
    for j in range(len(root)):
        if root[j] >= 0 and newcomer[root[j]] >= 0:
            felled[n] = j
            n += 1
    felled = felled[:n]
    for one in felled:
        root[one] = -1
    newcomer[:] = -1
    return felled


@compiled
def more_lies(felled: Int32, start: Int64, part: Part, settled: Settled, root: Int32) -> bool:
    """Whether the holders of what was felled have more pairs than the openings that stand, those with a root."""
    lying, standing = np.int64(0), np.int64(0)
    for j in felled:
        for s in range(part.first[j], part.first[j] + settled.filled[j]):
            i = settled.holder[s]
            lying += part.start[i + 1] - part.start[i]
    for j in range(len(root)):
        if root[j] >= 0:
            standing += start[j + 1] - start[j]
    return bool(standing < lying)


@compiled
def all_standing(root: Int32, queue: Int32) -> int:
    """Put all openings that have a root into the queue, to be read once more; returns how many."""
    waiting = 0
    for j in np.arange(len(root)):
        if root[j] >= 0:
            queue[waiting] = j
            waiting += 1
    return waiting


@compiled
def graft(felled: Int32, waiting: int, part: Part, settled: Settled, trees: Trees) -> int:
    """Join openings of felled trees to those that still stand, where a holder could move there; returns the queue.

    They join the trees as these stood: if they could join what has just joined, one tree would soon hold everything.
    """
    root, before, queue = trees.root, trees.before, trees.queue
    planted = waiting
    for j in felled:
        s = part.first[j] + (settled.filled[j] if root[j] >= 0 else 0)
        before[j] = -1
        while before[j] < 0 and s < part.first[j] + settled.filled[j]:
            i = settled.holder[s]
            s += 1
            begin, end = part.start[i], part.start[i + 1]
            # Not always the first tree that is met: a few would get nearly all.
            k = begin_at(i, begin, end)
            for _ in range(begin, end):
                k = after(k, begin, end)
                if root[part.opening[k]] >= 0:
                    before[j], trees.leaver[j] = part.opening[k], i
                    queue[waiting] = j
                    waiting += 1
                    break
    for q in range(planted, waiting):
        root[queue[q]] = root[before[queue[q]]]
    return waiting
