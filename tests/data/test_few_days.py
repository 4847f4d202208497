"""Which days of a fortnight some real days are, and on which of them hours meet."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.few_days import EVERY_PLACE, MARGIN, PLACES, clash_span, falling, packed_rows, packed_weeks, places
from data.week import Week, parse_week

DAYS = st.dates(date(1971, 1, 1), date(2099, 1, 1))
HOURS = st.sampled_from(
    ["mer 9:00-13:00", "lun-ven 8:00-12:00", "A: dom 22:00-2:00 | B: mai", "A: lun 9-10 | B: gio 9-10", "sempre", "mai"]
).map(parse_week)
BEFORE_53 = date(2020, 12, 21)


def by_hand(day: date) -> int:
    return day.weekday() + (0 if day.isocalendar().week % 2 else 7)


@given(DAYS, st.integers(0, 80))
def test_each_day_has_the_place_of_its_calendar_week(first: date, more: int) -> None:
    found = places(first.toordinal(), first.toordinal() + more)
    assert found.tolist() == [by_hand(first + timedelta(days=n)) for n in range(more + 1)]


@given(DAYS)
def test_every_place_comes_within_three_weeks_even_where_the_turn_slips(first: date) -> None:
    assert len(set(places(first.toordinal(), first.toordinal() + EVERY_PLACE - 1).tolist())) == PLACES


def test_two_weeks_are_not_enough_after_a_week_53() -> None:
    first = (BEFORE_53 + timedelta(days=7)).toordinal()
    assert set(places(first, first + 13).tolist()) == set(range(7))


def test_hours_of_a_wednesday_do_not_fall_on_a_sunday() -> None:
    sunday = date(2027, 1, 10).toordinal()
    assert falling(parse_week("mer 9:00-13:00"), sunday, sunday) == (Week(), [])
    assert falling(parse_week("mer,dom 9:00-13:00"), sunday, sunday) == (parse_week("dom 9:00-13:00"), [sunday])


@given(HOURS, HOURS, DAYS | st.just(BEFORE_53), st.integers(0, 80))
def test_many_at_once_clash_as_one_by_one(one: Week, other: Week, day: date, more: int) -> None:
    first, last = day.toordinal(), day.toordinal() + more
    only, rows = np.zeros(1, dtype=np.int64), packed_weeks([one, other])
    both = packed_rows(other.a.array()[None], other.b.array()[None])
    assert (both == rows[1:]).all()
    span = clash_span(rows[:1], only, both, only, only + first, only + last)[0]
    _, days = falling(one & other, first, last)
    assert span == (days[-1] - days[0] + 1 if days else 0)
    if days:
        assert span >= more + 1 - MARGIN
