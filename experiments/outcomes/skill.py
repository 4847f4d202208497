"""How much a model tells beyond a baseline, with an interval that takes whole rounds, not single placements."""

from __future__ import annotations

import numpy as np

from experiments.lists import Floats, Ints
from experiments.report.parts import Interval

DRAWS = 2_000
# About this many counts at a time: flat memory.
COUNTS_A_CHUNK = 2_000_000


def brier(p: Floats, y: Floats) -> Floats:
    """Squared distance of each told probability from what happened (Brier, 1950), shape (n,)."""
    return np.square(p - y)


def log_loss(p: Floats, y: Floats) -> float:
    """Mean of minus the log of the probability told for what happened; probabilities of 0 and 1 count as 1e-15 off."""
    told = np.clip(np.where(y > 0, p, 1 - p), 1e-15, 1.0)
    return float(-np.log(told).mean())


def ratio(above: Floats, below: Floats, cluster: Ints, seed: int, *, level: float = 0.95) -> Interval:
    """A ratio of sums, with the percentile interval of a bootstrap that draws whole clusters.

    Parameters
    ----------
    above, below : float64 (n,), whose sums are divided; `below` is not negative
    cluster : int64 (n,), which round
    seed : of the draws

    Returns
    -------
    Interval
        Not-a-number with fewer than two clusters, or nothing below.
    """
    groups = np.unique(cluster, return_inverse=True)[1]
    sums: Floats = np.column_stack([np.bincount(groups, weights=above), np.bincount(groups, weights=below)]).astype(
        np.float64
    )
    total = sums.sum(axis=0)
    if len(sums) < 2 or total[1] <= 0:
        return Interval(float("nan"), float("nan"), float("nan"), level)
    value = float(total[0] / total[1])
    drawn = _drawn(sums, seed)
    found = drawn[drawn[:, 1] > 0]
    low, high = np.quantile(found[:, 0] / found[:, 1], [(1 - level) / 2, (1 + level) / 2]).tolist()
    return Interval(value, min(low, value), max(high, value), level)


def skill(p: Floats, baseline: Floats, y: Floats, cluster: Ints, seed: int, *, level: float = 0.95) -> Interval:
    """Brier skill: share of the baseline's squared error that the model takes away; below 0 where it adds some."""
    left = ratio(brier(p, y), brier(baseline, y), cluster, seed, level=level)
    return Interval(1 - left.value, 1 - left.high, 1 - left.low, level)


def _drawn(sums: Floats, seed: int) -> Floats:
    """Totals of as many clusters drawn with replacement, shape (DRAWS, 2)."""
    rng, n = np.random.default_rng(seed), len(sums)
    rows = max(1, COUNTS_A_CHUNK // n)
    totals = []
    for first in range(0, DRAWS, rows):
        drawn = rng.integers(0, n, size=(min(rows, DRAWS - first), n))
        totals.append(sums[drawn].sum(axis=1))
    return np.concatenate(totals)
