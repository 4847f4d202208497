"""The workbook refuses mistakes while they are typed, calculates nothing, and is the same every time."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as Xml

import pytest

from data.bundle import Records
from data.call import Programme
from data.intake.book.form import LISTED, NUMBERS, TABS, columns_in, limits
from data.intake.book.lists import list_of, word_lists
from data.intake.book.read import read_book
from data.intake.book.write import book_bytes
from data.intake.columns import FILES, PROGRAMME_FILE, Language, column_of, columns_of
from data.intake.example import example_records
from data.intake.faults import BadRecords
from data.intake.office.workbook import read_workbook
from data.records import Company

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Book:
    """A workbook as its parts, to see what a spreadsheet program is told."""

    def __init__(self, content: bytes, path: Path) -> None:
        path.write_bytes(content)
        self.parts = zipfile.ZipFile(path)
        book = Xml.fromstring(self.parts.read("xl/workbook.xml"))
        self.tabs = [sheet.get("name") for sheet in book.iter(f"{MAIN}sheet")]

    def sheet(self, tab: str) -> Xml.Element:
        return Xml.fromstring(self.parts.read(f"xl/worksheets/sheet{self.tabs.index(tab) + 1}.xml"))

    def rules(self, tab: str) -> dict[str, Xml.Element]:
        """First cell -> its data validation."""
        found = self.sheet(tab).iter(f"{MAIN}dataValidation")
        return {str(rule.get("sqref")).split(":")[0]: rule for rule in found}


@pytest.fixture
def empty(tmp_path: Path) -> Book:
    return Book(book_bytes(None), tmp_path / "vuoto.xlsx")


def letter(file: str, header: str) -> str:
    k = [column.it for column in columns_in(file)].index(header)
    return chr(65 + k) if k < 26 else f"A{chr(65 + k - 26)}"


def rule(book: Book, file: str, header: str) -> dict[str, Any]:
    found = book.rules(TABS[file]["it"])[f"{letter(file, header)}2"]
    texts = {part.tag.removeprefix(MAIN): part.text for part in found}
    return dict(found.attrib) | texts


def test_the_sheets_come_in_the_order_in_which_they_are_filled_in(empty: Book) -> None:
    assert empty.tabs == ["Leggimi", *(names["it"] for names in TABS.values()), "Elenchi"]
    assert set(FILES) < set(TABS)


def test_every_part_of_a_programme_has_its_place() -> None:
    single = {column.field for column in columns_in(PROGRAMME_FILE)}
    assert single | set(LISTED) == set(Programme.model_fields)
    assert set(LISTED) == {column.field for column in columns_of(PROGRAMME_FILE) if column.kind == "entries"}
    for held, parts in LISTED.items():
        entry = get_args(Programme.model_fields[held].annotation)[0]
        fields = {"name", "value"} if held in NUMBERS else set(entry.model_fields)
        assert {part.field for part in parts} == fields


@pytest.mark.parametrize(
    ("file", "header", "expected"),
    [
        ("candidates.csv", "sesso", {"type": "list"}),
        ("candidates.csv", "in carico", {"type": "list"}),
        ("candidates.csv", "comune", {"type": "list", "errorStyle": "warning"}),
        ("candidates.csv", "data di nascita", {"type": "date", "formula1": "1", "formula2": "109574"}),
        ("candidates.csv", "viaggio massimo in minuti", {"type": "whole", "formula1": "5", "formula2": "180"}),
        ("candidates.csv", "latitudine", {"type": "decimal", "formula1": "35.0", "formula2": "47.5"}),
        ("candidates.csv", "codice", {"type": "textLength", "formula1": "40"}),
        ("companies.csv", "nome", {"type": "textLength", "formula1": "120"}),
        ("companies.csv", "settore", {"type": "list"}),
        ("openings.csv", "mansione", {"type": "list"}),
        ("openings.csv", "possibilità di assunzione", {"type": "list"}),
    ],
)
def test_a_column_takes_only_what_its_field_takes(
    empty: Book, file: str, header: str, expected: dict[str, str]
) -> None:
    told = rule(empty, file, header)
    assert {name: told.get(name) for name in expected} == expected
    assert told["sqref"].endswith("1001")


def test_every_coded_column_has_a_list_that_holds_every_word(empty: Book) -> None:
    lists = word_lists("it", None)
    sheet = empty.sheet("Elenchi")
    strings = [
        "".join(part.itertext()) for part in Xml.fromstring(empty.parts.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")
    ]
    cells = {cell.get("r"): strings[int(cell[0].text or 0)] for cell in sheet.iter(f"{MAIN}c")}
    for file in FILES:
        for column in columns_in(file):
            if column.kind.partition(":")[0] not in ("code", "yes_no", "role", "division"):
                continue
            source = rule(empty, file, column.it)["formula1"]
            first, last = re.findall(r"\$([A-Z]+)\$(\d+)", source)
            words = lists[list_of(column) or ""].words
            assert tuple(cells[f"{first[0]}{row}"] for row in range(int(first[1]), int(last[1]) + 1)) == words


def test_a_cell_of_several_codes_has_a_hint_instead_of_a_list(empty: Book) -> None:
    told = rule(empty, "candidates.csv", "mezzi")
    assert "formula1" not in told
    assert "«;»" in told["prompt"]
    assert "«Elenchi»" in told["prompt"]
    assert len(told["prompt"]) <= 255


@pytest.mark.parametrize(
    ("file", "header", "tab"),
    [
        ("children.csv", "persona", "Persone"),
        ("openings.csv", "azienda", "Aziende e sedi"),
        ("openings.csv", "sede", "Aziende e sedi"),
        ("openings.csv", "tutor aziendale", "Tutor"),
        ("openings.csv", "tutor del promotore", "Tutor"),
        ("candidates.csv", "tutor del promotore", "Tutor"),
        ("documents.csv", "tirocinio", "Tirocini"),
        ("accommodations.csv", "tirocinio", "Tirocini"),
        ("relations.csv", "persona", "Persone"),
        ("relations.csv", "azienda", "Aziende e sedi"),
        ("host_checks.csv", "sede", "Aziende e sedi"),
        ("quotas.csv", "azienda", "Aziende e sedi"),
        ("conventions.csv", "azienda", "Aziende e sedi"),
        ("tutors.csv", "azienda", "Aziende e sedi"),
        ("placements.csv", "sede", "Aziende e sedi"),
        ("placements.csv", "tutor aziendale", "Tutor"),
    ],
)
def test_codes_of_other_sheets_are_chosen_from_what_is_there_now(empty: Book, file: str, header: str, tab: str) -> None:
    told = rule(empty, file, header)
    assert told["type"] == "list"
    column = told["formula1"].split("$")[1]
    cells = f"'{tab}'!${column}$2"
    assert told["formula1"] == f"OFFSET({cells},0,0,MAX(1,COUNTA({cells}:${column}$10000)),1)"


def test_headings_are_frozen_filtered_and_explained(empty: Book) -> None:
    for file in FILES:
        tab = TABS[file]["it"]
        sheet = empty.sheet(tab)
        pane = next(sheet.iter(f"{MAIN}pane"))
        assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
        assert next(sheet.iter(f"{MAIN}autoFilter")) is not None
    comments = [name for name in empty.parts.namelist() if name.startswith("xl/comments")]
    told = "".join("".join(Xml.fromstring(empty.parts.read(name)).itertext()) for name in comments)
    for file in FILES:
        for column in columns_of(file):
            assert column.meaning in told
            assert column.missing in told


def test_text_that_a_spreadsheet_would_calculate_stays_text(tmp_path: Path) -> None:
    records = example_records()
    odd = ["=1+1", "+39 0574", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.it", "0012", "1e5"]
    companies = [Company(id=f"Z{k}", name=name, sector="56") for k, name in enumerate(odd)]
    changed = Records(
        programme=records.programme.model_copy(update={"note": "=cmd|'/c calc'!A0"}),
        companies=(*records.companies, *companies),
        sites=records.sites,
        openings=tuple(opening.model_copy(update={"title": "=1+1"}) for opening in records.openings),
        tutors=records.tutors,
    )
    book = Book(book_bytes(changed), tmp_path / "a.xlsx")
    for tab in book.tabs:
        assert list(book.sheet(str(tab)).iter(f"{MAIN}f")) == []
        assert list(book.sheet(str(tab)).iter(f"{MAIN}hyperlink")) == []
    strings = book.parts.read("xl/sharedStrings.xml").decode()
    assert ">=" not in strings
    assert ">@" not in strings
    assert read_book(tmp_path / "a.xlsx") == changed


def test_days_and_numbers_that_programs_count_differently_survive(tmp_path: Path) -> None:
    records = example_records()
    person = records.candidates[0].model_copy(
        update={"birth_date": date(1900, 1, 1), "assessed_on": date(1900, 2, 28), "lat": 43.1 + 2**-45, "lon": 11.0}
    )
    changed = records.replacing(person)
    (tmp_path / "a.xlsx").write_bytes(book_bytes(changed))
    assert read_book(tmp_path / "a.xlsx") == changed
    people = next(grid for grid in read_workbook(tmp_path / "a.xlsx", []) if grid.name == "Persone")
    assert "1900-01-01" in people.rows[1]


def test_a_workbook_says_no_day_on_which_it_was_made(empty: Book) -> None:
    assert empty.parts.read("docProps/core.xml").count(b"2026-01-01T00:00:00Z") == 2
    assert {part.date_time for part in empty.parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_same_records_give_the_same_bytes(language: Language) -> None:
    assert book_bytes(example_records(), language) == book_bytes(example_records(), language)
    assert book_bytes(None, language) == book_bytes(None, language)


def test_what_no_workbook_can_hold_is_told_and_not_written() -> None:
    programme = example_records().programme
    for note in ("x" * 20_001, "\ufffe"):
        with pytest.raises(BadRecords) as caught:
            book_bytes(Records(programme=programme.model_copy(update={"note": note})))
        (fault,) = caught.value.faults
        assert (fault.file, fault.column) == ("coorte.xlsx [Programma]", "note")


def test_records_that_contradict_each_other_are_not_written() -> None:
    opening = example_records().openings[0].model_copy(update={"site": "Z"})
    with pytest.raises(BadRecords) as caught:
        book_bytes(example_records().replacing(opening))
    assert [(fault.file, fault.value) for fault in caught.value.faults] == [("openings.csv", "Z")]


def test_the_municipalities_of_the_programme_can_be_chosen() -> None:
    records = example_records()
    assert "Castro (LE)" not in word_lists("it", records)["municipality"].words
    abroad = Records(programme=records.programme.model_copy(update={"provinces": ("LE",)}))
    assert "Castro (LE)" in word_lists("it", abroad)["municipality"].words
    assert "Prato (PO)" in word_lists("it", None)["municipality"].words


def test_the_provinces_of_the_region_the_programme_and_the_quotas_can_be_chosen(empty: Book) -> None:
    assert rule(empty, "quotas.csv", "provincia")["type"] == "list"
    home = word_lists("it", None)["province"].words
    assert "PO" in home
    assert not {"LE", "TO"} & set(home)
    records = example_records()
    abroad = replace(
        records,
        programme=records.programme.model_copy(update={"provinces": ("LE",)}),
        quotas=(records.quotas[0].model_copy(update={"province": "TO"}),),
    )
    assert {"LE", "TO"} <= set(word_lists("it", abroad)["province"].words)


def test_limits_are_those_of_the_records() -> None:
    assert limits(column_of("openings", "seats")) == (0, 1000, None)
    assert limits(LISTED["groups_needed"][1]) == (1, 10_000, None)
