"""What a person tells, made ready to be compared: clauses without the words that only frame a story.

What a story denies is no competence, and what it tells of health or of private troubles is nobody's business here: both
are dropped before anything is compared, or shown.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from data.catalogues import REFERENCE
from data.fields import plain
from data.suggest.denials import denies, ends_in_denial, speaks_anew

_SENTENCE = re.compile(r"[.;!?\n]|\b(?:ma|però|pero|invece|tuttavia|but|however|instead)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[:,()]|\b(?:e|ed|o|poi|oppure|anche|and|or|then)\b", re.IGNORECASE)
# `Ser.D.` is one word.
_ABBREVIATED = re.compile(r"(?<=\w)\.(?=\w\b)")
# A story is told in a few clauses; beyond these somebody pasted a document.
LONGEST, MOST_CLAUSES = 2_000, 40


class Clause(NamedTuple):
    """Part of a text: its bare words, to compare, and as it was written, to show."""

    bare: str
    written: str


class Story(NamedTuple):
    """What of a text may be compared, and whether parts of it were dropped.

    Parameters
    ----------
    clauses : tuple of Clause
        The clauses, and all of them together.
    private, denied : bool
        A clause on health or private troubles was dropped; one that says no.
    """

    clauses: tuple[Clause, ...]
    private: bool
    denied: bool


@cache
def frame_words() -> frozenset[str]:
    """Words that are true of every job, so that they must not choose one: `ha lavorato cinque anni in ...`."""
    return frozenset((REFERENCE / "frame_words.txt").read_text(encoding="utf-8").split())


@cache
def private_words() -> re.Pattern[str]:
    """What plain text on health, penal matters or violence holds; a `*` in the file stands for any ending."""
    lines = (REFERENCE / "private_words.txt").read_text(encoding="utf-8").splitlines()
    return re.compile(r"\b(?:" + "|".join(line.replace("*", r"\w*") for line in lines if line) + r")\b")


def read_story(text: str) -> Story:
    """The clauses of a text and the whole of it; those that only frame are left out, and so are digits and codes.

    A phone number or a date says nothing about a competence. A clause that speaks of health, penal matters or violence
    is dropped, and so is one that says no, with what follows it in the same breath: `non so cucinare e stirare`.
    """
    kept: list[str] = []
    private = denied = False
    text = _ABBREVIATED.sub("", text[:LONGEST])
    for sentence in _SENTENCE.split(text):
        said: list[str] = []
        negated = False
        for part in _CLAUSE.split(sentence):
            if private_words().search(plain(part)):
                private = True
                negated = negated and not speaks_anew(part)
                continue
            if denies(part):
                # `cucinare e stirare non so`: the no comes last and goes for all.
                if ends_in_denial(part, frame_words()):
                    said.clear()
                negated = denied = True
            elif negated and plain(part):
                negated = not speaks_anew(part)
            if not negated:
                said.append(part)
        kept += said
    parts = [*kept, text if not private and not denied else ", ".join(" ".join(p.split()) for p in kept)]
    known: dict[str, Clause] = {}
    for part in parts:
        bare = " ".join(word for word in plain(part).split() if word not in frame_words() and word.isalpha())
        if len(bare) > 1:
            known.setdefault(bare, Clause(bare, " ".join(part.split())))
    return Story(tuple(known.values())[:MOST_CLAUSES], private, denied)
