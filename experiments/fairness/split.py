"""A group and the rest in one assignment problem: so many placements in all, and so many of them of the group."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from experiments.fairness.remade import with_limits
from experiments.lists import Ints, Mask
from matching.problem import Assignment, Certificate, Problem
from matching.rows import Row
from matching.solver import solve

FAIR = "FAIR"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fair:
    """A best assignment under a quota.

    Parameters
    ----------
    opening_of : int64 (n_candidates,), -1 none
    placements, score_micro : of it
    certificate : of the solver, about the problem in which the quota is rows
    easing : what one person more or fewer in the quota would add: placements, and score in steps of 1e-6
    easing_exact : whether that is exact, or the most it could be
    """

    opening_of: Ints
    placements: int
    score_micro: int
    certificate: Certificate
    easing: tuple[int, int]
    easing_exact: bool

    @property
    def exact(self) -> bool:
        """Whether nothing better is possible."""
        return self.certificate.gap == 0


def fair_of(found: Assignment, first: int) -> Fair:
    """What the solver found, where the limits from `first` on are the quota."""
    worth = [(int(one), int(other)) for one, other in found.row_value_micro[first:].tolist()]
    return Fair(
        opening_of=found.opening_of,
        placements=found.placements,
        score_micro=found.score_micro,
        certificate=found.certificate,
        easing=max(worth, default=(0, 0)),
        easing_exact=bool(found.row_value_exact[first:].all()),
    )


def counted(key: str, pair: Ints, most: int | None = None, least: int | None = None) -> Row:
    """So many of these pairs, at most and at least."""
    return Row(limit=FAIR, key=key, pair=pair, weight=np.ones(len(pair), dtype=np.int64), most=most, least=least)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """A problem and a group of its candidates, bool (n_candidates,)."""

    problem: Problem
    group: Mask
    inside: int
    outside: int

    @classmethod
    def of(cls, problem: Problem, group: Mask) -> Split:
        """Count both."""
        return cls(problem=problem, group=group, inside=int(group.sum()), outside=int((~group).sum()))

    def most(self) -> int:
        """Most placements, whatever the gap."""
        return solve(self.problem, "placements_then_score").placements

    def gap(self, of_group: int, placements: int) -> Fraction:
        """Distance between the two rates with so many placements, so many of them of the group."""
        if not self.inside or not self.outside:
            return Fraction(0)
        return abs(Fraction(of_group, self.inside) - Fraction(placements - of_group, self.outside))

    def gaps(self, placements: int) -> list[Fraction]:
        """Every gap that numbers of people can make, from the smallest up."""
        return sorted({self.gap(count, placements) for count in self._counts(placements)})

    def solved(self, gap: Fraction, placements: int, objective: str) -> Fair | None:
        """The best with exactly so many placements within a gap; None where no numbers of people make such a gap.

        Raises
        ------
        Contradiction
            Some do, but no assignment has them.
        """
        counts = [count for count in self._counts(placements) if self.gap(count, placements) <= gap]
        if not counts:
            return None
        problem = self.problem
        # Going up, the group's rate grows and the other falls: the counts within a gap have no hole.
        own = np.flatnonzero(self.group[problem.candidate])
        rows = [counted("1 group", own, counts[-1], counts[0])]
        rows.append(counted("0 placements", np.arange(len(problem.candidate)), placements, placements))
        found = solve(with_limits(problem, (*problem.limits, *rows)), objective)
        return fair_of(found, len(problem.limits))

    def hopeful(self, placements: int, best: Fair) -> bool:
        """Whether any assignment of at most so many placements, whatever its gap, has a larger score."""
        problem = self.problem
        row = counted("0 placements", np.arange(len(problem.candidate)), placements)
        return solve(with_limits(problem, (*problem.limits, row)), "score").score_micro > best.score_micro

    def _counts(self, placements: int) -> range:
        return range(max(0, placements - self.outside), min(self.inside, placements) + 1)
