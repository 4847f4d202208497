"""From records to arrays: order, unknown values, shifts, bus hours, and nothing of the protected traits."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bundle import Records
from data.call import Programme
from data.catalogues import catalogue, shipped_catalogue, use_catalogue
from data.codes import Access, Goal, HirePlan, Mode, Trait, Tutoring
from data.cohort import NO_LIMIT, UNKNOWN, Cohort
from data.encode import build_cohort
from data.lawbook import LawBook
from data.places import places
from data.records import Candidate, Company, Opening, Site
from data.synthetic import invent
from data.travel.minutes import unit_vectors
from data.week import QUARTERS, Week, parse_week

LAW = LawBook.load().in_force(date(2019, 11, 4))
CALL = Programme.model_validate({"code": "p", "title": "p", "regime": "TIS_TUSCANY", "categories": []})
PERSON = {"id": "P", "birth_date": "1990-05-10", "municipality": "Prato"}
OFFER = {"id": "T", "company": "A", "site": "S", "role": "waiter", "seats": "2", "months": "6"}
OFFER |= {"start_from": "2020-10-01", "start_to": "2020-12-31", "shifts": "lun-ven 9:00-13:00"}


def cohort(person: dict[str, Any] | None = None, offer: dict[str, Any] | None = None, **site: Any) -> Cohort:
    place = {"id": "S", "company": "A", "municipality": "Prato", **site}
    records = Records(
        programme=CALL,
        candidates=(Candidate.model_validate({**PERSON, **(person or {})}),),
        companies=(Company(id="A", name="A", sector="56"),),
        sites=(Site.model_validate(place),),
        openings=(Opening.model_validate({**OFFER, **(offer or {})}),),
    )
    return build_cohort(records, LAW)


def test_rows_follow_the_order_of_ids() -> None:
    records = invent(candidates=20, openings=10, seed=1)
    built = build_cohort(records, LAW)
    assert built.candidates.ids == tuple(person.id for person in records.candidates)
    assert built.openings.ids == tuple(offer.id for offer in records.openings)
    assert built.companies.ids == tuple(host.id for host in records.companies)
    assert [built.companies.ids[k] for k in built.openings.company] == [offer.company for offer in records.openings]
    for part in (built.candidates, built.openings, built.companies):
        for field in fields(part):
            assert len(getattr(part, field.name)) == len(part.ids) or field.name == "refused_companies"


def test_what_nobody_wrote_stays_unknown() -> None:
    people = cohort().candidates
    assert not people.modes_known[0]
    assert people.modes[0] == Mode.WALK.bit | Mode.BUS.bit
    assert people.ceiling_min[0] == LAW.number("practice.travel_ceiling_min")
    assert not people.week_known[0]
    assert people.week[0].week is None
    assert people.available_from[0] == UNKNOWN
    assert not people.interests_known[0]
    for levels in (people.interests, people.competences, people.capacities):
        assert (levels == UNKNOWN).all()
    assert (people.most_allowed == NO_LIMIT).all()
    openings = cohort().openings
    assert not openings.demand_known[0]
    assert np.isnan(openings.tutor_h_week[0])
    assert openings.access[0] == openings.access_absent[0] == 0
    companies = cohort().companies
    assert all(np.isnan(getattr(companies, f.name)[0]) for f in fields(companies) if f.name != "ids")
    assert (people.italian == UNKNOWN).all()
    assert people.tutor_need[0] == openings.hire_plan[0] == UNKNOWN
    assert not people.goals_known[0]
    assert not openings.environment_known[0]
    assert (openings.italian == 0).all()


def test_needs_goals_and_places_stand_in_the_order_of_their_vocabulary() -> None:
    people = cohort({"italian": "ascolto=B1; scrittura=A0", "tutor_need": "high", "goals": "CALM; RHYTHM"}).candidates
    assert people.italian[0].tolist() == [3, UNKNOWN, UNKNOWN, 0]
    assert list(Tutoring)[people.tutor_need[0]] is Tutoring.HIGH
    assert people.goals[0] == Goal.CALM.bit | Goal.RHYTHM.bit
    openings = cohort(offer={"italian": "parlato=A2", "environment": "QUIET", "hire_plan": "none"}).openings
    assert openings.italian[0].tolist() == [0, 2, 0, 0]
    assert openings.environment[0] == Trait.QUIET.bit
    assert list(HirePlan)[openings.hire_plan[0]] is HirePlan.NONE
    assert cohort({"goals": []}).candidates.goals_known[0]
    assert cohort(offer={"environment": []}).openings.environment_known[0]


def test_only_what_the_records_name_has_a_column() -> None:
    built = cohort(
        {"competences": "serve_tables=2; make_beds=0", "interests": "oss=3", "refused_roles": "dishwasher"},
        {"essential": "make_beds=2", "nice": "meet_commitments=1"},
    )
    assert set(built.competences) == {"serve_tables", "make_beds", "meet_commitments"}
    assert set(built.roles) == {"waiter", "oss", "dishwasher"}
    for columns, known in ((built.competences, catalogue().competences), (built.roles, catalogue().roles)):
        assert list(columns) == [key for key in known if key in columns]
    assert built.competences[0] == "meet_commitments"
    assert built.candidates.competences.shape == (1, 3)
    assert built.candidates.interests.shape == built.candidates.refused_roles.shape == (1, 3)


def test_neighbours_are_those_among_the_columns_the_closest_first() -> None:
    neighbours = {"make_beds": {"clean_rooms": 0.4, "wash_dishes": 0.9, "serve_tables": 0.6}}
    use_catalogue(replace(shipped_catalogue(), neighbours=neighbours))
    try:
        built = cohort({"competences": "serve_tables=2; clean_rooms=1"}, {"essential": "make_beds=2"})
    finally:
        use_catalogue(None)
    row = built.competences.index("make_beds")
    assert [built.competences[k] for k in built.near[row]] == ["serve_tables", "clean_rooms"]
    assert built.closeness[row].tolist() == [0.6, 0.4]
    others = [k for k in range(3) if k != row]
    assert (built.near[others] == UNKNOWN).all()
    assert (built.closeness[others] == 0).all()
    with pytest.raises(ValueError, match="read-only"):
        built.closeness[0, 0] = 1


def test_an_empty_answer_is_an_answer() -> None:
    people = cohort({"modes": [], "interests": {}, "competences": {}}).candidates
    assert people.modes_known[0]
    assert people.modes[0] == 0
    assert people.interests_known[0]
    assert (people.competences[0] == 0).all()
    unasked = cohort({"interests": None, "competences": None}).candidates
    assert not unasked.interests_known[0]
    assert (unasked.competences[0] == -1).all()


def test_levels_stand_in_the_column_of_their_name() -> None:
    people = cohort({"interests": {"waiter": 3, "oss": 0}, "prescriptions": "AC1<=1", "functional_profile": "AC1=0"})
    roles, items = list(people.roles), list(catalogue().items)
    assert people.candidates.interests[0, roles.index("waiter")] == 3
    assert people.candidates.interests[0, roles.index("oss")] == 0
    assert people.candidates.most_allowed[0, items.index("AC1")] == 1
    assert people.candidates.capacities[0, items.index("AC1")] == 0
    openings = cohort(offer={"demands": "AC1=2!; PO2=3", "accommodations": "AC1=1"}).openings
    assert openings.demand[0, [items.index("AC1"), items.index("PO2")]].tolist() == [2, 3]
    assert openings.demand_essential[0, [items.index("AC1"), items.index("PO2")]].tolist() == [True, False]
    assert openings.accommodation[0, items.index("AC1")] == 1


def test_requirements_are_padded() -> None:
    built = cohort(offer={"essential": "make_beds=2", "nice": "serve_tables=1"})
    openings = built.openings
    keys = list(built.competences)
    assert openings.requirement[0].tolist() == [keys.index("make_beds"), keys.index("serve_tables")]
    assert openings.required_level[0].tolist() == [2, 1]
    assert openings.required_essential[0].tolist() == [True, False]


def test_a_point_is_the_own_one_or_that_of_the_municipality() -> None:
    town = places().find("Prato")
    expected = unit_vectors(np.array([town.lat]), np.array([town.lon]))
    np.testing.assert_array_equal(cohort().candidates.xyz, expected)
    own = cohort({"lat": 44.0, "lon": 11.5}).candidates.xyz
    np.testing.assert_array_equal(own, unit_vectors(np.array([44.0]), np.array([11.5])))


def test_accessibility_tells_there_absent_and_never_looked_at() -> None:
    openings = cohort(access="step_free=sì; elevator=no").openings
    assert openings.access[0] == Access.STEP_FREE.bit
    assert openings.access_absent[0] == Access.ELEVATOR.bit


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        ("lun 9:00-13:00", [(36, 16)]),
        ("lun 9:00-13:00, 14:00-18:00", [(36, 16), (56, 16)]),
        ("dom 22:00-6:00", [(664, 32)]),
        ("lun 0:00-2:00; dom 20:00-23:00", [(0, 8), (656, 12)]),
        ("lun 12:00-24:00; mar 0:00-24:00", [(48, 96), (144, 48)]),
        ("sempre", [(96 * day, 96) for day in range(7)]),
    ],
)
def test_shifts_become_stretches_of_at_most_a_day(shifts: str, expected: list[tuple[int, int]]) -> None:
    openings = cohort(offer={"shifts": shifts}).openings
    rows = zip(openings.segment_start[0].tolist(), openings.segment_length[0].tolist(), strict=True)
    assert list(rows) == expected


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, QUARTERS - 1), st.integers(1, 300)), min_size=1, max_size=6))
def test_no_quarter_of_a_shift_is_lost(stretches: list[tuple[int, int]]) -> None:
    shifts = Week.of_segments(stretches)
    openings = cohort(offer={"shifts": shifts}).openings
    rows = zip(openings.segment_start[0].tolist(), openings.segment_length[0].tolist(), strict=True)
    assert Week.of_segments((start, length) for start, length in rows if length) == shifts


@pytest.mark.parametrize(
    ("shifts", "bus", "slack"),
    [
        ("lun-ven 9:00-13:00", None, 10),  # from 6:30 to 9:00
        ("lun-ven 9:00-20:00", None, 4),
        ("lun-ven 6:30-11:00", None, 0),
        ("lun-ven 16:00-21:00", None, 0),
        ("dom 9:00-13:00", None, 0),
        ("dom 9:00-13:00", "dom 8:00-16:00", 4),
        ("lun 9:00-13:00; sab 7:00-12:00", None, 2),
        ("dom 22:00-6:00", "sempre", 250),
        ("lun-ven 9:00-13:00", "mai", 0),
    ],
)
def test_the_bus_runs_around_every_shift(shifts: str, bus: str | None, slack: int) -> None:
    assert cohort(offer={"shifts": shifts}, bus_hours=bus).openings.bus_slack_q[0] == slack


def test_free_hours_around_a_moment_are_those_of_the_usable_week() -> None:
    people = cohort({"availability": "lun-ven 8:00-14:00", "busy": "lun 10:00-11:00"}).candidates
    assert people.week[0].week == parse_week("lun 8:00-10:00, 11:00-14:00; mar-ven 8:00-14:00")
    row = people.time.base[0]
    assert people.time.before[row, 40] == 8  # Monday 10:00
    assert people.time.after[row, 40] == 0
    assert people.time.after[row, 44] == 12


def test_no_protected_trait_is_in_the_cohort() -> None:
    built = build_cohort(invent(candidates=5, openings=5), LAW)
    names = [field.name for part in (built.candidates, built.openings, built) for field in fields(part)]
    for word in ("sex", "birth", "age", "categor", "charge", "employ", "ban", "child", "care"):
        assert not [name for name in names if name.startswith(word)]


def test_an_empty_cohort_has_empty_arrays() -> None:
    built = build_cohort(Records(programme=CALL), LAW)
    assert (built.n_candidates, built.n_openings) == (0, 0)
    assert (built.competences, built.roles, built.near.shape) == ((), (), (0, 0))
    assert built.candidates.time.before.shape == (0, QUARTERS)
    assert built.openings.segment_start.shape == (0, 0)
