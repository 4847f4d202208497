"""An assignment problem with its limits as integer columns and rows: what the exact solver works on.

A column is an allowed pair at or above the floor; a row is one limit, divided by the common divisor of its weights.
Rows are in the order of their names, whatever order they were given in, and a row that no choice of pairs could break
is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array, csr_array, vstack

from matching.entries import Ints
from matching.problem import Problem
from matching.rows import Row

NO_MOST = 2**62
NO_LEAST = -(2**62)


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """What may be chosen, and within which limits.

    Attributes
    ----------
    people : array of int64, shape (n_candidates,)
        1; 0 for a candidate who is not to be placed.
    pair : array of int64, shape (n_columns,)
        Position of each column in the problem's list of pairs; `candidate` and `opening` are its ends.
    value : array of int64, shape (n_columns,)
        Worth of each column in steps of 1e-6.
    seats : array of int64, shape (n_openings,)
    table : sparse array of int64, shape (n_rows, n_columns)
    most, least : array of int64, shape (n_rows,)
        `NO_MOST` and `NO_LEAST` where a row has no such side.
    row : array of int64, shape (n_rows,)
        Position of each row in `Problem.limits`; -1 for a row the solver added.
    divisor : array of int64, shape (n_rows,)
        By which weights and sides of the limit were divided.
    """

    people: Ints
    pair: Ints
    candidate: Ints
    opening: Ints
    value: Ints
    seats: Ints
    table: csr_array
    most: Ints
    least: Ints
    row: Ints
    divisor: Ints

    @property
    def n_candidates(self) -> int:
        """Candidates, those without any column included."""
        return len(self.people)

    @property
    def n_rows(self) -> int:
        """Rows, those added by the solver included."""
        return len(self.most)

    @property
    def most_placements(self) -> int:
        """More candidates than this cannot be placed."""
        people = len(np.unique(self.candidate))
        return min(people, int(np.minimum(self.seats, np.bincount(self.opening, minlength=len(self.seats))).sum()))

    def only(self, columns: Ints) -> Market:
        """The same with these columns alone."""
        table = csr_array(self.table[:, columns])
        of = {name: getattr(self, name)[columns] for name in ("pair", "candidate", "opening", "value")}
        return replace(self, table=table, **of)

    def with_rows(self, table: csr_array, most: Ints, least: Ints) -> Market:
        """The same with more rows of the solver's own."""
        return replace(
            self,
            table=csr_array(vstack((self.table, table), format="csr")),
            most=np.concatenate((self.most, most)),
            least=np.concatenate((self.least, least)),
            row=np.concatenate((self.row, np.full(len(most), -1))),
            divisor=np.concatenate((self.divisor, np.ones(len(most), dtype=np.int64))),
        )

    def with_least(self, weight: Ints, least: int) -> Market:
        """The same where the chosen columns must be worth at least so much by these weights."""
        none, side = np.array([NO_MOST]), np.array([least])
        return self.with_rows(csr_array(weight.reshape(1, -1)), none, side)

    def all_rows(self) -> csc_array:
        """Rows of candidates, of openings and of the limits, over all columns."""
        size = len(self.pair)
        one, column = np.ones(size, dtype=np.int64), np.arange(size)
        people = csr_array((one, (self.candidate, column)), shape=(self.n_candidates, size))
        seats = csr_array((one, (self.opening, column)), shape=(len(self.seats), size))
        return csc_array(vstack((people, seats, self.table), format="csc"))

    def satisfied(self, chosen: Ints) -> bool:
        """Whether these columns keep one opening a candidate, the seats and every row; in whole numbers."""
        people = np.bincount(self.candidate[chosen], minlength=self.n_candidates)
        taken = np.bincount(self.opening[chosen], minlength=len(self.seats))
        sums = self.sums(chosen)
        rows_kept = (sums <= self.most).all() and (sums >= self.least).all()
        return bool((people <= self.people).all() and (taken <= self.seats).all() and rows_kept)

    def sums(self, chosen: Ints) -> Ints:
        """Left side of each row for these columns, shape (n_rows,)."""
        one = np.zeros(len(self.pair), dtype=np.int64)
        one[chosen] = 1
        sums: Ints = self.table @ one
        return sums


def market_of(problem: Problem, limits: Sequence[Row] | None = None, *, spare: int | None = 0) -> Market:
    """The columns and rows of a problem.

    Parameters
    ----------
    problem : Problem
    limits : sequence of Row, or None
        In place of `problem.limits`, in the same order; pairs count in the problem's sorted arrays.
    spare : int or None
        Rows and sides that cannot bind are left out, even if each opening had so many seats more; None keeps all.
    """
    rows = problem.limits if limits is None else limits
    pair = np.flatnonzero(problem.value_micro >= problem.floor_micro)
    column = np.full(len(problem.candidate), -1)
    column[pair] = np.arange(len(pair))
    market = Market(
        people=np.ones(problem.n_candidates, dtype=np.int64),
        pair=pair,
        candidate=problem.candidate[pair],
        opening=problem.opening[pair],
        value=problem.value_micro[pair],
        seats=problem.seats,
        table=csr_array(np.zeros((0, len(pair)), dtype=np.int64)),
        most=np.zeros(0, dtype=np.int64),
        least=np.zeros(0, dtype=np.int64),
        row=np.zeros(0, dtype=np.int64),
        divisor=np.zeros(0, dtype=np.int64),
    )
    kept: list[tuple[Ints, Ints, int, int, int, int]] = []
    for index in sorted(range(len(rows)), key=lambda k: (rows[k].limit, rows[k].key)):
        row = rows[index]
        at = column[row.pair]
        at, weight = at[at >= 0], row.weight[at >= 0]
        divisor = int(np.gcd.reduce(weight)) if len(weight) else 1
        most = NO_MOST if row.most is None else row.most // divisor
        least = NO_LEAST if row.least is None else -(-row.least // divisor)
        weight = weight // divisor
        if spare is not None:
            most = NO_MOST if most >= largest_sum(market, at, weight, spare) else most
            least = NO_LEAST if least <= 0 else least
            if most == NO_MOST and least == NO_LEAST:
                continue
        kept.append((at, weight, most, least, index, divisor))
    if not kept:
        return market
    which = np.repeat(np.arange(len(kept)), [len(one[0]) for one in kept])
    at, weight = (np.concatenate([one[k] for one in kept]) for k in (0, 1))
    table: csr_array = csr_array((weight, (which, at)), shape=(len(kept), len(pair)))
    sides = np.array([one[2:] for one in kept], dtype=np.int64).T
    return replace(market.with_rows(table, sides[0], sides[1]), row=sides[2], divisor=sides[3])


def largest_sum(market: Market, at: Ints, weight: Ints, spare: int) -> int:
    """No choice of pairs makes the row larger: one opening a candidate, and no more than the seats of each opening."""
    if not len(at):
        return 0
    best = np.zeros(market.n_candidates, dtype=np.int64)
    np.maximum.at(best, market.candidate[at], weight)
    order = np.lexsort((-weight, market.opening[at]))
    opening, heavy = market.opening[at][order], weight[order]
    starts = np.flatnonzero(np.diff(opening, prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    return min(int(best.sum()), int(heavy[rank < market.seats[opening] + spare].sum()))
