"""Workbooks as offices keep them (.xlsx, .xlsm, .ods): their sheets as plain rows of cells."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from data.intake.faults import RowFault
from data.intake.office.workbook_guard import LARGEST_FILE_MB, MOST_CELLS, TooLarge, check_size
from data.language import marked, number, say

Cell = str | int | float | bool | date | datetime | time | timedelta | None

SUFFIXES = (".xlsx", ".xlsm", ".ods")
# Sizes that a damaged file of the old form states can end the whole program, and nothing can look them through.
OLD_SUFFIX = ".xls"
MOST_SHEETS = 100
# An encrypted workbook of today is an old binary file that holds this name.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_BINARY = b"\xd0\xcf\x11\xe0"

_NOT_THERE = marked("un file che si può leggere")
_UNREADABLE = marked("un foglio di calcolo intero (.xlsx, .ods): aprilo e salvalo di nuovo")
_PASSWORD = marked("un foglio di calcolo senza password: salvane una copia senza")
_OTHER_KIND = marked("un foglio di calcolo (.xlsx, .ods)")
_OLD_KIND = marked("un foglio di calcolo di oggi: aprilo e salvalo come .xlsx")
_LARGE_FILE = marked("un file di al massimo {most} MB: togli immagini e fogli che non servono")
_LARGE_SHEET = marked("un foglio di al massimo {most} celle fino all'ultima riempita: cancella le righe lontane")
_MANY_SHEETS = marked("un file di al massimo {most} fogli")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet.

    Parameters
    ----------
    name : str
        As on its tab.
    rows : list of list of Cell
        All rows from the first of the sheet, so that row k is number k + 1 for who looks at it; equally long.
        Empty cells are None.
    merged : tuple of (row, column, row, column)
        First and last cell of every merged stretch, from 0. The file keeps the value in the first; files .ods say none.
    hidden : bool
        Whether a person who opens the file does not see this sheet.
    """

    name: str
    rows: list[list[Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False


def place(file: str, sheet: str) -> str:
    """How a sheet of a file is named to people: `Persone.xlsx [Foglio1]`."""
    return f"{file} [{sheet}]"


def read_workbook(path: Path, faults: list[RowFault]) -> list[Grid]:
    """The sheets of a workbook in their order; none, and one more fault, if it cannot be read.

    Sheets of charts or macros are left out. Formulas count as the value that the office's program last saved; a formula
    that failed there (`#N/D`) is an empty cell.

    Parameters
    ----------
    path : Path
        A file .xlsx, .xlsm or .ods.
    faults : list of RowFault
        Gets one more if the file is missing, damaged, encrypted, of another kind or too large.
    """

    def refuse(sentence: str) -> list[Grid]:
        faults.append(RowFault(path.name, 0, "", "", sentence))
        return []

    if path.suffix.lower() == OLD_SUFFIX:
        return refuse(say(_OLD_KIND))
    if path.suffix.lower() not in SUFFIXES:
        return refuse(say(_OTHER_KIND))
    try:
        if not path.is_file():
            return refuse(say(_NOT_THERE))
        check_size(path)
        raw = path.read_bytes()
    except TooLarge as error:
        if str(error) == "cells":
            return refuse(say(_LARGE_SHEET, most=number(MOST_CELLS, 0)))
        return refuse(say(_LARGE_FILE, most=LARGEST_FILE_MB))
    except OSError:
        return refuse(say(_NOT_THERE))
    # Damaged in any way, or packed by a method or with a password that Python does not know.
    except Exception:
        return refuse(say(_UNREADABLE))
    if raw.startswith(_OLD_BINARY) and _ENCRYPTED in raw:
        return refuse(say(_PASSWORD))
    if raw.startswith(_OLD_BINARY):
        return refuse(say(_OLD_KIND))
    try:
        return _grids(raw)
    except PasswordError:
        return refuse(say(_PASSWORD))
    except _TooManySheets:
        return refuse(say(_MANY_SHEETS, most=MOST_SHEETS))
    except TooLarge:
        return refuse(say(_LARGE_SHEET, most=number(MOST_CELLS, 0)))
    except (KeyboardInterrupt, SystemExit):
        raise
    # A damaged file can make the reader panic, which is no Exception.
    except BaseException:
        return refuse(say(_UNREADABLE))


def as_text(cell: Cell) -> str:
    """What stands in a cell, as a person would type it for us.

    Dates are `2026-12-31`, times `8:30`, durations hours (`1.5`), truth values `sì` and `no`; numbers have no needless
    decimals (`12`, `0.5`), so that a code or a telephone number stays one. Texts lose blanks at both ends.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "sì" if cell else "no"
    if isinstance(cell, datetime):
        day = cell.date().isoformat()
        return day if cell.time() == time() else f"{day} {cell:%H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell.hour}:{cell.minute:02}"
    if isinstance(cell, timedelta):
        return _decimal(cell.total_seconds() / 3600)
    if isinstance(cell, (int, float)):
        return _decimal(cell)
    return cell.strip()


class _TooManySheets(ValueError):
    pass


def _grids(raw: bytes) -> list[Grid]:
    with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
        known = [about for about in book.sheets_metadata if about.typ is SheetTypeEnum.WorkSheet]
        if len(known) > MOST_SHEETS:
            raise _TooManySheets
        return [
            _grid(book.get_sheet_by_name(about.name), about.name, about.visible is not SheetVisibleEnum.Visible)
            for about in known
        ]


def _grid(sheet: CalamineSheet, name: str, hidden: bool) -> Grid:
    if sheet.end is None:
        return Grid(name, [], hidden=hidden)
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if height * width > MOST_CELLS:
        raise TooLarge("cells")
    rows: list[list[Cell]] = [
        [None if cell == "" else cell for cell in row] for row in sheet.to_python(skip_empty_area=False)
    ]
    # What begins beyond the last filled cell holds nothing.
    spans = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    merged = tuple(span for span in spans if span[0] < height and span[1] < width)
    # Whole stretches never overlap; of those that do, a few bytes could ask for more steps than anybody can wait.
    if sum(min(bottom, height) - top + 1 for top, _, bottom, _ in merged) > MOST_CELLS:
        raise TooLarge("cells")
    return Grid(name, rows, merged, hidden)


def _decimal(value: int | float) -> str:
    # Fifteen digits are what a spreadsheet keeps and shows.
    text = f"{value:.15g}"
    return text if "e" not in text else f"{value:.0f}" if value == round(value) else f"{value:.15f}".rstrip("0")
