"""Rest between shifts: what they break, and how little has to be cut off."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.lawbook import LawBook
from data.rest import (
    LONG_DAY,
    NO_DAY_OFF,
    SHORT_REST,
    RestLimits,
    broken,
    continuous,
    longest_rest,
    split_pauses,
    working_days,
)
from data.rest_trim import trimmed
from data.week import FORTNIGHT, Week, parse_week

LAW = LawBook.load().in_force(date(2020, 9, 14))
LIMITS = RestLimits.of(LAW)
# Half hours, so that weeks are varied and rest is often just kept.
STRETCHES = st.lists(
    st.tuples(st.integers(0, FORTNIGHT // 2 - 1).map(lambda h: 2 * h), st.integers(1, 20).map(lambda h: 2 * h)),
    min_size=1,
    max_size=16,
)
WEEKS = st.one_of(STRETCHES.map(Week.of_segments), STRETCHES.map(Week.of_fortnight_segments))


def test_the_limits_are_those_of_the_law_in_quarters() -> None:
    assert RestLimits(rest=44, day_off=96, day=32) == LIMITS
    assert LIMITS.span == 52


@pytest.mark.parametrize(
    ("shifts", "mask"),
    [
        ("lun-ven 9:00-13:00", 0),
        ("mai", 0),
        ("mar 14:00-22:00; mer 6:00-14:00", SHORT_REST),
        ("lun-dom 9:00-13:00", NO_DAY_OFF),
        ("lun-ven 9:00-13:00; sab 18:00-22:00", 0),
        ("lun-ven 8:45-13:00; sab 18:00-22:00", NO_DAY_OFF),
        ("lun-ven 9:00-17:15", LONG_DAY),
        ("lun 6:00-20:00", SHORT_REST | LONG_DAY),
        ("sempre", SHORT_REST | NO_DAY_OFF | LONG_DAY),
        ("A: lun-dom 9:00-13:00 | B: lun-ven 9:00-13:00", 0),
        ("A: lun-dom 9:00-13:00 | B: mar-dom 9:00-13:00", NO_DAY_OFF),
        # Alternating weeks that differ by one shift are judged as a fortnight: the plain one is not.
        ("A: lun-dom 9:00-13:00 | B: lun-dom 9:00-13:00", NO_DAY_OFF),
    ],
)
def test_what_shifts_break(shifts: str, mask: int) -> None:
    assert broken(parse_week(shifts), LIMITS).mask == mask


def test_a_working_day_lasts_until_eleven_hours_of_rest() -> None:
    days = working_days(parse_week("lun 8:00-12:00, 20:00-24:00; mar 12:00-16:00; dom 22:00-2:00"), LIMITS.rest)
    assert [[start for start, _ in day.pieces] for day in days] == [[144], [664, 704, 752]]


def test_a_day_that_begins_before_the_seam_of_the_week_goes_on_after_it() -> None:
    (night,) = working_days(parse_week("dom 18:00-22:00; lun 3:00-7:00"), LIMITS.rest)
    assert [length for _, length in night.pieces] == [16, 16]
    assert night.pauses() == ((664, 20),)
    assert longest_rest(night) == (700, 744)


@given(WEEKS)
def test_every_hour_of_work_lies_in_one_working_day(shifts: Week) -> None:
    days = working_days(shifts, LIMITS.rest)
    assert all(pause < LIMITS.rest for day in days for _, pause in day.pauses())
    pieces = [piece for day in days for piece in day.pieces]
    made = Week.of_fortnight_segments if shifts.alternates else Week.of_segments
    assert made(pieces) == shifts


@given(WEEKS)
def test_short_rest_is_what_the_law_says_counted_quarter_by_quarter(shifts: Week) -> None:
    on = shifts.fortnight()
    begins = np.flatnonzero(on & ~np.roll(on, 1))
    short = False
    for begin in begins:
        window = on[(begin + np.arange(96)) % FORTNIGHT]
        run = longest = 0
        for busy in window:
            run = 0 if busy else run + 1
            longest = max(longest, run)
        short |= longest < LIMITS.rest
    if on.all():
        short = True
    assert bool(broken(shifts, LIMITS).mask & SHORT_REST) == short


@given(WEEKS)
def test_shifts_are_trimmed_until_nothing_is_broken_and_no_further(shifts: Week) -> None:
    left = trimmed(shifts, LIMITS)
    assert left
    assert not left - shifts
    assert not broken(left, LIMITS)
    assert (left == shifts) == (not broken(shifts, LIMITS))
    circle = FORTNIGHT if shifts.alternates else FORTNIGHT // 2
    made = Week.of_fortnight_segments if shifts.alternates else Week.of_segments
    ends = [q % circle for start, length in left.segments() for q in (start - 1, start + length)]
    back = [left | made([(q, 1)]) for q in ends]
    assert all(broken(more, LIMITS) for q, more in zip(ends, back, strict=True) if shifts.has(q) and more != left)


@pytest.mark.parametrize(
    ("shifts", "left"),
    [
        ("mar 14:00-22:00; mer 6:00-14:00", "mar 14:00-19:00; mer 6:00-14:00"),
        ("lun-dom 9:00-13:00", "lun-sab 9:00-13:00"),
        ("lun-ven 9:00-18:00", "lun-ven 9:00-17:00"),
        ("lun-ven 8:00-12:00, 20:00-24:00", "lun-ven 8:00-12:00, 20:00-21:00"),
        ("sempre", "lun-sab 0:00-8:00"),
    ],
)
def test_the_cheapest_cut_is_made(shifts: str, left: str) -> None:
    assert str(trimmed(parse_week(shifts), LIMITS)) == left


def test_a_pause_of_an_hour_splits_a_day_and_the_night_does_not() -> None:
    assert str(split_pauses(parse_week("lun-ven 9-12, 13-15"), LAW)) == "lun-ven 12:00-13:00"
    assert not split_pauses(parse_week("lun-ven 9:00-12:00, 12:45-15:00"), LAW)
    assert not split_pauses(parse_week("lun-ven 9:00-13:00"), LAW)


@given(WEEKS)
def test_a_continuous_week_has_the_same_hours_at_most_and_no_more_long_pauses(shifts: Week) -> None:
    whole = continuous(shifts, 4, LIMITS.rest)
    assert whole.hours <= shifts.hours
    if not broken(shifts, LIMITS).mask & SHORT_REST:
        assert whole.hours == shifts.hours
        assert not split_pauses(whole, LAW)
