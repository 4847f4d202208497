"""The exact answer of one part: rough prices, everybody at a best opening, and what is left to mend."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np

from matching.sparse.auction import rough_prices
from matching.sparse.columns import Users, columns, users
from matching.sparse.compiled import compiled
from matching.sparse.links import near_pairs
from matching.sparse.part import (
    CLOSED,
    Flags,
    Int32,
    Int64,
    Part,
    Search,
    Settled,
    Weights,
    copied,
    nothing_settled,
    room_to_search,
)
from matching.sparse.parts import without
from matching.sparse.plateau import seat_together
from matching.sparse.prices import heed_all, lowest
from matching.sparse.refill import fill_all
from matching.sparse.repair import place, seat_all, unseat
from matching.sparse.surplus import first_come, seat_most
from matching.sparse.vacant import fill_together

STEPS = (16, 128, 1000)  # a round's step is the largest weight over this
MANY_CROSSING = 100  # one pair in so many between the sides: each is settled apart from the start
MANY_ASTRAY = 200  # one candidate in so many on the wrong side is mended one by one; more are settled anew
BELOW = 2  # the prices of scarce seats begin the largest weight over this below the bonus
NEAR = 16  # the largest weight over this: slack up to which pairs are collected by opening at first
DEAR = 4  # the pairs over this: as many may be read for empty seats before all prices fall together
LEVELS = 12  # different weights up to which the market is one plateau next to another
LOOK = 2_000  # weights looked at to count the levels


class Work(NamedTuple):
    """A part, what is settled in it so far, and how to go on.

    Attributes
    ----------
    part : Part
    settled : Settled
    search : Search
    scale : int
        The size of what the weights differ by.
    few : bool
        Weights have a few levels only: the part is one plateau next to another.
    guessed : bool
        The prices that it starts from are a guess.
    """

    part: Part
    settled: Settled
    search: Search
    scale: int
    few: bool
    guessed: bool

    @classmethod
    def on(cls, part: Part, scale: int, price: Int64, guessed: bool) -> Self:
        """Nothing settled yet, and prices to start from."""
        settled = nothing_settled(part)
        few = few_levels(part.weight)
        # Between plateaus there is no auction to mend a guess: prices begin at 0.
        if not (few and guessed):
            settled.price[:] = np.where(part.seats > 0, price, CLOSED)
        return cls(part, settled, room_to_search(len(part.seats)), scale, few, guessed)

    @property
    def steps(self) -> list[int]:
        """Steps of the auction's rounds."""
        return [max(1, self.scale // share) for share in STEPS]

    def settle(self, bonus: int, by_opening: Users | None = None) -> None:
        """From any prices to the exact answer; the pairs by opening may be at hand."""
        if not self.few:
            rough_prices(self.part, bonus, self.settled, self.steps, self.guessed)
        self.conclude(bonus, by_opening)

    def conclude(self, bonus: int, by_opening: Users | None = None) -> None:
        """The same from prices that are near the best, or from 0 on few levels."""
        part, settled = self.part, self.settled
        waiting = place(part, bonus, settled, np.zeros(len(settled.holder), np.int64))
        self.mend(waiting, bonus, by_opening)

    def mend(self, waiting: Int32, bonus: int, by_opening: Users | None = None) -> None:
        """Seat who waits, and fill what is empty and has a price; on few levels together, as far as that pays.

        The pairs by opening may be at hand: those of this part.
        """
        part, settled = self.part, self.settled
        if self.few:
            by_opening = by_opening or users(part, weights=True)
            seat_together(waiting, part, bonus, settled, by_opening)
            seat_all(waiting, part, bonus, settled, self.search)
            fill_together(part, bonus, settled, by_opening)
        else:
            seat_all(waiting, part, bonus, settled, self.search)
        reach, most = self.scale // NEAR + 1, len(part.opening) // DEAR
        near = None
        while len(todo := np.flatnonzero((settled.filled < part.seats) & (settled.price > 0))):
            # All pairs are all pairs, whatever the prices are.
            if near is None or near.reach < CLOSED:
                near = columns(part, bonus, settled.price, settled.gain, reach)
            if fill_all(todo, near, part, bonus, settled, self.search, most):
                reach = int(CLOSED)
            else:
                self.fall(bonus)
                most = int(CLOSED)

    def fall(self, bonus: int) -> None:
        """Let all prices fall together as far as they can while everybody stays.

        Where seats are a few more than candidates the prices of a whole market can be too high: each empty seat alone
        would search through all of it.
        """
        part, settled = self.part, self.settled
        near = near_pairs(part, bonus, settled, self.scale, self.few)
        price, settled.gain[:] = lowest(part, bonus, settled, near)
        settled.price[part.seats > 0] = price[part.seats > 0]


@compiled
def few_levels(weight: Weights) -> bool:
    """Whether no more than LEVELS different weights are met among some that are looked at."""
    met = np.zeros(LEVELS, weight.dtype)
    n = 0
    for k in range(0, len(weight), len(weight) // LOOK + 1):
        x = 0
        while x < n and met[x] != weight[k]:
            x += 1
        if x == LEVELS:
            return False
        met[x] = weight[k]
        n = max(n, x + 1)
    return True


def most_first(work: Work, bonus: int) -> None:
    """Who is short of whom; then the best on each side.

    Where many pairs cross from the side that is short of candidates to the other, where they are of no use, the sides
    are settled apart. Else the best by score has nearly as many placements as there can be: all on the side that is
    short gain a placement with their seats, and only those who are on the wrong side, or out, have to move; one by one,
    or together where weights have a few levels.
    """
    part, settled = work.part, work.settled
    if work.few:
        by_opening = users(part, weights=True)
        work.settle(0, by_opening)
        here, there, _ = seat_most(part, copied(settled), by_opening)
    else:
        most = nothing_settled(part)
        first_come(part, most)
        here, there, crossing = seat_most(part, most, users(part, weights=False))
        if crossing > len(part.opening) // MANY_CROSSING:
            settle_apart(work, bonus, here, there)
            return
        work.settle(0)
    scarce = ~there & (part.seats > 0)
    in_place = here & (settled.at >= 0) & there[settled.at]
    astray = np.flatnonzero(here & ~in_place).astype(np.int32)
    moves = len(astray) + int((part.seats - settled.filled)[scarce].sum())
    if not work.few and moves > len(settled.at) // MANY_ASTRAY:
        settle_apart(work, bonus, here, there)
        return
    unseat(astray, part.first, settled)
    settled.price[scarce] += bonus
    settled.gain[in_place] += bonus
    waiting = np.flatnonzero(settled.at < 0).astype(np.int32)
    if work.few:
        work = work._replace(part=without(part, here, there))
    work.mend(waiting, bonus)
    heed_all(part, bonus, settled)


def settle_apart(work: Work, bonus: int, here: Flags, there: Flags) -> None:
    """Both sides for themselves, from the prices there are."""
    part, settled = work.part, work.settled
    # A scarce seat is worth a placement even where nobody likes it: its price may end below the bonus.
    settled.price[~there & (part.seats > 0)] += bonus - work.scale // BELOW
    work._replace(part=without(part, here, there), guessed=False).settle(bonus)
    heed_all(part, bonus, settled)
