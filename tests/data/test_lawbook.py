"""Dated parameters: what is in force when, and how strict the files are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data.errors import AbbinaError, NotFound
from data.lawbook import Law, LawBook
from data.lawfile import BadLaw
from data.week import parse_week

TODAY = dt.date(2026, 11, 21)
GOOD = """\
title: Età minima
unit: years
source:
  - {ref: Legge inventata art. 1, mark: S1}
verify: true
last_checked: 2026-11-20
values:
  - {valid_from: 2020-01-01, valid_to: 2024-02-29, value: 16}
  - {valid_from: 2024-03-01, valid_to: 2029-12-31, value: 17}
"""


@pytest.fixture(scope="module")
def law() -> Law:
    return LawBook.load().in_force(TODAY)


def book(folder: Path, text: str = GOOD, name: str = "act/min_age.yaml") -> LawBook:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return LawBook.load(folder)


def faults(folder: Path, text: str, name: str = "act/min_age.yaml") -> list[tuple[int, str]]:
    """Line and reason of everything wrong with one file."""
    with pytest.raises(BadLaw) as caught:
        book(folder, text, name)
    assert caught.value.code == "bad_reference"
    assert {fault.file for fault in caught.value.faults} == {name}
    return [(fault.line, fault.why) for fault in caught.value.faults]


def test_the_minimum_allowance_changes_on_the_first_of_march_2024() -> None:
    shipped = LawBook.load()
    key = "ord_tuscany.allowance_min_eur"
    assert shipped.in_force(dt.date(2024, 2, 29)).number(key) == 500
    assert shipped.in_force(dt.date(2024, 3, 1)).number(key) == 600


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
def test_before_the_first_day_and_after_the_last_nothing_is_in_force(tmp_path: Path, day: dt.date) -> None:
    law = book(tmp_path).in_force(day)
    assert law.keys() == law.to_verify() == ()
    for ask in (law.get, law.since, law.until):
        with pytest.raises(AbbinaError) as caught:
            ask("act.min_age")
        assert caught.value.code == "not_in_force"
        assert caught.value.facts["on"] == day.isoformat()
    assert "2020-01-01–2024-02-29, 2024-03-01–2029-12-31" in caught.value.text()


def test_an_unknown_key_is_refused_with_the_nearest(law: Law) -> None:
    for ask in (law.get, law.number, law.table, law.title, law.unit, law.source, law.since, law.until):
        with pytest.raises(NotFound) as caught:
            ask("tis_tuscany.minage")
        assert "tis_tuscany.min_age" in caught.value.text()


def test_a_number_is_no_table_and_a_table_no_number(law: Law) -> None:
    with pytest.raises(AbbinaError, match="a number is needed"):
        law.number("practice.travel")
    with pytest.raises(AbbinaError, match="a number is needed"):
        law.number("caps.curricular_count")
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


def test_a_value_says_its_days_and_its_last_check(tmp_path: Path) -> None:
    law = book(tmp_path).in_force(dt.date(2022, 1, 1))
    assert law.since("act.min_age") == dt.date(2020, 1, 1)
    assert law.until("act.min_age") == dt.date(2024, 2, 29)
    assert law.last_checked("act.min_age") == dt.date(2026, 11, 20)
    endless = book(tmp_path, GOOD.replace(", valid_to: 2029-12-31", "")).in_force(dt.date(2099, 1, 1))
    assert endless.until("act.min_age") is None
    assert endless.number("act.min_age") == 17


def test_between_two_values_there_may_be_days_without_law(tmp_path: Path) -> None:
    found = book(tmp_path, GOOD.replace("2024-02-29", "2023-12-31"))
    assert [found.in_force(dt.date(2024, month, 1)).keys() for month in (1, 2, 3)] == [(), (), ("act.min_age",)]
    assert found.in_force(dt.date(2023, 12, 31)).number("act.min_age") == 16


def test_a_no_in_force_is_a_value(tmp_path: Path) -> None:
    law = book(tmp_path, GOOD.replace("value: 17", "value: false")).in_force(TODAY)
    assert law.get("act.min_age") is False


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("verify: true", "verify: true\nverify: false", 6, "«verify» è scritto due volte, già alla riga 5"),
        ("value: 16", "value: {a: 1, a: 2}", 8, "«a» è scritto due volte, già alla riga 8"),
        ("verify: true", "verify: true\nauthor: me", 6, "il file: nomi che non esistono: author"),
        ("mark: S1", "mark: S1, page: 3", 4, "una fonte: nomi che non esistono: page"),
        ("value: 16", "value: 16, until: 2021-01-01", 8, "un valore: nomi che non esistono: until"),
        ("valid_from: 2020-01-01, ", "", 8, "un valore: mancano valid_from"),
        (", value: 16", "", 8, "un valore: mancano value"),
        ("mark: S1", "mark: rumour", 4, "la sigla «rumour» non esiste"),
        ("mark: S1", "mark: S1x", 4, "la sigla «S1x» non esiste"),
        ("  - {ref: Legge inventata art. 1, mark: S1}\n", "  []\n", 3, "source deve elencare almeno una fonte"),
        ("source:\n  - {ref: Legge inventata art. 1, mark: S1}\n", "", 1, "il file: mancano source"),
        ("unit: years\n", "", 1, "il file: mancano unit"),
        ("last_checked: 2026-11-20\n", "", 1, "il file: mancano last_checked"),
        ("last_checked: 2026-11-20", "last_checked: soon", 6, "last_checked deve essere un giorno come 2024-03-01"),
        ("unit: years", "unit: 3", 2, "unit deve essere un testo"),
        ("unit: years", "unit:", 2, "unit deve essere un testo"),
        ("title: Età minima", "title: ' '", 1, "title deve essere un testo"),
        ("title: Età minima", "title: 09", 1, "title deve essere un testo"),
        ("title: Età minima", "title: [a]", 1, "title deve essere un testo"),
        ("verify: true", "verify: maybe", 5, "verify deve essere true o false"),
        ("verify: true", "verify: yes", 5, "verify deve essere true o false"),
        ("valid_to: 2024-02-29", "valid_to: 2019-12-31", 8, "valid_to viene prima di valid_from"),
        ("valid_to: 2024-02-29, ", "", 9, "questo valore e quello della riga 8 hanno giorni in comune"),
        ("2024-02-29", "2024-03-01", 9, "questo valore e quello della riga 8 hanno giorni in comune"),
        ("2024-02-29", "2025-03-01", 9, "questo valore e quello della riga 8 hanno giorni in comune"),
        ("valid_from: 2020-01-01", "valid_from: '2020-01-01'", 8, "valid_from deve essere un giorno come 2024-03-01"),
        ("valid_from: 2020-01-01", "valid_from: 2020", 8, "valid_from deve essere un giorno come 2024-03-01"),
        ("valid_from: 2020-01-01", "valid_from: 2020-13-01", 8, "valid_from deve essere un giorno come 2024-03-01"),
        ("2024-02-29", "2024-02-29 10:00:00", 8, "valid_to deve essere un giorno come 2024-03-01"),
        ("value: 16", "value: null", 8, "value è vuoto: un valore finito si scrive con valid_to"),
        ("value: 16", "value: ''", 8, "value è vuoto: un valore finito si scrive con valid_to"),
        ("value: 16", "value: []", 8, "value è vuoto: un valore finito si scrive con valid_to"),
        ("value: 16", "value: {}", 8, "value è vuoto: un valore finito si scrive con valid_to"),
        ("value: 16", "value: 2020-01-01", 8, "«2020-01-01» non è un numero, un testo o una tabella"),
        ("value: 16", "value: [.nan]", 8, "«.nan» va scritto in cifre, o fra virgolette se è un testo"),
        ("value: 16", "value: 22:00", 8, "«22:00» va scritto in cifre, o fra virgolette se è un testo"),
        ("value: 16", "value: 016", 8, "«016» va scritto in cifre, o fra virgolette se è un testo"),
        ("value: 16", "value: 09", 8, "«09» va scritto in cifre, o fra virgolette se è un testo"),
        ("value: 16", "value: 1e3", 8, "«1e3» va scritto in cifre, o fra virgolette se è un testo"),
        ("value: 16", "value: [on]", 8, "«on» va scritto in cifre, o fra virgolette se è un testo"),
        ("value: 16", "value: {a: ~}", 8, "«~» va scritto in cifre, o fra virgolette se è un testo"),
        ("value: 16", "value: !!python/name:os.system x", 8, "«x» va scritto in cifre, o fra virgolette se è un testo"),
        ("value: 16", f"value: {'9' * 400}.0", 8, "i numeri devono essere finiti"),
        ("value: 16", "value: {1: a}", 8, "i nomi di una tabella devono essere testi"),
        ("value: 16", "value: {no: a}", 8, "i nomi di una tabella devono essere testi"),
        ("value: 16", "value: {[a]: a}", 8, "i nomi di una tabella devono essere testi"),
        ("value: 16", "value: [&a [1], *a]", 8, "gli alias di YAML non sono ammessi"),
        ("value: 16", "value: &a [*a]", 8, "gli alias di YAML non sono ammessi"),
        ("title: Età minima", "title: [", 3, "non si legge come YAML: expected ',' or ']', but got ':'"),
        ("title: Età minima", "title: \x07", 1, "non si legge come YAML: special characters are not allowed"),
        ("value: 16", "value: " + "[" * 3000, 0, "troppe tabelle una dentro l'altra"),
    ],
)
def test_a_careless_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, why: str) -> None:
    assert old in GOOD
    assert faults(tmp_path, GOOD.replace(old, new, 1)) == [(line, why)]


def test_the_older_form_of_a_value_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD.replace("valid_from: 2020-01-01", "from: 2020-01-01")) == [
        (8, "un valore: mancano valid_from"),
        (8, "un valore: nomi che non esistono: from"),
    ]


def test_values_stand_from_the_oldest(tmp_path: Path) -> None:
    head, first, second, _ = GOOD.rsplit("\n", 3)
    assert faults(tmp_path, "\n".join((head, second, first, ""))) == [
        (9, "values deve andare dal giorno più vecchio al più nuovo")
    ]


def test_values_out_of_order_may_also_share_days(tmp_path: Path) -> None:
    text = GOOD.replace("2020-01-01, valid_to: 2024-02-29", "2026-01-01, valid_to: 2027-12-31")
    assert faults(tmp_path, text) == [
        (9, "questo valore e quello della riga 8 hanno giorni in comune"),
        (9, "values deve andare dal giorno più vecchio al più nuovo"),
    ]


def test_a_value_may_hold_for_one_day(tmp_path: Path) -> None:
    found = book(tmp_path, GOOD.replace("2024-02-29", "2020-01-01"))
    keys = [found.in_force(dt.date(2020, 1, 1) + dt.timedelta(days=more)).keys() for more in (-1, 0, 1)]
    assert keys == [(), ("act.min_age",), ()]


def test_hidden_files_are_no_law(tmp_path: Path) -> None:
    (tmp_path / "act").mkdir()
    (tmp_path / "act" / ".min_age.yaml.swp").write_bytes(b"\x00")
    assert list(book(tmp_path).parameters) == ["act.min_age"]


def test_every_fault_of_every_file_comes_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace("unit: years", "unit: 3").replace("value: 16", "value: 9e9").replace("S1", "S")
    book(tmp_path / "fine")
    (tmp_path / "act").mkdir()
    (tmp_path / "act" / "b.yaml").write_text("- 1\n", encoding="utf-8")
    (tmp_path / "act" / "c.yaml").write_bytes(b"\xff")
    (tmp_path / "fine" / "act" / "min_age.yaml").rename(tmp_path / "act" / "d.yaml")
    with pytest.raises(BadLaw) as caught:
        book(tmp_path, wrong, "act/a.yaml")
    assert [(fault.file, fault.line) for fault in caught.value.faults] == [
        ("act/a.yaml", 2),
        ("act/a.yaml", 4),
        ("act/a.yaml", 8),
        ("act/b.yaml", 1),
        ("act/c.yaml", 0),
    ]
    told = caught.value.text("it").splitlines()
    assert told[0].endswith("act/a.yaml, riga 2: unit deve essere un testo")
    assert told[1] == "act/a.yaml, riga 4: la sigla «S» non esiste"
    assert told[3].startswith("act/b.yaml, riga 1: il file: serve una tabella")
    assert told[4].startswith("act/c.yaml: non si può leggere come testo")


@pytest.mark.parametrize("text", ["", "- 1\n", "7\n"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    assert [(line, "serve una tabella" in why) for line, why in faults(tmp_path, text)] == [(1, True)]


@pytest.mark.parametrize("name", ["min_age.yaml", "act/min_age.yml", "act/Min-Age.yaml", "act/part/min_age.yaml"])
def test_a_misplaced_file_is_refused(tmp_path: Path, name: str) -> None:
    assert faults(tmp_path, GOOD, name) == [(0, "il nome deve essere <atto>/<parametro>.yaml")]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AbbinaError, match="no parameters in the folder"):
        LawBook.load(tmp_path)
