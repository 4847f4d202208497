from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.availability import age_on
from data.bundle import TABLES, Records
from data.call import CallCategory
from data.codes import Category, Certificate, ChildCare, Condition, Employment, Mode, ServiceKind
from data.errors import AbbinaError
from data.places import places
from data.records import Candidate, Opening, Row
from data.synthetic import invent
from data.week import QUARTERS_A_DAY

ROOT = Path(__file__).parents[2]
ON = date(2019, 11, 4)
LAST_START = date(2020, 2, 29)
PROTECTED = {Category.VIOLENCE_VICTIM, Category.TRAFFICKING_VICTIM}


@cache
def cohort(seed: int = 0, candidates: int | None = None, openings: int | None = None) -> Records:
    return invent(seed=seed, candidates=candidates, openings=openings)


def large() -> Records:
    return cohort(5, 2000, 1000)


# Size, seed, validity


def test_the_default_cohort_has_the_size_of_the_real_programme() -> None:
    records = cohort()
    assert len(records.candidates) == 197
    assert len(records.companies) == 60
    assert len(records.openings) == 110
    assert sum(opening.seats for opening in records.openings) == 130
    # Twelve as supposed, and three that are open for a part of the year.
    assert len(records.services) == 12 + 3
    assert {site.company for site in records.sites} == {company.id for company in records.companies}
    assert {opening.company for opening in records.openings} == {company.id for company in records.companies}


def test_an_invented_cohort_says_so() -> None:
    found = cohort().programme
    assert found.invented
    assert found.note is not None
    assert "inventati" in found.note
    assert "aziende" in found.note


def test_the_same_seed_gives_the_same_records_and_another_seed_others() -> None:
    assert invent(seed=3).digest() == cohort(3).digest()
    assert cohort(3).digest() != cohort(4).digest()


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_invents_the_same_records(hash_seed: str) -> None:
    script = "import sys; from data.synthetic import invent; sys.stdout.write(invent().digest())"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment, cwd=ROOT
    )
    assert run.stdout == cohort().digest()


def test_more_people_leave_companies_and_openings_as_they_are() -> None:
    few, many = cohort(), cohort(0, 400)
    assert few.companies == many.companies
    assert few.sites == many.sites
    assert few.openings == many.openings


@pytest.mark.parametrize("records", [cohort, large], ids=["real size", "2,000 x 1,000"])
def test_invented_records_have_no_faults_and_read_back_equal(records: Callable[[], Records]) -> None:
    found = records()
    assert found.faults() == []
    for table, kind in TABLES.items():
        assert [kind.model_validate(row.model_dump(mode="json")) for row in found.table(table)] == [*found.table(table)]


def test_other_sizes_keep_the_proportions() -> None:
    records = large()
    assert (len(records.candidates), len(records.openings), len(records.companies)) == (2000, 1000, 545)
    assert sum(opening.seats for opening in records.openings) == 1182
    assert len(records.services) == 122 + 30
    # Text order is number order, whatever the size.
    assert [row.id for row in records.openings][:2] == ["O-0001", "O-0002"]


@settings(max_examples=25)
@given(st.integers(0, 2**63), st.integers(1, 25), st.integers(1, 25))
def test_any_seed_and_any_small_size_is_valid(seed: int, candidates: int, openings: int) -> None:
    records = invent(seed=seed, candidates=candidates, openings=openings)
    assert records.faults() == []
    assert (len(records.candidates), len(records.openings)) == (candidates, openings)


@pytest.mark.parametrize(("seed", "candidates", "openings"), [(0, 0, 9), (0, 9, 0), (-1, 9, 9)])
def test_a_size_or_a_seed_that_makes_no_cohort_is_refused(seed: int, candidates: int, openings: int) -> None:
    with pytest.raises(AbbinaError, match=r"0 candidati|0 tirocini|seme -1"):
        invent(seed=seed, candidates=candidates, openings=openings)


# Material for the rules


def in_call(person: Candidate, categories: tuple[CallCategory, ...]) -> bool:
    return any(c.code in person.categories and (c.sex is None or c.sex is person.sex) for c in categories)


@pytest.mark.parametrize("seed", range(4))
def test_four_people_do_not_meet_the_call_each_for_another_reason(seed: int) -> None:
    records = cohort(seed)
    unsigned = [p.id for p in records.candidates if p.in_charge is None]
    employed = [p.id for p in records.candidates if p.employment is Employment.EMPLOYED]
    uncategorised = [p.id for p in records.candidates if not p.categories]
    fathers = [p.id for p in records.candidates if p.categories and not in_call(p, records.programme.categories)]
    assert [len(group) for group in (unsigned, employed, uncategorised, fathers)] == [1, 1, 1, 1]
    assert len({*unsigned, *employed, *uncategorised, *fathers}) == 4


@pytest.mark.parametrize("seed", range(4))
def test_two_people_are_seventeen_and_one_is_fifteen_until_the_last_start(seed: int) -> None:
    births = [p.birth_date for p in cohort(seed).candidates]
    for day in (ON, LAST_START):
        assert Counter(age for birth in births if (age := age_on(birth, day)) < 18) == {17: 2, 15: 1}


def test_minors_neither_drive_nor_hold_certificates() -> None:
    minors = [p for p in large().candidates if age_on(p.birth_date, ON) < 18]
    assert len(minors) == 30
    assert all(not p.certificates and Mode.CAR not in (p.modes or ()) for p in minors)


def shift_days(opening: Opening) -> list[int]:
    return [start // QUARTERS_A_DAY for start, _ in opening.shifts.segments()]


def test_every_rule_and_criterion_finds_something_to_say_in_the_real_size() -> None:
    people, openings = cohort().candidates, cohort().openings
    present = {
        "late": any(p.available_from and p.available_from > LAST_START for p in people),
        "access need": any(p.access_needs for p in people),
        "prescription": any(p.prescriptions for p in people),
        "profile without prescription": any(p.functional_profile and not p.prescriptions for p in people),
        "appointment": any(p.busy for p in people),
        "other carer": any(p.other_carers for p in people),
        "refused role": any(p.refused_roles for p in people),
        "refused sector": any(p.refused_sectors for p in people),
        "refused company": any(p.refused_companies for p in people),
        "banned condition": any(p.banned_conditions for p in people),
        "banned company": any(p.banned_companies for p in people),
        "stale": any(p.assessed_on and (ON - p.assessed_on).days > 90 for p in people),
        "competence at zero": any(0 in (p.competences or {}).values() for p in people),
        "asks OSS": any(Certificate.OSS in o.required_certificates for o in openings),
        "holds OSS": any(Certificate.OSS in p.certificates for p in people),
        "holds forklift": any(Certificate.FORKLIFT in p.certificates for p in people),
        "adults only": any(o.min_age == 18 for o in openings),
        "accommodation": any(o.accommodations for o in openings),
        "no tutor hours": any(o.tutor_h_week is None for o in openings),
        "no demands": any(o.demands is None for o in openings),
        "night": any(Condition.NIGHT in o.conditions for o in openings),
        "public": any(Condition.PUBLIC_CONTACT in o.conditions for o in openings),
        "weekend": any(start >= 5 * QUARTERS_A_DAY for o in openings for start, _ in o.shifts.segments()),
        "split day": any(len(shift_days(o)) > len(set(shift_days(o))) for o in openings),
        "many seats": any(o.seats == 3 for o in openings),
        "access unknown": any(not site.access for site in cohort().sites),
        "nearby town": any(places().find(site.municipality).province != "PO" for site in cohort().sites),
        "care unknown": any(child.care is None for child in cohort().children),
        "child at home": any(child.care is ChildCare.NONE for child in cohort().children),
        "child with service": any(child.services for child in cohort().children),
        "all services": {service.kind for service in cohort().services} == set(ServiceKind) - NOT_FOR_CHILDREN,
        "all towns": {p.municipality for p in large().candidates} == {t.istat for t in places().in_province("PO")},
        "six caseloads": len({p.caseload for p in people}) == 6,
    }
    assert [what for what, found in present.items() if not found] == []


NOT_FOR_CHILDREN = {ServiceKind.TRANSPORT, ServiceKind.COURSE}


def test_a_tenth_or_so_of_each_answer_is_missing() -> None:
    visited = [company for company in large().companies if company.visited_on is not None]
    asked: list[tuple[Sequence[Row], tuple[str, ...]]] = [
        (large().candidates, ("lat", "modes", "max_travel_min", "availability", "available_from", "assessed_on")),
        (large().candidates, ("interests", "competences")),
        (large().openings, ("demands", "tutor_h_week", "hire_plan", "title")),
        (visited, ("staff", "trained_tutor", "social_pact", "quality_label", "past_internships")),
    ]
    shares = {
        name: sum(getattr(row, name) is None for row in rows) / len(rows) for rows, names in asked for name in names
    }
    assert {name: share for name, share in shares.items() if not 0.04 <= share <= 0.18} == {}


def test_companies_never_visited_have_no_history() -> None:
    unvisited = [company for company in cohort().companies if company.visited_on is None]
    assert len(unvisited) == 5
    assert all(c.past_internships is None and c.trained_tutor is None for c in unvisited)
    assert len({company.name for company in large().companies}) == 545


def on_card_or_paper(records: Records, person: Candidate) -> dict[str, int]:
    """What health professionals prescribed."""
    return {**person.prescriptions, **health_papers(records).get(person.id, {})}


def health_papers(records: Records) -> dict[str, dict[str, int]]:
    return {p.candidate: p.items for p in records.prescriptions if p.author is not None and p.author.is_health}


def test_a_quarter_have_a_functional_profile_and_limits_show_in_it() -> None:
    people = large().candidates
    profiled = [p for p in people if p.functional_profile]
    assert 0.2 <= len(profiled) / len(people) <= 0.3
    limited = [p for p in people if on_card_or_paper(large(), p)]
    assert 0.1 <= len(limited) / len(people) <= 0.17
    for person in limited:
        assert person.functional_profile is not None
        limits = on_card_or_paper(large(), person)
        assert all(person.functional_profile[item] <= most for item, most in limits.items())


def test_a_team_assesses_nine_competences_or_more_and_asks_one_to_three_wishes_that_are_not_refused() -> None:
    for person in large().candidates:
        assert person.competences is None or 9 <= len(person.competences) <= 16 + 2 * 9 + 3 * 5
        assert person.interests is None or 1 <= len(person.interests) <= 3
        assert not set(person.interests or ()) & set(person.refused_roles)


def test_protected_paths_have_bans_and_no_written_address() -> None:
    protected = [p for p in large().candidates if PROTECTED & set(p.categories)]
    others = [p for p in large().candidates if not PROTECTED & set(p.categories)]
    assert 80 <= len(protected) <= 180
    assert all(p.banned_conditions and p.lat is None for p in protected)
    assert any(p.banned_conditions for p in others)
    assert any(p.lat is None for p in others)


# Openings, children, services


def test_shifts_keep_to_the_hours_of_an_inclusion_internship() -> None:
    without_day_off = [o for o in large().openings if len(set(shift_days(o)) - set(range(7, 14))) == 7]
    assert len(without_day_off) == 9
    for opening in large().openings:
        assert 18 <= opening.shifts.hours <= 30, opening.id
        hours: dict[int, float] = defaultdict(float)
        for start, length in opening.shifts.segments():
            hours[start // QUARTERS_A_DAY] += length / 4
        assert max(hours.values()) <= 8, opening.id
        assert opening.shifts.alternates or opening in without_day_off or len(hours) <= 6, opening.id


def test_starts_fall_between_december_and_february_and_last_six_to_twelve_months() -> None:
    openings = large().openings
    assert min(o.start_from for o in openings) >= date(2019, 12, 2)
    assert max(o.start_to for o in openings) <= LAST_START
    assert {o.months for o in openings} == {6, 8, 9, 12}
    assert sum(o.months == 6 for o in openings) > 0.65 * len(openings)


def test_night_is_a_condition_exactly_where_the_shift_is_at_night() -> None:
    bakers = [o for o in large().openings if o.role == "baker"]
    at_night = [any(start % 96 < 20 for start, _ in o.shifts.segments()) for o in bakers]
    assert [Condition.NIGHT in o.conditions for o in bakers] == at_night
    assert {True, False} == set(at_night)


def test_homes_lie_near_their_municipality() -> None:
    for person in large().candidates:
        town = places().find(person.municipality)
        if person.lat is not None and person.lon is not None:
            assert abs(person.lat - town.lat) < 0.03
            assert abs(person.lon - town.lon) < 0.045
            assert (round(person.lat, 3), round(person.lon, 3)) == (person.lat, person.lon)


def test_children_are_under_fourteen_with_a_parent_at_least_seventeen_years_older() -> None:
    births = {person.id: person.birth_date for person in large().candidates}
    for child in large().children:
        assert 0 <= age_on(child.birth_date, ON) < 14
        assert child.birth_date - births[child.candidate] > timedelta(days=17 * 365)
    parents = {child.candidate for child in large().children}
    assert {p.id for p in large().candidates if Category.LONE_PARENT in p.categories} <= parents


def test_granted_services_are_near_fit_the_age_and_never_exceed_their_seats() -> None:
    records = cohort(6, 2000, 20)
    town = {person.id: person.municipality for person in records.candidates}
    offered = {service.id: service for service in records.services}
    taken: Counter[str] = Counter()
    for child in records.children:
        for key in child.services:
            taken[key] += 1
            service = offered[key]
            assert service.municipality == town[child.candidate]
            assert (service.age_from or 0) <= age_on(child.birth_date, ON) <= (service.age_to or 0)
    assert taken
    assert all(times <= (offered[key].seats or 0) for key, times in taken.items())
