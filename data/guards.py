"""What protections, acts and wishes keep a person away from, ready to be asked of pairs.

Papers are few: each is looked at once, together with all the pairs of its person. Days count: a paper binds a pair
when it is valid on any day of that internship; a protection also when it is on any day until the latest end that the
opening's window allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Condition, ProtectionKind, Sex
from data.home_points import STARTS
from data.pairs import Index, Pairs
from data.papers import Act, Paper, Protection
from data.places import places
from data.zones import Zone

UNKNOWN = -1
ANY_COMPANY = -1
# What each kind of protection forbids in the work itself.
FORBIDDEN: Mapping[ProtectionKind, tuple[Condition, ...]] = {
    ProtectionKind.NO_PUBLIC_CONTACT: (Condition.PUBLIC_CONTACT,),
    ProtectionKind.ISOLATION_BAN: (Condition.ISOLATED_WORK,),
    ProtectionKind.SUBSTANCE_BAN: (Condition.ALCOHOL, Condition.MEDICINES),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One paper of one candidate.

    Parameters
    ----------
    paper : its id
    candidate : row of the candidate
    first, last : ordinals of its days of validity, both included
    """

    paper: str
    candidate: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ZoneGuard(Guard):
    """A zone that neither site nor way may touch; a paper that draws two of them has two guards.

    Parameters
    ----------
    zone : Zone
    town : ISTAT number of the municipality that the paper names; 0 for none
    checked : rows of the companies where a person checked site and way by hand
    starts : the person's meeting points and secret addresses, as `data.home_points` reads them
    """

    zone: Zone
    town: int
    checked: Index
    starts: tuple[Protection, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PersonGuard(Guard):
    """A person to keep away from: rows of the companies where the sealed name is, and of those checked by hand."""

    found: Index
    checked: Index


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BanGuard(Guard):
    """Circumstances of the work, as a mask of `Condition`, or the row of a company (`ANY_COMPANY`: none).

    `checked` are rows of the companies where a person found that the circumstances are not there.
    """

    conditions: int
    company: int
    checked: Index


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActGuard(Guard):
    """ISTAT numbers and rows of companies that an authority allows; whether it speaks of places, and of hours."""

    towns: Index
    companies: Index
    places: bool
    hours: bool


G = TypeVar("G", bound=Guard)


class Held(Generic[G]):
    """Papers of one kind, by candidate; of `late` ones every day counts on which the internship may still end up.

    An internship may begin until the last day of the opening's window: whom a protection keeps safe must not find out
    after the proposal that it binds all the same.
    """

    def __init__(self, guards: Iterable[G] = (), candidates: int = 0, late: bool = False) -> None:
        self._of: dict[int, list[G]] = {}
        self._late = late
        self._is_held = np.zeros(candidates, dtype=np.bool_)
        for guard in guards:
            self._of.setdefault(guard.candidate, []).append(guard)
            self._is_held[guard.candidate] = True

    def __bool__(self) -> bool:
        return bool(self._of)

    def binding(self, pairs: Pairs) -> Iterator[tuple[G, Index]]:
        """Each paper with the places of the pairs that it binds, where there are any."""
        rows = np.flatnonzero(self._is_held[pairs.i]) if self._of else np.zeros(0, dtype=np.int64)
        if not len(rows):
            return
        rows = rows[np.argsort(pairs.i[rows], kind="stable")]
        who, first, last = pairs.i[rows], pairs.first_day[rows], pairs.last_day[rows]
        if self._late:
            j = pairs.j[rows]
            last = np.maximum(last, pairs.openings.start_to[j].astype(np.int64) + pairs.openings.days[j] - 1)
        cuts = np.flatnonzero(np.diff(who)) + 1
        for begin, end in pairwise([0, *cuts.tolist(), len(rows)]):
            mine = slice(begin, end)
            for guard in self._of[int(who[begin])]:
                bound = rows[mine][(first[mine] <= guard.last) & (last[mine] >= guard.first)]
                if len(bound):
                    yield guard, bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """All that is kept; m openings, n candidates, in the order of ids."""

    zones: Held[ZoneGuard]
    persons: Held[PersonGuard]
    bans: Held[BanGuard]
    acts: Held[ActGuard]
    towns: NDArray[np.int32]  # (m,) ISTAT number of the site's municipality
    tutor_sex: NDArray[np.int8]  # (m,) place in Sex, -1 not written
    tutor_wish: NDArray[np.int8]  # (n,) place in Sex, -1 no wish
    tutor_wish_firm: NDArray[np.bool_]  # (n,)

    @classmethod
    def of(cls, records: Records) -> Guards:
        """Build them from records that are free of faults."""
        n = len(records.candidates)
        rows = {person.id: k for k, person in enumerate(records.candidates)}
        companies = {company.id: k for k, company in enumerate(records.companies)}
        seals = [frozenset(company.people) for company in records.companies]
        towns = {site.id: int(site.municipality) for site in records.sites}
        # Of people and companies that are not there nothing has to be kept away.
        kept = [paper for paper in records.protections if paper.candidate in rows]
        acts = [paper for paper in records.acts if paper.candidate in rows]
        return cls(
            zones=Held(_zones(kept, rows, companies), n, late=True),
            persons=Held(
                [_person(p, rows, companies, seals) for p in kept if p.kind is ProtectionKind.AVOID_PERSON],
                n,
                late=True,
            ),
            bans=Held([_ban(paper, rows, companies) for paper in kept if is_ban(paper)], n, late=True),
            acts=Held([_act(paper, rows, companies) for paper in acts], n),
            towns=np.array([towns[opening.site] for opening in records.openings], dtype=np.int32),
            tutor_sex=_sexes(opening.tutor_sex for opening in records.openings),
            tutor_wish=_sexes(person.tutor_wish for person in records.candidates),
            tutor_wish_firm=np.array([bool(person.tutor_wish_firm) for person in records.candidates], dtype=np.bool_),
        )

    @classmethod
    def none(cls, candidates: int, openings: int) -> Guards:
        """For cohorts without papers."""
        nothing = np.full(openings, UNKNOWN, dtype=np.int8)
        return cls(
            zones=Held(),
            persons=Held(),
            bans=Held(),
            acts=Held(),
            towns=np.zeros(openings, dtype=np.int32),
            tutor_sex=nothing,
            tutor_wish=np.full(candidates, UNKNOWN, dtype=np.int8),
            tutor_wish_firm=np.zeros(candidates, dtype=np.bool_),
        )


def is_ban(paper: Protection) -> bool:
    """Whether a protection excludes a company or a circumstance of the work: what the rule BAN reads."""
    return paper.kind is ProtectionKind.AVOID_HOST or paper.kind in FORBIDDEN


def _days(paper: Paper) -> dict[str, int]:
    first, last = paper.valid_from or date.min, paper.valid_to or date.max
    return {"first": first.toordinal(), "last": last.toordinal()}


def _zones(kept: Sequence[Protection], rows: Mapping[str, int], companies: Mapping[str, int]) -> Iterator[ZoneGuard]:
    starts: dict[str, list[Protection]] = {}
    for paper in kept:
        if paper.kind in STARTS:
            starts.setdefault(paper.candidate, []).append(paper)
    for paper in kept:
        if paper.kind is ProtectionKind.AVOID_ZONE:
            for zone in zones_of(paper):
                yield ZoneGuard(
                    paper=paper.id,
                    candidate=rows[paper.candidate],
                    **_days(paper),
                    zone=zone,
                    town=int(paper.municipality or 0),
                    checked=_checked(paper, companies),
                    starts=tuple(starts.get(paper.candidate, ())),
                )


def zones_of(paper: Protection) -> tuple[Zone, ...]:
    """What a protection draws: an area, a circle around a point or the centre of a municipality, or both."""
    drawn = () if paper.area is None else (Zone.area(paper.area),)
    if paper.radius_km is None:
        return drawn
    if paper.lat is not None and paper.lon is not None:
        return (*drawn, Zone.circle(paper.lat, paper.lon, paper.radius_km))
    if paper.municipality is None:
        return drawn
    town = places().find(paper.municipality)
    return (*drawn, Zone.circle(town.lat, town.lon, paper.radius_km))


def _person(
    paper: Protection, rows: Mapping[str, int], companies: Mapping[str, int], seals: Sequence[frozenset[str]]
) -> PersonGuard:
    return PersonGuard(
        paper=paper.id,
        candidate=rows[paper.candidate],
        **_days(paper),
        found=np.array([k for k, names in enumerate(seals) if paper.person in names], dtype=np.int64),
        checked=_checked(paper, companies),
    )


def _checked(paper: Protection, companies: Mapping[str, int]) -> Index:
    rows = sorted(companies[company] for company in paper.checked_companies if company in companies)
    return np.array(rows, dtype=np.int64)


def _ban(paper: Protection, rows: Mapping[str, int], companies: Mapping[str, int]) -> BanGuard:
    host = paper.company if paper.kind is ProtectionKind.AVOID_HOST else None
    return BanGuard(
        paper=paper.id,
        candidate=rows[paper.candidate],
        **_days(paper),
        conditions=sum(condition.bit for condition in FORBIDDEN.get(paper.kind, ())),
        company=companies.get(host or "", ANY_COMPANY),
        checked=_checked(paper, companies),
    )


def _act(paper: Act, rows: Mapping[str, int], companies: Mapping[str, int]) -> ActGuard:
    return ActGuard(
        paper=paper.id,
        candidate=rows[paper.candidate],
        **_days(paper),
        towns=np.array([int(town) for town in paper.municipalities], dtype=np.int64),
        companies=np.array([companies[company] for company in paper.companies if company in companies], dtype=np.int64),
        places=bool(paper.municipalities or paper.companies),
        hours=paper.hours is not None,
    )


def _sexes(values: Iterable[Sex | None]) -> NDArray[np.int8]:
    known = list(Sex)
    return np.array([UNKNOWN if value is None else known.index(value) for value in values], dtype=np.int8)
