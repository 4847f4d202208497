"""The same assignment problem with other limits."""

from __future__ import annotations

from collections.abc import Sequence

from matching.problem import Problem
from matching.rows import Row


def with_limits(problem: Problem, limits: Sequence[Row]) -> Problem:
    """A problem with these limits in place of its own; `Row.pair` counts in the problem's sorted arrays."""
    return Problem.on_grid(
        problem.n_candidates,
        problem.n_openings,
        problem.candidate,
        problem.opening,
        problem.value_micro,
        problem.seats,
        problem.floor,
        limits,
        problem.previous,
        problem.seed,
        candidate_ids=problem.candidate_ids,
        opening_ids=problem.opening_ids,
    )
