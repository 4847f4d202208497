"""Names in clear in the wrong place of acts, protections and companies: refused, and nowhere repeated."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from data.bundle import TABLES
from data.intake.book.write import book_bytes
from data.intake.columns import columns_of
from data.intake.example import example_records
from data.intake.faults import BadRecords, RowFault
from data.intake.forms import read_records
from data.intake.json_file import json_bytes
from data.intake.office.workbook import read_workbook
from data.intake.update.apply import applied
from data.intake.update.compare import Kind, compare
from data.intake.write import write_folder
from tests.tools.csv_cells import put

NAME = "Nome Inventato"
HIDDEN = [(table, column) for table in ("acts", "protections") for column in columns_of(f"{table}.csv")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(example_records(), tmp_path / "cohort")


def unspoken(path: Path) -> list[RowFault]:
    """The faults, none of which says anything of the name."""
    with pytest.raises(BadRecords) as caught:
        read_records(path)
    for fault in caught.value.faults:
        said = f"{fault.line()} {fault.column} {fault.value} {fault.expected} {fault.nearest}"
        assert not [word for word in ("Nome", "Inventato", "nome inventato") if word in said], said
    return list(caught.value.faults)


@pytest.mark.parametrize(("table", "column"), HIDDEN, ids=lambda it: getattr(it, "field", it))
@pytest.mark.parametrize("value", [NAME, f"Nome» e «{NAME}", f"{NAME} " * 2000, f"=“{NAME}"])
def test_a_name_in_any_column_of_acts_and_protections_is_nowhere_repeated(
    folder: Path, table: str, column: Any, value: str
) -> None:
    put(folder / f"{table}.csv", 2, column.it, value)
    told = [fault for fault in unspoken(folder) if (fault.row, fault.column) == (2, column.it)]
    assert [fault.value for fault in told] == ["(nascosto)"]
    assert told[0].expected


@pytest.mark.parametrize(("table", "column"), HIDDEN, ids=lambda it: getattr(it, "field", it))
@pytest.mark.parametrize("value", [NAME, [NAME], {NAME: NAME}, f"Nome» e «{NAME}"])
def test_a_name_in_any_field_of_acts_and_protections_in_json_is_nowhere_repeated(
    tmp_path: Path, table: str, column: Any, value: Any
) -> None:
    content = json.loads(json_bytes(example_records()))
    content[table][0][column.field] = value
    (tmp_path / "coorte.json").write_text(json.dumps(content))
    told = unspoken(tmp_path / "coorte.json")
    assert [fault for fault in told if fault.column.startswith(f"/{table}/0/{column.field}")]


@pytest.mark.parametrize("table", ["acts", "protections"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: NAME,
        lambda rows: [NAME, *rows],
        lambda rows: {NAME: rows},
        lambda rows: [rows[0] | {NAME: 1}],
        lambda rows: [rows[0] | {"kindd": NAME, "hourss": NAME}],
    ],
)
def test_a_name_beside_the_fields_of_acts_and_protections_in_json_is_nowhere_repeated(
    tmp_path: Path, table: str, spoil: Callable[[Any], object]
) -> None:
    content = json.loads(json_bytes(example_records()))
    content[table] = spoil(content[table])
    (tmp_path / "coorte.json").write_text(json.dumps(content))
    assert all(fault.column.startswith(f"/{table}") for fault in unspoken(tmp_path / "coorte.json"))


def test_a_name_twice_in_a_row_of_protections_in_json_is_nowhere_repeated(tmp_path: Path) -> None:
    text = json_bytes(example_records()).decode()
    start = text.index('"protections"')
    twice = f'{{"{NAME}": 1, "{NAME}": 2, '
    (tmp_path / "coorte.json").write_text(text[:start] + text[start:].replace("{", twice, 1))
    (fault,) = unspoken(tmp_path / "coorte.json")
    assert fault.column == "/protections/0/(nascosto)"


@pytest.mark.parametrize("file", ["acts.csv", "protections.csv"])
def test_a_name_under_no_header_or_as_one_is_nowhere_repeated(folder: Path, file: str) -> None:
    lines = (folder / file).read_text(encoding="utf-8-sig").splitlines()
    for spoilt in (
        [lines[0], f"{lines[1]};{NAME}", *lines[2:]],
        [f"{lines[0]};{NAME}", *(f"{line};x" for line in lines[1:])],
        [NAME, *lines[1:]],
        [line.replace(";", f";{NAME};", 1) for line in lines],
        [lines[0].replace(";", ";tipoo;", 1), *(line.replace(";", f";{NAME};", 1) for line in lines[1:])],
        [lines[0], NAME],
    ):
        (folder / file).write_text("\n".join(spoilt) + "\n", encoding="utf-8")
        assert {fault.file for fault in unspoken(folder)} == {file}


def test_a_name_in_any_column_of_protections_in_a_workbook_is_nowhere_repeated(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(book_bytes(example_records()))
    grids = read_workbook(tmp_path / "a.xlsx", [])
    for k, column in enumerate(columns_of("protections.csv")):
        path = tmp_path / f"b{k}.xlsx"
        with Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
            for grid in grids:
                sheet = book.add_worksheet(grid.name)
                for number, row in enumerate(grid.rows):
                    cells = [cell if cell is not None else "" for cell in row]
                    if grid.name == "Tutele" and number == 1:
                        cells[grid.rows[0].index(column.it)] = NAME
                        cells += [NAME] * (k == 0)
                    sheet.write_row(number, 0, cells)
        told = [fault for fault in unspoken(path) if fault.column == column.it]
        assert [fault.value for fault in told] == ["(nascosto)"]


@pytest.mark.parametrize("row", [2, 3])
@pytest.mark.parametrize("seal", ["", "ab" * 32])
def test_a_name_that_slips_out_of_the_cell_for_sealed_names_is_nowhere_repeated(
    folder: Path, row: int, seal: str
) -> None:
    table = folder / "companies.csv"
    rows = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    place = rows[0].index("persone (nomi sigillati)")
    for spoilt in (
        [*rows[row - 1][:place], seal, NAME, *rows[row - 1][place + 1 :]],
        [*rows[row - 1][:place], seal, NAME, NAME, *rows[row - 1][place + 1 :]],
        [*rows[row - 1][:place], seal, NAME],
    ):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows([*rows[: row - 1], spoilt, *rows[row:]])
        table.write_text(text.getvalue(), encoding="utf-8", newline="")
        assert [fault for fault in unspoken(folder) if (fault.file, fault.row) == ("companies.csv", row)]


def test_what_no_cell_slipped_in_is_told_with_its_value(folder: Path) -> None:
    put(folder / "companies.csv", 2, "settore", "999")
    assert "999" in [fault.value for fault in unspoken(folder) if fault.column == "settore"]


def test_confirmed_changes_that_do_not_fit_do_not_tell_what_a_protection_says() -> None:
    known = example_records()
    host = known.companies[0].id
    kept = TABLES["protections"].model_validate(
        {"id": "X1", "candidate": known.candidates[0].id, "kind": "AVOID_HOST", "company": host}
    )
    known = replace(known.replacing(kept), openings=(), accommodations=(), acts=())
    review = compare(known, replace(known, companies=known.companies[1:], sites=(), protections=()))
    gone = [k for k, change in enumerate(review.changes, 1) if change.key.kind is Kind.VANISHED]
    with pytest.raises(BadRecords) as caught:
        applied(review, {number: number + 1 for number in gone})
    said = " ".join(caught.value.lines())
    assert "(nascosto)" in said
    assert "X1" not in said
