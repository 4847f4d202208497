"""The short texts that stand for each competence, and the roles in which it is needed.

A competence is known by its labels, by the words people use for it (`competence_words.csv`, written for the purpose),
and by the jobs it belongs to: who worked in a laundry probably sorts linen, although nobody says so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from data.catalogues import REFERENCE, catalogue
from data.errors import AbbinaError
from data.language import Language
from data.notation import parse_levels

WORDS_FILE = REFERENCE / "competence_words.csv"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One text that stands for a competence, or for a role (then `role` is its key and `competence` empty)."""

    text: str
    competence: str = ""
    role: str = ""


@cache
def spoken_words() -> dict[str, tuple[str, ...]]:
    """Competence -> Italian words people use for it.

    Raises
    ------
    AbbinaError
        `bad_reference`: an unknown competence, or one without words.
    """
    with WORDS_FILE.open(encoding="utf-8", newline="") as file:
        rows = {row["key"]: tuple(row["words"].split("|")) for row in csv.DictReader(file, delimiter=";", strict=True)}
    wrong = sorted(key for key, words in rows.items() if key not in catalogue().competences or not all(words))
    if wrong:
        raise AbbinaError("bad_reference", file=WORDS_FILE.name, why=f"unknown or empty: {', '.join(wrong)}")
    return rows


def phrases(language: Language) -> Iterator[Phrase]:
    """Every text of the catalogue as it stands now, in both languages: first those of `language`, competences first.

    Stories are told in whatever language people have, whichever is spoken to the caseworker.
    """
    yield from _phrases(language)
    yield from _phrases("en" if language == "it" else "it")


def _phrases(language: Language) -> Iterator[Phrase]:
    known, words = catalogue(), spoken_words()
    for competence in known.competences.values():
        if language == "it" and competence.kind == "esco" and competence.label_it == competence.label_en:
            # The official files had no Italian for it: its English text comes with the English ones.
            continue
        yield Phrase(competence.label_it if language == "it" else competence.label_en, competence=competence.key)
        if language == "it":
            for word in words.get(competence.key, ()):
                yield Phrase(word, competence=competence.key)
    for role in known.roles.values():
        yield Phrase(role.label_it if language == "it" else role.label_en, role=role.key)


def needed_in(role: str) -> dict[str, bool]:
    """The competences of a role -> whether it is essential there."""
    asked = catalogue().role(role)
    welcome = dict.fromkeys(parse_levels(asked.nice, 1, 5), False)
    return welcome | dict.fromkeys(parse_levels(asked.essential, 1, 5), True)
