"""START: the start window is still open when the person is available, and has not already closed."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, as_day, person_and_opening


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the start window is still open when the person is available, shape (n,)."""
    return _ready(pairs, law) <= pairs.openings.start_to[pairs.j]


def _ready(pairs: FullPairs, law: Law) -> NDArray[np.int64]:
    """First day on which the person could start; nobody starts in the past."""
    return np.maximum(pairs.candidates.available_from[pairs.i].astype(np.int64), law.on.toordinal())


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether the availability date is not written, and would matter, shape (n,)."""
    return (pairs.candidates.available_from[pairs.i] < 0) & allows(pairs, law)


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """Both days, and whether the window is already closed."""
    ready, last = int(pairs.candidates.available_from[pairs.i[k]]), int(pairs.openings.start_to[pairs.j[k]])
    said = as_day(ready) if ready > 0 else say("non indicata")
    if last < law.on.toordinal():
        why = say("Il tirocinio doveva iniziare entro il {day}", day=as_day(last))
    else:
        why = say("Disponibile dal {ready}, ma l'inizio è entro il {day}", ready=said, day=as_day(last))
    return {"why": why, "available_from": said, "last_start": as_day(last)}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """The window is closed for everybody, or this person is not free yet."""
    return (CLOSED if pairs.openings.start_to[pairs.j[k]] < law.on.toordinal() else LATER,)


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The company waits for the person."""
    _, offer = person_and_opening(records, pairs, k)
    ready = int(_ready(pairs, law)[k])
    later = offer.model_copy(update={"start_to": date.fromordinal(ready)})
    return Change(say("L'inizio slitta al {day}.", day=as_day(ready)), say("azienda, con lo scouter"), (later,))


CLOSED, LATER = "START_CLOSED", "START_LATER"
KINDS = (
    Kind(
        code=CLOSED,
        title=marked("Inizio già passato"),
        asks=marked("L'ultimo giorno utile per iniziare non è già passato?"),
        why=marked("È l'azienda a dire entro quando si può iniziare. Nessuno inizia nel passato."),
        since=marked("Dal giorno dopo l'ultimo utile per iniziare"),
        who=marked("L'azienda, se accetta di iniziare più tardi"),
    ),
    Kind(
        code=LATER,
        title=marked("Persona libera più tardi"),
        asks=marked("La persona sarà libera entro l'ultimo giorno utile per iniziare?"),
        why=marked(
            "La persona dice da quando può iniziare, per esempio dopo un corso o una cura. Non le si chiede di "
            "anticipare."
        ),
        since=marked("Dal giorno in cui la persona dice la sua data"),
        who=marked("L'azienda, se aspetta la persona"),
    ),
)
RULE = Rule(
    code="START",
    title=marked("Data di inizio"),
    law=marked("Finestra di inizio dell'opportunità e data di disponibilità della persona"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("{why}."),
    ask=marked("Chiedere da quando la persona è disponibile: l'inizio è entro il {last_start}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    kinds=KINDS,
    at=at,
)
