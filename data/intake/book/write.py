"""Write records, or nothing yet, as one workbook whose cells refuse most mistakes while they are typed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.bundle import Records
from data.intake.book.form import BOOK_FILE, LISTED, LISTS_TAB, MEANING, NAME, README_TAB, TABS, VALUE, Held, columns_in
from data.intake.book.lists import Words, list_of, word_lists, write_lists
from data.intake.book.rules import READY_ROWS, SPARE_ROWS, comment, guard
from data.intake.book.text import NO_XML, readme
from data.intake.cells import name_of, write_cell
from data.intake.columns import FILES, PROGRAMME_FILE, Column, Language
from data.intake.faults import BadRecords, RowFault, shown_in
from data.intake.office.workbook import place
from data.intake.sheet import LONGEST_CELL
from data.intake.write import refuse_contradictions, values_of
from data.language import marked, say, speaking

# Bytes must not depend on the day.
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
# Days before count differently in different programs.
_FIRST_COUNTED = date(1901, 1, 1)
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTHS = {"day": 13, "yes_no": 8, "whole": 10, "decimal": 12, "id": 12, "week": 32, "text": 30, "municipality": 26}
_WIDEST = 44
_SMALLEST = 1e-9
_TOO_LONG = marked("una cella di al massimo {most} caratteri")
_NO_LETTER = marked("un testo di caratteri che un foglio di calcolo conosce")


def book_bytes(records: Records | None, language: Language = "it") -> bytes:
    """A workbook with the records, or the empty one to fill in.

    Parameters
    ----------
    records : Records or None
    language : {"it", "en"}
        Of tabs, headings, words and notes.

    Returns
    -------
    bytes
        The same for the same records and language.

    Raises
    ------
    BadRecords
        The records contradict each other, or hold a text that no workbook can hold.
    """
    if records is not None:
        refuse_contradictions(records)
    with speaking(language):
        writer = _Writer(language, records)
        content = writer.write()
    if writer.faults:
        raise BadRecords(writer.faults)
    return content


class _Writer:
    """One workbook on its way."""

    def __init__(self, language: Language, records: Records | None) -> None:
        self.language = language
        self.records = records
        self.faults: list[RowFault] = []
        self.lists: dict[str, Words] = word_lists(language, records)
        self._content = io.BytesIO()
        self.book = Workbook(self._content, _OPTIONS)
        self.book.set_properties({"created": _MADE, "author": "Abbina"})
        self.text = self.book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.plain = self.book.add_format({"valign": "top"})
        self.day = self.book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        self.head = self.book.add_format({"bold": True, "bg_color": "#D9E2EC", "text_wrap": True, "valign": "top"})
        self.must = self.book.add_format(
            {"bold": True, "bg_color": "#243B53", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
        )

    def write(self) -> bytes:
        """All the sheets, in the order in which a person fills them in."""
        first = self.book.add_worksheet(README_TAB[self.language])
        first.set_column(0, 0, 110)
        for row, line in enumerate(readme(self.language)):
            first.write_string(row, 0, line, self.text)
        for held in TABS:
            sheet = self.book.add_worksheet(TABS[held][self.language])
            if held == PROGRAMME_FILE:
                self._programme(sheet)
            else:
                self._table(sheet, held)
        last = self.book.add_worksheet(LISTS_TAB[self.language])
        write_lists(last, self.lists, self.head)
        self.book.close()
        return self._content.getvalue()

    def _table(self, sheet: Worksheet, held: Held) -> None:
        columns = columns_in(held)
        rows = list(self._rows(held))
        last = max(READY_ROWS, len(rows) + SPARE_ROWS)
        for k, column in enumerate(columns):
            width, style = self._dress(column)
            sheet.set_column(k, k, width, style)
            self._heading(sheet, 0, k, column)
            guard(sheet, (1, k), (last, k), column, self.lists, self.language)
        for number, values in enumerate(rows, start=1):
            for k, (column, value) in enumerate(zip(columns, values, strict=True)):
                self._cell(sheet, number, k, column, value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)

    def _programme(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 18, self.text)
        sheet.set_column(1, 1, 50, self.text)
        sheet.set_column(2, 2, 80, self.text)
        for k, heading in enumerate((NAME, VALUE, MEANING)):
            sheet.write_string(0, k, heading[self.language], self.head)
        for row, column in enumerate(columns_in(PROGRAMME_FILE), start=1):
            sheet.write_string(row, 0, column.header(self.language), self.must if column.required else self.head)
            if self.records is not None:
                self._cell(sheet, row, 1, column, getattr(self.records.programme, column.field))
            sheet.write_string(row, 2, comment(column, self.lists, self.language), self.text)
            guard(sheet, (row, 1), (row, 1), column, self.lists, self.language)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(columns_in(PROGRAMME_FILE)), 2)

    def _rows(self, held: Held) -> Iterable[Sequence[Any]]:
        if self.records is None:
            return []
        if held in FILES:
            return values_of(self.records, held)
        listed = getattr(self.records.programme, held)
        if isinstance(listed, dict):
            return sorted(listed.items())
        return [[getattr(entry, column.field) for column in LISTED[held]] for entry in listed]

    def _heading(self, sheet: Worksheet, row: int, k: int, column: Column) -> None:
        sheet.write_string(row, k, column.header(self.language), self.must if column.required else self.head)
        note = comment(column, self.lists, self.language)
        if note:
            sheet.write_comment(row, k, note, {"author": "Abbina", "x_scale": 2.5, "y_scale": 1.6})

    def _dress(self, column: Column) -> tuple[int, Format]:
        width = _WIDTHS.get(column.kind, _WIDEST)
        name = list_of(column)
        if name is not None and column.kind.partition(":")[0] in ("code", "role", "division"):
            width = min(_WIDEST, max(len(word) for word in self.lists[name].words) + 4)
        style = self.day if column.kind == "day" else self.plain if column.kind in ("whole", "decimal") else self.text
        return max(width, min(24, len(column.header(self.language)) + 3)), style

    def _cell(self, sheet: Worksheet, row: int, k: int, column: Column, value: Any) -> None:
        if isinstance(value, date) and value >= _FIRST_COUNTED:
            sheet.write_datetime(row, k, value, self.day)
        elif isinstance(value, (int, float)) and not isinstance(value, bool) and _is_kept(value):
            sheet.write_number(row, k, value, self.plain)
        else:
            self._text(sheet, row, k, column, self._told(column, value))

    def _told(self, column: Column, value: Any) -> str:
        if column.kind != "list":
            return write_cell(column, value, self.language, labels=True)
        kind = "municipality" if column.field == "municipalities" else column.kind
        return "; ".join(name_of(kind, entry, self.language) for entry in value)

    def _text(self, sheet: Worksheet, row: int, k: int, column: Column, text: str) -> None:
        if len(text) > LONGEST_CELL:
            self._refuse(sheet, row, column, text, say(_TOO_LONG, most=LONGEST_CELL))
        elif NO_XML.search(text):
            self._refuse(sheet, row, column, text, say(_NO_LETTER))
        elif text:
            sheet.write_string(row, k, text, self.text)

    def _refuse(self, sheet: Worksheet, row: int, column: Column, text: str, expected: str) -> None:
        where = place(BOOK_FILE, sheet.get_name())
        self.faults.append(
            RowFault(
                where, row + 1, column.header(self.language), shown_in(column.field, text, column.record), expected
            )
        )


def _is_kept(value: float) -> bool:
    """Whether a spreadsheet program keeps a number as it is: of 15 digits, and not so near to zero that it is lost."""
    return float(f"{value:.15g}") == value and (value == 0 or abs(value) >= _SMALLEST)
