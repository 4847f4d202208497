"""Names sealed so that they can be compared and never read: scrypt with the secret key of the service.

Who gets hold of the records alone learns no name and can try none. Who gets hold of the key too can find out whether a
name they know is among them, slowly: the key is kept apart from every cohort.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from pathlib import Path

from data.errors import AbbinaError
from data.intake.closed_file import closed_draft
from data.intake.columns import FILES, PROGRAMME_FILE
from data.language import say

KEY_BYTES = 32
# Sixteen megabytes and a few hundredths of a second for every name that is tried.
COST, BLOCK, LANES = 2**14, 8, 1

_KEY = re.compile(r"[0-9a-f]{64}")
_TAX_CODE = re.compile(r"[A-Z]{6}[0-9L-NP-V]{2}[A-EHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]")
# What is left of letters that were read in a wrong encoding.
_DAMAGED = re.compile("[\ud800-\udfff\ufffd]")
_APOSTROPHES = "'\u2019\u2018\u02bc\u00b4`"
# An elision written with a blank: D' Angelo.
_ELISION = re.compile(rf"\b(d|l|dell|dall|nell|sant)[{_APOSTROPHES}]\s+")


def seal(name: str, key: bytes) -> str:
    """The seal of a name or of a codice fiscale, 64 hexadecimal digits.

    Parameters
    ----------
    name : first names and surname in any order; case, accents, apostrophes and blanks do not matter
    key : the service's secret

    Raises
    ------
    ValueError
        There is no letter in it, or a damaged one; the message holds nothing of it.
    """
    words = normal_name(name)
    if not words:
        raise ValueError("a name has letters")
    return hashlib.scrypt(words.encode(), salt=key, n=COST, r=BLOCK, p=LANES, dklen=32).hex()


def normal_name(name: str) -> str:
    """The one form of a name that is sealed; empty where it has no letter, or damaged ones.

    A codice fiscale is known by its form and kept as it is, without blanks.
    """
    code = re.sub(r"\s+", "", name).upper()
    if _TAX_CODE.fullmatch(code):
        return code
    # Before accents are taken off: NFKD turns some apostrophes into blanks with a mark.
    flat = _ELISION.sub(r"\1", name.casefold())
    flat = "".join(letter for letter in flat if letter not in _APOSTROPHES)
    flat = "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))
    words = sorted(re.sub(r"[\W_]+", " ", flat).split())
    if _DAMAGED.search(name):
        return ""
    return " ".join(words) if any(letter.isalpha() for word in words for letter in word) else ""


def read_key(path: Path) -> tuple[bytes, bool]:
    """The key of a file, and whether it was made now: what was sealed with another key matches nothing any more.

    Raises
    ------
    AbbinaError
        `bad_reference`: the file is damaged, or lies in the folder of a cohort.
    """
    place = path.expanduser().resolve()
    if any(_is_cohort(folder) for folder in place.parents):
        raise AbbinaError(
            "bad_reference", file=path.name, why=say("la chiave non si tiene insieme ai dati: scegli un'altra cartella")
        )
    is_new = not place.exists() and _make(place)
    try:
        written = place.read_bytes().strip().decode("ascii")
    except UnicodeDecodeError:
        written = ""
    except OSError:
        raise AbbinaError("bad_reference", file=path.name, why=say("il file non si riesce a leggere")) from None
    if _KEY.fullmatch(written) is None:
        why = say("serve la chiave come l'ha scritta abbina: 64 cifre e lettere a-f")
        raise AbbinaError("bad_reference", file=path.name, why=why)
    return bytes.fromhex(written), is_new


def _make(path: Path) -> bool:
    """Write a new key, whole and closed to others; False where somebody else was quicker."""
    with closed_draft(path, f"{secrets.token_hex(KEY_BYTES)}\n".encode()) as draft:
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return False
    return True


def _is_cohort(folder: Path) -> bool:
    return (folder / PROGRAMME_FILE).exists() and any((folder / name).exists() for name in FILES)
