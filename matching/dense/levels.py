"""The first step of a solution where most pairs are allowed: as a matrix, with the exact prices of any other core."""

from __future__ import annotations

import numpy as np

from matching.cores import Level
from matching.dense.core import assign_dense
from matching.problem import Problem
from matching.sparse.core import Market, lowest_of
from matching.sparse.levels import by_candidate, level_of

FORBIDDEN = -1


def first_level(problem: Problem, objective: str) -> Level:
    """As `matching.sparse.levels.first_level`, by way of a matrix."""
    start, kept = by_candidate(problem)
    pair = slice(None) if kept is None else kept
    candidate, opening, weight = problem.candidate[pair], problem.opening[pair], problem.value_micro[pair]
    small = int(weight.max(initial=0)) < 2**31
    matrix = np.full((problem.n_candidates, problem.n_openings), FORBIDDEN, np.int32 if small else np.int64)
    matrix[candidate, opening] = weight
    found = assign_dense(matrix, problem.seats, objective)
    market = Market(start, opening, weight, problem.seats)
    price, gain = lowest_of(market, found.opening_of, found.price, found.gain, found.bonus)
    return level_of(problem, kept, market, found.opening_of, price, gain, found.bonus)
