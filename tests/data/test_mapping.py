"""A mapping is read strictly, and what it says is done to the letter, at the cells that people wrote."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.codes import Mode
from data.intake.faults import BadRecords, RowFault
from data.intake.office.bring import Brought, bring_books
from data.intake.office.codes_made import MadeCodes, read_codes, write_codes
from data.intake.office.mapping import Source
from data.intake.office.mapping_read import read_mapping
from data.programmes import programme

CALL = programme("prisma-2019")
PEOPLE = """version: "2026-1"
sheets:
- sheet: Persone
  table: candidates
  fields:
    codice: {column: Cod}
    data di nascita: {column: Nato il, read: date}
    comune: Comune
"""


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def bring(folder: Path, mapping: str, codes: MadeCodes | None = None, **sheets: list[list[Any]]) -> Brought:
    (folder / "mappa.yaml").write_text(mapping, encoding="utf-8")
    return bring_books([book(folder / "Dati.xlsx", **sheets)], [folder / "mappa.yaml"], CALL, codes or MadeCodes())


def faults_of(folder: Path, mapping: str, **sheets: list[list[Any]]) -> list[RowFault]:
    with pytest.raises(BadRecords) as raised:
        bring(folder, mapping, **sheets)
    return list(raised.value.faults)


def mistakes(folder: Path, text: str) -> list[RowFault]:
    (folder / "mappa.yaml").write_text(text, encoding="utf-8")
    faults: list[RowFault] = []
    assert (read_mapping(folder / "mappa.yaml", faults) is None) == bool(faults)
    return faults


HEAD = ["Cod", "Nato il", "Comune"]
ONE = ["A1", "1/2/90", "Prato"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "nearest"),
    [
        ('"2026-1"', '"2025-1"', 1, "2026-1"),
        ("candidates", "candidate", 4, "candidates"),
        ("  fields:", "  layout: row\n  fields:", 5, "rows"),
        ("  fields:", "  feilds: {}\n  fields:", 5, "fields"),
        ("data di nascita:", "data di nascta:", 7, "data di nascita"),
        ("read: date", "read: dat", 7, "date"),
        ("read: date", "read: hours", 7, "date"),
        ("read: date", "raed: date", 7, "read"),
    ],
)
def test_every_mistake_is_told_with_its_line_and_the_nearest_name(
    tmp_path: Path, right: str, wrong: str, line: int, nearest: str
) -> None:
    assert mistakes(tmp_path, PEOPLE) == []
    faults = mistakes(tmp_path, PEOPLE.replace(right, wrong))
    assert (line, nearest) in [(fault.row, fault.nearest) for fault in faults]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("    comune: Comune\n", "", "il campo «comune»: è obbligatorio"),
        ("    codice: {column: Cod}\n", "", "il campo «codice» da una colonna, oppure make_code"),
        ("{column: Cod}", "{column: Cognome}", "usa make_code con from"),
        ("{column: Cod}", "{column: Cod, pattern: x}", "una sola tra column, pattern e flags"),
        ("{column: Cod}", "{column: Cod, values: {A1: }}", "che cosa vuol dire «A1»"),
        ("  fields:", "  constants: {comune: Prato}\n  fields:", "non viene già da una colonna"),
        ("  fields:", "  make_code: {prefix: P, keep: yes}\n  fields:", "in from le colonne che dicono chi è"),
        ("  fields:", "  children:\n  - scuola o nido: Scuola\n  fields:", "il campo «data di nascita» di ogni figlio"),
        ("sheets:\n", "sheets: []\nx:\n", "un elenco di fogli"),
        ("- sheet: Persone", "- sheet: &a Persone", "senza àncore"),
    ],
)
def test_what_a_mapping_lacks_or_says_twice_is_told(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert any(said in fault.expected for fault in mistakes(tmp_path, PEOPLE.replace(right, wrong)))


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = PEOPLE.replace("candidates", "persons").replace("read: date", "read: x").replace("2026-1", "1")
    assert [fault.row for fault in mistakes(tmp_path, text)] == [1, 4, 7]


@given(st.text(alphabet=PEOPLE + "[]&*!?|>-\t\x07", max_size=200))
def test_no_text_stops_the_reading_of_a_mapping(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    for written in (text, PEOPLE + text):
        assert all(fault.expected for fault in mistakes(tmp_path_factory.mktemp("m"), written))


def test_a_sheet_or_a_column_that_is_not_there_is_told_at_the_mapping_with_the_nearest(tmp_path: Path) -> None:
    (missing,) = faults_of(tmp_path, PEOPLE, persone_2=[HEAD, ONE])
    assert (missing.file, missing.row, missing.value, missing.nearest) == ("mappa.yaml", 3, "Persone", "persone_2")
    (column,) = faults_of(tmp_path, PEOPLE, Persone=[["Cod", "Nata il", "Comune"], ONE])
    assert (column.file, column.row, column.value, column.nearest) == ("mappa.yaml", 7, "Nato il", "Nata il")


@pytest.mark.parametrize("header", ["9", "9999", "3-2", "1-3"])
def test_a_header_that_is_not_there_is_looked_for_or_told(tmp_path: Path, header: str) -> None:
    text = PEOPLE.replace("  table", f'  header: "{header}"\n  table')
    if header.startswith("9"):
        assert len(bring(tmp_path, text, Persone=[HEAD, ONE]).records.candidates) == 1
    else:
        assert {fault.file for fault in faults_of(tmp_path, text, Persone=[HEAD, ONE])} == {"mappa.yaml"}
    assert [fault.row for fault in mistakes(tmp_path, text.replace(f'"{header}"', '"0"'))] == [4]


CARDS = """version: "2026-1"
sheets:
- sheet: Schede
  table: candidates
  layout: cards
  card_starts: Codice
  fields: {codice: Codice, data di nascita: Nato il, comune: Comune}
  children:
  - data di nascita: Figlio 1
"""


def test_a_label_on_the_cards_that_the_mapping_does_not_name_is_reported(tmp_path: Path) -> None:
    rows = [["Codice:", "A1"], ["Nato il:", "1/2/90"], ["Comune:", "Prato"], ["Patente:", "B"]]
    brought = bring(tmp_path, CARDS, Schede=rows)
    assert brought.reports[0].unnamed == ("Patente",)
    assert brought.records.children == ()
    (fault,) = faults_of(tmp_path, CARDS, Schede=rows[:2])
    assert (fault.file, fault.row, fault.value) == ("mappa.yaml", 7, "Comune")


def test_a_title_more_than_last_month_moves_nothing(tmp_path: Path) -> None:
    brought = bring(tmp_path, PEOPLE, Persone=[["Elenco di dicembre"], [], HEAD, ONE])
    assert [person.id for person in brought.records.candidates] == ["A1"]


def test_a_column_that_the_mapping_does_not_name_is_reported(tmp_path: Path) -> None:
    brought = bring(tmp_path, PEOPLE, Persone=[[*HEAD, "Nuova"], [*ONE, "ciao"]])
    assert brought.reports[0].unnamed == ("Nuova",)


def test_the_same_code_twice_is_told_at_the_second_with_the_place_of_the_first(tmp_path: Path) -> None:
    text = PEOPLE.replace("Persone", '"*"')
    (fault,) = faults_of(tmp_path, text, Nord=[HEAD, ONE], Sud=[HEAD, ["A2", "1/1/80", "Prato"], ONE])
    assert (fault.file, fault.row, fault.column, fault.value) == ("Dati.xlsx [foglio 2]", 3, "Cod", "A1")
    assert "riga 2 (Dati.xlsx [foglio 1])" in fault.line()


@pytest.mark.parametrize("code", ["RSSMRA85C52G999X", "3335551234", "0574 123456"])
def test_who_somebody_is_never_comes_in_as_a_code(tmp_path: Path, code: str) -> None:
    faults = faults_of(tmp_path, PEOPLE, Persone=[HEAD, [code, *ONE[1:]]])
    assert any("senza codici fiscali" in fault.expected and code not in fault.line() for fault in faults)


def test_hours_in_a_column_for_each_day(tmp_path: Path) -> None:
    pattern = 'disponibilità: {pattern: "lun {Lun}; mar {Mar}; mer {Mer}"}'
    days = [[*HEAD, "Lun", "Mar", "Mer"], [*ONE, "8-13", "-", "9-12"], ["A2", *ONE[1:], "?", "", ""]]
    first, second = bring(tmp_path, f"{PEOPLE}    {pattern}\n", Persone=days).records.candidates
    assert str(first.availability) == "lun 8:00-13:00; mer 9:00-12:00"
    assert second.availability is None


def test_days_and_hours_in_columns_of_their_own(tmp_path: Path) -> None:
    pattern = 'disponibilità: {pattern: "{Giorni} {Dalle}-{Alle}"}'
    days = [[*HEAD, "Giorni", "Dalle", "Alle"], [*ONE, "lun-ven", "8.30", 13]]
    assert str(bring(tmp_path, f"{PEOPLE}    {pattern}\n", Persone=days).records.candidates[0].availability) == (
        "lun-ven 8:30-13:00"
    )


def test_ticks_say_yes_no_or_nothing(tmp_path: Path) -> None:
    rows = [[*HEAD, "Auto", "Bici"], [*ONE, "x", "no"], ["A2", *ONE[1:], "no", "no"], ["A3", *ONE[1:], "", "n.d."]]
    text = f"{PEOPLE}    mezzi: {{flags: {{Auto: car, Bici: bike}}}}\n"
    assert [person.modes for person in bring(tmp_path, text, Persone=rows).records.candidates] == [
        (Mode.CAR,),
        (),
        None,
    ]
    (fault,) = faults_of(tmp_path, text, Persone=[rows[0], [*ONE, "x", "ogni tanto"]])
    assert (fault.row, fault.column, fault.value) == (2, "Bici", "ogni tanto")


def test_graded_columns_are_levels(tmp_path: Path) -> None:
    text = f"{PEOPLE}    interessi: {{flags: {{Pulizie: building_cleaner, Cucina: kitchen_assistant}}}}\n"
    rows = [[*HEAD, "Pulizie", "Cucina"], [*ONE, 3, 0]]
    assert bring(tmp_path, text, Persone=rows).records.candidates[0].interests == {
        "building_cleaner": 3,
        "kitchen_assistant": 0,
    }


def test_children_stand_in_columns_or_on_a_sheet_by_the_name_of_the_parent(tmp_path: Path) -> None:
    text = """version: "2026-1"
sheets:
- sheet: Persone
  table: candidates
  make_code: {prefix: P, from: [Cognome e nome]}
  fields: {data di nascita: Nato il, comune: Comune}
  children:
  - {data di nascita: Figlio 1, scuola o nido: Scuola 1}
  - {data di nascita: Figlio 2}
- sheet: Figli
  table: children
  make_code: {prefix: F}
  fields: {persona: Genitore, data di nascita: Nato il}
"""
    people = [
        ["Cognome e nome", "Nato il", "Comune", "Figlio 1", "Scuola 1", "Figlio 2"],
        ["Verdi Anna", "1/2/90", "Prato", "3/4/15", "medie", "-"],
        ["Neri Ugo", "1/2/91", "Prato", "", "", ""],
    ]
    children = [["Genitore", "Nato il"], ["NERI UGO", "5/6/20"]]
    found = bring(tmp_path, text, Persone=people, Figli=children).records.children
    assert [(child.id, child.candidate, str(child.birth_date)) for child in found] == [
        ("F001", "P002", "2020-06-05"),
        ("P001-F1", "P001", "2015-04-03"),
    ]


def test_written_codes_are_never_given_to_others(tmp_path: Path) -> None:
    text = PEOPLE.replace("  fields:", "  make_code: {prefix: P}\n  fields:")
    rows: list[list[Any]] = [HEAD, ["", *ONE[1:]], ["P002", *ONE[1:]], ["", *ONE[1:]], ["p007", *ONE[1:]]]
    found = bring(tmp_path, text, Persone=rows).records.candidates
    assert sorted(person.id for person in found) == ["P002", "P008", "P009", "p007"]


def test_a_row_that_may_be_a_person_or_a_total_is_told_without_its_name(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, PEOPLE, Persone=[HEAD, ONE, ["Somma Giuseppe", "", ""]])
    assert (fault.file, fault.row) == ("Dati.xlsx [Persone]", 3)
    assert "Non si capisce se qui c'è una voce da leggere o no (totale)" in fault.line()
    assert "Giuseppe" not in fault.line()
    rows: list[list[Any]] = [
        HEAD,
        ["Somma1", *ONE[1:]],
        ["Legenda1", *ONE[1:]],
        ["Legenda", "", ""],
        ["x", "sì", ""],
        ONE,
    ]
    assert len(bring(tmp_path, PEOPLE, Persone=rows).records.candidates) == 3
    (hidden,) = faults_of(tmp_path, PEOPLE, Persone=[HEAD, ONE, ["Legenda", "", ""], ["A2", "3/3/90", ""]])
    assert (hidden.row, "legenda" in hidden.expected) == (4, True)


@pytest.mark.parametrize("header", ["0", "0-1", "5-2", "uno", "2 - 3"])
def test_a_header_that_is_no_row_is_told_how_to_write_it(tmp_path: Path, header: str) -> None:
    (fault,) = mistakes(tmp_path, PEOPLE.replace("  table", f'  header: "{header}"\n  table'))
    assert (fault.row, fault.value) == (4, header)
    assert fault.expected == "una riga come 3, o un intervallo come 2-3"


def kept(codes: MadeCodes, folder: Path) -> MadeCodes:
    write_codes(codes, folder / "codici.csv")
    faults: list[RowFault] = []
    again = read_codes(folder / "codici.csv", faults)
    assert not faults
    return again


def test_codes_are_the_same_for_the_same_words_and_new_for_new_ones(tmp_path: Path) -> None:
    codes = MadeCodes()
    codes.saw("P002")
    assert codes.code("candidates", "P", "Verdi Anna", keep=True) == "P003"
    codes = kept(codes, tmp_path)
    assert codes.code("candidates", "P", "VERDI  ANNA", keep=True) == "P003"
    assert codes.code("candidates", "P", "Neri Ugo", keep=True) == "P004"
    assert codes.code("openings", "O", "", keep=False) == "O001"
    assert codes.code("openings", "O", "", keep=False) == "O002"
    assert codes.code("candidates", "P", "王伟 | 1990", keep=True) != codes.code(
        "candidates", "P", "李 | 1990", keep=True
    )
    again = kept(codes, tmp_path)
    assert again.text() == codes.text()
    assert (again.known("candidates", "neri ugo"), again.known("companies", "neri ugo")) == ("P004", None)
    assert "O001" not in codes.text()


@given(st.text(max_size=60))
def test_no_name_stands_in_the_files_of_codes_and_none_runs_as_a_formula(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder, codes = tmp_path_factory.mktemp("c"), MadeCodes()
    given_code = codes.code("candidates", "P", f'=HYPERLINK("x";"{name}") Zanobini', keep=True)
    again = kept(codes, folder)
    assert again.code("candidates", "P", f'=hyperlink("x";"{name}") ZANOBINI', keep=True) == given_code
    written = (folder / "codici.csv").read_text(encoding="utf-8-sig")
    assert "zanobini" not in written.lower()
    assert re.fullmatch(r"tabella;codice;impronta\r?\n(?:[a-z]+;[A-Z0-9]+;[0-9a-f]{64}\r?\n)+", written)


def test_the_files_of_codes_are_closed_and_tell_nothing_without_one_another(tmp_path: Path) -> None:
    for folder in (tmp_path / "a", tmp_path / "b"):
        codes = MadeCodes()
        codes.code("candidates", "P", "Verdi Anna", keep=True)
        kept(codes, folder)
        assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert (tmp_path / "a" / "codici.csv").read_bytes() != (tmp_path / "b" / "codici.csv").read_bytes()
    (tmp_path / "a" / "codici.chiave").unlink()
    faults: list[RowFault] = []
    assert not read_codes(tmp_path / "a" / "codici.csv", faults).is_kept
    assert [fault.file for fault in faults] == ["codici.chiave"]


@pytest.mark.parametrize("damage", [b"", b"ciao", b"\xff" * 64, b"0" * 63])
def test_a_damaged_key_is_told(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "codici.chiave").write_bytes(damage)
    faults: list[RowFault] = []
    read_codes(tmp_path / "codici.csv", faults)
    assert [fault.file for fault in faults] == ["codici.chiave"]


@pytest.mark.parametrize(
    "line", ["candidates;P001", "=a();P001;" + "0" * 64, "candidates;=P001;" + "0" * 64, "candidates;P001;Anna"]
)
def test_a_line_that_abbina_did_not_write_is_told_and_not_shown(tmp_path: Path, line: str) -> None:
    (tmp_path / "codici.chiave").write_text("0" * 64, encoding="utf-8")
    (tmp_path / "codici.csv").write_text(f"tabella;codice;impronta\n{line}\n", encoding="utf-8")
    faults: list[RowFault] = []
    read_codes(tmp_path / "codici.csv", faults)
    assert [(fault.row, fault.value) for fault in faults] == [(2, "")]


def test_a_part_of_a_pattern_that_nobody_filled_is_left_out() -> None:
    source = Source(pattern="lun {A}-{B}; mar {C}")
    assert source.columns == ["A", "B", "C"]
    assert source.filled({"A": "8", "B": "9"}) == "lun 8-9"
    assert source.filled({}) == ""
