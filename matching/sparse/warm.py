"""Have the compiled code ready before somebody waits for it."""

from __future__ import annotations

from functools import cache

import numpy as np

from matching.choice import FEWEST
from matching.problem import Problem
from matching.rows import Row
from matching.solver import OBJECTIVES, solve

OPENINGS = 300  # so many that short lists pay in the dense core
LEVELS = 3  # values on a few levels go another way than values of which no two are equal


@cache
def warm() -> None:
    """Compile all cores, or load them from where they are kept; once in a process. Takes a minute the first time."""
    draw = np.random.default_rng(0)
    candidate, opening = np.divmod(np.arange(FEWEST * OPENINGS), OPENINGS)
    few = draw.integers(1, LEVELS, len(candidate)) / LEVELS
    many = draw.random(len(candidate))
    seats = draw.integers(0, 3, OPENINGS)
    previous = np.zeros(FEWEST, dtype=np.int64)
    for value in (few, many, many * 10**6):  # the last are too large for 32 bits
        problem = Problem(FEWEST, OPENINGS, candidate, opening, value, seats, previous=previous)
        for core in ("sparse", "dense"):
            for objective in OBJECTIVES:
                solve(problem, objective, core=core)
    # A cap over two openings, for the flow on a tree.
    both = np.flatnonzero(opening < 2)
    cap = Row(limit="CAP", key="warm", pair=both, weight=np.ones_like(both), most=1)
    solve(Problem(FEWEST, OPENINGS, candidate, opening, many, seats, limits=[cap]))
