"""Small random markets of many shapes, each drawn again from its shape and seed alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.entries import MICRO, Ints
from matching.problem import Problem

MOST_CANDIDATES, MOST_OPENINGS, MOST_SEATS = 24, 14, 4
TOP = 10**12  # the largest value a problem accepts, in grid steps

Rng = np.random.Generator
Cells = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A market in plain arrays, for judges that know nothing of `Problem`.

    Parameters
    ----------
    value_micro : int64 (n_candidates, n_openings), -1 where the pair is forbidden
    seats : int64 (n_openings,)
    floor_micro : a pair worth less is never proposed
    previous : int64 (n_candidates,), -1 where none; None if there was no earlier assignment
    seed : of the tie-break
    """

    value_micro: Ints
    seats: Ints
    floor_micro: int = 0
    previous: Ints | None = None
    seed: int = 0

    @property
    def usable(self) -> Cells:
        """Pairs that may be proposed."""
        return (self.value_micro >= 0) & (self.value_micro >= self.floor_micro)

    def problem(self, **changes: Any) -> Problem:
        """What `solve` is given; `changes` replace arguments of `Problem.on_grid`."""
        candidate, opening = np.nonzero(self.value_micro >= 0)
        given: dict[str, Any] = {
            "n_candidates": self.value_micro.shape[0],
            "n_openings": self.value_micro.shape[1],
            "candidate": candidate,
            "opening": opening,
            "value_micro": self.value_micro[candidate, opening],
            "seats": self.seats,
            "floor": self.floor_micro / MICRO,
            "previous": self.previous,
            "seed": self.seed,
        }
        return Problem.on_grid(**(given | changes))

    def with_seats(self, opening: int, more: int) -> Drawn:
        """The same with so many seats more (or fewer) in one opening."""
        seats = self.seats.copy()
        seats[opening] += more
        return replace(self, seats=seats)

    def without(self, candidate: int) -> Drawn:
        """The same after a candidate left: the row stays, without pairs."""
        value = self.value_micro.copy()
        value[candidate] = -1
        return replace(self, value_micro=value)


def draw(shape: str, seed: int) -> Drawn:
    """The market of a shape and a seed."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, MOST_CANDIDATES + 1)), int(rng.integers(1, MOST_OPENINGS + 1))
    if rng.random() < 0.4:  # so small that every subset can be tried
        n = int(rng.integers(1, 9))
    drawn = SHAPES[shape](rng, n, m)
    previous = rng.integers(-1, drawn.value_micro.shape[1], len(drawn.value_micro)) if rng.random() < 0.5 else None
    return replace(drawn, previous=previous, seed=int(rng.integers(0, 1_000)))


def _market(rng: Rng, cells: Cells, value: Ints, seats: Ints | None = None) -> Drawn:
    table = value.astype(np.int64)
    table[~cells] = -1
    some = rng.integers(0, MOST_SEATS + 1, len(value.T))
    return Drawn(table, some if seats is None else seats)


def _cells(rng: Rng, n: int, m: int, density: float) -> Cells:
    return np.asarray(rng.random((n, m)) < density)


def _sparse(rng: Rng, n: int, m: int) -> Drawn:
    return _market(rng, _cells(rng, n, m, 0.3), rng.integers(0, MICRO + 1, (n, m)))


def _dense(rng: Rng, n: int, m: int) -> Drawn:
    return _market(rng, _cells(rng, n, m, 1.0), rng.integers(0, MICRO + 1, (n, m)))


def _square(rng: Rng, n: int, m: int) -> Drawn:
    return _market(rng, _cells(rng, n, n, 1.0), rng.integers(0, 50, (n, n)), np.ones(n, dtype=np.int64))


def _three_levels(rng: Rng, n: int, m: int) -> Drawn:
    level: Ints = rng.integers(1, 4, (n, m)) * MICRO // 3
    return _market(rng, _cells(rng, n, m, 0.5), level)


def _equal(rng: Rng, n: int, m: int) -> Drawn:
    level = int(rng.choice([0, 1, MICRO // 2, TOP]))
    return _market(rng, _cells(rng, n, m, rng.choice([0.3, 1.0])), np.full((n, m), level))


def _zeros(rng: Rng, n: int, m: int) -> Drawn:
    return _market(rng, _cells(rng, n, m, 0.5), rng.integers(0, 3, (n, m)) * rng.integers(0, 2, (n, m)))


def _scarce(rng: Rng, n: int, m: int) -> Drawn:
    seats = (rng.random(m) < 0.4).astype(np.int64)
    return _market(rng, _cells(rng, n, m, 0.6), rng.integers(0, 20, (n, m)), seats)


def _roomy(rng: Rng, n: int, m: int) -> Drawn:
    seats = rng.integers(1, 2 * n + 1, m)
    seats[rng.random(m) < 0.2] = 2**62
    return _market(rng, _cells(rng, n, m, 0.4), rng.integers(0, 1_000, (n, m)), seats)


def _largest(rng: Rng, n: int, m: int) -> Drawn:
    return _market(rng, _cells(rng, n, m, 0.5), TOP - rng.integers(0, 4, (n, m)))


def _magnitudes(rng: Rng, n: int, m: int) -> Drawn:
    return _market(rng, _cells(rng, n, m, 0.5), (10 ** rng.uniform(0, 12, (n, m))).astype(np.int64))


def _islands(rng: Rng, n: int, m: int) -> Drawn:
    here, there = rng.integers(0, 4, n), rng.integers(0, 4, m)
    cells = (here[:, None] == there[None, :]) & (rng.random((n, m)) < 0.8)
    cells[:, there == 3] = False  # an island of openings that nobody reaches
    return _market(rng, cells, rng.integers(0, 10, (n, m)))


def _hollow(rng: Rng, n: int, m: int) -> Drawn:
    cells = _cells(rng, n, m, 0.7)
    cells[rng.random(n) < 0.4] = False
    cells[:, rng.random(m) < 0.3] = False
    seats: Ints = rng.integers(0, MOST_SEATS + 1, m) * (rng.random(m) < 0.5)
    return _market(rng, cells, rng.integers(0, 100, (n, m)), seats)


def _floored(rng: Rng, n: int, m: int) -> Drawn:
    drawn = _market(rng, _cells(rng, n, m, 0.7), rng.integers(0, 7, (n, m)))
    return replace(drawn, floor_micro=int(rng.integers(1, 8)))


def _columns(rng: Rng, n: int, m: int) -> Drawn:
    """Everybody ranks the openings alike: long chains of prices."""
    value: Ints = np.arange(m, 0, -1)[None, :] * 100 + rng.integers(0, 3, (n, m))
    return _market(rng, _cells(rng, n, m, 0.8), value, np.ones(m, dtype=np.int64))


SHAPES: Mapping[str, Callable[[Rng, int, int], Drawn]] = {
    "sparse": _sparse,
    "dense": _dense,
    "square": _square,
    "three levels": _three_levels,
    "equal": _equal,
    "zeros": _zeros,
    "scarce": _scarce,
    "roomy": _roomy,
    "largest": _largest,
    "magnitudes": _magnitudes,
    "islands": _islands,
    "hollow": _hollow,
    "floored": _floored,
    "columns": _columns,
}
