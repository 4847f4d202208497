"""Rest and pauses between shifts, quarter by quarter round two weeks: what an inspector would count on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from data.lawbook import Law
from data.week import Week
from tests.data.slow_time import CIRCLE, Set, quarters

DAY = 96


def _gaps(work: Set) -> Iterator[int]:
    """Lengths of the unbroken times without work."""
    for first in work:
        if (first + 1) % CIRCLE not in work:
            yield _steps(work, first)


def _steps(work: Set, last: int) -> int:
    length = 0
    while (last + 1 + length) % CIRCLE not in work and length < CIRCLE:
        length += 1
    return length


def _free_before(work: Set, q: int, length: int) -> bool:
    return all((q - 1 - back) % CIRCLE not in work for back in range(length))


def has_daily_rest(work: Set, rest: int) -> bool:
    """Whether the 24 hours from each beginning of a day's work hold the rest; a day begins after such a rest."""
    begins = [q for q in work if _free_before(work, q, rest)]
    return bool(begins) and all(
        any(all((q + at + step) % CIRCLE not in work for step in range(rest)) for at in range(DAY - rest + 1))
        for q in begins
    )


def has_days_off(work: Set, rest: int, off: int) -> bool:
    """Whether two weeks hold two days off, each besides a daily rest; weeks that are alike hold one each."""
    return sum((length - rest) // off for length in _gaps(work) if length > rest) >= 2


def longest_day(work: Set) -> int:
    """Quarters of work on the longest day; a night counts for the day on which it began."""
    if len(work) == CIRCLE:
        return CIRCLE
    worked: Counter[int] = Counter()
    for q in work:
        begin = q
        while (begin - 1) % CIRCLE in work:
            begin = (begin - 1) % CIRCLE
        worked[begin // DAY] += 1
    return max(worked.values(), default=0)


def rests(shifts: Week, law: Law) -> bool:
    """Whether the shifts leave the rest that is due and no day is too long."""
    work = quarters(shifts)
    rest, off, day = (int(4 * law.number(f"work_time.{name}")) for name in ("rest_h", "weekly_rest_h", "day_max_h"))
    return has_daily_rest(work, rest) and has_days_off(work, rest, off) and longest_day(work) <= day


def is_split(shifts: Week, law: Law) -> bool:
    """Whether some day of work is cut in two by a pause: from an hour on, and too short to be the rest of a night."""
    least, rest = int(law.number("practice.split_pause_min") / 15), int(4 * law.number("work_time.rest_h"))
    return any(least <= gap < rest for gap in _gaps(quarters(shifts)))
