"""The text of one file, from its bytes: UTF-8, or what spreadsheets on Windows save (cp1252)."""

from __future__ import annotations

import re
from pathlib import Path

from data.intake.faults import RowFault
from data.language import marked, say

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Accented Italian letters in UTF-8: a file that has them and is not UTF-8 mixes two encodings, and cp1252 would
# read them as two wrong letters each.
_ACCENTS = re.compile(rb"[\xc2\xc3][\x80-\xbf]")
_SAVE_AGAIN = marked("un testo UTF-8: salva di nuovo il file come «CSV UTF-8»")


def read_text(path: Path, faults: list[RowFault]) -> str | None:
    """The text of a file with its line ends as they are; None, and one more fault, if it has none."""
    try:
        if not path.is_file():
            expected = say("un file, non una cartella") if path.is_dir() else say("un file che si può leggere")
            faults.append(RowFault(path.name, 0, "", "", expected))
            return None
        raw = path.read_bytes()
    except OSError:
        faults.append(RowFault(path.name, 0, "", "", say("un file che si può leggere: controlla i permessi")))
        return None
    try:
        return _decode(raw)
    except _NotText as error:
        where, value, expected = error.args
        row = raw.count(b"\n", 0, where) + 1 if value else 0
        faults.append(RowFault(path.name, row, "", value, say(expected)))
        return None


class _NotText(ValueError):
    """Position of the first wrong byte, that byte in writing, and what is expected (marked Italian)."""


def _decode(raw: bytes) -> str:
    if not raw.strip():
        raise _NotText(0, "", marked("un file con un contenuto: questo è vuoto"))
    if raw.startswith(_UTF16):
        raise _NotText(0, "", _SAVE_AGAIN)
    nul = raw.find(b"\0")
    if nul >= 0:
        raise _NotText(nul, "byte 0x00", _SAVE_AGAIN)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = len(raw) - len(error.object) + error.start
    if raw.startswith(b"\xef\xbb\xbf") or _ACCENTS.search(raw):
        raise _NotText(wrong, f"byte 0x{raw[wrong]:02x}", _SAVE_AGAIN)
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _NotText(error.start, f"byte 0x{raw[error.start]:02x}", _SAVE_AGAIN) from None
