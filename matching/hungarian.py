"""Best assignment by SciPy's sparse solver (shortest augmenting paths, as in the Hungarian method), block by block.

`improve` splits what can still change into blocks that do not touch one another and turns each into a full matching of
rows with columns. Forbidden pairs are absent: there is no made-up cost. SciPy computes in float64, so beyond 2**53 its
answer is only nearly best: `residual.settle` makes it exact. The dense solver was measured too and never was faster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from matching.entries import Ints
from matching.residual import Arcs, Bools, Choices


def improve(choices: Choices, at: Ints, weight: Ints) -> Ints:
    """Give every part of `at` that can still change the largest total weight.

    Parameters
    ----------
    choices : Choices
    at : array of int64, shape (n_candidates,)
        An assignment inside `choices`, -1 where none.
    weight : array of int64, aligned with `choices.pair`

    Returns
    -------
    array of int64, shape (n_candidates,)
    """
    n_candidates, n_openings = len(at), len(choices.seats)
    group = _exchange_groups(choices, at, weight)
    node = np.where(at < 0, n_openings, at)
    usable = np.flatnonzero(group[node[choices.candidate]] == group[choices.opening])
    may_stay = choices.may_stay & (group[node] == group[n_openings])
    may_spare = choices.may_spare & (group[:-1] == group[n_openings])
    candidate, opening = choices.candidate[usable], choices.opening[usable]

    part = _components(candidate, n_candidates + opening, n_candidates + n_openings)
    alternatives = np.bincount(candidate, minlength=n_candidates) + may_stay
    free = np.zeros(n_candidates + n_openings, dtype=np.bool_)
    free[part[candidate[alternatives[candidate] > 1]]] = True
    keep = np.flatnonzero(free[part[candidate]])
    keep = keep[np.argsort(part[candidate[keep]], kind="stable")]
    ends = np.flatnonzero(np.diff(part[candidate[keep]])) + 1

    best = at.copy()
    for chosen in np.split(keep, ends) if len(keep) else []:
        i, j, w = candidate[chosen], opening[chosen], weight[usable[chosen]]
        block = _Block.of(i, j, w, choices.seats, may_stay, may_spare)
        if block.is_indifferent():
            continue
        rows, columns = block.best()
        best[block.candidates] = -1
        best[block.candidates[rows]] = block.openings[columns]
    return best


def can_change(choices: Choices, at: Ints) -> bool:
    """Whether anything else than `at` can be chosen at all.

    Whatever weighs nothing moves freely: another choice exists where some moves form a ring.
    """
    group = _exchange_groups(choices, at, np.zeros(len(choices.pair), dtype=np.int64))
    node = np.where(at < 0, len(choices.seats), at)
    moves = at[choices.candidate] != choices.opening
    within = group[node[choices.candidate]] == group[choices.opening]
    leaves = choices.may_stay & (at >= 0) & (group[node] == group[-1])
    return bool((moves & within).any() or leaves.any())


def _exchange_groups(choices: Choices, at: Ints, weight: Ints) -> Ints:
    """Group of each opening, and of `outside` last: a pair can change only along a ring of moves, inside a group."""
    arcs = Arcs.of(choices, at, weight)
    return _components(arcs.source, arcs.target, len(choices.seats) + 1, connection="strong")


def _components(source: Ints, target: Ints, size: int, connection: Literal["weak", "strong"] = "weak") -> Ints:
    ones = np.ones(len(source), dtype=np.int8)
    graph = coo_array((ones, (source, target)), shape=(size, size))
    label: NDArray[np.int32] = connected_components(graph, directed=True, connection=connection)[1]
    return label.astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Block:
    """A part on its own, with positions instead of names: pair k is candidates[row[k]] at openings[column[k]]."""

    candidates: Ints
    openings: Ints
    row: Ints
    column: Ints
    weight: Ints
    seats: Ints
    stay: Bools
    spare: Bools

    @classmethod
    def of(cls, i: Ints, j: Ints, weight: Ints, seats: Ints, may_stay: Bools, may_spare: Bools) -> _Block:
        candidates, row = np.unique(i, return_inverse=True)
        openings, column = np.unique(j, return_inverse=True)
        useful = np.minimum(seats[openings], np.bincount(column))
        return cls(candidates, openings, row, column, weight, useful, may_stay[candidates], may_spare[openings])

    def is_indifferent(self) -> bool:
        """Whether each of its assignments weighs the same: equal weights and a fixed number of placements."""
        fixed_count = not (self.stay.any() and self.spare.any())
        return fixed_count and bool(np.all(self.weight == self.weight[0]))

    def best(self) -> tuple[Ints, Ints]:
        """Positions (candidate, opening) of the pairs of a best assignment.

        Rows are to be matched in full. Where all seats may stay empty, the rows are the candidates, and those who may
        stay out get a column of their own for it; where all candidates may stay out, the same with the roles changed.
        Where some must be placed and some seats must be filled, rows are candidates and one filler a seat, columns are
        seats and one stay-out a candidate; when i takes seat s, the filler of s takes the stay-out of i.
        """
        n, n_seats = len(self.candidates), int(self.seats.sum())
        opening_of_seat = np.repeat(np.arange(len(self.openings)), self.seats)
        first_seat = np.cumsum(self.seats) - self.seats
        copies = self.seats[self.column]
        k = np.repeat(np.arange(len(self.column)), copies)
        nth = np.arange(len(k)) - np.repeat(np.cumsum(copies) - copies, copies)
        i, seat, cost = self.row[k], first_seat[self.column[k]] + nth, -self.weight[k].astype(np.float64)
        stay, spare = np.flatnonzero(self.stay), np.flatnonzero(self.spare[opening_of_seat])
        nothing_moves_out = not len(stay) and n == n_seats
        by_candidate = len(spare) == n_seats or nothing_moves_out
        by_seat = len(stay) == n
        if by_candidate and not (by_seat and n_seats < n):
            own = n_seats + np.arange(len(stay))
            rows, columns = _full_matching(n, n_seats + len(stay), (i, seat, cost), (stay, own))
        elif by_seat:
            own = n + np.arange(len(spare))
            columns, rows = _full_matching(n_seats, n + len(spare), (seat, i, cost), (spare, own))
        else:
            mirrored = np.concatenate((stay, n + spare, n + seat)), np.concatenate((n_seats + stay, spare, n_seats + i))
            rows, columns = _full_matching(n + n_seats, n_seats + n, (i, seat, cost), mirrored)
        real = (rows < n) & (columns < n_seats)
        return rows[real], opening_of_seat[columns[real]]


def _full_matching(
    n_rows: int, n_columns: int, pairs: tuple[Ints, Ints, NDArray[np.float64]], free: tuple[Ints, Ints]
) -> tuple[Ints, Ints]:
    """Least-cost matching of all rows; `free` cells cost nothing, all cells not named are forbidden."""
    row, column = np.concatenate((pairs[0], free[0])), np.concatenate((pairs[1], free[1]))
    cost = np.concatenate((pairs[2], np.zeros(len(free[0]))))
    # The sparse solver takes an explicit zero for a missing pair. Every row is matched, so a shift changes nothing.
    graph = coo_array((cost - cost.min() + 1.0, (row, column)), shape=(n_rows, n_columns)).tocsr()
    rows, columns = min_weight_full_bipartite_matching(graph)
    return rows.astype(np.int64), columns.astype(np.int64)
