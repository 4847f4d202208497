"""The school year: terms, breaks, first weeks, and the services around them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.codes import ChildCare, ServiceKind
from data.lawbook import LawBook
from data.records import Service
from data.school_calendar import Phase, Season, school_calendar
from data.week import Week, parse_week

LAW = LawBook.load().in_force(date(2020, 9, 14))
CALENDAR = school_calendar(LAW)
SCHOOLS = st.sampled_from([kind for kind in ChildCare if kind is not ChildCare.NONE])
DAYS = st.dates(date(2005, 7, 1), date(2045, 12, 31))


def on(kind: ChildCare, year: int, month: int, day: int) -> Season:
    there = date(year, month, day).toordinal()
    (phase,) = CALENDAR.phases(kind, there, there)
    return phase.name


def service(kind: str, **given: Any) -> Service:
    return Service.model_validate({"id": "D", "kind": kind, "name": "D", "municipality": "Prato", **given})


def open_days(granted: Service, school: ChildCare, first: date, last: date) -> list[tuple[date, date]]:
    found = CALENDAR.service_phases(granted, school, first.toordinal(), last.toordinal())
    return [(date.fromordinal(p.first), date.fromordinal(p.last)) for p in found if p.hours]


@pytest.mark.parametrize(
    ("kind", "last_closed", "first_open", "last_open", "first_closed"),
    [
        (ChildCare.NIDO, (8, 31), (9, 1), (7, 31), (8, 1)),
        (ChildCare.INFANZIA, (9, 14), (9, 15), (6, 30), (7, 1)),
        (ChildCare.PRIMARIA_NORMALE, (9, 14), (9, 15), (6, 10), (6, 11)),
        (ChildCare.PRIMARIA_PIENO, (9, 14), (9, 15), (6, 10), (6, 11)),
        (ChildCare.SECONDARIA_1, (9, 14), (9, 15), (6, 10), (6, 11)),
    ],
)
def test_each_term_has_its_own_days(
    kind: ChildCare,
    last_closed: tuple[int, int],
    first_open: tuple[int, int],
    last_open: tuple[int, int],
    first_closed: tuple[int, int],
) -> None:
    assert on(kind, 2020, *last_closed) is Season.SUMMER
    assert on(kind, 2020, *first_open) is not Season.SUMMER
    assert on(kind, 2021, *last_open) is Season.TERM
    assert on(kind, 2021, *first_closed) is Season.SUMMER


@pytest.mark.parametrize("kind", [kind for kind in ChildCare if kind is not ChildCare.NONE])
def test_all_stop_at_christmas_and_around_easter(kind: ChildCare) -> None:
    assert [on(kind, 2020, 12, 23), on(kind, 2021, 1, 7)] == [Season.TERM] * 2
    assert [on(kind, 2020, 12, 24), on(kind, 2021, 1, 6)] == [Season.CHRISTMAS] * 2
    # Easter 2021 is on 4 April.
    assert [on(kind, 2021, 3, 31), on(kind, 2021, 4, 7)] == [Season.TERM] * 2
    assert [on(kind, 2021, 4, 1), on(kind, 2021, 4, 6)] == [Season.EASTER] * 2


def test_the_first_two_weeks_of_a_school_end_at_half_past_twelve_and_those_of_a_nursery_do_not() -> None:
    first, last = date(2020, 9, 15).toordinal(), date(2020, 9, 29).toordinal()
    assert CALENDAR.phases(ChildCare.PRIMARIA_PIENO, first, last) == (
        Phase(first, last - 1, parse_week("lun-ven 8:30-12:30"), Season.FIRST_WEEKS),
        Phase(last, last, parse_week("lun-ven 8:30-16:30"), Season.TERM),
    )
    assert [phase.name for phase in CALENDAR.phases(ChildCare.NIDO, first, last)] == [Season.TERM]


def test_own_hours_replace_those_of_the_term_and_nothing_else() -> None:
    own = parse_week("lun-ven 8:00-18:00")
    found = CALENDAR.phases(ChildCare.INFANZIA, date(2020, 9, 20).toordinal(), date(2020, 12, 20).toordinal(), own)
    assert [phase.hours for phase in found] == [parse_week("lun-ven 8:00-12:30"), own]
    found = CALENDAR.phases(ChildCare.INFANZIA, date(2021, 7, 20).toordinal(), date(2021, 8, 20).toordinal(), own)
    assert [phase.hours for phase in found] == [None]


@given(SCHOOLS, DAYS, DAYS)
def test_the_phases_follow_each_other_without_gaps(kind: ChildCare, one: date, other: date) -> None:
    first, last = sorted((one.toordinal(), other.toordinal()))
    found = CALENDAR.phases(kind, first, last)
    assert (found[0].first, found[-1].last) == (first, last)
    assert all(phase.first <= phase.last for phase in found)
    assert all(a.last + 1 == b.first for a, b in pairwise(found))


@given(SCHOOLS, DAYS)
def test_one_day_has_the_season_that_it_has_among_others(kind: ChildCare, day: date) -> None:
    there = day.toordinal()
    (alone,) = CALENDAR.phases(kind, there, there)
    (among,) = (p for p in CALENDAR.phases(kind, there - 400, there + 400) if p.first <= there <= p.last)
    assert (alone.name, alone.hours) == (among.name, among.hours)


def test_easter_stands_in_the_table_for_every_year_and_always_on_a_sunday_of_spring() -> None:
    days = LAW.table("practice.school_calendar")["easter_days"]
    assert list(days) == [str(year) for year in range(2005, 2041)]
    for year, month_day in days.items():
        sunday = date.fromisoformat(f"{year}-{month_day}")
        assert sunday.isoweekday() == 7
        assert date(int(year), 3, 22) <= sunday <= date(int(year), 4, 25)


@pytest.mark.parametrize("kind", ["DOPOSCUOLA", "LUDOTECA", "PRE_SCUOLA", "POST_SCUOLA"])
def test_what_goes_with_the_school_is_open_in_its_term(kind: str) -> None:
    found = open_days(service(kind), ChildCare.SECONDARIA_1, date(2020, 12, 1), date(2021, 1, 31))
    assert found == [(date(2020, 12, 1), date(2020, 12, 23)), (date(2021, 1, 7), date(2021, 1, 31))]
    # A child who goes to no school has a club of the primary school.
    june = open_days(service(kind), ChildCare.NONE, date(2021, 6, 1), date(2021, 8, 31))
    assert june == [(date(2021, 6, 1), date(2021, 6, 10))]


def test_a_summer_centre_is_open_from_the_end_of_the_childs_own_term_to_the_next() -> None:
    year = date(2021, 1, 1), date(2021, 12, 31)
    summer = service("CENTRO_ESTIVO")
    assert open_days(summer, ChildCare.PRIMARIA_PIENO, *year) == [(date(2021, 6, 11), date(2021, 9, 14))]
    assert open_days(summer, ChildCare.INFANZIA, *year) == [(date(2021, 7, 1), date(2021, 9, 14))]


def test_a_nursery_place_follows_the_nursery_whatever_the_childs_school() -> None:
    found = open_days(service("NIDO"), ChildCare.PRIMARIA_PIENO, date(2021, 7, 1), date(2021, 9, 30))
    assert found == [(date(2021, 7, 1), date(2021, 7, 31)), (date(2021, 9, 1), date(2021, 9, 30))]


def test_two_written_days_take_the_place_of_the_calendar_and_one_narrows_it() -> None:
    year = date(2020, 12, 1), date(2021, 1, 31)
    both = service("LUDOTECA", open_from="2020-12-10", open_to="2021-01-10")
    assert open_days(both, ChildCare.NIDO, *year) == [(date(2020, 12, 10), date(2021, 1, 10))]
    later = service("LUDOTECA", open_from="2021-01-15")
    assert open_days(later, ChildCare.NIDO, *year) == [(date(2021, 1, 15), date(2021, 1, 31))]
    until = service("LUDOTECA", open_to="2020-12-10")
    assert open_days(until, ChildCare.NIDO, *year) == [(date(2020, 12, 1), date(2020, 12, 10))]


@pytest.mark.parametrize("kind", [kind for kind in ServiceKind if kind.lower() not in CALENDAR.usual])
def test_a_service_that_looks_after_nobody_is_never_open(kind: ServiceKind) -> None:
    helped = service(kind, hours="lun-ven 8:00-18:00", open_from="2021-01-01", open_to="2021-12-31")
    assert open_days(helped, ChildCare.NIDO, date(2021, 1, 1), date(2021, 12, 31)) == []
    assert CALENDAR.term_hours(helped) == Week()


def test_at_home_nothing_is_ever_open() -> None:
    first, last = date(2021, 1, 1).toordinal(), date(2021, 12, 31).toordinal()
    assert CALENDAR.phases(ChildCare.NONE, first, last) == (Phase(first, last, None, Season.TERM),)
