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
_APOSTROPHES = "'\u2019\u2018\u02bc\u02b9\u00b4`"
# A remark beside a name: Anna Rossi (titolare).
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# Letters of their own, which no accent was put on.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n"}
)
# Endings of titles that a full stop or a blank cuts off: dott.ssa, sig.ra.
_ENDED_TITLE = re.compile(r"\b(?:(?:dott|prof|dr|d)[.\s]{0,2}ssa|sig[.\s]{0,2}(?:ra|na|ri))\b\.?")
_TITLE = re.compile(
    "dott(or|ore|oressa|ssa)?|drs?s?a?|dssa|prof(essor|essore|essoressa|ssa)?|sig(nor|nora|norina|ra|na)?|"
    "ing(egner|egnere)?|avv(ocato)?|geom|arch|rag|cav|mrs?|ms"
)
# Small words that some write apart from what follows and others do not: De Luca, DeLuca; Degl' Innocenti; N' Diaye.
_SMALL = re.compile(
    "d|de|de[il]|dell[aeo]?|degli?|di|da|dal|dall[aeo]?|dagli?|do|dos|das|du|l|la|le|li|lo|los|las|o|n|m|"
    "san|santa?|ma?c|van|von|der|den|te[nr]|al|el|ben|bin|abu|abd|nell|quell"
)


def seal(name: str, key: bytes) -> str:
    """The seal of a name or of a codice fiscale, 64 hexadecimal digits.

    Parameters
    ----------
    name : first names and surname in any order; case, accents, apostrophes and blanks do not matter, nor do titles,
        remarks in brackets, and whether small words are written apart
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
    flat = "".join(letter for letter in _REMARK.sub(" ", name.casefold()) if letter not in _APOSTROPHES)
    flat = "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))
    flat = _ENDED_TITLE.sub(" ", flat.casefold().translate(_PLAIN))
    words = sorted(_joined(re.sub(r"[\W_]+", " ", flat).split()))
    if _DAMAGED.search(name):
        return ""
    return " ".join(words) if any(letter.isalpha() for word in words for letter in word) else ""


def _joined(words: list[str]) -> list[str]:
    """The words without titles, each small word joined to the next; the last one's next is the first.

    Round again, because the order of the words does not count: Luca Anna De is De Luca Anna. What was joined may be a
    title or a small word itself, and is treated like one, so that the form of a form is the same form.
    """
    while len(words) > 1:
        others = [word for word in words if not _TITLE.fullmatch(word)] or words[:1]
        small = [k for k, word in enumerate(others) if _SMALL.fullmatch(word)]
        if len(others) == 1 or not small:
            return others
        # Of small words in a row the last goes first: De La Cruz.
        at = next((k for k in small if (k + 1) % len(others) not in small), small[0])
        follows = (at + 1) % len(others)
        whole = others[at] + others[follows]
        words = [whole if k == follows else word for k, word in enumerate(others) if k != at]
    return words


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
