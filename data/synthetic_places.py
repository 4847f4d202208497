"""Invented details of companies and sites: sealed names of the people there, the bus stop, the way from it.

The seals are digits drawn from the dice: no name stands behind them.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.codes import Access
from data.records import Company, Site
from data.synthetic_dice import Dice
from data.synthetic_kinds import Kind

SEALED = 0.35
PEOPLE = (1, 3)
SEAL_DIGITS = 64
STOP_UNKNOWN = 0.3
# Metres from the stop, in town and in industrial areas.
STOP_M = (30, 450)
STOP_M_INDUSTRIAL = (150, 1200)
WAY_UNKNOWN = 0.35
WAYS = {Access.STEP_FREE_WAY: 0.6, Access.GUIDED_WAY: 0.15, Access.LIT_WAY: 0.7}


def seal(dice: Dice) -> str:
    """A sealed name that seals nobody."""
    return "".join(f"{dice.between(0, 15):x}" for _ in range(SEAL_DIGITS))


def with_people(dice: Dice, owners: Sequence[tuple[Company, Kind]]) -> list[tuple[Company, Kind]]:
    """The companies, some of them with the seals of owner, tutor or staff."""
    made = []
    for company, kind in owners:
        seals = [seal(dice) for _ in range(dice.between(*PEOPLE))] if dice.chance(SEALED) else []
        made.append((company.model_copy(update={"people": tuple(sorted(seals))}), kind))
    return made


def with_ways(dice: Dice, owners: Sequence[tuple[Company, Kind]], sites: Sequence[Site]) -> list[Site]:
    """The sites with the distance of the bus stop and what the way from it is like, where somebody looked."""
    industrial = {company.id for company, kind in owners if kind.industrial}
    made = []
    for site in sites:
        metres = dice.between(*(STOP_M_INDUSTRIAL if site.company in industrial else STOP_M))
        looked = not dice.chance(WAY_UNKNOWN)
        ways = {way: dice.chance(share) for way, share in WAYS.items()}
        stop = dice.known(STOP_UNKNOWN, metres // 10 * 10)
        # Who has answered nothing about the place has not looked at the way either.
        access = site.access | ways if looked and site.access else site.access
        made.append(site.model_copy(update={"bus_stop_m": stop, "access": access}))
    return made
