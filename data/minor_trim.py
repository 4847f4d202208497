"""Shifts cut until somebody under age may work them: what a company would have to change.

Everything is cut off, nothing is moved: which other hours there would be work in, only the company knows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.minor_limits import MinorLimits
from data.rest import RestLimits, circle_of
from data.rest_trim import trimmed
from data.week import QUARTERS, QUARTERS_A_DAY, Week

Circle = NDArray[np.bool_]


def minor_trimmed(shifts: Week, limits: MinorLimits, rest: RestLimits) -> Week:
    """The shifts without what breaks the limits of hours, nights and days off; empty where all work is at night.

    The night goes first, then what is over the hours of a day, what ends too late for the rest before the next morning,
    the days over those of a week (the shortest ones; of equal ones the last), at last what is over the hours of a week.
    """
    whole = shifts - limits.night
    days = whole.fortnight()[: circle_of(shifts)].reshape(-1, QUARTERS_A_DAY).copy()
    for day in days:
        _keep_first(day, limits.day)
    for n in range(len(days)):
        following = np.flatnonzero(days[(n + 1) % len(days)])
        if len(following):
            days[n, max(0, int(following[0]) + QUARTERS_A_DAY - limits.night_rest) :] = False
    for week in days.reshape(-1, 7, QUARTERS_A_DAY):
        _keep_days(week, 7 - limits.days_off)
        _keep_hours(week, limits.week)
    left = _week(days.ravel())
    # A full day off may be shorter than the rest that everybody is due.
    return trimmed(left, rest) if left else left


def _keep_first(day: Circle, most: int) -> None:
    day[np.flatnonzero(day)[most:]] = False


def _keep_days(week: Circle, most: int) -> None:
    hours = week.sum(axis=1)
    worked = np.flatnonzero(hours)
    order = np.lexsort((-worked, hours[worked]))
    week[worked[order[: max(0, len(worked) - most)]]] = False


def _keep_hours(week: Circle, most: int) -> None:
    while week.sum() > most:
        hours = week.sum(axis=1)
        longest = int(np.flatnonzero(hours == hours.max())[-1])
        week[longest, int(np.flatnonzero(week[longest])[-1])] = False


def _week(on: Circle) -> Week:
    return Week.of_fortnight(np.tile(on, 2) if len(on) == QUARTERS else on)
