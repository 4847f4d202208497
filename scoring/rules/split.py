"""SPLIT: who does not want a day cut in two by a long pause is not sent where there is one (domain reference 4.2)."""

from __future__ import annotations

from data.bundle import Records
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from data.records import Opening
from data.rest import RestLimits, broken, continuous, split_pause_q, split_pauses
from data.week import told_hours, told_week
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening

KINDS = (
    Kind(
        code="SPLIT_DAY",
        title=marked("Orario spezzato"),
        asks=marked("Se la persona non vuole orari spezzati, ogni giorno di lavoro è senza pause lunghe?"),
        why=marked(
            "Una pausa di un'ora o più divide la giornata in due: costa due viaggi, o ore di attesa. Per chi cura i "
            "figli spesso non è possibile. Accettarla è una scelta della persona; la durata da cui una pausa conta è "
            "una scelta di questo progetto."
        ),
        since=marked("Da quando la persona lo chiede"),
        who=marked("La persona, se accetta; oppure l'azienda, con un orario continuato."),
    ),
)


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the day is whole or the person did not refuse split ones, shape (n,); not asked does not refuse."""
    allowed: Mask = ~(pairs.openings.split_day[pairs.j] & (pairs.candidates.split_shifts[pairs.i] == 0))
    return allowed


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether the day is split and nobody asked the person, shape (n,)."""
    asked: Mask = pairs.openings.split_day[pairs.j] & (pairs.candidates.split_shifts[pairs.i] < 0)
    return asked


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The long pauses."""
    pauses = split_pauses(pairs.openings.shifts[pairs.j[k]], law)
    return {"pauses": told_hours(pauses) if pauses else say("nessuna")}


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The person accepts; or the company makes the day continuous, where that leaves the rest that is due."""
    person, offer = person_and_opening(records, pairs, k)
    return Change(
        say("Possibile se la persona accetta l'orario spezzato."),
        say("persona, con l'orientatore"),
        (person.model_copy(update={"split_shifts": True}),),
        _without_pauses(offer, law),
    )


def _without_pauses(offer: Opening, law: Law) -> tuple[Change, ...]:
    limits = RestLimits.of(law)
    whole = continuous(offer.shifts, split_pause_q(law), limits.rest)
    added = broken(whole, limits).mask & ~broken(offer.shifts, limits).mask
    if added or split_pauses(whole, law):
        return ()
    changed = offer.model_copy(update={"shifts": whole})
    told = say("Possibile con un orario continuato: {week}.", week=told_week(whole))
    return (Change(told, say("azienda, con lo scouter"), (changed,)),)


RULE = Rule(
    code="SPLIT",
    title=marked("Orario spezzato"),
    law=marked("Scelta della persona; practice.split_pause_min"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("La persona non vuole orari spezzati: c'è una pausa lunga {pauses}."),
    ask=marked("Chiedere se la persona accetta un orario spezzato: c'è una pausa lunga {pauses}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    kinds=KINDS,
)
