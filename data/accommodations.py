"""Life of a reasonable accommodation: asked, answered, put in place; and what is typically asked for.

The duty to accommodate is of D.Lgs. 216/2003 art. 3 c. 3-bis; how one asks and what a refusal needs of L. 104/1992
art. 5-bis. The typical measures follow the themes of D.M. 43/2022 chapter 7.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from data.catalogue_files import REFERENCE
from data.catalogues import catalogue
from data.codes import AccommodationStatus
from data.errors import AbbinaError
from data.language import marked, say, spoken
from data.papers import Accommodation

# How long a code may be (`data.fields.Id`).
LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Step:
    """One step that an accommodation may take, who takes it and what has to be written; texts are marked."""

    before: AccommodationStatus
    after: AccommodationStatus
    who: str
    needs: str


_SERVICE = marked("la persona con il servizio")
_COMPANY = marked("l'azienda")
STEPS: tuple[Step, ...] = (
    Step(
        AccommodationStatus.PROPOSED,
        AccommodationStatus.REQUESTED,
        _SERVICE,
        marked("il giorno della richiesta scritta"),
    ),
    Step(AccommodationStatus.REQUESTED, AccommodationStatus.GRANTED, _COMPANY, marked("il giorno della risposta")),
    Step(
        AccommodationStatus.REQUESTED,
        AccommodationStatus.REFUSED,
        _COMPANY,
        marked("il giorno della risposta e il motivo scritto"),
    ),
    Step(
        AccommodationStatus.GRANTED,
        AccommodationStatus.IN_PLACE,
        _COMPANY,
        marked("un controllo sul posto insieme alla persona"),
    ),
    Step(
        AccommodationStatus.REFUSED,
        AccommodationStatus.REQUESTED,
        _SERVICE,
        marked("il giorno della nuova richiesta scritta"),
    ),
)


def steps_from(status: AccommodationStatus) -> tuple[Step, ...]:
    """The steps that are possible now."""
    return tuple(step for step in STEPS if step.before is status)


def advance(
    accommodation: Accommodation, to: AccommodationStatus, on: date, reason: str | None = None
) -> Accommodation:
    """The accommodation one step further.

    Parameters
    ----------
    accommodation : as it is now
    to : the status that follows
    on : the day of the step
    reason : why the company says no; needed with a refusal and with nothing else

    Raises
    ------
    AbbinaError
        `bad_step`: the step does not exist, comes before the one it follows, or its reason is missing or out of place.
    """
    possible = steps_from(accommodation.status)
    if to not in {step.after for step in possible}:
        names = ", ".join(step.after.label for step in possible) or say("nessuno")
        sentence = marked("da «{before}» non si passa a «{after}». Passi possibili: {names}.")
        raise _bad(accommodation, say(sentence, before=accommodation.status.label, after=to.label, names=names))
    refused = to is AccommodationStatus.REFUSED
    if refused and not (reason and reason.strip()):
        raise _bad(accommodation, say("scrivi il motivo del rifiuto: la legge lo chiede."))
    if reason is not None and not refused:
        raise _bad(accommodation, say("il motivo si scrive solo con un rifiuto."))
    latest = max(filter(None, (accommodation.asked_on, accommodation.answered_on)), default=on)
    if on < latest:
        raise _bad(accommodation, say("serve un giorno dal {day} in poi.", day=f"{latest:%d/%m/%Y}"))
    changed: dict[str, object] = {"status": to}
    if to is AccommodationStatus.REQUESTED:
        changed |= {"asked_on": on, "answered_on": None, "reason": None}
    elif to is not AccommodationStatus.IN_PLACE:
        changed |= {"answered_on": on, "reason": reason}
    return Accommodation.model_validate({**accommodation.model_dump(), **changed})


def _bad(accommodation: Accommodation, why: str) -> AbbinaError:
    return AbbinaError("bad_step", key=accommodation.id, why=why)


def new_id(candidate: str, opening: str, kind: str, taken: Collection[str] = ()) -> str:
    """A code for an accommodation of a pair: made from both codes, at most 40 characters, not among those taken."""
    plain = f"{candidate}-{opening}-{kind}"
    digest = hashlib.sha256(f"{candidate}|{opening}|{kind}".encode()).hexdigest()
    code, number = (plain if len(plain) <= LONGEST_ID - 4 else f"{kind}-{digest[:24]}"), 1
    while (found := code if number == 1 else f"{code}-{number}") in taken:
        number += 1
    return found


@dataclass(frozen=True, slots=True)
class Typical:
    """What is typically asked for an item of the functional profile."""

    label_it: str
    label_en: str

    @property
    def label(self) -> str:
        """The words in the language spoken now."""
        return self.label_it if spoken() == "it" else self.label_en


@cache
def typical() -> Mapping[str, Typical]:
    """Item code -> what is typically asked for.

    Raises
    ------
    AbbinaError
        `bad_reference`: an item does not exist, is written twice, or has no words.
    """
    file, found = "accommodations.csv", dict[str, Typical]()
    with (REFERENCE / file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, strict=True):
            item, words = row.get("item"), (row.get("label_it"), row.get("label_en"))
            if item not in catalogue().items or item in found or not all(words):
                raise AbbinaError(
                    "bad_reference", file=file, why=f"{item}: not an item, written twice or without words"
                )
            found[str(item)] = Typical(str(words[0]), str(words[1]))
    return MappingProxyType(found)
