"""Dated parameters: what is in force when, and how strict the files are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data.errors import AbbinaError, NotFound
from data.lawbook import Law, LawBook
from data.week import parse_week

TODAY = dt.date(2026, 11, 21)
GOOD = """\
title: Età minima
unit: years
source:
  - {ref: Legge inventata art. 1, mark: S1}
verify: true
values:
  - {from: 2020-01-01, value: 16}
  - {from: 2024-03-01, value: 17}
  - {from: 2030-01-01, value: null}
"""


@pytest.fixture(scope="module")
def law() -> Law:
    return LawBook.load().in_force(TODAY)


def book(folder: Path, text: str = GOOD, name: str = "act/min_age.yaml") -> LawBook:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return LawBook.load(folder)


def why_refused(folder: Path, text: str, name: str = "act/min_age.yaml") -> str:
    with pytest.raises(AbbinaError) as caught:
        book(folder, text, name)
    assert caught.value.code == "bad_reference"
    assert caught.value.facts["file"] == name
    return str(caught.value.facts["why"])


def test_the_minimum_allowance_changes_on_the_first_of_march_2024() -> None:
    shipped = LawBook.load()
    key = "ord_tuscany.allowance_min_eur"
    assert shipped.in_force(dt.date(2024, 2, 29)).number(key) == 500
    assert shipped.in_force(dt.date(2024, 3, 1)).number(key) == 600


def test_every_shipped_value_is_there(law: Law) -> None:
    assert law.keys() == (
        "hours.week_max_h",
        "hours.week_min_h",
        "l68.least_percentage",
        "l68_art11.min_age",
        "minors.adult_age",
        "minors.max_h_day",
        "minors.max_h_week",
        "minors.night",
        "ord_tuscany.allowance_min_eur",
        "ord_tuscany.max_months",
        "ord_tuscany.min_age",
        "ord_tuscany.min_months",
        "practice.absence_days_max",
        "practice.accommodation_answer_days",
        "practice.accommodation_refusals_many",
        "practice.bus_window",
        "practice.child_alone_age",
        "practice.childcare",
        "practice.corridor_km",
        "practice.near_tie",
        "practice.needs_opinion_share",
        "practice.partial_fit_max_share",
        "practice.school_calendar",
        "practice.school_trip_min",
        "practice.split_pause_min",
        "practice.stale_days",
        "practice.travel",
        "practice.travel_ceiling_min",
        "practice.uncovered_share_max",
        "practice.vague_point_km",
        "tis_tuscany.allowance_max_eur",
        "tis_tuscany.max_months",
        "tis_tuscany.min_age",
        "work_time.day_max_h",
        "work_time.rest_h",
        "work_time.weekly_rest_h",
    )


def test_every_shipped_parameter_has_title_unit_and_source(law: Law) -> None:
    keys = law.keys()
    for key in keys:
        assert law.title(key)
        assert law.unit(key)
        assert law.source(key).endswith("]")


def test_general_knowledge_is_always_to_be_verified() -> None:
    careless = [
        parameter.key
        for parameter in LawBook.load().parameters.values()
        if any(source.mark.startswith("GK-") for source in parameter.source) and not parameter.verify
    ]
    assert careless == []


def test_what_a_jurist_must_confirm_is_listed(law: Law) -> None:
    assert "tis_tuscany.min_age" in law.to_verify()
    assert "ord_tuscany.min_months" not in law.to_verify()
    assert list(law.to_verify()) == sorted(law.to_verify())


def test_the_travel_table_has_every_mode(law: Law) -> None:
    travel = law.table("practice.travel")
    assert travel["road_factor"] == 1.3
    assert list(travel["modes"]) == ["walk", "bike", "bus", "car", "lift"]
    for mode in travel["modes"].values():
        assert list(mode) == ["kmh", "fixed_min", "max_km"]


def test_childcare_windows_can_be_read_as_weeks(law: Law) -> None:
    windows = law.table("practice.childcare")
    assert {name: parse_week(text).hours for name, text in windows.items()} == {
        "nido": 45.0,
        "infanzia": 40.0,
        "primaria_normale": 26.25,
        "primaria_pieno": 40.0,
        "secondaria_1": 30.0,
        "doposcuola": 22.5,
        "pre_scuola": 5.0,
        "post_scuola": 7.5,
        "ludoteca": 22.5,
        "centro_estivo": 40.0,
    }


def test_times_of_day_are_texts_and_not_numbers(law: Law) -> None:
    assert law.table("minors.night") == ["22:00", "06:00"]
    assert (law.table("practice.bus_window")["from"], law.table("practice.bus_window")["to"]) == ("06:30", "21:00")


def test_a_value_holds_from_its_day_until_the_next(tmp_path: Path) -> None:
    found = book(tmp_path)
    assert found.in_force(dt.date(2020, 1, 1)).number("act.min_age") == 16
    assert found.in_force(dt.date(2024, 2, 29)).number("act.min_age") == 16
    assert found.in_force(dt.date(2024, 3, 1)).number("act.min_age") == 17


@pytest.mark.parametrize("day", [dt.date(2019, 12, 31), dt.date(2030, 1, 1)])
def test_before_the_first_day_and_after_a_repeal_nothing_is_in_force(tmp_path: Path, day: dt.date) -> None:
    law = book(tmp_path).in_force(day)
    assert law.keys() == law.to_verify() == ()
    with pytest.raises(AbbinaError) as caught:
        law.get("act.min_age")
    assert caught.value.code == "not_in_force"
    assert caught.value.facts["on"] == day.isoformat()
    assert "2020-01-01, 2024-03-01, 2030-01-01" in caught.value.text()


def test_an_unknown_key_is_refused_with_the_nearest(law: Law) -> None:
    for ask in (law.get, law.number, law.table, law.title, law.unit, law.source):
        with pytest.raises(NotFound) as caught:
            ask("tis_tuscany.minage")
        assert "tis_tuscany.min_age" in caught.value.text()


def test_a_number_is_no_table_and_a_table_no_number(law: Law) -> None:
    with pytest.raises(AbbinaError, match="a number is needed"):
        law.number("practice.travel")
    with pytest.raises(AbbinaError, match="a table or a list is needed"):
        law.table("practice.near_tie")


def test_the_version_changes_when_a_value_changes_and_only_then(tmp_path: Path) -> None:
    first = book(tmp_path / "a").in_force(TODAY)
    same = book(tmp_path / "b", GOOD.replace("Età minima", "Altro titolo")).in_force(TODAY)
    other = book(tmp_path / "c", GOOD.replace("value: 17", "value: 18")).in_force(TODAY)
    renamed = book(tmp_path / "d", name="act/age.yaml").in_force(TODAY)
    assert len(first.version) == 12
    assert first == same
    assert len({first, same, other, renamed}) == 3
    assert first.version != book(tmp_path / "a").in_force(dt.date(2024, 2, 29)).version
    assert first.version == book(tmp_path / "a").in_force(dt.date(2024, 3, 1)).version


def test_the_version_is_stable_over_time(tmp_path: Path) -> None:
    assert book(tmp_path).in_force(TODAY).version == "cfb01a3de354"


def test_nobody_can_change_the_law_by_what_it_hands_out(law: Law) -> None:
    law.table("practice.travel")["modes"]["walk"]["kmh"] = 99
    assert law.table("practice.travel")["modes"]["walk"]["kmh"] == 4.5


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("verify: true", "verify: true\nverify: false", "«verify» è scritto due volte"),
        ("value: 16", "value: {a: 1, a: 2}", "«a» è scritto due volte"),
        ("verify: true", "verify: true\nauthor: me", "il file: nomi che non esistono: author"),
        ("mark: S1", "mark: S1, page: 3", "una fonte: nomi che non esistono: page"),
        ("value: 16", "value: 16, until: 2021-01-01", "un valore: nomi che non esistono: until"),
        ("mark: S1", "mark: rumour", "la sigla «rumour» non esiste"),
        ("  - {ref: Legge inventata art. 1, mark: S1}\n", "  []\n", "almeno una fonte"),
        ("source:\n  - {ref: Legge inventata art. 1, mark: S1}\n", "", "mancano source"),
        ("unit: years\n", "", "mancano unit"),
        ("unit: years", "unit: 3", "unit deve essere un testo"),
        ("title: Età minima", "title: ' '", "title deve essere un testo"),
        ("verify: true", "verify: maybe", "verify deve essere true o false"),
        ("from: 2020-01-01", "from: 2025-01-01", "dal giorno più vecchio al più nuovo"),
        ("from: 2020-01-01", "from: 2024-03-01", "dal giorno più vecchio al più nuovo"),
        ("from: 2020-01-01", "from: '2020-01-01'", "from deve essere un giorno"),
        ("from: 2020-01-01", "from: 2020", "from deve essere un giorno"),
        ("from: 2020-01-01", "from: 2020-01-01 10:00:00", "from deve essere un giorno"),
        ("value: 16", "value: 2020-01-01", "non è un numero, un testo o una tabella"),
        ("value: 16", "value: [.nan]", "devono essere finiti"),
        ("value: 16", "value: {1: a}", "i nomi di una tabella devono essere testi"),
        ("title: Età minima", "title: [", "expected"),
    ],
)
def test_a_careless_file_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert old in GOOD
    assert why in why_refused(tmp_path, GOOD.replace(old, new, 1))


@pytest.mark.parametrize("text", ["", "- 1\n", "7\n"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    assert "serve una tabella" in why_refused(tmp_path, text)


@pytest.mark.parametrize("name", ["min_age.yaml", "act/min_age.yml", "act/Min-Age.yaml", "act/part/min_age.yaml"])
def test_a_misplaced_file_is_refused(tmp_path: Path, name: str) -> None:
    assert "il nome deve essere" in why_refused(tmp_path, GOOD, name)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AbbinaError, match="no parameters in the folder"):
        LawBook.load(tmp_path)
