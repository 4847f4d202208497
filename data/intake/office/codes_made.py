"""Codes for people and companies that a spreadsheet knows only by name, and the closed files that remember them.

`codici.csv` keeps no name and no birth date, but the mark of who has a code: HMAC-SHA256 of the words, with a secret
that stands in `codici.chiave`. Who gets hold of the first file alone learns nothing and can try no names; who gets
hold of both can find out whether somebody whose words they know is among them.
"""

from __future__ import annotations

import csv
import hmac
import io
import re
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from data.intake.closed_file import write_closed
from data.intake.columns import OFFICE_FILES
from data.intake.faults import RowFault
from data.intake.text import read_text
from data.language import say

KEY_FILE = "codici.csv"
SECRET_FILE = "codici.chiave"
_SECRET_BYTES = 32
_HEADER = ["tabella", "codice", "impronta"]
_TABLES = frozenset(file.removesuffix(".csv") for file in OFFICE_FILES)
_CODE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,6})")
_MARK = re.compile(r"[0-9a-f]{64}")


class MadeCodes:
    """Gives out codes such as `P001`; the same one for who is known by the same words in the same table.

    Parameters
    ----------
    kept : iterable of (table, code, mark)
        What was given out before.
    secret : bytes, optional
        What the marks are made with; a new one if nothing was kept.
    """

    def __init__(self, kept: Iterable[tuple[str, str, str]] = (), secret: bytes | None = None) -> None:
        self.secret = secret if secret is not None else secrets.token_bytes(_SECRET_BYTES)
        self._codes: dict[tuple[str, str], str] = {}
        self._last: dict[str, int] = {}
        for table, code, mark in kept:
            self._codes[table, mark] = code
            self.saw(code)
        self._kept = set(self._codes)

    def saw(self, code: str) -> None:
        """Never give out this code: somebody has it."""
        if found := _CODE.fullmatch(code):
            prefix = found[1].upper()
            self._last[prefix] = max(self._last.get(prefix, 0), int(found[2]))

    def code(self, table: str, prefix: str, who: str, *, keep: bool) -> str:
        """The code of who is known by these words; a new one if they are blank or were never seen."""
        key = (table, self._mark(table, who))
        if key[1] and key in self._codes:
            if keep:
                self._kept.add(key)
            return self._codes[key]
        self._last[prefix.upper()] = self._last.get(prefix.upper(), 0) + 1
        code = f"{prefix}{self._last[prefix.upper()]:03}"
        if key[1]:
            self._codes[key] = code
            if keep:
                self._kept.add(key)
        return code

    @property
    def is_kept(self) -> bool:
        """Whether there is any code to keep."""
        return bool(self._kept)

    def known(self, table: str, who: str) -> str | None:
        """The code that was given to who is known by these words."""
        return self._codes.get((table, self._mark(table, who)))

    def text(self) -> str:
        """The content of the file of codes."""
        lines = io.StringIO(newline="")
        writer = csv.writer(lines, delimiter=";")
        writer.writerow(_HEADER)
        writer.writerows(sorted((table, self._codes[table, mark], mark) for table, mark in self._kept))
        return lines.getvalue()

    def _mark(self, table: str, who: str) -> str:
        words = _words(who)
        return hmac.digest(self.secret, f"{table}\n{words}".encode(), "sha256").hex() if words else ""


def read_codes(path: Path, faults: list[RowFault]) -> MadeCodes:
    """The codes given out before, from `codici.csv` and the `codici.chiave` beside it; none if there is no file yet."""
    secret = _read_secret(path.with_name(SECRET_FILE), faults, is_needed=path.exists())
    if not path.exists():
        return MadeCodes(secret=secret)
    before = len(faults)
    text = read_text(path, faults)
    if text is None:
        return MadeCodes()
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    expected = say("tre celle come le ha scritte abbina: {names}", names="; ".join(_HEADER))
    kept: dict[str, tuple[str, str, str]] = {}
    for number, row in enumerate(rows, 1):
        if not (row == _HEADER if number == 1 else _is_right(row)):
            # Whoever wrote here may have written a name.
            faults.append(RowFault(path.name, number, "", "", expected))
        elif number > 1 and row[1] in kept:
            faults.append(RowFault(path.name, number, _HEADER[1], row[1], say("un codice diverso per ogni riga")))
        elif number > 1:
            kept[row[1]] = (row[0], row[1], row[2])
    return MadeCodes(list(kept.values()), secret) if len(faults) == before and secret is not None else MadeCodes()


def write_codes(codes: MadeCodes, path: Path) -> None:
    """Write both files, each whole or not at all; only their owner can open them. The secret is never changed."""
    key = path.with_name(SECRET_FILE)
    if not key.exists():
        write_closed(key, f"{codes.secret.hex()}\n".encode())
    write_closed(path, codes.text().encode("utf-8-sig"))


def _words(who: str) -> str:
    """The words as they are compared: as `plain`, but names of other alphabets count too."""
    flat = unicodedata.normalize("NFKD", who.casefold())
    return " ".join(re.sub(r"[\W_]+", " ", "".join(c for c in flat if not unicodedata.combining(c))).split())


def _is_right(row: list[str]) -> bool:
    return (
        len(row) == len(_HEADER)
        and row[0] in _TABLES
        and _CODE.fullmatch(row[1]) is not None
        and _MARK.fullmatch(row[2]) is not None
    )


def _read_secret(path: Path, faults: list[RowFault], *, is_needed: bool) -> bytes | None:
    """The secret; None where there is none yet, and one more fault where it is damaged or where codes need it."""
    if not path.exists():
        if is_needed:
            expected = say(
                "il file che sta insieme a {codes}: senza, chi ha già un codice non si riconosce", codes=KEY_FILE
            )
            faults.append(RowFault(path.name, 0, "", "", expected))
        return None
    try:
        written = path.read_bytes().strip().decode("ascii")
    except (OSError, UnicodeDecodeError):
        written = ""
    if _MARK.fullmatch(written) is None:
        faults.append(RowFault(path.name, 0, "", "", say("la chiave come l'ha scritta abbina: 64 cifre e lettere a-f")))
        return None
    return bytes.fromhex(written)
