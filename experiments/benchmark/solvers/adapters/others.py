"""Solvers with an input of their own: scipy's sparse matching, kwok's lists of tuples, a linear programme of HiGHS."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_array

from experiments.benchmark.solvers.adapters.base import NotSolved, from_flow, library, worth
from experiments.benchmark.solvers.instance import Instance, Int64

# kwok keeps weights in 32 bits: with larger ones it says so on the screen only, and returns nobody placed.
LARGEST = 2**31 - 1


def _seats_apart(instance: Instance) -> tuple[Int64, Int64, Int64, Int64]:
    """Every pair once a seat: start of each candidate, seat, pair; and the opening of each seat."""
    first = np.concatenate(([0], np.cumsum(instance.seats, dtype=np.int64)))
    copies = instance.seats[instance.opening].astype(np.int64)
    end = np.concatenate(([0], np.cumsum(copies)))
    pair = np.repeat(np.arange(instance.pairs), copies)
    seat = np.arange(end[-1]) - np.repeat(end[:-1] - first[:-1][instance.opening], copies)
    return end[instance.start], seat, pair, np.repeat(np.arange(instance.m), instance.seats)


class ScipySparse:
    """scipy's `min_weight_full_bipartite_matching`, with a column for each candidate who stays out."""

    def __init__(self) -> None:
        self.match = library("scipy.sparse.csgraph").min_weight_full_bipartite_matching

    def prep(self, instance: Instance, objective: str) -> Any:
        """All is worth one step more than it is: zero would mean that there is no pair."""
        n = instance.n
        start, seat, pair, opening = _seats_apart(instance)
        value = instance.weight[pair] + np.float64(worth(instance, objective) + 1)
        ends = start[1:]
        seat = np.insert(seat, ends, len(opening) + np.arange(n))
        value = np.insert(value, ends, 1.0)
        table = csr_array((value, seat, start + np.arange(n + 1)), shape=(n, len(opening) + n))
        return table, np.concatenate((opening, np.full(n, -1)))

    def solve(self, prepared: Any) -> Int64:
        """Solve; a seat of nobody's means staying out."""
        table, opening = prepared
        rows, seat = self.match(table, maximize=True)
        return from_flow(table.shape[0], rows, opening[seat])


class Kwok:
    """kwok, which takes a list of tuples for each candidate and wants no fewer seats than candidates."""

    def __init__(self) -> None:
        self.match = library("kwok").kwok

    def prep(self, instance: Instance, objective: str) -> Any:
        """The lists; a last seat that leads nowhere is added where there are fewer seats than candidates."""
        n, extra = instance.n, worth(instance, objective)
        if int(instance.weight.max(initial=0)) + extra > LARGEST:
            raise NotSolved("weights of more than 32 bits")
        start, seat, pair, opening = _seats_apart(instance)
        both = list(zip(seat.tolist(), (instance.weight[pair] + np.int64(extra)).tolist(), strict=True))
        ends = start.tolist()
        lists = [both[ends[i] : ends[i + 1]] for i in range(n)]
        if n and len(opening) < n:
            lists[0].append((n - 1, 0))
        return lists, np.concatenate((opening, np.full(max(0, n - len(opening)) + 1, -1)))

    def solve(self, prepared: Any) -> Int64:
        """Solve; the last entry of `opening` stands for no seat."""
        lists, opening = prepared
        answer = self.match(lists, False)
        if answer is None:
            raise NotSolved("None")
        seat = np.full(len(lists), -1, dtype=np.int64)
        seat[: len(answer.left_pairs)] = answer.left_pairs[: len(lists)]
        return np.asarray(opening[seat], dtype=np.int64)


class Highs:
    """HiGHS on the linear programme, whose corners are whole; for small markets."""

    def __init__(self) -> None:
        self.highs = library("highspy")

    def prep(self, instance: Instance, objective: str) -> Any:
        """One column a pair, one row a candidate and one an opening."""
        n, m, pairs = instance.n, instance.m, instance.pairs
        row = instance.candidates()
        programme = self.highs.HighsLp()
        programme.num_col_, programme.num_row_ = pairs, n + m
        programme.sense_ = self.highs.ObjSense.kMaximize
        programme.col_cost_ = instance.weight + np.float64(worth(instance, objective))
        programme.col_lower_, programme.col_upper_ = np.zeros(pairs), np.ones(pairs)
        programme.row_lower_ = np.full(n + m, -self.highs.kHighsInf)
        programme.row_upper_ = np.concatenate((np.ones(n), instance.seats.astype(np.float64)))
        programme.a_matrix_.format_ = self.highs.MatrixFormat.kColwise
        programme.a_matrix_.start_ = np.arange(0, 2 * pairs + 1, 2)
        programme.a_matrix_.index_ = np.column_stack((row, instance.opening + n)).reshape(-1)
        programme.a_matrix_.value_ = np.ones(2 * pairs)
        model = self.highs.Highs()
        model.setOptionValue("output_flag", False)
        model.passModel(programme)
        return model, row, instance

    def solve(self, prepared: Any) -> Int64:
        """Solve, and read the columns at one."""
        model, row, instance = prepared
        model.run()
        if model.getModelStatus() != self.highs.HighsModelStatus.kOptimal:
            raise NotSolved(str(model.getModelStatus()))
        taken = np.flatnonzero(np.asarray(model.getSolution().col_value) > 0.5)
        return from_flow(instance.n, row[taken], instance.opening[taken])
