"""Invented internships: each starts from a typical role, and is changed as companies change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from data.catalogues import Role, catalogue
from data.codes import Certificate, Condition, HirePlan
from data.notation import Demand, parse_demands, parse_levels
from data.records import Company, Opening, Site
from data.synthetic_companies import NO_ANSWER
from data.synthetic_dice import Dice, keyed, scaled
from data.synthetic_kinds import Kind
from data.synthetic_profile import Profile
from data.synthetic_support import surroundings
from data.week import QUARTERS_A_DAY, Week, parse_week

THREE_SEATS = 3 / 110
NO_DEMANDS = 0.07
NO_REQUIREMENTS = 0.05
NO_TUTOR_HOURS = 0.12
OTHER_HOURS = 0.6
FEWER_DAYS = 0.12
SPLIT_SHIFT = 0.25
ADULTS_ONLY = 0.06
ACCOMMODATING = 0.2
OTHER_DEMAND = 0.15
OTHER_LEVEL = 0.2
LEFT_OUT = 0.08
WEEK_HOURS = (18, 30)
DAY_HOURS = 8
HIRE_PLANS = {HirePlan.NONE: 0.45, HirePlan.POSSIBLE: 0.42, HirePlan.PLANNED: 0.13}
# First start: 4 to 13 weeks after the programme's day; at most until day 117 (in 2019-20: December to February).
START_WEEKS = (4, 13)
START_WINDOW_DAYS = (14, 42)
LAST_START_DAY = 117
# How often a certificate is asked that the role does not ask by itself.
EXTRA_CERTIFICATE = {
    "warehouse_worker": (Certificate.FORKLIFT, 0.3),
    "order_picker": (Certificate.FORKLIFT, 0.12),
    "care_aide": (Certificate.DRIVING_B, 0.4),
    "garden_labourer": (Certificate.DRIVING_B, 0.25),
    "construction_worker": (Certificate.CONSTRUCTION_16H, 0.4),
}

# Between midnight and five: what turns a shift into night work here.
_NIGHT = parse_week("tutti 0:00-5:00")


def openings(
    dice: Dice,
    more: Dice,
    owners: Sequence[tuple[Company, Kind]],
    sites: Sequence[Site],
    around_here: Profile,
    count: int,
    on: date,
) -> list[Opening]:
    """Invent `count` openings: every company offers one as far as they reach, some offer more.

    Parameters
    ----------
    dice, more : Dice
        Two streams: `more` is for the Italian asked and the surroundings.
    owners : sequence of (Company, Kind)
    sites : sequence of Site
        At least one for each company.
    around_here : Profile
        Says how many seats and months.
    count : int
        Openings; their seats are in proportion to those of the profile.
    on : date
        The programme's day.
    """
    own_sites: dict[str, list[Site]] = {}
    for site in sites:
        own_sites.setdefault(site.company, []).append(site)
    hosts = [*owners, *(dice.one(owners) for _ in range(count - len(owners)))]
    seats = _seats(dice, count, around_here.seats / around_here.openings)
    made = []
    for place in range(count):
        company, kind = hosts[place]
        place_of_work = dice.one(own_sites[company.id]).id
        terms = _terms(dice, on, around_here.months)
        role = catalogue().role(dice.weighted(parse_levels(kind.roles, 1, 9)))
        fields = {
            "id": keyed("O", place + 1, count, 3),
            "company": company.id,
            "site": place_of_work,
            "seats": seats[place],
            **terms,
            **_work(dice, role),
            **surroundings(more, role),
        }
        made.append(Opening.model_validate(fields))
    return made


def _seats(dice: Dice, count: int, per_opening: float) -> list[int]:
    extra = scaled(count, per_opening - 1)
    triple = min(scaled(count, THREE_SEATS), extra // 2)
    double = extra - 2 * triple
    return dice.shuffled([3] * triple + [2] * double + [1] * (count - triple - double))


def _terms(dice: Dice, on: date, months: Mapping[int, float]) -> dict[str, Any]:
    start = on + timedelta(weeks=dice.between(*START_WEEKS))
    end = min(start + timedelta(days=dice.between(*START_WINDOW_DAYS)), on + timedelta(days=LAST_START_DAY))
    return {
        "start_from": start,
        "start_to": end,
        "months": dice.weighted(months),
        "min_age": 18 if dice.chance(ADULTS_ONLY) else None,
        "tutor_h_week": dice.known(NO_TUTOR_HOURS, dice.between(2, 16) / 2),
        "hire_plan": dice.known(NO_ANSWER, dice.weighted(HIRE_PLANS)),
    }


def _work(dice: Dice, role: Role) -> dict[str, Any]:
    shifts = _shifts(dice, [parse_week(text) for text in role.shifts])
    night = bool(shifts & _NIGHT)
    demands = _demands(dice, [demand for demand in parse_demands(role.demands) if night or demand.item != "SL2"])
    essential, nice = _requirements(dice, role)
    certificate, often = EXTRA_CERTIFICATE.get(role.key, (Certificate.OSS, 0.0))
    return {
        "role": role.key,
        "title": dice.known(NO_ANSWER, role.label_it[0].upper() + role.label_it[1:]),
        "shifts": shifts,
        "essential": essential,
        "nice": nice,
        "demands": dice.known(NO_DEMANDS, demands),
        "accommodations": _accommodations(dice, demands),
        "required_certificates": (*role.certs, *((certificate,) if dice.chance(often) else ())),
        "conditions": [condition for condition in role.conditions if night or condition is not Condition.NIGHT],
    }


def _shifts(dice: Dice, typical: Sequence[Week]) -> Week:
    """A typical week moved, shortened or lengthened by quarters of an hour, or two of them joined on three days."""
    if dice.chance(SPLIT_SHIFT) and (split := _split(dice, typical)):
        return split
    turns = list(dice.one(typical).segments())
    if not dice.chance(OTHER_HOURS):
        return Week.of_segments(turns)
    if dice.chance(FEWER_DAYS):
        turns.remove(dice.one(turns))
    move = dice.between(-4, 4)
    least, most = (4 * hours for hours in WEEK_HOURS)
    total, longest = sum(length for _, length in turns), max(length for _, length in turns)
    longer = [
        quarters
        for quarters in range(-4, 7)
        if least <= total + quarters * len(turns) <= most and longest + quarters <= 4 * DAY_HOURS
    ]
    if not longer:
        return Week.of_segments((start + move, length) for start, length in dice.one(typical).segments())
    quarters = dice.one(longer)
    return Week.of_segments((start + move, length + quarters) for start, length in turns)


def _split(dice: Dice, typical: Sequence[Week]) -> Week | None:
    """A morning and an afternoon of the same role on three days, if the day has 8 hours at most."""
    if len(typical) < 2 or typical[0] & typical[1]:
        return None
    morning, afternoon = (dict(_by_day(week)) for week in typical[:2])
    days = sorted(dice.some(sorted(set(morning) & set(afternoon)), 3))
    turns = [turn for day in days for turn in (morning[day], afternoon[day])]
    hours = sum(length for _, length in turns) / 4
    # Both within 13 hours, so that 11 hours of rest remain.
    spread = max((abs(afternoon[day][0] - morning[day][0]) + afternoon[day][1] for day in days), default=0)
    fits = WEEK_HOURS[0] <= hours <= len(days) * DAY_HOURS and spread <= 13 * 4
    return Week.of_segments(turns) if fits else None


def _by_day(week: Week) -> list[tuple[int, tuple[int, int]]]:
    return [(start // QUARTERS_A_DAY, (start, length)) for start, length in week.segments()]


def _demands(dice: Dice, usual: Sequence[Demand]) -> list[Demand]:
    changed = []
    for demand in usual:
        if not demand.essential and dice.chance(LEFT_OUT):
            continue
        level = demand.level
        if dice.chance(OTHER_DEMAND):
            level = min(3, max(1, level + dice.one((-1, 1))))
        adaptable = demand.adaptable != dice.chance(0.1)
        changed.append(Demand(demand.item, level, demand.essential, adaptable))
    return changed


def _accommodations(dice: Dice, demands: Sequence[Demand]) -> dict[str, int]:
    if not dice.chance(ACCOMMODATING):
        return {}
    eased = dice.some([demand for demand in demands if demand.adaptable or demand.essential], dice.between(1, 3))
    return {demand.item: dice.between(1, demand.level) for demand in eased}


def _requirements(dice: Dice, role: Role) -> tuple[dict[str, int], dict[str, int]]:
    if dice.chance(NO_REQUIREMENTS):
        return {}, {}
    essential, nice = (_levels(dice, parse_levels(text, 1, 5)) for text in (role.essential, role.nice))
    return essential, nice


def _levels(dice: Dice, usual: dict[str, int]) -> dict[str, int]:
    kept = {key: level for key, level in usual.items() if not dice.chance(LEFT_OUT)}
    moved = {key: level + (dice.one((-1, 1)) if dice.chance(OTHER_LEVEL) else 0) for key, level in kept.items()}
    return {key: min(5, max(1, level)) for key, level in moved.items()}
