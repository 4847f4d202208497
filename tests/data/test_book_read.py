"""A workbook that people and their programs have had in hand: what can be mended is read, the rest is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from data.bundle import Records
from data.intake.book.read import read_book
from data.intake.book.write import book_bytes
from data.intake.example import example_records
from data.intake.faults import BadRecords, RowFault
from data.intake.forms import read_records
from data.intake.office.workbook import read_workbook
from data.intake.write import write_folder

Tables = dict[str, list[list[Any]]]


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """The example's sheets as plain rows that a test can spoil."""
    path = tmp_path / "esempio.xlsx"
    path.write_bytes(book_bytes(example_records()))
    return {grid.name: [list(row) for row in grid.rows] for grid in read_workbook(path, [])}


def store(tables: Tables, path: Path) -> Path:
    """Write rows as an office's program might: no styles but days, numbers and texts as they are."""
    with Workbook(str(path), {"strings_to_formulas": False, "default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for k, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(k, c, cell)
    return path


def put(tables: Tables, tab: str, row: int, header: str, value: Any) -> None:
    tables[tab][row - 1][tables[tab][0].index(header)] = value


def read(tables: Tables, tmp_path: Path) -> Records:
    return read_book(store(tables, tmp_path / "coorte.xlsx"))


def faults(tables: Tables, tmp_path: Path) -> list[RowFault]:
    with pytest.raises(BadRecords) as caught:
        read(tables, tmp_path)
    assert all(caught.value.lines())
    return list(caught.value.faults)


def test_a_plain_copy_of_the_cells_reads_the_same(tables: Tables, tmp_path: Path) -> None:
    assert read(tables, tmp_path) == example_records()


def _serials(tables: Tables) -> None:
    put(tables, "Persone", 2, "data di nascita", (date(1988, 4, 12) - date(1899, 12, 30)).days)
    put(tables, "Tirocini", 4, "inizio entro", float((date(2026, 11, 30) - date(1899, 12, 30)).days))
    put(tables, "Tirocini", 2, "inizio dal", datetime.fromisoformat("2026-09-01"))


def _blanks(tables: Tables) -> None:
    for rows in tables.values():
        for row in rows:
            row += [None, " ", None]
        rows += [[None], ["  ", None]]
    tables["Persone"].insert(1, [None])
    tables["Persone"].insert(0, [None])


def _headings(tables: Tables) -> None:
    for rows in tables.values():
        rows[0] = [name.upper().replace(" ", "_") if name else name for name in rows[0]]


def _names(tables: Tables) -> None:
    for old, new in (("Persone", "candidates"), ("Tirocini", "OPENINGS"), ("Programma", "programme")):
        tables[new] = tables.pop(old)
    tables["I miei appunti"] = [["non si legge"]]


def _words(tables: Tables) -> None:
    put(tables, "Persone", 2, "mezzi", "walk, In Autobus")
    put(tables, "Persone", 2, "comune", 100005)
    put(tables, "Persone", 2, "in carico", True)
    put(tables, "Aziende e sedi", 4, "settore", 52)


@pytest.mark.parametrize("habit", [_serials, _blanks, _headings, _names, _words])
def test_what_spreadsheets_and_people_do_is_read(
    tables: Tables, tmp_path: Path, habit: Callable[[Tables], None]
) -> None:
    habit(tables)
    assert read(tables, tmp_path) == example_records()


def test_a_division_that_lost_its_zero_is_still_that_division(tables: Tables, tmp_path: Path) -> None:
    put(tables, "Persone", 2, "settori rifiutati", 1)
    assert read(tables, tmp_path).candidates[0].refused_sectors == ("01",)


@pytest.mark.parametrize(
    ("tab", "row", "header", "value", "expected"),
    [
        ("Persone", 3, "codice", date(2026, 2, 1), "data"),
        ("Persone", 2, "disponibilità", datetime.fromisoformat("2026-01-01T08:30"), "data"),
        ("Persone", 3, "data di nascita", 12, "data"),
        ("Persone", 3, "data di nascita", 200_000, "data"),
        ("Persone", 2, "sesso", "donne", "valori ammessi"),
        ("Persone", 2, "comune", "Pratto", "non esiste"),
        ("Tirocini", 2, "posti", 2.5, "numero intero"),
        ("Tirocini", 2, "posti", "due", "numero intero"),
        ("Servizi", 2, "nome", None, "obbligatorio"),
        ("Bando - categorie", 3, "categoria", "boh", "valori ammessi"),
        ("Bando - categorie", 3, "sesso", "boh", "donna"),
    ],
)
def test_a_wrong_cell_is_told_with_sheet_row_and_column(
    tables: Tables, tmp_path: Path, tab: str, row: int, header: str, value: Any, expected: str
) -> None:
    put(tables, tab, row, header, value)
    told = faults(tables, tmp_path)
    assert (told[0].file, told[0].row, told[0].column) == (f"coorte.xlsx [{tab}]", row, header)
    assert expected in told[0].expected


def test_a_code_that_lost_its_zeros_is_told_where_it_is_named(tables: Tables, tmp_path: Path) -> None:
    put(tables, "Persone", 2, "codice", 1)
    told = [(fault.file, fault.column, fault.value) for fault in faults(tables, tmp_path)]
    assert told == [
        *[("coorte.xlsx [Bambini]", "persona", "C001")] * 2,
        *[("coorte.xlsx [Documenti]", "persona", "C001")] * 2,
        ("coorte.xlsx [Rapporti precedenti]", "persona", "C001"),
    ]


def test_faults_of_all_sheets_come_at_once(tables: Tables, tmp_path: Path) -> None:
    put(tables, "Persone", 3, "data di nascita", "ieri")
    put(tables, "Tirocini", 4, "sede", "Z")
    tables["Programma"][1][1] = None
    tables["Programma"].append(["titel", "x"])
    tables["Programma"].append(["code", "Y"])
    tables["Bando - gruppi"].append(["disabilità certificata L. 68/1999", 0])
    tables["Bando - obiettivi"] += [["posti", 1], ["posti", 2], [None, 3]]
    last = len(tables["Programma"])
    told = [(fault.file.removeprefix("coorte.xlsx "), fault.row, fault.column) for fault in faults(tables, tmp_path)]
    assert told == [
        ("[Programma]", last - 1, "titel"),
        ("[Programma]", last, "code"),
        ("[Bando - obiettivi]", 3, "nome"),
        ("[Bando - obiettivi]", 4, "nome"),
        ("[Persone]", 3, "data di nascita"),
        ("[Tirocini]", 4, "sede"),
    ]


def test_the_values_of_a_programme_are_told_at_their_rows(tables: Tables, tmp_path: Path) -> None:
    rows = tables["Programma"]
    at = {row[0]: k + 1 for k, row in enumerate(rows)}
    rows[at["title"] - 1][1] = None
    rows[at["provinces"] - 1][1] = "PO; XX"
    tables["Bando - gruppi"].append(["disabilità certificata L. 68/1999", 0])
    told = [(fault.file.removeprefix("coorte.xlsx "), fault.row, fault.column) for fault in faults(tables, tmp_path)]
    assert sorted(told) == [
        ("[Bando - gruppi]", 2, "almeno"),
        ("[Programma]", at["title"], "title"),
        ("[Programma]", at["provinces"], "provinces"),
    ]


@pytest.mark.parametrize(
    ("spoil", "place", "nearest"),
    [
        (lambda tables: tables.pop("Persone"), "coorte.xlsx", ""),
        (lambda tables: tables.update({"Bambini (2)": tables.pop("Bambini")}), "coorte.xlsx", "Bambini (2)"),
        (lambda tables: tables.update({"people": [["codice"]]}), "coorte.xlsx [people]", ""),
        (lambda tables: tables["Servizi"].clear(), "coorte.xlsx [Servizi]", ""),
        (
            lambda tables: tables["Bando - categorie"][0].__setitem__(0, "categorie"),
            "coorte.xlsx [Bando - categorie]",
            "categoria",
        ),
    ],
)
def test_a_wrong_sheet_is_told(
    tables: Tables, tmp_path: Path, spoil: Callable[[Tables], object], place: str, nearest: str
) -> None:
    spoil(tables)
    told = faults(tables, tmp_path)
    assert told[0].file == place
    assert told[0].nearest == nearest


def test_sheets_that_may_be_missing_may_be_missing(tables: Tables, tmp_path: Path) -> None:
    for tab in ("Leggimi", "Elenchi", "Bando - gruppi", "Bando - corsi", "Bando - obiettivi", "Bando - risultati"):
        del tables[tab]
    assert read(tables, tmp_path) == example_records()


def test_a_file_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "coorte.xlsx"
    for content in (None, b"", b"PK\x03\x04 no", b"a;b"):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(BadRecords) as caught:
            read_book(path)
        assert caught.value.faults[0].file == "coorte.xlsx"


def table_books(tables: Tables, folder: Path) -> None:
    """Every table of the folder as a workbook of its own, instead of CSV."""
    for tab, stem in (("Persone", "candidates"), ("Aziende e sedi", "companies"), ("Servizi", "services")):
        (folder / f"{stem}.csv").unlink()
        store({"Foglio1": tables[tab], "Foglio2": []}, folder / f"{stem}.xlsx")


def test_tables_of_a_folder_may_be_workbooks(tables: Tables, tmp_path: Path) -> None:
    folder = write_folder(example_records(), tmp_path / "coorte")
    table_books(tables, folder)
    assert read_records(folder) == example_records()


def test_faults_of_such_a_table_name_its_file_and_sheet(tables: Tables, tmp_path: Path) -> None:
    folder = write_folder(example_records(), tmp_path / "coorte")
    put(tables, "Persone", 2, "sesso", "?")
    table_books(tables, folder)
    (folder / "services.csv").write_text("codice\n", encoding="utf-8")
    with pytest.raises(BadRecords) as caught:
        read_records(folder)
    told = [(fault.file, fault.row, fault.column) for fault in caught.value.faults]
    assert told == [("candidates.xlsx [Foglio1]", 2, "sesso"), ("services.csv", 0, "")]
    assert "services.xlsx" in caught.value.faults[1].expected
