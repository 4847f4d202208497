"""PROTECT: zones and persons to keep away from: the site, the usual way, the people of the company (reference 4.1).

A protection binds when it is valid on any day of the internship. A company that nobody has checked for the person to
avoid is refused until somebody has: what is not known here could cost more than an internship.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.bundle import Records
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from data.records import Row
from scoring.protection import ONLY_CASE_MANAGER, WHILE_WRITTEN, WHO, alone, ended
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening


@dataclass(frozen=True, slots=True)
class _Stops:
    """Why pairs are refused, each shape (n,), and the papers behind it (of use for one pair alone)."""

    site: Mask
    way: Mask
    around: Mask  # also where the site is known by its municipality alone, and the zone is near
    found: Mask
    unchecked: Mask
    zones: frozenset[str]
    persons: frozenset[str]
    to_check: frozenset[str]

    @property
    def known(self) -> Mask:
        """Refused by what is known."""
        return self.site | self.way | self.found

    @property
    def any(self) -> Mask:
        """Refused."""
        return self.known | self.around | self.unchecked


def _stops(pairs: FullPairs, law: Law) -> _Stops:
    guards = pairs.eligibility.guards
    site, way, around, found, unchecked = np.zeros((5, len(pairs)), dtype=np.bool_)
    zones, persons, to_check = set(), set(), set()
    corridor, nearby = law.number("practice.corridor_km"), float(pairs.cohort.travel["unknown_point_km"])
    for zone, rows in guards.zones.binding(pairs):
        start = pairs.candidates.xyz[zone.candidate : zone.candidate + 1]
        there = pairs.openings.xyz[pairs.j[rows]]
        close = zone.zone.is_near_way(start, there, corridor)
        way[rows] |= close
        vague = np.flatnonzero(~pairs.openings.point_known[pairs.j[rows]])
        spots = there[vague]
        close[vague] |= zone.zone.is_near_way(spots, spots, nearby)
        around[rows] |= close
        inside = rows[close]
        site[inside] |= zone.zone.km_from(pairs.openings.xyz[pairs.j[inside]]) == 0
        if len(inside):
            zones.add(zone.paper)
    for person, rows in guards.persons.binding(pairs):
        here = np.isin(pairs.company[rows], person.found)
        never = ~here & ~np.isin(pairs.company[rows], person.checked)
        found[rows] |= here
        unchecked[rows] |= never
        if here.any():
            persons.add(person.paper)
        if never.any():
            to_check.add(person.paper)
    return _Stops(site, way, around, found, unchecked, frozenset(zones), frozenset(persons), frozenset(to_check))


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether no zone is touched and no person to avoid may be met, shape (n,)."""
    return ~_stops(pairs, law).any


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether only a check that nobody made, or a point that nobody wrote, is in the way, shape (n,)."""
    stops = _stops(pairs, law)
    return stops.any & ~stops.known


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What is touched or to be checked; never the story behind it."""
    stops = _stops(alone(pairs, k), law)
    told = []
    if stops.site[0]:
        told.append(say("la sede è in una zona da evitare"))
    elif stops.way[0]:
        told.append(say("il percorso verso la sede tocca una zona da evitare"))
    elif stops.around[0]:
        told.append(say("della sede si conosce solo il comune, e vicino c'è una zona da evitare"))
    if stops.found[0]:
        told.append(say("in azienda risulta la persona da evitare"))
    if stops.unchecked[0]:
        told.append(say("verifica manuale da fare: confermare che in azienda non c'è la persona da evitare"))
    return {"what": "; ".join(told)}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """Kinds that stop pair k."""
    stops = _stops(alone(pairs, k), law)
    zone = "PROTECT_SITE" if stops.site[0] or not stops.way[0] else "PROTECT_WAY"
    person = "PROTECT_PERSON" if stops.found[0] else "PROTECT_CHECK"
    return ((zone,) if stops.zones else ()) + ((person,) if stops.persons or stops.to_check else ())


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The check is made, the zone or the protection is reviewed: by nobody but the case manager with the person."""
    stops = _stops(alone(pairs, k), law)
    _, offer = person_and_opening(records, pairs, k)
    told: list[str] = []
    changed: list[Row] = [*ended(records, stops.zones | stops.persons, law)]
    if stops.zones:
        told.append(say("Zona da rivedere solo con la persona: la zona, o il punto da cui parte il viaggio."))
    if stops.persons:
        told.append(say("Possibile solo se la tutela finisce: il nome sigillato è fra le persone dell'azienda."))
    if stops.to_check:
        told.append(say("Verifica manuale: confermare che in azienda non c'è la persona da evitare, poi scriverlo."))
        changed += [
            paper.model_copy(update={"checked_companies": tuple(sorted({*paper.checked_companies, offer.company}))})
            for paper in records.protections
            if paper.id in stops.to_check
        ]
    return Change(" ".join(told), say("case manager"), tuple(changed)) if told else None


KINDS = (
    Kind(
        code="PROTECT_SITE",
        title=marked("Sede in una zona da evitare"),
        asks=marked("La sede è dentro una zona da cui la persona deve stare lontana?"),
        why=marked(
            "Una persona protetta non deve lavorare vicino a chi può farle del male. Se della sede si conosce solo il"
            " comune e la zona è vicina, il tirocinio non si propone. La zona la legge solo il case manager."
        ),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
    Kind(
        code="PROTECT_WAY",
        title=marked("Percorso in una zona da evitare"),
        asks=marked("Il percorso abituale verso la sede tocca una zona da evitare?"),
        why=marked(
            "Anche il viaggio di tutti i giorni deve stare lontano dalla zona. Si guarda la linea retta fra partenza e"
            " sede, con una fascia intorno (practice.corridor_km)."
        ),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
    Kind(
        code="PROTECT_PERSON",
        title=marked("Persona da evitare"),
        asks=marked("Fra le persone dell'azienda c'è qualcuno che la persona deve evitare?"),
        why=marked(
            "I nomi non sono scritti: si confrontano solo nomi sigillati, che nessuno può leggere. Se il nome c'è, il"
            " tirocinio non si propone."
        ),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
    Kind(
        code="PROTECT_CHECK",
        title=marked("Verifica da fare in azienda"),
        asks=marked("Qualcuno ha verificato che in azienda non c'è la persona da evitare?"),
        why=marked(
            "L'elenco delle persone di un'azienda non è mai completo: parenti e collaboratori possono mancare. Prima di"
            " proporre serve la verifica di una persona."
        ),
        since=WHILE_WRITTEN,
        who=marked("Il case manager, dopo la verifica"),
    ),
)
RULE = Rule(
    code="PROTECT",
    title=marked("Protezione"),
    law=marked("Misura di protezione registrata dal servizio; Intesa 14/09/2022; practice.corridor_km"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Tutela registrata: {what}."),
    ask=marked("Da verificare prima di proporre: {what}."),
    lift=lift,
    unknown=Unknown.REFUSES,
    shown_to=ONLY_CASE_MANAGER,
    kinds=KINDS,
    at=at,
)
