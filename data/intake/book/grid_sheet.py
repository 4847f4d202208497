"""One sheet of a workbook as rows of cells under the columns of a file of the folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from data.fields import LAST_YEAR
from data.intake.columns import Column, find_column
from data.intake.faults import RowFault, shown_in
from data.intake.office.workbook import Cell, Grid, as_text
from data.intake.sheet import Line, Sheet, read_cells, read_headers
from data.language import marked, say

NO_DAY = marked("quello che era scritto: il foglio di calcolo lo ha cambiato in una data o in un'ora")
_NO_HEADER = marked("una riga di intestazione: il foglio è vuoto")
# Days count from here: spreadsheets know a 29/02/1900 that never was, so only days after it are turned back.
_DAY_ZERO = date(1899, 12, 30)
_COUNTED = range(61, (date(LAST_YEAR, 12, 31) - _DAY_ZERO).days + 1)


def grid_sheet(file: str, grid: Grid) -> Sheet:
    """The rows of a sheet; whatever is wrong with its form is noted in the faults.

    Parameters
    ----------
    file : str
        The file of the folder whose columns it has: a key of `FILES`.
    grid : Grid
    """
    sheet = Sheet(file)
    rows = filled_rows(grid)
    if not rows:
        sheet.fault(0, "", "", say(_NO_HEADER))
        sheet.whole = False
        return sheet
    number, heading = rows[0]
    names = [as_text(cell) for cell in heading]
    known = [find_column(file, name) for name in names]
    columns = read_headers(sheet, number, names)
    for number, row in rows[1:]:
        cells = [_written(sheet, number, column, cell) for column, cell in zip(known, row, strict=True)]
        sheet.lines.append(Line(number, read_cells(sheet, number, names, columns, cells)))
        if sheet.too_many(number):
            break
    return sheet


def filled_rows(grid: Grid) -> list[tuple[int, list[Cell]]]:
    """The rows that are not blank, each with the number that a spreadsheet gives it."""
    return [(number, row) for number, row in enumerate(grid.rows, start=1) if any(map(as_text, row))]


def told_as(sheet: Sheet, name: str) -> list[RowFault]:
    """The faults of a sheet in the order of its rows, under the name that its reader knows."""
    return [replace(fault, file=name) for fault in sorted(sheet.faults, key=lambda fault: fault.row)]


def cell_text(kind: str, cell: Cell) -> str | None:
    """What a cell says; None where the spreadsheet program made a date or an hour of something else.

    A text stays as it is. A day that has become a number is turned back into a day.

    Parameters
    ----------
    kind : str
        Of the column: `day`, `text` ...
    cell : Cell
    """
    if isinstance(cell, str):
        return cell
    if kind != "day":
        return None if isinstance(cell, (date, datetime, time, timedelta)) else as_text(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell in _COUNTED:
        return (_DAY_ZERO + timedelta(days=int(cell))).isoformat()
    return as_text(cell)


def _written(sheet: Sheet, number: int, column: Column | None, cell: Cell) -> str:
    if column is None:
        return as_text(cell)
    text = cell_text(column.kind, cell)
    if text is None:
        sheet.fault(number, sheet.header(column), shown_in(column.field, as_text(cell)), say(NO_DAY))
    return text or ""
