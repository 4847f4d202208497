"""Read a cohort from one workbook: all records, or all of its faults at once and nothing else."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

from data.bundle import TABLES, Records
from data.fields import plain
from data.intake.book.form import MUST_HAVE, TABS, Held, holder_of
from data.intake.book.grid_sheet import grid_sheet, told_as
from data.intake.book.programme import read_call
from data.intake.columns import FILES
from data.intake.crossing import cross_check
from data.intake.faults import BadRecords, RowFault
from data.intake.office.workbook import Grid, place, read_workbook
from data.intake.sheet import Sheet
from data.intake.tables import Tables, build
from data.language import marked, say, spoken

_NO_TAB = marked("un foglio «{name}»: nel file non c'è")
_TWICE = marked("un foglio solo per «{name}»: c'è già «{other}»")


def read_book(path: Path) -> Records:
    """The records of a workbook in the form that `book_bytes` writes, headings and tabs in either language.

    Raises
    ------
    BadRecords
        With every fault, in the order of tabs, rows and columns; each names the file and its sheet.
    """
    faults: list[RowFault] = []
    grids = read_workbook(path, faults)
    if faults:
        raise BadRecords(faults)
    tabs = _tabs(path.name, grids, faults)
    names = {held: place(path.name, grid.name) for held, grid in tabs.items()}
    programme = read_call(tabs, names, faults)
    sheets = {file: _sheet(file, tabs) for file in FILES}
    tables = Tables({table: [] for table in TABLES})
    for sheet in sheets.values():
        build(sheet, tables)
    cross_check(tables, sheets)
    for file, sheet in sheets.items():
        faults += told_as(sheet, names.get(file, path.name))
    if faults or programme is None:
        raise BadRecords(faults)
    return Records(programme=programme, **{table: tuple(rows) for table, rows in tables.records.items()})


def _sheet(file: str, tabs: Mapping[Held, Grid]) -> Sheet:
    if file in tabs:
        return grid_sheet(file, tabs[file])
    # That it is missing was said; nobody is blamed for naming what it would hold.
    return Sheet(file, whole=file not in MUST_HAVE)


def _tabs(file: str, grids: list[Grid], faults: list[RowFault]) -> Mapping[Held, Grid]:
    """The sheet of each kind; those of other names are left alone."""
    tabs: dict[Held, Grid] = {}
    others: list[str] = []
    for grid in grids:
        held = holder_of(grid.name)
        if held is None:
            others.append(grid.name)
        elif held in tabs:
            expected = say(_TWICE, name=TABS[held][spoken()], other=tabs[held].name)
            faults.append(RowFault(place(file, grid.name), 0, "", "", expected))
        else:
            tabs[held] = grid
    like = {plain(other): other for other in others}
    for held, names in TABS.items():
        if held in tabs:
            continue
        # «Bambini (2)» beside no «Bambini» is a mistake, not a service without children.
        close = [near for name in names.values() for near in difflib.get_close_matches(plain(name), like, 1, 0.75)]
        if held in MUST_HAVE or close:
            expected = say(_NO_TAB, name=names[spoken()])
            faults.append(RowFault(file, 0, "", "", expected, like[close[0]] if close else ""))
    return tabs
