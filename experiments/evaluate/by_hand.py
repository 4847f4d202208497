"""What somebody with a list and a pencil does: the best seat still free, one candidate or one pair at a time."""

from __future__ import annotations

import numpy as np

from experiments.evaluate.baselines_market import Market
from experiments.lists import Ints


def in_turn(market: Market) -> Ints:
    """Each candidate in order of arrival takes the best free seat; shape (n,), -1 where none was left.

    Of seats that are equally good the first in the list is taken, as a person would.
    """
    problem, start = market.problem, market.start
    left = problem.seats.copy()
    at = np.full(problem.n_candidates, -1, dtype=np.int64)
    for i in market.queue.tolist():
        row = slice(int(start[i]), int(start[i + 1]))
        opening, value = problem.opening[row], problem.value_micro[row]
        open_ = (left[opening] > 0) & (value >= problem.floor_micro)
        if open_.any():
            j = int(opening[np.argmax(np.where(open_, value, -1))])
            at[i] = j
            left[j] -= 1
    return at


def best_pair_first(market: Market) -> Ints:
    """The best pair of all is placed first, then the best of what is left; shape (n,), -1 where none was left."""
    problem, kept = market.problem, market.feasible
    left = problem.seats.tolist()
    at = np.full(problem.n_candidates, -1, dtype=np.int64)
    # The pairs are sorted by candidate and opening, and the sort is stable: equal ones keep that order.
    for pair in kept[np.argsort(-problem.value_micro[kept], kind="stable")].tolist():
        i, j = int(problem.candidate[pair]), int(problem.opening[pair])
        if at[i] < 0 and left[j]:
            at[i] = j
            left[j] -= 1
    return at
