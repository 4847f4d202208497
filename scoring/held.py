"""How the certificate of a course stands: missing, without a day, expired, expiring during the internship, in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from data.papers import Document
from scoring.gate import begins
from scoring.legal_days import MONTHS_A_YEAR, month_after


class Standing(Enum):
    """How a certificate stands in an internship, the worst first."""

    MISSING = "missing"
    UNDATED = "undated"
    EXPIRED = "expired"
    EXPIRES = "expires"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True)
class Held:
    """The best certificate that is there; `until` is its last good day, None where it has none or nobody knows."""

    standing: Standing
    until: date | None = None


def held(papers: Iterable[Document], first: date, last: date, years: float | None) -> Held:
    """How the best of some certificates stands in an internship.

    Parameters
    ----------
    papers : certificates, each enough on its own
    first, last : days of the internship
    years : after which a course has to be refreshed; None where nothing says so. A written expiry comes first.
    """
    found = [_standing(paper, first, last, years) for paper in papers]
    order = list(Standing)
    return max(
        found, key=lambda one: (order.index(one.standing), one.until or date.max), default=Held(Standing.MISSING)
    )


def _standing(paper: Document, first: date, last: date, years: float | None) -> Held:
    begun = begins(paper)
    if paper.valid_to is not None:
        until = paper.valid_to
    elif years is None:
        return Held(Standing.HOLDS)
    elif begun is None:
        return Held(Standing.UNDATED)
    else:
        until = date.fromordinal(month_after(begun, years * MONTHS_A_YEAR))
    if until < first:
        return Held(Standing.EXPIRED, until)
    return Held(Standing.HOLDS if until >= last else Standing.EXPIRES, until)
