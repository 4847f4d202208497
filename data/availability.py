"""The hours in which a person can work or travel, and whose need limits them.

A parent is free where every child is looked after: at school or in a granted service (less the way there and back), or
with another carer. Only the resulting hours reach the matcher; the children stay here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from data.codes import ChildCare
from data.lawbook import Law
from data.records import Candidate, Child, Service
from data.week import ALWAYS, Week, parse_week


@dataclass(frozen=True, slots=True)
class Available:
    """A person's usable week.

    Parameters
    ----------
    week : Week or None
        Own hours, without appointments, within the children's cover; None when the own hours were never asked.
    covered : Week
        The hours in which every child is looked after (always, without children).
    children_unknown : bool
        For some child nobody wrote where the child is: that child does not limit the week, and this must be said.
    """

    week: Week | None
    covered: Week
    children_unknown: bool


def age_on(birth: date, on: date) -> int:
    """Completed years on a day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def available_week(
    candidate: Candidate, children: Iterable[Child], services: Mapping[str, Service], law: Law
) -> Available:
    """The usable week of a person (source: domain reference 5.5; hours in `practice.childcare`)."""
    alone_from = law.number("practice.child_alone_age")
    trip = -(-int(law.number("practice.school_trip_min")) // 15)
    carers = candidate.other_carers or Week()
    covered, unknown = Week(ALWAYS), False
    for child in children:
        if age_on(child.birth_date, law.on) >= alone_from:
            continue
        cover = child_cover(child, services, law)
        if cover is None:
            unknown = True
        else:
            covered &= with_trips(cover, carers, trip) | carers
    if candidate.availability is None:
        return Available(None, covered, unknown)
    return Available((candidate.availability & covered) - (candidate.busy or Week()), covered, unknown)


def child_cover(child: Child, services: Mapping[str, Service], law: Law) -> Week | None:
    """When school, nursery and granted services look after the child; None where nobody wrote where the child is."""
    if child.care is None and child.care_hours is None:
        return None
    usual = law.table("practice.childcare")
    hours = Week()
    if child.care_hours is not None:
        hours = child.care_hours
    elif child.care is not ChildCare.NONE:
        hours = parse_week(usual[str(child.care).lower()])
    for key in child.services:
        hours |= _service_hours(services[key], usual) or Week()
    return hours


def with_trips(cover: Week, carers: Week, trip_q: int) -> Week:
    """The cover less the parent's way there and back, in quarters, where no other carer goes instead.

    Stretches that touch are one: nobody takes the child home between school and the after-school club.
    """
    if cover.bits == ALWAYS:
        return cover
    stretches = []
    for start, length in cover.segments():
        before = 0 if carers.has(start - 1) else trip_q
        after = 0 if carers.has(start + length) else trip_q
        stretches.append((start + before, length - before - after))
    return Week.of_segments((start, length) for start, length in stretches if length > 0)


def _service_hours(service: Service, usual: Mapping[str, str]) -> Week | None:
    """When a service looks after the child: its own hours, else the usual ones; None where it looks after nobody."""
    kind = str(service.kind).lower()
    if kind not in usual:
        return None
    return service.hours if service.hours is not None else parse_week(usual[kind])
