"""ATECO codes of any edition: what they are called, their division of ATECO 2007, and the class of safety training.

Records keep divisions of ATECO 2007. Letters and codes changed with ATECO 2025: the repair of cars was 45.20 and is
95.31, division 45 is no more, 46.71 was fuel and is now cars. A code is therefore never read without its edition: where
the editions lead to different divisions, whoever writes must say which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

import ateco

from data.catalogue_files import divisions
from data.entries import Division
from data.errors import AbbinaError, NotFound
from data.language import marked, say
from data.naming import near_keys

OLD, UPDATED, NEW = "2007", "2022", "2025"
EDITIONS = (OLD, UPDATED, NEW)
CODE, DIVISION, EDITION = marked("Codice ATECO"), marked("Divisione ATECO"), marked("Edizione ATECO")

# `81`, `81.2`, `81.21.00`; `95.31 (2025)`, `ATECO 2025: 95.31`; `1.11` where a spreadsheet dropped the zero of `01.11`.
_WRITTEN = re.compile(
    rf"(?:ateco\s*)?(?:(?P<before>{'|'.join(EDITIONS)})\s*[:-]?\s+)?(?P<code>\d[\d.]*?)\.?"
    rf"(?:\s*\(?(?:ateco\s*)?(?P<after>{'|'.join(EDITIONS)})\)?)?",
    re.IGNORECASE,
)
_CODE = re.compile(r"\d\d(?:\.\d{1,2}(?:\.\d{1,2})?)?")
DIVISION_DIGITS = 2
_WHOLE = {2, 4, 6}


def division(code: str, edition: str) -> Division:
    """The division that a code belongs to in an edition (`2007`, `2022`, `2025`), with its label and risk class.

    Raises
    ------
    NotFound
        The code or the edition does not exist.
    """
    if edition not in EDITIONS:
        raise NotFound(EDITION, edition, near=EDITIONS)
    known = _divisions()
    # The update of 2022 has the divisions of 2007.
    same = OLD if edition == UPDATED else edition
    found = next((known[same, form[:2]] for form in _forms(code) if (same, form[:2]) in known), None)
    if found is None or not any(ateco.validate(form, edition=edition) for form in _forms(code)):
        raise NotFound(CODE, say("{code} (ATECO {edition})", code=code, edition=edition), near=_near(code))
    return found


def risk_class(code: str, edition: str) -> str:
    """`LOW`, `MEDIUM` or `HIGH`: the class of safety training of a code's division in an edition."""
    return division(code, edition).risk


def code_label(code: str, edition: str) -> str:
    """What a code is called in an edition, in ISTAT's words (Italian only)."""
    for form in _forms(code):
        node = ateco.lookup(form, edition=edition) if edition in EDITIONS else None
        if node is not None:
            return str(node.title)
    raise NotFound(CODE, say("{code} (ATECO {edition})", code=code, edition=edition), near=_near(code))


def read_sector(text: str) -> str:
    """The division of ATECO 2007 of a code of any edition, as people write it: `81`, `81.21`, `95.31`, `46.71 (2025)`.

    Two digits are a division of 2007. A longer code counts in every edition that has it, and ISTAT's table leads from
    2025 back: where that names the code's own division among others, it is the one.

    Raises
    ------
    AbbinaError
        `not_found`: no edition has the code; `ambiguous`: the editions, or the table, lead to different divisions.
    """
    found = _WRITTEN.fullmatch(text.strip())
    forms = list(_forms(found["code"])) if found else []
    said = (found["before"] or found["after"]) if found else None
    meant: dict[str, str] = {}
    for form in forms:
        for edition in (said,) if said else EDITIONS:
            for old in old_divisions(form, edition):
                # The first edition that leads there is named in the sentence.
                meant.setdefault(old, edition)
    if not meant:
        what = CODE if len(text.strip()) > DIVISION_DIGITS else DIVISION
        raise NotFound(what, text, near=_near(found["code"] if found else text))
    if len(meant) > 1:
        known = _divisions()
        choices = (f"{old} {known[OLD, old].label} (ATECO {edition})" for old, edition in sorted(meant.items()))
        raise AbbinaError("ambiguous", what=CODE, key=text, choices="; ".join(choices))
    return next(iter(meant))


@lru_cache(maxsize=4096)
def old_divisions(code: str, edition: str) -> tuple[str, ...]:
    """The divisions of ATECO 2007 that a code of an edition leads to; none if the edition has no such code."""
    known = _divisions()
    if not _CODE.fullmatch(code) or not ateco.validate(code, edition=edition):
        return ()
    own = code[:2]
    if edition != NEW or (len(code) == len(own) and (OLD, own) in known):
        return (own,)
    led = {target[:2] for target in _back(code) if (OLD, target[:2]) in known}
    return (own,) if own in led else tuple(sorted(led))


def _back(code: str) -> tuple[str, ...]:
    """The codes of 2022 for one of 2025; where ISTAT's table has no line for it, those of the code above."""
    while code:
        targets = ateco.map_code(code, NEW, UPDATED).targets
        if targets:
            return tuple(targets)
        code = code[:-1].rstrip(".")
    return ()


def _forms(code: str) -> Iterator[str]:
    """A code with its dots, as it may be meant: `8121` is 81.21, `1.11` is 01.11, and `111` is 01.11 or 11.1."""
    code = code.strip().strip(".")
    if "." in code:
        head, _, rest = code.partition(".")
        yield f"{head.zfill(2)}.{rest}"
        return
    for digits in (code, f"0{code}"):
        if len(digits) in _WHOLE or (len(digits) > 1 and digits == code):
            yield ".".join(part for part in (digits[:2], digits[2:4], digits[4:]) if part)


def _near(code: str) -> list[str]:
    """The division that a code begins with, if there is one, else those like it."""
    codes = [known for edition, known in _divisions() if edition == OLD]
    begin = code.strip()[:DIVISION_DIGITS]
    return [begin] if begin in codes else near_keys(begin, codes)


@cache
def _divisions() -> Mapping[tuple[str, str], Division]:
    return divisions()
