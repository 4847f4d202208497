"""Invented companies and their sites, of the kinds and in the places that a programme's profile names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from data.codes import Access
from data.notation import split_list
from data.places import Place, places
from data.records import Company, Site
from data.synthetic_dice import Dice, around, keyed, scaled, town_radius
from data.synthetic_kinds import KINDS, Kind
from data.synthetic_profile import Profile

SECOND_SITE = 0.15
NEVER_VISITED = 0.08
IN_NEARBY_TOWN = 0.13
IN_INDUSTRIAL_AREA = 0.7
NO_COORDINATES = 0.05
ACCESS_UNKNOWN = 0.12
BUS_HOURS_UNKNOWN = 0.4
# Share of a field's missing answers.
NO_ANSWER = 0.1
FEATURES = {
    Access.STEP_FREE: 0.65,
    Access.ACCESSIBLE_WC: 0.5,
    Access.ELEVATOR: 0.3,
    Access.PARKING: 0.45,
    Access.VISUAL_SIGNALS: 0.12,
    Access.ACOUSTIC_SIGNALS: 0.25,
    Access.QUIET_SPACE: 0.35,
}
BUS_IN_TOWN = ("lun-sab 6:00-21:30; dom 8:00-20:00", "lun-sab 6:15-20:45", "lun-ven 6:00-22:00; sab 7:00-20:00")
BUS_IN_INDUSTRIAL_AREA = ("lun-ven 6:15-19:45; sab 6:30-13:30", "lun-ven 6:30-20:00", "lun-sab 5:45-20:15")


# Coined on purpose: a noun and one of these words is no company's name that the authors know of.
_FIRST = (
    "Bram",
    "Celv",
    "Drun",
    "Fulv",
    "Grimb",
    "Lumb",
    "Morv",
    "Nebr",
    "Pulv",
    "Quind",
    "Rusp",
    "Stelv",
    "Tramb",
    "Zarl",
)
_LAST = (
    "alda",
    "elunga",
    "ibello",
    "osina",
    "urella",
    "arizia",
    "entola",
    "ifiora",
    "olmia",
    "ubetta",
    "arola",
    "ezzina",
)


def companies(dice: Dice, count: int, on: date, shares: Mapping[str, float]) -> list[tuple[Company, Kind]]:
    """Invent `count` companies of kinds in the shares asked; some were never visited and have no history."""
    kinds = dice.apportioned(count, shares)
    unvisited = set(dice.some(range(count), scaled(count, NEVER_VISITED)))
    used: dict[str, int] = {}
    made = []
    for place in range(count):
        kind = KINDS[kinds[place]]
        name = f"{dice.one(split_list(kind.nouns))} {dice.one(_FIRST)}{dice.one(_LAST)}"
        used[name] = used.get(name, 0) + 1
        fields = {
            "id": keyed("A", place + 1, count, 2),
            "name": name if used[name] == 1 else f"{name} {used[name]}",
            "sector": kind.sector,
            "staff": dice.known(NO_ANSWER, dice.between(*kind.staff)),
            "social_pact": dice.known(NO_ANSWER, dice.chance(0.35)),
            "quality_label": dice.known(NO_ANSWER, dice.chance(0.2)),
        }
        history = _history(dice, on)
        made.append((Company.model_validate(fields if place in unvisited else fields | history), kind))
    return made


def _history(dice: Dice, on: date) -> dict[str, Any]:
    started = dice.between(0, 12)
    completed = started - sum(dice.chance(0.25) for _ in range(started))
    hired = sum(dice.chance(0.25) for _ in range(completed))
    known = not dice.chance(NO_ANSWER)
    return {
        "visited_on": on - timedelta(days=dice.between(5, 400)),
        "trained_tutor": dice.known(NO_ANSWER, dice.chance(0.55)),
        "past_internships": started if known else None,
        "past_completed": dice.known(NO_ANSWER, completed) if known else None,
        "past_hired": dice.known(NO_ANSWER, hired) if known else None,
    }


def sites(
    dice: Dice, owners: Sequence[tuple[Company, Kind]], towns: Mapping[Place, float], around_here: Profile
) -> list[Site]:
    """Invent one site a company, two for some: in town, in an industrial area or in a nearby municipality.

    Parameters
    ----------
    dice : Dice
    owners : sequence of (Company, Kind)
    towns : Mapping of Place to float
        The municipalities of the programme, with how often a site is there.
    around_here : Profile
        Names the towns nearby and the industrial areas.
    """
    nearby = [places().find(name) for name in around_here.nearby]
    areas = [(places().find(area.town), (area.lat, area.lon)) for area in around_here.industrial]
    extra = set(dice.some(range(len(owners)), scaled(len(owners), SECOND_SITE)))
    made = []
    for place, (company, kind) in enumerate(owners):
        for number in range(1, 3 if place in extra else 2):
            if areas and kind.industrial and dice.chance(IN_INDUSTRIAL_AREA):
                town, centre = dice.one(areas)
                point, bus = around(dice, *centre, 0.007), BUS_IN_INDUSTRIAL_AREA
            else:
                town = dice.one(nearby) if nearby and dice.chance(IN_NEARBY_TOWN) else dice.weighted(towns)
                point, bus = around(dice, town.lat, town.lon, town_radius(town) * 0.8), BUS_IN_TOWN
            fields = {
                "id": f"{company.id.replace('A', 'S', 1)}-{number}",
                "company": company.id,
                "municipality": town.istat,
                "bus_hours": dice.known(BUS_HOURS_UNKNOWN, dice.one(bus)),
                "access": _access(dice),
            }
            located = fields if dice.chance(NO_COORDINATES) else fields | point
            made.append(Site.model_validate(located))
    return made


def _access(dice: Dice) -> dict[Access, bool]:
    if dice.chance(ACCESS_UNKNOWN):
        return {}
    answers = {feature: dice.known(NO_ANSWER, dice.chance(share)) for feature, share in FEATURES.items()}
    return {feature: answer for feature, answer in answers.items() if answer is not None}
