"""A person's usable week: own hours, appointments, and the children's cover."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.availability import Available, age_on, available_week, child_cover
from data.lawbook import LawBook
from data.records import Candidate, Child, Service
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
