"""What an inspector would find on paper: rest and pauses, quarter by quarter round two weeks, and circumstances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from data.codes import Condition
from data.conditions import usual_conditions
from data.lawbook import Law
from data.records import Opening
from data.week import Week, parse_week
from tests.data.slow_time import CIRCLE, Set, quarters

DAY = 96
# What demands mean, once more by hand; the last one only when it is denied.
MEANS = {
    "SL2": Condition.NIGHT,
    "SL3": Condition.ISOLATED_WORK,
    "SL4": Condition.PUBLIC_CONTACT,
    "SL5": Condition.MACHINERY,
}
DENIES = MEANS | {"AC5": Condition.HEIGHTS}


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


def involved(offer: Opening) -> set[Condition]:
    """The circumstances of the work, written or told by its demands and hours."""
    told = {MEANS[d.item] for d in offer.demands or () if d.item in MEANS and d.level > 0}
    by_night = quarters(offer.shifts) & quarters(parse_week("tutti 22:00-6:00"))
    return {*offer.conditions, *told, *({Condition.NIGHT} if by_night else set())}


def open_question(offer: Opening, condition: Condition) -> bool:
    """Whether nobody can tell from the records if the circumstance is there."""
    if condition is Condition.NIGHT or condition in involved(offer):
        return False
    if any(DENIES.get(d.item) is condition and d.level == 0 for d in offer.demands or ()):
        return False
    if usual_conditions(offer.role) & condition.bit:
        return True
    # A list of circumstances speaks of all of them, demands of those that they can name.
    by_demands = offer.demands is not None and condition in MEANS.values()
    return not offer.conditions and not by_demands
