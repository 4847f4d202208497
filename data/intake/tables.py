"""The records of one file, from its rows: every field of every row is read, and every fault is noted at its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import ValidationError, create_model

from data.intake.cells import read_cell
from data.intake.columns import FILES, column_of, model
from data.intake.expected import faults_of
from data.intake.faults import shown_in
from data.intake.sheet import Line, Sheet
from data.language import say
from data.records import Record


@dataclass(slots=True)
class Tables:
    """Records by table, each with the rows it comes from.

    Parameters
    ----------
    records : dict
        Table -> records. A row with faults leaves a stand-in with what could be read of it, so that records which
        name it are not blamed and what it names itself is still checked.
    lines : dict
        (table, id) -> the rows that hold this record.
    """

    records: dict[str, list[Any]] = field(default_factory=dict)
    lines: dict[tuple[str, str], list[Line]] = field(default_factory=dict)


def build(sheet: Sheet, tables: Tables) -> None:
    """Read the rows of a file into records; faults go to the sheet."""
    kinds = FILES[sheet.file]
    for table in kinds:
        tables.records[table] = []
    companies: dict[str, tuple[Line, Any]] = {}
    for line in sheet.lines:
        if sheet.too_many(line.number):
            break
        if kinds == ("companies", "sites"):
            _company_row(sheet, line, tables, companies)
        else:
            _add(sheet, line, tables, kinds[0], _values(line, kinds[0]))


def _company_row(sheet: Sheet, line: Line, tables: Tables, companies: dict[str, tuple[Line, Any]]) -> None:
    key = line.cells.get(column_of("companies", "id"), "").strip()
    record = _read(sheet, line, "companies", _values(line, "companies"))
    if key not in companies:
        companies[key] = line, record
        _keep(tables, "companies", record, line)
    else:
        first, known = companies[key]
        _agree(sheet, line, record, first, known)
    values = _values(line, "sites")
    if "id" in values:
        _add(sheet, line, tables, "sites", values | {"company": key})
    elif values:
        code = column_of("sites", "id")
        expected = say("un codice: altre colonne della sede sono riempite")
        sheet.fault(line.number, sheet.header(code), "", expected)


def _agree(sheet: Sheet, line: Line, record: Any, first: Line, known: Any) -> None:
    """A company says the same on all the rows of its sites."""
    for name in model("companies").model_fields:
        column = column_of("companies", name)
        header = sheet.header(column)
        told = (line.number, header) in sheet.blamed or (first.number, header) in sheet.blamed
        if not told and getattr(record, name) != getattr(known, name):
            before = sheet.told(first.number, first.cells.get(column, "").strip(), name)
            value = shown_in(name, line.cells.get(column, "").strip())
            expected = say(
                "lo stesso valore della riga {row} della stessa azienda, «{value}»", row=first.number, value=before
            )
            sheet.fault(line.number, header, value, expected, before)


def _values(line: Line, table: str) -> dict[str, Any]:
    """Field -> what its cell says; blank cells are left out."""
    return {
        column.field: read_cell(column, cell)
        for column, cell in line.cells.items()
        if column.record == table and cell.strip()
    }


def _add(sheet: Sheet, line: Line, tables: Tables, table: str, values: dict[str, Any]) -> None:
    _keep(tables, table, _read(sheet, line, table, values), line)


def _keep(tables: Tables, table: str, record: Any, line: Line) -> None:
    tables.records[table].append(record)
    tables.lines.setdefault((table, record.id), []).append(line)


def _read(sheet: Sheet, line: Line, table: str, values: dict[str, Any]) -> Any:
    try:
        return model(table).model_validate(values)
    except ValidationError as error:
        faults = faults_of(error)
    good = dict(values)
    for fault in faults:
        name = str(fault.path[0]) if fault.path else "id"
        good.pop(name, None)
        column = column_of(table, name)
        header = sheet.header(column)
        # A required column that is missing was told once, at the headers; a cell that is too long, at the cell.
        missing_column = column not in sheet.headers and column.required and table != "sites"
        if not missing_column and (line.number, header) not in sheet.blamed:
            value = shown_in(name, line.cells.get(column, "").strip())
            sheet.fault(line.number, header, value, fault.expected, fault.nearest)
    return partial(table).model_validate(good).model_copy(update={"id": values.get("id", "")})


@cache
def partial(table: str) -> type[Record]:
    """A model with the same fields, none of which must be there, and no check between them."""
    fields: dict[str, Any] = {
        name: (info.rebuild_annotation(), "") if info.is_required() else (info.rebuild_annotation(), info)
        for name, info in model(table).model_fields.items()
    }
    return create_model(f"Partial_{table}", __base__=Record, **fields)
