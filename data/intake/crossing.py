"""What is wrong between the records of different rows and files, told at the cells that say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.bundle import Fault, Records
from data.call import Programme
from data.codes import Regime
from data.intake.columns import FILES, column_of
from data.intake.sheet import Line, Sheet
from data.intake.tables import Tables
from data.language import say
from data.references import REFERENCES

# No check between records looks at the programme, and that of the folder may have faults of its own.
ANY_PROGRAMME = Programme(code="X", title="X", regime=Regime.TIS_TUSCANY, categories=())


def cross_check(tables: Tables, sheets: Mapping[str, Sheet]) -> None:
    """Note, in the sheets, double codes and codes of records that are not there.

    Where a file could not be read to its end, nothing is said about codes that it may hold.
    """
    sheet_of = {table: sheets[file] for file, kinds in FILES.items() for table in kinds if file in sheets}
    unsure = {table for table, sheet in sheet_of.items() if not sheet.whole}
    told = {(fault.file, fault.row, fault.column, fault.value) for sheet in sheets.values() for fault in sheet.faults}
    for fault in Records(
        programme=ANY_PROGRAMME, **{table: tuple(rows) for table, rows in tables.records.items()}
    ).faults():
        # A code that is missing was told at its own cell.
        if not fault.record or not fault.value or REFERENCES.get((fault.table, fault.field)) in unsure:
            continue
        _tell(fault, sheet_of[fault.table], tables.lines[fault.table, fault.record], told)


def _tell(fault: Fault, sheet: Sheet, lines: Iterable[Line], told: set[tuple[str, int, str, str]]) -> None:
    column = column_of(fault.table, fault.field)
    header = sheet.header(column)
    expected = fault.expected
    first, *others = lines
    if fault.field == "id":
        expected = say("{expected}; c'è già alla riga {row}", expected=expected, row=first.number)
        blamed = others
    else:
        # Whose site or tutor it should be cannot be said where the company could not be read.
        owner = sheet.header(column_of("openings", "company")) if fault.field in ("site", "tutor") else ""
        blamed = [
            line
            for line in (first, *others)
            if fault.value in line.cells.get(column, "") and (line.number, owner) not in sheet.blamed
        ]
    for line in blamed:
        place = (sheet.file, line.number, header, fault.value)
        if place not in told:
            told.add(place)
            sheet.fault(line.number, header, fault.value, expected, fault.nearest)
