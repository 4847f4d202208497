"""Circumstances of the work: what is written, what can be told from demands and hours, and what a role usually has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from data.catalogues import catalogue
from data.codes import Condition
from data.lawbook import Law
from data.notation import parse_demands
from data.records import Opening
from data.week import Week, parse_week

# Item of the functional profile -> the circumstance that a demand of any level means.
BY_DEMAND = {
    "SL2": Condition.NIGHT,
    "SL3": Condition.ISOLATED_WORK,
    "SL4": Condition.PUBLIC_CONTACT,
    "SL5": Condition.MACHINERY,
}
# Of these an item says only that the circumstance is not there, by its level 0: balance is asked on the ground too.
BY_NO_DEMAND = {**BY_DEMAND, "AC5": Condition.HEIGHTS}
ALL = sum(condition.bit for condition in Condition)
DESCRIBED = sum(condition.bit for condition in BY_DEMAND.values())


def conditions_of(openings: Sequence[Opening], law: Law) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """What each opening's work involves, and what is known of it, as masks of `Condition`.

    Night is always known, from the hours. A list of circumstances is taken as complete, and so are demands for the
    circumstances that they can tell; but neither for what the role usually has (`usual_conditions`): that is known to
    be there where it is named, and known to be absent only where a demand of level 0 says so.

    Returns
    -------
    there, known : uint16 (m,)
    """
    first, last = law.table("minors.night")
    night = parse_week(f"tutti {first}-{last}")
    there = np.array([_there(opening, night) for opening in openings], dtype=np.uint16)
    known = np.array([_known(opening) for opening in openings], dtype=np.uint16) | there
    return there, known


@cache
def usual_conditions(role: str) -> int:
    """Mask of what a role usually involves, by its entry in the catalogue; 0 for a role that is not in it."""
    entry = catalogue().roles.get(role)
    if entry is None:
        return 0
    told = {BY_DEMAND[d.item] for d in parse_demands(entry.demands) if d.item in BY_DEMAND and d.level >= 1}
    return sum(condition.bit for condition in {*entry.conditions, *told})


def _there(opening: Opening, night: Week) -> int:
    found = set(opening.conditions)
    found |= {BY_DEMAND[d.item] for d in opening.demands or () if d.item in BY_DEMAND and d.level >= 1}
    if opening.shifts & night:
        found.add(Condition.NIGHT)
    return sum(condition.bit for condition in found)


def _known(opening: Opening) -> int:
    denied = {BY_NO_DEMAND[d.item] for d in opening.demands or () if d.item in BY_NO_DEMAND and d.level == 0}
    told = sum(condition.bit for condition in denied | {Condition.NIGHT})
    complete = ALL if opening.conditions else DESCRIBED if opening.demands is not None else 0
    return told | (complete & ~usual_conditions(opening.role))
