"""Each programme's invented cohort: its own size, territory and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import data.synthetic_profile
from data.availability import age_on
from data.bundle import TABLES, Records
from data.codes import Category, Condition, LanguageSkill, Tutoring
from data.errors import AbbinaError
from data.places import places
from data.programmes import programme, programme_codes
from data.records import Candidate
from data.synthetic import invent
from data.synthetic_profile import profile
from data.week import parse_week

CODES = programme_codes()
MINORS = {Category.MINOR_16_PLUS, Category.UNACCOMPANIED_MINOR_16_PLUS}


@cache
def cohort(code: str, seed: int = 0) -> Records:
    return invent(code, seed)


@cache
def crowd(code: str) -> Records:
    return invent(code, 7, candidates=1500, openings=300)


def first(code: str, *categories: Category) -> list[Candidate]:
    """People of a crowd who hold one of the categories and no other that says more."""
    return [person for person in crowd(code).candidates if set(person.categories) & set(categories)]


SIZES = {
    "prisma-2019": (197, 60),
    "progressive-2": (74, 18),
    "perla": (40, 16),
    "pon-sia-massa": (80, 28),
    "lavoro-in-corso-2": (110, 60),
}


@pytest.mark.parametrize("code", CODES)
def test_a_cohort_has_its_programmes_size_and_no_faults(code: str) -> None:
    records = cohort(code)
    assert (len(records.candidates), len(records.companies)) == SIZES[code]
    assert records.faults() == []
    assert records.programme.invented
    for table, kind in TABLES.items():
        assert [kind.model_validate(row.model_dump(mode="json")) for row in records.table(table)] == [
            *records.table(table)
        ]


@pytest.mark.parametrize("code", CODES)
def test_the_same_seed_gives_the_same_records_whoever_asks(code: str) -> None:
    assert invent(code, 3).digest() == invent(code, 3).digest() != cohort(code).digest()


@pytest.mark.parametrize("code", CODES)
def test_more_people_leave_companies_and_openings_as_they_are(code: str) -> None:
    few, many = cohort(code), invent(code, 0, candidates=230)
    assert (few.companies, few.sites, few.openings) == (many.companies, many.sites, many.openings)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("code", CODES)
def test_every_category_of_the_call_occurs_and_no_other(code: str, seed: int) -> None:
    held = {category for person in cohort(code, seed).candidates for category in person.categories}
    assert held == {category.code for category in programme(code).categories}


@pytest.mark.parametrize("code", CODES)
def test_people_live_in_the_territory_and_companies_near_it(code: str) -> None:
    call = programme(code)
    territory = set(call.municipalities)
    territory |= {town.istat for province in call.provinces for town in places().in_province(province)}
    assert {person.municipality for person in crowd(code).candidates} == territory
    assert {site.municipality for site in crowd(code).sites} <= territory | set(profile(code).nearby)


@pytest.mark.parametrize("code", CODES)
def test_openings_keep_to_the_hours_and_months_of_the_programme(code: str) -> None:
    call = programme(code)
    for opening in crowd(code).openings:
        assert (call.week_h_min or 18) <= opening.shifts.hours <= (call.week_h_max or 30)
        assert (call.months_min or 1) <= opening.months <= (call.months_max or 24)


@pytest.mark.parametrize("code", CODES)
def test_the_new_answers_are_missing_as_often_as_in_practice(code: str) -> None:
    asked: dict[str, tuple[Candidate, ...]] = {
        name: crowd(code).candidates for name in ("italian", "tutor_need", "goals")
    }
    shares = {name: sum(getattr(row, name) is None for row in rows) / len(rows) for name, rows in asked.items()}
    openings = crowd(code).openings
    shares |= {
        name: sum(getattr(o, name) is None for o in openings) / len(openings) for name in ("environment", "hire_plan")
    }
    shares["italian asked"] = sum(not o.italian for o in openings) / len(openings)
    assert {name: share for name, share in shares.items() if not 0.04 <= share <= 0.35} == {}
    assert shares["goals"] < 0.16
    assert all(person.goals is None or 1 <= len(person.goals) <= 3 for person in crowd(code).candidates)


def listening(people: list[Candidate]) -> float:
    levels = [person.italian[LanguageSkill.LISTENING].level for person in people if person.italian]
    return sum(levels) / len(levels)


def test_asylum_seekers_and_unaccompanied_minors_still_learn_italian() -> None:
    learning = first("progressive-2", Category.ASYLUM_SEEKER, Category.UNACCOMPANIED_MINOR_16_PLUS)
    others = first("progressive-2", Category.BES_POST_DIPLOMA, Category.EX_PRISONER)
    assert listening(learning) < 3 < 4 < listening(others)


def test_nobody_writes_better_than_they_understand() -> None:
    for person in crowd("progressive-2").candidates:
        levels = {skill: level.level for skill, level in (person.italian or {}).items()}
        if levels:
            assert levels[LanguageSkill.WRITING] <= levels[LanguageSkill.READING] <= levels[LanguageSkill.LISTENING]


def test_openings_ask_no_more_italian_than_an_internship_needs() -> None:
    asked = Counter(level.value for o in crowd("progressive-2").openings for level in o.italian.values())
    assert set(asked) == {"A1", "A2", "B1"}


def test_minors_are_sixteen_or_seventeen_and_most_go_to_school() -> None:
    on = programme("progressive-2").on
    assert on is not None
    minors = [p for p in first("progressive-2", *MINORS) if p.birth_date <= date(on.year - 16, on.month, on.day)]
    assert {age_on(person.birth_date, on) for person in minors} == {16, 17}
    assert all(not person.certificates for person in minors)
    committed = {paper.candidate for paper in crowd("progressive-2").commitments}
    assert 0.6 < sum(p.busy is not None or p.id in committed for p in minors) / len(minors) < 0.95


@pytest.mark.parametrize("code", sorted(set(CODES) - {"progressive-2", "prisma-2019"}))
def test_only_calls_that_admit_minors_have_some(code: str) -> None:
    on = programme(code).on
    assert on is not None
    assert min(age_on(person.birth_date, on) for person in crowd(code).candidates) >= 18


def test_a_penal_measure_shows_as_an_act_hours_and_banned_conditions_only() -> None:
    measured = first("progressive-2", Category.EXTERNAL_PENAL_EXECUTION)
    acts = {paper.candidate for paper in crowd("progressive-2").acts}
    assert {person.id for person in measured} <= acts
    # Others have an act too: an act alone tells nothing.
    assert acts - {person.id for person in measured}
    allowed = parse_week("lun-sab 7:00-19:00")
    assert all(p.availability & allowed == p.availability for p in measured if p.availability)
    assert all(person.banned_conditions for person in measured)
    # Others have bans too: a ban alone tells nothing.
    assert any(
        Condition.NIGHT in person.banned_conditions
        for person in crowd("progressive-2").candidates
        if Category.EXTERNAL_PENAL_EXECUTION not in person.categories
    )


def share(people: list[Candidate], holds: Callable[[Candidate], object]) -> float:
    return sum(bool(holds(person)) for person in people) / len(people)


def test_certified_disability_comes_with_functional_profiles_prescriptions_and_access_needs() -> None:
    everybody = crowd("lavoro-in-corso-2").candidates
    on_paper = {paper.candidate for paper in crowd("lavoro-in-corso-2").prescriptions}
    mental = [p for p in everybody if p.categories[:1] == (Category.MENTAL_HEALTH_CERTIFIED,)]
    certified = [p for p in everybody if p.categories == (Category.DISABILITY_L68,)]
    assert share(certified, lambda person: person.functional_profile) > 0.85
    assert share(certified, lambda person: person.prescriptions) > 0.4
    assert share(certified, lambda person: person.prescriptions or person.id in on_paper) > 0.65
    assert 0.2 < share(certified, lambda person: person.access_needs) < 0.45
    assert share(mental, lambda person: person.prescriptions or person.id in on_paper) > 0.35
    # The limits of the second group are of rhythm and stress, never of lifting.
    assert not any("AC1" in person.prescriptions for person in mental)


def test_people_of_mental_health_services_have_short_hours_and_need_tutoring() -> None:
    mental = [
        person
        for person in crowd("lavoro-in-corso-2").candidates
        if person.categories[:1] == (Category.MENTAL_HEALTH_CERTIFIED,)
    ]
    assert all(person.availability.hours <= 55 for person in mental if person.availability)
    much = (Tutoring.HIGH, Tutoring.VERY_HIGH)
    assert share(mental, lambda person: person.tutor_need in much) > 0.5
    assert share(mental, lambda person: person.tutor_need is Tutoring.LOW) == 0


def test_many_who_never_worked_have_no_competence_on_paper_but_have_wishes() -> None:
    never = first("pon-sia-massa", Category.NEVER_WORKED_MATURE)
    others = first("pon-sia-massa", Category.LAID_OFF)
    assert share(never, lambda p: p.competences is None) > 0.3 > 0.15 > share(others, lambda p: p.competences is None)
    assert share(never, lambda p: p.interests) > 0.8


@pytest.mark.parametrize(
    ("code", "roles"),
    [
        ("pon-sia-massa", {"room_attendant", "hotel_porter", "stone_worker"}),
        ("lavoro-in-corso-2", {"garden_labourer", "hand_packer", "stone_worker"}),
        ("progressive-2", {"factory_hand", "vineyard_worker", "room_attendant"}),
        ("perla", {"sewing_operator", "building_cleaner"}),
    ],
)
def test_companies_are_those_of_the_territory(code: str, roles: set[str]) -> None:
    offered = {opening.role for opening in crowd(code).openings}
    assert roles <= offered
    assert ("weaving_operator" in offered) == (code == "perla")


# The profiles' own files


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  laundry: 1", "  lavanderia: 1", "lavanderia"),
        ("people: 40", "persons: 40", "persons"),
        ("people: 40", "people: 40\npeople: 41", "due volte"),
        ("people: 40", "people: 0", "people"),
        ("WEAK_LABOUR_MARKET", "LAID_OFF", "WEAK_LABOUR_MARKET"),
        ("Agliana (PT)", "Aglianella (PT)", "Aglianella"),
        ("share: 1,", "share: 1, women: 1.5,", "women"),
    ],
)
def test_a_profile_with_a_slip_is_refused_by_name(
    old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (data.synthetic_profile.FOLDER / "perla.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "perla.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(data.synthetic_profile, "FOLDER", tmp_path)
    with pytest.raises(AbbinaError, match=said) as refusal:
        profile.__wrapped__("perla")
    assert "perla.yaml" in refusal.value.text("it")


@pytest.mark.parametrize("code", CODES)
def test_every_profile_says_what_is_public_and_what_assumed(code: str) -> None:
    why = profile(code).why
    assert "presunt" in why
    assert "ubblic" in why
