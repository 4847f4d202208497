"""Small markets with limits, and a judge that tries everything and shares nothing with the package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from matching import Problem
from matching.rows import Row

Pair = tuple[int, int]
Worth = tuple[int, int]
WEIGHTS = ([1], [10, 15, 20, 30], [3, 5, 7], [60_000, 80_000, 100_001])


@dataclass(frozen=True)
class PlainRow:
    """A row over pairs by name: pair -> weight."""

    weight: dict[Pair, int]
    most: int | None
    least: int | None = None
    fixed: bool = False
    unit: int = 1


@dataclass(frozen=True)
class Limited:
    """A market as plain numbers."""

    n: int
    pairs: dict[Pair, int]
    seats: list[int]
    rows: list[PlainRow]

    def problem(self, order: np.random.Generator | None = None, **options: Any) -> Problem:
        pairs, rows = list(self.pairs), list(enumerate(self.rows))
        if order is not None:
            order.shuffle(pairs)
            order.shuffle(rows)
        at = {tuple(pair): k for k, pair in enumerate(pairs)}
        limits = [
            Row(
                limit="R",
                key=f"{name:03d}",
                pair=np.array([at[p] for p in row.weight], dtype=np.int64),
                weight=np.array(list(row.weight.values()), dtype=np.int64),
                most=row.most,
                least=row.least,
                fixed=row.fixed,
                unit=row.unit,
            )
            for name, row in rows
        ]
        columns = np.array([(*p, self.pairs[tuple(p)]) for p in pairs], dtype=np.int64).reshape(-1, 3).T
        return Problem.on_grid(self.n, len(self.seats), *columns, self.seats, limits=limits, **options)

    def with_one_more_seat(self, j: int) -> Limited:
        return replace(self, seats=[s + (k == j) for k, s in enumerate(self.seats)])

    def without(self, i: int) -> Limited:
        rows = [replace(row, weight={p: w for p, w in row.weight.items() if p[0] != i}) for row in self.rows]
        return replace(self, pairs={p: v for p, v in self.pairs.items() if p[0] != i}, rows=rows)

    def with_row(self, r: int, most: int | None, least: int | None) -> Limited:
        rows = [replace(row, most=most, least=least) if k == r else row for k, row in enumerate(self.rows)]
        return replace(self, rows=rows)

    def eased(self, r: int) -> Limited:
        row = self.rows[r]
        most = None if row.most is None else row.most + row.unit
        return self.with_row(r, most, None if row.least is None else row.least - row.unit)

    def choices(self) -> Iterator[list[Pair]]:
        """Every set of pairs with one opening a candidate, within the seats."""
        options: list[list[Pair]] = [[] for _ in range(self.n)]
        for pair in self.pairs:
            options[pair[0]].append(pair)
        room, chosen = list(self.seats), []

        def place(i: int) -> Iterator[list[Pair]]:
            if i == self.n:
                yield chosen
                return
            yield from place(i + 1)
            for pair in options[i]:
                if room[pair[1]]:
                    room[pair[1]] -= 1
                    chosen.append(pair)
                    yield from place(i + 1)
                    chosen.pop()
                    room[pair[1]] += 1

        return place(0)

    def excess(self, chosen: list[Pair]) -> list[tuple[int, int]]:
        """By how much each row's `most` is exceeded, and how much its `least` lacks."""
        result = []
        for row in self.rows:
            total = sum(row.weight.get(p, 0) for p in chosen)
            over = 0 if row.most is None else max(0, total - row.most)
            under = 0 if row.least is None else max(0, row.least - total)
            result.append((over, under))
        return result

    def best(self, objective: str) -> Worth | None:
        """The worth of the best choice; None where none keeps the rows."""
        lead = objective == "placements_then_score"
        top = None
        for chosen in self.choices():
            if any(over or under for over, under in self.excess(chosen)):
                continue
            worth = (len(chosen), sum(self.pairs[p] for p in chosen))
            key = worth if lead else worth[::-1]
            top = key if top is None else max(top, key)
        return top if top is None or lead else top[::-1]

    def smallest_relaxation(self) -> tuple[int, int, int]:
        """Fewest rows of law to break, then fewest sides in all, then the least total amount."""
        best = None
        for chosen in self.choices():
            sides = [(self.rows[r].fixed, by) for r, both in enumerate(self.excess(chosen)) for by in both if by]
            key = (sum(fixed for fixed, _ in sides), len(sides), sum(by for _, by in sides))
            best = key if best is None else min(best, key)
        assert best is not None
        return best


def draw(rng: np.random.Generator, n: int = 5, m: int = 4, contradictions: bool = False) -> Limited:
    """A small market whose rows often bind: caps, weights, budgets, groups; ties and zeros are frequent."""
    n, m = int(rng.integers(1, n + 1)), int(rng.integers(1, m + 1))
    top = int(rng.choice([1, 3, 1000, 10**6, 10**12]))
    density = rng.choice([0.4, 0.7, 1.0])
    cells = [(i, j) for i in range(n) for j in range(m) if rng.random() < density]
    pairs = {p: int(rng.integers(0, top + 1)) for p in cells}
    rows = []
    for _ in range(int(rng.integers(1, 5))):
        share = rng.choice([0.3, 0.6, 1.0])
        chosen = [p for p in cells if rng.random() < share]
        weights = WEIGHTS[int(rng.choice(4, p=[0.4, 0.2, 0.2, 0.2]))]
        by_candidate = rng.choice(weights, n)
        weight = {p: int(by_candidate[p[0]] if rng.random() < 0.8 else rng.choice(weights)) for p in chosen}
        total = sum(weight.values())
        high = int(rng.integers(0, max(2, total // 2 + 1)))
        kind = rng.random()
        low = int(rng.integers(0, max(2, total // (1 if contradictions else 4)))) if kind > 0.7 else None
        most = None if kind > 0.85 else high
        if contradictions and rng.random() < 0.1:
            most = -int(rng.integers(1, 3))
        fixed = bool(rng.random() < 0.4)
        rows.append(PlainRow(weight, most, low, fixed, unit=int(rng.choice([1, 1, 10]))))
    return Limited(n, pairs, rng.integers(0, 3, m).tolist(), rows)
