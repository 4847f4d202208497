"""What in a cell may tell who somebody is: tax codes, telephones, e-mail addresses, names."""

from __future__ import annotations

import re

# Longer than any code, date, place or hours; what is longer is told, and no pattern looks it through.
LONGEST_CELL = 300
# Seven places hold a digit, or the letter that stands for it where two people would have the same code (omocodia:
# D.M. Finanze 23 December 1976, art. 6). Blanks between the four groups are as people type them.
TAX_CODE = re.compile(
    r"\b[A-Z]{3} ?[A-Z]{3} ?[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2} ?[A-Z][0-9LMNPQRSTUV]{3}[A-Z]\b",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<!\d)(?:(?:\+|00)39[ ./-]?)?"
    r"(?:(?:3\d{2}|0\d{1,3})[ ./-]?\d{5,8}|3\d{2}[ ./-]\d{2,4}[ ./-]\d{2,4}(?:[ ./-]\d{2,4})?)(?!\d)"
)
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
_MANY_DIGITS = re.compile(r"\d{5}")
# Verdi, D'Elia, M., VERDI.
_CAPITAL = re.compile(r"[A-ZÀ-Þ](?:\.|['’]?[^\W\d_]+\.?)")


def cut(text: str) -> str:
    """The beginning of a text, short enough for any pattern."""
    return text[:LONGEST_CELL]


def is_contact(text: str) -> bool:
    """Whether a text is nothing but a telephone number or an e-mail address."""
    return bool(PHONE.fullmatch(cut(text)) or EMAIL.fullmatch(cut(text)))


def is_like_a_name(text: str) -> bool:
    """Whether a text may hold the name of a person: a capital after its first word, as in `ex Verdi` or `VERDI ANNA`.

    A single word is not taken for one: nothing tells `Verdi` from `Mattina`.
    """
    words = [word for word in re.split(r"[\s,;/()\-]+", cut(text)) if word]
    return any(_CAPITAL.fullmatch(word) for word in words[1:])


def is_private(text: str) -> bool:
    """Whether a text may tell who somebody is; longer ones than any code or place count as such too."""
    short = cut(text)
    return (
        len(text) > len(short)
        or is_like_a_name(short)
        or any(pattern.search(short) for pattern in (TAX_CODE, PHONE, EMAIL, _MANY_DIGITS))
    )
