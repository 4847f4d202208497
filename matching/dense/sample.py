"""A first look at a matrix: how large its weights are, whether candidates want the same openings, and for how much."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.dense.shortlist import Int64, Weights
from matching.sparse.compiled import compiled

ASKED = 64  # candidates
PLENTY = 8  # one opening in so many equally good ones is plenty


def extremes(weight: NDArray[np.integer[Any]]) -> tuple[int, int]:
    """The smallest and the largest weight, of these and 0."""
    if weight.flags.c_contiguous and weight.dtype in (np.int32, np.int64):
        least, most = ends(weight)
        return int(least), int(most)
    return int(weight.min(initial=0)), int(weight.max(initial=0))


@compiled
def ends(weight: Weights) -> tuple[Any, Any]:
    """The same in one pass: large matrices are read at the speed of memory."""
    least = most = weight.dtype.type(0)
    for i in range(len(weight)):
        for j in range(weight.shape[1]):
            least = min(least, weight[i, j])
            most = max(most, weight[i, j])
    return least, most


@compiled
def look(weight: Weights) -> tuple[bool, bool]:
    """Ask some candidates what they want most.

    Returns
    -------
    contested : bool
        They want fewer than half as many openings as they are. Each looks from a place of its own, so that equal
        openings do not look like one that everybody wants.
    easy : bool
        Most of them find plenty of openings equally good.
    """
    n, m = weight.shape
    wanted = np.zeros(m, np.bool_)
    asked, easy = 0, 0
    for i in range(0, n, max(1, n // ASKED)):
        row = weight[i]
        best = row.max()
        j = i % m
        while row[j] != best:
            j = j + 1 if j + 1 < m else 0
        wanted[j] = True
        equal = np.int64(0)
        for t in range(m):
            equal += row[t] == best
        asked += 1
        easy += PLENTY * equal >= m
    return 2 * wanted.sum() < asked, 2 * easy > asked


@compiled
def offered(weight: Weights, gain: Int64) -> Int64:
    """The most that any of these candidates, who gain so much elsewhere, would give for a seat of each opening."""
    price = np.zeros(weight.shape[1], np.int64)
    for i in range(len(weight)):
        for j in range(len(price)):
            price[j] = max(price[j], weight[i, j] - gain[i])
    return price
