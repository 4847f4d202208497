"""Circumstances of the work that can be told from the rest of an offer: its demands and its hours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.codes import Condition
from data.lawbook import Law
from data.records import Opening
from data.week import Week, parse_week

# Item of the functional profile -> the circumstance that a demand of any level means.
BY_DEMAND = {
    "SL2": Condition.NIGHT,
    "SL3": Condition.ISOLATED_WORK,
    "SL4": Condition.PUBLIC_CONTACT,
    "SL5": Condition.MACHINERY,
}
ALL = sum(condition.bit for condition in Condition)
DESCRIBED = sum(condition.bit for condition in BY_DEMAND.values())


def conditions_of(openings: Sequence[Opening], law: Law) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """What each opening's work involves, and what is known of it, as masks of `Condition`.

    Night is always known, from the hours; what demands speak of, where they were described; the rest only where
    circumstances were written.

    Returns
    -------
    there, known : uint16 (m,)
    """
    first, last = law.table("minors.night")
    night = parse_week(f"tutti {first}-{last}")
    there = np.array([_there(opening, night) for opening in openings], dtype=np.uint16)
    known = np.array([_known(opening) for opening in openings], dtype=np.uint16) | there
    return there, known


def _there(opening: Opening, night: Week) -> int:
    found = set(opening.conditions)
    found |= {BY_DEMAND[d.item] for d in opening.demands or () if d.item in BY_DEMAND and d.level >= 1}
    if opening.shifts & night:
        found.add(Condition.NIGHT)
    return sum(condition.bit for condition in found)


def _known(opening: Opening) -> int:
    if opening.conditions:
        return ALL
    return DESCRIBED if opening.demands is not None else Condition.NIGHT.bit
