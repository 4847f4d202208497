"""AUTHORITY: the places where acts of an authority allow the person to be (reference 4.1, 4.2, H16)."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.eligibility import FullPairs
from data.guards import ActGuard
from data.language import marked, say
from data.lawbook import Law
from data.pairs import Index
from data.papers import Act
from data.places import places
from scoring.protection import ONLY_CASE_MANAGER, alone
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, as_day, person_and_opening

# Later than every day.
NEVER = date.max.toordinal() + 1


def _forbids(act: ActGuard, pairs: FullPairs, rows: Index) -> Mask:
    """Pairs at `rows` of which the act names neither the municipality nor the company."""
    towns = pairs.eligibility.guards.towns[pairs.j[rows]]
    named: Mask = np.isin(towns, act.towns) | np.isin(pairs.company[rows], act.companies)
    return act.places & ~named


def _judged(pairs: FullPairs) -> tuple[Mask, NDArray[np.int64]]:
    """Whether some act forbids each pair, and the last day of its acts where they end before the internship does, or 0.

    Hours and places are apart: an act on hours that ends is told even where one on places goes on.
    """
    forbidden: Mask = np.zeros(len(pairs), dtype=np.bool_)
    until = np.zeros((2, len(pairs)), dtype=np.int64)
    for act, rows in pairs.eligibility.guards.acts.binding(pairs):
        forbidden[rows] |= _forbids(act, pairs, rows)
        for kind, speaks in enumerate((act.hours, act.places)):
            if speaks:
                until[kind, rows] = np.maximum(until[kind, rows], act.last)
    if not until.any():
        return forbidden, until[0]
    ends = np.where((until > 0) & (until < pairs.last_day), until, NEVER).min(axis=0)
    return forbidden, np.where(ends == NEVER, 0, ends)


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether every act that is valid during the internship names the municipality or the company, shape (n,)."""
    return ~_judged(pairs)[0]


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether the acts end before the internship does: nobody wrote what holds afterwards; shape (n,)."""
    forbidden, until = _judged(pairs)
    return ~forbidden & (until > 0)


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The municipality of the site, and the last day of the acts where the internship lasts longer."""
    town = int(pairs.eligibility.guards.towns[pairs.j[k]])
    until = int(_judged(alone(pairs, k))[1][0])
    return {"place": places().find(str(town)).label if town else "", "until": as_day(until) if until else ""}


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """A new act that names the company, or the municipality; nothing may start before it."""
    guards, one = pairs.eligibility.guards, alone(pairs, k)
    ids = {act.paper for act, rows in guards.acts.binding(one) if _forbids(act, one, rows)[0]}
    acts = [act for act in records.acts if act.id in ids]
    if not acts:
        return None
    _, offer = person_and_opening(records, pairs, k)
    town = places().find(str(int(guards.towns[pairs.j[k]])))
    wider = Change(
        say("Serve un nuovo atto dell'autorità che indichi il comune di {place}.", place=town.label),
        say("autorità, su richiesta del case manager"),
        tuple(_naming(act, "municipalities", town.istat) for act in acts),
    )
    return Change(
        say("Serve un nuovo atto dell'autorità che indichi questa azienda."),
        say("autorità, su richiesta del case manager"),
        tuple(_naming(act, "companies", offer.company) for act in acts),
        (wider,),
    )


def _naming(act: Act, field: str, name: str) -> Act:
    # Read again, so that the list comes back in its own order.
    return Act.model_validate(act.model_dump() | {field: [*getattr(act, field), name]})


RULE = Rule(
    code="AUTHORITY",
    title=marked("Luoghi permessi"),
    law=marked("Atto dell'autorità che indica i luoghi; il servizio scrive solo i limiti, mai il motivo"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Luogo non permesso dagli atti dell'autorità: {place}."),
    ask=marked("L'atto dell'autorità vale fino al {until}, il tirocinio finisce dopo: chiedere che cosa vale poi."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    shown_to=ONLY_CASE_MANAGER,
    kinds=(
        Kind(
            code="AUTHORITY_PLACE",
            title=marked("Luoghi permessi da un'autorità"),
            asks=marked("L'atto di un'autorità permette di stare nel comune della sede o in questa azienda?"),
            why=marked(
                "Chi ha limiti di un'autorità rischia molto se non li rispetta. Basta che l'atto indichi il comune o"
                " l'azienda; se gli atti sono più di uno, tutti devono permetterlo."
            ),
            since=marked("Nei giorni in cui l'atto è valido; dopo, il case manager chiede che cosa vale"),
            who=marked("L'autorità, con un nuovo atto chiesto dal case manager"),
        ),
    ),
)
