"""Invented papers of the hosts: checks, quotas, agreements, tutors, internships under way; and of people with hosts.

Most hosts are in order; how many are not stands in the programme's profile, since every fault closes openings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypedDict, TypeVar

from data.codes import ConventionKind, HostKind, RelationKind, RiskClass, Tutoring
from data.host_papers import Convention, HostCheck, Placement, Quota, Tutor
from data.papers import Relation
from data.records import Candidate, Company, Opening, Row, Site
from data.synthetic_dice import Dice, keyed, scaled
from data.synthetic_profile import HostFaults, Profile

R = TypeVar("R", bound=Row)

PERMANENT = (60, 95)  # of a hundred employees
UNCHECKED = 0.06
NO_ANSWER = 0.08
DECLARED = {RiskClass.LOW: 0.25, RiskClass.MEDIUM: 0.4, RiskClass.HIGH: 0.35}
# Staff from which the law asks for a first person (L. 68/1999 art. 3); only who writes a picture, not how much is due.
QUOTA_STAFF = 15
SENT_IN = 0.85
HOSTING = 0.85
HOSTING_DAYS = (-500, 420)
SEATS_A_TUTOR = 2
PEOPLE_A_PROMOTER_TUTOR = 26
UNDER_WAY = 0.06
RELATIONS = 0.03
WITH_MINORS_CHECK = 0.5


class HostPapers(TypedDict):
    """The tables of the hosts, and what people have had to do with them."""

    host_checks: tuple[HostCheck, ...]
    quotas: tuple[Quota, ...]
    conventions: tuple[Convention, ...]
    tutors: tuple[Tutor, ...]
    placements: tuple[Placement, ...]
    relations: tuple[Relation, ...]


def host_papers(
    seed: int,
    companies: Sequence[Company],
    sites: Sequence[Site],
    openings: Sequence[Opening],
    people: Sequence[Candidate],
    around_here: Profile,
    on: date,
) -> HostPapers:
    """Invent the papers of the hosts; `openings` and `people` name their tutors already (`with_tutors`).

    The streams are 21 to 25. Faults are counted at the profile's own size; other sizes keep the proportion.
    """
    staff = {company.id: company.staff for company in companies}
    faults = around_here.host_faults
    share = len(openings) / around_here.openings
    promoters = sorted({person.promoter_tutor for person in people if person.promoter_tutor is not None})
    return {
        "host_checks": _numbered("HC", HostCheck, _checks(Dice(seed, 21), sites, openings, staff, faults, share, on)),
        "quotas": _numbered(
            "Q", Quota, _quotas(Dice(seed, 22), companies, openings, scaled(faults.no_path, share), on)
        ),
        "conventions": _numbered("CV", Convention, _conventions(Dice(seed, 23), companies, on)),
        "tutors": tuple(Tutor.model_validate(row) for row in (*_tutors(openings), *({"id": key} for key in promoters))),
        "placements": _numbered("PL", Placement, _placements(Dice(seed, 24), sites, openings, on)),
        "relations": _numbered("RE", Relation, _relations(Dice(seed, 25), people, companies, on)),
    }


def with_tutors(openings: Sequence[Opening]) -> list[Opening]:
    """The openings with a company tutor each: one for every few seats of a company."""
    tutor: dict[str, tuple[int, int]] = {}
    named = []
    for opening in openings:
        number, seats = tutor.get(opening.company, (1, 0))
        if seats and seats + opening.seats > SEATS_A_TUTOR:
            number, seats = number + 1, 0
        tutor[opening.company] = (number, seats + opening.seats)
        named.append(opening.model_copy(update={"tutor": f"{opening.company}-T{number}"}))
    return named


def with_promoter_tutors(people: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The people with a tutor of the promoter each, in turn."""
    count = -(-len(people) // PEOPLE_A_PROMOTER_TUTOR)
    return tuple(
        person.model_copy(update={"promoter_tutor": keyed("TP", place % count + 1, count, 2)})
        for place, person in enumerate(people)
    )


def _tutors(openings: Sequence[Opening]) -> Iterator[dict[str, Any]]:
    named = {opening.tutor: opening.company for opening in openings if opening.tutor is not None}
    for key, company in sorted(named.items()):
        yield {"id": key, "company": company}


def _with_one_seat(places: Iterable[str]) -> list[str]:
    """The sites or companies with a single opening: a fault there closes little of a small cohort."""
    return sorted(place for place, count in Counter(places).items() if count == 1)


def _checks(
    dice: Dice,
    sites: Sequence[Site],
    openings: Sequence[Opening],
    staff: Mapping[str, int | None],
    faults: HostFaults,
    share: float,
    on: date,
) -> Iterator[dict[str, Any]]:
    wrong = iter(dice.shuffled(_with_one_seat(opening.site for opening in openings)))
    dismissed, short, unsafe, insolvent = (
        [site for site, _ in zip(wrong, range(scaled(count, share)), strict=False)]
        for count in (faults.dismissal, faults.short_time, faults.unsafe, faults.insolvent)
    )
    bad = {*dismissed, *short, *unsafe, *insolvent}
    for site in sites:
        people = staff[site.company]
        percent = dice.between(*PERMANENT)
        former = dice.between(0, 8)
        fields: dict[str, Any] = {
            "site": site.id,
            "checked_on": on - timedelta(days=dice.between(5, 200)),
            "host_kind": dice.known(NO_ANSWER, HostKind.ARTISAN if dice.chance(0.06) else HostKind.ORDINARY),
            "permanent_staff": None if people is None else people * percent // 100,
            "former_trainees": former,
            "former_hired": dice.known(NO_ANSWER, dice.between(0, former)),
            "declared_risk": dice.known(0.5, dice.weighted(DECLARED)),
            "minors_risk_on": on - timedelta(days=dice.between(30, 600)) if dice.chance(WITH_MINORS_CHECK) else None,
            "dismissal_on": on - timedelta(days=dice.between(30, 500)) if site.id in dismissed else None,
            "short_time_to": on + timedelta(days=dice.between(200, 330)) if site.id in short else None,
            "safety_ok": site.id not in unsafe,
            "insolvent": site.id in insolvent,
        }
        if not dice.chance(UNCHECKED) or site.id in bad:
            yield fields


def _quotas(
    dice: Dice, companies: Sequence[Company], openings: Sequence[Opening], no_path: int, on: date
) -> Iterator[dict[str, Any]]:
    obliged = [company for company in companies if (company.staff or 0) >= QUOTA_STAFF]
    small = set(_with_one_seat(opening.company for opening in openings))
    stuck = set(dice.some([company.id for company in obliged if company.id in small], no_path))
    for company in obliged:
        base = company.staff or 0
        due = 1 if base <= 35 else 2 if base <= 50 else -(-base * 7 // 100)  # how a picture is drawn, not the law
        there = 0 if company.id in stuck else max(0, due - dice.chance(0.35))
        row = {
            "company": company.id,
            "as_of": date(on.year - 1, 12, 31),
            "base": base,
            "employed": there,
            "art18_employed": dice.known(0.3, dice.between(0, 1)),
            "request_on": on - timedelta(days=dice.between(10, 50))
            if there < due and company.id not in stuck
            else None,
        }
        if dice.chance(SENT_IN) or company.id in stuck:
            yield row


def _conventions(dice: Dice, companies: Sequence[Company], on: date) -> Iterator[dict[str, Any]]:
    first, last = HOSTING_DAYS
    for company in companies:
        begun = on + timedelta(days=dice.between(first, -20))
        row = {"company": company.id, "kind": ConventionKind.HOSTING, "valid_from": begun, "internships": True}
        row["valid_to"] = on + timedelta(days=dice.between(40, last))
        if dice.chance(HOSTING):
            yield row


def _placements(dice: Dice, sites: Sequence[Site], openings: Sequence[Opening], on: date) -> Iterator[dict[str, Any]]:
    tutor_of = {opening.site: opening.tutor for opening in openings}
    for site in dice.some(sites, scaled(len(openings), UNDER_WAY)):
        start = on - timedelta(days=dice.between(20, 150))
        yield {
            "site": site.id,
            "start_on": start,
            "end_on": start + timedelta(days=183),
            "tutor": tutor_of.get(site.id),
            "tutoring": Tutoring.LOW,
            "cap_exempt": dice.known(0.2, dice.chance(0.3)),
        }


def _relations(
    dice: Dice, people: Sequence[Candidate], companies: Sequence[Company], on: date
) -> Iterator[dict[str, Any]]:
    kinds = {RelationKind.EMPLOYED: 0.5, RelationKind.OCCASIONAL: 0.3, RelationKind.INTERNSHIP: 0.2}
    for person in people:
        if not dice.chance(RELATIONS):
            continue
        kind = dice.weighted(kinds)
        ended = on - timedelta(days=dice.between(60, 1500))
        yield {
            "candidate": person.id,
            "company": dice.one(companies).id,
            "kind": kind,
            "days": dice.between(5, 45) if kind is RelationKind.OCCASIONAL else None,
            "valid_from": ended - timedelta(days=dice.between(30, 700)),
            "valid_to": ended,
        }


def _numbered(letters: str, kind: type[R], rows: Iterable[Mapping[str, Any]]) -> tuple[R, ...]:
    listed = list(rows)
    return tuple(
        kind.model_validate({"id": keyed(letters, place + 1, len(listed), 3), **row})
        for place, row in enumerate(listed)
    )
