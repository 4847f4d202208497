"""PROTECT: zones and persons to keep away from: the site, the usual way, the people of the company (reference 4.1).

A protection binds when it is valid on any day of the internship, whenever that begins. What is not known here could
cost more than an internship: a company that nobody has checked for the person to avoid is refused until somebody has,
and so is a site or a starting point that is not exactly known where it could lie near a zone, or the way between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.bundle import Records
from data.eligibility import FullPairs
from data.guards import ZoneGuard
from data.home_points import is_false_start, start_paper
from data.language import marked, say
from data.lawbook import Law
from data.pairs import Index
from data.records import Row
from scoring.protection import ONLY_CASE_MANAGER, WHILE_WRITTEN, WHO, alone, ended, with_check
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening


@dataclass(frozen=True, slots=True)
class _Stops:
    """Why pairs are refused, each shape (n,), and the papers behind it (of use for one pair alone)."""

    site: Mask
    way: Mask
    vague_site: Mask  # the site, known by its municipality alone, could be near the zone, or the way to it
    vague_start: Mask  # the starting point is not exactly known, and the way from there could be near the zone
    found: Mask
    unchecked: Mask
    zones: frozenset[str]
    vague: frozenset[str]
    persons: frozenset[str]
    to_check: frozenset[str]

    @property
    def known(self) -> Mask:
        """Refused by what is known."""
        return self.site | self.way | self.found

    @property
    def any(self) -> Mask:
        """Refused."""
        return self.known | self.vague_site | self.vague_start | self.unchecked


def _stops(pairs: FullPairs, law: Law) -> _Stops:
    guards = pairs.eligibility.guards
    site, way, vague_site, vague_start, found, unchecked = np.zeros((6, len(pairs)), dtype=np.bool_)
    zones, vague, persons, to_check = set(), set(), set(), set()
    corridor, about = law.number("practice.corridor_km"), law.number("practice.vague_point_km")
    for zone, rows in guards.zones.binding(pairs):
        is_sure = _starts_surely(zone, pairs, law)
        exact = pairs.openings.point_known[pairs.j[rows]]
        here = rows[exact] if is_sure else rows[:0]
        start, there = pairs.candidates.xyz[zone.candidate : zone.candidate + 1], pairs.openings.xyz[pairs.j[here]]
        close = here[zone.zone.is_near_way(start, there, corridor)]
        way[close] = True
        inside = rows[exact]
        inside = inside[zone.zone.km_from(pairs.openings.xyz[pairs.j[inside]]) == 0]
        site[inside] = True
        if len(close) or len(inside):
            zones.add(zone.paper)
        unsure = rows if not is_sure else rows[~exact]
        unsure = _perhaps(zone, pairs, unsure, 0.0 if is_sure else about, (corridor, about))
        # What is known to be in the zone is not lifted by a check.
        unsure = unsure[~np.isin(unsure, inside)]
        of_site = ~pairs.openings.point_known[pairs.j[unsure]]
        vague_site[unsure] |= of_site
        vague_start[unsure] |= ~of_site
        if len(unsure):
            vague.add(zone.paper)
    for person, rows in guards.persons.binding(pairs):
        met = np.isin(pairs.company[rows], person.found)
        never = ~met & ~np.isin(pairs.company[rows], person.checked)
        found[rows] |= met
        unchecked[rows] |= never
        if met.any():
            persons.add(person.paper)
        if never.any():
            to_check.add(person.paper)
    papers = map(frozenset, (zones, vague, persons, to_check))
    return _Stops(site, way, vague_site, vague_start, found, unchecked, *papers)


def _starts_surely(zone: ZoneGuard, pairs: FullPairs, law: Law) -> bool:
    """Whether the person's way starts from where the arrays say."""
    return bool(pairs.candidates.point_known[zone.candidate]) and not is_false_start(start_paper(zone.starts, law.on))


def _perhaps(zone: ZoneGuard, pairs: FullPairs, rows: Index, before: float, km: tuple[float, float]) -> Index:
    """Of pairs at `rows`, those that nobody checked and whose site or way could be near the zone.

    Parameters
    ----------
    before : kilometres around the starting point where the true one may be
    km : half the width of the usual way, and kilometres around the middle of a municipality where a site may be
    """
    rows = rows[~np.isin(pairs.company[rows], zone.checked)]
    j = pairs.j[rows]
    after = np.where(pairs.openings.point_known[j], 0.0, km[1])
    start = pairs.candidates.xyz[zone.candidate : zone.candidate + 1]
    close = zone.zone.is_near_some_way(start, pairs.openings.xyz[j], (before, after), km[0])
    # Of a large municipality the circle is only a part.
    close |= (after > 0) & (pairs.eligibility.guards.towns[j] == zone.town)
    found: Index = rows[close]
    return found


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
    elif stops.vague_site[0]:
        told.append(
            say("della sede si conosce solo il comune, e la sede o il percorso possono toccare la zona da evitare")
        )
    elif stops.vague_start[0]:
        told.append(
            say("il punto di partenza non si conosce con precisione, e il percorso può toccare la zona da evitare")
        )
    if stops.found[0]:
        told.append(say("in azienda risulta la persona da evitare"))
    if stops.unchecked[0]:
        told.append(say("verifica manuale da fare: confermare che in azienda non c'è la persona da evitare"))
    return {"what": "; ".join(told)}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """Kinds that stop pair k."""
    stops = _stops(alone(pairs, k), law)
    is_site = stops.site[0] or (stops.vague_site[0] and not stops.way[0])
    zone = "PROTECT_SITE" if is_site else "PROTECT_WAY"
    person = "PROTECT_PERSON" if stops.found[0] else "PROTECT_CHECK"
    return ((zone,) if stops.zones or stops.vague else ()) + ((person,) if stops.persons or stops.to_check else ())


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The check is made, the zone or the protection is reviewed: by nobody but the case manager with the person."""
    stops = _stops(alone(pairs, k), law)
    _, offer = person_and_opening(records, pairs, k)
    told: list[str] = []
    changed: list[Row] = [*ended(records, stops.zones | stops.persons, law)]
    if stops.zones:
        told.append(say("Zona da rivedere solo con la persona: la zona, o il punto da cui parte il viaggio."))
    if stops.vague:
        told.append(say(_CHECK_SITE if stops.vague_site[0] else _CHECK_START))
    if stops.persons:
        told.append(say("Possibile solo se la tutela finisce: il nome sigillato è fra le persone dell'azienda."))
    if stops.to_check:
        told.append(say("Verifica manuale: confermare che in azienda non c'è la persona da evitare, poi scriverlo."))
    changed += with_check(records, (stops.vague - stops.zones) | stops.to_check, offer.company)
    return Change(" ".join(told), say("case manager"), tuple(changed)) if told else None


_CHECK_SITE = marked(
    "Sede e percorso da verificare a mano, poi aggiungere l'azienda a quelle verificate nella tutela; oppure far "
    "scrivere il punto esatto della sede."
)
_CHECK_START = marked(
    "Percorso da verificare a mano, poi aggiungere l'azienda a quelle verificate nella tutela; oppure scrivere un "
    "punto di ritrovo, o il punto esatto da cui la persona parte."
)


KINDS = (
    Kind(
        code="PROTECT_SITE",
        title=marked("Sede in una zona da evitare"),
        asks=marked("La sede è dentro una zona da cui la persona deve stare lontana?"),
        why=marked(
            "Una persona protetta non deve lavorare vicino a chi può farle del male. Se della sede si conosce solo il"
            " comune e la zona è vicina o nello stesso comune, il tirocinio non si propone finché il case manager non"
            " ha verificato (practice.vague_point_km). La zona la legge solo il case manager."
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
            " sede, con una fascia intorno (practice.corridor_km). Se la partenza non si conosce con precisione, si"
            " guardano tutte le linee possibili (practice.vague_point_km), finché il case manager non ha verificato."
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
    law=marked(
        "Misura di protezione registrata dal servizio; Intesa 14/09/2022; practice.corridor_km; practice.vague_point_km"
    ),
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
