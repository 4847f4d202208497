"""Cohorts made on purpose to be awkward: nights, split days, far places, every mix of modes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from data.bundle import Records
from data.call import Programme
from data.catalogues import catalogue, shipped_catalogue, use_catalogue
from data.codes import (
    Access,
    Cefr,
    Certificate,
    Code,
    Condition,
    Goal,
    HirePlan,
    LanguageSkill,
    Mode,
    Trait,
    Tutoring,
)
from data.encode import build_cohort
from data.lawbook import Law, LawBook
from data.pairs import Pairs
from data.records import Candidate, Company, Opening, Row, Site
from data.synthetic import invent
from data.week import ALWAYS, QUARTERS, Week
from scoring.weights import Weights, load_weights

CALL = Programme.model_validate({"code": "p", "title": "p", "regime": "TIS_TUSCANY", "categories": []})
Fields = dict[str, Any]
# Home of everybody unless drawn elsewhere: Prato.
LAT, LON = 43.88, 11.10


@pytest.fixture(scope="session")
def law() -> Law:
    return LawBook.load().in_force(date(2019, 11, 4))


@pytest.fixture(scope="session")
def weights() -> Weights:
    return load_weights("2026-2")


@pytest.fixture
def near() -> Iterator[Callable[..., None]]:
    """Sets the neighbours of the competences until the test ends: {key: {neighbour: closeness}}."""

    def let(neighbours: dict[str, dict[str, float]]) -> None:
        use_catalogue(replace(shipped_catalogue(), neighbours=neighbours))

    yield let
    use_catalogue(None)


@pytest.fixture(scope="session")
def crowd(law: Law) -> Callable[..., Pairs]:
    """All pairs of some people with some openings, of which only what is given is known; each opening its own host."""

    def pairs(people: Sequence[Fields], offers: Sequence[Fields], hosts: Sequence[Fields] = ()) -> Pairs:
        home = {"birth_date": "1990-05-10", "municipality": "Prato"}
        work = {"role": "waiter", "seats": "1", "months": "6", "shifts": "lun-ven 9:00-13:00"}
        work |= {"start_from": "2020-10-01", "start_to": "2020-12-31"}
        keys = [f"K{k:04d}" for k in range(max(len(people), len(offers)))]
        own = dict(zip(keys, hosts, strict=False))
        records = Records(
            programme=CALL,
            candidates=tuple(
                Candidate.model_validate({"id": key, **home, **known}) for key, known in zip(keys, people, strict=False)
            ),
            companies=tuple(
                Company.model_validate({"id": key, "name": "A", "sector": "56", **own.get(key, {})}) for key in keys
            ),
            sites=tuple(Site.model_validate({"id": key, "company": key, "municipality": "Prato"}) for key in keys),
            openings=tuple(
                Opening.model_validate({"id": key, "company": key, "site": key, **work, **known})
                for key, known in zip(keys, offers, strict=False)
            ),
        )
        i, j = np.indices((len(people), len(offers))).reshape(2, -1)
        return Pairs(build_cohort(records, law), i, j)

    return pairs


@pytest.fixture(scope="session")
def alone(crowd: Callable[..., Pairs]) -> Callable[..., Pairs]:
    """The one pair of a person and an opening."""

    def pair(person: Fields | None = None, offer: Fields | None = None, host: Fields | None = None) -> Pairs:
        return crowd([person or {}], [offer or {}], [host or {}])

    return pair


@pytest.fixture(scope="session")
def awkward() -> Callable[..., Records]:
    """Invented records with hours, places, modes and needs drawn again, so that every rule has much to do."""

    def draw(seed: int, candidates: int, openings: int) -> Records:
        rng = np.random.default_rng(seed)
        records = invent(candidates=candidates, openings=openings, seed=seed)
        people = tuple(valid(person, _person(rng)) for person in records.candidates)
        sites = tuple(valid(site, _site(rng)) for site in records.sites)
        offers = tuple(valid(offer, _offer(rng)) for offer in records.openings)
        return replace(records, candidates=people, sites=sites, openings=offers)

    return draw


def valid(record: Candidate | Site | Opening, changed: dict[str, object]) -> Row:
    return type(record).model_validate({**record.model_dump(), **changed})


def _person(rng: np.random.Generator) -> dict[str, object]:
    free = Week(ALWAYS) if rng.random() < 0.2 else _week(rng, int(rng.integers(1, 5)), 24, 300)
    busy = _week(rng, 3, 1, 12)
    needs = [need for need in Access if rng.random() < 0.15]
    return {
        **_point(rng),
        "availability": None if rng.random() < 0.1 else free,
        "busy": None if rng.random() < 0.5 else busy,
        "modes": None if rng.random() < 0.1 else [mode for mode in Mode if rng.random() < 0.4],
        "max_travel_min": None if rng.random() < 0.1 else int(rng.integers(5, 181)),
        "interests": _levels(rng, list(catalogue().roles), 3),
        "functional_profile": _levels(rng, list(catalogue().items), 3),
        "italian": _cefr(rng),
        "tutor_need": _maybe(rng, list(Tutoring)),
        "goals": None if rng.random() < 0.2 else [goal for goal in Goal if rng.random() < 0.3],
        "access_needs": needs,
        "prescriptions": {"AC1": 1, "PO2": 2} if rng.random() < 0.3 else {},
        "certificates": [title for title in Certificate if rng.random() < 0.6],
        "banned_conditions": [condition for condition in Condition if rng.random() < 0.05],
    }


def _cefr(rng: np.random.Generator) -> dict[LanguageSkill, Cefr] | None:
    if rng.random() < 0.3:
        return None
    levels = list(Cefr)
    return {skill: levels[int(rng.integers(7))] for skill in LanguageSkill if rng.random() < 0.6}


def _maybe(rng: np.random.Generator, codes: Sequence[Code]) -> Code | None:
    return None if rng.random() < 0.2 else codes[int(rng.integers(len(codes)))]


def _levels(rng: np.random.Generator, names: list[str], highest: int) -> dict[str, int] | None:
    if rng.random() < 0.2:
        return None
    return {name: int(rng.integers(0, highest + 1)) for name in names if rng.random() < rng.choice([0.1, 0.9])}


def _site(rng: np.random.Generator) -> dict[str, object]:
    seen = [feature for feature in Access if rng.random() < 0.5]
    return {
        **_point(rng),
        "bus_hours": None if rng.random() < 0.5 else _week(rng, 3, 40, 200),
        "access": {feature: bool(rng.random() < 0.7) for feature in seen},
    }


def _offer(rng: np.random.Generator) -> dict[str, object]:
    return {
        "shifts": Week(ALWAYS) if rng.random() < 0.03 else _shifts(rng),
        "min_age": None if rng.random() < 0.5 else int(rng.integers(15, 40)),
        "tutor_h_week": None if rng.random() < 0.2 else float(rng.integers(0, 8)),
        "accommodations": {"AC1": int(rng.integers(1, 4))} if rng.random() < 0.4 else {},
        "italian": _cefr(rng) or {},
        "environment": None if rng.random() < 0.2 else [trait for trait in Trait if rng.random() < 0.3],
        "hire_plan": _maybe(rng, list(HirePlan)),
    }


def _shifts(rng: np.random.Generator) -> Week:
    # Often two shifts with a short or long pause; the week's end is a favourite place.
    start = int(rng.choice([QUARTERS - int(rng.integers(1, 30)), int(rng.integers(QUARTERS))]))
    stretches = [(start, int(rng.integers(1, 30)))]
    for _ in range(int(rng.integers(0, 4))):
        start += stretches[-1][1] + int(rng.choice([int(rng.integers(1, 25)), 96]))
        stretches.append((start, int(rng.integers(1, 24))))
    return Week.of_segments(stretches)


def _week(rng: np.random.Generator, stretches: int, least: int, most: int) -> Week:
    return Week.of_segments((int(rng.integers(QUARTERS)), int(rng.integers(least, most))) for _ in range(stretches))


def _point(rng: np.random.Generator) -> dict[str, object]:
    kind = rng.random()
    if kind < 0.1:
        return {"lat": None, "lon": None}
    if kind < 0.3:
        return {"lat": LAT, "lon": LON}
    if kind < 0.4:
        return {"lat": float(rng.uniform(36, 47)), "lon": float(rng.uniform(7, 18))}
    far = rng.choice([0.01, 0.05, 0.3])
    return {"lat": LAT + float(rng.normal(0, far)), "lon": LON + float(rng.normal(0, far))}
