"""When a child is looked after, day by day of the year: at school, in granted services, or by another carer.

Days are ordinals, both ends included. Source: domain reference 5.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from data.codes import ChildCare
from data.lawbook import Law
from data.records import Child, Service
from data.school_calendar import Phase, SchoolCalendar, Season, school_calendar
from data.week import ALWAYS, Week

Days = tuple[int, int]
_PLACE = {season: place for place, season in enumerate(Season)}


@dataclass(frozen=True, slots=True)
class Cover:
    """Days of one season in which the children are looked after in the same hours."""

    first: int
    last: int
    covered: Week
    name: Season


def age_on(birth: date, on: date) -> int:
    """Completed years on a day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def birthday(birth: date, age: int) -> date:
    """The day on which a person completes an age; who was born on 29 February completes it on 1 March."""
    year = birth.year + age
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def child_cover(child: Child, services: Mapping[str, Service], law: Law) -> Week | None:
    """When school, nursery and granted services look after the child in term; None where nobody wrote where it is."""
    if child.care is None and child.care_hours is None:
        return None
    calendar = school_calendar(law)
    hours = child.care_hours or Week()
    if child.care_hours is None and child.care not in (None, ChildCare.NONE):
        hours = calendar.usual[str(child.care).lower()]
    for key in child.services:
        hours |= calendar.term_hours(services[key])
    return hours


@lru_cache(maxsize=4096)
def child_phases(
    care: ChildCare | None,
    care_hours: Week | None,
    services: tuple[Service, ...],
    calendar: SchoolCalendar,
    days: Days,
) -> tuple[Cover, ...]:
    """When school, nursery and services look after a child of whom something is written, over some days, in order.

    Hours written without the school that keeps them hold all the year: nobody knows its calendar.
    """
    first, last = days
    school = care or ChildCare.NONE
    # Of a child at home the term of the services says nothing.
    at_home = care is ChildCare.NONE and care_hours is None
    timelines: list[tuple[Phase, ...]] = [(Phase(first, last, care_hours, Season.TERM),)]
    if school is not ChildCare.NONE:
        timelines = [calendar.phases(school, first, last, care_hours)]
    timelines += [calendar.service_phases(service, school, first, last) for service in services]
    edges = sorted({phase.first for line in timelines for phase in line} | {last + 1})
    found = []
    for start, after in pairwise(edges):
        there = [phase for line in timelines for phase in line if phase.first <= start <= phase.last]
        hours = Week()
        for phase in there:
            hours |= phase.hours or Week()
        name = _named(phase.name for phase in there)
        if at_home and name in (Season.TERM, Season.FIRST_WEEKS):
            name = Season.HOME
        found.append(Cover(start, after - 1, hours, name))
    return tuple(found)


@lru_cache(maxsize=65536)
def with_trips(cover: Week, carers: Week, trip_q: int) -> Week:
    """The cover less the parent's way there and back, in quarters, where no other carer goes instead.

    Stretches that touch are one: nobody takes the child home between school and the after-school club.
    """
    if cover == Week(ALWAYS):
        return cover
    fortnight = cover.alternates or carers.alternates
    stretches = []
    for start, length in cover.fortnight_segments() if fortnight else cover.segments():
        before = 0 if carers.has(start - 1) else trip_q
        after = 0 if carers.has(start + length) else trip_q
        stretches.append((start + before, length - before - after))
    kept = [(start, length) for start, length in stretches if length > 0]
    return Week.of_fortnight_segments(kept) if fortnight else Week.of_segments(kept)


@lru_cache(maxsize=4096)
def limiting(phases: tuple[Cover, ...], carers: Week, trip: int, grown: int) -> tuple[Cover, ...]:
    """The phases until the day on which the child may stay alone, with the ways there and back and other carers."""
    covers = (
        Cover(phase.first, min(phase.last, grown - 1), with_trips(phase.covered, carers, trip) | carers, phase.name)
        for phase in phases
        if phase.first < grown
    )
    return merged((tuple(covers),))


@lru_cache(maxsize=4096)
def merged(timelines: tuple[tuple[Cover, ...], ...]) -> tuple[Cover, ...]:
    """The hours in which all children are looked after; phases that go on alike are one."""
    edges = sorted({day for line in timelines for phase in line for day in (phase.first, phase.last + 1)})
    found: list[Cover] = []
    for start, after in pairwise(edges):
        there = [phase for line in timelines for phase in line if phase.first <= start <= phase.last]
        free = Week(ALWAYS)
        for phase in there:
            free &= phase.covered
        if free == Week(ALWAYS):
            continue
        made = Cover(start, after - 1, free, _named(phase.name for phase in there))
        if found and found[-1].last == start - 1 and (found[-1].covered, found[-1].name) == (free, made.name):
            made = Cover(found.pop().first, made.last, free, made.name)
        found.append(made)
    return tuple(found)


def _named(names: Iterable[Season]) -> Season:
    """Of seasons that fall together the one that is furthest from the term."""
    return max(names, key=_PLACE.__getitem__)
