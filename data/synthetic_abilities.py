"""Invented wishes, competences and functional limits.

Nothing here knows the sex, the category or the age of the person: the cohort carries no stereotype that a study could
mistake for a finding. Only how often health limits occur, and how often nobody could assess competences, is told from
outside: a programme for people with disabilities is invented with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from data.catalogues import catalogue
from data.codes import Access, Certificate
from data.notation import parse_levels
from data.records import Company
from data.synthetic_dice import Dice
from data.synthetic_profile import Group

NO_INTERESTS = 0.1
# A team assesses most of the sixteen transversal competences, and the trades that the person knows or wishes for.
TRANSVERSAL = (9, 16)
PRACTISED = (5, 9)
WISHED = (2, 5)
LEVELS = {1: 0.15, 2: 0.37, 3: 0.33, 4: 0.15}
ASSESSED_ZERO = 0.06
# Half the wishes follow what is offered around, half do not.
UNIFORM_WISHES = 0.5
# How often a wish goes to a role in which the person has practice.
WISH_FOR_PRACTISED = 0.4
PROFILE_WITHOUT_LIMITS = 0.09
PRESCRIBED = 0.85
# What a health-limited person can do at most, a group of items each: no diagnosis stands behind them.
LIMITS: tuple[Mapping[str, int], ...] = (
    {"AC1": 1, "AC2": 1, "PO3": 1},
    {"PO2": 1, "LO1": 1, "LO2": 0},
    {"FA4": 0, "FA5": 0, "AC3": 1},
    {"MV1": 1, "MV2": 2, "MV4": 1},
    {"SL1": 1, "SL2": 0, "SL8": 1},
    {"MR5": 1, "AC4": 1, "FA8": 1},
    {"IN2": 1, "FA3": 0},
    {"IN1": 1, "IN4": 1, "LO5": 0},
    {"AC1": 0, "AC5": 0, "SL5": 0},
)
ACCESS_NEEDS = (
    (Access.STEP_FREE,),
    (Access.STEP_FREE, Access.ACCESSIBLE_WC),
    (Access.PARKING,),
    (Access.QUIET_SPACE,),
    (Access.ELEVATOR,),
    (Access.VISUAL_SIGNALS,),
)
CERTIFICATES = {
    Certificate.OSS: 0.035,
    Certificate.FORKLIFT: 0.04,
    Certificate.CONSTRUCTION_16H: 0.02,
    Certificate.NO_RECORD_MINORS: 0.02,
}
LICENCE_WITH_CAR = 0.95
LICENCE_WITHOUT_CAR = 0.1
REFUSES = {"refused_roles": 0.1, "refused_sectors": 0.06, "refused_companies": 0.04}
REFUSED_ROLES = 0.1
REFUSED_SECTORS = 0.06
REFUSED_COMPANIES = 0.04


def abilities(
    dice: Dice, drives: bool, adult: bool, group: Group, roles: Mapping[str, float], companies: Sequence[Company]
) -> dict[str, Any]:
    """The fields of one candidate that say what the person wants, can do and does not accept.

    Parameters
    ----------
    dice : Dice
    drives : bool
        Goes to work by car: then nearly always with a licence.
    adult : bool
        Minors hold none of the certificates.
    group : Group
        How often there are health limits, and of which kind; how often no competence was assessed.
    roles : Mapping of str to float
        The roles that are asked around, with how often.
    companies : sequence of Company
        Which ones a person may refuse.
    """
    practised = [dice.weighted(roles) for _ in range(dice.between(1, 2))]
    wanted = _wishes(dice, practised, roles)
    return {
        "interests": dice.known(NO_INTERESTS, wanted),
        "competences": dice.known(group.no_competences, _competences(dice, practised, list(wanted))),
        **_functional(dice, group),
        "certificates": _certificates(dice, drives) if adult else (),
        **_refusals(dice, [role for role in roles if role not in wanted], companies),
    }


def _wishes(dice: Dice, practised: Sequence[str], roles: Mapping[str, float]) -> dict[str, int]:
    wishes: dict[str, int] = {}
    for level in (3, dice.between(2, 3), dice.between(1, 2))[: dice.between(1, 3)]:
        role = dice.one(practised) if dice.chance(WISH_FOR_PRACTISED) else dice.weighted(roles)
        wishes.setdefault(role, level)
    return wishes


def _competences(dice: Dice, practised: Sequence[str], wanted: Sequence[str]) -> dict[str, int]:
    keys = [key for role in practised for key in dice.some(_asked(role), dice.between(*PRACTISED))]
    keys += [key for role in wanted for key in dice.some(_asked(role), dice.between(*WISHED))]
    keys += dice.some(_transversal(), dice.between(*TRANSVERSAL))
    return {key: 0 if dice.chance(ASSESSED_ZERO) else dice.weighted(LEVELS) for key in dict.fromkeys(keys)}


@cache
def _asked(role: str) -> tuple[str, ...]:
    found = catalogue().role(role)
    return (*parse_levels(found.essential, 1, 5), *parse_levels(found.nice, 1, 5))


@cache
def _transversal() -> tuple[str, ...]:
    return tuple(key for key, competence in catalogue().competences.items() if competence.kind == "transversal")


def _functional(dice: Dice, group: Group) -> dict[str, Any]:
    """Most people have no profile; who is limited has one, mostly with prescriptions."""
    draw = dice.share()
    if draw >= group.limited + PROFILE_WITHOUT_LIMITS:
        return {}
    items = dice.some(catalogue().items, dice.between(12, 26))
    profile = {item: 3 if dice.chance(0.7) else 2 for item in items}
    if draw >= group.limited:
        return {"functional_profile": profile}
    limits = dict(dice.one(group.limits or LIMITS))
    prescribed = limits if dice.chance(PRESCRIBED) else {}
    needs = dice.one(ACCESS_NEEDS) if dice.chance(group.access) else ()
    return {"functional_profile": profile | limits, "prescriptions": prescribed, "access_needs": needs}


def _certificates(dice: Dice, drives: bool) -> list[Certificate]:
    held = [certificate for certificate, share in CERTIFICATES.items() if dice.chance(share)]
    licence = dice.chance(LICENCE_WITH_CAR if drives else LICENCE_WITHOUT_CAR)
    return [*held, Certificate.DRIVING_B] if licence else held


def _refusals(dice: Dice, unwanted: Sequence[str], companies: Sequence[Company]) -> dict[str, Any]:
    roles = dice.some(unwanted, dice.between(1, 3)) if dice.chance(REFUSED_ROLES) else []
    sectors = [dice.one(companies).sector] if companies and dice.chance(REFUSED_SECTORS) else []
    refused = [dice.one(companies).id] if companies and dice.chance(REFUSED_COMPANIES) else []
    return {"refused_roles": roles, "refused_sectors": sectors, "refused_companies": refused}
