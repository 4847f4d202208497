"""The two or three facts that matter in a worked example: the person's side of it, in plain lines.

The people are invented: the page of the rules may tell of them what no page tells of a real person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import reduce
from operator import or_

import numpy as np

from data.catalogues import catalogue
from data.codes import Access, Certificate, Condition, Mode, ProtectionKind
from data.language import number, say, say_n
from data.places import places
from data.records import Candidate, Child, Opening
from data.week import DAYS_IT, parse_week, told_week
from matching.example_legal import LEGAL_FACTS
from matching.example_length import LENGTH_FACTS
from matching.examples_found import Found
from scoring.limits_met import met
from scoring.rule import as_day, person_and_opening, together

Lines = list[str]


def facts_told(found: Found) -> tuple[str, ...]:
    """What of the person matters for the example, in the language spoken now; at most three lines."""
    return tuple(_FACTS[found.rule.code](found)[:3]) if found.rule.code in _FACTS else ()


def _two(found: Found) -> tuple[Candidate, Opening]:
    return person_and_opening(found.world.records, found.world.pairs, found.k)


def _listed(labels: Iterable[str]) -> str:
    return together(list(labels))


def _elig(found: Found) -> Lines:
    person, _ = _two(found)
    match found.kind.code:
        case "ELIG_CHARGE":
            written = say("no") if person.in_charge is False else say("nessuno l'ha scritta")
            return [say("Presa in carico: {written}", written=written)]
        case "ELIG_WORK":
            written = person.employment.label if person.employment else say("nessuno l'ha scritto")
            return [say("Situazione di lavoro: {written}", written=written)]
        case _:
            return [say("La persona non è in nessuna delle situazioni per cui il programma è finanziato")]


def _age(found: Found) -> Lines:
    person, _ = _two(found)
    return [say("Data di nascita: {day}", day=as_day(person.birth_date.toordinal())), *_start_window(found)]


def _start_window(found: Found) -> Lines:
    _, offer = _two(found)
    first, last = (as_day(day.toordinal()) for day in (offer.start_from, offer.start_to))
    return [say("Si può iniziare dal {first} al {last}", first=first, last=last)]


def _start(found: Found) -> Lines:
    person, _ = _two(found)
    lines = [say("Giorno in cui si guarda: {day}", day=as_day(found.world.law.on.toordinal())), *_start_window(found)]
    if found.kind.code == "START_LATER" and person.available_from is not None:
        lines.append(say("La persona è libera dal {day}", day=as_day(person.available_from.toordinal())))
    return lines


def _cert(found: Found) -> Lines:
    person, offer = _two(found)
    asked = [title.label for title in Certificate if title in offer.required_certificates]
    held = [title.label for title in Certificate if title in person.certificates]
    return [
        say("Il compito chiede: {titles}", titles=_listed(asked)),
        say("La persona ha: {titles}", titles=_listed(held) or say("nessun titolo scritto")),
    ]


def _time(found: Found) -> Lines:
    person, _ = _two(found)
    records, pairs = found.world.records, found.world.pairs
    lines = []
    if person.availability is not None:
        lines.append(say("Ore che la persona ha detto libere: {week}", week=told_week(person.availability)))
    children = [child for child in records.children if child.candidate == person.id]
    acts = [act for act in records.acts if act.candidate == person.id and act.hours is not None]
    taken = [paper.hours for paper in records.commitments if paper.candidate == person.id]
    taken += [person.busy] if person.busy else []
    lines += [say("Ore permesse da un'autorità: {week}", week=told_week(act.hours)) for act in acts[:1] if act.hours]
    lines += [say("Ore già impegnate: {week}", week=told_week(reduce(or_, taken)))] if taken else []
    if children and not acts and not taken:
        lines.append(
            say("Figli: {children}", children=_listed(_child(child, found.world.law.on) for child in children))
        )
    return [*lines[:2], say("Viaggio: {minutes} minuti ogni volta", minutes=int(pairs.journey_q[found.k]) * 15)]


def _child(child: Child, on: date) -> str:
    care = child.care.label if child.care else say("orario non scritto")
    years = on.year - child.birth_date.year - ((on.month, on.day) < (child.birth_date.month, child.birth_date.day))
    return say_n("{n} anno ({care})", "{n} anni ({care})", years, care=care)


def _split(found: Found) -> Lines:
    return [say("La persona ha detto che non vuole orari spezzati")]


def _rest(found: Found) -> Lines:
    return [say("Questa regola guarda solo i turni: {hours} ore a settimana", hours=_hours(found))]


def _hours(found: Found) -> str:
    return number(_two(found)[1].shifts.hours)


def _travel(found: Found) -> Lines:
    person, offer = _two(found)
    pairs, k = found.world.pairs, found.k
    site = next(site for site in found.world.records.sites if site.id == offer.site)
    home, there = (places().find(town).name for town in (person.municipality, site.municipality))
    lines = [
        say("Da {home} a {there}: {km} km in linea d'aria", home=home, there=there, km=number(float(pairs.km[k]), 1)),
        say("Mezzi della persona: {modes}", modes=_listed(mode.label for mode in person.modes or ()))
        if person.modes is not None
        else say("Mezzi della persona: nessuno li ha scritti"),
    ]
    if found.kind.code == "WAY_ON_FOOT" and person.max_walk_m is not None:
        if site.bus_stop_m is None:
            return [*lines, say("A piedi la persona può fare al massimo {most} metri", most=person.max_walk_m)]
        told = say(
            "A piedi la persona può fare al massimo {most} metri; la fermata è a {stop} metri",
            most=person.max_walk_m,
            stop=site.bus_stop_m,
        )
        return [*lines, told]
    if found.kind.code == "NO_MEANS" and Mode.BUS in (person.modes or (Mode.BUS,)):
        window = found.world.law.table("practice.bus_window")
        days = ",".join(DAYS_IT[day - 1] for day in window["weekdays"])
        runs = told_week(parse_week(f"{days} {window['from']}-{window['to']}"))
        return [*lines, say("Sull'autobus si può contare: {runs}", runs=runs)]
    ceiling = int(pairs.candidates.ceiling_min[pairs.i[k]])
    return [*lines, say("Viaggio che la persona accetta: al massimo {minutes} minuti", minutes=ceiling)]


def _function(found: Found) -> Lines:
    person, offer = _two(found)
    pairs = found.world.pairs
    stops = met(pairs.subset(np.arange(len(pairs)) == found.k)).stopping
    items = list(catalogue().items.values())
    asked = {demand.item: demand.level for demand in offer.demands or ()}
    lines = []
    for column in stops.tolist()[:1]:
        item = items[column]
        papers = [p for p in found.world.records.prescriptions if p.candidate == person.id and item.code in p.items]
        most = min([p.items[item.code] for p in papers] + [person.prescriptions.get(item.code, 3)])
        authors = [paper.author.label for paper in papers if paper.author and paper.items[item.code] == most]
        lines.append(say("Il compito chiede {item}: livello {level} su 3", item=item.label, level=asked[item.code]))
        lines.append(
            say("Limite della persona: livello {most} (lo ha scritto: {author})", most=most, author=authors[0])
            if authors
            else say("Limite della persona: livello {most} (lo ha scritto un professionista sanitario)", most=most)
        )
    return lines


def _access(found: Found) -> Lines:
    person, _ = _two(found)
    return [say("La persona ha bisogno di: {needs}", needs=_features(person.access_needs))]


def _features(features: Iterable[Access]) -> str:
    return _listed(feature.label for feature in features)


def _refusal(found: Found) -> Lines:
    person, _ = _two(found)
    match found.kind.code:
        case "REFUSAL_ROLE":
            roles = _listed(catalogue().role(role).label for role in person.refused_roles)
            return [say("La persona ha detto no a questi lavori: {roles}", roles=roles)]
        case "REFUSAL_SECTOR":
            sectors = _listed(catalogue().division(sector).label for sector in person.refused_sectors)
            return [say("La persona ha detto no a questi settori: {sectors}", sectors=sectors)]
        case "REFUSAL_COMPANY":
            return [say("La persona ha detto no a questa azienda")]
        case _:
            wish = person.tutor_wish.label if person.tutor_wish else ""
            return [say("La persona vuole che il tutor sia: {wish}", wish=wish)]


def _ban(found: Found) -> Lines:
    person, _ = _two(found)
    if found.kind.code == "BAN_COMPANY":
        return [say("Il servizio ha scritto che questa azienda va evitata")]
    pairs = found.world.pairs
    there = int(pairs.openings.conditions[pairs.j[found.k]])
    own = [condition.label for condition in person.banned_conditions]
    papers = [p for p in found.world.records.protections if p.candidate == person.id and p.kind in _BANS]
    own += [paper.kind.label for paper in papers]
    return [
        say("Nel lavoro c'è: {conditions}", conditions=_listed(c.label for c in Condition if there & c.bit)),
        say("Da evitare per questa persona: {bans}", bans=_listed(dict.fromkeys(own))),
    ]


_BANS = (ProtectionKind.NO_PUBLIC_CONTACT, ProtectionKind.ISOLATION_BAN, ProtectionKind.SUBSTANCE_BAN)


def _protect(found: Found) -> Lines:
    person, _ = _two(found)
    kinds = {"PROTECT_SITE", "PROTECT_WAY"}
    wanted = ProtectionKind.AVOID_ZONE if found.kind.code in kinds else ProtectionKind.AVOID_PERSON
    for paper in found.world.records.protections:
        if paper.candidate == person.id and paper.kind is wanted:
            if paper.municipality and paper.radius_km:
                town = places().find(paper.municipality).name
                return [say("Zona da evitare: {km} km intorno a {town}", km=number(paper.radius_km), town=town)]
            if paper.radius_km:
                return [say("Zona da evitare: {km} km intorno a un punto", km=number(paper.radius_km))]
            return [say("C'è una misura di tutela: {kind}", kind=paper.kind.label)]
    return []


def _authority(found: Found) -> Lines:
    person, _ = _two(found)
    acts = [act for act in found.world.records.acts if act.candidate == person.id]
    towns = _listed(dict.fromkeys(places().find(town).name for act in acts for town in act.municipalities))
    return [say("L'atto permette di stare a: {towns}", towns=towns or say("solo nelle aziende indicate"))]


_FACTS: dict[str, Callable[[Found], Lines]] = {
    "ELIG": _elig,
    "AGE": _age,
    "START": _start,
    "REST": _rest,
    "CERT": _cert,
    "TIME_FIT": _time,
    "SPLIT": _split,
    "TRAVEL": _travel,
    "FUNCTION": _function,
    "ACCESS": _access,
    "REFUSAL": _refusal,
    "BAN": _ban,
    "PROTECT": _protect,
    "AUTHORITY": _authority,
    **LEGAL_FACTS,
    **LENGTH_FACTS,
}
