"""A proposal as grades and weights, so that it can be made again with others: `Case`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.entries import Floats, Ints
from matching.limited import keeps_limits
from matching.mip import best, first_columns
from matching.mip_model import market_of
from matching.problem import Problem
from matching.propose import problem_of
from matching.rows import Row
from matching.solver import solve
from scoring.scorecard import ScoreCard, card_grades
from scoring.weights import GRID

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """An assignment problem together with what its values are made of; K criteria.

    Parameters
    ----------
    problem : with the values, the seats and the limits of the proposal
    criteria : codes, in the order of the columns of `grades`
    grades : float64 (n_pairs, K) in [0, 1], aligned with the pairs of the problem; the neutral grade where not known
    known : bool (n_pairs, K)
    shares : int64 (K,), weights in millionths, summing to one million
    neutral : float64 (K,), the grade that stands in where nothing is known
    objective : as `matching.solver.solve`
    """

    problem: Problem
    criteria: tuple[str, ...]
    grades: Floats
    known: Mask
    shares: Ints
    neutral: Floats
    objective: str = "placements_then_score"

    def values(self, grades: Floats, shares: Ints) -> Ints:
        """Worth of each pair in steps of 1e-6, rounded as `scoring.scorecard.parts` does; shape (n_pairs,)."""
        steps = np.rint(grades * GRID).astype(np.int64)
        total: Ints = ((steps * shares + GRID // 2) // GRID).sum(axis=1)
        return total

    def problem_with(self, value_micro: Ints, limits: Sequence[Row] | None = None) -> Problem:
        """The same problem with other values; with other limits if given."""
        now = self.problem
        return Problem.on_grid(
            now.n_candidates,
            now.n_openings,
            now.candidate,
            now.opening,
            value_micro,
            now.seats,
            now.floor,
            now.limits if limits is None else limits,
            now.previous,
            now.seed,
            candidate_ids=now.candidate_ids,
            opening_ids=now.opening_ids,
        )

    def opening_of(self, value_micro: Ints) -> Ints | None:
        """Opening of each candidate in the best assignment for these values, -1 where none; shape (n_candidates,).

        The same assignment as `matching.solver.solve` gives, without the prices that take most of its time where limits
        are active. None where no assignment keeps the limits.
        """
        free = solve(self.problem_with(value_micro, ()), self.objective)
        problem = self.problem_with(value_micro)
        if keeps_limits(problem, free.opening_of):
            return free.opening_of
        market = market_of(problem, spare=1)
        found = best(market, self.objective, first_columns(market, free.seat_price_micro[:, 1]))
        if found is None:
            return None
        at = np.full(problem.n_candidates, -1, dtype=np.int64)
        at[market.candidate[found.chosen]] = market.opening[found.chosen]
        return at

    def chosen(self, opening_of: Ints | None) -> Mask:
        """Which pairs an assignment proposes, shape (n_pairs,); none where there is no assignment."""
        if opening_of is None:
            return np.zeros(len(self.problem.candidate), dtype=np.bool_)
        chosen: Mask = opening_of[self.problem.candidate] == self.problem.opening
        return chosen


def case_of(card: ScoreCard, rows: Sequence[Row] = (), seed: int = 0, objective: str = "placements_then_score") -> Case:
    """The case of a cohort that was judged.

    Parameters
    ----------
    card : the score card
    rows : limits, counting its pairs (`matching.limits.held_by`)
    seed, objective : as `matching.propose.propose`
    """
    grades, known = card_grades(card)
    # A problem sorts its pairs; those of a card stand in no promised order within a row.
    order = np.lexsort((card.opening, card.candidate))
    codes = tuple(one.code for one in card.weights.criteria)
    return Case(
        problem=problem_of(card, seed, rows),
        criteria=codes,
        grades=grades[order],
        known=known[order],
        shares=np.array([card.weights.shares[code] for code in codes], dtype=np.int64),
        neutral=np.array([card.weights.neutral[code] for code in codes]),
        objective=objective,
    )


def case_from(
    grades: Floats,
    shares: Ints,
    *,
    candidate: Ints,
    opening: Ints,
    seats: Ints,
    n_candidates: int,
    known: Mask | None = None,
    criteria: Sequence[str] = (),
    floor: float = 0.0,
    objective: str = "placements_then_score",
) -> Case:
    """A case from arrays, for simulated markets; pairs sorted by candidate, then by opening.

    Parameters
    ----------
    grades : float64 (n_pairs, K) in [0, 1]
    shares : int64 (K,), millionths summing to one million
    """
    count = grades.shape[1]
    case = Case(
        problem=Problem.on_grid(
            n_candidates, len(seats), candidate, opening, np.zeros(len(grades), dtype=np.int64), seats, floor
        ),
        criteria=tuple(criteria) or tuple(f"c{k}" for k in range(count)),
        grades=grades,
        known=np.ones(grades.shape, dtype=np.bool_) if known is None else known,
        shares=shares,
        neutral=np.full(count, 0.5),
        objective=objective,
    )
    return replace(case, problem=case.problem_with(case.values(grades, shares)))
