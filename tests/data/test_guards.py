"""Protections, acts and wishes as arrays: whom they bind, on which days, and from where the way starts."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from data.bundle import Records
from data.call import Programme
from data.codes import Condition
from data.conditions import usual_conditions
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.guards import Guards, zones_of
from data.home_points import home_points
from data.lawbook import Law, LawBook
from data.papers import Act, Protection
from data.places import places
from data.records import Candidate, Company, Opening, Site
from data.travel.minutes import arc_km, unit_vectors

LAW = LawBook.load().in_force(date(2020, 9, 14))
SEAL = "a" * 64
CALL = [{"code": "HOUSING_EMERGENCY"}]
OFFER = {"company": "A", "site": "S", "role": "waiter", "seats": "1", "shifts": "lun 9:00-13:00", "months": "6"}


def person(key: str = "P", **given: Any) -> Candidate:
    return Candidate.model_validate({"id": key, "birth_date": "1990-05-10", "municipality": "Prato", **given})


def offer(key: str = "T", **given: Any) -> Opening:
    days = {"start_from": "2020-10-01", "start_to": "2020-12-31"}
    return Opening.model_validate({**OFFER, **days, "id": key, **given})


def kept(kind: str, key: str = "X", whose: str = "P", **given: Any) -> Protection:
    return Protection.model_validate({"id": key, "candidate": whose, "kind": kind, **given})


def records_of(
    people: tuple[Candidate, ...] = (person(),), openings: tuple[Opening, ...] = (offer(),), **tables: Any
) -> Records:
    made = Records(
        programme=Programme.model_validate({"code": "p", "title": "p", "regime": "TIS_TUSCANY", "categories": CALL}),
        candidates=people,
        companies=(
            Company.model_validate({"id": "A", "name": "A", "sector": "56", "people": SEAL}),
            Company.model_validate({"id": "B", "name": "B", "sector": "56"}),
        ),
        sites=(
            Site.model_validate({"id": "S", "company": "A", "municipality": "Prato", "lat": "43,88", "lon": "11,10"}),
            Site.model_validate({"id": "S2", "company": "B", "municipality": "Vernio"}),
        ),
        openings=openings,
        **tables,
    )
    assert made.faults() == []
    return made


def pairs_of(records: Records, law: Law = LAW) -> FullPairs:
    cohort = build_cohort(records, law)
    i, j = np.indices((cohort.n_candidates, cohort.n_openings)).reshape(2, -1)
    return FullPairs(cohort, Eligibility.of(records), i, j)


@pytest.mark.parametrize(
    ("days", "binds"),
    [
        ({}, True),
        ({"valid_to": "2020-09-30"}, False),
        ({"valid_to": "2020-10-01"}, True),
        ({"valid_from": "2021-04-01"}, True),
        # Who begins on the last day of the window ends on 1 July.
        ({"valid_from": "2021-07-01"}, True),
        ({"valid_from": "2021-07-02"}, False),
        ({"valid_from": "2020-12-01", "valid_to": "2020-12-02"}, True),
    ],
)
def test_a_paper_binds_when_it_is_valid_on_any_day_of_the_internship(days: dict[str, str], binds: bool) -> None:
    pairs = pairs_of(records_of(protections=(kept("NO_PUBLIC_CONTACT", **days),)))
    assert bool(list(pairs.eligibility.guards.bans.binding(pairs))) is binds


def test_each_paper_is_given_the_pairs_of_its_own_person_alone_in_any_order() -> None:
    people = tuple(person(f"P{k}") for k in range(7))
    papers = (
        kept("NO_PUBLIC_CONTACT", "X1", "P2"),
        kept("ISOLATION_BAN", "X2", "P5"),
        kept("SUBSTANCE_BAN", "X3", "P5", valid_to="2020-11-01"),
    )
    openings = (offer("T1"), offer("T2", start_from="2020-12-01"), offer("T3"))
    whole = pairs_of(records_of(people, openings, protections=papers))
    order = np.random.default_rng(2).permutation(len(whole))
    mixed = FullPairs(whole.cohort, whole.eligibility, whole.i[order], whole.j[order])
    found = {guard.paper: rows for guard, rows in mixed.eligibility.guards.bans.binding(mixed)}
    assert {paper: len(rows) for paper, rows in found.items()} == {"X1": 3, "X2": 3, "X3": 2}
    assert set(mixed.i[found["X1"]].tolist()) == {2}
    assert set(mixed.i[found["X3"]].tolist()) == {5}
    assert set(mixed.j[found["X3"]].tolist()) == {0, 2}


def test_no_pairs_and_nobody_with_papers_give_nothing() -> None:
    pairs = pairs_of(records_of((person("P"), person("Q")), protections=(kept("NO_PUBLIC_CONTACT"),)))
    none = FullPairs(pairs.cohort, pairs.eligibility, pairs.i[:0], pairs.j[:0])
    others = FullPairs(pairs.cohort, pairs.eligibility, pairs.i[1:], pairs.j[1:])
    for few in (none, others):
        assert list(pairs.eligibility.guards.bans.binding(few)) == []
    assert list(Guards.none(2, 1).bans.binding(pairs)) == []


def test_sealed_names_are_looked_for_in_every_company() -> None:
    papers = (
        kept("AVOID_PERSON", "X1", person=SEAL, checked_companies="B"),
        kept("AVOID_PERSON", "X2", person="b" * 64, checked_companies="A; B"),
    )
    pairs = pairs_of(records_of(protections=papers))
    first, second = (guard for guard, _ in pairs.eligibility.guards.persons.binding(pairs))
    assert (first.found.tolist(), first.checked.tolist()) == ([0], [1])
    assert (second.found.tolist(), second.checked.tolist()) == ([], [0, 1])


def test_the_work_that_a_protection_forbids() -> None:
    papers = (
        kept("NO_PUBLIC_CONTACT", "X1"),
        kept("ISOLATION_BAN", "X2"),
        kept("SUBSTANCE_BAN", "X3"),
        kept("AVOID_HOST", "X4", company="B"),
    )
    pairs = pairs_of(records_of(protections=papers))
    bans = {guard.paper: guard for guard, _ in pairs.eligibility.guards.bans.binding(pairs)}
    assert bans["X1"].conditions == Condition.PUBLIC_CONTACT.bit
    assert bans["X2"].conditions == Condition.ISOLATED_WORK.bit
    assert bans["X3"].conditions == Condition.ALCOHOL.bit | Condition.MEDICINES.bit
    assert (bans["X4"].conditions, bans["X4"].company, bans["X1"].company) == (0, 1, -1)


def test_acts_say_whether_they_speak_of_hours_and_of_places() -> None:
    acts = (
        Act.model_validate({"id": "X1", "candidate": "P", "hours": "lun 9:00-13:00"}),
        Act.model_validate({"id": "X2", "candidate": "P", "municipalities": "Vernio", "companies": "B"}),
    )
    pairs = pairs_of(records_of(acts=acts))
    first, second = (guard for guard, _ in pairs.eligibility.guards.acts.binding(pairs))
    assert (first.hours, first.places) == (True, False)
    assert (second.hours, second.places) == (False, True)
    assert second.towns.tolist() == [int(places().find("Vernio").istat)]
    assert second.companies.tolist() == [1]


def test_a_zone_of_a_municipality_is_around_its_centre() -> None:
    town = places().find("Vernio")
    (zone,) = zones_of(kept("AVOID_ZONE", municipality="Vernio", radius_km=2))
    spot = unit_vectors(np.array([town.lat]), np.array([town.lon]))
    np.testing.assert_allclose(zone.centre, spot[0])
    assert zone.radius_km == 2


TOWN = (places().find("Prato").lat, places().find("Prato").lon)
VERNIO = (places().find("Vernio").lat, places().find("Vernio").lon)
HOME = {"lat": "43,90", "lon": "11,05"}


@pytest.mark.parametrize(
    ("papers", "spot", "known"),
    [
        ([], (43.90, 11.05), True),
        ([("ADDRESS_SECRET", {})], TOWN, False),
        ([("ADDRESS_SECRET", {"municipality": "Vernio"})], VERNIO, False),
        ([("ADDRESS_SECRET", {"lat": "43,86", "lon": "11,02"})], (43.86, 11.02), True),
        ([("ADDRESS_SECRET", {"valid_to": "2020-09-13"})], (43.90, 11.05), True),
        ([("ADDRESS_SECRET", {"valid_to": "2020-09-14"})], TOWN, False),
        ([("ADDRESS_SECRET", {"valid_from": "2021-01-01"})], TOWN, False),
        ([("MEET_POINT", {"municipality": "Vernio"})], VERNIO, False),
        ([("ADDRESS_SECRET", {}), ("MEET_POINT", {"lat": "43,86", "lon": "11,02"})], (43.86, 11.02), True),
        ([("ADDRESS_SECRET", {}), ("MEET_POINT", {"municipality": "Vernio", "valid_to": "2020-09-13"})], TOWN, False),
        ([("MEET_POINT", {"municipality": "Vernio", "valid_from": "2030-01-01"})], (43.90, 11.05), True),
        ([("MEET_POINT", {"municipality": "Vernio", "valid_to": "2020-09-13"})], (43.90, 11.05), True),
        ([("MEET_POINT", {"municipality": "Vernio", "valid_to": "2020-09-14"})], VERNIO, False),
        (
            [("ADDRESS_SECRET", {"valid_from": "2030-01-01"}), ("MEET_POINT", {"lat": "43,86", "lon": "11,02"})],
            (43.86, 11.02),
            True,
        ),
        (
            [
                ("MEET_POINT", {"municipality": "Vernio", "valid_from": "2021-01-01"}),
                ("MEET_POINT", {"lat": "43,86", "lon": "11,02", "valid_to": "2020-12-31"}),
            ],
            (43.86, 11.02),
            True,
        ),
    ],
)
def test_where_the_way_starts(papers: list[tuple[str, dict[str, str]]], spot: tuple[float, float], known: bool) -> None:
    rows = tuple(kept(kind, f"X{k}", **given) for k, (kind, given) in enumerate(papers))
    xyz, is_known = home_points(records_of((person(**HOME),), protections=rows), LAW.on)
    assert arc_km(xyz, unit_vectors(np.array([spot[0]]), np.array([spot[1]])))[0] < 1e-6
    assert is_known.tolist() == [known]


def _bytes(part: Any) -> list[Any]:
    found: list[Any] = []
    for field in fields(part):
        value = getattr(part, field.name)
        found.append((field.name, value.tobytes() if isinstance(value, np.ndarray) else repr(value)))
    return found


def test_moving_a_home_whose_address_is_secret_changes_no_byte() -> None:
    secret = kept("ADDRESS_SECRET")
    first = records_of((person(lat="43,90", lon="11,05"), person("Q", **HOME)), protections=(secret,))
    moved = first.replacing(person(lat="43,70", lon="11,40"))
    gone = first.replacing(person())
    plain = replace(first, protections=())
    told = [_bytes(build_cohort(records, LAW).candidates) for records in (first, moved, gone, plain)]
    assert told[0] == told[1] == told[2]
    assert told[0] != told[3]
    one, two = pairs_of(first), pairs_of(moved)
    assert one.km.tobytes() == two.km.tobytes()
    assert one.travel_min.tobytes() == two.travel_min.tobytes()


ALL = {condition.value for condition in Condition}
DESCRIBED = {"NIGHT", "PUBLIC_CONTACT", "ISOLATED_WORK", "MACHINERY"}


@pytest.mark.parametrize(
    ("given", "there", "known"),
    [
        ({}, set(), {"NIGHT"}),
        ({"demands": ""}, set(), {"NIGHT"}),
        ({"demands": "AC1=1"}, set(), {"NIGHT", "ISOLATED_WORK", "MACHINERY"}),
        ({"demands": "AC1=1; AC5=0"}, set(), {"NIGHT", "ISOLATED_WORK", "MACHINERY", "HEIGHTS"}),
        ({"demands": "SL4=0"}, set(), DESCRIBED),
        ({"demands": "SL4=1; SL3=2"}, {"PUBLIC_CONTACT", "ISOLATED_WORK"}, DESCRIBED),
        ({"demands": "SL2=1; SL5=3; SL4=0"}, {"NIGHT", "MACHINERY"}, DESCRIBED),
        # A waiter usually meets the public, and alcohol.
        ({"conditions": "ALCOHOL"}, {"ALCOHOL"}, ALL - {"PUBLIC_CONTACT"}),
        ({"conditions": "MEDICINES"}, {"MEDICINES"}, ALL - {"PUBLIC_CONTACT", "ALCOHOL"}),
        ({"conditions": "MEDICINES", "demands": "SL4=0"}, {"MEDICINES"}, ALL - {"ALCOHOL"}),
        ({"shifts": "lun 18:00-22:00"}, set(), {"NIGHT"}),
        ({"shifts": "lun 18:15-22:15"}, {"NIGHT"}, {"NIGHT"}),
        ({"shifts": "dom 23:00-7:00"}, {"NIGHT"}, {"NIGHT"}),
    ],
)
def test_circumstances_are_told_by_demands_and_hours_too(
    given: dict[str, str], there: set[str], known: set[str]
) -> None:
    arrays = build_cohort(records_of(openings=(offer(**given),)), LAW).openings
    assert {c.value for c in Condition if arrays.conditions[0] & c.bit} == there
    assert {c.value for c in Condition if arrays.conditions_known[0] & c.bit} == known


def test_what_a_role_usually_has_is_in_its_entry() -> None:
    assert usual_conditions("barista") == Condition.PUBLIC_CONTACT.bit | Condition.ALCOHOL.bit
    assert usual_conditions("shelf_filler") == Condition.PUBLIC_CONTACT.bit
    assert usual_conditions("nothing of the kind") == 0


def test_every_array_is_closed_to_writing() -> None:
    guards = pairs_of(records_of()).eligibility.guards
    arrays = [value for field in fields(guards) if isinstance(value := getattr(guards, field.name), np.ndarray)]
    assert len(arrays) == 4
    assert not any(array.flags.writeable for array in arrays)
