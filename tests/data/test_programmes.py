from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

import data.programmes
from data.call import Programme
from data.codes import Category, Regime, ServiceKind, Sex, Training
from data.errors import AbbinaError, NotFound
from data.lawbook import LawBook
from data.places import places
from data.programmes import programme, programme_codes

CODES = ("lavoro-in-corso-2", "perla", "pon-sia-massa", "prisma-2019", "progressive-2")
LAW = LawBook.load()


def towns(call: Programme) -> list[str]:
    return [places().find(istat).name for istat in call.municipalities]


def test_five_programmes_are_shipped_each_named_as_its_file() -> None:
    assert programme_codes() == CODES
    assert [programme(code).code for code in CODES] == list(CODES)


def test_prisma_says_whom_its_call_admits() -> None:
    call = programme("prisma-2019")
    assert (call.regime, call.provinces, call.on, call.months_min) == (
        Regime.TIS_TUSCANY,
        ("PO",),
        date(2019, 11, 4),
        6,
    )
    assert call.targets == {"in_charge": 194, "placements": 97}
    assert call.results == {"in_charge": 197, "placements": 97, "hires": 24, "permanent_hires": 4}
    assert {category.code: category.sex for category in call.categories} == {
        Category.LONE_PARENT: Sex.F,
        Category.MULTIPROBLEM_FAMILY: None,
        Category.SINGLE_INCOME_HOUSEHOLD: None,
        Category.RECEPTION_FACILITY: None,
        Category.HOUSING_EMERGENCY: None,
        Category.TRAFFICKING_VICTIM: None,
        Category.VIOLENCE_VICTIM: None,
    }


def test_progressive_admits_fourteen_categories_and_aims_at_eighteen_placements() -> None:
    call = programme("progressive-2")
    assert (call.period_from, call.period_to) == (date(2023, 6, 16), date(2025, 6, 15))
    assert call.targets == {"placements": 18, "average_months": 10, "average_week_h": 25}
    # What was published of the first edition is no result of this one.
    assert call.results == {}
    assert "Edizione 1" in (call.note or "")
    assert "Poggibonsi" in towns(call)
    assert len(call.categories) == 14
    assert {Category.MINOR_16_PLUS, Category.ASYLUM_SEEKER, Category.EXTERNAL_PENAL_EXECUTION} <= {
        category.code for category in call.categories
    }
    # Where the sex counts, the call says so: this one admits lone parents of any sex.
    assert all(category.sex is None for category in call.categories)
    assert Training.SAFETY_GENERAL in [course.code for course in call.training if not course.roles]
    food = {role for course in call.training if course.code.value.startswith("HACCP") for role in course.roles}
    assert {"kitchen_assistant", "dishwasher"} <= food


def test_perla_comes_before_inclusion_internships_and_has_no_public_figures() -> None:
    call = programme("perla")
    assert call.regime is Regime.ORD_TUSCANY
    assert (call.period_from, call.period_to) == (date(2005, 7, 1), date(2007, 12, 31))
    assert (call.targets, call.results) == ({}, {})
    assert [category.code for category in call.categories] == [Category.WEAK_LABOUR_MARKET]


def test_pon_sia_gives_playgrounds_and_hotel_courses() -> None:
    call = programme("pon-sia-massa")
    assert sorted(towns(call)) == ["Carrara", "Massa", "Montignoso"]
    assert call.targets == {}
    assert call.results == {"placements": 33, "courses": 11}
    assert call.services == (ServiceKind.LUDOTECA, ServiceKind.DOPOSCUOLA, ServiceKind.COURSE)
    hotels = next(course for course in call.training if course.code is Training.HOSPITALITY)
    assert "room_attendant" in hotels.roles
    assert Category.NEVER_WORKED_MATURE in {category.code for category in call.categories}


def test_lavoro_in_corso_needs_both_groups_for_a_year_and_keeps_edition_one_apart() -> None:
    call = programme("lavoro-in-corso-2")
    assert (call.week_h_min, call.week_h_max, call.months_min, call.months_max) == (18, 30, 12, 12)
    assert [(group.categories, group.at_least) for group in call.groups_needed] == [
        ((Category.DISABILITY_L68,), 1),
        ((Category.MENTAL_HEALTH_CERTIFIED,), 1),
    ]
    assert (call.targets, call.results) == ({}, {})
    assert "Edizione 1" in (call.note or "")


@pytest.mark.parametrize("code", CODES)
def test_every_programme_names_its_evidence_its_source_and_its_own_day(code: str) -> None:
    call = programme(code)
    assert all(category.evidence for category in call.categories)
    assert call.source
    assert call.note
    assert not call.invented
    assert call.on is not None
    assert call.period_from is not None
    assert call.period_to is not None
    assert call.period_from <= call.on <= call.period_to
    assert call.weights == "2026-3"
    assert call.municipalities or call.provinces
    assert {code for group in call.groups_needed for code in group.categories} <= {c.code for c in call.categories}


@pytest.mark.parametrize("code", CODES)
def test_the_law_of_every_programme_knows_its_day(code: str) -> None:
    call = programme(code)
    assert call.on is not None
    law = LAW.in_force(call.on)
    assert law.number(f"{call.regime.value.lower()}.min_age") >= 15
    in_force = set(law.keys())
    missing = [key for key in LAW.parameters if key.startswith(("practice.", "minors.")) and key not in in_force]
    assert missing == []


def test_hours_and_months_are_the_programmes_own_where_it_says_so() -> None:
    law = LAW.in_force(date(2023, 10, 2))
    silent = programme("progressive-2")
    assert silent.week_h(law) == (law.number("hours.week_min_h"), law.number("hours.week_max_h"))
    assert silent.months(law) == (law.number("tis_tuscany.min_months"), law.number("tis_tuscany.max_months"))
    spoken = silent.model_copy(update={"week_h_min": 20.0, "months_min": 3, "months_max": 5})
    assert spoken.week_h(law) == (20, law.number("hours.week_max_h"))
    assert spoken.months(law) == (3, 5)
    assert silent.months(LAW.in_force(date(1990, 1, 1))) == (None, None)


def test_an_unknown_programme_is_refused_with_the_nearest_code() -> None:
    with pytest.raises(NotFound) as refusal:
        programme("prisma-2018")
    assert "prisma-2019" in refusal.value.text("it")


@pytest.mark.parametrize(
    ("old", "new"), [("code: perla", "code: perlo"), ("regime:", "regimen:"), ("regime:", "code: perla\nregime:")]
)
def test_a_programme_file_with_a_slip_is_refused(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (data.programmes.FOLDER / "perla.yaml").read_text(encoding="utf-8")
    (tmp_path / "perla.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(data.programmes, "FOLDER", tmp_path)
    with pytest.raises(AbbinaError, match=r"perla\.yaml"):
        programme.__wrapped__("perla")


def test_the_day_of_a_programme_is_quoted_so_that_yaml_does_not_read_a_yes() -> None:
    for code in CODES:
        assert True not in yaml.safe_load((data.programmes.FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
