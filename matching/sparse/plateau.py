"""Seating many at once where many pairs are equally good (the Hungarian method with a forest).

Where scores have few levels, one search after another crosses the same plateau of equal pairs. Here everybody who waits
searches together. When no tree can grow, all prices in the forest rise by the same amount, just enough for the next
opening to be reached, or for somebody's gain to be used up.
"""

from __future__ import annotations

import numpy as np

from matching.sparse.columns import Users
from matching.sparse.compiled import compiled
from matching.sparse.forest import OUTSIDE, Forest, graft, grow, longest, look, move
from matching.sparse.part import UNREACHED, Int32, Part, Settled

PAYS = 50  # everybody may be passed over for as much as it costs to read all pairs so many times


@compiled
def seat_together(waiting: Int32, part: Part, bonus: int, settled: Settled, by_opening: Users) -> None:
    """Seat `waiting`, who are out, or find out that nothing is gained by it.

    Everybody else is where the prices say; empty seats may have a price. Each rise of prices passes over everybody: if
    there are too many, as where one opening joins after the other, who still waits is left for single searches.
    """
    n, m = len(settled.at), len(part.seats)
    forest = Forest(
        np.full(m, np.int32(-1)), np.empty(m, np.int32), np.full(m, UNREACHED),
        np.full(n, OUTSIDE), np.empty(n + m, np.int32),
    )  # fmt: skip
    tight = np.empty(longest(part.start), np.uint32)
    queued = 0
    for i in waiting:
        settled.gain[i] = 0
        for k in range(part.start[i], part.start[i + 1]):
            worth = np.int64(part.weight[k]) + bonus - settled.price[part.opening[k]]
            settled.gain[i] = max(settled.gain[i], worth)
        if settled.gain[i] > 0:
            forest.queue[queued] = i
            queued += 1
    risen, rises = np.int64(0), 0
    while rises * (n + m) <= PAYS * len(part.opening):
        grow(risen, queued, part, bonus, settled, forest, tight)
        queued = graft(risen, part, bonus, settled, forest, by_opening)
        if queued == 0:
            best = nearest(risen, forest)
            if best == UNREACHED:
                break
            risen += best
            rises += 1
            queued = lift(best, risen, part, bonus, settled, forest, by_opening)


@compiled
def nearest(risen: np.int64, forest: Forest) -> np.int64:
    """How far prices can rise until something is reached, or a gain used up; UNREACHED if nobody waits."""
    least = np.int64(forest.inside.min())
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
    """Prices in the forest rise; what is reached now joins. Returns the length of the queue.

    A tree that holds somebody whose gain is used up has come to an end.
    """
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
                end, own = np.int64(at[i]), np.int64(root[at[i]])
                if at[own] < 0 and gain[own] > 0:
                    at[i], settled.pair[i] = -1, -1
                    move(end, settled.slot[i], own, part, settled, forest.mover)
    return look(met[:n], risen, part, bonus, settled, forest, by_opening)
