"""Invented candidates: who they are, when they can work, how they can travel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from data.call import Programme
from data.codes import Category, Condition, Employment, Mode, Sex
from data.places import Place
from data.records import Candidate, Company
from data.synthetic_abilities import abilities
from data.synthetic_dice import Dice, around, keyed, scaled, town_radius

# First category of a person, where the call admits it.
CATEGORIES = {
    Category.LONE_PARENT: 0.34,
    Category.SINGLE_INCOME_HOUSEHOLD: 0.18,
    Category.MULTIPROBLEM_FAMILY: 0.15,
    Category.RECEPTION_FACILITY: 0.14,
    Category.HOUSING_EMERGENCY: 0.12,
    Category.VIOLENCE_VICTIM: 0.045,
    Category.TRAFFICKING_VICTIM: 0.025,
}
PROTECTED = (Category.VIOLENCE_VICTIM, Category.TRAFFICKING_VICTIM)
SECOND_CATEGORY = 0.22
# People for whom something of the eligibility is missing or wrong, and people under age, in 197.
NOT_IN_ORDER = 4 / 197
SEVENTEEN = 2 / 197
FIFTEEN = 1 / 197
WOMEN = {Category.LONE_PARENT: 0.92, Category.VIOLENCE_VICTIM: 0.85, Category.TRAFFICKING_VICTIM: 0.8}
WOMEN_ELSEWHERE = 0.48
SEX_UNDECLARED = 0.02
CASELOADS = 6
# People with children under 14, by first category; every lone parent has some.
PARENTS = {Category.SINGLE_INCOME_HOUSEHOLD: 0.5, Category.MULTIPROBLEM_FAMILY: 0.45}
PARENTS_ELSEWHERE = 0.2
# Share of a field's missing answers.
NO_POINT = 0.1
NO_ANSWER = 0.07
MODES = {Mode.BUS: 0.9, Mode.BIKE: 0.25, Mode.CAR: 0.3, Mode.LIFT: 0.07}
TRAVEL_MIN = {30: 0.16, 40: 0.2, 45: 0.2, 50: 0.1, 60: 0.26, 75: 0.08}
HOURS = {
    "lun-ven 7:00-20:00": 0.22,
    "lun-sab 6:00-22:00": 0.24,
    "lun-ven 8:00-18:00": 0.16,
    "lun-ven 7:30-14:30": 0.1,
    "lun-sab 8:00-14:00": 0.06,
    "lun-ven 12:30-21:00": 0.06,
    "lun-gio 8:00-17:00": 0.02,
    "tutti 5:00-24:00": 0.1,
    "sempre": 0.04,
}
HOURS_OF_PARENTS = {
    "lun-ven 7:00-20:00": 0.35,
    "lun-ven 7:30-18:30": 0.3,
    "lun-sab 6:30-21:00": 0.2,
    "lun-ven 8:00-14:00": 0.08,
    "lun-ven 8:30-16:30": 0.07,
}
APPOINTMENTS = 0.18
APPOINTMENT_HOURS = (
    "mar 10:00-11:30",
    "gio 15:00-16:30",
    "lun,mer 17:00-19:00",
    "ven 9:00-10:00",
    "mar,gio 18:00-20:30",
    "mer 14:30-16:00",
)
OTHER_CARERS = {"alone": 0.6, "together": 0.8}
CARER_HOURS = {
    "lun-ven 6:00-9:00": 0.2,
    "lun-ven 6:30-9:00, 15:30-20:00": 0.3,
    "lun-ven 12:30-20:00": 0.2,
    "lun-sab 6:00-22:00": 0.2,
    "mar,gio 14:00-19:00; sab 8:00-20:00": 0.1,
}
BANS_ELSEWHERE = 0.03
BANS = (Condition.PUBLIC_CONTACT, Condition.ISOLATED_WORK, Condition.ALCOHOL, Condition.MEDICINES, Condition.NIGHT)
STALE = 0.17
STALE_AFTER_DAYS = 90
# Days after the programme's day: the usual spread, and after the last start.
AVAILABLE_LATER = 0.06
AVAILABLE_DAYS = (0, 75)
LATER_DAYS = (125, 200)


@dataclass(frozen=True, slots=True)
class World:
    """What the people of a cohort live among: the call, its day, towns, companies, and the roles asked there."""

    call: Programme
    on: date
    towns: Mapping[Place, float]
    companies: Sequence[Company]
    roles: Mapping[str, float]

    def named(self, code: Category) -> Sex | None:
        """The sex that the call's own wording names for a category, if any."""
        return next((call.sex for call in self.call.categories if call.code is code), None)


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate with what the invention of the children needs to know."""

    candidate: Candidate
    age: int
    parent: bool
    alone: bool


def people(dice: Dice, count: int, world: World) -> list[Person]:
    """Invent `count` candidates of a world, a fixed number of them not in order or under age."""
    marks = ["unsigned", "employed", "no_category", "father"] * count
    marks = marks[: scaled(count, NOT_IN_ORDER)]
    marks += ["17"] * scaled(count, SEVENTEEN) + ["15"] * scaled(count, FIFTEEN)
    marked = dice.shuffled((marks + [""] * count)[:count])
    shares = {call.code: CATEGORIES.get(call.code, 0.1) for call in world.call.categories}
    firsts = dice.apportioned(count, shares)
    return [
        _person(dice, keyed("C", place + 1, count, 4), firsts[place], marked[place], world) for place in range(count)
    ]


def _person(dice: Dice, key: str, first: Category, mark: str, world: World) -> Person:
    young = mark in ("15", "17")
    if young:
        first = Category.MULTIPROBLEM_FAMILY
    elif mark == "father":
        first = Category.LONE_PARENT
    sex = Sex.M if mark == "father" else _sex(dice, first)
    categories = _categories(dice, first, sex, mark, world)
    alone = Category.LONE_PARENT in categories
    protected = any(category in PROTECTED for category in categories)
    parent = not young and (alone or dice.chance(PARENTS.get(first, PARENTS_ELSEWHERE)))
    age = int(mark) if young else dice.between(20, 50) if parent else dice.between(18, 62)
    fields = {
        "id": key,
        "caseload": f"OR-{dice.between(1, CASELOADS)}",
        # A seventeen stays seventeen, and a fifteen fifteen, until the last start.
        "birth_date": world.on - timedelta(days=age * 1461 // 4 + dice.between(2, 230 if young else 363)),
        "sex": sex,
        "categories": () if mark == "no_category" else categories,
        "in_charge": None if mark == "unsigned" else True,
        "employment": _employment(dice, mark),
        "assessed_on": dice.known(NO_ANSWER, world.on - timedelta(days=_assessed(dice))),
        **_time(dice, parent, alone, world.on),
        **_travel(dice, young, protected, world),
        **_protection(dice, protected, world),
    }
    drives = Mode.CAR in (fields["modes"] or ())
    fields |= abilities(dice, drives, not young, world.roles, world.companies)
    return Person(Candidate.model_validate(fields), age, parent, alone)


def _sex(dice: Dice, first: Category) -> Sex | None:
    woman = dice.chance(WOMEN.get(first, WOMEN_ELSEWHERE))
    undeclared = dice.chance(SEX_UNDECLARED)
    # A lone mother's sex is on the certificate that admits her.
    if undeclared and first is not Category.LONE_PARENT:
        return dice.one((Sex.X, None))
    return Sex.F if woman else Sex.M


def _categories(dice: Dice, first: Category, sex: Sex | None, mark: str, world: World) -> tuple[Category, ...]:
    if mark == "father":
        return (first,)
    named = world.named(first)
    others = [call.code for call in world.call.categories if call.sex is None and call.code not in (first, *PROTECTED)]
    admitted = named is None or named is sex
    if others and (not admitted or dice.chance(SECOND_CATEGORY)):
        return first, dice.one(others)
    return (first,)


def _employment(dice: Dice, mark: str) -> Employment:
    out_of_work = dice.weighted({Employment.UNEMPLOYED: 0.72, Employment.INACTIVE: 0.28})
    return Employment.EMPLOYED if mark == "employed" else out_of_work


def _assessed(dice: Dice) -> int:
    return dice.between(STALE_AFTER_DAYS + 1, 240) if dice.chance(STALE) else dice.between(1, 80)


def _time(dice: Dice, parent: bool, alone: bool, on: date) -> dict[str, Any]:
    later = LATER_DAYS if dice.chance(AVAILABLE_LATER) else AVAILABLE_DAYS
    carers = dice.chance(OTHER_CARERS["alone" if alone else "together"])
    carer_hours = dice.weighted(CARER_HOURS)
    return {
        "availability": dice.known(NO_ANSWER, dice.weighted(HOURS_OF_PARENTS if parent else HOURS)),
        "busy": dice.one(APPOINTMENT_HOURS) if dice.chance(APPOINTMENTS) else None,
        "other_carers": carer_hours if parent and carers else None,
        "available_from": dice.known(NO_ANSWER, on + timedelta(days=dice.between(*later))),
    }


def _travel(dice: Dice, young: bool, protected: bool, world: World) -> dict[str, Any]:
    town = dice.weighted(world.towns)
    # A protected address is never written: the municipality's point stands for it.
    point = around(dice, town.lat, town.lon, town_radius(town))
    hidden = dice.chance(NO_POINT) or protected
    modes = [Mode.WALK, *(mode for mode, share in MODES.items() if dice.chance(share))]
    usable = [mode for mode in modes if not (young and mode is Mode.CAR)]
    return {
        "municipality": town.istat,
        "modes": dice.known(NO_ANSWER, usable),
        "max_travel_min": dice.known(NO_ANSWER, dice.weighted(TRAVEL_MIN)),
        **({} if hidden else point),
    }


def _protection(dice: Dice, protected: bool, world: World) -> dict[str, Any]:
    if protected:
        companies = dice.some([company.id for company in world.companies], dice.between(0, 2))
        return {"banned_conditions": dice.some(BANS, dice.between(1, 2)), "banned_companies": companies}
    # Bans for other reasons too, so that a ban alone never tells a protected path.
    return {"banned_conditions": dice.some(BANS, 1)} if dice.chance(BANS_ELSEWHERE) else {}
