"""Slow and simple solvers that share nothing with the package: the judges of its answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from matching import Problem

Worth = tuple[int, int]  # placements, score in steps of 1e-6


@dataclass(frozen=True)
class Case:
    """A problem as plain Python numbers; `pairs` maps (candidate, opening) to steps of 1e-6."""

    n_candidates: int
    pairs: Mapping[tuple[int, int], int]
    seats: Sequence[int]

    def problem(self, **options: Any) -> Problem:
        columns = np.array([(i, j, v) for (i, j), v in self.pairs.items()], dtype=np.int64).reshape(-1, 3).T
        return Problem.on_grid(self.n_candidates, len(self.seats), *columns, self.seats, **options)

    def with_one_more_seat(self, opening: int) -> Case:
        return replace(self, seats=[s + (j == opening) for j, s in enumerate(self.seats)])

    def without(self, candidate: int) -> Case:
        return replace(self, pairs={pair: v for pair, v in self.pairs.items() if pair[0] != candidate})


@pytest.fixture(scope="session")
def make_case() -> type[Case]:
    return Case


@pytest.fixture(scope="session")
def random_case() -> Callable[..., Case]:
    """Draws small cases in which ties, zero values, zero seats and empty rows are frequent."""

    def draw(rng: np.random.Generator, largest: int = 5) -> Case:
        n, m = int(rng.integers(0, largest + 1)), int(rng.integers(0, largest))
        top = int(rng.choice([0, 1, 3, 1000, 10**12]))
        density = rng.choice([0.2, 0.5, 1.0])
        cells = [(i, j) for i in range(n) for j in range(m) if rng.random() < density]
        return Case(n, {pair: int(rng.integers(0, top + 1)) for pair in cells}, rng.integers(0, 3, m).tolist())

    return draw


@pytest.fixture(scope="session")
def best_of_all() -> Callable[[Case, str], Worth]:
    """The worth of the best assignment, by trying all of them."""

    def best(case: Case, objective: str) -> Worth:
        lead = objective == "placements_then_score"
        options: list[list[tuple[int, int]]] = [[] for _ in range(case.n_candidates)]
        for (i, j), value in case.pairs.items():
            options[i].append((j, value))
        room = list(case.seats)
        top = (0, 0)

        def place(candidate: int, placements: int, score: int) -> None:
            nonlocal top
            if candidate == case.n_candidates:
                top = max(top, (placements, score) if lead else (score, placements))
                return
            place(candidate + 1, placements, score)
            for j, value in options[candidate]:
                if room[j]:
                    room[j] -= 1
                    place(candidate + 1, placements + 1, score + value)
                    room[j] += 1

        place(0, 0, 0)
        return top if lead else top[::-1]

    return best


@pytest.fixture(scope="session")
def best_by_paths() -> Callable[[Case, str], Worth]:
    """The same for larger cases: one best augmenting path after another, in Python's unbounded integers."""

    def best(case: Case, objective: str) -> Worth:
        lead = objective == "placements_then_score"
        many, much = case.n_candidates + 1, sum(case.pairs.values()) + 1
        key = {pair: much + v if lead else v * many + 1 for pair, v in case.pairs.items()}
        at: dict[int, int] = {}
        taken = [0] * len(case.seats)
        while True:
            reach: dict[int, tuple[int, int]] = {}  # opening -> (gain of the best path that ends there, its candidate)
            changed = True
            while changed:
                changed = False
                for (i, j), worth in key.items():
                    k = at.get(i)
                    if k == j or (k is not None and k not in reach):
                        continue
                    gain = worth if k is None else reach[k][0] + worth - key[i, k]
                    if j not in reach or gain > reach[j][0]:
                        reach[j] = (gain, i)
                        changed = True
            ends = [(gain, j) for j, (gain, _) in reach.items() if taken[j] < case.seats[j] and gain > 0]
            if not ends:
                return len(at), sum(case.pairs[pair] for pair in at.items())
            step: int | None = max(ends)[1]
            taken[max(ends)[1]] += 1
            while step is not None:
                mover = reach[step][1]
                before = at.get(mover)
                at[mover] = step
                step = before

    return best
