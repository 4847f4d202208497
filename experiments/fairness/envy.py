"""Envy: who would rather have a seat that somebody else is proposed for; when a stated priority makes it justified.

A candidate envies the holder of a seat that is worth more for the candidate's own score, and where the candidate is
allowed. That is no wrong by itself: seats are few. It is justified under a priority rule when the holder has a lower
claim to that opening (Abdulkadiroglu and Sonmez 2003).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.fairness.groups import Grouping
from experiments.lists import Ints, Mask
from matching.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Envy:
    """One round, shape (n_candidates,) each.

    Parameters
    ----------
    envied : int64, how many holders of a seat each candidate envies
    justified : int64, how many of them have a lower claim there; all 0 where no priority is stated
    empty : int64, openings with an empty seat that the candidate would rather have
    """

    envied: Ints
    justified: Ints
    empty: Ints

    @property
    def some(self) -> Mask:
        """Who envies somebody."""
        return self.envied > 0

    def by_group(self, grouping: Grouping) -> Ints:
        """People, those who envy somebody, and those whose envy is justified; shape (groups, 3). Not yet suppressed."""
        columns = (np.ones_like(self.some), self.some, self.justified > 0)
        return np.stack([(grouping.member & column).sum(axis=1) for column in columns], axis=1).astype(np.int64)


def envy(problem: Problem, opening_of: Ints, claim: Ints | None = None) -> Envy:
    """Count envy in an assignment.

    Parameters
    ----------
    problem : values in steps of 1e-6; pairs below the floor are not allowed
    opening_of : int64 (n_candidates,), -1 none, which is worth 0
    claim : int64 aligned with the pairs of the problem, larger is stronger; None where no priority is stated. A
        programme's priority has to come from its call: never from the score, and never from a trait.
    """
    allowed = problem.value_micro >= problem.floor_micro
    i, j, value = problem.candidate[allowed], problem.opening[allowed], problem.value_micro[allowed]
    here = opening_of[i] == j
    own = np.zeros(problem.n_candidates, dtype=np.int64)
    own[i[here]] = value[here]
    wanted = value > own[i]
    taken = np.bincount(opening_of[opening_of >= 0], minlength=problem.n_openings)
    count = np.zeros((3, problem.n_candidates), dtype=np.int64)
    np.add.at(count[0], i[wanted], taken[j[wanted]])
    np.add.at(count[2], i[wanted], (taken < problem.seats)[j[wanted]].astype(np.int64))
    if claim is not None:
        strength = claim[allowed]
        held: dict[int, Ints] = {
            int(opening): np.sort(strength[here & (j == opening)]) for opening in np.unique(j[here]).tolist()
        }
        for pair in np.flatnonzero(wanted).tolist():
            holders = held.get(int(j[pair]))
            if holders is not None:
                count[1, i[pair]] += int(np.searchsorted(holders, strength[pair]))
    return Envy(envied=count[0], justified=count[1], empty=count[2])


def in_order(problem: Problem, priority: Ints) -> Ints:
    """Everybody in turn takes the best seat still free (serial dictatorship): under that order nobody envies justly.

    Parameters
    ----------
    priority : int64 (n_candidates,), larger comes first; equal ones in the order of the rows. It must be all different
        for the claim to be strict.
    """
    free = problem.seats.copy()
    start = np.searchsorted(problem.candidate, np.arange(problem.n_candidates + 1))
    at = np.full(problem.n_candidates, -1, dtype=np.int64)
    for i in np.argsort(-priority, kind="stable").tolist():
        rows = slice(int(start[i]), int(start[i + 1]))
        value, opening = problem.value_micro[rows], problem.opening[rows]
        open_ = np.flatnonzero((value >= problem.floor_micro) & (free[opening] > 0))
        if len(open_):
            best = int(opening[open_[np.argmax(value[open_])]])
            at[i] = best
            free[best] -= 1
    return at
