"""A person's usable week: own hours, appointments, and the children's cover."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.availability import Available, Limit, available_week
from data.child_cover import age_on, child_cover
from data.lawbook import LawBook
from data.papers import Act, Commitment
from data.records import Candidate, Child, Service
from data.school_calendar import LAST_DAY
from data.week import ALWAYS, Week, parse_week

LAW = LawBook.load().in_force(date(2020, 9, 14))
CHILD = {"id": "F", "candidate": "P", "birth_date": "2014-01-01"}


def person(**given: Any) -> Candidate:
    plain = {"id": "P", "birth_date": "1990-01-01", "municipality": "Prato", "availability": "lun-ven 7:00-20:00"}
    return Candidate.model_validate({**plain, **given})


def child(**given: Any) -> Child:
    return Child.model_validate({**CHILD, **given})


def service(kind: str, hours: str | None = None) -> Service:
    return Service.model_validate({"id": "D", "kind": kind, "name": "D", "municipality": "Prato", "hours": hours})


def week(who: Candidate, *children: Child, **services: Service) -> Available:
    return available_week(who, children, services, LAW)


def test_without_children_the_own_hours_less_the_appointments_are_free() -> None:
    found = week(person(busy="mar 10:00-11:00"))
    assert found.week == parse_week("lun,mer,gio,ven 7:00-20:00; mar 7:00-10:00, 11:00-20:00")
    assert found.covered == Week(ALWAYS)
    assert not found.children_unknown


def test_hours_never_asked_stay_unknown_and_the_cover_is_still_known() -> None:
    found = week(person(availability=None), child(care="NONE"))
    assert found.week is None
    assert found.covered == Week()


@pytest.mark.parametrize(
    ("care", "free"),
    [
        ("NIDO", "lun-ven 7:45-16:15"),
        ("INFANZIA", "lun-ven 8:15-15:45"),
        # 8:10 is rounded inwards to 8:15.
        ("PRIMARIA_NORMALE", "lun-ven 8:30-13:15"),
        ("PRIMARIA_PIENO", "lun-ven 8:45-16:15"),
        ("SECONDARIA_1", "lun-ven 8:15-13:45"),
        ("NONE", "mai"),
    ],
)
def test_school_covers_its_hours_less_a_quarter_of_an_hour_at_both_ends(care: str, free: str) -> None:
    found = week(person(), child(care=care))
    assert found.week == parse_week(free)


def test_written_hours_come_before_the_usual_ones() -> None:
    assert week(person(), child(care="NIDO", care_hours="lun 9:00-12:00")).week == parse_week("lun 9:15-11:45")


def test_other_carers_cover_without_a_trip() -> None:
    found = week(person(other_carers="lun 13:00-18:00"), child(care="NONE"))
    assert found.week == parse_week("lun 13:00-18:00")


def test_all_children_must_be_covered_at_once() -> None:
    found = week(person(), child(care_hours="lun 8:00-14:00"), child(id="G", care_hours="lun 10:00-18:00"))
    assert found.week == parse_week("lun 10:15-13:45")


def test_school_and_a_club_that_touch_are_one_stretch() -> None:
    found = week(person(), child(care_hours="lun 8:00-13:30", services="D"), D=service("DOPOSCUOLA", "lun 13:30-18:00"))
    assert found.week == parse_week("lun 8:15-17:45")


@pytest.mark.parametrize("kind", ["DOPOSCUOLA", "LUDOTECA"])
def test_a_granted_service_without_hours_has_the_usual_ones(kind: str) -> None:
    at_home = child(care="NONE", services="D")
    assert week(person(), at_home, D=service(kind)).week == parse_week("lun-ven 13:45-17:45")
    # Where nobody wrote where the child is in the morning, one service does not tell.
    assert week(person(), child(services="D"), D=service(kind)).children_unknown


@pytest.mark.parametrize("kind", ["TRANSPORT", "COURSE"])
def test_a_service_that_looks_after_nobody_covers_nothing(kind: str) -> None:
    helped = child(services="D")
    assert child_cover(helped, {"D": service(kind, "lun-ven 8:00-18:00")}, LAW) is None
    assert week(person(), helped, D=service(kind, "lun-ven 8:00-18:00")).children_unknown


def test_a_child_of_whom_nothing_is_written_does_not_limit_but_is_said() -> None:
    found = week(person(), child(), child(id="G", care="NIDO"))
    assert found.children_unknown
    assert found.week == parse_week("lun-ven 7:45-16:15")
    alone = week(person(), child())
    assert alone.week == person().availability


@pytest.mark.parametrize(
    ("birth", "limits"), [("2006-09-14", False), ("2006-09-15", True)], ids=["14 today", "14 tomorrow"]
)
def test_a_child_of_fourteen_can_be_alone(birth: str, limits: bool) -> None:
    assert (week(person(), child(birth_date=birth, care="NONE")).covered == Week()) is limits


def test_care_around_the_clock_leaves_the_parent_free() -> None:
    assert week(person(), child(care_hours="sempre")).week == person().availability


def of_year(who: Candidate, *children: Child, **services: Service) -> list[tuple[str, str, Week, str]]:
    """The phases of the children's cover from August 2020 to the end of January 2021, days as month-day."""
    days = date(2020, 8, 1).toordinal(), date(2021, 1, 31).toordinal()
    found = available_week(who, children, services, LAW, days=days).covers
    return [
        (f"{date.fromordinal(c.first):%m-%d}", f"{date.fromordinal(c.last):%m-%d}", c.covered, str(c.name))
        for c in found
    ]


def test_a_school_year_is_told_in_phases() -> None:
    assert of_year(person(), child(care="PRIMARIA_PIENO")) == [
        ("08-01", "09-14", Week(), "SUMMER"),
        ("09-15", "09-28", parse_week("lun-ven 8:45-12:15"), "FIRST_WEEKS"),
        ("09-29", "12-23", parse_week("lun-ven 8:45-16:15"), "TERM"),
        ("12-24", "01-06", Week(), "CHRISTMAS"),
        ("01-07", "01-31", parse_week("lun-ven 8:45-16:15"), "TERM"),
    ]


def test_other_carers_count_in_every_season_and_where_they_always_are_there_is_no_phase() -> None:
    helped = of_year(person(other_carers="lun-ven 8:00-18:00"), child(care="NIDO"))
    assert {hours for *_, hours, _ in helped} == {parse_week("lun-ven 7:45-18:00"), parse_week("lun-ven 8:00-18:00")}
    assert of_year(person(other_carers="sempre"), child(care="NIDO")) == []


def test_hours_written_without_a_school_hold_all_the_year() -> None:
    assert of_year(person(), child(care_hours="lun-ven 8:00-16:00")) == [
        ("08-01", "01-31", parse_week("lun-ven 8:15-15:45"), "TERM")
    ]


def test_a_child_who_turns_fourteen_stops_limiting_from_that_day() -> None:
    found = of_year(person(), child(care="NONE", birth_date="2006-12-01"))
    assert found == [("08-01", "11-30", Week(), "HOME")]


def test_the_phases_of_several_children_are_those_in_which_all_are_looked_after() -> None:
    one, two = child(care="NIDO"), child(id="G", care_hours="lun-ven 7:00-12:00", birth_date="2006-12-01")
    assert of_year(person(), one, two) == [
        ("08-01", "08-31", Week(), "SUMMER"),
        ("09-01", "11-30", parse_week("lun-ven 7:45-11:45"), "TERM"),
        ("12-01", "12-23", parse_week("lun-ven 7:45-16:15"), "TERM"),
        ("12-24", "01-06", Week(), "CHRISTMAS"),
        ("01-07", "01-31", parse_week("lun-ven 7:45-16:15"), "TERM"),
    ]


def test_weeks_with_another_parent_alternate() -> None:
    found = week(person(other_carers="A: mai | B: sempre"), child(care="NIDO"))
    assert found.covered == parse_week("A: lun-ven 7:45-16:15 | B: sempre")
    assert found.week == parse_week("A: lun-ven 7:45-16:15 | B: lun-ven 7:00-20:00")


def paper(kind: type[Commitment] | type[Act], hours: str, **days: str) -> Any:
    return kind.model_validate({"id": "Q", "candidate": "P", "hours": hours, **days})


def test_papers_without_days_narrow_the_usual_week_and_dated_ones_do_not() -> None:
    care, window = paper(Commitment, "mar 10:00-11:00"), paper(Act, "tutti 7:00-19:00")
    found = available_week(person(), (), {}, LAW, [care], [window])
    assert found.week == found.hours == parse_week("lun,mer-ven 7:00-19:00; mar 7:00-10:00, 11:00-19:00")
    assert not found.dated
    dated = paper(Commitment, "mar 10:00-11:00", valid_from="2020-10-01")
    until = paper(Act, "tutti 7:00-19:00", valid_to="2020-12-31")
    found = available_week(person(), (), {}, LAW, [dated], [until])
    assert found.week == person().availability
    assert [(spell.kind, spell.first, spell.last, spell.paper) for spell in found.dated] == [
        (Limit.COMMITMENT, date(2020, 10, 1).toordinal(), LAST_DAY, "Q"),
        (Limit.ACT, 0, date(2020, 12, 31).toordinal(), "Q"),
    ]


def test_hours_never_asked_are_still_narrowed_by_what_is_known() -> None:
    found = available_week(person(availability=None, busy="lun 9:00-10:00"), (), {}, LAW)
    assert found.week is None
    assert found.hours == Week(ALWAYS) - parse_week("lun 9:00-10:00")


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2000, 5, 10), date(2020, 5, 9), 19),
        (date(2000, 5, 10), date(2020, 5, 10), 20),
        (date(2004, 2, 29), date(2021, 2, 28), 16),
        (date(2004, 2, 29), date(2021, 3, 1), 17),
    ],
)
def test_age_counts_completed_years(birth: date, on: date, age: int) -> None:
    assert age_on(birth, on) == age
