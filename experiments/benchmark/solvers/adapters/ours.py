"""The project's own solvers, through the same two steps as everybody else's.

They are loaded like libraries, since `matching` must be imported after HiGHS is put off (see `postponed`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from experiments.benchmark.solvers.adapters.base import library
from experiments.benchmark.solvers.instance import Instance, Int64


class Sparse:
    """The sparse core alone: the exact assignment, of equally good ones any, as peers give it."""

    prices = False

    def __init__(self) -> None:
        self.core = library("matching.sparse.core")

    def prep(self, instance: Instance, objective: str) -> Any:
        """The arrays as they are."""
        return self.core.Market(instance.start, instance.opening, instance.weight, instance.seats), objective

    def solve(self, prepared: Any) -> Int64:
        """Solve."""
        answer = self.core.assign(*prepared, exact_prices=self.prices, with_highest=self.prices)
        return np.asarray(answer.opening_of, dtype=np.int64)


class Prices(Sparse):
    """The same with the lowest and the highest price of every opening and the gain of every candidate, all exact."""

    prices = True


class Dense:
    """The dense core alone; for markets where every pair is allowed."""

    def __init__(self) -> None:
        self.core = library("matching.dense.core")

    def prep(self, instance: Instance, objective: str) -> Any:
        """The matrix as it is."""
        return instance.square, instance.seats, objective

    def solve(self, prepared: Any) -> Int64:
        """Solve."""
        return np.asarray(self.core.assign_dense(*prepared).opening_of, dtype=np.int64)


class Whole:
    """All that the project hands over: choice among equals, lowest prices of all seats, gains, and the proof."""

    def __init__(self) -> None:
        self.problem, self.answer = library("matching.problem").Problem, library("matching.solver").solve

    def prep(self, instance: Instance, objective: str) -> Any:
        """The checked and sorted `Problem`."""
        n, m = instance.n, instance.m
        row = instance.candidates()
        return self.problem.on_grid(n, m, row, instance.opening, instance.weight, instance.seats), objective

    def solve(self, prepared: Any) -> Int64:
        """Solve."""
        problem, objective = prepared
        return np.asarray(self.answer(problem, objective).opening_of, dtype=np.int64)
