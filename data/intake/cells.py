"""One cell: what people write in it -> the value of a field, and a value -> what is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from data.catalogues import catalogue
from data.codes import Cefr, Code
from data.fields import plain
from data.intake.columns import Column, Language
from data.places import places
from data.ramp import RampStep
from data.week import DAYS_EN, DAYS_IT, Week, format_week

# "Asked, and there is none", apart from the empty cell, "not asked".
NONE: dict[Language, str] = {"it": "nessuna", "en": "none"}
YES_NO: dict[Language, tuple[str, str]] = {"it": ("no", "sì"), "en": ("no", "yes")}
_NONE_WORDS = {"nessuna", "nessuno", "nessun", "none", "mai", "never"}
_DECIMAL = re.compile(r"-?\d+,\d+")
# What a spreadsheet would run as a formula; an apostrophe in front makes it text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SHIELDED = re.compile(r"'+[=+\-@\t\r]")


def read_cell(column: Column, cell: str) -> Any:
    """What a record's field is given for a cell: its text, or the empty collection where it says that there is none."""
    text = cell.strip()
    if column.kind == "text":
        return unshielded(text)
    if column.is_collection and plain(text[:20]) in _NONE_WORDS:
        return Week() if column.kind == "week" else {} if _is_mapping(column) else ()
    if column.kind == "decimal" and _DECIMAL.fullmatch(text):
        return text.replace(",", ".")
    return _unnamed(text) if column.kind == "division" else text


def write_cell(column: Column, value: Any, language: Language, labels: bool = False) -> str:
    """The cell that `read_cell` and the field's type turn back into the value.

    Parameters
    ----------
    column : Column
    value : Any
        Of that field, from a record.
    language : {"it", "en"}
        Of days, decimals and labels.
    labels : bool
        Whether to write the words of the language instead of codes, where the words mean one code alone.
    """
    if value is None:
        return ""
    if column.kind == "text":
        return shielded(value)
    if isinstance(value, bool):
        return YES_NO[language][value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return _decimal(value, language)
    if isinstance(value, Week):
        return format_week(value, DAYS_IT if language == "it" else DAYS_EN)
    if column.kind == "ramp":
        return ramp_text(value, language)
    if column.kind == "area":
        return "; ".join(f"{_decimal(lat, language)} {_decimal(lon, language)}" for lat, lon in value)
    if isinstance(value, (Mapping, tuple)):
        return _listed(column, value, language, labels)
    return name_of(column.kind, value, language) if labels else str(value)


def ramp_text(steps: Sequence[RampStep], language: Language) -> str:
    """A ramp of hours in the words of a language; either is read back."""
    if language == "it":
        return "; ".join(map(str, steps))
    told = (f"{step.days}x{step.hours:g}" for step in steps)
    lengths = ("then" if step.weeks is None else f"{step.weeks} week{'s' * (step.weeks > 1)}" for step in steps)
    return "; ".join(f"{length} {hours}" for length, hours in zip(lengths, told, strict=True))


def shielded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unshielded(text: str) -> str:
    """The text without the apostrophe that `shielded` puts in front."""
    return text[1:] if _SHIELDED.match(text) else text


def name_of(kind: str, value: Any, language: Language) -> str:
    """The words for a code or key of a kind of column; what has no words stays as it is."""
    if isinstance(value, Code):
        # A level such as A2 is what people say.
        return value.value if isinstance(value, Cefr) else value.it if language == "it" else value.en
    if kind in ("municipality", "municipalities"):
        return places().find(value).label
    if kind in ("division", "divisions"):
        # In a list of two-digit codes nobody finds anything; among several, words with commas would be cut.
        return f"{value} {_label(catalogue().division(value), language)}" if kind == "division" else str(value)
    known: Mapping[str, Any] = {}
    if kind in ("role", "roles", "levels:roles"):
        known = catalogue().roles
    elif kind == "levels:competences":
        known = catalogue().competences
    entry = known.get(value)
    return str(value) if entry is None else _label(entry, language)


def _decimal(value: float, language: Language) -> str:
    number = format(Decimal(repr(value)), "f").removesuffix(".0")
    return number.replace(".", ",") if language == "it" else number


def _label(entry: Any, language: Language) -> str:
    return str(entry.label_it if language == "it" else entry.label_en)


def _unnamed(text: str) -> str:
    """The code of a division that is written with its words, as the drop-down list has it."""
    code, _, words = text.partition(" ")
    entry = catalogue().divisions.get(code)
    return code if entry is not None and words in (entry.label_it, entry.label_en) else text


def _listed(column: Column, value: Mapping[str, Any] | tuple[Any, ...], language: Language, labels: bool) -> str:
    def name(entry: Any) -> str:
        told = name_of(column.kind, entry, language) if labels else str(entry)
        # A comma alone would cut the words in two.
        return str(entry) if "," in told else told

    if not value:
        return NONE[language] if column.default is None else ""
    if not isinstance(value, Mapping):
        return "; ".join(name(entry) for entry in value)
    if column.kind == "features":
        return "; ".join(f"{name(key)}={YES_NO[language][answer]}" for key, answer in value.items())
    mark = "<=" if column.kind == "limits" else "="
    return "; ".join(f"{name(key)}{mark}{level}" for key, level in value.items())


def _is_mapping(column: Column) -> bool:
    return column.kind.partition(":")[0] in ("levels", "limits", "features", "cefr")
