"""The school year in Tuscany: on which days nurseries, schools and the services around them are open.

All days are ordinals, both ends included. Source: `practice.school_calendar`, `practice.childcare`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from data.code import Code
from data.codes import ChildCare, ServiceKind
from data.lawbook import Law
from data.records import Service
from data.week import Week, parse_week

LAST_DAY = date.max.toordinal()
# The school that gives its term to a club for a child who goes to none.
USUAL_SCHOOL = ChildCare.PRIMARIA_NORMALE


class Season(Code):
    """A part of the school year; of those that fall together the later one is named."""

    HOME = "HOME", "il figlio è a casa", "the child is at home"
    TERM = "TERM", "periodo di scuola", "term"
    FIRST_WEEKS = "FIRST_WEEKS", "prime settimane a orario ridotto", "first weeks with shorter hours"
    EASTER = "EASTER", "vacanze di Pasqua", "Easter holidays"
    CHRISTMAS = "CHRISTMAS", "vacanze di Natale", "Christmas holidays"
    SUMMER = "SUMMER", "vacanze estive", "summer holidays"


@dataclass(frozen=True, slots=True)
class Phase:
    """Days with the same hours: `first` and `last` ordinals, the hours that are open (None: closed), and the season."""

    first: int
    last: int
    hours: Week | None
    name: Season


@dataclass(frozen=True, eq=False)
class SchoolCalendar:
    """The calendar and the usual hours in force on one day; `school_calendar(law)` makes it."""

    days: Mapping[str, Any]
    usual: Mapping[str, Week]
    # Seasons of the school years that were asked for.
    years: dict[tuple[ChildCare, int], tuple[tuple[int, int, Season], ...]] = field(default_factory=dict)

    def phases(self, kind: ChildCare, first: int, last: int, hours: Week | None = None) -> tuple[Phase, ...]:
        """The phases of a kind of care from `first` to `last`, without gaps, in order.

        Parameters
        ----------
        kind : a nursery or a school; `NONE` has no calendar and is closed throughout
        first, last : ordinals
        hours : the child's own hours of the term, in place of the usual ones
        """
        if kind is ChildCare.NONE:
            return (Phase(first, last, None, Season.TERM),)
        term = hours if hours is not None else self.usual[_key(kind)]
        until = parse_week(f"tutti 0:00-{self.days['first_weeks']['until']}")
        open_in = {Season.TERM: term, Season.FIRST_WEEKS: term & until}
        return tuple(Phase(a, b, open_in.get(name), name) for a, b, name in self._seasons(kind, first, last))

    def term_hours(self, service: Service) -> Week:
        """When a service looks after a child in term: its own hours, else the usual ones; never those of a summer."""
        if service.kind is ServiceKind.CENTRO_ESTIVO:
            return Week()
        return self._hours(service) or Week()

    def _hours(self, service: Service) -> Week | None:
        if _key(service.kind) not in self.usual:
            return None
        return service.hours if service.hours is not None else self.usual[_key(service.kind)]

    def service_phases(self, service: Service, school: ChildCare, first: int, last: int) -> tuple[Phase, ...]:
        """The phases of a granted service, likewise; closed throughout where it looks after nobody.

        A service with both its days follows no school: it is open from the one to the other. With one or none it
        follows the nursery's calendar, the summer gap or the child's school term, within the day that is written.

        Parameters
        ----------
        service : Service
        school : the child's own school, or `NONE`
        first, last : ordinals
        """
        hours = self._hours(service)
        opens = service.open_from.toordinal() if service.open_from else 0
        closes = service.open_to.toordinal() if service.open_to else LAST_DAY
        if service.open_from and service.open_to:
            seasons: Iterable[tuple[int, int, Season]] = [(first, last, Season.TERM)]
            open_in = tuple(Season)
        else:
            owner = school if school is not ChildCare.NONE else USUAL_SCHOOL
            owner = ChildCare.NIDO if service.kind is ServiceKind.NIDO else owner
            seasons = self._seasons(owner, first, last)
            summer = service.kind is ServiceKind.CENTRO_ESTIVO
            open_in = (Season.SUMMER,) if summer else (Season.TERM, Season.FIRST_WEEKS)
        return tuple(
            Phase(a, b, hours if name in open_in and opens <= a and b <= closes else None, name)
            for start, end, name in seasons
            for a, b in _cut(start, end, opens, closes)
        )

    def _seasons(self, kind: ChildCare, first: int, last: int) -> Iterator[tuple[int, int, Season]]:
        """The seasons between two days, clipped, in order."""
        # A school year begins in the calendar year before the one in which it ends.
        for year in range(date.fromordinal(first).year - 1, date.fromordinal(last).year + 1):
            if (kind, year) not in self.years:
                self.years[kind, year] = tuple(self._year(kind, year))
            for start, end, name in self.years[kind, year]:
                if start <= last and end >= first:
                    yield max(start, first), min(end, last), name

    def _year(self, kind: ChildCare, year: int) -> Iterator[tuple[int, int, Season]]:
        """The seasons of the school year that begins in a calendar year, until the next one begins."""
        term = self.days["terms"][_key(kind)]
        opens, closes, reopens = _day(year, term["from"]), _day(year + 1, term["to"]), _day(year + 1, term["from"])
        breaks = [
            (
                _day(year, self.days["christmas"]["from"]),
                _day(year + 1, self.days["christmas"]["to"]),
                Season.CHRISTMAS,
            )
        ]
        sunday = self.days["easter_days"].get(str(year + 1))
        if sunday is not None:
            around, easter = self.days["easter"], _day(year + 1, sunday)
            breaks.append((easter + around["from"], easter + around["to"], Season.EASTER))
        start = opens
        if _key(kind) in self.days["first_weeks"]["kinds"]:
            start = opens + self.days["first_weeks"]["days"]
            yield opens, start - 1, Season.FIRST_WEEKS
        for first, last, name in breaks:
            yield start, first - 1, Season.TERM
            yield first, last, name
            start = last + 1
        yield start, closes, Season.TERM
        yield closes + 1, reopens - 1, Season.SUMMER


@lru_cache(maxsize=8)
def school_calendar(law: Law) -> SchoolCalendar:
    """The calendar in force."""
    usual = {name: parse_week(text) for name, text in law.table("practice.childcare").items()}
    return SchoolCalendar(law.table("practice.school_calendar"), usual)


def _key(kind: Code) -> str:
    return str(kind).lower()


def _day(year: int, month_day: str) -> int:
    return date.fromisoformat(f"{year:04}-{month_day}").toordinal()


def _cut(start: int, end: int, opens: int, closes: int) -> Iterator[tuple[int, int]]:
    """The days from start to end, cut where a service opens and after it closes."""
    edges = sorted({start, end + 1, *(day for day in (opens, closes + 1) if start < day <= end)})
    yield from ((a, b - 1) for a, b in pairwise(edges))
