"""From a linear relaxation to a whole answer that nothing beats: branch and bound over the pairs that still matter.

A bound U and an answer worth L leave only the pairs whose slack is at most U - L - 1: no better answer has another. The
first answer comes from a guess at which pairs those are; if the guess held them all, it is already the best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array

from matching.entries import Ints
from matching.mip_highs import minimise
from matching.mip_model import Market
from matching.pricing import Relaxed, sides_of

LARGEST_COST = 2**20
FIRST_LOOK = 3  # pairs in the first guess, for each pair the relaxation uses
FEW = 400  # and at least so many
NEARLY = 8  # the first guess is searched to within this part of what it reaches


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """The best whole answer found.

    Attributes
    ----------
    chosen : array of int64, or None
        Columns, ascending; None where there is no answer at all.
    value : int
        What they are worth.
    bound : int
        Nothing is worth more, by the account of branch and bound; `value` where the search was not cut short.
    work : int
        Steps of the simplex method that searching took.
    """

    chosen: Ints | None
    value: int
    bound: int
    work: int = 0


def close(
    weight: Ints, answer: Relaxed, known: Ints | None = None, nodes: int | None = None, branch: bool = True
) -> Closed:
    """The best whole answer over `answer.market`.

    Parameters
    ----------
    weight : array of int64, shape (n_columns,)
    answer : Relaxed
        For these weights.
    known : array of int64, or None
        Columns of an answer that keeps every row.
    nodes : int or None
        Cut the search short after so many nodes.
    branch : bool
        False: only what the relaxation itself shows; `bound` stays above `value` where that is not enough.
    """
    market, bound = answer.market, answer.bound
    step = int(np.gcd.reduce(weight)) or 1 if len(weight) else 1
    whole = np.flatnonzero(answer.x > 0.5)
    best = known
    if market.satisfied(whole) and (best is None or weight[whole].sum() > weight[best].sum()):
        best = whole
    value = -step if best is None else int(weight[best].sum())
    if best is not None and bound.steps < value + step:
        return Closed(best, value, value)
    if not branch:
        return Closed(best, value, bound.steps)
    ordered = np.sort(bound.slack)
    everything = int(ordered[-1])
    size = max(FEW, FIRST_LOOK * int((answer.x > 0).sum()))
    reach, exact = int(ordered[min(size, len(ordered)) - 1]), len(ordered) <= size
    if best is not None and 2 * size > np.searchsorted(ordered, bound.room(value, step), side="right"):
        reach = everything  # few enough to begin with all that could be in a better answer
    work = 0
    while True:
        room = min(everything, bound.room(value, step)) if best is not None else everything
        if reach >= room:
            reach, exact = room, True
        at = np.flatnonzero(bound.slack <= reach)
        near = step if exact else max(step, reach // bound.scale // NEARLY)
        found, limit, closed, steps = _search(market, weight, at, best, step, near, nodes)
        work += steps
        if found is not None and (best is None or int(weight[found].sum()) > value):
            best, value = found, int(weight[found].sum())
        if not closed:
            outside = -(-(bound.total - reach) // bound.scale) if reach < everything else 0
            return Closed(best, value, max(value, min(bound.steps, max(limit, outside))), work)
        if exact and (reach == everything or (best is not None and reach >= bound.room(value, step))):
            return Closed(best, value, value, work)
        exact = best is not None or 4 * reach >= everything
        reach = bound.room(value, step) if best is not None else min(4 * reach + bound.scale, everything)


def _search(
    market: Market, weight: Ints, at: Ints, known: Ints | None, step: int, near: int, nodes: int | None
) -> tuple[Ints | None, int, bool, int]:
    """Search the columns `at` to within `near`: the choice, HiGHS' bound, whether it ended, and its steps."""
    small = market.only(at)
    low, high = sides_of(small)
    table = csr_array(small.all_rows())
    rows = np.flatnonzero((np.diff(table.indptr) > 0) | (low > 0) | (high < 0))  # those that can be broken
    low, high, table = low[rows], high[rows], csr_array(table[rows, :])
    unit = step * 2.0 ** max(0, int(weight.max(initial=1) // step).bit_length() - LARGEST_COST.bit_length())
    start = None
    if known is not None:
        start = np.isin(at, known).astype(np.int64)
        if int(start.sum()) < len(known):
            start = None
    result = minimise(
        -weight[at] / unit, np.ones(len(at)), low, high, csc_array(table), len(at), start, near / unit, nodes
    )
    if np.isinf(result.bound):  # nothing is possible, or nothing known yet
        limit = -(2**62) if result.bound > 0 else 2**62
    else:
        limit = int(np.floor(-result.bound * unit + 1e-6))
    if result.x is None:
        return None, limit, result.closed, result.work
    chosen = at[result.x > 0]
    if not market.satisfied(chosen):
        raise ArithmeticError("a rounded solution breaks a row")
    return chosen, limit, result.closed, result.work
