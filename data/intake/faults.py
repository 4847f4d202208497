"""What is wrong in a cohort folder: where, with which value, what is expected, and the nearest valid value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.errors import AbbinaError
from data.language import say

LONGEST_VALUE = 200
# Fields for sealed names: who writes a name in clear there must not find it again in a message, nor in its log.
SECRET = frozenset({"person", "people"})
# Tables of which no value is told: a name in clear may end up in any of their columns.
HIDDEN_TABLES = frozenset({"acts", "protections"})
_SHOWN = 60
# Of both languages.
_QUOTES = (("«", "»"), ("“", "”"))


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """One thing to correct.

    Parameters
    ----------
    file : str
        Name of the file in the folder.
    row : int
        Row as a spreadsheet numbers it: the header is 1, blank rows count; 0 if the fault is of the whole file.
        In `programme.yaml`, the line.
    column : str
        Header as written in that file; in `programme.yaml` the key, lists counted from 1: `categories[2].code`. Empty
        if the fault is of the whole row.
    value : str
        What is written there, at most 200 characters.
    expected : str
        What should be there, in the language spoken when the file was read: a few words in lower case that end the
        sentence "expected ...", or a sentence of its own, which begins with a capital or a quotation mark.
    nearest : str
        The nearest valid value, or empty.
    """

    file: str
    row: int
    column: str
    value: str
    expected: str
    nearest: str = ""

    def line(self) -> str:
        """The fault in one sentence."""
        where = self.file
        if self.row:
            where += say(", riga {row}", row=self.row)
        if self.column:
            where += say(", colonna «{column}»", column=self.column)
        told = _told(self.expected)
        if self.value and not any(f"{a}{self.value}{z}" in self.expected for a, z in _QUOTES):
            told = say("«{value}» — {told}", value=_cut(_flat(self.value)), told=told)
        if self.nearest and self.nearest not in self.expected:
            told = say("{told} (forse: {nearest})", told=told.rstrip("."), nearest=self.nearest)
        return _flat(f"{where}: {told}")


class BadRecords(AbbinaError):
    """A cohort folder that cannot be read: every fault of every file, and nothing was changed.

    Parameters
    ----------
    faults : iterable of RowFault
        At least one.
    """

    def __init__(self, faults: Iterable[RowFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("bad_records", count=len(self.faults))

    def lines(self) -> list[str]:
        """One sentence for each fault."""
        return [fault.line() for fault in self.faults]


def shown(value: object) -> str:
    """A value as text that can always be printed, at most 200 characters; empty for a list or a table."""
    if value is None or isinstance(value, (dict, list, tuple, set)):
        return ""
    text = str(value)[: LONGEST_VALUE + 1].encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def shown_in(field: str, value: object, table: str = "") -> str:
    """As `shown`; of a field for sealed names, and of a table of `HIDDEN_TABLES`, only that something is there."""
    text = shown(value)
    return say("(nascosto)") if text and (field in SECRET or table in HIDDEN_TABLES) else text


def _told(expected: str) -> str:
    whole = expected[:1].isupper() or expected.startswith(tuple(a for a, _ in _QUOTES))
    return expected if whole else say("serve {expected}", expected=expected)


def _flat(text: str) -> str:
    """One line, without what a terminal would obey."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
