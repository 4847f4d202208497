"""The best assignment by one goal that reaches at least so much in every other goal, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from data.errors import BadProblem, NotProved
from experiments.robust.goals import Goal
from matching.entries import Ints
from matching.mip import best
from matching.mip_highs import Failed
from matching.mip_model import NO_LEAST, Market, market_of
from matching.problem import Problem

# No demand at all.
ANYTHING = -(2**60)


class Within:
    """Best assignments of a problem, limits included, by the first of some goals, within demands on the others.

    Each is found by the engine's own exact search (`matching.mip`): priced and bounded in whole numbers, branch and
    bound where that leaves anything open.

    Parameters
    ----------
    problem : seats, floor and limits
    goals : the first a sum of which more is better, for it is maximised
    """

    def __init__(self, problem: Problem, goals: Sequence[Goal]) -> None:
        if goals[0].less or goals[0].worst:
            raise BadProblem(f"first goal is {goals[0].code}: a sum of which more is better is expected")
        self.problem, self.goals = problem, tuple(goals)
        self.solves = 0
        self._market = market_of(problem)
        few = np.argsort(-goals[0].weight[self._market.pair], kind="stable")[: 4 * problem.n_candidates]
        self._first = np.sort(few)

    def best(self, least: Sequence[int]) -> Ints | None:
        """Positions of the pairs of the best assignment by the first goal, among those the one that places most.

        Parameters
        ----------
        least : what each goal must reach, signed as `Goal.of`; `ANYTHING` where nothing is demanded

        Returns
        -------
        int64 array, or None where nothing reaches so much
        """
        market, some = self._demanding(least)
        return self._solved(replace(market, value=self.goals[0].weight[market.pair]), some)

    def least_travel(self, goal: Goal, reached: Sequence[int], placed: int) -> Ints:
        """Of the assignments that place exactly so many and reach so much by every goal, the least by `goal`."""
        least = [ANYTHING if one is goal else value for one, value in zip(self.goals, reached, strict=True)]
        market, some = self._demanding(least)
        ones = csr_array(np.ones((1, len(market.pair)), dtype=np.int64))
        market = market.with_rows(ones, np.array([placed]), np.array([placed]))
        weight = goal.weight[market.pair]
        # The number of pairs is fixed: to save most from a constant is to spend least.
        found = self._solved(replace(market, value=weight.max(initial=0) - weight), some)
        if found is None:
            raise NotProved("an assignment found before is not found again")
        return found

    def _demanding(self, least: Sequence[int]) -> tuple[Market, Ints]:
        market, needed = self._market, 0
        keep = np.ones(len(market.pair), dtype=np.bool_)
        for goal, demand in zip(self.goals, least, strict=True):
            if goal.worst and demand > 0:
                keep &= goal.weight[market.pair] >= demand
                needed = max(needed, self.problem.n_candidates if goal.of_all else 1)
        columns = np.flatnonzero(keep)
        market = market.only(columns)
        for goal, demand in zip(self.goals, least, strict=True):
            weight = goal.weight[market.pair]
            if goal.less and demand > -int(weight.sum()):
                row = csr_array(weight.reshape(1, -1))
                market = market.with_rows(row, np.array([-demand]), np.array([NO_LEAST]))
            elif not goal.less and not goal.worst and demand > 0:
                market = market.with_least(weight, demand)
        if needed:
            market = market.with_least(np.ones(len(market.pair), dtype=np.int64), needed)
        return market, np.flatnonzero(np.isin(columns, self._first))

    def _solved(self, market: Market, some: Ints) -> Ints | None:
        self.solves += 1
        if not len(market.pair):
            possible = (market.most >= 0).all() and (market.least <= 0).all()
            return np.zeros(0, dtype=np.int64) if possible else None
        try:
            found = best(market, "score", some)
        except (Failed, ArithmeticError) as failure:
            raise NotProved(f"HiGHS: {failure}") from failure
        if found is None:
            return None
        lead = found.stages[0]
        if lead.bound != lead.value or not market.satisfied(found.chosen):
            raise NotProved(f"{lead.value} was found where {lead.bound} is not excluded")
        return np.sort(market.pair[found.chosen])
