"""START: the person is available before the start window closes."""

from __future__ import annotations

from datetime import date

from data.bundle import Records
from data.eligibility import FullPairs
from data.lawbook import Law
from scoring.rule import Change, Facts, Mask, Rule, Unknown, as_day, person_and_opening


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the availability date comes before the last day of the start window, shape (n,)."""
    return pairs.candidates.available_from[pairs.i] <= pairs.openings.start_to[pairs.j]


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether the availability date is not written, shape (n,)."""
    return pairs.candidates.available_from[pairs.i] < 0


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """Both days."""
    ready = int(pairs.candidates.available_from[pairs.i[k]])
    return {
        "available_from": as_day(ready) if ready > 0 else "non indicata",
        "last_start": as_day(int(pairs.openings.start_to[pairs.j[k]])),
    }


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The company waits for the person."""
    person, offer = person_and_opening(records, pairs, k)
    ready: date | None = person.available_from
    if ready is None or ready <= offer.start_to:
        return None
    later = offer.model_copy(update={"start_to": ready})
    return Change(f"L'inizio slitta al {as_day(ready.toordinal())}.", "azienda, con lo scouter", (later,))


RULE = Rule(
    code="START",
    title="Data di inizio",
    law="Finestra di inizio dell'opportunità e data di disponibilità della persona",
    allows=allows,
    missing=missing,
    facts=facts,
    refusal="Disponibile dal {available_from}, ma l'inizio è entro il {last_start}.",
    ask="Chiedere da quando la persona è disponibile: l'inizio è entro il {last_start}.",
    lift=lift,
    unknown=Unknown.ALLOWS,
)
