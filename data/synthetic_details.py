"""Invented details of people's cards: split shifts, growing hours, what may still grow, walking, tutor, custody.

They come from a stream of their own, so that the rest of a card does not depend on them. What a person can learn and do
(`potential_profile`) follows the functional profile alone, never who the person is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.codes import Access, Condition, Sex
from data.ramp import parse_ramp
from data.synthetic_dice import Dice
from data.synthetic_profile import Group

# Shifts in two pieces on one day: who says no, and who was never asked. Lone parents say no more often.
NO_SPLIT = {"alone": 0.22, "others": 0.06}
SPLIT_UNASKED = 0.45
RAMPS = tuple(
    parse_ramp(text)
    for text in (
        "2 sett. 4x3; 4 sett. 5x4; poi 6x5",
        "4 sett. 4x4; poi 6x6",
        "2 sett. 3x4; 2 sett. 4x5; poi 5x6",
        "3 sett. 5x3; 3 sett. 5x4; poi 6x6",
    )
)
GROWS = 0.35
MOST_CAPACITY = 3
WALKS_LITTLE = 0.6
WALK_M = {150: 0.15, 300: 0.3, 500: 0.35, 1000: 0.2}
# The way from the stop, for people who need the place itself to be accessible.
NEEDS_WAY: Mapping[Access, tuple[Access, float]] = {
    Access.STEP_FREE: (Access.STEP_FREE_WAY, 0.3),
    Access.VISUAL_SIGNALS: (Access.LIT_WAY, 0.3),
    Access.QUIET_SPACE: (Access.LIT_WAY, 0.15),
    Access.ELEVATOR: (Access.GUIDED_WAY, 0.2),
}
KEPT_FROM_DANGER = 0.02
DANGERS = (Condition.MACHINERY, Condition.HEIGHTS)
TUTOR_WISH = 0.05
TUTOR_WISH_FIRM = 0.4
TUTOR_WISHES = {Sex.F: 0.75, Sex.M: 0.25}
# Custody in turn: in the even weeks the children are with the other parent most of the day.
OTHER_WEEK = "lun-sab 6:00-22:00"


def details(dice: Dice, group: Group, parent: bool, alone: bool, known: Mapping[str, Any]) -> dict[str, Any]:
    """More fields of one candidate.

    Parameters
    ----------
    dice : Dice
    group : Group
        How often hours grow by steps.
    parent, alone : bool
        Has children; brings them up alone.
    known : Mapping of str to Any
        The fields drawn before: functional profile, access needs, banned conditions and other carers are read.
    """
    no_split = dice.chance(NO_SPLIT["alone" if alone else "others"])
    ramp = dice.one(RAMPS)
    wish = dice.weighted(TUTOR_WISHES)
    wished, firm = dice.chance(TUTOR_WISH), dice.chance(TUTOR_WISH_FIRM)
    return {
        "split_shifts": False if no_split else dice.known(SPLIT_UNASKED, True),
        "hours_ramp": ramp if dice.chance(group.ramp) else None,
        "potential_profile": _potential(dice, known.get("functional_profile") or {}),
        **_on_the_way(dice, known.get("access_needs") or ()),
        **_danger(dice, known.get("banned_conditions") or ()),
        "tutor_wish": wish if wished else None,
        "tutor_wish_firm": firm if wished else None,
        **_custody(dice, parent, group.custody, known.get("other_carers")),
    }


def _potential(dice: Dice, today: Mapping[str, int]) -> dict[str, int] | None:
    low = [item for item, level in today.items() if level < MOST_CAPACITY]
    if not low or not dice.chance(GROWS):
        return None
    return {item: today[item] + 1 for item in dice.some(low, dice.between(1, 3))}


def _on_the_way(dice: Dice, needs: tuple[Access, ...]) -> dict[str, Any]:
    if not needs:
        return {}
    walk = dice.weighted(WALK_M) if dice.chance(WALKS_LITTLE) else None
    ways = [way for need in needs if need in NEEDS_WAY for way, often in [NEEDS_WAY[need]] if dice.chance(often)]
    return {"max_walk_m": walk, "access_needs": (*needs, *ways)}


def _danger(dice: Dice, banned: Sequence[Condition]) -> dict[str, Any]:
    kept_from = dice.one(DANGERS)
    return {"banned_conditions": (*banned, kept_from)} if dice.chance(KEPT_FROM_DANGER) else {}


def _custody(dice: Dice, parent: bool, often: float, carers: str | None) -> dict[str, Any]:
    if not parent or not dice.chance(often):
        return {}
    return {"other_carers": f"A: {carers or 'mai'} | B: {OTHER_WEEK}"}
