"""On which real days hours meet: for papers that hold on few days of an internship.

A week repeats, a few days do not: hours of a Wednesday never meet a paper that is valid on one Sunday. Days are
ordinals, both ends included; the places of a fortnight are the days of week A (odd calendar weeks), then of week B.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.week import ALWAYS, QUARTERS, QUARTERS_A_DAY, Week

# Every day of the fortnight comes within so many days: the turn slips once where a year has 53 weeks.
EVERY_PLACE = 21
# A paper that clashes at all and holds on so many days more than some number clashes on more than those.
MARGIN = 2 * (EVERY_PLACE - 1)

PLACES = 14
_DAY = (1 << QUARTERS_A_DAY) - 1
_BYTES = QUARTERS // 8
_CHUNK = 1 << 15
# The ordinal of 1 January 1970, where the days of numpy begin.
_EPOCH = date(1970, 1, 1).toordinal()

Days = NDArray[np.int64]


def falling(hours: Week, first: int, last: int) -> tuple[Week, list[int]]:
    """Of some hours those that really come between two days, and the days on which some come.

    Hours of every week are not told apart by the week in which they come.
    """
    bits, kept, days = hours.a.bits | hours.b.bits << QUARTERS, 0, []
    for day, place in enumerate(places(first, last).tolist(), start=first):
        there = bits & _DAY << (QUARTERS_A_DAY * place)
        if there:
            kept |= there
            days.append(day)
    odd, even = Week(kept & ALWAYS), Week(kept >> QUARTERS)
    return (Week.alternating(odd, even) if hours.alternates else odd | even), days


def places(first: int, last: int) -> NDArray[np.int8]:
    """The place in the fortnight, 0 to 13, of each day between two."""
    days = np.arange(first, last + 1, dtype=np.int64)
    weekday = (days - 1) % 7
    # The calendar week is that of its Thursday.
    thursday = days - weekday + 3
    year = (thursday - _EPOCH).astype("datetime64[D]").astype("datetime64[Y]")
    begins = year.astype("datetime64[D]").astype(np.int64) + _EPOCH
    even = ((thursday - begins) // 7 + 1) % 2 == 0
    found: NDArray[np.int8] = (weekday + 7 * even).astype(np.int8)
    return found


def packed_weeks(weeks: Sequence[Week]) -> NDArray[np.uint8]:
    """Weeks as bytes of a fortnight, shape (n, 168)."""
    raw = b"".join(half.bits.to_bytes(_BYTES, "little") for week in weeks for half in (week.a, week.b))
    return np.frombuffer(raw, dtype=np.uint8).reshape(len(weeks), 2 * _BYTES)


def packed_rows(taken_a: NDArray[np.bool_], taken_b: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Quarters of weeks A and of weeks B, each of shape (n, 672), as such bytes."""
    return np.packbits(np.concatenate([taken_a, taken_b], axis=1), axis=1, bitorder="little")


def clash_span(
    one: NDArray[np.uint8], of_one: Days, other: NDArray[np.uint8], of_other: Days, first: Days, last: Days
) -> Days:
    """Days from the first to the last on which hours meet, 0 where they never do, shape (n,).

    Parameters
    ----------
    one, other : packed hours
    of_one, of_other : rows of them, shape (n,)
    first, last : the days between which they may meet, shape (n,)
    """
    meets = np.zeros((len(of_one), PLACES), dtype=np.bool_)
    for start in range(0, len(of_one), _CHUNK):
        part = slice(start, start + _CHUNK)
        both = one[of_one[part]] & other[of_other[part]]
        meets[part] = both.reshape(-1, PLACES, QUARTERS_A_DAY // 8).any(axis=2)
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    low = int(first.min())
    table = places(low, int(last.max()))
    row = np.arange(len(first))
    begins, ends = np.full(len(first), -1, dtype=np.int64), np.full(len(first), -1, dtype=np.int64)
    # From the ends towards the middle, so that what is found last is what lies furthest out.
    for step in reversed(range(EVERY_PLACE)):
        early, late = np.minimum(first + step, last), np.maximum(last - step, first)
        begins = np.where(meets[row, table[early - low]], early, begins)
        ends = np.where(meets[row, table[late - low]], late, ends)
    return np.where(begins >= 0, ends - begins + 1, 0)
