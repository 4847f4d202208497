"""What the shifts of an opening break for somebody who is under age: hours, breaks, turns, nights, days off.

All of it is a property of the shifts alone (L. 977/1967; domain reference 3.7, M3 to M7). Which work is forbidden, and
who is under age, is asked elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from data.lawbook import Law
from data.rest import circle_of, day_quarters, free_stretches, working_days
from data.week import QUARTERS, QUARTERS_A_DAY, Week, parse_week
from data.week_text import Stretch

NEVER = Week()
# Bits of what the shifts break.
LONG_DAY, LONG_WEEK, ROTATES, AT_NIGHT, SHORT_NIGHT, FEW_DAYS_OFF = 1, 2, 4, 8, 16, 32


@dataclass(frozen=True, slots=True)
class MinorLimits:
    """The limits of a day, in quarters of an hour but for the minutes of a break (source: `minors.*`).

    Parameters
    ----------
    day, week : most work of a day and of a week
    unbroken : most work without a break
    break_min, break_agreed_min : minutes of that break; the second where a collective agreement shortens it
    night : the hours of the night
    night_rest : consecutive rest that holds the night
    days_off : full days without work in every week
    """

    day: int
    week: int
    unbroken: int
    break_min: int
    break_agreed_min: int
    night: Week
    night_rest: int
    days_off: int

    @classmethod
    def of(cls, law: Law) -> MinorLimits:
        """The limits in force; hours are rounded to whole quarters on the side of less work."""
        first, last = law.table("minors.night")
        return cls(
            day=int(law.number("minors.max_h_day") * 4),
            week=int(law.number("minors.max_h_week") * 4),
            unbroken=int(law.number("minors.unbroken_max_h") * 4),
            break_min=int(law.number("minors.break_min")),
            break_agreed_min=int(law.number("minors.break_min_agreed")),
            night=parse_week(f"tutti {first}-{last}"),
            night_rest=-int(-law.number("minors.night_rest_h") * 4 // 1),
            days_off=int(law.number("minors.weekly_rest_days")),
        )


@dataclass(frozen=True, slots=True)
class MinorBroken:
    """What the shifts break; empty, false or 0 where nothing.

    Parameters
    ----------
    long_days : (day, quarters) of the days with too much work, Monday 0, of the even week from 7
    long_weeks : (week, quarters) of the weeks with too much, 0 odd, 1 even
    rotates : whether odd and even weeks differ
    at_night : the hours of the night that are worked
    short_nights : (start, length) of the rests that hold a night and are too short
    days_off : fewest full days without work in a week where they are too few, else None
    unbroken : longest stretch of work in quarters where it needs a break, counting as breaks the pauses that only an
        agreement makes long enough; 0 where no break is needed
    unbroken_agreed : likewise where such an agreement is there
    """

    long_days: tuple[tuple[int, int], ...] = ()
    long_weeks: tuple[tuple[int, int], ...] = ()
    rotates: bool = False
    at_night: Week = NEVER
    short_nights: tuple[Stretch, ...] = ()
    days_off: int | None = None
    unbroken: int = 0
    unbroken_agreed: int = 0

    @property
    def mask(self) -> int:
        """Bits of what is broken; a break is not among them, since it may be written apart from the shifts."""
        return (
            LONG_DAY * bool(self.long_days)
            + LONG_WEEK * bool(self.long_weeks)
            + ROTATES * self.rotates
            + AT_NIGHT * bool(self.at_night)
            + SHORT_NIGHT * bool(self.short_nights)
            + FEW_DAYS_OFF * (self.days_off is not None)
        )


@lru_cache(maxsize=4096)
def minor_broken(shifts: Week, limits: MinorLimits) -> MinorBroken:
    """What the shifts break for who is under age.

    - No day and no week is longer than the limits; each of two weeks that alternate counts.
    - Odd and even weeks are alike: turns that rotate are not allowed.
    - No hour is of the night, and the rest that holds a night is long enough.
    - Every week has full days, midnight to midnight, without work.
    - No stretch of work is too long without a break. A pause between two shifts is a break where it is long enough.
    """
    weeks = (shifts.a, shifts.b) if shifts.alternates else (shifts,)
    quarters = [week.bits.bit_count() for week in weeks]
    free = [7 - len(_days_with_work(week)) for week in weeks]
    at_night = shifts & limits.night
    nights = [
        rest for rest in free_stretches(shifts) if rest[1] < limits.night_rest and _touches(rest, shifts, limits.night)
    ]
    return MinorBroken(
        long_days=tuple(sorted((day, most) for day, most in day_quarters(shifts).items() if most > limits.day)),
        long_weeks=tuple((which, total) for which, total in enumerate(quarters) if total > limits.week),
        rotates=shifts.alternates,
        at_night=at_night,
        # Where the night itself is worked there is nothing more to say of the rest that should hold it.
        short_nights=() if at_night else tuple(nights),
        days_off=min(free) if min(free) < limits.days_off else None,
        unbroken=_longest(shifts, limits.break_min, limits.unbroken),
        unbroken_agreed=_longest(shifts, limits.break_agreed_min, limits.unbroken),
    )


def _days_with_work(week: Week) -> list[int]:
    day = (1 << QUARTERS_A_DAY) - 1
    return [n for n in range(QUARTERS // QUARTERS_A_DAY) if week.bits >> n * QUARTERS_A_DAY & day]


def _touches(rest: Stretch, shifts: Week, night: Week) -> bool:
    made = Week.of_fortnight_segments if shifts.alternates else Week.of_segments
    return bool(made([rest]) & night)


def _longest(shifts: Week, pause_min: int, most: int) -> int:
    """The longest stretch without a pause of so many minutes, where it is longer than `most`; else 0.

    Minutes that are no whole quarters need the next quarter. Work without any such pause is as long as its circle.
    """
    pause = -(-pause_min // 15)
    spans = [min(day.end - day.start, circle_of(shifts)) for day in working_days(shifts, pause)]
    longest = max(spans, default=0)
    return longest if longest > most else 0
