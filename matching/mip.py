"""The best assignment under limits: two ordered objectives, each relaxed, priced and closed.

Placements first: the relaxation says how many could be placed; that number is tried at once, with the score as the only
objective, and in nearly every market it is reached. If not, the number is settled first. Score first: the score is
settled, then as many as possible are placed without losing a step of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.closing import Closed, close
from matching.entries import Ints
from matching.mip_bound import Prices, bound_of
from matching.mip_model import Market
from matching.pricing import Relaxed, relaxed
from matching.rounding import Cuts

PERTURBED_BITS = 10
FIRST_PAIRS = 6  # of each candidate, to begin with


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One objective settled.

    Attributes
    ----------
    market : Market
        With the rows added: those that follow from others and, in a second stage, what the first achieved.
    cuts : Cuts
    prices : Prices
        Over `market`.
    value, bound : int
    """

    market: Market
    cuts: Cuts
    prices: Prices
    value: int
    bound: int


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best choice of columns of a market, and the two stages that show it."""

    objective: str
    chosen: Ints
    stages: tuple[Stage, Stage]

    def weights(self, market: Market) -> tuple[Ints, Ints]:
        """What each stage maximises."""
        ones = np.ones_like(market.value)
        return (ones, market.value) if self.objective == "placements_then_score" else (market.value, ones)


def best(market: Market, objective: str, first: Ints, nodes: int | None = None, branch: bool = True) -> Found | None:
    """The best choice under all rows; None where no choice keeps them, and where there is nothing to choose from.

    Parameters
    ----------
    market : Market
    objective : str
        A key of `matching.solver.OBJECTIVES`.
    first : array of int64
        Columns to begin with.
    nodes : int or None
        Cut each search short after so many nodes.
    branch : bool
        False: only what the relaxations show by themselves; None, or a stage whose bound is above its value, where that
        is not enough.
    """
    if ((market.most < 0) | (market.most < market.least)).any():  # weights are positive: not even the empty choice
        return None
    if not len(market.pair):
        return None
    ones = np.ones_like(market.value)
    if objective == "score":
        answer = relaxed(market, market.value, first)
        lead = close(market.value, answer, None, nodes, branch)
        if lead.chosen is None:
            return None
        kept = _settled(answer, lead)
        second = answer.market.with_least(market.value, lead.value)
        return _second(objective, second, ones, kept, _used(answer, lead.chosen), lead.chosen, nodes, branch)
    hint = market.value * (2**PERTURBED_BITS - 1) // max(1, int(market.value.max(initial=0)))
    many = 2**PERTURBED_BITS * (market.most_placements + 1)
    answer = relaxed(market, many + hint, first)
    prices = Prices(answer.prices.scale * many, answer.prices.seat, answer.prices.row)
    aim = bound_of(answer.market, ones, prices).steps
    if answer.lacking == 0:
        second = answer.market.with_least(ones, aim)
        kept = Stage(answer.market, answer.cuts, prices, aim, aim)
        found = _second(objective, second, market.value, kept, _used(answer, None), None, nodes, branch)
        if found is not None:
            return found
    answer = relaxed(answer.market, ones, _used(answer, None), answer.cuts)
    lead = close(ones, answer, None, nodes, branch)
    if lead.chosen is None:
        return None
    second = answer.market.with_least(ones, lead.value)
    used = _used(answer, lead.chosen)
    return _second(objective, second, market.value, _settled(answer, lead), used, lead.chosen, nodes, branch)


def _settled(answer: Relaxed, lead: Closed) -> Stage:
    return Stage(answer.market, answer.cuts, answer.prices, lead.value, lead.bound)


def _second(
    objective: str,
    market: Market,
    weight: Ints,
    lead: Stage,
    first: Ints,
    known: Ints | None,
    nodes: int | None,
    branch: bool,
) -> Found | None:
    answer = relaxed(market, weight, first, lead.cuts)
    if answer.lacking > 0 and known is None:
        return None
    closed = close(weight, answer, known, nodes, branch)
    if closed.chosen is None:
        return None
    return Found(objective, closed.chosen, (lead, _settled(answer, closed)))


def _used(answer: Relaxed, chosen: Ints | None) -> Ints:
    """Columns to begin the next relaxation with: those that hardly cost anything, and those chosen."""
    order = np.argsort(answer.bound.slack, kind="stable")
    near = order[: max(4 * answer.market.most_placements, int((answer.x > 0).sum()))]
    return np.unique(np.concatenate((near, np.flatnonzero(answer.x > 0), near if chosen is None else chosen)))


def first_columns(market: Market, seat_price: Ints) -> Ints:
    """Of each candidate the few pairs worth most beyond the price of the seat in the market without limits."""
    beyond = market.value - seat_price[market.opening]
    order = np.lexsort((-beyond, market.candidate))
    starts = np.flatnonzero(np.diff(market.candidate[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    return np.sort(order[rank < FIRST_PAIRS])
