"""What a person tells, made ready to be compared: clauses without the words that only frame a story."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from data.catalogues import REFERENCE
from data.fields import plain

_CLAUSE = re.compile(r"[.;:,\n()]|\b(?:e|ed|poi|oppure|anche|and)\b", re.IGNORECASE)
# A story is told in a few clauses; beyond these somebody pasted a document.
LONGEST, MOST_CLAUSES = 2_000, 40


class Clause(NamedTuple):
    """Part of a text: its bare words, to compare, and as it was written, to show."""

    bare: str
    written: str


@cache
def frame_words() -> frozenset[str]:
    """Words that are true of every job, so that they must not choose one: `ha lavorato cinque anni in ...`."""
    return frozenset((REFERENCE / "frame_words.txt").read_text(encoding="utf-8").split())


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text and the whole of it; those that only frame are left out, and so are digits and codes.

    A phone number or a date says nothing about a competence.
    """
    known: dict[str, Clause] = {}
    for part in (*_CLAUSE.split(text[:LONGEST]), text[:LONGEST]):
        bare = " ".join(word for word in plain(part).split() if word not in frame_words() and word.isalpha())
        if len(bare) > 1:
            known.setdefault(bare, Clause(bare, " ".join(part.split())))
    return tuple(known.values())[:MOST_CLAUSES]
