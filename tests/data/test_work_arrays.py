"""Limits, accommodations and ways on foot as arrays: whose limit binds, on which days, for which pair."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.bundle import Records
from data.catalogues import catalogue
from data.codes import Access, AuthorRole, Mode
from data.cohort import NO_LIMIT
from data.encode import build_cohort
from data.lawbook import LawBook
from data.pairs import Pairs
from data.work_arrays import WorkArrays
from data.work_encode import work_arrays
from tests.data.paper_records import records

LAW = LawBook.load().in_force(date(2020, 9, 14))
AC1 = list(catalogue().items).index("AC1")
# The internship at T lasts from 1 October 2020 to 1 April 2021.
FIRST, LAST = date(2020, 10, 1), date(2021, 4, 1)


def work(**given: Any) -> WorkArrays:
    return work_arrays(records(**given))


def binding(built: WorkArrays, first: date = FIRST, last: date = LAST) -> int:
    days = np.array([first.toordinal()]), np.array([last.toordinal()])
    return int(built.binding(np.array([0]), *days, np.array([AC1]))[0, 0])


def test_an_internship_lasts_from_its_first_day_to_the_last_of_its_months() -> None:
    pairs = Pairs(build_cohort(records(), LAW), np.array([0]), np.array([0]))
    assert date.fromordinal(int(pairs.first_day[0])) == FIRST
    assert date.fromordinal(int(pairs.last_day[0])) == LAST


@pytest.mark.parametrize("author", [*AuthorRole, None])
def test_only_a_health_professional_limits(author: AuthorRole | None) -> None:
    row = {"items": "AC1<=1", "author": author}
    for days in ({}, {"valid_from": "2020-01-01"}):
        built = work(prescriptions=[row | days])
        signed = author is not None and author.is_health
        assert binding(built) == (1 if signed else NO_LIMIT)
        assert built.limited[0] == signed
        assert len(built.cautions.who) == (0 if signed else 1)


def test_the_least_limit_binds() -> None:
    row = {"items": "AC1<=1", "author": "SPECIALIST"}
    assert binding(work(person={"prescriptions": "AC1<=2"}, prescriptions=[row])) == 1
    assert binding(work(person={"prescriptions": "AC1<=0"}, prescriptions=[row])) == 0
    dated = {**row, "items": "AC1<=0", "valid_to": "2020-12-31"}
    assert binding(work(person={"prescriptions": "AC1<=2"}, prescriptions=[row, dated])) == 0


@given(st.integers(-5, 5), st.integers(-5, 5), st.booleans())
def test_a_prescription_binds_when_it_is_valid_on_any_day(start: int, end: int, from_last: bool) -> None:
    day = (LAST if from_last else FIRST).toordinal()
    paper = sorted((day + start, day + end))
    row: dict[str, Any] = {"items": "AC1<=1", "author": "SPECIALIST"}
    row |= dict(zip(("valid_from", "valid_to"), map(date.fromordinal, paper), strict=True))
    any_day = any(paper[0] <= on <= paper[1] for on in range(FIRST.toordinal(), LAST.toordinal() + 1))
    assert binding(work(prescriptions=[row])) == (1 if any_day else NO_LIMIT)


@given(st.integers(-3, 3), st.integers(-3, 3))
def test_an_accommodation_counts_when_it_holds_on_every_day(start: int, end: int) -> None:
    row: dict[str, Any] = {"items": "AC1=2", "status": "GRANTED"}
    row |= {"valid_from": date.fromordinal(FIRST.toordinal() + start)}
    row |= {"valid_to": date.fromordinal(LAST.toordinal() + end)}
    built = work(accommodations=[row])
    one = np.array([0])
    place, rows = built.lightened(one, one, np.array([FIRST.toordinal()]), np.array([LAST.toordinal()]))
    assert len(place) == len(rows) == int(start <= 0 and end >= 0)


@pytest.mark.parametrize("status", ["PROPOSED", "REQUESTED", "GRANTED", "REFUSED", "IN_PLACE"])
def test_only_what_is_granted_or_in_place_counts(status: str) -> None:
    built = work(accommodations=[{"features": "step_free", "status": status}])
    one = np.array([0])
    ever = np.array([0])
    assert len(built.agreed(one, one)[0]) == 1
    assert len(built.lightened(one, one, ever, ever)[0]) == (status in ("GRANTED", "IN_PLACE"))
    assert built.agreements.features[0] == Access.STEP_FREE.bit


def test_accommodations_are_found_for_their_pair_only_however_many() -> None:
    rows = [{"items": "AC1=1", "status": "GRANTED"}, {"items": "AC1=2", "status": "REFUSED"}]
    rows += [{"items": "PO2=1", "status": "GRANTED", "opening": "U"}]
    built = work(accommodations=rows)
    place, found = built.agreed(np.array([0, 0, 0]), np.array([1, 0, 0]))
    assert place.tolist() == [0, 1, 1, 2, 2]
    assert found.tolist() == [2, 0, 1, 0, 1]


def test_none_at_all_is_no_matter() -> None:
    built = work()
    nobody = np.zeros(0, dtype=np.int64)
    for i in (nobody, np.array([0])):
        place, rows = built.agreed(i, i)
        assert len(place) == len(rows) == 0
        assert built.binding(i, i, i, np.array([AC1])).shape == (len(i), 1)
    assert len(built.limited_items) == 0


@pytest.mark.parametrize(
    ("walk", "stop", "road_km", "left"),
    [
        (None, 900, 5.0, {Mode.WALK, Mode.BUS}),
        (400, 400, 0.4, {Mode.WALK, Mode.BUS}),
        (400, 401, 0.4, {Mode.WALK}),
        (400, None, 0.401, {Mode.BUS}),
        (0, 0, 0.1, {Mode.BUS}),
        (0, 1, 0.1, set()),
    ],
)
def test_the_way_on_foot_bounds_walking_and_the_bus(
    walk: int | None, stop: int | None, road_km: float, left: set[Mode]
) -> None:
    built = work(person={"max_walk_m": walk}, site={"bus_stop_m": stop})
    own = np.array([Mode.WALK.bit | Mode.BUS.bit | Mode.CAR.bit], dtype=np.uint8)
    one = np.array([0])
    usable = int(built.usable(own, one, one, np.array([road_km]))[0])
    assert {mode for mode in Mode if usable & mode.bit} == left | {Mode.CAR}
    assert own[0] == Mode.WALK.bit | Mode.BUS.bit | Mode.CAR.bit


def test_every_array_is_read_only() -> None:
    built: Records = records(prescriptions=[{"items": "AC1<=1", "author": "SPECIALIST", "valid_to": "2020-12-31"}])
    arrays = build_cohort(built, LAW).work
    for array in (arrays.limits, arrays.max_walk_m, arrays.dated.most, arrays.agreements.key, arrays.adaptable):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
