"""Filling many empty seats at once where many pairs are equally good: `plateau` from the side of the openings.

Each opening with an empty seat and a price begins a tree. An opening joins by a holder who would as soon move to an
opening in a tree. A tree ends with somebody who is out and would as soon come in, or with a price of 0; what it held
then joins the trees that still stand. When none can grow, all prices in the trees fall by the same amount.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from matching.sparse.columns import Users
from matching.sparse.compiled import compiled
from matching.sparse.forest import OUTSIDE, longest
from matching.sparse.part import UNREACHED, Flags, Int32, Int64, Names, Part, Settled
from matching.sparse.plateau import PAYS
from matching.sparse.scatter import after, begin_at
from matching.sparse.surplus import all_standing, more_lies


class Trees(NamedTuple):
    """Openings that could pass a seat on to an empty one without loss.

    Attributes
    ----------
    root : array of int32, shape (n_openings,)
        The opening with the empty seat, -1 outside of all trees.
    ended : array of bool, shape (n_openings,)
        By root: its tree has found an end.
    before, leaver : array of int32, shape (n_openings,)
        The next opening on the way to the root, and the holder who would move there. Not for roots.
    inside : array of int64, shape (n_openings,)
        Price of those whose pairs have been read, else OUTSIDE.
    due : array of int64, shape (n_candidates,)
        How far prices will have fallen altogether when the candidate would as soon move into a tree. Never too late for
        who is outside, but too early where an opening has left the trees meanwhile. Of holders inside it says nothing:
        it is set anew when their tree is felled.
    queue : array of int32, shape (n_openings,)
        Openings whose pairs are to be read.
    tight : array of uint32
        Room for the candidates of any one opening.
    """

    root: Int32
    ended: Flags
    before: Int32
    leaver: Int32
    inside: Int64
    due: Int64
    queue: Int32
    tight: Names


@compiled
def fill_together(part: Part, bonus: int, settled: Settled, by_opening: Users) -> None:
    """Fill empty seats that have a price, or bring their price to 0.

    Everybody is where the prices say, and nobody who is out would gain. Where it stops paying, as where prices have to
    fall too often or one opening has thousands of empty seats, what is still empty is left for single searches.
    """
    n, m = len(settled.at), len(part.seats)
    trees = Trees(
        np.full(m, np.int32(-1)), np.zeros(m, np.bool_), np.empty(m, np.int32), np.empty(m, np.int32),
        np.full(m, OUTSIDE), np.full(n, UNREACHED), np.empty(m, np.int32),
        np.empty(longest(by_opening.start), np.uint32),
    )  # fmt: skip
    queued = 0
    for j in range(m):
        if settled.filled[j] < part.seats[j] and settled.price[j] > 0:
            trees.root[j] = j
            trees.queue[queued] = j
            queued += 1
    fallen, cost = np.int64(0), np.int64(0)
    while cost <= PAYS * len(part.opening):
        cost += m + grow(fallen, queued, part, bonus, settled, trees, by_opening)
        queued = graft(fallen, part, bonus, settled, trees, by_opening.start)
        if queued == 0:
            by = nearest(fallen, settled, trees)
            if by == UNREACHED:
                break
            fallen += by
            cost += n
            queued = fall(by, fallen, part, bonus, settled, trees)


@compiled
def grow(
    fallen: np.int64, queued: int, part: Part, bonus: int, settled: Settled, trees: Trees, by_opening: Users
) -> np.int64:  # fmt: skip
    """Read the pairs of the openings in the queue, and of all that join, until each tree has come to an end.

    Returns how many pairs that were.
    """
    start, candidate, weight = by_opening
    gain, at = settled.gain, settled.at
    root, ended, before, leaver, inside, due, queue, tight = trees
    done, read = 0, np.int64(0)
    while done < queued:
        j = np.uint32(queue[done])
        done += 1
        own = root[j]
        if ended[own]:
            continue
        if settled.price[j] == 0:
            ended[own] = True
            pass_on(np.int64(-1), np.int64(j), part, settled, trees)
            continue
        inside[j] = settled.price[j]
        base = settled.price[j] - bonus + fallen
        read += start[j + 1] - start[j]
        met = np.uint32(0)
        for x in range(np.uint64(start[j]), np.uint64(start[j + 1])):
            i = np.uint32(candidate[x])
            when = base + gain[i] - np.int64(weight[x])
            due[i] = min(due[i], when)
            # Written always, kept only where the place moves on: a branch would be guessed wrong too often.
            tight[met] = i
            met += np.uint32(when == fallen)
        for x in range(met):
            i = tight[x]
            other = at[i]
            if other < 0:
                ended[own] = True
                pass_on(np.int64(i), np.int64(j), part, settled, trees)
                break
            if root[other] < 0:
                root[other], before[other], leaver[other] = own, j, i
                queue[queued] = other
                queued += 1
    return read


@compiled
def pass_on(i: np.int64, j: np.int64, part: Part, settled: Settled, trees: Trees) -> None:
    """Candidate i enters j, who leaves it moves on, and so on as far as the root; with i = -1 a seat becomes empty."""
    at, pair, slot, holder, filled = settled.at, settled.pair, settled.slot, settled.holder, settled.filled
    root = np.int64(trees.root[j])
    while True:
        mover, free = np.int64(-1), part.first[j] + filled[j]
        if j != root:
            mover = np.int64(trees.leaver[j])
            free = slot[mover]
        elif i >= 0:
            filled[j] += 1
        if i >= 0:
            holder[free], slot[i], at[i], pair[i] = i, free, j, part.start[i]
            while part.opening[pair[i]] != j:
                pair[i] += 1
        elif j != root:
            filled[j] -= 1
            last = holder[part.first[j] + filled[j]]
            holder[free], slot[last] = last, free
        if j == root:
            break
        i, j = mover, np.int64(trees.before[j])


@compiled
def graft(fallen: np.int64, part: Part, bonus: int, settled: Settled, trees: Trees, start: Int64) -> int:
    """Fell the trees that came to an end; what they held joins those that still stand. Returns the queue's length.

    Either the holders of what was felled are looked at, or what stands is read once more: what has fewer pairs.
    """
    root, queue, first, holder = trees.root, trees.queue, part.first, settled.holder
    felled = fell(trees)
    again = more_lies(felled, start, part, settled, root)
    queued = all_standing(root, queue) if again else 0
    for j in felled:
        if settled.filled[j] < part.seats[j] and settled.price[j] > 0:
            root[j] = j
            queue[queued] = j
            queued += 1
            continue
        for s in range(first[j], first[j] + settled.filled[j]):
            trees.due[holder[s]] = UNREACHED
            if not again and look(np.int64(holder[s]), fallen, part, bonus, settled, trees):
                queue[queued] = j
                queued += 1
                break
    return queued


@compiled
def fell(trees: Trees) -> Int32:
    """Take the trees away that came to an end; returns their openings."""
    root, ended = trees.root, trees.ended
    felled = np.empty(len(root), np.int32)
    n = 0
    for j in range(len(root)):
        if root[j] >= 0 and ended[root[j]]:
            felled[n] = j
            n += 1
    felled = felled[:n]
    for one in felled:
        root[one], trees.inside[one] = -1, OUTSIDE
    ended[:] = False
    return felled


@compiled
def look(i: np.int64, fallen: np.int64, part: Part, bonus: int, settled: Settled, trees: Trees) -> bool:
    """See when candidate i, who is outside, would as soon move into a tree; if already so, the move is noted.

    Only openings whose pairs have been read count: if all could join what has just joined, one tree would soon hold
    everything. Whoever is out comes in. Returns whether the candidate's opening joins.
    """
    start, opening, weight = part.start, part.opening, part.weight
    base = bonus - settled.gain[i]
    least = OUTSIDE
    for k in range(np.uint64(start[i]), np.uint64(start[i + 1])):
        least = min(least, trees.inside[opening[k]] - np.int64(weight[k]))
    trees.due[i] = least - base + fallen
    if least > base:
        return False
    # Not always the first tree: a few would get nearly all.
    x = begin_at(int(i), start[i], start[i + 1])
    for _ in range(start[i], start[i + 1]):
        x = after(x, start[i], start[i + 1])
        j, other = opening[x], settled.at[i]
        if trees.inside[j] - np.int64(weight[x]) == base and not trees.ended[trees.root[j]]:
            if other >= 0:
                trees.root[other], trees.before[other], trees.leaver[other] = trees.root[j], j, i
            else:
                trees.ended[trees.root[j]] = True
                pass_on(np.int64(i), np.int64(j), part, settled, trees)
            return bool(other >= 0)
    return False


@compiled
def nearest(fallen: np.int64, settled: Settled, trees: Trees) -> np.int64:
    """How far prices can fall until somebody moves in, or a price is used up; UNREACHED if no tree stands."""
    least = np.int64(trees.inside.min())
    if least == OUTSIDE:
        return UNREACHED
    for i in range(len(settled.at)):
        if settled.at[i] < 0 or trees.root[settled.at[i]] < 0:
            least = min(least, trees.due[i] - fallen)
    return least


@compiled
def fall(
    by: np.int64, fallen: np.int64, part: Part, bonus: int, settled: Settled, trees: Trees
) -> int:  # fmt: skip
    """Prices in the trees fall; what is reached now joins or comes in. Returns the length of the queue."""
    root, ended, inside = trees.root, trees.ended, trees.inside
    at, gain, first, holder = settled.at, settled.gain, part.first, settled.holder
    for j in range(len(root)):
        if root[j] >= 0:
            settled.price[j] -= by
            inside[j] = settled.price[j]
            for s in range(first[j], first[j] + settled.filled[j]):
                gain[holder[s]] += by
    for j in range(len(root)):
        # Outside of the trees `inside` is OUTSIDE, so that there is a root.
        if inside[j] == 0 and not ended[root[j]]:
            ended[root[j]] = True
            pass_on(np.int64(-1), np.int64(j), part, settled, trees)
    queued = 0
    for i in range(len(at)):
        due = trees.due[i] == fallen and (at[i] < 0 or root[at[i]] < 0)
        if due and look(np.int64(i), fallen, part, bonus, settled, trees):
            trees.queue[queued] = at[i]
            queued += 1
    return queued
