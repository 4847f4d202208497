"""Where limits keep the best assignment of the open market from being proposed: the best that keeps them, checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from data.errors import Contradiction, NotProved
from matching import bounded
from matching.bounded import Implied, Witness
from matching.entries import Ints, frozen
from matching.marginal import priced
from matching.mip import Found, best, first_columns
from matching.mip_highs import Failed
from matching.mip_model import NO_LEAST, Market, market_of
from matching.nested.tree import nested
from matching.nested.within import within
from matching.problem import Assignment, Problem
from matching.relax import smallest_relaxation

Progress = Callable[[int, int], None]


def keeps_limits(problem: Problem, opening_of: Ints) -> bool:
    """Whether an assignment keeps every limit."""
    market = market_of(problem, spare=None)
    return market.satisfied(np.flatnonzero(opening_of[market.candidate] == market.opening))


def with_slack_limits(problem: Problem, free: Assignment) -> Assignment:
    """An assignment of the open market that keeps all limits: easing one adds nothing, and that is exact."""
    n = len(problem.limits)
    return replace(
        free,
        prices_exact=not market_of(problem, spare=1).n_rows,
        row_value_micro=frozen(np.zeros((n, 2), dtype=np.int64)),
        row_value_exact=np.ones(n, dtype=np.bool_),
        binding=_binding(problem, free.opening_of),
    )


def limited(
    problem: Problem, objective: str, free: Assignment, nodes: int | None = None, progress: Progress | None = None
) -> Assignment:
    """The best assignment that keeps the limits; `free` is the best of the open market.

    Caps inside caps are a flow on a tree (`matching.nested`): no search is needed, and the answer is proved. All others
    are handed to HiGHS.

    Raises
    ------
    Contradiction
        With the smallest relaxation, if no assignment keeps them.
    NotProved
        If the independent check fails, or the solver gives up.
    """
    tree = nested(problem)
    answer = None if tree is None else within(problem, objective, free, tree, progress)
    if answer is not None:
        return replace(answer, binding=_binding(problem, answer.opening_of))
    market = market_of(problem, spare=1)
    try:
        found = best(market, objective, first_columns(market, free.seat_price_micro[:, 1]), nodes)
    except (Failed, ArithmeticError) as failure:
        raise NotProved(f"HiGHS: {failure}") from failure
    if found is None:
        relaxations = smallest_relaxation(problem)
        if not relaxations:
            raise NotProved("no assignment was found, yet the limits do not contradict one another")
        raise Contradiction(", ".join(problem.limits[one.row].name for one in relaxations), relaxations)
    at = np.full(problem.n_candidates, -1, dtype=np.int64)
    at[market.candidate[found.chosen]] = market.opening[found.chosen]
    lead, other = found.stages
    order = (lead, other) if objective == "placements_then_score" else (other, lead)
    seat_price, gain, row_value, exact, row_exact = priced(problem, market, found, progress)
    assignment = replace(
        free,
        opening_of=frozen(at),
        placements=len(found.chosen),
        score_micro=int(market.value[found.chosen].sum()),
        seat_price_micro=frozen(seat_price),
        candidate_gain_micro=frozen(gain),
        limits_active=True,
        prices_exact=exact,
        row_value_micro=frozen(row_value),
        row_value_exact=row_exact,
        binding=_binding(problem, at),
    )
    bound = (order[0].bound, order[1].bound)
    witnesses = (_witness(problem, market, found, 0), _witness(problem, market, found, 1))
    shown = bounded.check(problem, assignment, bound, witnesses)
    return replace(assignment, certificate=replace(shown, core="highs", why="limits"))


def _binding(problem: Problem, at: Ints) -> tuple[int, ...]:
    proposed = at[problem.candidate] == problem.opening
    binding = []
    for k, row in enumerate(problem.limits):
        total = int((row.weight * proposed[row.pair]).sum())
        no_more = row.most is not None and total + row.unit > row.most
        no_less = row.least is not None and total - row.unit < row.least
        if no_more or no_less:
            binding.append(k)
    return tuple(binding)


def _witness(problem: Problem, market: Market, found: Found, which: int) -> Witness:
    """Prices of a stage over the limits of the problem, for the checker."""
    stage = found.stages[which]
    limit = np.zeros(len(problem.limits), dtype=np.int64)
    price = stage.prices.row
    limit[market.row] = price[: market.n_rows]
    implied, kept = [], 0
    cuts = iter(zip(stage.cuts.of.tolist(), stage.cuts.most.tolist(), strict=True))
    for r in range(market.n_rows, stage.market.n_rows):
        if stage.market.least[r] != NO_LEAST:  # what the first objective achieved
            kept = -int(price[r])
            continue
        of, most = next(cuts)
        first, last = stage.market.table.indptr[r], stage.market.table.indptr[r + 1]
        pair = market.pair[stage.market.table.indices[first:last]]
        weight = stage.market.table.data[first:last]
        implied.append(Implied(int(market.row[of]), pair, weight, most, int(price[r])))
    return Witness(stage.prices.scale, stage.prices.seat, limit, kept, tuple(implied))
