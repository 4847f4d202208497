"""Hours that grow by steps: the week of each step of a ramp, cut out of an opening's shifts.

Shown to be agreed with the company; it decides nothing, since the shifts are what has to fit in the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.language import number, say
from data.ramp import RampStep
from data.week import QUARTERS_A_DAY, Week, told_week
from data.week_text import Stretch


@dataclass(frozen=True, slots=True)
class Stage:
    """Some weeks of an internship with the same hours.

    Parameters
    ----------
    week_from, week_to : first and last week, counted from 1; `week_to` is None where the end is that of the internship
    first, last : first and last day
    week : the hours, always inside the shifts
    """

    week_from: int
    week_to: int | None
    first: date
    last: date
    week: Week


def step_week(shifts: Week, step: RampStep) -> Week:
    """The week of one step: the first `days` days with work of each week, and of each the first `hours` hours.

    Every step so keeps the days of the steps before it and the hour at which they begin. A night belongs to the day on
    which it begins; a split day is cut at its end.
    """
    days: dict[int, list[Stretch]] = defaultdict(list)
    for start, length in shifts.segments():
        days[start // QUARTERS_A_DAY].append((start, length))
    kept: list[Stretch] = []
    for week in sorted({day // 7 for day in days}):
        for day in sorted(day for day in days if day // 7 == week)[: step.days]:
            left = int(step.hours * 4)
            for start, length in days[day]:
                kept.append((start, min(length, left)))
                left -= kept[-1][1]
    made = Week.of_fortnight_segments if shifts.alternates else Week.of_segments
    return made((start, length) for start, length in kept if length)


def stages(shifts: Week, ramp: Sequence[RampStep], first: date, last: date) -> tuple[Stage, ...]:
    """The stages of a ramp that begins on a day; after a last step of so many weeks the whole shifts follow.

    Parameters
    ----------
    first, last : days of the internship; no stage begins after the last one, and the one under way ends on it
    """
    steps = [(step.weeks, step_week(shifts, step)) for step in ramp]
    if not steps or steps[-1][0] is not None:
        steps.append((None, shifts))
    made: list[Stage] = []
    begun = 0
    for weeks, week in steps:
        starts = first + timedelta(weeks=begun)
        if starts > last:
            break
        ends = last if weeks is None else min(last, starts + timedelta(weeks=weeks) - timedelta(days=1))
        to = None if weeks is None else begun + weeks
        if made and made[-1].week == week:
            made[-1] = Stage(made[-1].week_from, to, made[-1].first, ends, week)
        else:
            made.append(Stage(begun + 1, to, starts, ends, week))
        begun += weeks or 0
    return tuple(made)


def ramp_weeks(shifts: Week, ramp: Sequence[RampStep], days: int) -> tuple[Week, ...]:
    """The weeks of the stages of a ramp in an internship of so many days, in order; the shifts where there is none."""
    if not ramp:
        return (shifts,)
    first = date(2000, 1, 3)
    return tuple(stage.week for stage in stages(shifts, ramp, first, first + timedelta(days=days - 1)))


def never_reached(shifts: Week, planned: Sequence[Stage]) -> Week:
    """The hours of the shifts that no stage has."""
    left = shifts
    for stage in planned:
        left -= stage.week
    return left


def told_ramp(shifts: Week, planned: Sequence[Stage]) -> str:
    """The stages in words, and the hours of the shifts that are never reached; empty where the ramp changes nothing."""
    if all(stage.week == shifts for stage in planned):
        return ""
    told = [_told(stage) for stage in planned]
    if missing := never_reached(shifts, planned):
        told.append(say("il turno ha altre {hours} ore a settimana, mai raggiunte", hours=number(missing.hours)))
    return "; ".join(told)


def _told(stage: Stage) -> str:
    week = told_week(stage.week)
    if stage.week_to is None:
        return say("poi {week}", week=week) if stage.week_from > 1 else week
    if stage.week_to == stage.week_from:
        return say("settimana {n}: {week}", n=stage.week_from, week=week)
    return say("settimane {first}-{last}: {week}", first=stage.week_from, last=stage.week_to, week=week)
