"""Invented protections: for nearly half the people on a protection path, and for some others.

A protection thus tells no category; and it follows neither wishes nor competences. The seals are drawn: they seal
nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from data.codes import ProtectionKind
from data.places import Place
from data.records import Candidate, Site
from data.synthetic_dice import Dice, around
from data.synthetic_people import PROTECTED, Person, World
from data.synthetic_places import seal

ON_A_PATH = 0.45
KINDS_ON_A_PATH = (2, 3)
ELSEWHERE = 0.03
KINDS: Mapping[ProtectionKind, float] = {
    ProtectionKind.AVOID_ZONE: 0.22,
    ProtectionKind.AVOID_PERSON: 0.17,
    ProtectionKind.ADDRESS_SECRET: 0.15,
    ProtectionKind.AVOID_HOST: 0.12,
    ProtectionKind.NO_PUBLIC_CONTACT: 0.1,
    ProtectionKind.ISOLATION_BAN: 0.08,
    ProtectionKind.MEET_POINT: 0.08,
    ProtectionKind.SUBSTANCE_BAN: 0.08,
}
WITH_END = 0.3
END_DAYS = (240, 900)
SINCE_DAYS = (30, 400)
ZONE_KM = (6, 20)
# How near home a zone may come: whoever lives there would have nowhere to go.
HOME_KM = 1.0
TRIED = 12
SHAPES = {"point": 0.6, "area": 0.2, "town": 0.2}
# How often the person to avoid works where the service has the seals, and how many companies were checked by hand.
AT_A_COMPANY = 0.75
CHECKED = 0.85
MEET_RADIUS_DEG = 0.01
# Kilometres of a degree, at 44 degrees north.
KM_NORTH, KM_EAST = 111.0, 80.0


def protections(dice: Dice, persons: Sequence[Person], world: World, sites: Sequence[Site]) -> Iterator[dict[str, Any]]:
    """One to three protections a person, for few people.

    Parameters
    ----------
    dice : Dice
    persons : sequence of Person
    world : World
    sites : sequence of Site
        Around one of them lies a zone to avoid.
    """
    towns = {town.istat: town for town in world.towns}
    path = [person for person in persons if _on_a_path(person) and dice.chance(ON_A_PATH)]
    others = [person for person in persons if not _on_a_path(person) and dice.chance(ELSEWHERE)]
    # Apportioned, so that in a small cohort too as many kinds occur as there are people.
    kinds = {
        person.candidate.id: [kind] for person, kind in zip(others, dice.apportioned(len(others), KINDS), strict=True)
    }
    for person in path:
        wanted = dice.between(*KINDS_ON_A_PATH)
        kinds[person.candidate.id] = list(dict.fromkeys(dice.weighted(KINDS) for _ in range(wanted)))
    for person in persons:
        for kind in kinds.get(person.candidate.id, ()):
            found = _says(dice, kind, person.candidate, world, towns, sites)
            if found is not None:
                yield {"candidate": person.candidate.id, "kind": kind, **found, **_days(dice, world.on)}


def _on_a_path(person: Person) -> bool:
    return any(category in PROTECTED for category in person.candidate.categories)


def _days(dice: Dice, on: date) -> dict[str, Any]:
    since = on - timedelta(days=dice.between(*SINCE_DAYS))
    until = on + timedelta(days=dice.between(*END_DAYS))
    return {"valid_from": since, "valid_to": until if dice.chance(WITH_END) else None}


def _says(
    dice: Dice,
    kind: ProtectionKind,
    person: Candidate,
    world: World,
    towns: Mapping[str, Place],
    sites: Sequence[Site],
) -> dict[str, Any] | None:
    """The fields of one kind of protection; None where the place and the person leave no zone to draw."""
    if kind is ProtectionKind.AVOID_ZONE:
        return _zone(dice, person, towns[person.municipality], sites)
    if kind is ProtectionKind.AVOID_PERSON:
        return _avoided(dice, world)
    if kind is ProtectionKind.AVOID_HOST:
        return {"company": dice.one(world.companies).id}
    if kind is ProtectionKind.MEET_POINT:
        town = towns[person.municipality]
        return {"municipality": town.istat, **around(dice, town.lat, town.lon, MEET_RADIUS_DEG)}
    return {}


def _avoided(dice: Dice, world: World) -> dict[str, Any]:
    """A sealed name, mostly of somebody at a company, and the companies where a check found nobody."""
    sealed = [name for company in world.companies for name in company.people]
    name = dice.one(sealed) if sealed and dice.chance(AT_A_COMPANY) else seal(dice)
    checked = [company.id for company in world.companies if dice.chance(CHECKED) and name not in company.people]
    return {"person": name, "checked_companies": checked}


def _zone(dice: Dice, person: Candidate, town: Place, sites: Sequence[Site]) -> dict[str, Any] | None:
    """A zone around a place of work that is not where the person lives."""
    home = (person.lat, person.lon) if person.lat is not None and person.lon is not None else (town.lat, town.lon)
    radius = dice.between(*ZONE_KM) / 10
    shape = dice.weighted(SHAPES)
    for site in dice.some(sites, TRIED):
        if site.lat is None or site.lon is None or _within(home, (site.lat, site.lon), radius + HOME_KM):
            continue
        centre = around(dice, site.lat, site.lon, 0.002)
        if shape == "area":
            return {"area": _square(centre["lat"], centre["lon"], radius)}
        if shape == "town" and site.municipality != town.istat:
            return {"municipality": site.municipality, "radius_km": radius}
        return {**centre, "radius_km": radius}
    return None


def _within(one: tuple[float, float], other: tuple[float, float], km: float) -> bool:
    """Whether two points are nearer than so many kilometres, on a flat map: near enough within a province."""
    north, east = (one[0] - other[0]) * KM_NORTH, (one[1] - other[1]) * KM_EAST
    return north * north + east * east < km * km


def _square(lat: float, lon: float, half_km: float) -> list[tuple[float, float]]:
    """Corners, a little skewed as on a map drawn by hand."""
    high, wide = half_km / KM_NORTH, half_km / KM_EAST
    corners = [
        (lat - high, lon - wide),
        (lat - high * 0.8, lon + wide),
        (lat + high, lon + wide * 0.9),
        (lat + high, lon - wide),
    ]
    return [(round(one, 4), round(other, 4)) for one, other in corners]
