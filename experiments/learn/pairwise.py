"""Weights from one table of pairwise comparisons, and how far the table contradicts itself.

`table[k, l]` says how many times as important k is as l; NaN where the two were not compared.

Source: Saaty, The Analytic Hierarchy Process, 1980 (principal eigenvector, consistency ratio); Harker, Mathematical
Modelling 9(11), 1987 (tables with gaps); Crawford and Williams, J. Math. Psychology 29(4), 1985 (logarithmic least
squares: on a full table, the geometric means of the rows).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
# 1/9, 1/8, ..., 1/2, 1, 2, ..., 9.
SCALE = np.array([1.0 / step for step in range(9, 1, -1)] + [float(step) for step in range(1, 10)])
# Saaty: beyond this share of what chance gives, a table is worth another look.
MOST_RATIO = 0.10
_LAST_BITS = 1e-12


@dataclass(frozen=True, slots=True)
class Mend:
    """The comparison that contradicts the others most.

    Parameters
    ----------
    criterion, against : rows of the table
    ratio : as it was given
    better : what all other comparisons of the table say about the two
    on_scale : the nearest step of the scale from 1/9 to 9
    ratio_after : consistency ratio with `better` in its place
    """

    criterion: int
    against: int
    ratio: float
    better: float
    on_scale: float
    ratio_after: float


def eigenvector(table: Floats) -> Floats:
    """Principal eigenvector, with sum 1; a gap counts as the ratio of the weights themselves (Harker)."""
    values, vectors = np.linalg.eig(_filled(table))
    first = np.abs(vectors[:, int(np.argmax(values.real))].real)
    return _shares(first)


def log_least_squares(table: Floats) -> Floats:
    """Weights whose ratios are nearest to the given ones in logarithms, with sum 1."""
    logs = np.log(table)
    known = np.isfinite(logs)
    np.fill_diagonal(known, False)
    laplacian = np.diag(known.sum(axis=1)) - known.astype(np.float64)
    # Weights are only known up to a factor: their logarithms are made to sum to 0.
    solved = np.linalg.solve(laplacian + 1.0 / len(table), np.where(known, logs, 0.0).sum(axis=1))
    return _shares(np.exp(solved))


METHODS: dict[str, Callable[[Floats], Floats]] = {
    "eigenvector": eigenvector,
    "log_least_squares": log_least_squares,
}


def consistency_index(table: Floats) -> float:
    """(largest eigenvalue - K) / (K - 1): 0 for a table without contradictions."""
    size = len(table)
    largest = float(np.linalg.eigvals(_filled(table)).real.max())
    index = (largest - size) / (size - 1)
    # What is left of a table without contradictions is the last bits of the eigenvalue.
    return index if index > _LAST_BITS else 0.0


def consistency_ratio(table: Floats) -> float:
    """The index divided by that of random tables with the same gaps; 0 where no comparison could contradict another."""
    by_chance = random_index(~np.isnan(table))
    return consistency_index(table) / by_chance if by_chance > 0.0 else 0.0


def redundant(table: Floats) -> int:
    """How many comparisons could be left out and still tell all weights: with 0 nothing can be checked."""
    return (int((~np.isnan(table)).sum()) - len(table)) // 2 - (len(table) - 1)


def random_index(known: NDArray[np.bool_], draws: int = 10_000, seed: int = 0) -> float:
    """Mean consistency index of tables drawn from the scale, with gaps where `known` (K, K) is False.

    Without gaps it comes to the published values (Alonso and Lamata, Int. J. Uncertainty 14(4), 2006: 0.5245 for K = 3,
    0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854 for K = 10).
    """
    return _random_index(np.ascontiguousarray(known).tobytes(), len(known), draws, seed)


def worst(table: Floats, method: str = "log_least_squares") -> Mend | None:
    """The comparison which, said as the others imply, leaves the least contradiction; None where none contradicts."""
    if redundant(table) == 0 or consistency_index(table) < 1e-9:
        return None
    found = []
    for k, other in np.argwhere(np.triu(~np.isnan(table), 1)).tolist():
        rest = table.copy()
        rest[k, other] = rest[other, k] = np.nan
        if len(groups(rest)) > 1:
            continue
        weights = METHODS[method](rest)
        better = float(weights[k] / weights[other])
        rest[k, other], rest[other, k] = better, 1.0 / better
        on_scale = float(SCALE[np.argmin(np.abs(np.log(SCALE) - np.log(better)))])
        ratio = float(table[k, other])
        mended = Mend(k, other, ratio, better, on_scale, consistency_ratio(rest))
        # Of three criteria each comparison can mend the others: then the one that changes least, then the first.
        found.append((round(consistency_index(rest), 9), round(abs(float(np.log(better / ratio))), 9), mended))
    return min(found, key=lambda one: one[:2])[2]


def groups(table: Floats) -> list[list[int]]:
    """Criteria that comparisons link to one another, directly or through others; a usable table has one group."""
    count, label = connected_components(csr_array(~np.isnan(table)), directed=False)
    return [np.flatnonzero(label == number).tolist() for number in range(count)]


@lru_cache(maxsize=256)
def _random_index(pattern: bytes, size: int, draws: int, seed: int) -> float:
    known = np.frombuffer(pattern, dtype=np.bool_).reshape(size, size)
    upper = np.argwhere(np.triu(known, 1))
    if len(upper) < size:
        # Comparisons that form a tree contradict nothing.
        return 0.0
    rng = np.random.default_rng(seed)
    tables = np.full((draws, size, size), np.nan)
    tables[:, np.arange(size), np.arange(size)] = 1.0
    drawn = rng.choice(SCALE, size=(draws, len(upper)))
    tables[:, upper[:, 0], upper[:, 1]] = drawn
    tables[:, upper[:, 1], upper[:, 0]] = 1.0 / drawn
    largest = np.linalg.eigvals(_filled(tables)).real.max(axis=1)
    return float(((largest - size) / (size - 1)).mean())


def _filled(tables: Floats) -> Floats:
    """Tables (..., K, K) with 0 in the gaps, and as many more on the diagonal as the row has gaps."""
    gaps = np.isnan(tables)
    filled = np.where(gaps, 0.0, tables)
    at = np.arange(tables.shape[-1])
    filled[..., at, at] += gaps.sum(axis=-1)
    return filled


def _shares(weights: Floats) -> Floats:
    shares: Floats = weights / weights.sum()
    return shares
