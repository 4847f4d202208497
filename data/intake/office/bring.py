"""From an office's workbooks and its mapping to records: all of them, or all faults at the cells that people wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.bundle import TABLES, Records
from data.call import Programme
from data.intake.columns import Column, column_of, columns_of, find_column
from data.intake.crossing import cross_check
from data.intake.faults import BadRecords, RowFault, shown_in
from data.intake.office.codes_made import MadeCodes
from data.intake.office.companies import name_to_code
from data.intake.office.drawn import Drawn, Gathered, RowOf, SheetReport, give_codes
from data.intake.office.gather import gather
from data.intake.office.mapping_read import read_mapping
from data.intake.office.private import PHONE, TAX_CODE, cut
from data.intake.office.workbook import Grid, read_workbook
from data.intake.sheet import Line, Sheet
from data.intake.tables import Tables, build
from data.language import say


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of an office's workbooks: the records, and what was read of each sheet."""

    records: Records
    reports: tuple[SheetReport, ...]


def bring_books(paths: Iterable[Path], mappings: Iterable[Path], programme: Programme, codes: MadeCodes) -> Brought:
    """Read workbooks as the mappings say.

    Parameters
    ----------
    paths : iterable of Path
        Workbooks of different names.
    mappings : iterable of Path
        Together they say what the workbooks hold.
    programme : Programme
    codes : MadeCodes
        Gets the codes that are made.

    Raises
    ------
    BadRecords
        With every fault of the workbooks, of the mappings, and of the cells; nothing is written.
    """
    faults: list[RowFault] = []
    books: dict[str, list[Grid]] = {}
    for path in paths:
        if path.name in books:
            faults.append(RowFault(path.name, 0, "", "", say("un file con un nome diverso dagli altri")))
        books[path.name] = read_workbook(path, faults)
    offices = [read_mapping(mapping, faults) for mapping in mappings]
    if faults:
        raise BadRecords(faults)
    gathered = Gathered()
    for office in offices:
        if office is not None:
            gather(books, office, gathered, faults)
    give_codes(gathered, codes)
    faults += name_to_code(gathered, codes)
    # Of a company that nobody knows, neither the code nor the place of work can be right.
    told = {(fault.file, fault.row) for fault in faults}
    company = (column_of("openings", "company"), column_of("openings", "site"))
    tables, others = _records(gathered)
    faults += [fault for fault, column in others if (fault.file, fault.row) not in told or column not in company]
    if faults:
        raise BadRecords(sorted(faults, key=lambda fault: (fault.file, fault.row)))
    records = Records(programme=programme, **{table: tuple(rows) for table, rows in tables.records.items()})
    return Brought(records, tuple(gathered.reports))


def _records(gathered: Gathered) -> tuple[Tables, list[tuple[RowFault, Column | None]]]:
    """The records, and every fault with our column."""
    sheets: dict[str, Sheet] = {}
    origin: dict[tuple[str, int], Drawn] = {}
    tables = Tables({table: [] for table in TABLES})
    faults: list[tuple[RowFault, Column | None]] = []
    for file, rows in gathered.rows.items():
        columns = {column: column.name_told for column in columns_of(file)}
        sheet = Sheet(file, headers=columns)
        for k, row in enumerate(rows, 2):
            number = RowOf(k, f"{row.row} ({row.sheet})")
            origin[file, k] = row
            sheet.lines.append(Line(number, {column: row.cells.get(column, "") for column in columns}))
            faults.extend((fault, None) for fault in _private(row))
        sheets[file] = sheet
        build(sheet, tables)
    cross_check(tables, sheets)
    for file, sheet in sheets.items():
        faults.extend((_where_written(fault, file, origin), find_column(file, fault.column)) for fault in sheet.faults)
    return tables, faults


def _where_written(fault: RowFault, file: str, origin: Mapping[tuple[str, int], Drawn]) -> RowFault:
    row = origin.get((file, int(fault.row)))
    if row is None:
        return fault
    column = find_column(file, fault.column)
    written = row.written.get(column) if column is not None else None
    if written is None:
        return RowFault(row.sheet, row.row, fault.column, fault.value, fault.expected, fault.nearest)
    value = shown_in(column.field if column is not None else "", written.text or fault.value)
    return RowFault(row.sheet, written.row, written.header or fault.column, value, fault.expected, fault.nearest)


def _private(row: Drawn) -> list[RowFault]:
    """What would tell in a code or a title who somebody is."""
    faults = []
    for column, text in row.cells.items():
        if column.kind in ("id", "ids", "text"):
            found = TAX_CODE.search(cut(text)) or (PHONE.fullmatch(cut(text)) if column.kind != "ids" else None)
            if found is not None:
                written = row.written.get(column)
                header, number = (written.header, written.row) if written is not None else (column.name_told, row.row)
                expected = say("un codice o un titolo senza codici fiscali e numeri di telefono")
                faults.append(RowFault(row.sheet, number, header, "…", expected))
    return faults
