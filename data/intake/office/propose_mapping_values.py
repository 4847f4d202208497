"""What stands under a header: whether a field can read it, and which values a person has to translate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from data.intake.cells import NONE
from data.intake.columns import Column, model
from data.intake.office.spoken_cells import Reading, is_unknown, key_of, spoken
from data.intake.office.workbook import Cell, as_text

# Kinds whose odd values a person can translate in the mapping; the others are mended in the sheet.
_TRANSLATED = ("code", "codes", "role", "roles", "week", "municipality", "yes_no", "division", "levels", "cefr")
_MOST_VALUES = 40


def share(cells: list[Cell], good: Callable[[str], object]) -> float:
    """How much of what is known in a column is good, 0 to 1."""
    texts = [as_text(cell) for cell in cells if as_text(cell) and not is_unknown(as_text(cell))]
    return sum(bool(good(text)) for text in texts) / len(texts) if texts else 0.0


def not_understood(column: Column, cells: Iterable[Cell]) -> list[str]:
    """The different values of a column that its field does not read, in order; of a list, its entries."""
    kind = column.kind.partition(":")[0]
    is_name = column.field == "caseload"
    if kind not in _TRANSLATED and not is_name:
        return []
    odd: dict[str, str] = {}
    for cell in dict.fromkeys(cells):
        text = spoken(column, cell, Reading(level=1 if kind == "levels" else None))
        if is_name and (" " in text.strip() or text.isalpha()):
            odd.setdefault(key_of(text), text)
        elif text and not reads(column, text):
            entries = (
                [part.strip() for part in text.split(";")] if kind in ("codes", "roles", "levels") else [as_text(cell)]
            )
            for part in entries:
                if not reads(column, part):
                    written = part.removesuffix("=1") if kind == "levels" else part
                    odd.setdefault(key_of(written), written)
    words = {key for key in odd if key.isalpha()} if kind == "week" else set()
    # `mattina` once said, `lun mer mattina` needs no translation.
    return [value for key, value in odd.items() if key in words or not words & set(key.split())][:_MOST_VALUES]


def reads(column: Column, text: str) -> bool:
    """Whether a field reads a text."""
    if column.is_collection and text == NONE["it"]:
        return True
    try:
        _field(column).validate_python(text)
    except ValidationError:
        return False
    return bool(text)


@cache
def _field(column: Column) -> TypeAdapter[Any]:
    return TypeAdapter(model(column.record).model_fields[column.field].rebuild_annotation())
