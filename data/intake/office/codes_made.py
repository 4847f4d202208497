"""Codes for people and companies that a spreadsheet knows only by name, and the closed file that remembers them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from data.fields import plain
from data.intake.closed_file import write_closed
from data.intake.faults import RowFault, shown
from data.intake.text import read_text
from data.language import say

KEY_FILE = "codici.csv"
_HEADER = ["tabella", "codice", "chi"]
_CODE = re.compile(r"([A-Za-z]{1,4})(\d{1,6})")


class MadeCodes:
    """Gives out codes such as `P001`; the same one for who is known by the same words in the same table.

    Parameters
    ----------
    kept : iterable of (table, code, who)
        What was given out before.
    """

    def __init__(self, kept: Iterable[tuple[str, str, str]] = ()) -> None:
        self._codes = {(table, plain(who)): (code, who) for table, code, who in kept}
        self._last: dict[str, int] = {}
        for _, code, _ in kept:
            self._saw(code)
        self._kept = set(self._codes)

    def _saw(self, code: str) -> None:
        if found := _CODE.fullmatch(code):
            prefix = found[1].upper()
            self._last[prefix] = max(self._last.get(prefix, 0), int(found[2]))

    def code(self, table: str, prefix: str, who: str, *, keep: bool) -> str:
        """The code of who is known by these words; a new one if they are blank or were never seen."""
        key = (table, plain(who))
        if key[1] and key in self._codes:
            return self._codes[key][0]
        self._last[prefix.upper()] = self._last.get(prefix.upper(), 0) + 1
        code = f"{prefix}{self._last[prefix.upper()]:03}"
        if key[1]:
            self._codes[key] = code, who
            if keep:
                self._kept.add(key)
        return code

    @property
    def is_kept(self) -> bool:
        """Whether there is any code to keep."""
        return bool(self._kept)

    def known_by(self, table: str) -> dict[str, str]:
        """Words, compared as `plain` makes them -> code."""
        return {who: code for (kind, who), (code, _) in self._codes.items() if kind == table}

    def text(self) -> str:
        """The content of the key file."""
        lines = io.StringIO(newline="")
        writer = csv.writer(lines, delimiter=";")
        writer.writerow(_HEADER)
        writer.writerows(sorted((key[0], *self._codes[key]) for key in self._kept))
        return lines.getvalue()


def read_codes(path: Path, faults: list[RowFault]) -> MadeCodes:
    """The codes given out before; none if there is no file yet."""
    if not path.exists():
        return MadeCodes()
    before = len(faults)
    text = read_text(path, faults)
    if text is None:
        return MadeCodes()
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    expected = say("tre celle come le ha scritte abbina: {names}", names="; ".join(_HEADER))
    kept: dict[str, tuple[str, str, str]] = {}
    for number, row in enumerate(rows, 1):
        is_right = row == _HEADER if number == 1 else len(row) == 3 and _CODE.fullmatch(row[1]) is not None
        if not is_right:
            faults.append(RowFault(path.name, number, "", shown(";".join(row)), expected))
        elif number > 1 and row[1] in kept:
            faults.append(RowFault(path.name, number, _HEADER[1], row[1], say("un codice diverso per ogni riga")))
        elif number > 1:
            kept[row[1]] = (row[0], row[1], row[2])
    return MadeCodes(list(kept.values())) if len(faults) == before else MadeCodes()


def write_codes(codes: MadeCodes, path: Path) -> None:
    """Write the key file whole or not at all; only its owner can open it, because it says who is who."""
    write_closed(path, codes.text().encode("utf-8-sig"))
