"""The score card against a slow judge written pair by pair in plain Python, straight from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from data.bundle import Records
from data.catalogues import catalogue
from data.codes import Access, AccommodationStatus, AuthorRole, ChildCare, Condition, Mode, ProtectionKind, Sex
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import LawBook
from data.notation import Demand
from data.papers import Accommodation, Act, Commitment, Prescription, Protection
from data.records import Candidate, Child, Opening
from data.synthetic import invent
from data.week import ALWAYS, Week, parse_week
from scoring.rules import RULES
from scoring.scorecard import judge, refused, total
from scoring.weights import load_weights
from tests.scoring.laden_legal import with_law
from tests.scoring.laden_length import with_length
from tests.scoring.slow_judge import Oracle
from tests.scoring.slow_places import written

Fields = dict[str, Any]
TAKEN = ("mar 14:30-16:00", "lun,mer 18:30-20:30", "ven 8:30-10:00", "A: gio 9-13 | B: mai", "dom 22:00-2:00")
TURNS = ("A: sempre | B: lun-ven 7-20", "A: lun-sab 6-22 | B: sempre", "A: lun-ven 7-19 | B: lun-dom 8-21")
KINDS = (Child, Commitment, Act, Prescription, Accommodation, Protection)
CIRCUMSTANCES = ("SL2", "SL3", "SL4", "SL5", "AC5")
# Rarely together otherwise, and most has to be told where they are.
OFTEN = (ProtectionKind.AVOID_ZONE, ProtectionKind.ADDRESS_SECRET)
ALLOWED = ("lun-sab 6:00-20:30", "tutti 0:00-23:00", "A: lun-ven 7-19 | B: lun-ven 9-21", "sempre")


def drawn_neighbours(seed: int) -> dict[str, dict[str, float]]:
    rng = np.random.default_rng(seed)
    keys = list(catalogue().competences)
    return {
        key: {
            near: float(rng.uniform(0.05, 0.95)) for near in rng.choice(keys, 5, replace=False).tolist() if near != key
        }
        for key in keys
        if rng.random() < 0.6
    }


def laden(records: Records, seed: int, share: float) -> Records:
    """The records with more papers of every kind, of many a day, and with wishes and hours that meet them."""
    rng = np.random.default_rng(seed)
    nowhere: Fields = {"lat": None, "lon": None}
    sites = [site.model_copy(update=nowhere if rng.random() < share / 2 else {}) for site in records.sites]
    records = replace(records, sites=tuple(sites))
    on = records.programme.on or date(2020, 1, 1)
    people = [person.model_copy(update=_wishes(rng) | _hours(rng)) for person in records.candidates]
    offers = [
        offer.model_copy(update=_tutor_and_turns(rng, offer) | _described(rng, offer)) for offer in records.openings
    ]
    seals = [name for company in records.companies for name in company.people]
    hosts = [company.id for company in records.companies]
    made: dict[type[Any], list[Any]] = {kind: [] for kind in KINDS}

    def add(kind: type[Any], person: Candidate, fields: Fields) -> None:
        fields |= {} if kind is Child else _validity(rng, on)
        key = f"Z{kind.__name__}-{len(made[kind])}"
        made[kind].append(kind.model_validate({"id": key, "candidate": person.id, **fields}))

    for person in people:
        if rng.random() < share:
            add(Child, person, _child(rng, records, on))
        if rng.random() < share:
            add(Commitment, person, {"hours": _one(rng, TAKEN)})
        if rng.random() < share / 2:
            add(Act, person, _act(rng, records, hosts))
        if rng.random() < share:
            add(Prescription, person, {"items": _items(rng), "author": _one(rng, [None, *AuthorRole])})
        for offer in offers:
            if rng.random() < share / 3:
                given = {"items": _items(rng), "features": [need for need in Access if rng.random() < 0.4]}
                add(
                    Accommodation,
                    person,
                    {"opening": offer.id, "status": _one(rng, list(AccommodationStatus)), **given},
                )
        for kind in ProtectionKind:
            if rng.random() < share / (1 if kind in OFTEN else 3):
                add(Protection, person, {"kind": kind, **_protection(rng, kind, records, hosts, seals)})
    new = replace(records, candidates=tuple(people), openings=tuple(offers))
    return new.replacing(*(row for rows in made.values() for row in rows))


def _one(rng: np.random.Generator, values: Any) -> Any:
    return values[int(rng.integers(len(values)))]


def _validity(rng: np.random.Generator, on: date) -> Fields:
    """Days often left open, sometimes few."""
    first = on + timedelta(days=int(rng.integers(-200, 500)))
    length = int(rng.integers(0, 40 if rng.random() < 0.4 else 500))
    days = {"valid_from": first, "valid_to": first + timedelta(days=length)}
    if length < 40:
        return days
    return {name: day for name, day in days.items() if rng.random() < 0.6}


def _wishes(rng: np.random.Generator) -> Fields:
    return {
        "split_shifts": _one(rng, [True, False, None]),
        "max_walk_m": _one(rng, [None, None, 300, 2000]),
        "tutor_wish": _one(rng, [None, None, Sex.F, Sex.M]),
        "tutor_wish_firm": _one(rng, [True, False, None]),
        "banned_conditions": tuple(condition for condition in Condition if rng.random() < 0.05),
        "potential_profile": {item: int(rng.integers(0, 4)) for item in catalogue().items if rng.random() < 0.5},
    }


def _hours(rng: np.random.Generator) -> Fields:
    """Mostly what was written; some are free to go anywhere at any time, some only every other week."""
    kind = rng.random()
    if kind < 0.25:
        return {"availability": Week(ALWAYS), "busy": None, "modes": tuple(Mode), "max_travel_min": 180}
    if kind < 0.4:
        return {"availability": parse_week(_one(rng, TURNS)), "other_carers": parse_week(_one(rng, TURNS))}
    return {}


def _child(rng: np.random.Generator, records: Records, on: date) -> Fields:
    granted = [service.id for service in records.services if rng.random() < 0.3]
    return {
        "birth_date": on - timedelta(days=int(rng.integers(200, 5300))),
        "care": _one(rng, [None, *ChildCare]),
        "care_hours": _one(rng, [None, "sempre", "lun-dom 6:00-22:00", "A: lun-sab 7-20 | B: lun-ven 8-13"]),
        "services": granted,
    }


def _tutor_and_turns(rng: np.random.Generator, offer: Opening) -> Fields:
    shifts = offer.shifts
    if rng.random() < 0.25 and not shifts.alternates:
        by = int(rng.choice([-12, 4, 20, 96]))
        shifts = Week.alternating(shifts, Week.of_segments((begin + by, length) for begin, length in shifts.segments()))
    return {"tutor_sex": _one(rng, [None, Sex.F, Sex.M, Sex.X]), "shifts": shifts}


def _described(rng: np.random.Generator, offer: Opening) -> Fields:
    """Circumstances that demands deny or tell, and often no list of them."""
    told = {demand.item: demand for demand in offer.demands or ()}
    told |= {item: Demand(item, int(rng.integers(0, 2))) for item in CIRCUMSTANCES if rng.random() < 0.25}
    demands = None if rng.random() < 0.1 else tuple(sorted(told.values()))
    return {"demands": demands, "conditions": () if rng.random() < 0.3 else offer.conditions}


def _items(rng: np.random.Generator) -> dict[str, int]:
    return {item: int(rng.integers(1, 3)) for item in rng.choice(list(catalogue().items), 4, replace=False).tolist()}


def _act(rng: np.random.Generator, records: Records, hosts: list[str]) -> Fields:
    towns = sorted({site.municipality for site in records.sites})
    fields: Fields = {
        "hours": _one(rng, ALLOWED),
        "municipalities": [town for town in towns if rng.random() < 0.5] or [towns[0]],
        "companies": [host for host in hosts if rng.random() < 0.5] or [hosts[0]],
    }
    kept = [name for name in fields if rng.random() < 0.5] or ["hours"]
    return {name: fields[name] for name in kept}


def _protection(
    rng: np.random.Generator, kind: ProtectionKind, records: Records, hosts: list[str], seals: list[str]
) -> Fields:
    vague = [site for site in records.sites if site.lat is None]
    site = _one(rng, vague if vague and rng.random() < 0.5 else records.sites)
    (lat, lon), _ = written(site)
    far = _one(rng, [0.015, 0.015, 0.08])
    at = {"lat": lat + float(rng.normal(0, far)), "lon": lon + float(rng.normal(0, far))}
    town = {"municipality": site.municipality}
    checked = {"checked_companies": [host for host in hosts if rng.random() < 0.5]}
    if kind is ProtectionKind.AVOID_ZONE:
        radius = {"radius_km": float(rng.uniform(0.2, 3))}
        corners = [tuple(at[name] + float(rng.normal(0, 0.01)) for name in ("lat", "lon")) for _ in range(4)]
        area = {"area": corners}
        drawn = [at | radius, town | radius, area, area | town, area | at | radius, area | town | radius]
        zone: Fields = _one(rng, [*drawn, at | town | radius])
        return checked | zone
    if kind is ProtectionKind.AVOID_PERSON:
        return {"person": _one(rng, seals), "checked_companies": [host for host in hosts if rng.random() < 0.8]}
    if kind is ProtectionKind.AVOID_HOST:
        return {"company": _one(rng, hosts)}
    if kind is ProtectionKind.MEET_POINT:
        return at if rng.random() < 0.5 else town
    secret: Fields = _one(rng, [at, town, {}])
    return secret if kind is ProtectionKind.ADDRESS_SECRET else checked


def held_against(records: Records, version: str) -> Counter[str]:
    """Compare rules and scores of every pair with the slow judge; how often each rule refused."""
    law = LawBook.load().in_force(records.programme.on or date(2019, 11, 4))
    weights = load_weights(version)
    oracle = Oracle(records, law, weights)
    card = judge(build_cohort(records, law), Eligibility.of(records), law, weights)
    i, j = np.indices((len(records.candidates), len(records.openings))).reshape(2, -1)
    pairs = card.pairs(i, j)
    against, scores = refused(pairs, law), total(pairs.plain(), weights)
    allowed, told = {}, Counter[str]()
    for k, (row, column) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
        person, offer = records.candidates[row], records.openings[column]
        codes = oracle.refusals(person, offer)
        here = f"{person.id} {offer.id}"
        assert [known.code for known, no in zip(RULES, against[:, k], strict=True) if no] == codes, here
        assert scores[k] == oracle.score(person, offer), here
        told.update(codes)
        if not codes:
            allowed[row, column] = int(scores[k])
    found = zip(card.candidate.tolist(), card.opening.tolist(), card.total.tolist(), strict=True)
    assert {(row, column): score for row, column, score in found} == allowed
    told["allowed"] = len(allowed)
    return told


@pytest.mark.parametrize(("seed", "version"), [(1, "2026-1"), (2, "2026-2"), (3, "2026-3")])
def test_the_score_card_is_that_of_the_slow_judge(
    seed: int, version: str, awkward: Callable[..., Records], near: Callable[..., None]
) -> None:
    near(drawn_neighbours(seed))
    records = with_law(laden(awkward(seed, 36, 30), seed, 0.2), seed, 0.06)
    told = held_against(with_length(records, seed, 0.1), version)
    assert min(told[known.code] for known in RULES) > 0
    assert told["allowed"] > 10


CASES = [("perla", 1, "2026-2"), ("pon-sia-massa", 2, "2026-3"), ("progressive-2", 3, "2026-1")]


@pytest.mark.parametrize(("code", "seed", "version"), CASES)
def test_so_is_that_of_other_programmes(code: str, seed: int, version: str) -> None:
    records = with_law(laden(invent(code, seed, 48, 28), seed, 0.35), seed, 0.15)
    told = held_against(with_length(records, seed, 0.05, limits=False), version)
    assert told["allowed"] > 20
