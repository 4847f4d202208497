"""A linear programme whose many rows are brought in only when they are broken; one model, many goals in turn.

Weights are few and pairs are many: of the rows of all pairs hardly any ever binds. Adding the worst broken row of each
owner until none is broken gives the same optimum as all rows at once, and every goal after the first starts from the
last answer.
"""

from __future__ import annotations

from collections.abc import Callable

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from data.errors import AbbinaError
from data.language import say

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
INFINITE = float(highspy.kHighsInf)
TIGHT = 1e-9


class Cuts:
    """Minimise goals over columns within bounds, one equality, rows that always hold, and a pool of rows.

    Parameters
    ----------
    low, high : float64 (C,), bounds of the columns
    equal : float64 (C,), coefficients of the equality, whose right-hand side is 1
    table : csr (R, C), the pool: `table @ x >= least`
    least : float64 (R,)
    owner : int64 (R,), of the broken rows of one owner the worst is brought in first
    always : int64, rows of the pool that are in from the beginning
    """

    def __init__(
        self, low: Floats, high: Floats, equal: Floats, table: csr_array, least: Floats, owner: Ints, always: Ints
    ) -> None:
        self.columns = len(low)
        self._table, self._least, self._owner = table, least, owner
        self._in = np.zeros(len(least), dtype=np.bool_)
        self._cost = np.zeros(len(low))
        # HiGHS has no types for its own maker.
        make: Callable[[], highspy.Highs] = highspy.Highs
        self._highs = make()
        # One thread and a fixed seed: the same programme gives the same corner.
        for option, setting in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("presolve", "off"),
            ("primal_feasibility_tolerance", TIGHT),
            ("dual_feasibility_tolerance", TIGHT),
        ):
            self._highs.setOptionValue(option, setting)
        self._highs.passModel(_empty(low, high))
        self._add(csr_array(equal[None, :]), np.ones(1), np.ones(1))
        self._bring_in(always)

    def fix(self, column: int, value: float) -> None:
        """Hold a column at a value from now on."""
        self._highs.changeColBounds(column, value, value)

    def add(self, row: Floats, least: float) -> None:
        """One more row that always holds: `row @ x >= least`."""
        self._add(csr_array(row[None, :]), np.array([least]), np.array([INFINITE]))

    def minimise(self, cost: Floats) -> Floats:
        """Where `cost @ x` is least, shape (C,).

        Raises
        ------
        Empty
            No `x` keeps all rows.
        AbbinaError
            `bad_study`: HiGHS gave neither an answer nor a proof that there is none.
        """
        for column in np.flatnonzero(cost != self._cost).tolist():
            self._highs.changeColCost(column, float(cost[column]))
        self._cost = cost.copy()
        while True:
            x = self._answer()
            broken = self._least - self._table @ x
            broken[self._in] = 0.0
            rows = np.flatnonzero(broken > TIGHT)
            if not len(rows):
                return x
            rows = rows[np.lexsort((-broken[rows], self._owner[rows]))]
            worst = np.concatenate([[True], np.diff(self._owner[rows]) != 0])
            self._bring_in(np.sort(rows[worst]))

    def _answer(self) -> Floats:
        for attempt in range(2):
            self._highs.run()
            status = self._highs.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                return np.array(self._highs.getSolution().col_value)
            if status == highspy.HighsModelStatus.kInfeasible:
                raise Empty
            if attempt == 0:
                # A start from the last answer can fail where one from nothing does not.
                self._highs.clearSolver()
        told = self._highs.modelStatusToString(status)
        raise AbbinaError("bad_study", why=say("il risolutore si è fermato: {status}", status=told))

    def _bring_in(self, rows: Ints) -> None:
        if len(rows):
            self._in[rows] = True
            self._add(self._table[rows], self._least[rows], np.full(len(rows), INFINITE))

    def _add(self, table: csr_array, low: Floats, high: Floats) -> None:
        starts, columns = table.indptr[:-1].astype(np.int32), table.indices.astype(np.int32)
        self._highs.addRows(len(low), low, high, table.nnz, starts, columns, table.data.astype(np.float64))


class Empty(Exception):
    """Nothing keeps all rows of the programme."""


def _empty(low: Floats, high: Floats) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(low), 0
    model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(len(low)), low, high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.zeros(len(low) + 1, dtype=np.int32)
    return model
