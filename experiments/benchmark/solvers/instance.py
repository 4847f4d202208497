"""A market that solvers are given: who may go where, what each pair is worth, how many seats there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
MICRO = 1_000_000


@dataclass(frozen=True, eq=False)
class Instance:
    """One market; frozen, so that every solver reads the same pages.

    Parameters
    ----------
    name : unique among all instances, also the name of its stream of random numbers
    family : instances of one law that differ in size only
    start : shape (n+1,); the pairs of candidate i are `start[i]:start[i+1]`
    opening : shape (pairs,); sorted within a candidate, each at most once
    weight : shape (pairs,); scores in steps of 1e-6, 1 or more
    seats : shape (m,); seats of each opening
    square : shape (n, m), or None: the same weights as a matrix where every pair is allowed
    """

    name: str
    family: str
    start: Int64
    opening: Int32
    weight: Int32
    seats: Int32
    square: Int32 | None = None

    @property
    def n(self) -> int:
        """Candidates."""
        return len(self.start) - 1

    @property
    def m(self) -> int:
        """Openings."""
        return len(self.seats)

    @property
    def pairs(self) -> int:
        """Allowed pairs."""
        return len(self.opening)

    @cached_property
    def all_seats(self) -> int:
        """Seats of all openings."""
        return int(self.seats.sum())

    def candidates(self) -> Int32:
        """The candidate of each pair."""
        return np.repeat(np.arange(self.n, dtype=np.int32), np.diff(self.start))

    def bonus(self) -> int:
        """What a placement must be worth to count more than every possible sum of scores."""
        return min(self.n, self.all_seats) * int(self.weight.max(initial=0)) + 1

    def part(self, rows: NDArray[Any], columns: NDArray[Any], renumbered: Int32) -> Instance:
        """The market of some candidates; `columns` are all the openings they may go to, `renumbered` by opening."""
        lengths = (self.start[1:] - self.start[:-1])[rows]
        start = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(lengths, out=start[1:])
        at = np.repeat(self.start[:-1][rows] - start[:-1], lengths) + np.arange(start[-1])
        opening = renumbered[self.opening[at]]
        return Instance(self.name, self.family, start, opening, self.weight[at], self.seats[columns])


def full(name: str, family: str, square: Int32) -> Instance:
    """The market of a matrix: every pair allowed, one seat an opening."""
    n, m = square.shape
    start = np.arange(0, n * m + 1, m, dtype=np.int64)
    opening = np.broadcast_to(np.arange(m, dtype=np.int32), (n, m)).reshape(-1)
    return Instance(name, family, start, opening, square.reshape(-1), np.ones(m, dtype=np.int32), square)
