"""How many months an internship may last: what the call, the regime and a person's legal categories admit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.eligibility import Bounds, Eligibility
from data.language import number, say
from data.lawbook import Law
from data.pairs import Pairs
from data.time_arrays import DAYS_A_MONTH
from scoring.rule import Mask


def months_of(pairs: Pairs) -> NDArray[np.int64]:
    """Months of the internship of each pair, shape (n,)."""
    months: NDArray[np.int64] = np.rint(pairs.openings.days[pairs.j] / DAYS_A_MONTH).astype(np.int64)
    return months


def in_force(law: Law, key: str) -> float | None:
    """The number of a parameter, None on a day on which it has none."""
    return law.number(key) if key in set(law.keys()) else None


def longest_of(eligibility: Eligibility, law: Law) -> dict[str, float | None]:
    """Most months of each legal category under the regime, without any extension; None where no law sets one."""
    regime = eligibility.regime.value
    usual = in_force(law, f"{regime.lower()}.max_months")
    effects = law.table("categories.legal_effects")[regime]
    return {code: usual if own["max_months"] is None else own["max_months"] for code, own in effects.items()}


def extension(eligibility: Eligibility, law: Law) -> float:
    """Months that an attestation of the service adds; 0 where the regime knows none."""
    return in_force(law, f"{eligibility.regime.value.lower()}.extension_months") or 0


@dataclass(frozen=True, slots=True)
class Limits:
    """Least and most months: the programme's own, and those of the law for anybody; None where nothing is said."""

    call: Bounds
    law: Bounds

    @classmethod
    def of(cls, eligibility: Eligibility, law: Law) -> Limits:
        """The limits of the day.

        A programme that itself says less than the usual minimum of the law is one of seasonal work: the shorter
        minimum of seasonal work holds there, where the regime has one.
        """
        act, own = eligibility.regime.value.lower(), eligibility.own_months
        least, seasonal = (in_force(law, f"{act}.{name}min_months") for name in ("", "seasonal_"))
        if None not in (own[0], least, seasonal) and (own[0] or 0) < (least or 0):
            least = seasonal
        widest = list(longest_of(eligibility, law).values())
        most = None if None in widest else max(months or 0 for months in widest) + extension(eligibility, law)
        return cls(own, (least, most))

    @property
    def both(self) -> Bounds:
        """Least and most of the two together."""
        least = [low for low, _ in (self.call, self.law) if low is not None]
        most = [high for _, high in (self.call, self.law) if high is not None]
        return max(least, default=None), min(most, default=None)


def inside(months: NDArray[np.int64], bounds: Bounds) -> Mask:
    """Whether months are within bounds."""
    least, most = bounds
    within: Mask = (months >= (-np.inf if least is None else least)) & (months <= (np.inf if most is None else most))
    return within


def bounds_told(bounds: Bounds) -> str:
    """What is foreseen, where at least one of the two is said."""
    least, most = bounds
    if least is None:
        return say("al massimo {most}", most=number(most or 0))
    if most is None:
        return say("almeno {least}", least=number(least))
    if least == most:
        return number(least)
    return say("da {least} a {most}", least=number(least), most=number(most))
