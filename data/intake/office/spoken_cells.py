"""What offices write in a cell, said again in the form that the fields read.

Nothing is refused here: what is not understood goes on as it was written, and the field says what it expects.

Two-digit years: a birth in 00-29 is of this century, in 30-99 of the last one; every other day is of this century.
`n.d.`, `?`, `-`, `da verificare` are "not known", never no.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from data.fields import plain
from data.intake.cells import NONE
from data.intake.columns import Column
from data.intake.office.spoken_place import spoken_place
from data.intake.office.spoken_week import spoken_week
from data.intake.office.words import words_of
from data.intake.office.workbook import Cell, as_text

# A birth with two digits of the year: beyond this one it is of the last century.
LAST_SHORT_BIRTH = 29
_UNKNOWN = {
    *("-", "--", "---", "–", "—", "/", "//", "?", "??", "???", "…", "nd", "nc", "np", "n/d", "n/a", "na", "boh"),
    *("da verificare", "da definire", "da chiedere", "da sentire", "da valutare", "in verifica", "non noto"),
    *("non nota", "non si sa", "non so", "sconosciuto", "non indicato", "non indicata", "non rilevato", "da compilare"),
    *("da fare", "da fissare", "da decidere", "in attesa"),
}
_YES = {"si", "s", "x", "ok", "vero", "yes", "y", "1", "✓", "✔", "☑", "✅", "√"}
_NO = {"no", "n", "falso", "0", "✗", "✘", "☐", "❌"}
_NOTHING = {"no", "nessuno", "nessuna", "nessun", "non ha", "niente", "non ne ha", "nulla"}
_MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
_DAY_LEAD = re.compile(r"^(?:nat[oa]\s+il|a partire dal|entro il|entro|dal|dall'|il|l')\s*(?=\d)", re.IGNORECASE)
_DAY_DIGITS = re.compile(r"^(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})\.?$")
_DAY_WORDS = re.compile(r"^(\d{1,2})\s*[°º]?\s*[/.\- ]?\s*([a-z]{3,9})\.?\s*[/.\- ]?\s*(\d{4}|'?\d{2})$")
_DAY_TIME = re.compile(r"^(\d{4}-\d{2}-\d{2})[ T]\d{1,2}:\d{2}(?::\d{2})?$")
# Below, a number is a year or an age; above, it is past the calendar of the fields.
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 109_574
_SERIAL_ZERO = date(1899, 12, 30)
_UNIT = re.compile(
    r"^(?:n[.°r]*\s*|circa\s+)?(-?\d+(?:[.,]\d+)?)\s*(?:post[oi]|mes[ei]|ore|or[ae]|h|min(?:ut[oi])?|'|anni|addett[oi]|"
    r"dip(?:endenti)?|persone|tirocini|€)?\.?\s*(?:/\s*sett(?:imana)?\.?|a settimana|settimanali|alla settimana)?$",
    re.IGNORECASE,
)
_HOURS = re.compile(r"^(\d{1,2})(?:\s*h\s*|:|\s*or[ae]\s*(?:e\s*)?)(\d{2}|mezza|un quarto)?(?:\s*min(?:uti)?)?$")
_PARTS_OF_AN_HOUR = {"mezzora": 30, "mezz ora": 30, "mezza ora": 30, "un ora": 60, "un ora e mezza": 90}
_DIVISION = re.compile(r"^(?:ateco\s*)?[A-Ua-u]?\s*-?\s*(\d{1,2}(?:\.\d{1,2}){0,2}|\d{4,6})(?:\D.*)?$", re.IGNORECASE)
# Runs of blanks would be looked through from each of them.
_BLANKS = re.compile(r"[^\S\n]+")
# What is longer is no list of codes: it goes on as written.
_LONGEST_READ = 4000
_LIST = re.compile(r"\s*(?:[;,/\n+]|\be\b)\s*")
_LEVELS = re.compile(r"\s*[;,\n]\s*")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a mapping says that the cells of one field are read.

    Parameters
    ----------
    values : Mapping
        What is written -> what it means; keys as `key_of` makes them.
    separator : str
        Between the entries of a list; empty for the usual ones (`;`, `,`, `/`, `+`, «e», a new line).
    level : int, optional
        Level of the entries of a list that are written without one.
    if_blank : str
        What an empty cell means; empty for "not known".
    """

    values: Mapping[str, str] = field(default_factory=dict)
    separator: str = ""
    level: int | None = None
    if_blank: str = ""


def key_of(written: str) -> str:
    """How what is written is compared: without case, accents and punctuation, unless there is nothing else."""
    return plain(written) or " ".join(written.split())


def is_unknown(written: str) -> bool:
    """Whether a cell says that something is not known: in so many words, or by a question mark behind (`no?`)."""
    text = " ".join(written.lower().split())
    return text in _UNKNOWN or text.replace(".", "") in _UNKNOWN or text.rstrip(" .)").endswith("?")


def yes_or_no(written: str) -> bool | None:
    """The answer that a cell gives; None if it gives none, or doubts it."""
    if is_unknown(written):
        return None
    key = key_of(written)
    return True if key in _YES else False if key in _NO else None


def spoken(column: Column, cell: Cell, reading: Reading) -> str:
    """The text for a field, from a cell as an office writes it; empty where nothing is known.

    Parameters
    ----------
    column : Column
        The column of our own tables that the cell is for.
    cell : Cell
    reading : Reading
    """
    written = _BLANKS.sub(" ", as_text(cell)) or reading.if_blank
    # Where a cell doubts itself, what its words mean is not asked.
    if not written or (is_unknown(written) and column.kind != "text" and key_of(written) not in reading.values):
        return ""
    text = reading.values.get(key_of(written), written)
    if is_unknown(text) and column.kind != "text":
        return ""
    if len(text) > _LONGEST_READ:
        return text
    kind, _, vocabulary = column.kind.partition(":")
    if column.is_collection and key_of(text) in _NOTHING:
        return NONE["it"]
    if kind == "day":
        return spoken_day(text, is_birth=column.field == "birth_date")
    if kind == "yes_no":
        answer = yes_or_no(text)
        return text if answer is None else "sì" if answer else "no"
    if kind == "week":
        # What the mapping has said in full is not said again word by word.
        return spoken_week(text, {} if key_of(written) in reading.values else reading.values)
    if kind == "whole":
        return _minutes(text) if column.field.endswith("_min") else _count(text)
    if kind == "decimal":
        return _count(text)
    if kind == "municipality":
        return spoken_place(text)
    if kind in ("division", "divisions"):
        return "; ".join(_division(part) for part in _parts(text, reading)) if kind == "divisions" else _division(text)
    if kind in ("code", "role"):
        return words_of(vocabulary or "roles").get(key_of(text), text)
    if kind in ("codes", "roles"):
        return "; ".join(_translated(part, vocabulary or "roles", reading) for part in _parts(text, reading))
    if kind in ("limits", "demands", "features"):
        return "; ".join(reading.values.get(key_of(part), part) for part in _parts(text, reading, _LEVELS))
    if kind == "ids":
        return "; ".join(_parts(text, reading, _LEVELS))
    if kind == "levels":
        return "; ".join(_level(part, vocabulary, reading) for part in _parts(text, reading, _LEVELS))
    return text


def spoken_day(text: str, *, is_birth: bool) -> str:
    """A day as `2026-12-31` from `31.12.26`, `31 dicembre 2026`, `il 31-dic-26` or a spreadsheet's number of days."""
    flat = _DAY_LEAD.sub("", " ".join(text.split()))
    if found := _DAY_TIME.match(flat):
        return found[1]
    if flat.isdecimal() and len(flat) < 9 and _FIRST_SERIAL <= int(flat) <= _LAST_SERIAL:
        return (_SERIAL_ZERO + timedelta(days=int(flat))).isoformat()
    if found := _DAY_DIGITS.match(flat):
        day, month, year = int(found[1]), int(found[2]), found[3]
    elif (found := _DAY_WORDS.match(flat.lower())) and found[2][:3] in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2][:3]) + 1, found[3].lstrip("'")
    else:
        return text
    return f"{_year(year, is_birth)}-{month:02}-{day:02}"


def _year(written: str, is_birth: bool) -> int:
    if len(written) == 4:
        return int(written)
    return int(written) + (1900 if is_birth and int(written) > LAST_SHORT_BIRTH else 2000)


def _count(text: str) -> str:
    found = _UNIT.match(text)
    return found[1] if found else text


def _minutes(text: str) -> str:
    if key_of(text) in _PARTS_OF_AN_HOUR:
        return str(_PARTS_OF_AN_HOUR[key_of(text)])
    if found := _HOURS.match(text.lower()):
        rest = {"mezza": 30, "un quarto": 15}.get(found[2] or "")
        return str(int(found[1]) * 60 + (rest if rest is not None else int(found[2] or 0)))
    return _count(text)


def _division(text: str) -> str:
    found = _DIVISION.match(text.strip())
    return found[1] if found else text.strip()


def _parts(text: str, reading: Reading, usual: re.Pattern[str] = _LIST) -> list[str]:
    parts = text.split(reading.separator) if reading.separator else usual.split(text)
    return [part.strip() for part in parts if part.strip()]


def _translated(part: str, vocabulary: str, reading: Reading) -> str:
    key = key_of(part)
    return reading.values.get(key) or words_of(vocabulary).get(key, part)


def _level(part: str, vocabulary: str, reading: Reading) -> str:
    name, mark, level = part.partition("=")
    name = _translated(name.strip(), vocabulary, reading)
    if mark or "=" in name or reading.level is None:
        return f"{name}{mark}{level}"
    return f"{name}={reading.level}"
