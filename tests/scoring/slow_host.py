"""What the law asks of a host once more, one opening at a time, from what the rule means."""

from __future__ import annotations

from datetime import date
from math import ceil, floor

from data.bundle import Records
from data.lawbook import Law
from data.records import Opening
from tests.scoring.slow_permit import later


def may_host(records: Records, law: Law, offer: Opening, first: date) -> bool:
    regime = records.programme.regime.value
    if offer.replaces_staff is True or (offer.needs_training is False and regime != "TIS_TUSCANY"):
        return False
    if records.programme.promoter == offer.company:
        return False
    for check in records.host_checks:
        if check.site != offer.site:
            continue
        if check.safety_ok is False or check.insolvent is True:
            return False
        fired = check.dismissal_on is not None and offer.role in (check.dismissal_roles or (offer.role,))
        if fired and check.dismissal_on is not None and check.dismissal_on <= first <= later(check.dismissal_on, 24):
            return False
        idle = check.short_time_to is not None and offer.role in (check.short_time_roles or (offer.role,))
        if idle and check.short_time_to is not None and first <= check.short_time_to:
            return False
    return not lacks_people(records, law, offer.company, first)


def lacks_people(records: Records, law: Law, company: str, first: date) -> bool:
    """Whether units of L. 68/1999 are uncovered and the company has no way there on the first day."""
    rows = [quota for quota in records.quotas if quota.company == company]
    base = sum(row.base for row in rows)
    due = units(base)
    freed = min(sum(row.exempt_units for row in rows), floor(due * 60 / 100)) if base >= 36 else 0
    there = sum(row.employed + row.convention_units + row.compensated_units for row in rows) + freed
    idle = half_up(due * sum(row.base for row in rows if row.suspended) / base) if base else 0
    if due - there - idle <= 0:
        return False
    asked = any(row.request_on is not None and row.request_on <= law.on for row in rows)
    agreed = any(
        paper.company == company and paper.kind.value != "HOSTING" and paper.holds_on(first)
        for paper in records.conventions
    )
    return not asked and not agreed


def units(base: int) -> int:
    if base < 15:
        return 0
    if base <= 50:
        return 1 if base <= 35 else 2
    return half_up(base * 7 / 100)


def half_up(units: float) -> int:
    """More than half a unit is one."""
    return ceil(units) if units - floor(units) > 0.5 + 1e-9 else floor(units)
