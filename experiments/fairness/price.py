"""What a quota costs: placements and score lost at each level, exact at each, and what the last person of it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.errors import Contradiction
from experiments.fairness.exact import Share, gap_of, with_largest_gap, with_least_rates
from experiments.fairness.leximin import Leximin, leximin, open_market, values_of
from experiments.fairness.split import Fair
from experiments.lists import Ints, Mask
from matching.problem import Assignment, Problem
from matching.solver import solve


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Level:
    """One level of a quota.

    Parameters
    ----------
    asked : the least rate, or the largest gap
    reached : of the best assignment: the smallest rate of a group, or the gap; None where none keeps the quota
    placements, score_micro : of it
    lost_placements, lost_score_micro : against the best without the quota
    last_person : placements and score that one person less in the quota would give back (its marginal value)
    exact : the level is proved best; `last_exact` : its marginal value is exact, else the most it could be
    """

    asked: float
    reached: float | None
    placements: int = 0
    score_micro: int = 0
    lost_placements: int = 0
    lost_score_micro: int = 0
    last_person: tuple[int, int] = (0, 0)
    exact: bool = True
    last_exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeximinPrice:
    """The assignment best for the worst-off beside the one with the best score, both without limits of the programme.

    Parameters
    ----------
    fair : the leximin assignment
    best_profile : int64 (n_candidates,), scores of the best assignment from the lowest up
    best_placements, best_score_micro : of it
    """

    fair: Leximin
    best_profile: Ints
    best_placements: int
    best_score_micro: int

    @property
    def lost_share(self) -> float:
        """Share of the score that leximin gives up, 0 to 1."""
        return 1 - self.fair.score_micro / self.best_score_micro if self.best_score_micro else 0.0

    @property
    def lowest(self) -> tuple[int, int]:
        """The lowest score of somebody with a proposal: in the leximin assignment, and in the best."""
        return _lowest(self.fair.profile), _lowest(self.best_profile)


def price_of_rates(
    problem: Problem, member: Mask, levels: Sequence[Share], objective: str = "placements_then_score"
) -> tuple[Level, ...]:
    """The price of a least rate of proposals, the same for each group.

    Parameters
    ----------
    member : bool (groups, n_candidates)
    levels : least rates, 0 to 1
    """
    free = solve(problem, objective)
    made = []
    for level in levels:
        try:
            fair = with_least_rates(problem, member, [level] * len(member), objective)
        except Contradiction:
            made.append(Level(asked=float(level), reached=None))
            continue
        placed = fair.opening_of >= 0
        rates = [float((group & placed).sum() / group.sum()) for group in member if group.any()]
        made.append(_level(float(level), min(rates, default=1.0), fair, free))
    return tuple(made)


def price_of_parity(
    problem: Problem, group: Mask, levels: Sequence[Share], objective: str = "placements_then_score"
) -> tuple[Level, ...]:
    """The price of a largest gap between the rates of proposals of a group and of the rest.

    Parameters
    ----------
    group : bool (n_candidates,)
    levels : largest gaps, 0 to 1
    """
    free = solve(problem, objective)
    made = []
    for level in levels:
        try:
            fair = with_largest_gap(problem, group, level, objective)
        except Contradiction:
            made.append(Level(asked=float(level), reached=None))
            continue
        made.append(_level(float(level), float(abs(gap_of(fair.opening_of, group))), fair, free))
    return tuple(made)


def price_of_leximin(problem: Problem) -> LeximinPrice:
    """The price of doing the best for the worst-off; the limits of the programme are left aside for both."""
    market = open_market(problem)
    best = solve(market, "score")
    return LeximinPrice(
        fair=leximin(market),
        best_profile=np.sort(values_of(market, best.opening_of)),
        best_placements=best.placements,
        best_score_micro=best.score_micro,
    )


def _level(asked: float, reached: float, fair: Fair, free: Assignment) -> Level:
    return Level(
        asked=asked,
        reached=reached,
        placements=fair.placements,
        score_micro=fair.score_micro,
        lost_placements=free.placements - fair.placements,
        lost_score_micro=free.score_micro - fair.score_micro,
        last_person=fair.easing,
        exact=fair.exact,
        last_exact=fair.easing_exact,
    )


def _lowest(profile: Ints) -> int:
    placed = profile[profile > 0]
    return int(placed[0]) if len(placed) else 0
