"""The market of the cells listed so far, and its answer mended when cells join the list."""

from __future__ import annotations

import numpy as np

from matching.dense.shortlist import Cells, Int64, Names, Weights
from matching.sparse.auction import BACK, lower, rough_prices
from matching.sparse.compiled import compiled
from matching.sparse.part import CLOSED, Int32, Part, Search, Settled, nothing_settled, room_to_search
from matching.sparse.plateau import seat_together
from matching.sparse.refill import columns, fill_all
from matching.sparse.repair import place, seat_all, unseat

STEPS = (50, 250, 1250, 6250)  # a round's step of the auction is the largest weight over this
NEAR = 40  # last steps of slack up to which pairs are collected by opening at first
LEVELS = 12  # different weights up to which there are rather ties to be solved than prices to be found
LOOK = 2_000  # weights looked at to count the levels


class Listed:
    """Cells of a matrix as a sparse market, with the exact answer for these cells.

    Attributes
    ----------
    part : Part
    settled : Settled
    bonus : int
        What each placement counts beside its weight, so far.
    """

    part: Part
    settled: Settled
    bonus: int

    def __init__(self, cells: Cells, seats: Int32, price: Int64) -> None:
        n = len(cells.used)
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(seats, dtype=np.int64)))
        empty = Part(np.zeros(n + 1, np.int64), np.empty(0, np.uint32), np.empty(0, cells.weight.dtype), seats, first)
        self.bonus = 0
        self.settled = nothing_settled(empty)
        self.settled.price[:] = price
        self.search: Search = room_to_search(len(seats))
        self.part = joined(empty, cells, self.settled.pair)
        largest = int(self.part.weight.max(initial=0))
        steps = [max(1, largest // share) for share in STEPS]
        self._reach = NEAR * steps[-1]
        few = len(np.unique(self.part.weight[:: len(self.part.weight) // LOOK + 1])) <= LEVELS
        if not few:
            lower(self.settled.price, seats, BACK * steps[0])
            rough_prices(self.part, 0, self.settled, steps)
        waiting = place(self.part, 0, self.settled, np.zeros(len(self.settled.holder), np.int64))
        if few:
            waiting = seat_together(waiting, self.part, 0, self.settled, self.search, 1)
        self._mend(waiting)

    def add(self, cells: Cells) -> None:
        """Let cells join that are worth more than their candidate's gain, and mend the answer."""
        self.part = joined(self.part, cells, self.settled.pair)
        waiting = np.flatnonzero(cells.used).astype(np.int32)
        unseat(waiting, self.part.first, self.settled)
        self._mend(waiting)

    def lift(self, bonus: int) -> bool:
        """Count every placement for so much more; whether the answer, with its prices lifted too, still holds.

        It does where nobody is out or no seat is empty. Else the candidates who are out have to search again.
        """
        settled = self.settled
        self.bonus = bonus
        placed = settled.at >= 0
        if not placed.all() and (settled.filled == self.part.seats).all():
            settled.price[:] += bonus
            return True
        settled.gain[placed] += bonus
        if placed.all():
            return True
        self._mend(np.flatnonzero(~placed).astype(np.int32))
        return False

    def _mend(self, waiting: Int32) -> None:
        seat_all(waiting, self.part, self.bonus, self.settled, self.search)
        todo = np.flatnonzero((self.settled.filled < self.part.seats) & (self.settled.price > 0))
        for reach in (self._reach, int(CLOSED)):
            if len(todo):
                near = columns(self.part, self.bonus, self.settled.price, self.settled.gain, reach)
                todo = todo[fill_all(todo, near, self.part, self.bonus, self.settled, self.search) :]


def joined(part: Part, cells: Cells, pair: Int64) -> Part:
    """The market with these cells at the end of their rows; the positions in `pair` are moved along."""
    return Part(*with_cells(part.start, part.opening, part.weight, cells, pair), part.seats, part.first)


@compiled
def with_cells(
    start: Int64, opening: Names, weight: Weights, cells: Cells, pair: Int64
) -> tuple[Int64, Names, Weights]:
    """The three arrays of `joined`."""
    n = len(start) - 1
    total = len(opening) + cells.used.sum()
    new_start = np.empty(n + 1, np.int64)
    new_opening = np.empty(total, np.uint32)
    new_weight = np.empty(total, weight.dtype)
    k = 0
    for i in range(n):
        new_start[i] = k
        if pair[i] >= 0:
            pair[i] += k - start[i]
        for old in range(start[i], start[i + 1]):
            new_opening[k], new_weight[k] = opening[old], weight[old]
            k += 1
        for c in range(cells.used[i]):
            new_opening[k], new_weight[k] = cells.opening[i, c], cells.weight[i, c]
            k += 1
    new_start[n] = k
    return new_start, new_opening, new_weight
