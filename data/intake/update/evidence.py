"""What speaks for two records being of the same person: shown in words, added up, and never decided by.

Nobody is scored here: the points say how much two records agree. Sex and categories are only shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.bundle import Records
from data.fields import FIRST_YEAR, LAST_YEAR
from data.language import marked
from data.records import Candidate, Child
from data.week import Week

# From so many points on people are asked whether two records are the same (an equal birth date and town are enough).
ENOUGH_PERSON = 50
ENOUGH_CHILD = 65
# Points by which a rival may stay behind and still be told.
CLOSE_POINTS = 10
# Share of all entries, or of all hours, from which two answers are much alike.
ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing on which two records agree.

    Parameters
    ----------
    sentence : str
        Italian, marked for translation.
    points : int
        What it counts; 0 where it is only shown.
    """

    sentence: str
    points: int


SAME_CODE = Evidence(marked("il codice è uguale"), 30)
# Offices often number companies and openings by their rows, which move from month to month.
SAME_ROW_CODE = Evidence(SAME_CODE.sentence, 5)
_BIRTH = {
    "equal": marked("la data di nascita è uguale"),
    "swapped": marked("la data di nascita è uguale, ma con giorno e mese scambiati"),
    "digit": marked("la data di nascita è diversa in una sola cifra"),
}
_PERSON_BIRTH_POINTS = {"equal": 40, "swapped": 30, "digit": 25}
_CHILD_BIRTH_POINTS = {"equal": 50, "swapped": 35, "digit": 35}
# Field -> sentence and points when both say the same, sentence and points when they say almost the same.
_ANSWERS = {
    "availability": (marked("la disponibilità è uguale"), 10, marked("la disponibilità è simile"), 5),
    "interests": (marked("gli interessi sono uguali"), 10, marked("gli interessi sono simili"), 5),
    "competences": (marked("le competenze sono uguali"), 10, marked("le competenze sono simili"), 5),
}


def near_birth(one: date, other: date) -> str:
    """How two birth dates are alike: `equal`, `swapped` (day and month), `digit` (one of eight), or empty."""
    if one == other:
        return "equal"
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return "swapped"
    return "digit" if sum(a != b for a, b in zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True)) == 1 else ""


def births_near(birth: date) -> Iterator[date]:
    """Every date that `near_birth` finds like this one."""
    yield birth
    if birth.day <= 12 and birth.day != birth.month:
        yield date(birth.year, birth.day, birth.month)
    digits = f"{birth:%d%m%Y}"
    for place in range(8):
        for digit in "0123456789":
            if digit != digits[place]:
                typed = digits[:place] + digit + digits[place + 1 :]
                # No record holds a day of other years.
                if FIRST_YEAR <= int(typed[4:]) <= LAST_YEAR:
                    with suppress(ValueError):
                        yield date(int(typed[4:]), int(typed[2:4]), int(typed[:2]))


class People:
    """How two candidates of two groups of files are compared.

    Parameters
    ----------
    known, new : Records
    """

    enough = ENOUGH_PERSON
    same_code = SAME_CODE

    def __init__(self, known: Records, new: Records) -> None:
        self._known, self._new = _families(known), _families(new)

    def known_keys(self, person: Candidate) -> Iterable[Hashable]:
        """Only records that share a key are compared."""
        yield "birth", person.birth_date
        yield from (("child", birth) for birth in self._known.get(person.id, Counter()))

    def new_keys(self, person: Candidate) -> Iterable[Hashable]:
        """As `known_keys`, with every birth date that may have been meant."""
        yield from (("birth", birth) for birth in births_near(person.birth_date))
        yield from (("child", birth) for birth in self._new.get(person.id, Counter()))

    def doubtful(self, known: Candidate, new: Candidate) -> bool:
        """Whether one code may stand for two persons."""
        return known.birth_date != new.birth_date

    def evidence(self, known: Candidate, new: Candidate) -> Iterator[Evidence]:
        """What two records agree on."""
        yield from _born(known.birth_date, new.birth_date, _PERSON_BIRTH_POINTS)
        yield from self._children(known, new)
        if known.municipality == new.municipality:
            yield Evidence(marked("il comune è uguale"), 10)
        if known.lat is not None and (known.lat, known.lon) == (new.lat, new.lon):
            yield Evidence(marked("il punto di partenza è uguale"), 10)
        for field, (same, much, alike, less) in _ANSWERS.items():
            share = _share(getattr(known, field), getattr(new, field))
            if share >= ALIKE:
                yield Evidence(same, much) if share == 1 else Evidence(alike, less)
        if known.caseload is not None and known.caseload == new.caseload:
            yield Evidence(marked("chi segue la persona è uguale"), 5)
        if known.sex is not None and known.sex == new.sex:
            yield Evidence(marked("il sesso è uguale (non conta)"), 0)
        if known.categories and known.categories == new.categories:
            yield Evidence(marked("le categorie sono uguali (non contano)"), 0)

    def _children(self, known: Candidate, new: Candidate) -> Iterator[Evidence]:
        before, after = self._known.get(known.id, Counter()), self._new.get(new.id, Counter())
        if before and before == after:
            yield Evidence(marked("le date di nascita dei figli sono uguali"), 25)
        elif before & after:
            yield Evidence(marked("la data di nascita di almeno un figlio è uguale"), 10)


class Children:
    """How two children are compared.

    Parameters
    ----------
    candidates : Mapping
        Code of a candidate in the new files -> its known code.
    """

    enough = ENOUGH_CHILD
    same_code = SAME_CODE

    def __init__(self, candidates: Mapping[str, str]) -> None:
        self._candidates = candidates

    def known_keys(self, child: Child) -> Iterable[Hashable]:
        """Only children of one person are compared."""
        yield child.candidate

    def new_keys(self, child: Child) -> Iterable[Hashable]:
        """As `known_keys`, under the known code of the person."""
        yield self._candidates.get(child.candidate, ("new", child.candidate))

    def doubtful(self, known: Child, new: Child) -> bool:
        """Whether one code may stand for two children."""
        return known.birth_date != new.birth_date

    def evidence(self, known: Child, new: Child) -> Iterator[Evidence]:
        """What two records agree on."""
        if self._candidates.get(new.candidate) == known.candidate:
            yield Evidence(marked("la persona che se ne occupa è la stessa"), 30)
        yield from _born(known.birth_date, new.birth_date, _CHILD_BIRTH_POINTS)
        if known.care is not None and known.care == new.care:
            yield Evidence(marked("la scuola o il nido è uguale"), 10)
        if known.services and known.services == new.services:
            yield Evidence(marked("i servizi concessi sono uguali"), 5)


def _families(records: Records) -> dict[str, Counter[date]]:
    births: dict[str, Counter[date]] = {}
    for child in records.children:
        births.setdefault(child.candidate, Counter())[child.birth_date] += 1
    return births


def _born(one: date, other: date, points: Mapping[str, int]) -> Iterator[Evidence]:
    how = near_birth(one, other)
    if how:
        yield Evidence(_BIRTH[how], points[how])


def _share(known: Any, new: Any) -> float:
    """How much two answers have in common, in [0, 1]; what is missing or empty agrees with nothing."""
    if not known or not new:
        return 0.0
    if isinstance(known, Week):
        return shared_hours(known, new)
    before, after = set(known.items()), set(new.items())
    return len(before & after) / len(before | after)


def shared_hours(one: Week, other: Week) -> float:
    """Hours in both weeks over hours in either, in [0, 1]."""
    either = (one | other).hours
    return (one & other).hours / either if either else 0.0
