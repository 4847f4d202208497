"""Shifts cut until no week has more hours than it may: what a company would have to change."""

from __future__ import annotations

from data.rest import circle_of, working_days
from data.week import QUARTERS, Week


def hours_trimmed(shifts: Week, most: int, rest: int) -> Week:
    """The shifts with quarters cut off until neither week has more than `most` of them.

    Quarter by quarter at the end of the longest working day that ends in a week with too much; of equal ones the last.
    Only ends of days are cut, so that no pause becomes longer.

    Parameters
    ----------
    most : quarters of a week
    rest : quarters of rest between two working days
    """
    while True:
        over = {which for which, week in enumerate((shifts.a, shifts.b)) if week.bits.bit_count() > most}
        if not over:
            return shifts
        circle = circle_of(shifts)
        ends = [(sum(length for _, length in day.pieces), (day.end - 1) % circle) for day in working_days(shifts, rest)]
        here = [(length, end) for length, end in ends if circle == QUARTERS or end // QUARTERS in over]
        # A week whose work all ends in the other one gives the last quarter of its own.
        last = max(here)[1] if here else max(q for q in range(circle) if q // QUARTERS in over and shifts.has(q))
        made = Week.of_fortnight_segments if shifts.alternates else Week.of_segments
        shifts = shifts - made([(last, 1)])
