"""Have the compiled code ready before somebody waits for it."""

from __future__ import annotations

from functools import cache

import numpy as np

from matching.problem import Problem
from matching.rows import Row
from matching.solver import OBJECTIVES, solve

# So many that short lists pay in the dense core (`LARGE` there), no more: every start of the service goes through it.
PEOPLE, OPENINGS = 400, 300
LEVELS = 3  # values on a few levels go another way than values of which no two are equal


@cache
def warm() -> None:
    """Compile all cores, or load them from where they are kept; once in a process. Takes a minute the first time."""
    draw = np.random.default_rng(0)
    candidate, opening = np.divmod(np.arange(PEOPLE * OPENINGS), OPENINGS)
    few = draw.integers(1, LEVELS + 1, len(candidate)) / LEVELS
    many = draw.random(len(candidate))
    scarce, plenty = draw.integers(0, 3, OPENINGS), draw.integers(1, 4, OPENINGS)
    previous = np.zeros(PEOPLE, dtype=np.int64)
    for value in (few, many, many * 10**6):  # the last are too large for 32 bits
        for seats in (scarce, plenty):
            problem = Problem(PEOPLE, OPENINGS, candidate, opening, value, seats, previous=previous)
            for core in ("sparse", "dense"):
                for objective in OBJECTIVES:
                    solve(problem, objective, core=core)
    # A cap over two openings, for the flow on a tree.
    both = np.flatnonzero(opening < 2)
    cap = Row(limit="CAP", key="warm", pair=both, weight=np.ones_like(both), most=1)
    solve(Problem(PEOPLE, OPENINGS, candidate, opening, many, scarce, limits=[cap]))
