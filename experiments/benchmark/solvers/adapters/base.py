"""What every solver looks like to the referee."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

import numpy as np

from experiments.benchmark.solvers.instance import Instance, Int64

SCORE, LEXICOGRAPHIC = "score", "placements_then_score"
OBJECTIVES = (SCORE, LEXICOGRAPHIC)


class Solver(Protocol):
    """A solver, made in the process that will time it: libraries are loaded before the clock starts."""

    def prep(self, instance: Instance, objective: str) -> Any:
        """The solver's own input, as lean as it takes it."""

    def solve(self, prepared: Any) -> Int64:
        """The opening of each candidate, -1 where none."""


class NotSolved(Exception):
    """The solver itself says that it found no answer."""


def library(name: str) -> Any:
    """A library that only the environment of the benchmark has."""
    return import_module(name)


def worth(instance: Instance, objective: str) -> int:
    """What each pair is worth beside its score."""
    return instance.bonus() if objective == LEXICOGRAPHIC else 0


def from_flow(n: int, row: Any, column: Any) -> Int64:
    """The opening of each candidate from the pairs that carry flow."""
    opening_of = np.full(n, -1, dtype=np.int64)
    opening_of[row] = column
    return opening_of
