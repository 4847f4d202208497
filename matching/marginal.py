"""What one more seat, one more unit of a limit, or one candidate fewer changes, the limits included.

The dual prices of a programme over whole numbers promise too much, so each change is solved again: by the relaxation
alone, which is quick and mostly enough, and by a short search (`matching.again`). What neither settles, and everything
in very large markets, is stated as an upper bound. What happens depends on sizes and counts, never on a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from data.errors import BadProblem, NotProved
from matching.again import Again, cut_rows
from matching.entries import Ints
from matching.mip import Found, best
from matching.mip_bound import bound_of
from matching.mip_highs import Failed
from matching.mip_model import NO_LEAST, NO_MOST, Market, market_of
from matching.problem import Assignment, Problem

RELAXED = 30_000  # columns up to which each change is solved again by its relaxation
Worth = tuple[int, int]  # of the leading objective and of the other


def marginal(
    problem: Problem,
    assignment: Assignment,
    *,
    row: int | None = None,
    opening: int | None = None,
    candidate: int | None = None,
) -> tuple[int, int]:
    """Exactly what one change adds, by solving again to the end: (placements, score in steps of 1e-6).

    Parameters
    ----------
    problem, assignment : Problem, Assignment
        The answer of `solve` for this problem.
    row : int
        One more `Row.unit` on each side of this limit; or
    opening : int
        one more seat of this opening; or
    candidate : int
        without this candidate. What is lost is positive; everything, if the others cannot keep the limits.

    Raises
    ------
    BadProblem
        Unless exactly one change is named, and it exists.
    NotProved
        If the solver gives up.
    """
    asked = [(k, size) for k, size in _asked(problem, row, opening, candidate) if k is not None]
    if len(asked) != 1 or not 0 <= asked[0][0] < asked[0][1]:
        raise BadProblem("one row, opening or candidate of the problem is expected")
    market = market_of(problem, spare=1)
    changed = market
    if row is not None:
        at = np.flatnonzero(market.row == row)
        if not len(at):
            return 0, 0
        changed = _eased(problem, market, int(at[0]))
    elif opening is not None:
        changed = replace(market, seats=market.seats + (np.arange(len(market.seats)) == opening))
    else:
        changed = market.only(np.flatnonzero(market.candidate != candidate))
    first = np.flatnonzero(assignment.opening_of[changed.candidate] == changed.opening)
    now = (assignment.placements, assignment.score_micro)
    worth = _worth(changed, assignment.objective, first)
    if candidate is not None:
        return now if worth is None else (now[0] - worth[0], now[1] - worth[1])
    if worth is None:
        raise NotProved("what could be proposed before cannot any more")
    return worth[0] - now[0], worth[1] - now[1]


def _asked(
    problem: Problem, row: int | None, opening: int | None, candidate: int | None
) -> tuple[tuple[int | None, int], ...]:
    return (row, len(problem.limits)), (opening, problem.n_openings), (candidate, problem.n_candidates)


def priced(
    problem: Problem,
    market: Market,
    found: Found,
    progress: Callable[[int, int], None] | None,
) -> tuple[Ints, Ints, Ints, bool, NDArray[np.bool_]]:
    """Prices of seats, gains of candidates, values of limits; whether the first two are exact, and which of the third.

    Each array has a row (placements, score in steps of 1e-6). What is not exact is an upper bound in the order of the
    objective.
    """
    seat_price = np.zeros((len(market.seats), 2), dtype=np.int64)
    gain = np.zeros((market.n_candidates, 2), dtype=np.int64)
    row_value = np.zeros((len(problem.limits), 2), dtype=np.int64)
    row_exact = np.ones(len(problem.limits), dtype=np.bool_)
    promise = _Promise(market, found)
    now = promise.now
    again = Again(market, found) if len(market.pair) <= RELAXED else None
    eased = [(r, _eased(problem, market, r)) for r in range(market.n_rows)]
    rows = [(r, more, promise.of_row(r, more)) for r, more in eased]
    rows = [one for one in rows if one[2] != now]
    seats = [(j, promise.of_seat(j)) for j in range(len(market.seats)) if promise.of_seat(j) != now]
    order = slice(None, None, -1 if found.objective == "score" else 1)
    done, exact = 0, True

    def told() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(rows) + len(seats) + len(found.chosen))

    for r, more, most in rows:
        reached = None if again is None else again.reached(more, r, most[0], now[0])
        top = (reached.lead, reached.bound) if reached else most
        row_value[market.row[r]] = np.subtract(top, now)[order]
        row_exact[market.row[r]] = reached is not None and reached.found == reached.bound
        told()
    for j, most in seats:
        more = replace(market, seats=market.seats + (np.arange(len(market.seats)) == j))
        reached = None if again is None else again.reached(more, None, most[0], now[0])
        top = (reached.lead, reached.bound) if reached else most
        seat_price[j] = np.subtract(top, now)[order]
        exact &= reached is not None and reached.found == reached.bound
        told()
    for column, stays in zip(found.chosen.tolist(), _stay(market, found.chosen).tolist(), strict=True):
        i = int(market.candidate[column])
        less = replace(market, people=market.people * (np.arange(market.n_candidates) != i))
        mine = [
            int(weight[column]) if stays else total for weight, total in zip(found.weights(market), now, strict=True)
        ]
        reached = None if again is None else again.reached(less, None, promise.without(i), now[0] - mine[0])
        gain[i] = (np.subtract(now, (reached.lead, reached.found)) if reached else np.array(mine))[order]
        exact &= reached is not None and reached.found == reached.bound
        told()
    return seat_price, gain, row_value, exact, row_exact


def _stay(market: Market, chosen: Ints) -> NDArray[np.bool_]:
    """For each chosen column, whether the others keep every `least` without it."""
    short = np.flatnonzero(market.least != NO_LEAST)
    sums = market.sums(chosen)[short]
    spare = (sums - market.least[short]).astype(np.float64)
    entries = csc_array(market.table[short, :][:, chosen])
    stays = np.ones(len(chosen), dtype=np.bool_)
    for k in range(len(chosen)):
        first, last = entries.indptr[k], entries.indptr[k + 1]
        stays[k] = bool((entries.data[first:last] <= spare[entries.indices[first:last]]).all())
    return stays


def _worth(market: Market, objective: str, first: Ints) -> tuple[int, int] | None:
    if not len(market.pair):
        return 0, 0
    try:
        found = best(market, objective, first)
    except (Failed, ArithmeticError) as failure:
        raise NotProved(f"HiGHS: {failure}") from failure
    return None if found is None else (len(found.chosen), int(market.value[found.chosen].sum()))


def _eased(problem: Problem, market: Market, r: int) -> Market:
    """One more unit on each side of row r."""
    row, by = problem.limits[int(market.row[r])], int(market.divisor[r])
    most, least = market.most.copy(), market.least.copy()
    if most[r] != NO_MOST and row.most is not None:
        most[r] = (row.most + row.unit) // by
    if least[r] != NO_LEAST and row.least is not None:
        least[r] = -((row.unit - row.least) // by)
    return replace(market, most=most, least=least)


class _Promise:
    """No more than this after one change, by the prices at hand; the leading objective first."""

    def __init__(self, market: Market, found: Found) -> None:
        self._market, self._stages = market, found.stages
        weights = found.weights(market)
        self._bound = [bound_of(s.market, w, s.prices) for s, w in zip(found.stages, weights, strict=True)]
        self.now = (found.stages[0].value, found.stages[1].value)

    def of_seat(self, opening: int) -> Worth:
        return self._worth([int(stage.prices.seat[opening]) for stage in self._stages])

    def without(self, candidate: int) -> int:
        """Of the leading objective alone."""
        bound = self._bound[0]
        return min(self.now[0], (bound.total - int(bound.gain[candidate])) // bound.scale)

    def of_row(self, r: int, eased: Market) -> Worth:
        """`eased` is the market with one more unit on row r."""
        market = self._market
        first, last = market.table.indptr[r], market.table.indptr[r + 1]
        more = int(eased.most[r] - market.most[r])
        # What fitted with one more unit fits again without so many of the pairs.
        fewer = -(-more // int(market.table.data[first:last].min())) if last > first else 0
        extra = []
        for stage in self._stages:
            price = int(stage.prices.row[r])
            extra.append(price * more if price > 0 else price * int(eased.least[r] - market.least[r]))
            for cut in cut_rows(market, stage)[stage.cuts.of == r].tolist():
                start, end = stage.market.table.indptr[cut], stage.market.table.indptr[cut + 1]
                heaviest = int(stage.market.table.data[start:end].max())
                extra[-1] += int(stage.prices.row[cut]) * heaviest * fewer
        return self._worth(extra)

    def _worth(self, extra: list[int]) -> Worth:
        lead, other = (
            max(now, (bound.total + more) // bound.scale)
            for now, bound, more in zip(self.now, self._bound, extra, strict=True)
        )
        return lead, other
