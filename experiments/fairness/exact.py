"""The best assignment under a quota: a least rate of proposals for groups, or a largest gap between one and the rest.

Both are rows of the assignment problem (`matching.rows`), so that the solver's certificate holds for them. A rate is
placements over all people of the group, those without any allowed opening included. A gap ties the placements of a
group to those of the rest; once their sum is given, it is a least and a most number of the group, which one row says.
So the sums are tried from the largest down (`experiments.fairness.split`).

A quota by sex, citizenship or disability is never applied by Abbina: these are studies of what one would cost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from data.errors import Contradiction
from experiments.fairness.remade import with_limits
from experiments.fairness.split import FAIR, Fair, Split, counted, fair_of
from experiments.lists import Ints, Mask
from matching.problem import Problem
from matching.solver import solve

Share = Fraction | float | int


def with_least_rates(
    problem: Problem, member: Mask, least: Sequence[Share], objective: str = "placements_then_score"
) -> Fair:
    """The best assignment in which of each group at least this share has a proposal.

    Parameters
    ----------
    member : bool (groups, n_candidates); groups may overlap
    least : of each group, 0 to 1; a float means what is written: 0.1 is one tenth

    Raises
    ------
    Contradiction
        No assignment reaches them.
    """
    rows = []
    for k, (group, share) in enumerate(zip(member, least, strict=True)):
        people = math.ceil(_share(share) * int(group.sum()))
        rows.append(counted(f"{k:04d}", np.flatnonzero(group[problem.candidate]), least=people))
    return fair_of(solve(with_limits(problem, (*problem.limits, *rows)), objective), len(problem.limits))


def with_largest_gap(
    problem: Problem, group: Mask, gap: Share, objective: str = "placements_then_score", at_least: int = 0
) -> Fair:
    """The best assignment in which the rates of proposals of a group and of the rest differ by at most `gap`.

    Parameters
    ----------
    group : bool (n_candidates,); where it holds nobody, or everybody, there is no gap
    gap : 0 to 1; a float means what is written
    at_least : fewest placements

    Raises
    ------
    Contradiction
        No assignment does.
    """
    split = Split.of(problem, group)
    limit = _share(gap)
    best: Fair | None = None
    refused: Contradiction | None = None
    for placements in range(split.most(), at_least - 1, -1):
        if best is not None and (objective != "score" or not split.hopeful(placements, best)):
            break
        try:
            found = split.solved(limit, placements, objective)
        except Contradiction as error:
            refused = error
            continue
        if found is not None and (best is None or found.score_micro > best.score_micro):
            best = found
    if best is None:
        raise refused or Contradiction(f"{FAIR}: {at_least}", ())
    return best


def gap_of(opening_of: Ints, group: Mask) -> Fraction:
    """Rate of proposals of a group less that of the rest; 0 where one of them is empty."""
    inside, outside = int(group.sum()), int((~group).sum())
    if not inside or not outside:
        return Fraction(0)
    placed = opening_of >= 0
    return Fraction(int((placed & group).sum()), inside) - Fraction(int((placed & ~group).sum()), outside)


def least_gap(problem: Problem, group: Mask, at_least: int) -> tuple[Fraction, Fair] | None:
    """The smallest gap between a group and the rest that some assignment with `at_least` placements reaches.

    Every gap that numbers of people can make is tried, by halving; None where so many cannot be placed at all.

    Returns
    -------
    gap, fair : the gap without its sign, and the best assignment that has it
    """
    split = Split.of(problem, group)
    best: tuple[Fraction, Fair] | None = None
    for placements in range(split.most(), at_least - 1, -1):
        gaps = [gap for gap in split.gaps(placements) if best is None or gap < best[0]]
        while gaps:
            middle = (len(gaps) - 1) // 2
            try:
                found = split.solved(gaps[middle], placements, "placements_then_score")
            except Contradiction:
                found = None
            if found is None:
                gaps = gaps[middle + 1 :]
                continue
            reached = abs(gap_of(found.opening_of, group))
            best = (reached, found)
            gaps = [gap for gap in gaps if gap < reached]
    return best


def _share(share: Share) -> Fraction:
    if not 0 <= share <= 1:
        raise ValueError(f"{share}: a share from 0 to 1 is expected")
    return share if isinstance(share, Fraction) else Fraction(repr(float(share)))
