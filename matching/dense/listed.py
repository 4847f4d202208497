"""The market of the cells listed so far, and its answer mended when cells join the list."""

from __future__ import annotations

import numpy as np

from matching.dense.shortlist import Cells, Int64, Names, Weights
from matching.sparse.auction import BACK, lower
from matching.sparse.compiled import compiled
from matching.sparse.part import Int32, Part, Settled
from matching.sparse.repair import unseat
from matching.sparse.work import Work


class Listed:
    """Cells of a matrix as a sparse market, with the exact answer for these cells.

    Attributes
    ----------
    bonus : int
        What each placement counts beside its weight, so far.
    """

    bonus: int

    def __init__(self, cells: Cells, seats: Int32, price: Int64) -> None:
        n = len(cells.used)
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(seats, dtype=np.int64)))
        empty = Part(np.zeros(n + 1, np.int64), np.empty(0, np.uint32), np.empty(0, cells.weight.dtype), seats, first)
        self.bonus = 0
        part = joined(empty, cells, np.full(n, -1, np.int64))
        self._work = Work.on(part, int(part.weight.max(initial=0)), price, guessed=False)
        if not self._work.few:
            # The prices are an estimate: what is too high must be able to fall.
            lower(self.settled.price, seats, BACK[0] * self._work.steps[0])
        self._work.settle(0)

    @property
    def part(self) -> Part:
        """The cells listed so far."""
        return self._work.part

    @property
    def settled(self) -> Settled:
        """Their exact answer."""
        return self._work.settled

    def add(self, cells: Cells) -> None:
        """Let cells join that are worth more than their candidate's gain, and mend the answer."""
        self._work = self._work._replace(part=joined(self.part, cells, self.settled.pair))
        waiting = np.flatnonzero(cells.used).astype(np.int32)
        unseat(waiting, self.part.first, self.settled)
        self._work.mend(waiting, self.bonus)

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
        self._work.mend(np.flatnonzero(~placed).astype(np.int32), bonus)
        return False


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
