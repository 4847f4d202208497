"""Solvers of minimum-cost flow: an opening is one node, whatever its seats.

Every solver gets the graph that it was fastest with: LEMON may leave supply behind, so that neither empty seats nor
people without a place need arcs to a sink, and it walks the arcs by opening; POT wants supply and demand to be equal,
so that a spare candidate fills the empty seats.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import csr_array

from experiments.benchmark.solvers.adapters.base import LEXICOGRAPHIC, NotSolved, from_flow, library, worth
from experiments.benchmark.solvers.instance import Instance, Int64

# POT stops after so many pivots unless told otherwise, and says so only in a warning.
PIVOTS = 2_000_000_000


class Ortools:
    """OR-Tools SimpleMinCostFlow: cost scaling in whole numbers."""

    def __init__(self) -> None:
        self.flow = library("ortools.graph.python.min_cost_flow").SimpleMinCostFlow

    def prep(self, instance: Instance, objective: str) -> Any:
        """For most placements the largest flow is asked for; else everybody may stay out, at no cost."""
        n, m, pairs = instance.n, instance.m, instance.pairs
        most = objective == LEXICOGRAPHIC
        arcs = pairs if most else pairs + n + m
        tail, head = np.empty(arcs, dtype=np.int32), np.full(arcs, n + m, dtype=np.int32)
        capacity, cost = np.ones(arcs, dtype=np.int64), np.zeros(arcs, dtype=np.int64)
        row = instance.candidates()
        tail[:pairs] = row
        np.add(instance.opening, n, out=head[:pairs], casting="unsafe")
        np.negative(instance.weight, out=cost[:pairs])
        supply = np.zeros(n + m + 1, dtype=np.int64)
        supply[:n] = 1
        if most:
            supply[n : n + m] = -instance.seats.astype(np.int64)
        else:
            tail[pairs:] = np.arange(n + m, dtype=np.int32)
            capacity[pairs + n :] = instance.seats
            supply[n + m] = -n
        graph = self.flow()
        graph.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
        graph.set_nodes_supplies(np.arange(n + m + 1, dtype=np.int32), supply)
        return graph, most, row, instance

    def solve(self, prepared: Any) -> Int64:
        """Solve, and read the arcs with flow."""
        graph, most, row, instance = prepared
        status = graph.solve_max_flow_with_min_cost() if most else graph.solve()
        if status != self.flow.OPTIMAL:
            raise NotSolved(str(status))
        taken = np.flatnonzero(graph.flows(np.arange(instance.pairs, dtype=np.int32)))
        return from_flow(instance.n, row[taken], instance.opening[taken])


class Lemon:
    """LEMON's network simplex by pylmcf."""

    def __init__(self) -> None:
        self.graph = library("pylmcf").Graph

    def prep(self, instance: Instance, objective: str) -> Any:
        """Arcs run from openings to candidates; node m places whoever stays out."""
        n, m, pairs = instance.n, instance.m, instance.pairs
        extra = worth(instance, objective)
        # Costs may not be negative: staying out costs as much as the best pair is worth.
        dearest = int(instance.weight.max(initial=0)) + extra
        by_opening = csr_array((instance.weight, instance.opening, instance.start), shape=(n, m)).tocsc()
        tail = np.repeat(np.arange(m + 1, dtype=np.int32), np.append(np.diff(by_opening.indptr), n))
        head = np.empty(pairs + n, dtype=np.int32)
        np.add(by_opening.indices, m + 1, out=head[:pairs], casting="unsafe")
        head[pairs:] = np.arange(m + 1, m + 1 + n, dtype=np.int32)
        cost = np.full(pairs + n, dearest, dtype=np.int64)
        cost[:pairs] -= by_opening.data
        cost[:pairs] -= extra
        supply = np.full(m + 1 + n, -1, dtype=np.int64)
        supply[:m] = instance.seats
        supply[m] = n
        graph = self.graph(m + 1 + n, tail, head)
        graph.set_node_supply(supply)
        graph.set_supply_type("leq")
        graph.set_edge_capacities(np.ones(pairs + n, dtype=np.int64))
        graph.set_edge_costs(cost)
        return graph, tail, head, n, m, pairs

    def solve(self, prepared: Any) -> Int64:
        """Solve, and read the arcs with flow."""
        graph, tail, head, n, m, pairs = prepared
        graph.solve()
        taken = np.flatnonzero(graph.result()[:pairs])
        return from_flow(n, head[taken] - (m + 1), tail[taken])


class PotSparse:
    """POT's network simplex in float64 on the pairs alone, called below the copies that `ot.emd` makes."""

    def __init__(self) -> None:
        self.emd = library("ot.lp.emd_wrap").emd_c_sparse

    def prep(self, instance: Instance, objective: str) -> Any:
        """Candidate n fills the empty seats, opening m holds who stays out."""
        n, m, pairs = instance.n, instance.m, instance.pairs
        arcs = pairs + n + m + 1
        source, target = np.full(arcs, n, dtype=np.uint64), np.full(arcs, m, dtype=np.uint64)
        source[:pairs] = instance.candidates()
        target[:pairs] = instance.opening
        source[pairs : pairs + n] = np.arange(n)
        target[pairs + n :] = np.arange(m + 1)
        cost = np.zeros(arcs)
        np.negative(instance.weight, out=cost[:pairs])
        cost[:pairs] -= worth(instance, objective)
        supply, demand = np.ones(n + 1), np.empty(m + 1)
        supply[n] = instance.all_seats
        demand[:m], demand[m] = instance.seats, n
        return supply, demand, source, target, cost

    def solve(self, prepared: Any) -> Int64:
        """Solve, and read the flows."""
        n, m = len(prepared[0]) - 1, len(prepared[1]) - 1
        source, target, flow, _, _, _, status = self.emd(*prepared, PIVOTS)
        if status != 1:
            raise NotSolved(f"status {status}")
        taken = (source < n) & (target < m) & (flow > 0.5)
        return from_flow(n, source[taken].astype(np.int64), target[taken].astype(np.int64))


class PotDense:
    """The same on the whole matrix; for markets where every pair is allowed."""

    def __init__(self) -> None:
        self.emd = library("ot.lp.emd_wrap").emd_c

    def prep(self, instance: Instance, objective: str) -> Any:
        """Everybody finds a place, since every pair is allowed and worth something: nobody needs to stay out."""
        if instance.square is None:
            raise NotSolved("not every pair is allowed")
        # Costs below zero make POT find equal ones infeasible.
        cost = np.subtract(float(instance.square.max(initial=0)), instance.square, dtype=np.float64)
        return np.ones(instance.n), np.ones(instance.m), cost

    def solve(self, prepared: Any) -> Int64:
        """Solve, and read the row maxima of the plan."""
        plan, _, _, _, status = self.emd(*prepared, PIVOTS, 1, None, None)
        if status != 1:
            raise NotSolved(f"status {status}")
        return np.asarray(plan.argmax(axis=1), dtype=np.int64)
