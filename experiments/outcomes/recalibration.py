"""Cox's recalibration (Biometrika 1958): are probabilities too bold, too timid, too high, too low."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import t

from experiments.lists import Floats, Ints
from experiments.report.parts import Interval

# Probabilities beyond these count as these: their log-odds would have no bound.
SUREST = 1e-6
MOST_STEPS = 50
NOTHING = Interval(float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True, slots=True)
class Recalibration:
    """What the log-odds of a model would have to be multiplied by, and shifted by; 1 and 0 where nothing.

    Parameters
    ----------
    slope : below 1 where probabilities are too bold, above where too timid
    intercept : beside that slope
    in_the_large : the shift alone, slope held at 1: above 0 where probabilities are too low
    """

    slope: Interval
    intercept: Interval
    in_the_large: Interval


def recalibrated(p: Floats, y: Floats, cluster: Ints | None = None, level: float = 0.95) -> Recalibration:
    """Logistic regression of what happened on the log-odds that were told.

    Intervals are of Student's t over clusters, with the variance of Liang and Zeger (Biometrika 1986): placements of
    one round share what happened to that round.

    Parameters
    ----------
    p : float64 (n,), probabilities
    y : float64 (n,), 1 and 0
    cluster : int64 (n,), which round; each row alone if not given

    Returns
    -------
    Recalibration
        Not-a-number where the data cannot tell: one answer only, one prediction only, fewer than two clusters.
    """
    groups = np.arange(len(p)) if cluster is None else np.unique(cluster, return_inverse=True)[1]
    odds = np.asarray(logit(np.clip(p, SUREST, 1 - SUREST)), dtype=np.float64)
    ones, none = np.ones((len(p), 1)), np.zeros(len(p))
    (shift,) = _fitted(ones, odds, y, groups, level)
    if np.ptp(odds) == 0:
        return Recalibration(NOTHING, NOTHING, shift)
    intercept, slope = _fitted(np.column_stack([ones, odds]), none, y, groups, level)
    return Recalibration(slope, intercept, shift)


def _fitted(x: Floats, offset: Floats, y: Floats, groups: Ints, level: float) -> tuple[Interval, ...]:
    """Coefficients by Newton's steps, with their intervals."""
    columns, count = int(x.shape[1]), int(groups.max()) + 1
    nothing: tuple[Interval, ...] = (NOTHING,) * columns
    if count < 2 or not 0 < y.sum() < len(y):
        return nothing
    b: Floats = np.zeros(columns)
    for _ in range(MOST_STEPS):
        happens = expit(offset + x @ b)
        curvature = (x * (happens * (1 - happens))[:, None]).T @ x
        if np.linalg.cond(curvature) > 1 / np.finfo(np.float64).eps:
            return nothing
        step = np.linalg.solve(curvature, x.T @ (y - happens))
        b = b + step
        if np.abs(step).max() < 1e-10:
            break
    else:
        return nothing
    residual = y - expit(offset + x @ b)
    by_group = np.column_stack([np.bincount(groups, weights=residual * x[:, k]) for k in range(columns)])
    bread = np.linalg.inv(curvature)
    variance = bread @ (by_group.T @ by_group) @ bread * (count / (count - 1))
    reach = float(t.ppf((1 + level) / 2, count - 1)) * np.sqrt(np.diag(variance))
    return tuple(
        Interval(value, value - far, value + far, level) for value, far in zip(b.tolist(), reach.tolist(), strict=True)
    )
