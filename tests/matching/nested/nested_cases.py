"""Small markets with caps inside caps."""

from __future__ import annotations

import numpy as np

from tests.matching.limited_cases import Limited, PlainRow

Rng = np.random.Generator
LARGEST_VALUES = [0, 1, 3, 1000, 10**6, 10**9]


def nested_sets(rng: Rng, m: int) -> list[set[int]]:
    """Sets of openings, disjoint or one inside the other; some twice, some of a single opening."""
    order = rng.permutation(m).tolist()
    found: list[set[int]] = []

    def split(first: int, last: int, depth: int) -> None:
        found.extend({*order[first:last]} for _ in range(int(rng.choice([0, 1, 1, 2]))))
        if last - first > 1 and depth < 4:
            middle = int(rng.integers(first + 1, last))
            split(first, middle, depth + 1)
            split(middle, last, depth + 1)

    split(0, m, 0)
    return found or [set(order)]


def draw_nested(rng: Rng, n: int = 5, m: int = 5) -> Limited:
    """Caps that often bind; ties, zeros, closed openings and a million seats are frequent."""
    n, m = int(rng.integers(1, n + 1)), int(rng.integers(1, m + 1))
    top, density = int(rng.choice(LARGEST_VALUES)), rng.choice([0.4, 0.7, 1.0])
    cells = [(i, j) for i in range(n) for j in range(m) if rng.random() < density]
    rows = []
    for openings in nested_sets(rng, m):
        by = int(rng.choice([1, 1, 10]))
        most = int(rng.integers(0, max(2, min(n, 2 * len(openings))))) * by + int(rng.integers(0, by))
        unit = int(rng.choice([1, 1, 2, 10]))
        rows.append(PlainRow({p: by for p in cells if p[1] in openings}, most, unit=unit))
    seats = rng.choice([0, 1, 1, 2, 10**6], m).tolist()
    return Limited(n, {p: int(rng.integers(0, top + 1)) for p in cells}, seats, rows)
