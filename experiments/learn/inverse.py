"""Weights from final assignments: which weights would have made them the best ones (inverse optimisation)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from sklearn.utils.validation import check_is_fitted

from data.errors import AbbinaError
from data.language import say
from experiments.estimators import BaseEstimator
from experiments.learn.cuts import Cuts, Empty
from experiments.learn.inverse_rounds import Floats, Ints, Round, best, check_rounds
from experiments.learn.inverse_set import Corners, Mask, corners, cost_of, exact, least_score, nearest
from matching.solver import OBJECTIVES

# Each pass with a floor can only narrow the set; so many are plenty.
_MOST_PASSES = 6


class InverseWeights(BaseEstimator):
    """The weights, not negative and with sum 1, under which recorded assignments are the best ones.

    Parameters
    ----------
    objective : "placements_then_score" or "score", what the assignments were made for (`matching.solver.solve`)
    floor : score in [0, 1] below which no pair was proposed. The set then is an outer one: of a pair that may lie
        below the floor nothing is asked, so that the true weights are never shut out.
    tolerance : score that a person may lose before an assignment counts as not the best; a step of the grid on which
        proposals are computed
    allowance : where no weights explain the assignments, how much more loss than the least one a weight may leave and
        still be reported; a convention, not a level of confidence

    Attributes
    ----------
    weights_ : float64 (K,), in the middle of the set: the mean of the corners found. In simulation it comes nearer to
        the truth than the point of largest margin, which is any corner once one pair decides the margin.
    widest_ : float64 (K,), the point of largest margin (incenter); NaN where `empty_`
    low_, high_ : float64 (K,), least and largest weight of each criterion over the whole set
    gap_low_, gap_high_ : float64 (K, K), likewise of `weights[k] - weights[l]`
    margin_ : least score by which every other choice of a person falls short at `widest_`; below 0 where `empty_`
    empty_ : no weights make every assignment the best one: there were other reasons, or mistakes
    slack_ : least total score that the assignments then lose against the best ones, in points of score; 0 if not empty
    slack_share_ : the same as a share of the score of the recorded assignments, at the least-loss weights
    n_rounds_ : rounds that were read
    n_features_in_ : K

    Notes
    -----
    Companies' and people's limits beyond seats are not modelled: give only pairs that could really have been made.
    Assignments that lose score because of limits, or of decisions of people, make the set empty.
    """

    def __init__(
        self,
        objective: str = "placements_then_score",
        floor: float = 0.0,
        tolerance: float = 1e-6,
        allowance: float = 0.05,
    ) -> None:
        self.objective = objective
        self.floor = floor
        self.tolerance = tolerance
        self.allowance = allowance

    def fit(self, rounds: Sequence[Round], y: None = None) -> Self:
        """Find the set.

        Raises
        ------
        AbbinaError
            `bad_study`: faults of the rounds, all at once, or an unknown objective.
        """
        if self.objective not in OBJECTIVES:
            names = ", ".join(sorted(OBJECTIVES))
            raise AbbinaError("bad_study", why=say("obiettivo «{given}»: {names}", given=self.objective, names=names))
        self.n_features_in_ = check_rounds(rounds)
        self.n_rounds_ = len(rounds)
        found = self._exact(rounds)
        self.empty_ = found is None
        self.slack_ = self.slack_share_ = 0.0
        if found is None:
            self.widest_ = np.full(self.n_features_in_, np.nan)
            found = self._nearest(rounds)
        self.low_, self.high_ = found.low, found.high
        self.gap_low_, self.gap_high_ = found.gap_low, found.gap_high
        middle = np.clip(found.points.mean(axis=0), 0.0, None)
        self.weights_ = middle / middle.sum()
        return self

    def predict(self, rounds: Sequence[Round]) -> list[Ints]:
        """The best assignment of each round under `weights_`: opening of each candidate, -1 where none."""
        check_is_fitted(self, "weights_")
        return [best(one, self.weights_, self.objective, self.floor) for one in rounds]

    def untold(self) -> list[tuple[int, int]]:
        """Pairs of criteria of which the assignments do not tell which one counts more."""
        check_is_fitted(self, "weights_")
        open_ = (self.gap_low_ < -self.tolerance) & (self.gap_high_ > self.tolerance)
        return [(k, other) for k, other in np.argwhere(open_).tolist() if k < other]

    def nearest_to(self, rounds: Sequence[Round]) -> Floats:
        """The weights (K,) under which the assignments of these rounds lose the least, explained or not."""
        return self._least(rounds)[2][: rounds[0].grades.shape[1]]

    def _exact(self, rounds: Sequence[Round]) -> Corners | None:
        """The set where it is not empty; with a floor, narrowed as long as more pairs surely reach it."""
        criteria = self.n_features_in_
        low, high = np.zeros(criteria), np.ones(criteria)
        sure = self._sure(rounds, low, high)
        for _ in range(_MOST_PASSES):
            cuts, margin = exact(rounds, self.objective, self.floor, self.tolerance, sure)
            columns = cuts.columns
            try:
                x = cuts.minimise(-cost_of(margin, columns))
            except Empty:
                # No weights bring the recorded pairs to the floor.
                self.margin_ = float("nan")
                return None
            self.margin_ = float(x[margin]) - self.tolerance
            if x[margin] < 0.0:
                return None
            self.widest_ = x[:criteria]
            cuts.fix(margin, 0.0)
            found = corners(cuts, criteria, columns)
            before, sure = sure, self._sure(rounds, found.low, found.high)
            if all(np.array_equal(a, b) for a, b in zip(before, sure, strict=True)):
                break
        return found

    def _sure(self, rounds: Sequence[Round], low: Floats, high: Floats) -> list[Mask]:
        return [least_score(one.grades, low, high) >= self.floor for one in rounds]

    def _nearest(self, rounds: Sequence[Round]) -> Corners:
        """The weights that leave nearly the least loss."""
        criteria = self.n_features_in_
        cuts, goal, x = self._least(rounds)
        self.slack_ = max(0.0, float(goal @ x))
        recorded = sum(float((one.grades[one.taken[one.opening_of >= 0]] @ x[:criteria]).sum()) for one in rounds)
        self.slack_share_ = self.slack_ / recorded if recorded > 0.0 else float("nan")
        cuts.add(-goal, -(self.slack_ * (1.0 + self.allowance) + self.tolerance))
        return corners(cuts, criteria, cuts.columns)

    def _least(self, rounds: Sequence[Round]) -> tuple[Cuts, Floats, Floats]:
        """Programme, goal and answer of the least loss; which pairs reach the floor settles in passes, unproved."""
        criteria = rounds[0].grades.shape[1]
        reach = [np.ones(len(one.candidate), dtype=np.bool_) for one in rounds]
        for _ in range(_MOST_PASSES):
            cuts, goal = nearest(rounds, self.objective, reach)
            x = cuts.minimise(goal)
            before, reach = reach, [one.grades @ x[:criteria] >= self.floor for one in rounds]
            if all(np.array_equal(a, b) for a, b in zip(before, reach, strict=True)):
                break
        return cuts, goal, x


def holds(
    rounds: Sequence[Round], weights: Floats, objective: str = "placements_then_score", floor: float = 0.0
) -> bool:
    """Whether prices exist that make every assignment the best one under the given weights (K,), by the programme."""
    reach = [one.grades @ weights >= floor for one in rounds]
    cuts, margin = exact(rounds, objective, floor, 1e-6, reach)
    cuts.fix(margin, 0.0)
    for k, weight in enumerate(weights.tolist()):
        cuts.fix(k, weight)
    try:
        cuts.minimise(np.zeros(cuts.columns))
    except Empty:
        return False
    return True
