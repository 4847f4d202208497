"""What a matching is worth, in whole steps; and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.benchmark.solvers.adapters.base import LEXICOGRAPHIC
from experiments.benchmark.solvers.instance import Instance, Int64

OUT_OF_RANGE, FORBIDDEN, OVERFULL = "out_of_range", "forbidden_pairs", "over_full"


@dataclass(frozen=True, slots=True)
class Checked:
    """Sum of scores in steps of 1e-6, placements, and the fault if there is one (`value` is then 0)."""

    value: int
    placements: int
    fault: str = ""

    def rank(self, objective: str) -> tuple[int, int]:
        """What is compared: the first number first."""
        return (self.placements, self.value) if objective == LEXICOGRAPHIC else (self.value, 0)


def check(instance: Instance, opening_of: Int64) -> Checked:
    """Look at every proposed pair."""
    if len(opening_of) != instance.n or opening_of.min(initial=-1) < -1 or opening_of.max(initial=-1) >= instance.m:
        return Checked(0, 0, OUT_OF_RANGE)
    placed = np.flatnonzero(opening_of >= 0)
    at = opening_of[placed]
    pair = _positions(instance, placed, at)
    if (pair < 0).any():
        return Checked(0, len(placed), FORBIDDEN)
    if (np.bincount(at, minlength=instance.m) > instance.seats).any():
        return Checked(0, len(placed), OVERFULL)
    return Checked(int(instance.weight[pair].sum(dtype=np.int64)), len(placed))


def _positions(instance: Instance, rows: Int64, columns: Int64) -> Int64:
    """Where each pair stands in the market, -1 where it is not allowed: all rows are searched at once, by halves."""
    low, end = instance.start[rows], instance.start[rows + 1]
    high = end.copy()
    while (low < high).any():
        middle = (low + high) // 2
        # A row that is found already looks at its own place again, or past the end of all.
        before = instance.opening[np.minimum(middle, instance.pairs - 1)] < columns
        open_rows = low < high
        low = np.where(open_rows & before, middle + 1, low)
        high = np.where(open_rows & ~before, middle, high)
    found = low < end
    if instance.pairs:
        found &= instance.opening[np.minimum(low, instance.pairs - 1)] == columns
    return np.where(found, low, -1)
