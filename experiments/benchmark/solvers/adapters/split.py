"""A solver that is given each connected part of the market on its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from experiments.benchmark.solvers.adapters.base import Solver
from experiments.benchmark.solvers.instance import Instance, Int64


class Split:
    """Finds the parts with scipy, as its own preparation, and hands them to another solver one after the other."""

    def __init__(self, make: Callable[[], Solver]) -> None:
        self.inner = make()

    def prep(self, instance: Instance, objective: str) -> Any:
        """Each part with the numbers of its candidates and openings; a market in one piece is handed on as it is."""
        n, m = instance.n, instance.m
        start = np.concatenate((instance.start, np.full(m, instance.pairs)))
        graph = csr_array((np.ones(instance.pairs), instance.opening + np.int32(n), start), shape=(n + m, n + m))
        count, label = connected_components(graph, directed=False)
        people, openings = (_Grouped(side, count) for side in (label[:n], label[n:]))
        # Who stands alone on a side has no pairs.
        pieces = np.flatnonzero((people.size > 0) & (openings.size > 0))
        if len(pieces) == 1 and people.size[pieces[0]] == n and openings.size[pieces[0]] == m:
            return n, [(np.arange(n), np.arange(m), self.inner.prep(instance, objective))]
        place = np.empty(m, dtype=np.int32)
        place[openings.order] = np.arange(m) - np.repeat(openings.first[:-1], openings.size)
        parts = []
        for piece in pieces.tolist():
            rows, columns = people.of(piece), openings.of(piece)
            parts.append((rows, columns, self.inner.prep(instance.part(rows, columns, place), objective)))
        return n, parts

    def solve(self, prepared: Any) -> Int64:
        """Solve part after part."""
        n, parts = prepared
        opening_of = np.full(n, -1, dtype=np.int64)
        for rows, columns, inside in parts:
            at = self.inner.solve(inside)
            opening_of[rows] = np.where(at >= 0, columns[at], -1)
        return opening_of


class _Grouped:
    """One side of the market, sorted by part."""

    def __init__(self, label: Any, count: int) -> None:
        self.order: Int64 = np.argsort(label, kind="stable")
        self.size: Int64 = np.bincount(label, minlength=count)
        self.first: Int64 = np.concatenate(([0], np.cumsum(self.size)))

    def of(self, piece: int) -> Int64:
        """Who is in a part, in order."""
        return self.order[self.first[piece] : self.first[piece + 1]]
