"""Invented papers of every shape, for tests that write and read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from data.catalogues import catalogue
from data.codes import (
    Access,
    AccommodationStatus,
    AuthorRole,
    CommitmentKind,
    CostClass,
    DocumentKind,
    Funder,
    Permit,
    ProtectionKind,
    RelationKind,
    RiskClass,
)
from data.papers import Accommodation, Act, Commitment, Document, Prescription, Protection, Relation
from data.ramp import RampStep
from data.week import ALWAYS, QUARTERS, Week

Papers = dict[str, tuple[Any, ...]]

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
ITEMS = st.sampled_from(sorted(catalogue().items))
PLACES = st.sampled_from(["100005", "100003", "001001", "047014"])
SEALS = st.binary(min_size=32, max_size=32).map(bytes.hex)
POINTS = st.tuples(st.floats(35, 47.5), st.floats(6, 19))
ONE_WEEK = (
    st.lists(st.tuples(st.integers(0, QUARTERS - 1), st.integers(1, 200)), max_size=6).map(Week.of_segments)
    | st.integers(0, ALWAYS).map(Week)
    | st.sampled_from([Week(), Week(ALWAYS), Week.of_segments([(660, 30)])])
)
WEEKS = ONE_WEEK | st.tuples(ONE_WEEK, ONE_WEEK).map(lambda pair: Week.alternating(*pair))
_HOURS = st.integers(1, 40).map(lambda quarters: quarters / 4)
_STEPS = st.lists(st.builds(RampStep, st.integers(1, 52), st.integers(1, 7), _HOURS), max_size=3)
_LAST = st.lists(st.builds(RampStep, st.none(), st.integers(1, 7), _HOURS), max_size=1)
RAMPS = st.tuples(_STEPS, _LAST).map(lambda parts: (*parts[0], *parts[1])).filter(bool)


def _levels(lowest: int, highest: int, least: int = 0) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(ITEMS, st.integers(lowest, highest), min_size=least, max_size=4)


def days_between(first: str, last: str) -> st.SearchStrategy[dict[str, Any]]:
    """Both days in order, one of them, or none."""
    both = st.tuples(DAYS, DAYS).map(lambda pair: {first: min(pair), last: max(pair)})
    return st.just({}) | both | DAYS.map(lambda day: {first: day}) | DAYS.map(lambda day: {last: day})


def _joined(kind: Any, *parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Any]:
    return st.tuples(*parts, days_between("valid_from", "valid_to")).map(
        lambda found: kind.model_validate({name: value for part in found for name, value in part.items()})
    )


def _point() -> st.SearchStrategy[dict[str, Any]]:
    return POINTS.map(lambda point: {"lat": point[0], "lon": point[1]})


def _protections(who: dict[str, Any], companies: list[str]) -> st.SearchStrategy[Protection]:
    radius = st.floats(0.001, 200).map(lambda km: {"radius_km": km})
    town = PLACES.map(lambda place: {"municipality": place})
    area = st.lists(POINTS, min_size=3, max_size=5).map(lambda corners: {"area": corners})
    zone = st.tuples(_point() | town, radius).map(lambda parts: parts[0] | parts[1]) | area
    checked = st.lists(st.sampled_from(companies), max_size=2) if companies else st.just([])
    person = st.fixed_dictionaries({"person": SEALS, "checked_companies": checked})
    needs: dict[ProtectionKind, st.SearchStrategy[dict[str, Any]]] = {
        ProtectionKind.AVOID_ZONE: zone,
        ProtectionKind.AVOID_PERSON: person,
        ProtectionKind.MEET_POINT: _point() | town,
    }
    if companies:
        needs[ProtectionKind.AVOID_HOST] = st.sampled_from(companies).map(lambda company: {"company": company})
    kinds = [kind for kind in ProtectionKind if companies or kind is not ProtectionKind.AVOID_HOST]
    return st.sampled_from(kinds).flatmap(
        lambda kind: _joined(Protection, st.just(who | {"kind": kind}), needs.get(kind, st.just({})))
    )


def _accommodations(who: dict[str, Any], openings: list[str], texts: Any) -> st.SearchStrategy[Accommodation]:
    always = {
        "opening": st.sampled_from(openings),
        "items": _levels(1, 3, least=1),
        "status": st.sampled_from(list(AccommodationStatus)),
    }
    optional = {
        "features": st.lists(st.sampled_from(list(Access)), max_size=3),
        "reason": texts,
        "cost": st.sampled_from(list(CostClass)),
        "funder": st.sampled_from(list(Funder)),
    }
    fields = st.fixed_dictionaries(always, optional=optional)
    return _joined(Accommodation, st.just(who), fields, days_between("asked_on", "answered_on"))


def papers_of(draw: st.DrawFn, candidates: list[str], companies: list[str], openings: list[str], texts: Any) -> Papers:
    """Up to two papers of each kind."""
    if not candidates:
        return {}
    some_companies = st.lists(st.sampled_from(companies), max_size=2) if companies else st.just([])
    commitment = st.fixed_dictionaries(
        {"hours": WEEKS.filter(bool)}, optional={"kind": st.sampled_from(list(CommitmentKind))}
    )
    act = st.fixed_dictionaries(
        {"hours": WEEKS}, optional={"municipalities": st.lists(PLACES, max_size=3), "companies": some_companies}
    )
    prescription = st.fixed_dictionaries(
        {"items": _levels(0, 3, least=1)}, optional={"author": st.sampled_from(list(AuthorRole))}
    )
    document = st.fixed_dictionaries(
        {"kind": st.sampled_from(list(DocumentKind))},
        optional={
            "permit": st.sampled_from(list(Permit)),
            "percentage": st.integers(0, 100),
            "issued_on": DAYS,
            "applied_on": DAYS,
            "delay_own": st.booleans(),
            "renewal_receipt": st.booleans(),
            "risk": st.sampled_from(list(RiskClass)),
            "opening": st.sampled_from([None, *openings]),
        },
    )
    relation = st.fixed_dictionaries(
        {"kind": st.sampled_from(list(RelationKind)), "company": st.sampled_from(companies or [""])},
        optional={"days": st.integers(0, 5000), "role": st.sampled_from(sorted(catalogue().roles))},
    )

    def rows(make: Any) -> tuple[Any, ...]:
        people = draw(st.lists(st.sampled_from(candidates), max_size=2))
        return tuple(draw(make({"id": f"K{k}", "candidate": person})) for k, person in enumerate(people))

    return {
        "commitments": rows(lambda who: _joined(Commitment, st.just(who), commitment)),
        "acts": rows(lambda who: _joined(Act, st.just(who), act)),
        "prescriptions": rows(lambda who: _joined(Prescription, st.just(who), prescription)),
        "accommodations": rows(lambda who: _accommodations(who, openings, texts)) if openings else (),
        "protections": rows(lambda who: _protections(who, companies)),
        "documents": rows(lambda who: _joined(Document, st.just(who), document)),
        "relations": rows(lambda who: _joined(Relation, st.just(who), relation)) if companies else (),
    }
