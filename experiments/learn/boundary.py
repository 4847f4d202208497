"""Intervals of shares that cannot be negative, which cover as often as they say also where a share is almost zero.

Feldman and Cousins (1998): of each possible truth, the outcomes are accepted in the order of their likelihood against
the best truth that can be. The interval is never empty, and passes by itself from two sides to one.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from experiments.lists import Floats

POINTS = 400
# Candidate weights are tried over the whole range, and finely within so many standard errors of the estimate.
COARSE, FINE, REACH = 401, 401, 6.0


def share_bounds(coef: Floats, covariance: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Bounds of each coefficient's share of their sum, within [0, 1].

    A share c is kept when the outcome coef_k - c x sum is among those that it makes likely. Where the sum itself is not
    clearly above zero every share is kept.

    Parameters
    ----------
    coef, covariance : of a model without bounds, (K,) and (K, K)

    Returns
    -------
    low, high : float64 (K,)
    """
    total, with_sum, of_sum = float(coef.sum()), covariance.sum(axis=1), float(covariance.sum())
    low, high = np.zeros(len(coef)), np.ones(len(coef))
    if total <= 0:
        return low, high
    for k, (part, own) in enumerate(zip(coef.tolist(), np.diag(covariance).tolist(), strict=True)):
        if part <= total:
            low[k], high[k] = share_of(part, own, float(with_sum[k]), total, of_sum, level)
        else:
            # More than the whole: what cannot be negative is the share of the others.
            others = of_sum - 2 * float(with_sum[k]) + own
            rest = share_of(total - part, others, of_sum - float(with_sum[k]), total, of_sum, level)
            low[k], high[k] = 1 - rest[1], 1 - rest[0]
    return low, high


def share_of(
    part: float, own: float, with_sum: float, total: float, of_sum: float, level: float
) -> tuple[float, float]:
    """Bounds of part / total; `own` and `of_sum` are variances, `with_sum` the covariance of the two."""
    middle = float(np.clip(part / total, 0, 1))
    reach = REACH * np.sqrt(own - 2 * middle * with_sum + middle**2 * of_sum) / total
    tried = np.r_[middle, np.linspace(0, 1, COARSE), middle + np.linspace(-reach, reach, FINE)]
    share: Floats = np.unique(np.clip(tried, 0, 1))
    error = np.sqrt(np.maximum(own - 2 * share * with_sum + share**2 * of_sum, 1e-300))
    least, most = band(share * total / error, level)
    return _edges(share, np.minimum(part / error - least, most - part / error))


def _edges(share: Floats, inside: Floats) -> tuple[float, float]:
    """The first and the last share that are kept, to a straight line between the shares tried."""
    kept = np.flatnonzero(inside >= 0)
    first, last = int(kept[0]), int(kept[-1])
    low, high = float(share[first]), float(share[last])
    if first > 0:
        low -= _back(share, inside, first, first - 1)
    if last + 1 < len(share):
        high += _back(share, inside, last, last + 1)
    return low, high


def _back(share: Floats, inside: Floats, kept: int, lost: int) -> float:
    """How far from the last kept share towards the next one the margin reaches zero."""
    step = abs(float(share[kept] - share[lost]))
    return step * float(inside[kept] / (inside[kept] - inside[lost])) if np.isfinite(inside[lost]) else 0.0


def band(truth: Floats, level: float) -> tuple[Floats, Floats]:
    """The outcomes of a unit normal that are accepted for each truth, which is 0 or more.

    Returns
    -------
    least, most : float64 like `truth`; `least` is minus infinity where the truth is 0
    """
    points, highs = _table(level)
    z = points[-1]
    most = np.where(truth < z, np.interp(truth, points, highs), truth + z)
    # Both ends are equally likely against the best truth; for an outcome below 0 the best truth is 0.
    with np.errstate(divide="ignore"):
        least = np.where(truth < z, (truth**2 - (most - truth) ** 2) / (2 * truth), truth - z)
    return least, most


@cache
def _table(level: float) -> tuple[Floats, Floats]:
    """Truths from 0 to where the band becomes symmetric, and where the band of each ends."""
    z, one_sided = float(norm.ppf((1 + level) / 2)), float(norm.ppf(level))
    points = np.linspace(0.0, z, POINTS)
    most = np.array(
        [one_sided, *(brentq(_excess, one_sided, z, (float(mu), level)) + mu for mu in points[1:-1]), 2 * z]
    )
    return points, most


def _excess(above: float, mu: float, level: float) -> float:
    """Probability of the band that ends `above` the truth, less the level."""
    least = (mu**2 - above**2) / (2 * mu)
    return float(norm.cdf(above) - norm.cdf(least - mu)) - level
