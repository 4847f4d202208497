"""Intervals of a rate and of the ratio of two rates that stay honest in small groups, and Holm's correction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from scipy.optimize import brentq
from scipy.stats import beta, fisher_exact

from experiments.report.parts import Interval

LEVEL = 0.95
# Bounds of a ratio are looked for up to here and down to one over it: the statistic grows without end on both sides.
FAR = 1e9
TIGHT = 1e-12


def clopper_pearson(happened: int, people: int, level: float = LEVEL) -> Interval:
    """The exact interval of a rate: it holds the true one at least `level` of the times, in groups of any size.

    Source: Clopper and Pearson 1934. It errs on the wide side, which for a small group is the right one.
    """
    _counts(happened, people)
    tail = (1 - level) / 2
    low = 0.0 if happened == 0 else float(beta.ppf(tail, happened, people - happened + 1))
    high = 1.0 if happened == people else float(beta.ppf(1 - tail, happened + 1, people - happened))
    return Interval(happened / people, low, high, level)


def wilson(happened: int, people: int, level: float = LEVEL) -> Interval:
    """The score interval of a rate (Wilson 1927): nearer to `level` on average, below it for some true rates."""
    _counts(happened, people)
    z = NormalDist().inv_cdf((1 + level) / 2)
    rate, spread = happened / people, z * z / people
    middle = (rate + spread / 2) / (1 + spread)
    half = z * math.sqrt(rate * (1 - rate) / people + spread / (4 * people)) / (1 + spread)
    # At 0 and at 1 the bound is exact; a rounding must not leave the rate outside.
    return Interval(rate, min(rate, max(0.0, middle - half)), max(rate, min(1.0, middle + half)), level)


def score_ratio(happened: int, people: int, other_happened: int, other_people: int, level: float = LEVEL) -> Interval:
    """The ratio of two independent rates, with the score interval of Koopman 1984 (Biometrics 40, 513).

    It needs no correction where nothing happened, unlike the logarithm of Katz. Not a number where the other rate is 0.
    """
    _counts(happened, people)
    _counts(other_happened, other_people)
    if other_happened == 0:
        return Interval(math.nan, math.nan, math.nan, level)
    ratio = (happened / people) / (other_happened / other_people)
    z = NormalDist().inv_cdf((1 + level) / 2)

    def beyond(log_ratio: float) -> float:
        return min(FAR, abs(_score(math.exp(log_ratio), happened, people, other_happened, other_people))) - z

    far = math.log(FAR)
    at = math.log(ratio) if ratio > 0 else -far
    low = 0.0 if happened == 0 else math.exp(brentq(beyond, -far, at, xtol=TIGHT))
    return Interval(ratio, min(low, ratio), max(ratio, math.exp(brentq(beyond, at, far, xtol=TIGHT))), level)


def difference_p(happened: int, people: int, other_happened: int, other_people: int) -> float:
    """Fisher's exact test that two groups have the same rate; exact in small groups."""
    _counts(happened, people)
    _counts(other_happened, other_people)
    table = np.array([[happened, people - happened], [other_happened, other_people - other_happened]])
    return min(1.0, float(fisher_exact(table)[1]))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p values after Holm's correction (1979) for as many tests as there are; not-a-number stays and counts not."""
    raw = np.array(p_values, dtype=np.float64)
    asked = np.flatnonzero(~np.isnan(raw))
    order = asked[np.argsort(raw[asked], kind="stable")]
    told = raw.copy()
    told[order] = np.minimum(1.0, np.maximum.accumulate(raw[order] * np.arange(len(order), 0, -1)))
    return tuple(float(p) for p in told)


def _score(ratio: float, x1: int, n1: int, x2: int, n2: int) -> float:
    """Koopman's statistic at a ratio, signed: above 0 where the ratio found is larger."""
    a, b, c = (n1 + n2) * ratio, n1 * ratio + x1 + n2 + x2 * ratio, x1 + x2
    # The smaller root, written so that nothing cancels.
    p2 = 2 * c / (b + math.sqrt(max(0.0, b * b - 4 * a * c)))
    p1 = ratio * p2
    spread = p1 * (1 - p1) / n1 + ratio * ratio * p2 * (1 - p2) / n2
    gap = x1 / n1 - ratio * x2 / n2
    if spread <= 0:
        return 0.0 if gap == 0 else math.copysign(math.inf, gap)
    return gap / math.sqrt(spread)


def _counts(happened: int, people: int) -> None:
    if not 0 <= happened <= people or people < 1:
        raise ValueError(f"{happened} of {people}: 0 to all of at least one person are expected")
