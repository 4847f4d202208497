"""The smallest gain that some data would see, and how likely they are to see a given one."""

from __future__ import annotations

import math
from functools import cache

from scipy.optimize import brentq
from scipy.stats import nct
from scipy.stats import t as student

POWER = 0.8
SIZE = 0.05


@cache
def quantile(probability: float, df: float) -> float:
    """Quantile of Student's t; few clusters make wide intervals."""
    return float(student.ppf(probability, df))


def least_detectable(error: float, df: float, *, power: float = POWER, size: float = SIZE) -> float:
    """The gain that a two-sided test would find with the given probability: what less data cannot show.

    Parameters
    ----------
    error : standard error of the gain, in its unit, >= 0
    df : degrees of freedom, clusters minus one, >= 1
    power : probability to find it, in (0, 1)
    size : probability to find a gain where there is none, in (0, 1)

    Returns
    -------
    float
        In the unit of `error`: (t(1 - size/2) + t(power)) x error, as in Bloom (Evaluation Review 1995).
    """
    return (quantile(1 - size / 2, df) + quantile(power, df)) * error


def power_of(gain: float, error: float, df: float, *, size: float = SIZE) -> float:
    """The probability that a two-sided test finds a true gain, from the non-central t.

    Parameters
    ----------
    gain, error : in one unit; error > 0
    df : degrees of freedom, >= 1
    """
    if error <= 0 or not math.isfinite(error):
        raise ValueError(f"a positive standard error is expected, {error} found")
    bound = quantile(1 - size / 2, df)
    away = abs(gain) / error
    # The far tail adds nothing that counts, and is where the series of the non-central t loses digits.
    return float(nct.sf(bound, df, away)) if away > 0 else size


def needed(gain: float, spread: float, *, power: float = POWER, size: float = SIZE) -> int:
    """How many decisions would show a gain: the least n whose `least_detectable` is at most the gain.

    Parameters
    ----------
    gain : the gain one wants to see, > 0
    spread : standard deviation of the gain of one decision (its influence), in the same unit, > 0
    """
    if not gain > 0 or not spread > 0:
        raise ValueError(f"a positive gain and spread are expected, {gain} and {spread} found")

    def short(n: float) -> float:
        return least_detectable(spread / math.sqrt(n), n - 1, power=power, size=size) - gain

    if short(2.0) <= 0:
        return 2
    most = 4.0
    while short(most) > 0:
        most *= 2
    n = math.ceil(float(brentq(short, 2.0, most, xtol=1e-6)) - 1e-5)
    return n if short(n) <= 0 else n + 1
