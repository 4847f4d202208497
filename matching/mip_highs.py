"""The only room that talks to HiGHS: linear programmes that grow, and mixed integer programmes. Floats stay in here.

One thread and a fixed seed, no limit of time: the same model gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array

from matching.entries import Floats, Ints

INFINITE = highspy.kHighsInf
TIGHT = 1e-9


class Failed(Exception):
    """HiGHS gave neither an answer nor a proof that there is none."""


def _highs() -> highspy.Highs:
    make: Callable[[], highspy.Highs] = highspy.Highs
    highs = make()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    return highs


def _model(cost: Floats, upper: Floats, low: Floats, high: Floats, table: csc_array) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(low)
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, np.zeros(len(cost)), upper
    model.row_lower_, model.row_upper_ = low, high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = table.indptr.astype(np.int32)
    model.a_matrix_.index_ = table.indices.astype(np.int32)
    model.a_matrix_.value_ = table.data.astype(np.float64)
    return model


class Growing:
    """A linear programme to minimise, over columns from 0 to `most`, that can grow and change between runs."""

    def __init__(self, cost: Floats, low: Floats, high: Floats, table: csc_array, most: float = INFINITE) -> None:
        self._highs = _highs()
        self._highs.setOptionValue("presolve", "off")
        self._highs.passModel(_model(cost, np.full(len(cost), most), low, high, table))

    def add_columns(self, cost: Floats, table: csc_array) -> None:
        """More columns without an upper side, over the present rows."""
        n = len(cost)
        self._highs.addCols(
            n, cost, np.zeros(n), np.full(n, INFINITE), table.nnz, table.indptr[:-1].astype(np.int32),
            table.indices.astype(np.int32), table.data.astype(np.float64),
        )  # fmt: skip
        # What was best stays possible: the primal simplex goes on from there.
        self._highs.setOptionValue("simplex_strategy", 4)

    def add_rows(self, low: Floats, high: Floats, table: csr_array) -> None:
        """More rows, over the present columns."""
        self._highs.addRows(
            len(low), low, high, table.nnz, table.indptr[:-1].astype(np.int32), table.indices.astype(np.int32),
            table.data.astype(np.float64),
        )  # fmt: skip
        self._highs.setOptionValue("simplex_strategy", 1)

    def set_sides(self, rows: Ints, low: Floats, high: Floats) -> None:
        """Other sides of some rows."""
        for r, least, most in zip(rows.tolist(), low.tolist(), high.tolist(), strict=True):
            self._highs.changeRowBounds(r, least, most)
        # The prices stay possible: the dual simplex goes on from there.
        self._highs.setOptionValue("simplex_strategy", 1)

    def set_cost(self, cost: Floats) -> None:
        """Another objective over the same columns."""
        self._highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self._highs.setOptionValue("simplex_strategy", 4)

    def run(self) -> tuple[Floats, Floats, float]:
        """Columns, prices of rows (what one more unit would save), and the least cost."""
        self._highs.run()
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kModelEmpty:
            return np.zeros(self._highs.getNumCol()), np.zeros(self._highs.getNumRow()), 0.0
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._highs.clearSolver()
            self._highs.setOptionValue("simplex_strategy", 1)
            self._highs.run()
            if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                raise Failed(self._highs.modelStatusToString(self._highs.getModelStatus()))
        solution = self._highs.getSolution()
        price = -np.array(solution.row_dual, dtype=np.float64)
        return np.array(solution.col_value, dtype=np.float64), price, self._highs.getInfo().objective_function_value


@dataclass(frozen=True, slots=True)
class Whole:
    """Answer of a mixed integer programme.

    Attributes
    ----------
    x : array of int64, or None
        The best solution found, rounded; None where there is none.
    bound : float
        No solution costs less, by HiGHS' own account; infinite where there is no solution.
    closed : bool
        The search ended by itself.
    work : int
        Steps of the simplex method it took: the same on every machine, unlike seconds.
    """

    x: Ints | None
    bound: float
    closed: bool
    work: int = 0


def minimise(
    cost: Floats,
    upper: Floats,
    low: Floats,
    high: Floats,
    table: csc_array,
    whole: int,
    start: Ints | None = None,
    step: float = 1.0,
    nodes: int | None = None,
    restart: bool = False,
) -> Whole:
    """Least cost over whole columns from 0 to `upper`.

    Parameters
    ----------
    whole : int
        The first so many columns are integers, the others continuous.
    start : array of int64, shape (n_columns,), or None
        A solution already known.
    step : float
        Two different costs differ by at least this much: the search ends when no better solution can be that much
        better.
    nodes : int or None
        Give up after so many nodes of branch and bound.
    restart : bool
        Let HiGHS begin anew when it has fixed much. Measured on assignments: twice the time.
    """
    highs = _highs()
    for name, setting in (
        ("mip_rel_gap", 0.0),
        ("mip_allow_restart", restart),
        ("mip_abs_gap", 0.5 * step),
        ("mip_feasibility_tolerance", TIGHT),
        ("primal_feasibility_tolerance", TIGHT),
        ("dual_feasibility_tolerance", TIGHT),
    ):
        highs.setOptionValue(name, setting)
    if nodes is not None:
        highs.setOptionValue("mip_max_nodes", nodes)
    model = _model(cost, upper, low, high, table)
    kinds = [highspy.HighsVarType.kInteger] * whole
    model.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (len(cost) - whole)
    highs.passModel(model)
    if start is not None:
        for guess in ("feasibility_jump", "rins", "rens", "root_reduced_cost"):  # measured: what lacks is the bound
            highs.setOptionValue(f"mip_heuristic_run_{guess}", False)
        known = highspy.HighsSolution()
        known.col_value = start.astype(np.float64)
        highs.setSolution(known)
    if not len(cost):
        return Whole(np.zeros(0, dtype=np.int64), 0.0, True) if _holds_zero(low, high) else Whole(None, INFINITE, True)
    highs.run()
    status = highs.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Whole(None, INFINITE, True, max(0, highs.getInfo().simplex_iteration_count))
    closed = status == highspy.HighsModelStatus.kOptimal
    if not closed and status != highspy.HighsModelStatus.kSolutionLimit:
        raise Failed(highs.modelStatusToString(status))
    info = highs.getInfo()
    found = info.primal_solution_status == 2
    x = np.rint(np.array(highs.getSolution().col_value)).astype(np.int64) if found else None
    return Whole(x, float(info.mip_dual_bound), closed, max(0, info.simplex_iteration_count))


def _holds_zero(low: Floats, high: Floats) -> bool:
    return bool((low <= 0).all() and (high >= 0).all())
