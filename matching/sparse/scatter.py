"""Where to begin to look, so that many who look for the first of something do not all find the same."""

from __future__ import annotations

import numpy as np

from matching.sparse.compiled import compiled

MULTIPLIER = np.uint64(2_654_435_761)  # Knuth's: neighbours come to lie far apart
ONE = np.uint64(1)


@compiled
def begin_at(number: int, begin: np.int64, end: np.int64) -> np.uint64:
    """A position from `begin` to `end`, another for each number; `begin` where there is none."""
    return np.uint64(begin) + np.uint64(number) * MULTIPLIER % max(np.uint64(end - begin), ONE)


@compiled
def after(x: np.uint64, begin: np.int64, end: np.int64) -> np.uint64:
    """The next position; after the last comes the first."""
    return x + ONE if x + ONE < np.uint64(end) else np.uint64(begin)
