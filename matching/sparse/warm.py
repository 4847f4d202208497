"""Have the compiled code ready before somebody waits for it."""

from __future__ import annotations

from functools import cache

import numpy as np

from matching.problem import Problem
from matching.solver import OBJECTIVES, solve

# Values on a few levels, and values of which no two are equal: both ways through the core.
LEVELS, LARGE = 3, 40


@cache
def warm() -> None:
    """Compile the sparse core, or load it from where it is kept; once in a process. Takes seconds the first time."""
    draw = np.random.default_rng(0)
    for values in (draw.integers(1, LEVELS, LARGE**2) / LEVELS, draw.random(LARGE**2), draw.random(LARGE**2) * 10**6):
        candidate, opening = np.divmod(np.arange(LARGE**2), LARGE)
        problem = Problem(
            LARGE,
            LARGE,
            candidate,
            opening,
            values,
            draw.integers(0, 3, LARGE),
            previous=np.zeros(LARGE, dtype=np.int64),
        )
        for objective in OBJECTIVES:
            solve(problem, objective, core="sparse")
