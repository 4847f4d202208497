"""One CSV file as rows of cells under known columns, whatever its separator, encoding and language of headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.intake.columns import Column, columns_of, find_column, nearest_header
from data.intake.faults import SECRET, RowFault, shown, shown_in
from data.intake.hidden import HIDDEN_FILES, hidden, name_told, sentence_told
from data.intake.text import read_text
from data.language import say

SEPARATORS = ";,"
LONGEST_CELL = 20_000
# Beyond these the file is of another kind, and one more line of the same helps nobody.
_MOST_UNKNOWN_COLUMNS = 50
MOST_FAULTS = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file.

    Parameters
    ----------
    number : int
        Row as a spreadsheet numbers it.
    cells : dict
        Column -> text as written; columns that the file lacks are not there.
    """

    number: int
    cells: dict[Column, str]


@dataclass(slots=True)
class Sheet:
    """A file that was read.

    Parameters
    ----------
    file : str
    headers : dict
        Column -> header as written in this file.
    lines : list of Line
        Rows that are not blank.
    whole : bool
        False if some rows could not be read, so that nothing may be said about what is not there.
    faults : list of RowFault
        What is wrong in it; note one with `fault`.
    blamed : set of (row, header)
        Where faults are.
    slipped : set of int
        Rows whose cells may stand under the headers of others, so that none of their values is told.
    """

    file: str
    headers: dict[Column, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    whole: bool = True
    faults: list[RowFault] = field(default_factory=list)
    blamed: set[tuple[int, str]] = field(default_factory=set)
    slipped: set[int] = field(default_factory=set)

    def header(self, column: Column) -> str:
        """The header of a column as written in this file; where it is missing, the one to write."""
        return self.headers.get(column, column.name_told)

    def fault(self, row: int, column: str, value: object, expected: str, nearest: str = "") -> None:
        """Note one thing that is wrong in this file; where values are hidden, without what is written there."""
        told = self.told(row, value)
        if self._hides(row):
            expected = sentence_told(expected, value)
        self.faults.append(RowFault(self.file, row, column, told, expected, nearest))
        self.blamed.add((row, column))

    def told(self, row: int, value: object, field_name: str = "") -> str:
        """A value of a row as messages show it."""
        text = shown_in(field_name, value)
        return hidden() if text and self._hides(row) else text

    def _hides(self, row: int) -> bool:
        return self.file in HIDDEN_FILES or row in self.slipped

    def too_many(self, row: int) -> bool:
        """Whether reading ends here because hardly anything is right; says so once."""
        if len(self.faults) <= MOST_FAULTS:
            return False
        if self.whole:
            self.fault(row, "", "", say("un file con meno errori: la lettura di questo si ferma qui"))
        self.whole = False
        return True


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file; whatever is wrong with its form is noted in the sheet's faults."""
    sheet = Sheet(path.name)
    text = read_text(path, sheet.faults)
    if text is None:
        sheet.whole = False
        return sheet
    rows = _rows(sheet, text, _separator(path.name, text))
    number, names = next(rows, (0, []))
    if not names:
        if sheet.whole:
            sheet.fault(0, "", "", say("una riga di intestazione: il file è vuoto"))
        sheet.whole = False
        return sheet
    columns = read_headers(sheet, number, names)
    for number, cells in rows:
        sheet.lines.append(Line(number, read_cells(sheet, number, names, columns, cells)))
        if sheet.too_many(number):
            break
    return sheet


def _rows(sheet: Sheet, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with its number."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            sheet.whole = False
            sheet.fault(number, "", "", _csv_expected(str(error)))
            return
        if not _is_blank(cells):
            yield number, cells


def _is_blank(cells: list[str]) -> bool:
    # Also a row of the other separator, whichever of the two was found.
    return not any(cell.strip(f"{SEPARATORS} \t\r\n") for cell in cells)


def _csv_expected(error: str) -> str:
    if "field larger" in error:
        return say(
            "una cella di al massimo {most} caratteri: forse manca una virgoletta di chiusura", most=LONGEST_CELL
        )
    return say(
        'una cella con le virgolette aperte e chiuse ("" per una virgoletta dentro): da qui il file non si legge'
    )


def _separator(file: str, text: str) -> str:
    """The separator under which most headers are known ones."""

    def known(separator: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            names = next((cells for cells in reader if not _is_blank(cells)), [])
        except csv.Error:
            return 0, 0
        return sum(find_column(file, name) is not None for name in names), len(names)

    return max(SEPARATORS, key=known)


def read_headers(sheet: Sheet, number: int, names: list[str]) -> list[Column | None]:
    """The column of each position; None where the header is empty or wrong."""
    columns: list[Column | None] = []
    unknown = 0
    for name in names:
        written = name.strip()
        column = find_column(sheet.file, written)
        if column is None and written:
            unknown += 1
            if unknown <= _MOST_UNKNOWN_COLUMNS:
                nearest = nearest_header(sheet.file, written)
                expected = say("un'intestazione conosciuta: questa non esiste")
                named = name_told(written, nearest) if sheet.file in HIDDEN_FILES else shown(written)
                sheet.fault(number, named, written, expected, nearest)
        if column is not None and column in sheet.headers:
            expected = say(
                "una sola colonna «{column}»: c'è già, con l'intestazione «{header}»",
                column=column.name_told,
                header=sheet.headers[column],
            )
            sheet.fault(number, written, written, expected)
            column = None
        if column is not None:
            sheet.headers[column] = written
        columns.append(column)
    for column in columns_of(sheet.file):
        # Sites may be absent altogether: a company can have none.
        if column not in sheet.headers and column.required and column.record != "sites":
            expected = say("un'intestazione obbligatoria: questa colonna manca")
            sheet.fault(number, column.name_told, "", expected, column.name_told)
    return columns


def read_cells(
    sheet: Sheet, number: int, names: list[str], columns: list[Column | None], written: list[str]
) -> dict[Column, str]:
    """Column -> text of one row; cells without a column and rows that are too short are noted as faults."""
    cells: dict[Column, str] = {}
    if _has_slipped(sheet.file, names, written):
        sheet.slipped.add(number)
    for k, cell in enumerate(written):
        if k >= len(names) or not names[k].strip():
            if cell.strip():
                sheet.fault(number, "", cell, say("una cella vuota: sopra non c'è un'intestazione"))
                break
            continue
        column = columns[k]
        if column is None:
            continue
        if len(cell) > LONGEST_CELL:
            expected = say("una cella di al massimo {most} caratteri: qui sono {n}", most=LONGEST_CELL, n=len(cell))
            sheet.fault(number, sheet.header(column), shown_in(column.field, cell), expected)
            cell = ""
        cells[column] = cell
    needed = max((k + 1 for k, name in enumerate(names) if name.strip()), default=0)
    if len(written) < needed:
        expected = say("una riga di {needed} celle come l'intestazione: qui sono {n}", needed=needed, n=len(written))
        sheet.fault(number, "", "", expected)
    return cells


def _has_slipped(file: str, names: list[str], written: list[str]) -> bool:
    """Whether cells may stand under headers of others in a file with sealed names: `seal; name` makes two of one."""
    over = any(cell.strip() for k, cell in enumerate(written) if k >= len(names) or not names[k].strip())
    return any(column.field in SECRET for column in columns_of(file)) and (over or len(written) != len(names))
