"""Shifts cut until they leave the rest that is due: what a company would have to change, and no more."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from data.rest import RestLimits, WorkingDay, broken, circle_of, days_in, free_stretches
from data.week import QUARTERS, QUARTERS_A_DAY, Week
from data.week_text import Stretch

Circle = NDArray[np.bool_]


def trimmed(shifts: Week, limits: RestLimits) -> Week:
    """The shifts with so much cut off that `broken` finds nothing; no quarter can be put back next to what is left.

    Long days are cut first, at their end; then each step makes the cheapest cut that mends one thing. Where two cost
    the same the earlier end, and for the day off the Sunday, is chosen.
    """
    circle = circle_of(shifts)
    on = _array(_short_days(shifts, limits), circle)
    while found := broken(_week(on), limits):
        if found.short:
            cuts = _rest_cuts(found.short[0], limits)
        elif found.days_off is not None:
            cuts = _off_cuts(_week(on), limits, circle)
        else:
            cuts = [(day * QUARTERS_A_DAY, QUARTERS_A_DAY) for day, _ in found.long]
        left = [_without(on, cut) for cut in cuts]
        on = left[min(range(len(left)), key=lambda k: (*_cost(on, left[k]), k))]
    return _week(_grown(on, _array(shifts, circle), limits))


def _short_days(shifts: Week, limits: RestLimits) -> Week:
    """The first hours of each day, as many as a day may have; work of more than a day is cut into days first."""
    left: dict[int, int] = defaultdict(lambda: limits.day)
    kept = []
    for start, length in shifts.segments():
        for cut in range(0, length, QUARTERS_A_DAY):
            day = (start + cut) % circle_of(shifts) // QUARTERS_A_DAY
            piece = min(length - cut, QUARTERS_A_DAY, left[day])
            left[day] -= piece
            kept.append((start + cut, piece))
    made = Week.of_fortnight_segments if shifts.alternates else Week.of_segments
    return made((start, length) for start, length in kept if length)


def _rest_cuts(day: WorkingDay, limits: RestLimits) -> list[Stretch]:
    """An earlier end or a later start: around the night where there is one, else at the two ends of the day."""
    # Work that ends at midnight is of the day before.
    nights = [(end, rest) for end, rest in day.pauses() if (end - 1) // QUARTERS_A_DAY < (end + rest) // QUARTERS_A_DAY]
    if nights:
        end, length = max(nights, key=lambda pause: (pause[1], -pause[0]))
        lacking = limits.rest - length
        return [(end - lacking, lacking), (end + length, lacking)]
    over = day.end - day.start - limits.span
    return [(day.end - over, over), (day.start, over)]


def _off_cuts(shifts: Week, limits: RestLimits, circle: int) -> list[Stretch]:
    """For every rest, what it would have to grow by, on either side, to hold one day off more."""
    cuts = []
    for start, length in free_stretches(shifts):
        lacking = limits.rest + limits.day_off * (days_in(length, limits) + 1) - length
        if length + lacking <= circle:
            cuts += [(start - lacking, lacking), (start + length, lacking)]
    return cuts


def _cost(on: Circle, left: Circle) -> tuple[int, int]:
    """Quarters lost; where equal, those of a Sunday are lost first."""
    lost = on & ~left
    sundays = lost.reshape(-1, 7, QUARTERS_A_DAY)[:, 6]
    return int(lost.sum()), -int(sundays.sum())


def _grown(on: Circle, whole: Circle, limits: RestLimits) -> Circle:
    """Put back, quarter by quarter at the ends of what is left, whatever breaks nothing."""
    grown, before = on, -1
    while before != int(grown.sum()):
        before = int(grown.sum())
        for step in (1, -1):
            for q in np.flatnonzero(grown & ~np.roll(grown, -step)).tolist():
                at = (q + step) % len(grown)
                more = grown.copy()
                more[at] = True
                if whole[at] and not grown[at] and not broken(_week(more), limits):
                    grown = more
    return grown


def _without(on: Circle, cut: Stretch) -> Circle:
    left = on.copy()
    left[np.arange(cut[0], cut[0] + cut[1]) % len(on)] = False
    return left


def _array(week: Week, circle: int) -> Circle:
    return week.fortnight()[:circle]


def _week(on: Circle) -> Week:
    return Week.of_fortnight(np.tile(on, 2) if len(on) == QUARTERS else on)
