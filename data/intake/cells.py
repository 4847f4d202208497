"""One cell: what people write in it -> the value of a field, and a value -> what is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from data.fields import plain
from data.intake.columns import Column, Language
from data.week import DAYS_EN, DAYS_IT, Week, format_week

# "Asked, and there is none", apart from the empty cell, "not asked".
NONE: dict[Language, str] = {"it": "nessuna", "en": "none"}
_NONE_WORDS = {"nessuna", "nessuno", "nessun", "none", "mai", "never"}
_YES_NO: dict[Language, tuple[str, str]] = {"it": ("no", "sì"), "en": ("no", "yes")}
# What a spreadsheet would run as a formula; an apostrophe in front makes it text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SHIELDED = re.compile(r"'+[=+\-@\t\r]")


def read_cell(column: Column, cell: str) -> Any:
    """What a record's field is given for a cell: its text, or the empty collection where it says that there is none."""
    text = cell.strip()
    if column.kind == "text":
        return text[1:] if _SHIELDED.match(text) else text
    if column.is_collection and plain(text[:20]) in _NONE_WORDS:
        return Week() if column.kind == "week" else {} if _is_mapping(column) else ()
    return text


def write_cell(column: Column, value: Any, language: Language) -> str:
    """The cell that `read_cell` and the field's type turn back into the value."""
    if value is None:
        return ""
    if column.kind == "text":
        return f"'{value}" if _FORMULA.match(value) else value
    if isinstance(value, bool):
        return _YES_NO[language][value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        number = format(Decimal(repr(value)), "f").removesuffix(".0")
        return number.replace(".", ",") if language == "it" else number
    if isinstance(value, Week):
        return format_week(value, DAYS_IT if language == "it" else DAYS_EN)
    if isinstance(value, (Mapping, tuple)):
        return _listed(column, value, language)
    return str(value)


def _listed(column: Column, value: Mapping[str, Any] | tuple[Any, ...], language: Language) -> str:
    if not value:
        return NONE[language] if column.default is None else ""
    if not isinstance(value, Mapping):
        return "; ".join(str(entry) for entry in value)
    if column.kind == "features":
        return "; ".join(f"{key}={_YES_NO[language][answer]}" for key, answer in value.items())
    mark = "<=" if column.kind == "limits" else "="
    return "; ".join(f"{key}{mark}{level}" for key, level in value.items())


def _is_mapping(column: Column) -> bool:
    return column.kind.partition(":")[0] in ("levels", "limits", "features", "cefr")
