"""Why work is not for somebody under age, pair by pair: what is broken, and what nobody has written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.codes import Condition
from data.cohort import UNKNOWN
from data.eligibility import FullPairs
from data.lawbook import Law
from data.minor_limits import MinorBroken, MinorLimits, minor_broken
from scoring.rule import Mask

# Told by the hours, and told apart from other forbidden circumstances.
NIGHT_BY_HOURS, ALCOHOL_APART = Condition.NIGHT, Condition.ALCOHOL


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Work that the law forbids to minors (source: `minors.forbidden`).

    Parameters
    ----------
    conditions : mask of Condition, without the night (its hours tell) and without alcohol (apart)
    alcohol : whether serving alcohol is forbidden
    sectors : two-digit divisions
    roles : keys
    """

    conditions: int
    alcohol: bool
    sectors: tuple[int, ...]
    roles: tuple[str, ...]

    @classmethod
    def of(cls, law: Law) -> Forbidden:
        """The work that is forbidden on the day."""
        table: Mapping[str, Any] = law.table("minors.forbidden")
        named = {condition for condition in Condition if condition.value in table["conditions"]}
        kept = named - {NIGHT_BY_HOURS, ALCOHOL_APART}
        return cls(
            conditions=sum(condition.bit for condition in kept),
            alcohol=ALCOHOL_APART in named,
            sectors=tuple(int(division) for division in table["sectors"]),
            roles=tuple(table["roles"]),
        )


@dataclass(frozen=True, slots=True)
class Stops:
    """Each of shape (n,), and false where the person is of age on the first day of the internship.

    `no_` marks what is broken, `ask_` what nobody wrote and would matter.
    """

    minor: Mask
    no_school: Mask
    ask_school: Mask
    shifts: NDArray[np.int64]  # mask of `data.minor_limits`
    no_break: Mask
    ask_break: Mask
    no_work: Mask
    no_alcohol: Mask
    ask_work: Mask

    @property
    def any(self) -> Mask:
        """Whether something is broken."""
        broken: Mask = self.no_school | (self.shifts > 0) | self.no_break | self.no_work | self.no_alcohol
        return broken

    @property
    def asks(self) -> Mask:
        """Whether nothing is broken, and something is not written."""
        open_to: Mask = (self.ask_school | self.ask_break | self.ask_work) & ~self.any
        return open_to


def adult_on(pairs: FullPairs, law: Law) -> NDArray[np.int64]:
    """Ordinal of the day from which each candidate of the pairs is of age, shape (n,)."""
    everybody = np.arange(pairs.cohort.n_candidates)
    age = np.full(len(everybody), int(law.number("minors.adult_age")), dtype=np.int64)
    days: NDArray[np.int64] = pairs.eligibility.birthdays(everybody, age)[pairs.i]
    return days


def stops(pairs: FullPairs, law: Law) -> Stops:
    """What stops each pair.

    The day that counts is the first one on which the internship can begin: what is agreed for it must be lawful from
    then on. Who comes of age later is under age on that day; who begins after the birthday is not.
    """
    minor: Mask = adult_on(pairs, law) > pairs.first_day
    rows = np.flatnonzero(minor)
    answers = {
        name: np.zeros(len(pairs), dtype=np.bool_) for name in Stops.__slots__ if name not in ("minor", "shifts")
    }
    shifts = np.zeros(len(pairs), dtype=np.int64)
    if len(rows):
        i, j = pairs.i[rows], pairs.j[rows]
        years = pairs.eligibility.school_years[i]
        answers["ask_school"][rows] = years == UNKNOWN
        answers["no_school"][rows] = (years != UNKNOWN) & (years < law.number("minors.school_years"))
        limits = MinorLimits.of(law)
        used, place = np.unique(j, return_inverse=True)
        found = [minor_broken(pairs.openings.shifts[opening], limits) for opening in used]
        shifts[rows] = np.array([one.mask for one in found], dtype=np.int64)[place]
        breaks = np.array(
            [
                _break(one, int(pairs.eligibility.hosts.break_min[opening]), limits)
                for one, opening in zip(found, used, strict=True)
            ]
        )
        answers["no_break"][rows], answers["ask_break"][rows] = breaks[place].T
        forbidden = Forbidden.of(law)
        there, known = pairs.openings.conditions[j], pairs.openings.conditions_known[j]
        roles = [pairs.cohort.roles.index(role) for role in forbidden.roles if role in pairs.cohort.roles]
        answers["no_work"][rows] = (
            ((there & forbidden.conditions) > 0)
            | np.isin(pairs.openings.sector[j], forbidden.sectors)
            | np.isin(pairs.openings.role[j], roles)
        )
        alcohol = ALCOHOL_APART.bit if forbidden.alcohol else 0
        answers["no_alcohol"][rows] = (there & alcohol) > 0
        answers["ask_work"][rows] = (~known & (forbidden.conditions | alcohol)) > 0
    return Stops(minor=minor, shifts=shifts, **answers)


def _break(found: MinorBroken, written_min: int, limits: MinorLimits) -> tuple[bool, bool]:
    """Whether a break that is due is known to be too short, and whether there is something to ask about it."""
    if not found.unbroken or written_min >= limits.break_min:
        return False, False
    # Pauses between shifts may be long enough where an agreement says so, and then the break inside need not be.
    short = found.unbroken_agreed > 0 and 0 <= written_min < limits.break_agreed_min
    return short, not short
