"""The market of the cells listed so far, its answer mended when cells join; and what is known of the other cells."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np

from matching.dense.rounds import bid_once, scale_of
from matching.dense.shortlist import SKIP, Cells, Int64, Names, Weights
from matching.sparse.compiled import compiled
from matching.sparse.part import Int32, Part, Settled
from matching.sparse.repair import unseat
from matching.sparse.work import Work


class Unlisted(NamedTuple):
    """What is known of the cells that are on no list, so that not all rows have to be read again.

    Attributes
    ----------
    rest, price : array of int64, shape (n,) and (m,)
        No such cell of row i was worth more than rest[i] at these prices.
    """

    rest: Int64
    price: Int64

    def floor(self, gain: Int64, price: Int64) -> Int64:
        """Gains at other prices, SKIP where none of these cells can be worth more."""
        fallen = int((self.price - price).max(initial=0))
        return np.where(gain >= self.rest + fallen, SKIP, gain)

    def after(self, cells: Cells, price: Int64) -> Self:
        """The same when rows have been read again; what was known is kept if any was left alone."""
        return self if (cells.rest == SKIP).any() else type(self)(cells.rest, price.copy())


class Listed:
    """Cells of a matrix as a sparse market, with the exact answer for these cells once it is settled.

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
        # Lists hold the best cells only: their weights differ by little, however large they are.
        self._work = Work.on(part, scale_of(part, price), price, guessed=False)

    @property
    def steps(self) -> list[int]:
        """Steps of the auction's rounds, none where the weights have a few levels only."""
        return [] if self._work.few else self._work.steps

    @property
    def part(self) -> Part:
        """The cells listed so far."""
        return self._work.part

    @property
    def settled(self) -> Settled:
        """Their exact answer once it is settled, before that the prices."""
        return self._work.settled

    def bid(self, step: int) -> Int64:
        """One round of the auction, from whatever prices; what each candidate gains at those it leaves."""
        return bid_once(self.part, self.settled, self._work.scale, step)

    def join(self, cells: Cells) -> None:
        """Let cells join; nobody who is settled is moved."""
        self._work = self._work._replace(part=joined(self.part, cells, self.settled.pair))

    def settle(self) -> None:
        """From rough prices to the exact answer for the cells listed so far."""
        self._work.conclude(0)

    def add(self, cells: Cells) -> None:
        """Let cells join that are worth more than their candidate's gain, and mend the answer."""
        self.join(cells)
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
