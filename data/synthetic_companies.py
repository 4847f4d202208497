"""Invented companies and their sites, after what the area of Prato is like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from data.codes import Access
from data.notation import split_list
from data.places import Place, places
from data.records import Company, Site
from data.synthetic_dice import Dice, around, keyed, scaled, town_radius

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
NEARBY = {"PO": ("Campi Bisenzio (FI)", "Sesto Fiorentino (FI)", "Calenzano (FI)", "Agliana (PT)", "Quarrata (PT)")}
# Centres of the two industrial areas south of Prato (Macrolotto 1 and 2), to about a kilometre.
INDUSTRIAL_AREAS = {"PO": (("Prato (PO)", (43.856, 11.074)), ("Prato (PO)", (43.845, 11.104)))}
BUS_IN_TOWN = ("lun-sab 6:00-21:30; dom 8:00-20:00", "lun-sab 6:15-20:45", "lun-ven 6:00-22:00; sab 7:00-20:00")
BUS_IN_INDUSTRIAL_AREA = ("lun-ven 6:15-19:45; sab 6:30-13:30", "lun-ven 6:30-20:00", "lun-sab 5:45-20:15")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of company: how many there are in 60, ATECO division, roles with weights, words for its name, staff."""

    per_60: int
    sector: str
    roles: str
    nouns: str
    staff: tuple[int, int]
    industrial: bool = False


KINDS = (
    Kind(4, "13", "textile_finishing=5; hand_packer=1", "Rifinizione; Tintoria", (6, 60), True),
    Kind(3, "13", "weaving_operator=4; hand_packer=1", "Tessitura; Filati", (5, 45), True),
    Kind(6, "14", "sewing_operator=3; clothing_finisher=4; hand_packer=1", "Maglificio; Confezioni", (4, 35), True),
    Kind(5, "46", "clothing_warehouse=4; hand_packer=2; order_picker=1", "Campionario; Ingrosso Moda", (3, 40), True),
    Kind(5, "52", "warehouse_worker=4; order_picker=4; hand_packer=1", "Logistica; Magazzini", (12, 140), True),
    Kind(5, "81", "building_cleaner=1", "Pulizie; Servizi Puliti", (8, 120)),
    Kind(4, "56", "kitchen_assistant=4; dishwasher=2; waiter=2", "Trattoria; Mensa", (3, 30)),
    Kind(2, "56", "barista=3; kitchen_assistant=1", "Caffè; Gastronomia", (2, 12)),
    Kind(3, "10", "baker=3; sales_assistant=1", "Forno; Panificio", (3, 20)),
    Kind(5, "47", "shelf_filler=4; cashier=2; sales_assistant=3", "Alimentari; Bottega; Emporio", (4, 80)),
    Kind(2, "47", "reuse_shop=3; hand_packer=1", "Cooperativa del Riuso; Mercatino Solidale", (5, 40)),
    Kind(3, "96", "laundry_worker=1", "Lavanderia; Stireria", (3, 45)),
    Kind(3, "88", "care_aide=4; office_clerk=1", "Cooperativa Sociale; Assistenza", (15, 200)),
    Kind(2, "87", "oss=3; laundry_worker=1; kitchen_assistant=2", "Residenza; Casa di Riposo", (25, 120)),
    Kind(3, "81", "garden_labourer=3; building_cleaner=1", "Cooperativa Verde; Giardini", (8, 70)),
    Kind(2, "82", "office_clerk=3; receptionist=1; hand_packer=2", "Servizi Ufficio; Segreteria", (3, 30)),
    Kind(1, "38", "waste_sorter=1", "Recuperi; Raccolta e Riciclo", (15, 90), True),
    Kind(2, "41", "construction_worker=1", "Edilizia; Costruzioni", (3, 40)),
)
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


def companies(dice: Dice, count: int, on: date) -> list[tuple[Company, Kind]]:
    """Invent `count` companies in the proportions of `KINDS`; some were never visited and have no history."""
    kinds = dice.apportioned(count, {place: kind.per_60 for place, kind in enumerate(KINDS)})
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


def sites(dice: Dice, owners: Sequence[tuple[Company, Kind]], towns: Mapping[Place, float]) -> list[Site]:
    """Invent one site a company, two for some: in town, in an industrial area or in a nearby municipality.

    Parameters
    ----------
    dice : Dice
    owners : sequence of (Company, Kind)
    towns : Mapping of Place to float
        The municipalities of the programme, with how often a site is there.
    """
    provinces = sorted({town.province for town in towns})
    nearby = [places().find(name) for province in provinces for name in NEARBY.get(province, ())]
    areas = [(places().find(name), point) for p in provinces for name, point in INDUSTRIAL_AREAS.get(p, ())]
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
