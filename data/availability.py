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
    has_children : bool
        Some child limits the week.
    """

    week: Week | None
    covered: Week
    children_unknown: bool
    has_children: bool


def age_on(birth: date, on: date) -> int:
    """Completed years on a day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def available_week(
    candidate: Candidate, children: Iterable[Child], services: Mapping[str, Service], law: Law
) -> Available:
    """The usable week of a person (source: domain reference 5.5; hours in `practice.childcare`)."""
    alone_from = law.number("practice.child_alone_age")
    covered, unknown, limited = Week(ALWAYS), False, False
    for child in children:
        if age_on(child.birth_date, law.on) >= alone_from:
            continue
        cover = child_cover(child, services, law)
        if cover is None:
            unknown = True
            continue
        limited = True
        covered &= cover | (candidate.other_carers or Week())
    if candidate.availability is None:
        return Available(None, covered, unknown, limited)
    return Available((candidate.availability & covered) - (candidate.busy or Week()), covered, unknown, limited)


def child_cover(child: Child, services: Mapping[str, Service], law: Law) -> Week | None:
    """When others look after the child, less the parent's way there and back; None where nobody wrote it."""
    usual = law.table("practice.childcare")
    granted = [hours for key in child.services if (hours := _service_hours(services[key], usual)) is not None]
    if child.care is None and child.care_hours is None and not granted:
        return None
    hours = Week()
    if child.care_hours is not None:
        hours = child.care_hours
    elif child.care not in (None, ChildCare.NONE):
        hours = parse_week(usual[str(child.care).lower()])
    for extra in granted:
        hours |= extra
    # Stretches that touch are one: nobody takes the child home between school and the after-school club.
    trip = -(-int(law.number("practice.school_trip_min")) // 15)
    return hours.widened(-trip)


def _service_hours(service: Service, usual: Mapping[str, str]) -> Week | None:
    """When a service looks after the child: its own hours, else the usual ones; None where it looks after nobody."""
    kind = str(service.kind).lower()
    if kind not in usual:
        return None
    return service.hours if service.hours is not None else parse_week(usual[kind])
