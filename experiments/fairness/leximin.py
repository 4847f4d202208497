"""The assignment that is best for the worst-off: the lowest score as high as possible, then the second lowest, ...

Who stays without a proposal counts as 0. Exact, ties included: level by level, the next score that somebody must be
left at is raised as far as it goes (a bottleneck assignment, found by halving), then as few people as possible are left
at it; each step keeps exactly the assignments that are best so far, by the duality of `matching.residual`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.errors import BadProblem
from experiments.fairness.remade import with_limits
from experiments.lists import Ints
from matching.hungarian import improve
from matching.problem import Problem
from matching.residual import Choices, current_weight, settle
from matching.ties import break_ties


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leximin:
    """The fairest assignment in this sense.

    Parameters
    ----------
    opening_of : int64 (n_candidates,), -1 none
    value_micro : int64 (n_candidates,), score of each candidate in steps of 1e-6, 0 without a proposal
    """

    opening_of: Ints
    value_micro: Ints

    @property
    def profile(self) -> Ints:
        """The scores from the lowest up, shape (n_candidates,)."""
        return np.sort(self.value_micro)

    @property
    def placements(self) -> int:
        """Candidates with an opening."""
        return int((self.opening_of >= 0).sum())

    @property
    def score_micro(self) -> int:
        """Sum of the scores."""
        return int(self.value_micro.sum())


def leximin(problem: Problem) -> Leximin:
    """The leximin assignment; of equally good ones that with most placements, then as `problem.seed` and ids say.

    Raises
    ------
    BadProblem
        The problem has limits: then the steps are no flows. Ask of `open_market(problem)`, and say so.
    """
    if problem.limits:
        raise BadProblem("leximin is exact without limits: ask of open_market(problem)")
    steps = _Steps(problem)
    value = problem.value_micro
    steps.most((value > 0).astype(np.int64))
    level = 0
    while len(higher := steps.levels(level)):
        bottom = _bottleneck(steps, value, level, higher)
        # What is to be avoided counts -1.
        steps.most(-_between(value, level, bottom))
        steps.most(-(value == bottom).astype(np.int64))
        level = bottom
    # A pair worth nothing is still a proposal.
    steps.most(np.ones_like(value))
    at = break_ties(problem, steps.choices, steps.at)
    return Leximin(opening_of=at, value_micro=values_of(problem, at))


def values_of(problem: Problem, opening_of: Ints) -> Ints:
    """Score of each candidate in an assignment, 0 without a proposal, shape (n_candidates,)."""
    choices = Choices.of(problem)
    return current_weight(choices, opening_of, problem.value_micro[choices.pair])


def open_market(problem: Problem) -> Problem:
    """The same problem without its limits."""
    return with_limits(problem, ())


class _Steps:
    """Objectives in order, each over the assignments that are best by those before."""

    def __init__(self, problem: Problem) -> None:
        self.choices = Choices.of(problem)
        self.at: Ints = np.full(problem.n_candidates, -1, dtype=np.int64)
        self._value = problem.value_micro

    def levels(self, level: int) -> Ints:
        """Scores above a level that somebody could still have, from the lowest up."""
        values = np.unique(self._value[self.choices.pair])
        higher: Ints = values[values > level]
        return higher

    def best(self, worth: Ints) -> int:
        """The largest sum of `worth`, shape (n_pairs of the problem,); nothing is chosen yet."""
        weight = worth[self.choices.pair]
        at = settle(self.choices, improve(self.choices, self.at, weight), weight)[0]
        return int(current_weight(self.choices, at, weight).sum())

    def most(self, worth: Ints) -> None:
        """Choose it: from here on only assignments that reach the largest sum."""
        weight = worth[self.choices.pair]
        self.at, price, gain = settle(self.choices, improve(self.choices, self.at, weight), weight)
        self.choices = self.choices.tight(weight, price, gain)


def _bottleneck(steps: _Steps, value: Ints, level: int, higher: Ints) -> int:
    """The highest score such that nobody has to be left between `level` and it."""
    low, high = 0, len(higher) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if steps.best(-_between(value, level, int(higher[middle]))) == 0:
            low = middle
        else:
            high = middle - 1
    return int(higher[low])


def _between(value: Ints, low: int, high: int) -> Ints:
    """1 where a score lies strictly between the two."""
    return ((value > low) & (value < high)).astype(np.int64)
