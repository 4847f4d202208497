"""Rows of our own tables as they were drawn from an office's sheets, and the codes of those that have none."""

from __future__ import annotations

from dataclasses import dataclass, field

from data.intake.columns import FILES, Column, column_of
from data.intake.office.codes_made import MadeCodes
from data.intake.office.mapping import MakeCode
from data.intake.office.skipped_rows import Skipped


class RowOf(int):
    """A running number of a row that tells people where the row is."""

    told: str

    def __new__(cls, number: int, told: str) -> RowOf:
        """A number and what people read in its place."""
        row = super().__new__(cls, number)
        row.told = told
        return row

    def __format__(self, _form: str) -> str:
        return self.told

    def __str__(self) -> str:
        return self.told


@dataclass(frozen=True, slots=True)
class Written:
    """Where and how a value was written: header or label, row from 1, text."""

    header: str
    row: int
    text: str


@dataclass(slots=True)
class Drawn:
    """A row of one of our tables, drawn from a sheet.

    Parameters
    ----------
    sheet : str
        `Persone.xlsx [Foglio1]`.
    row : int
        From 1.
    cells : dict
        Our column -> text for its field.
    written : dict
        Our column -> where that was written.
    """

    sheet: str
    row: int
    cells: dict[Column, str] = field(default_factory=dict)
    written: dict[Column, Written] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What was read of a sheet for one table: entries, rows that hold none and why, columns that nobody names."""

    sheet: str
    table: str
    entries: int
    skipped: tuple[Skipped, ...]
    unnamed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """A row that still lacks its code: its table, how that is made, of which words, and its children by number."""

    row: Drawn
    table: str
    made: MakeCode
    who: str
    children: dict[int, Drawn]


@dataclass(slots=True)
class Gathered:
    """Rows by file of a cohort folder, those of them without a code, and what was read of each sheet."""

    rows: dict[str, list[Drawn]] = field(default_factory=lambda: {file: [] for file in FILES})
    unnumbered: list[Unnumbered] = field(default_factory=list)
    reports: list[SheetReport] = field(default_factory=list)


def give_codes(gathered: Gathered, codes: MadeCodes) -> None:
    """Number the rows that lack a code, in order, past every code that somebody wrote in the same tables."""
    for table in {asked.table for asked in gathered.unnumbered}:
        code = column_of(table, "id")
        for row in gathered.rows[f"{table}.csv"]:
            codes.saw(row.cells.get(code, ""))
    for asked in gathered.unnumbered:
        made = asked.made
        given = codes.code(asked.table, made.prefix, asked.who, keep=made.keep)
        asked.row.cells[column_of(asked.table, "id")] = given
        for k, child in asked.children.items():
            name_child(child, given, k)


def name_child(child: Drawn, parent: str, k: int) -> None:
    """Give a child that stands on its parent's row the parent's code and one of its own."""
    child.cells[column_of("children", "id")] = f"{parent}-F{k}"
    child.cells[column_of("children", "candidate")] = parent
