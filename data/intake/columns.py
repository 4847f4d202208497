"""The columns of a cohort folder: one table (`columns.csv`) for reading, for writing and for the template."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from data.bundle import HOST_PAPERS, PAPERS, TABLES
from data.call import Programme
from data.fields import plain
from data.language import Language as Language
from data.language import spoken
from data.records import Record

# File -> the tables that its rows hold, in the order in which faults are told.
FILES: dict[str, tuple[str, ...]] = {
    "candidates.csv": ("candidates",),
    "children.csv": ("children",),
    "companies.csv": ("companies", "sites"),
    "openings.csv": ("openings",),
    "services.csv": ("services",),
    **{f"{table}.csv": (table,) for table in (*PAPERS, *HOST_PAPERS)},
}
PAPER_FILES = tuple(f"{table}.csv" for table in (*PAPERS, *HOST_PAPERS))
# What a mapping of an office's own files can fill.
OFFICE_FILES = tuple(file for file in FILES if file not in PAPER_FILES)
PROGRAMME_FILE = "programme.yaml"
# A missing file of these means that there are none.
MAY_MISS = ("children.csv", "services.csv", *PAPER_FILES)
# Kinds of values for which "asked, and there is none" differs from "not asked".
COLLECTIONS = (
    *("ids", "roles", "divisions", "municipalities", "week", "limits", "demands", "features", "codes", "levels"),
    *("cefr", "seals"),
)

_TABLE = Path(__file__).parent / "columns.csv"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one file.

    Parameters
    ----------
    record : str
        Table of the record: a key of `data.bundle.TABLES`, or `programme`.
    field : str
        Field of the record.
    it, en : str
        Italian and English header; of the programme, its key in YAML.
    kind : str
        What the cells hold: `day`, `week`, `code:Sex`, `levels:roles` ...
    meaning, missing, example : str
        For people, Italian: what it says, what an empty cell means (empty if none may be), one valid cell.
    meaning_en, missing_en, example_en : str
        The same in English; the example is empty where the Italian one serves.
    """

    record: str
    field: str
    it: str
    en: str
    kind: str
    meaning: str
    missing: str
    example: str
    meaning_en: str
    missing_en: str
    example_en: str

    def header(self, language: Language) -> str:
        """The header to write."""
        return self.it if language == "it" else self.en

    @property
    def name_told(self) -> str:
        """The header in the language spoken now."""
        return self.header(spoken())

    @property
    def meaning_told(self) -> str:
        """What the column says, in the language spoken now."""
        return self.meaning if spoken() == "it" else self.meaning_en

    @property
    def missing_told(self) -> str:
        """What an empty cell means, in the language spoken now; empty if none may be."""
        return self.missing if spoken() == "it" else self.missing_en

    @property
    def example_told(self) -> str:
        """One valid cell, as people of the language spoken now write it."""
        return (spoken() == "en" and self.example_en) or self.example

    @property
    def required(self) -> bool:
        """Whether every record needs a value here."""
        return model(self.record).model_fields[self.field].is_required()

    @property
    def default(self) -> Any:
        """The value of an empty cell."""
        return model(self.record).model_fields[self.field].get_default(call_default_factory=True)

    @property
    def is_collection(self) -> bool:
        """Whether a cell holds several things, or none."""
        return self.kind.partition(":")[0] in COLLECTIONS


def model(record: str) -> type[Record]:
    """The model of a table's records, or the programme's."""
    return Programme if record == "programme" else TABLES[record]


@cache
def all_columns() -> tuple[Column, ...]:
    """Every column of every file, in the order in which they are written."""
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        return tuple(Column(**row) for row in csv.DictReader(lines, delimiter="|", strict=True))


@cache
def columns_of(file: str) -> tuple[Column, ...]:
    """The columns of one file."""
    return tuple(column for column in all_columns() if column.record in FILES.get(file, ("programme",)))


@cache
def column_of(record: str, field: str) -> Column:
    """The column that holds a field; the company of a site is the code of its row's company."""
    if (record, field) == ("sites", "company"):
        record, field = "companies", "id"
    return next(column for column in all_columns() if (column.record, column.field) == (record, field))


@cache
def _by_name(file: str) -> dict[str, Column]:
    return {plain(name): column for column in columns_of(file) for name in (column.en, column.it)}


def find_column(file: str, header: str) -> Column | None:
    """The column that a header means, in either language, whatever its case, accents, blanks and underscores."""
    return _by_name(file).get(plain(header))


def nearest_header(file: str, header: str) -> str:
    """The known header that looks most like an unknown one, in the same language; empty if none does."""
    close = difflib.get_close_matches(plain(header)[:60], _by_name(file), n=1, cutoff=0.6)
    if not close:
        return ""
    column = _by_name(file)[close[0]]
    return column.it if plain(column.it) == close[0] else column.en
