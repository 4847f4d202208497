"""Ways in which what a workbook says gets damaged: cells, sheets, merged stretches; it stays a whole workbook."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from datetime import date, time, timedelta
from functools import cache
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.worksheet import Worksheet

from tests.tools.table_mutations import Broken, Formula, Rows, damage_rows

# Longer lists are there to choose from, and cost time.
_LONGEST = 60
Stretch = tuple[int, int, int, int]
_NAMES = ["x", "Foglio1", "persone", "Candidati", "Bambini (2)", "PROGRAMMA", "Sheet 9", "a.b", "é", "🙂", "="]


def damage_book(raw: bytes, dice: random.Random) -> bytes:
    """The workbook with the values of its cells, some of them damaged."""
    found = _sheets(raw)
    sheets = [(name, [list(row) for row in rows]) for name, rows, _ in found]
    for _ in range(dice.choice([1, 1, 2])):
        if not sheets:
            break
        if dice.random() < 0.15:
            _damage_sheets(sheets, dice)
        else:
            damage_rows(dice.choice(sheets)[1], dice)
    return _written(sheets, {name: merged for name, _, merged in found}, dice)


@cache
def _sheets(raw: bytes) -> list[tuple[str, Rows, list[Stretch]]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        found = [
            (name, sheet.to_python(skip_empty_area=False), [(*a, *z) for a, z in sheet.merged_cell_ranges or ()])
            for name, sheet in sheets
        ]
    return [(name, [list(row) for row in rows], merged) for name, rows, merged in found if len(rows) < _LONGEST]


def _damage_sheets(sheets: list[tuple[str, Rows]], dice: random.Random) -> None:
    k = dice.randrange(len(sheets))
    free = [name for name in _NAMES if name.lower() not in {known.lower() for known, _ in sheets}]
    way = dice.randrange(5)
    if way == 0:
        sheets[k] = dice.choice(free), sheets[k][1]
    elif way == 1:
        del sheets[k]
    elif way == 2:
        sheets.insert(k, (dice.choice(free), [list(row) for row in sheets[k][1]]))
    elif way == 3:
        sheets.append((dice.choice(free), [["x", 7], [None, True]]))
    else:
        sheets[k], sheets[0] = (sheets[k][0], sheets[0][1]), (sheets[0][0], sheets[k][1])


def _written(sheets: list[tuple[str, Rows]], merged: dict[str, list[Stretch]], dice: random.Random) -> bytes:
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        hour = book.add_format({"num_format": "h:mm"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for stretch in [*merged.get(name, []), *_merge(rows, dice)]:
                with suppress(OverlappingRange):
                    sheet.merge_range(*stretch, "")
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, number, column, cell, hour)
            if dice.random() < 0.03 and name != sheets[0][0]:
                sheet.hide()
    return raw.getvalue()


def _write(sheet: Worksheet, row: int, column: int, cell: Any, hour: Any) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, str(cell), None, 2)
    elif isinstance(cell, Broken):
        sheet.write_formula(row, column, "=NA()", None, str(cell))
    elif isinstance(cell, str):
        # What is no letter at all cannot stand in a workbook that is whole.
        sheet.write_string(row, column, cell.encode("utf-8", "replace").decode())
    elif isinstance(cell, (time, timedelta)):
        sheet.write_datetime(row, column, cell, hour)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif cell is not None:
        sheet.write(row, column, cell)


def _merge(rows: Rows, dice: random.Random) -> list[Stretch]:
    """Now and then a stretch of at least two cells, which may reach beyond all that is filled in."""
    if dice.random() > 0.1:
        return []
    top, left = dice.randrange(len(rows) + 1), dice.randrange(20)
    down, right = dice.choice([(0, 1), (1, 0), (2, 2), (0, 200), (300, 0)])
    return [(top, left, top + down, left + right)]
