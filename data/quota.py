"""The quota of L. 68/1999 of a company: how many are due, how many are there, and where that leaves the company.

Shown to scouts as a state of compliance and as a lead; it adds nothing to anybody's score (domain reference 2.2, 2.8).
Provinces are added up: the quota is due on the whole staff (art. 3), and units of one province cover another (art. 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from data.bundle import Records
from data.code import Code
from data.codes import ConventionKind
from data.host_papers import Quota
from data.lawbook import Law

# Agreements that are a way towards compliance.
PATHS = (ConventionKind.ART11, ConventionKind.ART12, ConventionKind.ART12BIS, ConventionKind.ART14)


class QuotaState(Code):
    """Where a company stands with L. 68/1999."""

    UNKNOWN = "UNKNOWN", "non si sa", "not known"
    NOT_OBLIGED = "NOT_OBLIGED", "non obbligata", "no obligation"
    COVERED = "COVERED", "in regola", "in order"
    SUSPENDED = "SUSPENDED", "obbligo sospeso", "obligation suspended"
    ON_THE_WAY = "ON_THE_WAY", "posti scoperti, percorso avviato", "uncovered, on its way"
    UNCOVERED = "UNCOVERED", "posti scoperti, senza percorso", "uncovered, no path"


@dataclass(frozen=True, slots=True)
class Compliance:
    """What is due and what is there, in units (persons); None where nothing is written.

    Parameters
    ----------
    state : QuotaState
    base : computable staff, all provinces
    due, covered, uncovered : units of art. 3
    due18, uncovered18 : units of art. 18; uncovered18 is None where nobody wrote how many there are
    exempt_over : units of exemption beyond the share that the law admits, which do not count
    request_by : last day for the hiring request, where units are uncovered and a day is known
    as_of : the oldest day of the picture; None if a part of it has none
    """

    state: QuotaState
    base: int | None = None
    due: int | None = None
    covered: int | None = None
    uncovered: int | None = None
    due18: int | None = None
    uncovered18: int | None = None
    exempt_over: int = 0
    request_by: date | None = None
    as_of: date | None = None

    @property
    def blocks(self) -> bool | None:
        """Whether no internship may start there (domain reference 2.8); None where nothing is known."""
        return None if self.state is QuotaState.UNKNOWN else self.state is QuotaState.UNCOVERED

    @property
    def is_lead(self) -> bool:
        """Whether the company looks for people to hire under L. 68/1999, and has a way to."""
        return self.state is QuotaState.ON_THE_WAY


def banded(people: int, bands: Sequence[Sequence[Any]], round_up_above: float) -> int:
    """What a table of bands asks of a number of people.

    Parameters
    ----------
    people : 0 or more
    bands : rows (last number of the band or None, units or a share below 1), in order
    round_up_above : a part of a unit counts as one where it is larger (L. 68/1999 art. 4 c. 1)
    """
    asked = next(value for last, value in bands if last is None or people <= last)
    if isinstance(asked, int):
        return asked
    units = Fraction(str(asked)) * people
    whole = units.numerator // units.denominator
    return whole + (units - whole > Fraction(str(round_up_above)))


def art3_due(base: int, law: Law) -> int:
    """Units due for persons with a disability (art. 3) on a computable staff."""
    return banded(base, law.table("l68.art3_bands"), law.number("l68.round_up_above"))


def art18_due(base: int, law: Law) -> int:
    """Units due for the categories of art. 18 on a computable staff."""
    return banded(base, law.table("l68.art18_bands"), law.number("l68.round_up_above"))


def compliance(company: str, records: Records, law: Law) -> Compliance:
    """Where a company stands on the day of the law.

    Parameters
    ----------
    company : its code
    records : with quotas and agreements
    law : what is in force on the day
    """
    rows = [row for row in records.quotas if row.company == company]
    firm = next((firm for firm in records.companies if firm.id == company), None)
    if not rows:
        staff = firm.staff if firm is not None else None
        # The computable staff is never more than the staff.
        small = staff is not None and not art3_due(staff, law)
        return Compliance(QuotaState.NOT_OBLIGED if small else QuotaState.UNKNOWN)
    base = sum(row.base for row in rows)
    due = art3_due(base, law)
    # Security, surveillance and private transport may be exempted for more.
    security = firm is not None and firm.sector in law.table("l68.exemption_security_sectors")
    exempt, over = _exempt(rows, base, due, law, security)
    covered = sum(row.employed + row.convention_units + row.compensated_units for row in rows) + exempt
    suspended = _suspended(rows, base, due, law)
    uncovered = max(0, due - covered - suspended)
    due18 = art18_due(base, law)
    known18 = [row.art18_employed for row in rows]
    there18 = None if None in known18 else sum(count or 0 for count in known18)
    days = [row.as_of for row in rows]
    known = [day for day in days if day is not None]
    return Compliance(
        state=_state(due, covered, uncovered, rows, records, law),
        base=base,
        due=due,
        covered=covered,
        uncovered=uncovered,
        due18=due18,
        uncovered18=None if there18 is None else max(0, due18 - there18),
        exempt_over=over,
        request_by=min(known) + timedelta(days=law.number("l68.hiring_request_days")) if uncovered and known else None,
        as_of=min(known) if len(known) == len(days) else None,
    )


def _exempt(rows: Sequence[Quota], base: int, due: int, law: Law, security: bool) -> tuple[int, int]:
    """Units of exemption that count, and those beyond what the law admits."""
    asked = sum(row.exempt_units for row in rows)
    shares = law.table("l68.exemption_max_share")
    share = Fraction(str(shares["security" if security else "default"]))
    most = int(share * due) if base >= law.number("l68.exemption_from_staff") else 0
    return min(asked, most), max(0, asked - most)


def _suspended(rows: Sequence[Quota], base: int, due: int, law: Law) -> int:
    """Units not due while the obligation is suspended, in proportion to the staff of those provinces."""
    staff = sum(row.base for row in rows if row.suspended)
    if not staff:
        return 0
    share = Fraction(due * staff, base)
    whole = share.numerator // share.denominator
    return whole + (share - whole > Fraction(str(law.number("l68.round_up_above"))))


def _state(due: int, covered: int, uncovered: int, rows: Sequence[Quota], records: Records, law: Law) -> QuotaState:
    if not due:
        return QuotaState.NOT_OBLIGED
    if covered >= due:
        return QuotaState.COVERED
    if not uncovered:
        return QuotaState.SUSPENDED
    agreed = any(
        paper.company == rows[0].company and paper.kind in PATHS and paper.holds_on(law.on)
        for paper in records.conventions
    )
    asked = any(row.request_on is not None and row.request_on <= law.on for row in rows)
    return QuotaState.ON_THE_WAY if agreed or asked else QuotaState.UNCOVERED
