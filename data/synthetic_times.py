"""Invented commitments, and acts of an authority that say when and where a person may be: never why."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from data.codes import Category, Cefr, CommitmentKind, LanguageSkill
from data.places import places
from data.records import Candidate
from data.synthetic_dice import Dice
from data.synthetic_people import Person, World

# What the hours that are taken are for, where the group does not say it.
KINDS = {
    CommitmentKind.CARE: 0.4,
    CommitmentKind.CPIA: 0.2,
    CommitmentKind.AUTHORITY: 0.2,
    CommitmentKind.FAMILY: 0.12,
    CommitmentKind.OTHER: 0.08,
}
HOURS = {
    CommitmentKind.CARE: (
        "mar 14:30-16:00",
        "gio 10:00-11:00",
        "lun 9:00-10:00",
        "mer 17:00-18:30",
        "ven 15:00-16:00",
    ),
    CommitmentKind.CPIA: ("lun,mer 18:30-20:30", "mar,gio 18:30-21:00", "lun,mer 19:00-21:00"),
    CommitmentKind.AUTHORITY: ("mer 9:00-11:00", "mar 15:00-16:30", "ven 8:30-10:00"),
}
CARE_OF_LIMITED = 0.08
CPIA_OF_LEARNERS = 0.12
OFFICES = 0.02
OFFICES_OF_MEASURED = 0.5
LEARNS_UNTIL = Cefr.A2
# Most commitments have no days; of those that have, some end before the internship does.
WITH_DAYS = 0.4
SINCE_DAYS, UNTIL_DAYS = (10, 300), (60, 500)
ACT_HOURS = ("lun-sab 6:00-20:30", "lun-ven 6:30-19:30", "lun-sab 6:30-21:00")
# Which fields of an act say what is allowed, and how often.
ACT_ALLOWS = {
    ("hours", "municipalities"): 0.4,
    ("municipalities",): 0.25,
    ("hours",): 0.2,
    ("hours", "companies"): 0.15,
}
ACT_SINCE_DAYS = (20, 120)
ACT_DAYS = 730
# What ends while the internship goes on.
ENDS_HALFWAY = 0.3
HALFWAY_DAYS = (200, 300)
COMPANIES_ALLOWED = 0.4


def commitments(dice: Dice, persons: Sequence[Person], on: date) -> Iterator[dict[str, Any]]:
    """Hours taken on the cards, now with their kind and days, and some more: care, evening school, offices."""
    for person in persons:
        taken: list[tuple[CommitmentKind, Any]] = []
        if person.taken is not None:
            taken.append((person.group.busy_for or dice.weighted(KINDS), person.taken))
        often = {
            CommitmentKind.CARE: person.group.care + (CARE_OF_LIMITED if person.limits else 0),
            CommitmentKind.CPIA: CPIA_OF_LEARNERS if _learns(person.candidate) else 0,
            CommitmentKind.AUTHORITY: OFFICES + OFFICES_OF_MEASURED * person.group.acts,
        }
        free = person.candidate.busy is None and person.taken is None
        taken += [(kind, dice.one(HOURS[kind])) for kind, share in often.items() if dice.chance(share) and free]
        for kind, hours in taken:
            yield {"candidate": person.candidate.id, "kind": kind, "hours": hours, **_days(dice, on)}


def _learns(candidate: Candidate) -> bool:
    """Whether a person understands little Italian: evening school is for them."""
    heard = (candidate.italian or {}).get(LanguageSkill.LISTENING)
    return heard is not None and heard.level <= LEARNS_UNTIL.level


def _days(dice: Dice, on: date) -> dict[str, date]:
    if not dice.chance(WITH_DAYS):
        return {}
    since, until = on - timedelta(days=dice.between(*SINCE_DAYS)), on + timedelta(days=dice.between(*UNTIL_DAYS))
    return {"valid_from": since, "valid_to": until}


def acts(dice: Dice, persons: Sequence[Person], world: World) -> Iterator[dict[str, Any]]:
    """One act for people of the groups that may have one, in the group's share: of 24 months, or ending half-way."""
    by_group: dict[Category, list[Person]] = {}
    for person in persons:
        by_group.setdefault(person.first, []).append(person)
    measured = [
        person
        for of_group in by_group.values()
        for person in dice.some(of_group, math.ceil(len(of_group) * of_group[0].group.acts))
    ]
    for person, allows in zip(measured, dice.apportioned(len(measured), ACT_ALLOWS), strict=True):
        since = world.on - timedelta(days=dice.between(*ACT_SINCE_DAYS))
        halfway = world.on + timedelta(days=dice.between(*HALFWAY_DAYS))
        near = [town.istat for town in world.towns] + [places().find(name).istat for name in world.profile.nearby]
        towns = {person.candidate.municipality, *dice.some(near, dice.between(1, 3))}
        hosts = [company.id for company in world.companies if dice.chance(COMPANIES_ALLOWED)]
        hours = dice.one(ACT_HOURS)
        fields = {"hours": hours, "municipalities": sorted(towns), "companies": hosts}
        yield {
            "candidate": person.candidate.id,
            "valid_from": since,
            "valid_to": halfway if dice.chance(ENDS_HALFWAY) else since + timedelta(days=ACT_DAYS),
            **{name: fields[name] for name in allows},
        }
