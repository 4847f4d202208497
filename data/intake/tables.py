"""The records of one file, from its rows: every field of every row is read, and every fault is noted at its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from data.intake.cells import read_cell
from data.intake.columns import FILES, Column, column_of, model
from data.intake.expected import faults_of
from data.intake.sheet import Line, Sheet
from data.notation import split_list
from data.records import Row


@dataclass(slots=True)
class Tables:
    """Records by table, each with the rows it comes from.

    Parameters
    ----------
    records : dict
        Table -> records. A row with faults leaves a stand-in with its code, so that what names it is not blamed.
    lines : dict
        (table, id) -> the rows that hold this record.
    """

    records: dict[str, list[Row]] = field(default_factory=dict)
    lines: dict[tuple[str, str], list[Line]] = field(default_factory=dict)


def build(sheet: Sheet, tables: Tables) -> None:
    """Read the rows of a file into records; faults go to the sheet."""
    kinds = FILES[sheet.file]
    for table in kinds:
        tables.records[table] = []
    companies: dict[str, tuple[Line, Row]] = {}
    for line in sheet.lines:
        if kinds == ("companies", "sites"):
            _company_row(sheet, line, tables, companies)
        else:
            _add(sheet, line, tables, kinds[0], _values(line, kinds[0]))


def _company_row(sheet: Sheet, line: Line, tables: Tables, companies: dict[str, tuple[Line, Row]]) -> None:
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
        sheet.fault(line.number, sheet.header(code), "", "un codice: altre colonne della sede sono riempite")


def _agree(sheet: Sheet, line: Line, record: Row, first: Line, known: Row) -> None:
    """A company says the same on all the rows of its sites."""
    for name in model("companies").model_fields:
        # A stand-in of a row with faults may lack a field.
        if getattr(record, name, None) == getattr(known, name, None):
            continue
        column = column_of("companies", name)
        before = first.cells.get(column, "").strip()
        expected = f"lo stesso valore della riga {first.number} della stessa azienda, «{before}»"
        if not _blamed(sheet, line, column) and not _blamed(sheet, first, column):
            sheet.fault(line.number, sheet.header(column), line.cells.get(column, "").strip(), expected, before)


def _values(line: Line, table: str) -> dict[str, Any]:
    """Field -> what its cell says; blank cells are left out."""
    return {
        column.field: read_cell(column, cell)
        for column, cell in line.cells.items()
        if column.record == table and cell.strip()
    }


def _add(sheet: Sheet, line: Line, tables: Tables, table: str, values: dict[str, Any]) -> None:
    _keep(tables, table, _read(sheet, line, table, values), line)


def _keep(tables: Tables, table: str, record: Row, line: Line) -> None:
    tables.records[table].append(record)
    tables.lines.setdefault((table, record.id), []).append(line)


def _read(sheet: Sheet, line: Line, table: str, values: dict[str, Any]) -> Row:
    kind = model(table)
    try:
        record = kind.model_validate(values)
    except ValidationError as error:
        for fault in faults_of(error):
            column = column_of(table, str(fault.path[0]))
            # A column that is missing was told once, at the header; a cell that is too long at the cell.
            if not _blamed(sheet, line, column) and (column in sheet.headers or not column.required):
                value = line.cells.get(column, "").strip()
                sheet.fault(line.number, sheet.header(column), value, fault.expected, fault.nearest)
        record = _stand_in(table, values)
    return record


def _blamed(sheet: Sheet, line: Line, column: Column) -> bool:
    place = (line.number, sheet.header(column))
    return any((fault.row, fault.column) == place for fault in reversed(sheet.faults))


def _stand_in(table: str, values: dict[str, Any]) -> Row:
    """What a row with faults still names, unchecked."""
    named: dict[str, Any] = {"id": ""}
    for name, value in values.items():
        kind = column_of(table, name).kind
        if kind == "id" and isinstance(value, str):
            named[name] = value
        elif kind == "ids" and isinstance(value, str):
            named[name] = tuple(split_list(value))
    return model(table).model_construct(**named)
