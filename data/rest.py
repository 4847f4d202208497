"""Rest between the shifts of an opening: eleven hours a day, a day off a week, no day too long.

All of it is a property of the shifts alone, on the circle of the week, or of the fortnight where two weeks alternate.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from data.lawbook import Law
from data.week import FORTNIGHT, QUARTERS, QUARTERS_A_DAY, Week
from data.week_text import Stretch

# Bits of what the shifts break.
SHORT_REST, NO_DAY_OFF, LONG_DAY = 1, 2, 4


@dataclass(frozen=True, slots=True)
class RestLimits:
    """The limits of a day, in quarters of an hour (source: `work_time.*`).

    Parameters
    ----------
    rest : consecutive rest in every 24 hours
    day_off : consecutive rest in every week, besides the daily one
    day : most work on a day
    """

    rest: int
    day_off: int
    day: int

    @classmethod
    def of(cls, law: Law) -> RestLimits:
        """The limits in force; hours are rounded to whole quarters on the side of more rest."""
        rest, off, day = (law.number(f"work_time.{name}") for name in ("rest_h", "weekly_rest_h", "day_max_h"))
        return cls(-int(-rest * 4 // 1), -int(-off * 4 // 1), int(day * 4 // 1))

    @property
    def span(self) -> int:
        """From its first hour to its last a working day leaves room for the rest within 24 hours."""
        return QUARTERS_A_DAY - self.rest


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """Stretches of work with no daily rest between them; starts may pass the end of the circle.

    Parameters
    ----------
    pieces : (start, length) of each stretch, in order
    """

    pieces: tuple[Stretch, ...]

    @property
    def start(self) -> int:
        """Quarter in which the work begins."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Quarter in which it ends for good; not less than the start."""
        return self.pieces[-1][0] + self.pieces[-1][1]

    def pauses(self) -> tuple[Stretch, ...]:
        """(start, length) of the pauses between the stretches."""
        ends = [start + length for start, length in self.pieces[:-1]]
        return tuple((end, piece[0] - end) for end, piece in zip(ends, self.pieces[1:], strict=True))


@dataclass(frozen=True, slots=True)
class Broken:
    """What the shifts break; empty and false where nothing.

    Parameters
    ----------
    short : the working days after whose beginning 24 hours hold too short a rest
    days_off : days off of the circle where they are too few, else None
    long : (day, quarters) of the days with too much work, Monday 0, of the even week from 7
    """

    short: tuple[WorkingDay, ...] = ()
    days_off: int | None = None
    long: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        return self.mask != 0

    @property
    def mask(self) -> int:
        """Bits SHORT_REST, NO_DAY_OFF, LONG_DAY."""
        return SHORT_REST * bool(self.short) + NO_DAY_OFF * (self.days_off is not None) + LONG_DAY * bool(self.long)


def circle_of(shifts: Week) -> int:
    """Quarters after which the shifts begin again."""
    return FORTNIGHT if shifts.alternates else QUARTERS


def working_days(shifts: Week, rest: int) -> tuple[WorkingDay, ...]:
    """The stretches of work in order, those with less than `rest` quarters between them together.

    Where no rest is that long all work is one day, which goes round: its last piece is the first one come again.
    """
    pieces, circle = shifts.segments(), circle_of(shifts)
    if not pieces:
        return ()
    before = [(start - sum(pieces[k - 1])) % circle for k, (start, _) in enumerate(pieces)]
    first = [k for k, pause in enumerate(before) if pause >= rest]
    if len(pieces) == 1 and pieces[0][1] < circle:
        first = first if circle - pieces[0][1] >= rest else []
    if not first:
        return (WorkingDay((*pieces, (pieces[0][0] + circle, pieces[0][1]))),)
    turned = pieces[first[0] :] + tuple((start + circle, length) for start, length in pieces[: first[0]])
    opens = [(k - first[0]) % len(pieces) for k in first] + [len(pieces)]
    return tuple(WorkingDay(turned[k:end]) for k, end in pairwise(opens))


def longest_rest(day: WorkingDay) -> tuple[int, int]:
    """Start and end of the longest rest that begins within 24 hours of the beginning of a day; the first of equals.

    A pause is told whole; of what follows the day's end only what is left of the 24 hours counts.
    """
    last = day.start + QUARTERS_A_DAY
    rests = [(end, end + length) for end, length in day.pauses() if end < last]
    rests.append((min(day.end, last), last))
    return max(rests, key=lambda rest: (rest[1] - rest[0], -rest[0]))


def free_stretches(shifts: Week) -> tuple[Stretch, ...]:
    """(start, length) of the time between the shifts, on their circle."""
    pieces, circle = shifts.segments(), circle_of(shifts)
    following = [start for start, _ in pieces[1:]] + [pieces[0][0] + circle] if pieces else []
    free = [(start + length, after - start - length) for (start, length), after in zip(pieces, following, strict=True)]
    return tuple((start % circle, length) for start, length in free if length > 0)


def days_in(length: int, limits: RestLimits) -> int:
    """Days off that a rest of so many quarters holds, once its daily rest is taken away."""
    return max(0, length - limits.rest) // limits.day_off


def day_quarters(shifts: Week) -> dict[int, int]:
    """Quarters of work of each day, Monday 0, of the even week from 7; a night counts where it begins."""
    worked: dict[int, int] = defaultdict(int)
    for start, length in shifts.segments():
        worked[start // QUARTERS_A_DAY] += length
    return worked


@lru_cache(maxsize=4096)
def broken(shifts: Week, limits: RestLimits) -> Broken:
    """What the shifts break.

    - Daily rest (D.Lgs. 66/2003 art. 7): the 24 hours from the beginning of the work of a day hold `rest` consecutive
      hours without work. The hours between the two halves of a split day are shorter than that, and are none: the day
      goes on. So what lies between two such rests is one working day, and it may last 24 - 11 = 13 hours at most.
    - Weekly rest (art. 9): as many days off as weeks. A rest holds one for every `day_off` hours that are left when the
      daily rest is taken away: 35 hours one, 59 two. Over two weeks that alternate the count is of both together.
    - No day has more than `day` hours of work.
    """
    short = tuple(day for day in working_days(shifts, limits.rest) if day.end - day.start > limits.span)
    rests = [length for _, length in free_stretches(shifts)]
    off = sum(days_in(length, limits) for length in rests)
    enough = not shifts or off >= circle_of(shifts) // QUARTERS
    long = tuple(sorted((day, most) for day, most in day_quarters(shifts).items() if most > limits.day))
    return Broken(short, None if enough else off, long)


def split_pauses(shifts: Week, law: Law) -> Week:
    """The pauses that make a day a split one: from `practice.split_pause_min` on, shorter than a daily rest."""
    return long_pauses(shifts, split_pause_q(law), RestLimits.of(law).rest)


def split_pause_q(law: Law) -> int:
    """Quarters of pause from which a day is split."""
    return -int(-law.number("practice.split_pause_min") // 15)


@lru_cache(maxsize=4096)
def long_pauses(shifts: Week, least: int, rest: int) -> Week:
    """The pauses within a working day that are at least `least` quarters long: what makes it a split day."""
    made = Week.of_fortnight_segments if shifts.alternates else Week.of_segments
    days = working_days(shifts, rest)
    return made(pause for day in days for pause in day.pauses() if pause[1] >= least)


def continuous(shifts: Week, least: int, rest: int) -> Week:
    """The same hours without those pauses: what comes after one begins when the work before it ends."""
    made = Week.of_fortnight_segments if shifts.alternates else Week.of_segments
    joined: list[Stretch] = []
    for day in working_days(shifts, rest):
        closed = accumulate((length if length >= least else 0 for _, length in day.pauses()), initial=0)
        joined += [(start - back, length) for (start, length), back in zip(day.pieces, closed, strict=True)]
    return made(joined)
