"""A solved market asked again after one change: what is it worth then?

Nearly every change is settled by the relaxation, which goes on from its last answer in milliseconds: it is whole, or an
answer at hand reaches its bound. The others are searched, but in larger markets only so far.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.closing import Closed, close
from matching.entries import Ints
from matching.mip import Found, Stage
from matching.mip_bound import bound_of
from matching.mip_model import NO_LEAST, NO_MOST, Market
from matching.pricing import Pricing

BRANCHED = 150  # columns up to which every change is searched to the end
NODES = 50  # of each search in larger markets
WORK = 20_000  # steps of the simplex method in all of these


@dataclass(frozen=True, slots=True)
class Reached:
    """What a changed market is worth: by the leading objective, and by the other between what was found and a bound."""

    lead: int
    found: int
    bound: int


class Again:
    """The two stages of an answer, kept; `market` is without the rows that solving it added."""

    def __init__(self, market: Market, found: Found) -> None:
        self._market, self._found = market, found
        self._weights = found.weights(market)
        self._asked: dict[int, Pricing] = {}
        self._work = WORK
        self._answers = [found.chosen]

    def reached(self, changed: Market, row: int | None, most: int, least: int) -> Reached | None:
        """The worth of the market with other people, seats or sides; nothing where nothing is possible.

        Parameters
        ----------
        changed : Market
        row : int or None
            The row whose sides are others.
        most, least : int
            The leading objective reaches no more, and no less unless nothing is possible.

        Returns
        -------
        reached : Reached or None
            None where the leading objective is not settled.
        """
        if self._found.objective == "score" and most > least:
            lead = self._closed(0, changed, row, None)
            if lead is None or lead.bound > lead.value:
                return None
            most = least = lead.value
            if lead.chosen is None:
                return Reached(0, 0, 0)
        for aim in range(most, least - 1, -1):
            closed = self._closed(1, changed, row, aim)
            if closed is None:
                return None
            if closed.chosen is not None:
                return Reached(aim, closed.value, closed.bound)
        return Reached(0, 0, 0)

    def _closed(self, which: int, changed: Market, row: int | None, aim: int | None) -> Closed | None:
        """One stage of the changed market, `aim` reached in the first; None where nothing was found nor excluded."""
        stage, weight = self._found.stages[which], self._weights[which]
        market = _moved(self._market, stage, changed, row, aim)
        if which not in self._asked:
            slack = bound_of(stage.market, weight, stage.prices).slack
            near = np.argsort(slack, kind="stable")[: 6 * len(self._found.chosen) + 100]
            first = np.union1d(near, self._found.chosen)
            self._asked[which] = Pricing(stage.market, weight, first, stage.cuts)
        answer = self._asked[which].again(market)
        if answer.bound.steps < 0:  # worth is never negative
            return Closed(None, -1, -1)
        known = self._known(market, weight)
        closed = close(weight, answer, known, branch=False)
        small = len(market.pair) <= BRANCHED
        if closed.bound > closed.value and (small or self._work > 0):
            closed = close(weight, answer, known, None if small else NODES)
            self._work -= closed.work
            if closed.chosen is not None:
                self._answers.append(closed.chosen)
        return None if closed.chosen is None and closed.bound > closed.value else closed

    def _known(self, market: Market, weight: Ints) -> Ints | None:
        """The best of the answers found so far that keeps the rows of this market, the absent left out."""
        best = None
        for chosen in self._answers:
            stay = chosen[market.people[market.candidate[chosen]] > 0]
            if best is not None and weight[stay].sum() <= weight[best].sum():
                continue
            if market.satisfied(stay):
                best = stay
        return best


def cut_rows(market: Market, stage: Stage) -> Ints:
    """Where the rows that follow from others stand in the market of a stage; `market` is without rows added."""
    added = np.arange(market.n_rows, stage.market.n_rows)
    cuts: Ints = added[stage.market.least[added] == NO_LEAST]
    return cuts


def _moved(market: Market, stage: Stage, changed: Market, row: int | None, aim: int | None) -> Market:
    """The market of a stage with the sides of `changed`, and `aim` as what the first objective must reach."""
    most, least = stage.market.most.copy(), stage.market.least.copy()
    most[: market.n_rows], least[: market.n_rows] = changed.most, changed.least
    cuts = cut_rows(market, stage)
    if row is not None:  # what followed from its old side
        most[cuts[stage.cuts.of == row]] = NO_MOST
    if aim is not None:
        least[np.setdiff1d(np.arange(market.n_rows, stage.market.n_rows), cuts)] = aim
    return replace(stage.market, people=changed.people, seats=changed.seats, most=most, least=least)
