"""The programme of a workbook: a sheet of names and values, and one for each of the lists of the public call."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from data.call import Programme
from data.fields import plain
from data.intake.book.form import LISTED, NAME, NUMBERS, VALUE, Held, Target, columns_in
from data.intake.book.grid_sheet import NO_DAY, cell_text, filled_rows
from data.intake.cells import read_cell, unshielded
from data.intake.columns import PROGRAMME_FILE, Column
from data.intake.expected import FieldFault, faults_of
from data.intake.faults import RowFault, shown
from data.intake.office.workbook import Cell, Grid, as_text
from data.language import marked, say
from data.notation import split_list

_UNKNOWN = marked("un nome conosciuto: questo non esiste")
_TWICE = marked("un nome diverso: questo c'è già")
_UNKNOWN_HEADER = marked("un'intestazione conosciuta: questa non esiste")
_TWICE_HEADER = marked("un'intestazione diversa: questa c'è già")
_NO_HEADER = marked("un'intestazione obbligatoria: questa colonna manca")
_BEYOND = marked("una cella vuota: sopra non c'è un'intestazione")


def read_call(tabs: Mapping[Held, Grid], names: Mapping[Held, str], faults: list[RowFault]) -> Programme | None:
    """The programme in the tabs of a workbook; None, and at least one more fault, if there is none.

    Parameters
    ----------
    tabs : Mapping
        What a tab holds -> its sheet.
    names : Mapping
        What a tab holds -> how the tab is named to people.
    faults : list of RowFault
    """
    if PROGRAMME_FILE not in tabs:
        return None
    call = _Call(names)
    call.read_values(tabs[PROGRAMME_FILE])
    for held in LISTED:
        if held in tabs:
            call.read_list(held, tabs[held])
    programme = None
    if not call.faults:
        programme = call.build()
    order = list(names.values())
    faults += sorted(call.faults, key=lambda fault: (order.index(fault.file), fault.row))
    return programme


class _Call:
    """The values of a programme, and where each of them stands."""

    def __init__(self, names: Mapping[Held, str]) -> None:
        self.faults: list[RowFault] = []
        self._names = names
        self._values: dict[str, Any] = {}
        self._rows: dict[tuple[str | int, ...], int] = {}

    def build(self) -> Programme | None:
        """The programme; None and its faults if the values make none."""
        try:
            return Programme.model_validate(self._values)
        except ValidationError as error:
            for fault in faults_of(error, Programme):
                # A tab that is missing was told.
                if fault.path[0] not in LISTED or fault.path[0] in self._names:
                    self._blame(fault)
            return None

    def read_values(self, grid: Grid) -> None:
        """The sheet of names and values."""
        rows = filled_rows(grid)
        known = {plain(name): column for column in columns_in(PROGRAMME_FILE) for name in (column.it, column.en)}
        key_at, value_at = _pair(rows[0][1]) if rows else (0, 1)
        for number, row in rows[1:]:
            name = as_text(row[key_at])
            cell = row[value_at] if value_at < len(row) else None
            column = known.get(plain(name))
            if column is None:
                if name or as_text(cell):
                    near = difflib.get_close_matches(plain(name)[:60], known, 1)
                    self._fault(PROGRAMME_FILE, number, name, name or cell, _UNKNOWN, known[near[0]].en if near else "")
            elif (column.field,) in self._rows:
                self._fault(PROGRAMME_FILE, number, name, name, _TWICE)
            else:
                self._rows[column.field,] = number
                value = self._read(PROGRAMME_FILE, number, column, cell)
                if value is not None:
                    self._values[column.field] = value

    def read_list(self, held: Held, grid: Grid) -> None:
        """The sheet of one list of the call."""
        rows = filled_rows(grid)
        columns = self._columns(held, *rows[0]) if rows else []
        entries: list[dict[str, Any]] = []
        for number, row in rows[1:]:
            entry: dict[str, Any] = {}
            for column, cell in zip(columns, row, strict=True):
                if column is None:
                    if as_text(cell):
                        self._fault(held, number, "", cell, _BEYOND)
                    continue
                value = self._read(held, number, column, cell)
                if value is not None:
                    entry[column.field] = value
            self._rows[held, len(entries)] = number
            entries.append(entry)
        self._values[held] = self._numbers(held, entries) if held in NUMBERS else entries

    def _numbers(self, held: Held, entries: list[dict[str, Any]]) -> dict[str, int]:
        numbers: dict[str, int] = {}
        for k, entry in enumerate(entries):
            try:
                target = Target.model_validate(entry)
            except ValidationError as error:
                for fault in faults_of(error, Target):
                    self._blame(fault._replace(path=(held, k, *fault.path)))
                continue
            if target.name in numbers:
                self._fault(held, self._rows[held, k], LISTED[held][0].name_told, target.name, _TWICE)
            numbers[target.name] = target.value
        return numbers

    def _columns(self, held: Held, number: int, heading: list[Cell]) -> list[Column | None]:
        known = {plain(name): column for column in LISTED[held] for name in (column.it, column.en)}
        columns: list[Column | None] = []
        for cell in heading:
            name = as_text(cell)
            column = known.get(plain(name))
            if column is None and name:
                near = difflib.get_close_matches(plain(name)[:60], known, 1)
                self._fault(held, number, shown(name), name, _UNKNOWN_HEADER, known[near[0]].name_told if near else "")
            elif column is not None and column in columns:
                self._fault(held, number, name, name, _TWICE_HEADER)
            columns.append(column)
        for column in LISTED[held]:
            if column.required and column not in columns:
                self._fault(held, number, column.name_told, "", _NO_HEADER)
        return columns

    def _read(self, held: Held, number: int, column: Column, cell: Cell) -> Any:
        text = cell_text(column.kind, cell)
        if text is None:
            self._fault(held, number, column.name_told, cell, NO_DAY)
        if text is None or not text.strip():
            return None
        if column.kind == "list":
            return split_list(text)
        return unshielded(text) if column.kind == "text" else read_cell(column, text)

    def _blame(self, fault: FieldFault) -> None:
        first = str(fault.path[0])
        if first in LISTED:
            row = self._rows.get(fault.path[:2], 0)
            field = fault.path[2] if len(fault.path) > 2 else ""
            header = next((column.name_told for column in LISTED[first] if column.field == field), "")
            where = self._names[first]
        else:
            row, header, where = self._rows.get((first,), 0), first, self._names[PROGRAMME_FILE]
        self.faults.append(RowFault(where, row, header, fault.value, fault.expected, fault.nearest))

    def _fault(self, held: Held, row: int, column: str, value: object, expected: str, nearest: str = "") -> None:
        self.faults.append(RowFault(self._names[held], row, column, shown(value), say(expected), nearest))


def _pair(heading: list[Cell]) -> tuple[int, int]:
    """The positions of names and values; the first two columns where the headings do not say."""
    titles = [plain(as_text(cell)) for cell in heading]

    def at(known: Mapping[Any, str], otherwise: int) -> int:
        return next((titles.index(name) for name in known.values() if name in titles), otherwise)

    return at(NAME, 0), at(VALUE, 1)
