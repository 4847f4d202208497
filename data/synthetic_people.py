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
from data.synthetic_details import details
from data.synthetic_dice import Dice, around, keyed, scaled, town_radius
from data.synthetic_profile import Group, Profile
from data.synthetic_support import support
from data.week import Week

PROTECTED = (Category.VIOLENCE_VICTIM, Category.TRAFFICKING_VICTIM)
SECOND_CATEGORY = 0.22
SEX_UNDECLARED = 0.02
CASELOADS = 6
ADULT = 18
PARENTS_AGED = (20, 50)
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
# How often a service writes prescriptions and taken hours on a paper with its author or days, not on the card.
ON_PAPER = {"prescriptions": 0.4, "busy": 0.5}
STALE = 0.17
STALE_AFTER_DAYS = 90
# Days after the programme's day: the usual spread, and after the last start.
AVAILABLE_LATER = 0.06
AVAILABLE_DAYS = (0, 75)
LATER_DAYS = (125, 200)


@dataclass(frozen=True, slots=True)
class World:
    """What the people of a cohort live among: the call, what it is like, its day, towns, companies, and roles asked."""

    call: Programme
    profile: Profile
    on: date
    towns: Mapping[Place, float]
    companies: Sequence[Company]
    roles: Mapping[str, float]

    def named(self, code: Category) -> Sex | None:
        """The sex that the call's own wording names for a category, if any."""
        return next((call.sex for call in self.call.categories if call.code is code), None)


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate with what the invention of children and papers needs to know.

    `limits` are all that health professionals prescribed, `prescribed` those of them that are on a paper and not on the
    card; `taken` are hours that are on a paper and not on the card.
    """

    candidate: Candidate
    age: int
    parent: bool
    alone: bool
    first: Category
    group: Group
    limits: Mapping[str, int]
    prescribed: Mapping[str, int]
    taken: str | Week | None


def people(dice: Dice, more: Dice, own: Dice, count: int, world: World) -> list[Person]:
    """Invent `count` candidates of a world, a fixed number of them not in order or under age.

    `more` is the stream of Italian, tutoring and goals, `own` that of the details and of what is on paper.
    """
    marks = _marks(world, count)
    marked = dice.shuffled((marks + [""] * count)[:count])
    groups = world.profile.groups
    firsts = dice.apportioned(count, {call.code: groups[call.code].share for call in world.call.categories})
    return [
        _person(dice, more, own, keyed("C", place + 1, count, 4), firsts[place], marked[place], world)
        for place in range(count)
    ]


def _marks(world: World, count: int) -> list[str]:
    """What is not in order with some people, in the proportions of the profile."""
    one = world.profile
    reasons = ["unsigned", "employed", "no_category"]
    if world.named(Category.LONE_PARENT) is Sex.F:
        reasons.append("father")
    marks = (reasons * count)[: scaled(count, one.not_in_order / one.people)]
    return marks + [str(age) for age, of in one.underage.items() for _ in range(scaled(count, of / one.people))]


def _person(dice: Dice, more: Dice, own: Dice, key: str, first: Category, mark: str, world: World) -> Person:
    marked_age = mark.isdigit()
    if marked_age and world.profile.underage_in:
        first = world.profile.underage_in
    elif mark == "father":
        first = Category.LONE_PARENT
    group = world.profile.groups[first]
    sex = Sex.M if mark == "father" else _sex(dice, first, group.women)
    categories = _categories(dice, first, sex, mark, world)
    alone = Category.LONE_PARENT in categories
    protected = any(category in PROTECTED for category in categories)
    parent = not marked_age and (alone or dice.chance(group.parents))
    age = int(mark) if marked_age else _age(dice, parent, *group.ages)
    minor = age < ADULT
    fields = {
        "id": key,
        "caseload": f"OR-{dice.between(1, CASELOADS)}",
        # A seventeen stays seventeen, and a fifteen fifteen, until the last start.
        "birth_date": world.on - timedelta(days=age * 1461 // 4 + dice.between(2, 230 if marked_age else 363)),
        "sex": sex,
        "categories": () if mark == "no_category" else categories,
        "in_charge": None if mark == "unsigned" else True,
        "employment": _employment(dice, mark),
        "assessed_on": dice.known(NO_ANSWER, world.on - timedelta(days=_assessed(dice))),
        **_time(dice, parent, alone, group, world.on),
        **_travel(dice, minor, protected, world),
        **_protection(dice, protected, group, world),
        **support(more, group),
    }
    drives = Mode.CAR in (fields["modes"] or ())
    fields |= abilities(dice, drives, not minor, group, world.roles, world.companies)
    fields |= details(own, group, parent, alone, fields)
    limits, taken = fields.get("prescriptions", {}), fields["busy"]
    paper = {"prescriptions": own.chance(ON_PAPER["prescriptions"]), "busy": own.chance(ON_PAPER["busy"])}
    card = {name: value for name, value in fields.items() if not paper.get(name, False)}
    return Person(
        candidate=Candidate.model_validate(card),
        age=age,
        parent=parent,
        alone=alone,
        first=first,
        group=group,
        limits=limits,
        prescribed=limits if paper["prescriptions"] else {},
        taken=taken if paper["busy"] else None,
    )


def _age(dice: Dice, parent: bool, youngest: int, oldest: int) -> int:
    if not parent:
        return dice.between(youngest, oldest)
    low, high = PARENTS_AGED
    return dice.between(max(low, youngest), max(min(high, oldest), max(low, youngest)))


def _sex(dice: Dice, first: Category, women: float) -> Sex | None:
    woman = dice.chance(women)
    undeclared = dice.chance(SEX_UNDECLARED)
    # A lone mother's sex is on the certificate that admits her.
    if undeclared and first is not Category.LONE_PARENT:
        return dice.one((Sex.X, None))
    return Sex.F if woman else Sex.M


def _categories(dice: Dice, first: Category, sex: Sex | None, mark: str, world: World) -> tuple[Category, ...]:
    if mark == "father":
        return (first,)
    named = world.named(first)
    own = world.profile.groups[first].besides
    others = [code for code in (world.profile.besides if own is None else own) if code is not first]
    admitted = named is None or named is sex
    if others and (not admitted or dice.chance(SECOND_CATEGORY)):
        return first, dice.one(others)
    return (first,)


def _employment(dice: Dice, mark: str) -> Employment:
    out_of_work = dice.weighted({Employment.UNEMPLOYED: 0.72, Employment.INACTIVE: 0.28})
    return Employment.EMPLOYED if mark == "employed" else out_of_work


def _assessed(dice: Dice) -> int:
    return dice.between(STALE_AFTER_DAYS + 1, 240) if dice.chance(STALE) else dice.between(1, 80)


def _time(dice: Dice, parent: bool, alone: bool, group: Group, on: date) -> dict[str, Any]:
    later = LATER_DAYS if dice.chance(AVAILABLE_LATER) else AVAILABLE_DAYS
    carers = dice.chance(OTHER_CARERS["alone" if alone else "together"])
    carer_hours = dice.weighted(CARER_HOURS)
    usual = HOURS_OF_PARENTS if parent else HOURS
    return {
        "availability": dice.known(NO_ANSWER, dice.one(group.available) if group.available else dice.weighted(usual)),
        "busy": dice.one(group.busy or APPOINTMENT_HOURS) if dice.chance(group.appointments) else None,
        "other_carers": carer_hours if parent and carers else None,
        "available_from": dice.known(NO_ANSWER, on + timedelta(days=dice.between(*later))),
    }


def _travel(dice: Dice, minor: bool, protected: bool, world: World) -> dict[str, Any]:
    town = dice.weighted(world.towns)
    # A protected address is never written: the municipality's point stands for it.
    point = around(dice, town.lat, town.lon, town_radius(town))
    hidden = dice.chance(NO_POINT) or protected
    modes = [Mode.WALK, *(mode for mode, share in MODES.items() if dice.chance(share))]
    usable = [mode for mode in modes if not (minor and mode is Mode.CAR)]
    return {
        "municipality": town.istat,
        "modes": dice.known(NO_ANSWER, usable),
        "max_travel_min": dice.known(NO_ANSWER, dice.weighted(TRAVEL_MIN)),
        **({} if hidden else point),
    }


def _protection(dice: Dice, protected: bool, group: Group, world: World) -> dict[str, Any]:
    if protected:
        companies = dice.some([company.id for company in world.companies], dice.between(0, 2))
        return {"banned_conditions": dice.some(BANS, dice.between(1, 2)), "banned_companies": companies}
    if group.banned:
        return {"banned_conditions": dice.some(group.banned, dice.between(1, 2))}
    # Bans for other reasons too, so that a ban alone never tells a protected path.
    return {"banned_conditions": dice.some(BANS, 1)} if dice.chance(BANS_ELSEWHERE) else {}
