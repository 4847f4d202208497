"""Solvers of the dense assignment problem: a row a candidate, a column a seat, float64 throughout.

They take an array of costs and place every row or fill every column; a pair that is forbidden costs 0 like staying out,
an allowed one less than 0, and what was placed at 0 is not placed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from experiments.benchmark.solvers.adapters.base import library, worth
from experiments.benchmark.solvers.instance import Instance, Int64

Call = Callable[[Any], Any]


class Matrix:
    """A solver that returns two aligned arrays, rows and columns.

    Parameters
    ----------
    call : from the library to the function that takes a cost matrix
    module : what to load
    square : it takes square matrices only
    """

    def __init__(self, module: str, call: Callable[[Any], Call], *, square: bool = False) -> None:
        self.call, self.square = call(library(module)), square

    def prep(self, instance: Instance, objective: str) -> Any:
        """The cost matrix, the opening of each column, the number of candidates."""
        if instance.square is not None:
            # All pairs are allowed and worth something, so that the most placements come by themselves.
            return np.negative(instance.square, dtype=np.float64), np.arange(instance.m), instance.n
        seat_of = np.repeat(np.arange(instance.m), instance.seats)
        cost = np.zeros((instance.n, instance.m))
        cost[instance.candidates(), instance.opening] = -(instance.weight + np.float64(worth(instance, objective)))
        cost = np.ascontiguousarray(cost[:, seat_of])
        if self.square and cost.shape[0] != cost.shape[1]:
            side = max(cost.shape)
            cost = np.pad(cost, ((0, side - cost.shape[0]), (0, side - cost.shape[1])))
        return cost, seat_of, instance.n

    def solve(self, prepared: Any) -> Int64:
        """Solve, and read what was placed at less than 0."""
        cost, seat_of, n = prepared
        rows, columns = self.pairs(self.call(cost))
        taken = cost[rows, columns] < 0
        opening_of = np.full(n, -1, dtype=np.int64)
        opening_of[rows[taken]] = seat_of[columns[taken]]
        return opening_of

    def pairs(self, answer: Any) -> tuple[Int64, Int64]:
        """Rows and columns, from what the function returns."""
        rows, columns = answer[-2:]
        return np.asarray(rows, dtype=np.int64), np.asarray(columns, dtype=np.int64)


class RowMatrix(Matrix):
    """A solver whose first answer is the column of each row, -1 where none."""

    def pairs(self, answer: Any) -> tuple[Int64, Int64]:
        """Rows and columns, from the column of each row."""
        column = np.asarray(answer[0], dtype=np.int64)
        rows = np.flatnonzero(column >= 0)
        return rows, column[rows]


def src_d(lib: Any) -> Call:
    """The solver of src-d/lapjv, never with the float32 that it takes by itself."""
    return lambda cost: lib.lapjv(cost, force_doubles=True)


def extended(name: str) -> Callable[[Any], Call]:
    """A function of the lap family, which must be allowed to take what is not square."""
    return lambda lib: (
        lambda cost: getattr(lib, name)(cost, extend_cost=cost.shape[0] != cost.shape[1], return_cost=False)
    )


def doubles(lib: Any) -> Call:
    """Function lapjvs of lapx, never with the float32 that it takes by itself."""
    return lambda cost: lib.lapjvs(
        cost, extend_cost=cost.shape[0] != cost.shape[1], return_cost=False, jvx_like=True, prefer_float32=False
    )
