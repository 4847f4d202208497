"""What a mapping file says: which sheet holds what, which column fills which field, and what is left out on purpose."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from data.intake.columns import Column
from data.intake.office.spoken_cells import Reading, key_of

VERSION = "2026-1"
Table = Literal["candidates", "children", "companies", "openings", "services"]
How = Literal["date", "yes_no", "hours", "list", "number", "text", "code", "municipality"]
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
# Kind of our column -> how its cells are read, as a mapping names it; the others are lists.
READ: Mapping[str, How] = {
    "day": "date",
    "yes_no": "yes_no",
    "week": "hours",
    "whole": "number",
    "decimal": "number",
    "text": "text",
    "id": "text",
    "code": "code",
    "role": "code",
    "division": "code",
    "municipality": "municipality",
}


class Part(BaseModel):
    """What all parts of a mapping share: frozen, no unknown name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Part):
    """Where the values of one field come from, and how they are read.

    Parameters
    ----------
    column : str, optional
        Header or label, as written.
    pattern : str, optional
        Several columns in one text: `{Giorni} {Dalle}-{Alle}`; a part between `;` whose cells are all empty is dropped.
    flags : dict
        Column that is ticked -> the code that a tick means.
    read : str, optional
        `date`, `yes_no`, `hours` ...: for who reads the mapping; it must suit the field.
    values : dict
        What is written -> what it means; `?` is "not known". None is a value that still lacks its translation.
    separator, level, if_blank
        As `data.intake.office.spoken_cells.Reading`.
    """

    column: str | None = None
    pattern: str | None = None
    flags: dict[str, str] = Field(default_factory=dict)
    read: How | None = None
    values: dict[str, str | None] = Field(default_factory=dict)
    separator: str = ""
    level: int | None = None
    if_blank: str = ""

    @property
    def columns(self) -> list[str]:
        """The columns of the sheet that it takes."""
        if self.pattern is not None:
            return _PLACEHOLDER.findall(self.pattern)
        return list(self.flags) if self.flags else [self.column or ""]

    def reading(self) -> Reading:
        """How its cells are read."""
        values = {key_of(written): meant for written, meant in self.values.items() if meant is not None}
        return Reading(values, self.separator, self.level, self.if_blank)

    def filled(self, texts: Mapping[str, str]) -> str:
        """The pattern with the texts of its columns; without the parts of which nothing is known."""
        parts = [
            _PLACEHOLDER.sub(lambda found: texts.get(found[1], ""), part).strip()
            for part in (self.pattern or "").split(";")
            if any(texts.get(name) for name in _PLACEHOLDER.findall(part))
        ]
        return "; ".join(parts)


class MakeCode(Part):
    """Codes that Abbina numbers: `P001`, `P002` in order of rows, the same one for the same person.

    Parameters
    ----------
    prefix : str
        One to four letters.
    known_by : list of str
        Columns that say who or what it is, together; written `from`. Without any, each row gets a code of its own.
    keep : bool
        Whether the codes are kept in `codici.csv`, so that next month the same person gets the same code.
    """

    prefix: str = Field(pattern="^[A-Za-z]{1,4}$")
    known_by: list[str] = Field(default_factory=list, alias="from")
    keep: bool = False


class SheetMap(Part):
    """What one sheet, or several alike, holds. `header` counts rows from 1: `4` or `4-5`."""

    sheet: str
    table: Table
    file: str = "*"
    layout: Literal["rows", "cards"] = "rows"
    header: str = Field(default="1", pattern=r"^[1-9]\d{0,3}(-[1-9]\d{0,3})?$")
    card_starts: str = ""
    make_code: MakeCode | None = None
    fields: dict[str, Source] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    children: list[dict[str, Source]] = Field(default_factory=list)
    left_out: dict[str, str] = Field(default_factory=dict)

    @field_validator("header")
    @classmethod
    def _from_top_to_bottom(cls, header: str) -> str:
        first, _, last = header.partition("-")
        if last and int(last) < int(first):
            raise ValueError(header)
        return header

    @property
    def header_rows(self) -> tuple[int, int]:
        """First row of the header, from 0, and how many there are."""
        first, _, last = self.header.partition("-")
        return int(first) - 1, int(last or first) - int(first) + 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A sheet's part of a mapping with the fields found in our tables.

    Parameters
    ----------
    about : SheetMap
    fields, constants : dict
        Our column -> where it comes from.
    children : list of dict
        The same for each child that stands in the columns of the person's row.
    path : tuple
        Where it stands in the mapping.
    """

    about: SheetMap
    fields: dict[Column, Source]
    constants: dict[Column, str]
    children: list[dict[Column, Source]]
    path: tuple[str | int, ...]

    def columns(self) -> dict[str, tuple[str | int, ...]]:
        """Every column of the sheet that is needed -> where the mapping names it."""
        needed: dict[str, tuple[str | int, ...]] = {}
        if self.about.make_code is not None:
            needed |= dict.fromkeys(self.about.make_code.known_by, (*self.path, "make_code", "from"))
        for name, source in self.about.fields.items():
            for column in source.columns:
                needed.setdefault(column, (*self.path, "fields", name))
        for k, child in enumerate(self.about.children):
            for name, source in child.items():
                for column in source.columns:
                    needed.setdefault(column, (*self.path, "children", k, name))
        return needed


@dataclass(frozen=True, slots=True)
class OfficeMap:
    """A mapping that was read: its plans, and where each part stands in its file."""

    file: str
    plans: list[Plan]
    place: Callable[[tuple[str | int, ...]], tuple[int, str]]
