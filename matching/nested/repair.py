"""From the best assignment without caps to the best within them: cap after cap, the innermost first.

Where a node holds too many, they leave one by one along the cheapest walk to `outside`: somebody goes elsewhere, takes
a place of somebody else, or stays out. Every walk is shortest, so after each the assignment is the best one for the
caps seen so far and the prices prove it (successive shortest paths). The number of walks is the number of people too
many: usually few. Nodes above the one at work have no cap yet, and so no price.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from matching.entries import Ints
from matching.nested import flow as plain_flow
from matching.nested.flow import Flow, flow_of
from matching.nested.tree import LARGEST, Tree
from matching.residual import Choices

COMPILED_FROM = 1_000  # candidates; fewer are soon done without waiting for a compiler


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """The flow of the best assignment; its prices are the smallest that prove it."""

    tree: Tree
    cap: Ints
    choices: Choices
    flow: Flow
    walk: Callable[[Flow, int, int, int], int]

    @property
    def at(self) -> Ints:
        """Opening of each candidate, -1 where none."""
        hold = self.flow.hold
        return np.where(hold < 0, -1, self.choices.opening[hold]) if len(self.choices.opening) else hold.copy()

    @property
    def total(self) -> int:
        """Worth of the assignment."""
        hold = self.flow.hold
        return int(self.flow.weight[hold[hold >= 0]].sum())

    @property
    def own_price(self) -> Ints:
        """Price of each node alone, 0 or more; shape (n_nodes,)."""
        price = self.flow.price
        own: Ints = np.maximum(price - price[self.tree.parent], 0)
        return own

    @property
    def gain(self) -> Ints:
        """What is lost with each candidate, shape (n_candidates,)."""
        hold, gain = self.flow.hold, np.zeros(len(self.flow.hold), dtype=np.int64)
        placed = np.flatnonzero(hold >= 0)
        gain[placed] = self.flow.weight[hold[placed]] - self.flow.price[self.choices.opening[hold[placed]]]
        return gain

    def entry(self) -> Ints:
        """What it costs to enter each node: its own price and those of all nodes above; shape (n_nodes,)."""
        own, entry, at = self.own_price, self.own_price, self.tree.parent
        while (at != self.tree.outside).any():
            entry = entry + own[at]
            at = self.tree.parent[at]
        return entry

    def tight(self) -> Choices:
        """Only the pairs that some best assignment can use."""
        own = np.zeros_like(self.choices.seats)
        return self.choices.tight(self.flow.weight, self.entry()[: len(own)], self.gain)


def repaired(
    tree: Tree, cap: Ints, choices: Choices, weight: Ints, start: tuple[Ints, Ints, Ints] | None = None
) -> Worked:
    """The best assignment within the caps.

    Parameters
    ----------
    tree : Tree
    cap : array of int64, shape (n_nodes,)
        0 or more, and no opening's above its seats.
    choices : Choices
        Pairs that may be used, sorted by candidate; everybody may stay out and every seat may stay empty.
    weight : array of int64, aligned with `choices.pair`
    start : (at, price, seats), or None
        The best assignment within these seats alone, shape (n_candidates,), and prices of seats that prove it. None:
        everybody begins at the pair of most worth, as if there were seats for all.
    """
    at, price, seats = _unlimited(choices, weight) if start is None else start
    # Compiled code is loaded where it pays, so that nothing small waits for numba.
    walks: Any = plain_flow if len(at) < COMPILED_FROM else import_module("matching.nested.fast_flow")
    go, move = walks.walk, walks.shift
    groups = len(tree.parent) - len(price)
    room = np.concatenate((seats, np.full(groups, LARGEST)))
    prices = np.concatenate((price, np.zeros(groups, dtype=np.int64)))
    flow = flow_of(tree.parent, choices.candidate, choices.opening, weight, at, prices, room)
    for v in np.flatnonzero(cap[:-1] < room[:-1]).tolist():
        flow.room[v] = cap[v]
        while flow.flow[v] > cap[v]:
            go(flow, v, tree.outside, LARGEST)
            move(flow, v)
    go(flow, tree.outside, -1, LARGEST)
    far = flow.dist < LARGEST
    # A node that nobody can reach has no pairs: it costs nothing.
    flow.price[:] -= np.where(far, flow.dist, flow.dist[far].max(initial=0))
    return Worked(tree, cap, choices, flow, go)


def _unlimited(choices: Choices, weight: Ints) -> tuple[Ints, Ints, Ints]:
    order = np.lexsort((weight, choices.candidate))
    at = np.full(len(choices.may_stay), -1)
    at[choices.candidate[order]] = choices.opening[order]  # of several entries for one candidate the last one stays
    return at, np.zeros_like(choices.seats), np.full_like(choices.seats, LARGEST)
