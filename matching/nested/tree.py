"""Whether the limits of a problem are caps inside caps, and the tree they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.entries import Ints
from matching.problem import Problem
from matching.rows import Row

LARGEST = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """Openings, then groups of openings from the smallest to the largest, then `outside`, the root.

    Attributes
    ----------
    parent : array of int64, shape (n_nodes,)
        The smallest group that holds a node; `outside` where none does, and for `outside` itself.
    seats : array of int64, shape (n_openings,)
    row_node : array of int64, shape (n_limits,)
        Node of each limit; -1 where no pair that may be proposed counts in it.
    row_most : array of int64, shape (n_limits,)
        Each limit in candidates: `most` divided by its weight.
    row_step : array of int64, shape (n_limits,)
        By how many candidates one more `Row.unit` raises it.
    """

    parent: Ints
    seats: Ints
    row_node: Ints
    row_most: Ints
    row_step: Ints

    @property
    def outside(self) -> int:
        """The root."""
        return len(self.parent) - 1

    @property
    def cap(self) -> Ints:
        """How many may be proposed below each node, shape (n_nodes,)."""
        return self._cap(self.seats, self.row_node >= 0)

    def cap_without_seats(self) -> Ints:
        """The same by the limits alone."""
        return self._cap(np.zeros(0, dtype=np.int64), self.row_node >= 0)

    def cap_without_row(self, row: int) -> Ints:
        """The same without one limit."""
        return self._cap(self.seats, (self.row_node >= 0) & (np.arange(len(self.row_node)) != row))

    @property
    def depth(self) -> int:
        """Most nodes on the way from an opening to the root, which is not counted."""
        depth, at = 0, np.arange(len(self.parent))
        while (at != self.outside).any():
            depth, at = depth + 1, self.parent[at]
        return depth

    def _cap(self, seats: Ints, used: NDArray[np.bool_]) -> Ints:
        cap = np.full(len(self.parent), LARGEST, dtype=np.int64)
        cap[: len(seats)] = seats
        np.minimum.at(cap, self.row_node[used], self.row_most[used])
        return cap


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """A limit that counts all pairs of some openings, `by` for each."""

    openings: Ints
    by: int


def nested(problem: Problem) -> Tree | None:
    """The tree of the limits; None where they are not caps inside caps (`matching.nested` says when they are).

    Only pairs at or above the floor are looked at: others are never proposed.

    Parameters
    ----------
    problem : Problem
    """
    allowed = problem.value_micro >= problem.floor_micro
    pairs_of = np.bincount(problem.opening[allowed], minlength=problem.n_openings)
    sets = []
    for row in problem.limits:
        one = _counted(problem, row, allowed, pairs_of)
        if one is None:
            return None
        sets.append(one)
    return _tree(problem, sets)


def _counted(problem: Problem, row: Row, allowed: NDArray[np.bool_], pairs_of: Ints) -> _Counted | None:
    here = allowed[row.pair]
    weight, opening = row.weight[here], problem.opening[row.pair[here]]
    if row.most is None or row.most < 0 or (row.least or 0) > 0:
        return None
    if not len(weight):
        return _Counted(np.zeros(0, dtype=np.int64), 1)
    openings = np.unique(opening).astype(np.int64)
    if weight.min() < weight.max() or pairs_of[openings].sum() > len(opening):
        return None
    return _Counted(openings, int(weight[0]))


def _tree(problem: Problem, sets: list[_Counted]) -> Tree | None:
    m = problem.n_openings
    inner = np.full(m, -1)  # the smallest group so far that holds each opening
    row_group = np.full(len(sets), -1)
    size: list[int] = []
    above: list[int] = []
    # From the largest: a set inside another, and no other, finds the same group over all its openings.
    for k in sorted(range(len(sets)), key=lambda k: -len(sets[k].openings)):
        openings = sets[k].openings
        if len(openings) < 2:
            continue
        group = int(inner[openings[0]])
        if (inner[openings] != group).any():
            return None
        if group < 0 or size[group] > len(openings):
            above.append(group)
            size.append(len(openings))
            group = len(size) - 1
            inner[openings] = group
        row_group[k] = group
    outside = m + len(size)
    # Groups are numbered from the smallest in the end; -1 becomes `outside`.
    parent = np.concatenate((outside - 1 - inner, outside - 1 - np.array(above[::-1], dtype=np.int64), [outside]))
    alone = [int(one.openings[0]) if len(one.openings) else -1 for one in sets]
    row_node = np.where(row_group >= 0, outside - 1 - row_group, np.array(alone, dtype=np.int64))
    most = np.array([(row.most or 0) // one.by for row, one in zip(problem.limits, sets, strict=True)], dtype=np.int64)
    more = [((row.most or 0) + row.unit) // one.by for row, one in zip(problem.limits, sets, strict=True)]
    return Tree(parent, problem.seats, row_node, most, np.array(more, dtype=np.int64) - most)
