"""What a trainee is paid in a month, under two regimes with opposite logics, and what that costs the programme.

Inclusion internships (TIS): an hourly support *up to a ceiling*; every hour done is paid until the ceiling is reached.
Ordinary internships (ORD): an amount *not below a floor*, due in full, reduced, or not at all by attendance.
Amounts are whole cents (source: domain reference 3.1, D.G.R. 620/2020, D.G.R. 206/2024).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from data.call import Programme
from data.lawbook import Law

WEEKS_A_MONTH = Fraction(52, 12)
_SHARES = (
    "ord_tuscany.attendance_full_share",
    "ord_tuscany.attendance_reduced_share",
    "ord_tuscany.allowance_reduced_share",
)


@dataclass(frozen=True, slots=True)
class Month:
    """One month's allowance.

    Parameters
    ----------
    cents : what is due
    unpaid_h : hours done beyond those that the ceiling pays; the tutor is told
    tier : `full`, `reduced` or `none` by attendance; `hours` where hours are paid
    """

    cents: int
    unpaid_h: Fraction
    tier: str


def month_of(programme: Programme, law: Law, done_h: float, planned_h: float) -> Month:
    """The allowance of a month.

    Parameters
    ----------
    programme : its own amounts come before those of the law, where they are written
    law : what is in force on the day
    done_h, planned_h : hours of the month done, and agreed; 0 or more

    Raises
    ------
    AbbinaError
        `not_in_force`: the law says no amount on that day, and the programme neither.
    """
    done, planned = Fraction(str(done_h)), Fraction(str(planned_h))
    if pays_hours(programme, law):
        return _by_hours(programme, law, done)
    return _by_attendance(programme, law, done, planned)


def pays_hours(programme: Programme, law: Law) -> bool:
    """Whether hours are paid up to a ceiling; else an amount is due by attendance."""
    return str(law.table("allowance.logic")[programme.regime.value]) == "hours_up_to_a_ceiling"


def by_host(programme: Programme, law: Law) -> bool:
    """Whether the company pays the allowance, not the programme."""
    if programme.allowance_by_host is not None:
        return programme.allowance_by_host
    return str(law.table("allowance.who_pays")[programme.regime.value]) == "host"


def month_cents(programme: Programme, week_h: float, law: Law) -> int | None:
    """What a month at full attendance costs the programme; None where the company pays, or no amount is in force."""
    if not {"allowance.logic", "allowance.who_pays"} <= set(law.keys()):
        return None
    if by_host(programme, law) or not _amount_known(programme, law):
        return None
    hours = float(Fraction(str(week_h)) * WEEKS_A_MONTH)
    return month_of(programme, law, hours, hours).cents


def _amount_known(programme: Programme, law: Law) -> bool:
    known = set(law.keys())
    if pays_hours(programme, law):
        rate = programme.allowance_eur_hour is not None or "tis_tuscany.hour_rate_eur" in known
        # On days on which no ceiling was in force the hours alone say what a month costs.
        return rate or programme.allowance_eur_month is not None
    return {"ord_tuscany.allowance_min_eur", *_SHARES} <= known


def _by_hours(programme: Programme, law: Law, done: Fraction) -> Month:
    rate = _own_or_law(programme.allowance_eur_hour, law, "tis_tuscany.hour_rate_eur")
    # A programme may pay less than the ceiling of the law, never more.
    own, legal = programme.allowance_eur_month, _own_or_law(None, law, "tis_tuscany.allowance_max_eur")
    ceilings = [bound for bound in (None if own is None else Fraction(str(own)), legal) if bound is not None]
    if rate is None:
        # No amount an hour anywhere: the month's own amount is paid.
        return Month(_cents(min(ceilings)) if done and ceilings else 0, Fraction(0), "hours")
    due = min([done * rate, *ceilings])
    unpaid = max(Fraction(0), done - min(ceilings) / rate) if rate and ceilings else Fraction(0)
    return Month(_cents(due), unpaid, "hours")


def _by_attendance(programme: Programme, law: Law, done: Fraction, planned: Fraction) -> Month:
    # A programme may pay more than the floor of the law, never less.
    floor = Fraction(str(law.number("ord_tuscany.allowance_min_eur")))
    full = max(floor, Fraction(str(programme.allowance_eur_month or 0)))
    share = done / planned if planned else Fraction(0)
    if share >= Fraction(str(law.number("ord_tuscany.attendance_full_share"))):
        return Month(_cents(full), Fraction(0), "full")
    if share >= Fraction(str(law.number("ord_tuscany.attendance_reduced_share"))):
        return Month(
            _cents(full * Fraction(str(law.number("ord_tuscany.allowance_reduced_share")))), Fraction(0), "reduced"
        )
    return Month(0, Fraction(0), "none")


def _own_or_law(own: float | None, law: Law, key: str) -> Fraction | None:
    """The programme's own amount, else that of the law; None where neither says one on the day."""
    if own is not None:
        return Fraction(str(own))
    return Fraction(str(law.number(key))) if key in set(law.keys()) else None


def _cents(eur: Fraction) -> int:
    """Euro to whole cents, half a cent upwards."""
    return int(eur * 100 + Fraction(1, 2))
