"""Who is short of whom: the last empty seats are filled from their own side, and what they cannot reach is told apart.

Where candidates are many and seats few, a search that starts from the candidates who are out crosses nearly the whole
market to learn that nothing can be done. From the empty seats the same is found out on the small side.
"""

from __future__ import annotations

import numpy as np

from matching.sparse.cardinality import Flags
from matching.sparse.compiled import compiled
from matching.sparse.part import Int32, Int64, Part, Settled


@compiled
def seat_most(part: Part, settled: Settled) -> tuple[Flags, Flags]:
    """Fill empty seats until as many candidates as possible are seated, and split the market (Dulmage, Mendelsohn).

    `at`, `slot`, `holder` and `filled` change; `pair`, prices and gains have no part and are wrong afterwards.

    Returns
    -------
    candidates, openings : array of bool
        Openings that can pass a seat on to an empty one, and candidates who may use one of them. These candidates are
        all seated there, whatever is best; all seats of the other openings go to other candidates.
    """
    n, m = len(part.start) - 1, len(part.seats)
    start, candidate = users(part)
    seen = np.zeros(m, np.int32)
    queue, before, leaver = np.empty(m, np.int32), np.empty(m, np.int32), np.empty(m, np.int32)
    turn = 0
    for root in range(m):
        while settled.filled[root] < part.seats[root] and seen[root] >= 0:
            turn += 1
            fill_one_more(root, turn, start, candidate, part, settled, seen, queue, before, leaver)
    there = seen < 0
    here = np.zeros(n, np.bool_)
    for j in np.flatnonzero(there):
        for x in range(start[j], start[j + 1]):
            here[candidate[x]] = True
    return here, there


@compiled
def users(part: Part) -> tuple[Int64, Int32]:
    """The candidates who can use each opening, as (start, candidate)."""
    n, m = len(part.start) - 1, len(part.seats)
    start = np.zeros(m + 1, np.int64)
    for j in part.opening:
        start[j + 1] += 1
    for j in range(m):
        start[j + 1] += start[j]
    at = start[:-1].copy()
    candidate = np.empty(len(part.opening), np.int32)
    for i in range(n):
        for k in range(part.start[i], part.start[i + 1]):
            j = part.opening[k]
            candidate[at[j]] = i
            at[j] += 1
    return start, candidate


@compiled
def fill_one_more(
    root: int, turn: int, start: Int64, candidate: Int32, part: Part, settled: Settled,
    seen: Int32, queue: Int32, before: Int32, leaver: Int32,
) -> None:  # fmt: skip
    """The shortest chain of moves from somebody who is out to an empty seat of one opening.

    What a search without success has seen can never be of use again: it is marked -1 in `seen`, for good.
    """
    at, slot, holder, filled = settled.at, settled.slot, settled.holder, settled.filled
    seen[root] = turn
    queue[0] = root
    met, done = 1, 0
    while done < met:
        j = queue[done]
        done += 1
        for x in range(start[j], start[j + 1]):
            i = candidate[x]
            other = at[i]
            if other >= 0:
                if seen[other] >= 0 and seen[other] != turn:
                    seen[other], before[other], leaver[other] = turn, j, i
                    queue[met] = other
                    met += 1
                continue
            # Somebody who is out enters here; who leaves it for the opening before takes the next seat, and so on.
            newcomer = i
            while j != root:
                mover = leaver[j]
                free = slot[mover]
                holder[free], slot[newcomer], at[newcomer] = newcomer, free, j
                newcomer, j = mover, before[j]
            free = part.first[root] + filled[root]
            filled[root] += 1
            holder[free], slot[newcomer], at[newcomer] = newcomer, free, root
            return
    for q in range(met):
        seen[queue[q]] = -1
