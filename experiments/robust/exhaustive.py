"""Every assignment of a small problem, one by one: what the front is measured against; shares nothing with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.robust.goals import Goal
from matching.entries import Ints
from matching.problem import Problem

# Who is placed nowhere leaves the lowest score as it is.
NOBODY_YET = 2**60


def every_point(problem: Problem, goals: Sequence[Goal]) -> Ints:
    """What each assignment that keeps seats, floor and limits reaches, without repeats; shape (points, goals).

    Candidates are taken one after the other, and every state so far is kept: for seven at most.
    """
    seats_left = problem.seats[None, :].copy()
    sums = np.zeros((1, len(goals)), dtype=np.int64)
    lowest = np.full((1, len(goals)), NOBODY_YET)
    placed = np.zeros(1, dtype=np.int64)
    used = np.zeros((1, len(problem.limits)), dtype=np.int64)
    of_pair = np.zeros((len(problem.candidate), len(problem.limits)), dtype=np.int64)
    for k, row in enumerate(problem.limits):
        of_pair[row.pair, k] = row.weight
    for i in range(problem.n_candidates):
        states = [(seats_left, sums, lowest, placed, used)]
        for pair in np.flatnonzero((problem.candidate == i) & (problem.value_micro >= problem.floor_micro)).tolist():
            j = int(problem.opening[pair])
            free = seats_left[:, j] > 0
            left = seats_left[free].copy()
            left[:, j] -= 1
            adds = np.array([goal.weight[pair] for goal in goals])
            states.append(
                (left, sums[free] + adds, np.minimum(lowest[free], adds), placed[free] + 1, used[free] + of_pair[pair])
            )
        seats_left, sums, lowest, placed, used = (np.concatenate(parts) for parts in zip(*states, strict=True))
    kept = np.ones(len(placed), dtype=np.bool_)
    for k, row in enumerate(problem.limits):
        kept &= used[:, k] <= (NOBODY_YET if row.most is None else row.most)
        kept &= used[:, k] >= (0 if row.least is None else row.least)
    sums, lowest, placed = sums[kept], lowest[kept], placed[kept]
    columns = []
    for k, goal in enumerate(goals):
        if goal.worst:
            needed = problem.n_candidates if goal.of_all else 1
            columns.append(np.where(placed >= max(1, needed), lowest[:, k], 0))
        else:
            columns.append(-sums[:, k] if goal.less else sums[:, k])
    unique: Ints = np.unique(np.stack(columns, axis=1), axis=0)
    return unique
