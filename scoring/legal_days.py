"""Days of the law: so many months or years after a day, and papers that a change writes anew."""

from __future__ import annotations

import hashlib
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.lawbook import Law

Days = NDArray[np.int64]
MONTHS_A_YEAR = 12
# Later than every day.
NEVER = date.max.toordinal() + 1
# numpy counts days from here, ordinals from the year 1.
_EPOCH = date(1970, 1, 1).toordinal()


def months_after(days: Days, months: float) -> Days:
    """The same day so many months later, the last of the month where it has no such day.

    Parameters
    ----------
    days : ordinals, shape (n,)
    months : whole months; less than 0 for earlier ones
    """
    same, last = _later(days, np.full(len(days), int(months), dtype=np.int64))
    ordinals: Days = np.minimum(same, last)
    return ordinals


def last_days(first: Days, months: Days) -> Days:
    """Last day of what begins on a day and lasts so many months: six from 1 October end on 31 March, not on 1 April.

    Parameters
    ----------
    first : ordinals, shape (n,)
    months : whole months, shape (n,)
    """
    same, last = _later(first, months)
    ordinals: Days = np.minimum(same - 1, last)
    return ordinals


def last_day(first: date, months: int) -> date:
    """As `last_days`, of one day."""
    one = np.array([first.toordinal()], dtype=np.int64)
    return date.fromordinal(int(last_days(one, np.array([months], dtype=np.int64))[0]))


def _later(days: Days, months: Days) -> tuple[Days, Days]:
    """As many days into a later month, even beyond its end, and the last day of that month."""
    day = (days - _EPOCH).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    target = month + months
    same = target.astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    last = (target + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return same.astype(np.int64) + _EPOCH, last.astype(np.int64) + _EPOCH


def month_after(day: date, months: float) -> int:
    """As `months_after`, of one day."""
    return int(months_after(np.array([day.toordinal()], dtype=np.int64), months)[0])


def number_or(law: Law, key: str, otherwise: float) -> float:
    """A number of the law, or another where nothing was in force on the day."""
    return law.number(key) if key in set(law.keys()) else otherwise


def new_id(*names: str) -> str:
    """The id of a paper that a change adds: always the same for the same names."""
    return f"NEW-{hashlib.sha256('/'.join(names).encode()).hexdigest()[:20]}"
