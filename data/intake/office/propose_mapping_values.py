"""What stands under a header: whether a field can read it, and what of the rest a person may be shown to translate.

Office sheets hold free words about people anywhere. A value is shown only where it is plainly a code of the office;
of all others only the rows are told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from data.fields import plain
from data.intake.cells import NONE
from data.intake.columns import Column, model
from data.intake.office.layout import Spot
from data.intake.office.private import LONGEST_CELL, cut, is_private
from data.intake.office.spoken_cells import Reading, is_unknown, key_of, spoken
from data.intake.office.workbook import Cell, as_text

# Kinds whose odd values a person can translate in the mapping; the others are mended in the sheet.
_TRANSLATED = ("code", "codes", "role", "roles", "week", "municipality", "yes_no", "division", "levels", "cefr")
# Where the words of a sheet tell of health, of protection, or of what somebody wants; and whose operator is whose.
_NEVER_SHOWN = (
    *("banned_conditions", "banned_companies", "prescriptions", "functional_profile", "access_needs", "goals"),
    *("refused_roles", "refused_sectors", "refused_companies", "caseload", "potential_profile"),
    *("tutor_wish", "tutor_wish_firm", "people"),
)
_MOST_VALUES = 40
_LONGEST_VALUE = 30
# A column with more different values, or longer ones, is no column of codes.
_MOST_CODES = 12
_MOST_WORDS = 3
_WEEK_WORDS = re.compile(
    r"lun(?:edi)?|mar(?:tedi)?|mer(?:coledi)?|gio(?:vedi)?|ven(?:erdi)?|sab(?:at[oi])?|dom(?:enic(?:a|he))?|"
    r"[lmgvsdhaeoi]|lu|ma|me|gi|ve|sa|do|mattin[aeo]|mattinata|mattutino|pomeriggi[o]?|pomeridiano|ser[ae]|serale|"
    r"nott[ei]|giorn[oi]|giornat[ae]|mezzogiorno|tutt[oaie]|inter[oa]|mezza|part|full|time|pt|ft|turn[oi]|turnista|"
    r"orari[o]?|spezzat[oi]|unico|ferial[ei]|festiv[oi]|weekend|week|end|fine|settimana|ore|dalle|alle|dal|al|da|la|"
    r"il|le|di|in|prima|dopo|fino|solo|sempre|flessibile|completo|ridotto|no|tranne|esclus[oi]|scolastico|ogni|\d+"
)


@dataclass(slots=True)
class Odd:
    """What of a column its field does not read.

    Parameters
    ----------
    values : list of str
        To be translated in the mapping; they tell nothing of anybody.
    rows : list of int
        Rows, from 1, with values that are not shown.
    """

    values: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def share(cells: list[Cell], good: Callable[[str], object]) -> float:
    """How much of what is known in a column is good, 0 to 1."""
    texts = [text for cell in cells if (text := cut(as_text(cell))) and not is_unknown(text)]
    return sum(bool(good(text)) for text in texts) / len(texts) if texts else 0.0


def not_understood(column: Column, spots: Iterable[Spot]) -> Odd:
    """The different values of a column that its field does not read, in order; of a list, its entries."""
    kind = column.kind.partition(":")[0]
    if kind not in _TRANSLATED and column.field != "caseload":
        return Odd()
    found = [(spot.row, *_parts(column, as_text(spot.cell))) for spot in spots if as_text(spot.cell)]
    times = Counter(key for _, parts, odd in found for key in {key_of(part) for part in (*parts, *odd)})
    is_code_like = (
        len(times) <= _MOST_CODES
        and all(_is_short(part) for _, parts, odd in found for part in (*parts, *odd))
        and 2 * sum(bool(odd) for _, _, odd in found) <= len(found)
    )
    shown: dict[str, str] = {}
    hidden: list[tuple[int, str]] = []
    for row, _, odd in found:
        for part in odd:
            key = key_of(part)
            if _may_be_shown(column, part, is_code_like=is_code_like or times[key] > 1):
                shown.setdefault(key, part)
            else:
                hidden.append((row, key))
    words = {key for key in shown if key.isalpha()} if kind == "week" else set()
    # `mattina` once said, `lun mer mattina` needs no translation.
    values = [value for key, value in shown.items() if key in words or not words & set(key.split())]
    return Odd(values[:_MOST_VALUES], list(dict.fromkeys(row for row, _ in hidden)))


def _parts(column: Column, text: str) -> tuple[list[str], list[str]]:
    """The entries of a cell that its field reads, and those that it does not."""
    if len(text) > LONGEST_CELL:
        return [], [text]
    said = _said(column, text)
    kind = column.kind.partition(":")[0]
    if column.field == "caseload":
        return ([], [said]) if said and (" " in said.strip() or said.isalpha()) else ([said], [])
    if not said or reads(column, said):
        return [text], []
    parts = [part.strip() for part in said.split(";")] if kind in ("codes", "roles", "levels") else [text]
    good = [part for part in parts if reads(column, part)]
    return good, [part.removesuffix("=1") if kind == "levels" else part for part in parts if part not in good]


@lru_cache(maxsize=10_000)
def _said(column: Column, text: str) -> str:
    return spoken(column, text, Reading(level=1 if column.kind.startswith("levels") else None))


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_VALUE and len(text.split()) <= _MOST_WORDS and not is_private(text)


def _may_be_shown(column: Column, text: str, *, is_code_like: bool) -> bool:
    """Whether a value may stand in a mapping file and on a screen."""
    if column.field in _NEVER_SHOWN or len(text) > _LONGEST_VALUE or is_private(text):
        return False
    if column.kind == "week":
        return all(map(_WEEK_WORDS.fullmatch, plain(text).split()))
    return is_code_like


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
