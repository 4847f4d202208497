"""The rows of a VINIL-like assessment: one for each person and item, from CSV or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from data.fields import Day, plain
from data.intake.book.grid_sheet import cell_text, filled_rows
from data.intake.faults import RowFault, shown
from data.intake.office.workbook import SUFFIXES, as_text, place, read_workbook
from data.intake.text import read_text
from data.intake.vinil.items import Mark, VinilItem, find_items, nearest_item, read_mark
from data.language import marked, say, spoken

# What a column holds -> its headings. Only these are read: remarks and diagnoses are never copied.
HEADINGS: dict[str, tuple[str, ...]] = {
    "person": ("persona", "person", "codice persona", "codice"),
    "item": ("voce", "item", "codice ICF", "ICF"),
    "operator": ("operatore", "operator", "valore operatore"),
    "self": ("autovalutazione", "self", "self-assessment", "valore persona"),
    "evidence": ("evidenza", "evidence"),
    "role": ("ruolo", "role"),
    "date": ("data", "date"),
}
MUST_HAVE = ("person", "item", "operator", "date")

_NO_HEADING = marked("un'intestazione obbligatoria: questa colonna manca")
_TWICE_HEADING = marked("una colonna sola di questo tipo: c'è già «{other}»")
_EMPTY = marked("una tabella con un'intestazione e una riga per ogni persona e voce")
_MANY_SHEETS = marked("un file con un foglio solo")
_REQUIRED = marked("un valore: qui è obbligatorio")
_NO_ITEM = marked("una voce conosciuta, per esempio H_AC1 oppure d430")
_SEVERAL = marked("una voce sola: questo codice vuol dire {codes}")
_NO_CSV = marked('virgolette aperte e chiuse intorno alla cella ("" per una virgoletta dentro)')
_DAY: TypeAdapter[date] = TypeAdapter(Day)
_A_DAY = marked("una data come 31/12/2026")


@dataclass(frozen=True, slots=True)
class Assessed:
    """One row that could be read: a person, an item, what the operator and the person say, and the day."""

    row: int
    person: str
    item: VinilItem
    operator: Mark | None
    own: Mark | None
    on: date


@dataclass(slots=True)
class Assessment:
    """The rows of a file, and the headings of the columns that were left alone.

    Parameters
    ----------
    name : str
        How the file, or its sheet, is named to people.
    rows : list of Assessed
    unread : list of str
    headings : dict
        What a column holds -> its heading in this file.
    """

    name: str
    rows: list[Assessed] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)


def read_assessment(path: Path, faults: list[RowFault]) -> Assessment:
    """The rows of a file .csv or of a workbook with one sheet; what is wrong with them is noted in the faults."""
    name, table = _table(path, faults)
    assessment = Assessment(name)
    if faults:
        return assessment
    if not table:
        faults.append(RowFault(name, 0, "", "", say(_EMPTY)))
        return assessment
    number, heading = table[0]
    columns = _columns(assessment, number, heading, faults)
    if faults:
        return assessment
    for number, cells in table[1:]:
        written = {kind: cells[k] if k < len(cells) else "" for kind, k in columns.items()}
        row = _Row(assessment, number, written, faults).read()
        if row is not None:
            assessment.rows.append(row)
    return assessment


class _Row:
    def __init__(self, assessment: Assessment, number: int, cells: dict[str, str], faults: list[RowFault]) -> None:
        self._assessment = assessment
        self._number = number
        self._cells = cells
        self._faults = faults

    def read(self) -> Assessed | None:
        before = len(self._faults)
        person = self._cells["person"].strip()
        if not person:
            self._fault("person", say(_REQUIRED))
        item = self._item()
        on = self._day()
        operator = self._mark(item, "operator")
        own = self._mark(item, "self")
        if len(self._faults) > before or item is None or on is None:
            return None
        return Assessed(self._number, person, item, operator, own, on)

    def _item(self) -> VinilItem | None:
        text = self._cells["item"].strip()
        found = find_items(text) if text else []
        if len(found) == 1:
            return found[0]
        if found:
            self._fault("item", say(_SEVERAL, codes=", ".join(item.code for item in found)))
        else:
            self._fault("item", say(_NO_ITEM if text else _REQUIRED), nearest_item(text))
        return None

    def _day(self) -> date | None:
        text = self._cells["date"].strip()
        if not text:
            self._fault("date", say(_REQUIRED))
            return None
        try:
            return _DAY.validate_python(text)
        except ValidationError:
            self._fault("date", say(_A_DAY))
            return None

    def _mark(self, item: VinilItem | None, kind: str) -> Mark | None:
        if item is None:
            return None
        try:
            return read_mark(item, self._cells.get(kind, ""))
        except ValueError:
            self._fault(kind, item.expected)
            return None

    def _fault(self, kind: str, expected: str, nearest: str = "") -> None:
        value = shown(self._cells[kind].strip())
        column = self._assessment.headings[kind]
        self._faults.append(RowFault(self._assessment.name, self._number, column, value, expected, nearest))


def _columns(assessment: Assessment, number: int, heading: list[str], faults: list[RowFault]) -> dict[str, int]:
    known = {plain(name): kind for kind, names in HEADINGS.items() for name in names}
    columns: dict[str, int] = {}
    for k, name in enumerate(heading):
        kind = known.get(plain(name))
        if kind is None:
            if name.strip():
                assessment.unread.append(shown(name.strip()))
        elif kind in columns:
            expected = say(_TWICE_HEADING, other=assessment.headings[kind])
            faults.append(RowFault(assessment.name, number, shown(name), "", expected))
        else:
            columns[kind] = k
            assessment.headings[kind] = name.strip()
    for kind in MUST_HAVE:
        if kind not in columns:
            told = HEADINGS[kind][spoken() == "en"]
            faults.append(RowFault(assessment.name, number, told, "", say(_NO_HEADING)))
    return columns


def _table(path: Path, faults: list[RowFault]) -> tuple[str, list[tuple[int, list[str]]]]:
    """The rows that are not blank, each with its number, and how the file is named."""
    if path.suffix.lower() not in SUFFIXES:
        text = read_text(path, faults)
        return path.name, [] if text is None else _csv_rows(path.name, text, faults)
    grids = [grid for grid in read_workbook(path, faults) if filled_rows(grid)]
    if len(grids) > 1:
        faults.append(RowFault(path.name, 0, "", "", say(_MANY_SHEETS)))
    if len(grids) != 1:
        return path.name, []
    heading = [plain(as_text(cell)) for cell in filled_rows(grids[0])[0][1]]
    days = {k for k, name in enumerate(heading) if name in map(plain, HEADINGS["date"])}
    rows = [
        (number, [(cell_text("day", cell) if k in days else as_text(cell)) or "" for k, cell in enumerate(row)])
        for number, row in filled_rows(grids[0])
    ]
    return place(path.name, grids[0].name), rows


def _csv_rows(name: str, text: str, faults: list[RowFault]) -> list[tuple[int, list[str]]]:
    first = text.lstrip().partition("\n")[0]
    separator = max(";,\t", key=first.count)
    rows: list[tuple[int, list[str]]] = []
    reader: Iterable[list[str]] = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
    except csv.Error:
        faults.append(RowFault(name, len(rows) + 1, "", "", say(_NO_CSV)))
    return rows
