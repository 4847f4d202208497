"""The ways in which hours that do not fit can be made to fit: other shifts, or a seat in a children's service.

Each way is checked by computing the hours again. What the person and others would have to free is in
`scoring.rules.time_fit`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, islice, product

import numpy as np

from data.availability import Available, Limit, children_covers
from data.bundle import Records
from data.child_cover import Cover
from data.codes import Mode
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.grants import granted, obstacle, seats_told
from data.home_points import start_paper, start_town
from data.language import say, say_n
from data.lawbook import Law
from data.pair_time import lacks
from data.records import Candidate, Child, Opening, Row, Service
from data.shift_cuts import cuts
from data.travel.minutes import NO_MODE
from data.week import Week
from scoring.rule import Change, person_and_opening, together

# Of the shifts that would fit by the hours of today's journey, so many are tried with their own.
_TRIES = 3
# Ways with a seat that are named; services that are tried two together; ways to look after each child.
_SEAT_WAYS, _TOGETHER, _EACH = 2, 6, 3

# Services granted to one child.
Bundle = tuple[Service, ...]


@dataclass(frozen=True)
class Case:
    """A pair whose hours do not fit.

    Parameters
    ----------
    first, last : ordinals of the first and the last day
    journey_q : quarters of each journey
    by_hours : whether the way there depends on the hours: by bus, or there is none at all
    travels : whether the journey is one that the person accepts
    rests : whether the shifts leave the rest that is due
    """

    records: Records
    law: Law
    person: Candidate
    opening: Opening
    available: Available
    first: int
    last: int
    journey_q: int
    by_hours: bool
    travels: bool
    rests: bool

    @classmethod
    def of(cls, records: Records, pairs: FullPairs, law: Law, k: int) -> Case:
        """Pair k of a cohort built from the records."""
        person, opening = person_and_opening(records, pairs, k)
        i, j = pairs.i[k], pairs.j[k]
        return cls(
            records=records,
            law=law,
            person=person,
            opening=opening,
            available=pairs.candidates.week[i],
            first=int(pairs.first_day[k]),
            last=int(pairs.last_day[k]),
            journey_q=int(pairs.journey_q[k]),
            by_hours=int(pairs.travel_mode[k]) in (NO_MODE, list(Mode).index(Mode.BUS)),
            travels=bool(pairs.travel_min[k] <= pairs.candidates.ceiling_min[i]),
            rests=not pairs.openings.rest_broken[j],
        )

    @cached_property
    def children(self) -> tuple[Child, ...]:
        """The person's children."""
        return tuple(child for child in self.records.children if child.candidate == self.person.id)

    @property
    def most_uncovered(self) -> float:
        """Days of the internship on which the children's cover may fail."""
        return self.law.number("practice.uncovered_share_max") * (self.last - self.first + 1)

    @cached_property
    def services(self) -> dict[str, Service]:
        """The services by id."""
        return {service.id: service for service in self.records.services}

    @cached_property
    def needed(self) -> Week:
        """The hours that the pair takes."""
        shifts: Week = self.opening.shifts
        return shifts.widened(self.journey_q)

    def fits(self, shifts: Week) -> bool:
        """Whether other shifts would fit with journeys as long as today's."""
        need = shifts.widened(self.journey_q)
        found = lacks(self.available, need, self.first, self.last)
        if any(lack.kind is not Limit.CHILDREN and not lack.absence for lack in found):
            return False
        return self._days(need, self.available.covers) <= self.most_uncovered

    def uncovered_days(self, children: Iterable[Child]) -> int:
        """Days on which the cover of some children would fail."""
        days = (self.first, self.last)
        return self._days(self.needed, children_covers(self.person, children, self.services, self.law, days))

    def _days(self, need: Week, covers: Iterable[Cover]) -> int:
        """Days of the internship that fall in the phases in which some hours are not covered."""
        return sum(
            min(self.last, cover.last) - max(self.first, cover.first) + 1
            for cover in covers
            if cover.first <= self.last and cover.last >= self.first and need - cover.covered
        )


def partial_fit(case: Case) -> tuple[Change, ...]:
    """The smallest cut of the shifts with which the pair is possible, journeys computed again; none where none does.

    At most `practice.partial_fit_max_share` of the weekly hours is lost, and the programme's least weekly hours hold.
    Shifts that break the rest that is due have to change anyhow: nothing is cut off them here.
    """
    if not case.rests:
        return ()
    least = case.records.programme.week_h(case.law)[0] or 0
    fitting = (
        cut
        for cut in cuts(case.opening.shifts, case.law.number("practice.partial_fit_max_share"))
        if _enough_hours(cut.shifts, case.opening.shifts, least) and case.fits(cut.shifts)
    )
    for cut in islice(fitting, _TRIES):
        changed = case.opening.model_copy(update={"shifts": cut.shifts})
        if not case.by_hours or _fits_again(case, changed):
            return (Change(cut.told(case.opening.shifts), say("azienda, con lo scouter"), (changed,)),)
    return ()


def _enough_hours(cut: Week, whole: Week, least: float) -> bool:
    """Whether neither of the two weeks falls below the least hours by the cut."""
    both = ((cut.a, whole.a), (cut.b, whole.b))
    return all(left.hours >= min(least, today.hours) for left, today in both)


def _fits_again(case: Case, changed: Opening) -> bool:
    """Whether the changed shifts fit with journeys of their own, and the way is not too long where today's is not."""
    one = replace(
        case.records,
        candidates=(case.person,),
        children=case.children,
        openings=(changed,),
        commitments=tuple(paper for paper in case.records.commitments if paper.candidate == case.person.id),
        acts=tuple(paper for paper in case.records.acts if paper.candidate == case.person.id),
        prescriptions=(),
        accommodations=(),
        protections=tuple(paper for paper in case.records.protections if paper.candidate == case.person.id),
        documents=(),
    )
    only = np.zeros(1, dtype=np.int64)
    pairs = FullPairs(build_cohort(one, case.law), Eligibility.of(one), only, only)
    travels = bool(pairs.travel_min[0] <= pairs.candidates.ceiling_min[0])
    again = Case.of(one, pairs, case.law, 0)
    return again.fits(changed.shifts) and (travels or not case.travels)


def seats(case: Case, also: Sequence[str], rows: Sequence[Row]) -> Iterator[Change]:
    """Free seats in the children's services with which their cover no longer stands in the way, two ways at most.

    Parameters
    ----------
    also, rows : what else has to change in the same breath, and its records
    """
    lacking = [child for child in case.children if case.uncovered_days([child])]
    options = [list(islice(_bundles(case, child), _EACH)) for child in lacking]
    made = 0
    for chosen in product(*options) if lacking else ():
        taken = Counter(service.id for bundle in chosen for service in bundle)
        given = {service.id: service for bundle in chosen for service in bundle}
        if not given or any(service.seats is not None and service.seats < taken[key] for key, service in given.items()):
            continue
        after = {child.id: _with(child, bundle) for child, bundle in zip(lacking, chosen, strict=True)}
        if case.uncovered_days(after.get(child.id, child) for child in case.children) > case.most_uncovered:
            continue
        yield _seat_change(after, given, taken, also, rows)
        made += 1
        if made == _SEAT_WAYS:
            return


def _bundles(case: Case, child: Child) -> Iterator[Bundle]:
    """Services that look after one child well enough: none, one, else two together; where seats are known first."""
    if _enough(case, child, ()):
        yield ()
    # Never by the municipality of a home that a protection keeps secret.
    own = [paper for paper in case.records.protections if paper.candidate == case.person.id]
    town = start_town(case.person, start_paper(own, case.law.on))
    open_to = [
        service
        for service in case.records.services
        if service.municipality == town and obstacle(child, service, case.law) is None
    ]
    open_to.sort(key=lambda service: (service.seats is None, service.id))
    alone = [(service,) for service in open_to if _enough(case, child, (service,))]
    yield from alone or (pair for pair in combinations(open_to[:_TOGETHER], 2) if _enough(case, child, pair))


def _enough(case: Case, child: Child, bundle: Bundle) -> bool:
    return case.uncovered_days([_with(child, bundle)]) <= case.most_uncovered


def _with(child: Child, bundle: Bundle) -> Child:
    for service in bundle:
        child = granted(child, service)[0]
    return child


def _seat_change(
    after: dict[str, Child], given: dict[str, Service], taken: Counter[str], also: Sequence[str], rows: Sequence[Row]
) -> Change:
    """The children with their services, the services with fewer seats, and whatever else has to change."""
    places = together(
        [
            say_n(
                "un posto in «{name}» ({free})",
                "{n} posti in «{name}» ({free})",
                taken[key],
                name=service.name,
                free=seats_told(service),
            )
            for key, service in sorted(given.items())
        ]
    )
    sentence, who = say("Possibile con {places}.", places=places), say("servizio che concede il posto")
    if also:
        sentence = say("Possibile con {places}, se {wishes}.", places=places, wishes=together(also))
        who = say("servizio che concede il posto, e la persona")
    fewer = tuple(
        service.model_copy(update={"seats": service.seats - taken[key] if service.seats is not None else None})
        for key, service in sorted(given.items())
    )
    return Change(sentence, who, (*after.values(), *fewer, *rows))
