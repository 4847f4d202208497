"""Whether an internship fits into a person's time, judged quarter by quarter and day by day, straight from the records.

Nothing here is shared with the engine but the records, the text of weeks and the tables of the law.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from data.bundle import Records
from data.codes import ChildCare, ServiceKind
from data.lawbook import Law
from data.papers import Act, Paper
from data.records import Candidate, Child, Opening, Service
from data.week import Week, parse_week

# The quarters of a week A and of the week B after it.
CIRCLE = 1344
Set = frozenset[int]
ALWAYS: Set = frozenset(range(CIRCLE))
NEVER: Set = frozenset()


@lru_cache(maxsize=4096)
def quarters(week: Week | None) -> Set:
    if week is None:
        return NEVER
    halves = (week.a.bits, week.b.bits)
    return frozenset(672 * half + q for half in (0, 1) for q in range(672) if halves[half] >> q & 1)


@lru_cache(maxsize=4096)
def widened(taken: Set, by: int) -> Set:
    return frozenset((q + step) % CIRCLE for q in taken for step in range(-by, by + 1))


@lru_cache(maxsize=65536)
def without_trips(cover: Set, carers: Set) -> Set:
    """A quarter of the cover counts where no way there or back falls into it; other carers go in the parent's place."""
    if cover == ALWAYS:
        return ALWAYS
    looked_after = cover | carers
    return frozenset(q for q in cover if {(q - 1) % CIRCLE, (q + 1) % CIRCLE} <= looked_after)


@lru_cache(maxsize=4096)
def of_day(day: date) -> Set:
    """The quarters of a calendar day, in the odd or the even week in which it lies."""
    begins = 96 * day.weekday() + (0 if day.isocalendar().week % 2 else 672)
    return frozenset(range(begins, begins + 96))


def years_old(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@dataclass(frozen=True)
class SlowTime:
    """A person with an opening; `journey` in quarters each way."""

    records: Records
    law: Law
    person: Candidate
    offer: Opening
    journey: int

    @cached_property
    def usual(self) -> Mapping[str, str]:
        table: Mapping[str, str] = self.law.table("practice.childcare")
        return table

    @cached_property
    def calendar(self) -> Mapping[str, Any]:
        table: Mapping[str, Any] = self.law.table("practice.school_calendar")
        return table

    @cached_property
    def days(self) -> list[date]:
        first = max(self.offer.start_from, self.person.available_from or self.law.on, self.law.on)
        return [first + timedelta(days=n) for n in range(round(self.offer.months * 30.4375))]

    @cached_property
    def need(self) -> Set:
        return widened(quarters(self.offer.shifts), self.journey)

    @cached_property
    def firm(self) -> list[Set]:
        """What must hold all of the need: own hours, what is taken, and each paper that counts as a whole."""
        found = [quarters(self.person.availability) if self.person.availability is not None else ALWAYS]
        found.append(ALWAYS - quarters(self.person.busy))
        papers: list[tuple[Paper, Set]] = [
            (taken, ALWAYS - quarters(taken.hours)) for taken in self.records.commitments
        ]
        papers += [(act, quarters(act.hours)) for act in self.records.acts if act.hours is not None]
        found += [free for paper, free in papers if paper.candidate == self.person.id and self._counts(paper, free)]
        return found

    def _counts(self, paper: Paper, free: Set) -> bool:
        """Whether a paper counts as a whole: it holds for long, or clashes on too many days, or is an act that clashes.

        A paper without days always does; a commitment that clashes on few days never does.
        """
        if paper.valid_from is None and paper.valid_to is None:
            return True
        there = [day for day in self.days if paper.holds_on(day)]
        clashes = [day for day in there if (self.need - free) & of_day(day)]
        if not clashes:
            # Whoever holds on three weeks and clashes on no day, clashes on none that could be.
            return len(there) >= 21
        few = (clashes[-1] - clashes[0]).days + 1 <= self.law.number("practice.absence_days_max")
        return isinstance(paper, Act) or not few

    @cached_property
    def covers(self) -> list[Set]:
        """The hours in which all children are looked after, one a day."""
        return [self._covered(day) for day in self.days]

    @property
    def uncovered_days(self) -> int:
        return sum(not self.need <= covered for covered in self.covers)

    @property
    def allowed(self) -> bool:
        share = self.law.number("practice.uncovered_share_max")
        return all(self.need <= free for free in self.firm) and self.uncovered_days <= share * len(self.days)

    def slack(self, most: int) -> int:
        """Room around need in quarters, at most `most`; -1 where the need itself does not fit."""
        limits = [*self.firm, *(covered for covered in set(self.covers) if self.need <= covered)]
        return next((w - 1 for w in range(most + 1) if not all(widened(self.need, w) <= free for free in limits)), most)

    def _covered(self, day: date) -> Set:
        carers = quarters(self.person.other_carers)
        covered = ALWAYS
        for child in self.records.children:
            if child.candidate == self.person.id and years_old(child.birth_date, max(day, self.law.on)) < 14:
                looked_after = self._looked_after(child, day)
                if looked_after is not None:
                    covered &= without_trips(looked_after, carers) | carers
        return covered

    def _looked_after(self, child: Child, day: date) -> Set | None:
        if child.care is None and child.care_hours is None:
            return None
        usual = self.usual
        school = None if child.care in (None, ChildCare.NONE) else child.care
        hours = quarters(child.care_hours)
        if school is not None:
            if child.care_hours is None:
                hours = quarters(parse_week(usual[school.lower()]))
            season = self._season(school, day)
            if season == "first weeks":
                hours &= quarters(parse_week("tutti 0:00-12:30"))
            elif season != "term":
                hours = NEVER
        for service in self.records.services:
            if service.id in child.services and service.kind.lower() in usual and self._open(service, school, day):
                written = service.hours if service.hours is not None else parse_week(usual[service.kind.lower()])
                hours |= quarters(written)
        return hours

    def _open(self, service: Service, school: ChildCare | None, day: date) -> bool:
        if (service.open_from and day < service.open_from) or (service.open_to and day > service.open_to):
            return False
        if service.open_from and service.open_to:
            return True
        kind = ChildCare.NIDO if service.kind is ServiceKind.NIDO else school or ChildCare.PRIMARIA_NORMALE
        wanted = ("summer",) if service.kind is ServiceKind.CENTRO_ESTIVO else ("term", "first weeks")
        return self._season(kind, day) in wanted

    def _season(self, kind: ChildCare, day: date) -> str:
        calendar = self.calendar
        today, term = f"{day:%m-%d}", calendar["terms"][kind.lower()]
        if not (today >= term["from"] or today <= term["to"]):
            return "summer"
        if today >= "12-24" or today <= "01-06":
            return "christmas"
        easter = calendar["easter_days"].get(str(day.year))
        if easter and -3 <= (day - date.fromisoformat(f"{day.year}-{easter}")).days <= 2:
            return "easter"
        begins = date.fromisoformat(f"{day.year}-{term['from']}")
        if kind is not ChildCare.NIDO and begins <= day < begins + timedelta(days=14):
            return "first weeks"
        return "term"


def pairs_of(records: Records) -> Iterator[tuple[Candidate, Opening]]:
    for person in records.candidates:
        for offer in records.openings:
            yield person, offer
