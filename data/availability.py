"""The hours in which a person can work or travel, and whose need limits them, day by day of the year.

A parent is free where every child is looked after: at school or in a granted service (less the way there and back), or
with another carer. Only the resulting hours reach the matcher; the children stay here. Days are ordinals, both ends
included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from data.child_cover import (
    Cover,
    Days,
    birthday,
    child_cover,
    child_phases,
    limiting,
    merged,
    with_trips,
)
from data.child_cover import (
    age_on as age_on,
)
from data.lawbook import Law
from data.papers import Act, Commitment
from data.records import Candidate, Child, Service
from data.school_calendar import LAST_DAY, school_calendar
from data.week import ALWAYS, Week


class Limit(Enum):
    """Whose need limits the week."""

    OWN = "OWN"
    COMMITMENT = "COMMITMENT"
    ACT = "ACT"
    CHILDREN = "CHILDREN"


@dataclass(frozen=True, slots=True)
class Spell:
    """Days in which a commitment or an act leaves only some hours free; no paper for the undated commitments."""

    kind: Limit
    first: int
    last: int
    free: Week
    paper: str | None = None

    @property
    def dated(self) -> bool:
        """Whether it begins or ends."""
        return self.first > 0 or self.last < LAST_DAY


@dataclass(frozen=True, slots=True)
class Available:
    """A person's usable week, and what changes it in the course of the year.

    Parameters
    ----------
    week : Week or None
        The usual week, in school term: own hours, without undated commitments, within undated acts and the children's
        cover; None when the own hours were never asked.
    covered : Week
        The hours of term in which every child is looked after (always, without children).
    children_unknown : bool
        For some child nobody wrote where the child is: that child does not limit the week, and this must be said.
    own : Week or None
        Own hours alone; None when never asked.
    hours : Week
        The usual week without the children; own hours never asked limit nothing here.
    spells : tuple of Spell
        What commitments and acts leave free, undated ones first.
    covers : tuple of Cover
        The days in which children limit the week, in order, without overlaps; none where nothing limits it.
    few_days : int
        A commitment with days that clashes on so many, from the first to the last, is an absence to agree on.
    """

    week: Week | None
    covered: Week
    children_unknown: bool
    own: Week | None
    hours: Week
    spells: tuple[Spell, ...] = ()
    covers: tuple[Cover, ...] = ()
    few_days: int = 0

    @property
    def dated(self) -> tuple[Spell, ...]:
        """The spells that begin or end."""
        return tuple(spell for spell in self.spells if spell.dated)


def available_week(
    candidate: Candidate,
    children: Iterable[Child],
    services: Mapping[str, Service],
    law: Law,
    commitments: Iterable[Commitment] = (),
    acts: Iterable[Act] = (),
    days: Days | None = None,
) -> Available:
    """The usable week of a person (source: domain reference 4.1, 5.5).

    Parameters
    ----------
    candidate, children, services, commitments, acts : the person's own; services by id
    law : what is in force
    days : first and last ordinal for which the children's cover is wanted; that of the day of the law if not given
    """
    carers, trip = candidate.other_carers or Week(), _trip_q(law)
    covered, unknown = Week(ALWAYS), False
    small = tuple(_small(children, law))
    for child in small:
        usual = child_cover(child, services, law)
        if usual is None:
            unknown = True
        else:
            covered &= with_trips(usual, carers, trip) | carers
    spells = _spells(candidate, commitments, acts)
    hours = candidate.availability if candidate.availability is not None else Week(ALWAYS)
    for spell in spells:
        if not spell.dated:
            hours &= spell.free
    return Available(
        week=None if candidate.availability is None else hours & covered,
        covered=covered,
        children_unknown=unknown,
        own=candidate.availability,
        hours=hours,
        spells=spells,
        covers=children_covers(candidate, small, services, law, days or (law.on.toordinal(), law.on.toordinal())),
        few_days=int(law.number("practice.absence_days_max")),
    )


def children_covers(
    candidate: Candidate, children: Iterable[Child], services: Mapping[str, Service], law: Law, days: Days
) -> tuple[Cover, ...]:
    """The days in which a person's children limit the week, as of `Available.covers`; parameters of `available_week`.

    A child of whom nobody wrote where it is limits nothing.
    """
    alone_from, trip = int(law.number("practice.child_alone_age")), _trip_q(law)
    carers, calendar, timelines = candidate.other_carers or Week(), school_calendar(law), []
    for child in _small(children, law):
        if child.care is None and child.care_hours is None:
            continue
        grown = min(birthday(child.birth_date, alone_from).toordinal(), days[1] + 1)
        granted = tuple(services[key] for key in child.services)
        phases = child_phases(child.care, child.care_hours, granted, calendar, days)
        timelines.append(limiting(phases, carers, trip, grown))
    return timelines[0] if len(timelines) == 1 else merged(tuple(timelines))


def _small(children: Iterable[Child], law: Law) -> Iterator[Child]:
    """The children who may not stay alone; who may on the day of the law, may for the whole internship."""
    alone_from = int(law.number("practice.child_alone_age"))
    return (child for child in children if age_on(child.birth_date, law.on) < alone_from)


def _trip_q(law: Law) -> int:
    """Quarters of the way to school or to a service and back."""
    return -(-int(law.number("practice.school_trip_min")) // 15)


def _spells(candidate: Candidate, commitments: Iterable[Commitment], acts: Iterable[Act]) -> tuple[Spell, ...]:
    always, found = Week(ALWAYS), []
    if candidate.busy:
        found.append(Spell(Limit.COMMITMENT, 0, LAST_DAY, always - candidate.busy))
    found += [Spell(Limit.COMMITMENT, *_validity(taken), always - taken.hours, taken.id) for taken in commitments]
    found += [Spell(Limit.ACT, *_validity(act), act.hours, act.id) for act in acts if act.hours is not None]
    return tuple(sorted(found, key=lambda spell: spell.dated))


def _validity(paper: Commitment | Act) -> Days:
    first = 0 if paper.valid_from is None else paper.valid_from.toordinal()
    return first, LAST_DAY if paper.valid_to is None else paper.valid_to.toordinal()
