"""What is wrong in a cohort folder: where, with which value, what is expected, and the nearest valid value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.errors import AbbinaError

LONGEST_VALUE = 200
_SHOWN = 60


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
        What should be there, in Italian.
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
        """The fault in one Italian sentence."""
        where = self.file
        if self.row:
            where += f", riga {self.row}"
        if self.column:
            where += f", colonna «{self.column}»"
        told = _told(self.expected)
        if self.value and f"«{self.value}»" not in self.expected:
            told = f"«{_cut(_flat(self.value))}» — {told}"
        if self.nearest and self.nearest not in self.expected:
            told = f"{told.rstrip('.')} (forse: {self.nearest})"
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
        """One Italian sentence for each fault."""
        return [fault.line() for fault in self.faults]


def shown(value: object) -> str:
    """A value as text that can always be printed, at most 200 characters; empty for a list or a table."""
    if value is None or isinstance(value, (dict, list, tuple, set)):
        return ""
    text = str(value)[: LONGEST_VALUE + 1].encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _told(expected: str) -> str:
    if expected.startswith(("una ", "un'")):
        return f"attesa {expected}"
    return f"atteso {expected}" if expected.startswith(("un ", "uno ")) else expected


def _flat(text: str) -> str:
    """One line, without what a terminal would obey."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
