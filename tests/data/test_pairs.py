"""What rules and criteria share about a pair: journey, quarters to keep free, room in the week."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from data.bundle import Records
from data.call import Programme
from data.codes import Mode
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.lawbook import LawBook
from data.pairs import Pairs
from data.records import Candidate, Company, Opening, Site
from data.synthetic import invent
from data.travel.minutes import NO_MODE, NO_WAY

LAW = LawBook.load().in_force(date(2019, 11, 4))
CALL = Programme.model_validate({"code": "p", "title": "p", "regime": "TIS_TUSCANY", "categories": []})
OFFER = {"id": "T", "company": "A", "site": "S", "role": "waiter", "seats": "2", "months": "6"}
OFFER |= {"start_from": "2020-10-01", "start_to": "2020-12-31"}
# By car 6 minutes: one quarter of an hour each way.
HOME = {"municipality": "Prato", "lat": "43,88", "lon": "11,1"}
FAR = {"municipality": "Palermo", "lat": "38,1", "lon": "13,4"}


def pair(free: str | None, shifts: str, modes: str = "car", site: dict[str, str] | None = None) -> Pairs:
    person = {"id": "P", "birth_date": "1990-05-10", "availability": free, "modes": modes, **HOME}
    place = {"id": "S", "company": "A", **(site or HOME)}
    records = Records(
        programme=CALL,
        candidates=(Candidate.model_validate(person),),
        companies=(Company(id="A", name="A", sector="56"),),
        sites=(Site.model_validate(place),),
        openings=(Opening.model_validate({**OFFER, "shifts": shifts}),),
    )
    only: Any = [0]
    return Pairs(build_cohort(records, LAW), only, only)


@pytest.mark.parametrize(
    ("free", "shifts", "slack"),
    [
        ("lun 8:45-13:15", "lun 9:00-13:00", 0),
        ("lun 8:00-14:00", "lun 9:00-13:00", 3),
        ("lun 8:00-13:30", "lun 9:00-13:00", 1),
        ("lun 9:00-13:15", "lun 9:00-13:00", -1),
        ("lun 8:00-18:00; mar 8:45-14:00", "lun-mar 9:00-13:00", 0),
        ("lun 8:00-14:00", "lun-mar 9:00-13:00", -17),
        ("dom 21:30-6:30", "dom 22:00-6:00", 1),
        ("dom 21:30-24:00; lun 0:00-6:15", "dom 22:00-6:00", 0),
        ("dom 21:30-24:00", "dom 22:00-6:00", -25),
        ("sab 23:30-24:00; dom 0:00-8:30", "dom 0:00-8:00", 1),
        ("lun 0:00-4:30; dom 23:00-24:00", "lun 0:00-4:00", 1),
        # Split days: stay on the spot, go home, or neither.
        ("lun 8:30-18:30", "lun 9:00-13:00, 14:00-18:00", 1),
        ("lun 8:30-13:30, 14:30-18:30", "lun 9:00-13:00, 15:00-18:00", 1),
        ("lun 8:30-13:15, 14:45-18:30", "lun 9:00-13:00, 15:00-18:00", 0),
        ("lun 8:30-13:15, 15:00-18:30", "lun 9:00-13:00, 15:00-18:00", -1),
        ("lun 8:30-13:00, 13:30-18:30", "lun 9:00-13:00, 13:30-18:00", -1),
        ("sempre", "sempre", 153),
        ("sempre", "lun-ven 0:00-24:00", 153),
        ("lun-sab 0:00-24:00", "lun-dom 0:00-24:00", -97),
    ],
)
def test_room_is_what_is_left_around_the_tightest_shift(free: str, shifts: str, slack: int) -> None:
    found = pair(free, shifts)
    assert found.journey_q.tolist() == [1]
    assert found.time_slack_q.tolist() == [slack]


def test_hours_never_asked_take_nothing_away() -> None:
    assert pair(None, "lun 9:00-13:00").time_slack_q[0] == pair("sempre", "lun 9:00-13:00").time_slack_q[0]


def test_where_nothing_goes_the_time_of_a_lift_is_kept() -> None:
    found = pair("sempre", "dom 9:00-13:00", "bus", {**HOME, "lat": "43,98"})
    assert found.travel_min.tolist() == [NO_WAY]
    assert found.travel_mode.tolist() == [NO_MODE]
    # 11.1 km: 12 minutes and 14.5 km of road at 36 km/h are 37 minutes.
    assert found.journey_q.tolist() == [3]


def test_no_journey_takes_more_than_a_day_so_that_who_is_always_free_always_fits() -> None:
    found = pair("sempre", "lun 0:00-24:00", "car", FAR)
    assert found.travel_min[0] > 24 * 60
    assert found.journey_q.tolist() == [96]
    assert found.time_slack_q[0] >= 0


def test_the_journey_is_that_of_the_fastest_mode() -> None:
    found = pair("sempre", "lun 9:00-13:00", "walk; car", {**HOME, "lat": "43,89"})
    assert found.km[0] == pytest.approx(1.112, abs=0.001)
    assert found.travel_min.tolist() == [9]
    assert found.travel_mode.tolist() == [list(Mode).index(Mode.CAR)]


def test_full_pairs_carry_the_protected_traits_and_plain_ones_do_not() -> None:
    records = invent(candidates=6, openings=4, seed=1)
    i, j = np.array([5, 0, 2]), np.array([3, 1, 0])
    full = FullPairs(build_cohort(records, LAW), Eligibility.of(records), i, j)
    assert len(full) == len(full.plain()) == 3
    assert type(full.plain()) is Pairs
    assert not hasattr(full.plain(), "eligibility")
    kept = full.subset(np.array([True, False, True]))
    assert kept.i.tolist() == [5, 2]
    assert kept.eligibility is full.eligibility
    company_of = [records.openings[row].company for row in j]
    assert [records.companies[row].id for row in full.company] == company_of


def test_who_occurs_and_where_is_found_without_sorting() -> None:
    records = invent(candidates=6, openings=4, seed=1)
    pairs = Pairs(build_cohort(records, LAW), np.array([5, 0, 5, 2]), np.array([3, 1, 1, 1]))
    for (found, place), rows in ((pairs.by_candidate, pairs.i), (pairs.by_opening, pairs.j)):
        expected, inverse = np.unique(rows, return_inverse=True)
        np.testing.assert_array_equal(found, expected)
        np.testing.assert_array_equal(place, inverse)
    nobody = Pairs(pairs.cohort, pairs.i[:0], pairs.j[:0])
    assert [len(part) for part in (*nobody.by_candidate, *nobody.by_opening)] == [0, 0, 0, 0]
