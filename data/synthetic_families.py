"""Invented children, and the services for them that a local authority can grant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from data.codes import ChildCare, ServiceKind
from data.places import Place
from data.records import Child, Service
from data.synthetic_dice import Dice, keyed, scaled
from data.synthetic_people import Person

SERVICE_HOURS: Mapping[ServiceKind, tuple[str, ...]] = {
    ServiceKind.DOPOSCUOLA: ("lun-ven 13:15-18:00", "lun-ven 13:30-17:30", "lun-ven 16:15-18:30"),
    ServiceKind.PRE_SCUOLA: ("lun-ven 7:15-8:30", "lun-ven 7:30-8:30"),
    ServiceKind.LUDOTECA: ("lun-ven 15:30-19:00", "mar,gio 14:30-18:30; sab 9:00-12:30"),
    ServiceKind.NIDO: ("lun-ven 7:30-16:30", "lun-ven 7:30-13:30", "lun-ven 8:00-17:30"),
    ServiceKind.POST_SCUOLA: ("lun-ven 16:00-17:30", "lun-ven 16:15-18:00"),
    ServiceKind.CENTRO_ESTIVO: ("lun-ven 8:00-17:00", "lun-ven 7:45-16:30", "lun-ven 8:00-13:30"),
}
SERVICE_AGES = {
    ServiceKind.DOPOSCUOLA: (6, 13),
    ServiceKind.PRE_SCUOLA: (3, 10),
    ServiceKind.LUDOTECA: (3, 10),
    ServiceKind.NIDO: (0, 2),
    ServiceKind.POST_SCUOLA: (3, 10),
    ServiceKind.CENTRO_ESTIVO: (3, 13),
}
SERVICE_SEATS = (4, 15)
SERVICE_NAMES = (
    "La Lucciola",
    "Il Grillo",
    "L'Aquilone",
    "La Chiocciola",
    "Il Girasole",
    "La Mongolfiera",
    "Il Melograno",
)
GRANTED = 0.25
# Month and day.
SCHOOL_BEGINS, SCHOOL_ENDS, SUMMER_ENDS = (9, 15), (6, 10), (8, 31)
CHILDREN = {1: 0.45, 2: 0.37, 3: 0.18}
CHILDREN_UNDER = 14
YOUNGEST_PARENT = 17
NIDO_ATTENDED = 0.5
INFANZIA_ATTENDED = 0.94
FULL_DAY_PRIMARY = 0.55
CARE_UNKNOWN = 0.06
OWN_CARE_HOURS = 0.2
CARE_HOURS: Mapping[ChildCare, tuple[str, ...]] = {
    ChildCare.NIDO: ("lun-ven 7:30-13:30", "lun-ven 8:00-16:00"),
    ChildCare.INFANZIA: ("lun-ven 8:00-13:00", "lun-ven 7:45-16:15"),
    ChildCare.PRIMARIA_NORMALE: ("lun-sab 8:00-12:50", "lun,mer,ven 8:20-13:20; mar,gio 8:20-16:20"),
    ChildCare.PRIMARIA_PIENO: ("lun-ven 8:20-16:20", "lun-ven 8:00-16:00"),
    ChildCare.SECONDARIA_1: ("lun-sab 8:00-13:00", "lun-ven 7:55-14:05"),
}


def services(
    dice: Dice, count: int, shares: Mapping[ServiceKind, float], towns: Mapping[Place, float]
) -> list[Service]:
    """Invent `count` services of kinds in the shares asked, more where more people live."""
    kinds = dice.apportioned(count, shares)
    made = []
    for place, kind in enumerate(kinds):
        town = dice.weighted(towns)
        youngest, oldest = SERVICE_AGES[kind]
        fields = {
            "id": keyed("V", place + 1, count, 2),
            "kind": kind,
            "name": f"{kind.it[0].upper()}{kind.it[1:]} {dice.one(SERVICE_NAMES)} di {town.name}",
            "municipality": town.istat,
            "hours": dice.one(SERVICE_HOURS[kind]),
            "seats": dice.between(*SERVICE_SEATS),
            "age_from": youngest,
            "age_to": oldest,
        }
        made.append(Service.model_validate(fields))
    return made


def more_services(
    dice: Dice, before: int, share: float, numbers: Mapping[ServiceKind, int], towns: Mapping[Place, float], on: date
) -> list[Service]:
    """Services that are open for a part of the year, in the numbers of the profile times a share.

    Their codes go on from the `before` services that there are; a cohort of any size has one of each kind at least.
    """
    count = sum(max(1, scaled(number, share)) for number in numbers.values())
    made = services(dice, count, numbers, towns)
    seasons = [_season(service.kind, on) for service in made]
    return [
        service.model_copy(update={"id": keyed("V", before + place + 1, before + count, 2), **seasons[place]})
        for place, service in enumerate(made)
    ]


def _season(kind: ServiceKind, on: date) -> dict[str, date]:
    """The next summer, or the school year that the day is in."""
    summer = on.year + (on.month >= SCHOOL_ENDS[0])
    if kind is ServiceKind.CENTRO_ESTIVO:
        return {"open_from": date(summer, *SCHOOL_ENDS), "open_to": date(summer, *SUMMER_ENDS)}
    return {"open_from": date(summer - 1, *SCHOOL_BEGINS), "open_to": date(summer, *SCHOOL_ENDS)}


def children(dice: Dice, parents: Sequence[Person], offered: Iterable[Service], on: date) -> list[Child]:
    """Invent the children of those who have some, at least a year apart; a few already have a service."""
    drawn = [(person, days) for person in parents if person.parent for days in _ages_in_days(dice, person.age)]
    free = {service.id: service.seats or 0 for service in offered}
    by_town: dict[str, list[Service]] = {}
    for service in offered:
        by_town.setdefault(service.municipality, []).append(service)
    made = []
    for place, (person, days) in enumerate(drawn):
        near = by_town.get(person.candidate.municipality, [])
        born = on - timedelta(days=days)
        fields = {
            "id": keyed("F", place + 1, len(drawn), 4),
            "candidate": person.candidate.id,
            "birth_date": born,
            **_care(dice, born, on),
            "services": _granted(dice, days * 4 // 1461, near, free),
        }
        made.append(Child.model_validate(fields))
    return made


def _ages_in_days(dice: Dice, parent_age: int) -> list[int]:
    oldest = min(CHILDREN_UNDER - 1, parent_age - YOUNGEST_PARENT - 1)
    years = dice.some(range(oldest + 1), dice.weighted(CHILDREN))
    return [year * 1461 // 4 + dice.between(30, 360) for year in years]


def _care(dice: Dice, born: date, on: date) -> dict[str, Any]:
    """Where the child is by the school year of birth (a year begins in September)."""
    school_age = on.year - (on.month < 9) - born.year
    if school_age <= 2:
        care = ChildCare.NIDO if dice.chance(NIDO_ATTENDED) else ChildCare.NONE
    elif school_age <= 5:
        care = ChildCare.INFANZIA if dice.chance(INFANZIA_ATTENDED) else ChildCare.NONE
    elif school_age <= 10:
        care = ChildCare.PRIMARIA_PIENO if dice.chance(FULL_DAY_PRIMARY) else ChildCare.PRIMARIA_NORMALE
    else:
        care = ChildCare.SECONDARIA_1
    if dice.chance(CARE_UNKNOWN):
        return {}
    hours = dice.one(CARE_HOURS[care]) if care in CARE_HOURS and dice.chance(OWN_CARE_HOURS) else None
    return {"care": care, "care_hours": hours}


def _granted(dice: Dice, age: int, near: Sequence[Service], free: dict[str, int]) -> list[str]:
    """At most one service near home, for the child's age and with a seat left; nidi are granted, not had."""
    fitting = [
        service.id
        for service in near
        if service.kind is not ServiceKind.NIDO
        and (service.age_from or 0) <= age <= (service.age_to or 99)
        and free[service.id] > 0
    ]
    if not fitting or not dice.chance(GRANTED):
        return []
    chosen = dice.one(fitting)
    free[chosen] -= 1
    return [chosen]
