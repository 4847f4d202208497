"""Numbers with their interval as people read them, and what every plot of this package shares."""

from __future__ import annotations

from data.language import number, say
from experiments.report.parts import Interval

BLUE, RED, GREEN, BROWN, DARK = "#0066cc", "#b3261e", "#00694a", "#8a5a00", "#17324d"
MICRO = 1_000_000


def percent(share: float) -> str:
    """A share as a percentage without decimals, or with one where it is small."""
    return say("{n} %", n=number(100 * share, 1 if 0 < abs(share) < 0.1 else 0))


def between(found: Interval) -> str:
    """A rate with its interval."""
    return say(
        "{rate} (fra {low} e {high})", rate=percent(found.value), low=percent(found.low), high=percent(found.high)
    )


def ratio_between(found: Interval) -> str:
    """A ratio with its interval."""
    return say(
        "{ratio} (fra {low} e {high})",
        ratio=number(found.value, 2),
        low=number(found.low, 2),
        high=number(found.high, 2),
    )
