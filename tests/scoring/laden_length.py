"""Cohorts with young people, schooling, breaks, forbidden work, months and hours of every length."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from data.bundle import Records
from data.codes import Category, Condition, DocumentKind
from data.papers import Document
from data.ramp import parse_ramp
from data.records import Candidate, Opening
from data.week import parse_week

RAMPS = ("2 sett. 4x3; poi 5x4", "poi 3x2", "30 sett. 2x4", "4 sett. 1x2; 4 sett. 3x5", "1 sett. 7x8; poi 2x1,5")
# Limits of the call.
MONTHS: tuple[dict[str, Any], ...] = (
    {"months_min": 3, "months_max": None},
    {"months_min": None, "months_max": 20},
    {"months_min": 1, "months_max": 12},
)
HOURS: tuple[dict[str, Any], ...] = (
    {"week_h_min": 15, "week_h_max": None},
    {"week_h_min": None, "week_h_max": 24},
    {"week_h_min": 12.5, "week_h_max": 28.25},
)
# What young people may work, and what they nearly may.
SHIFTS = (
    "lun-ven 8:00-12:30",
    "lun-ven 8:00-12:45",
    "lun-ven 8:00-12:00, 12:30-16:00",
    "lun-ven 9:00-12:00, 13:00-17:00",
    "lun-sab 9:00-13:00",
    "lun 16:00-20:00; mar 8:00-12:00",
    "lun 16:00-20:00; mar 7:45-12:00",
    "lun-ven 18:00-22:00",
    "lun-ven 18:15-22:15",
    "dom 18:00-22:00; lun 10:00-14:00",
    "dom 18:00-22:00; lun 9:45-14:00",
    "A: lun-ven 8:00-13:00 | B: lun-gio 8:00-13:00",
    "A: dom 20:00-4:00 | B: mar-ven 9:00-13:00",
    "lun-ven 6:00-14:00",
)


def with_length(records: Records, seed: int, share: float, *, limits: bool = True) -> Records:
    """The records with young people, months and breaks of every length; with `limits` the call has narrow ones too."""
    rng = np.random.default_rng(seed + 2000)
    on = records.programme.on or date(2020, 1, 1)
    people = tuple(
        person.model_copy(update=_young(rng, on, share) | _own(rng, person, share)) for person in records.candidates
    )
    papers = tuple(_attested(rng, records, person, on, k) for k, person in enumerate(people) if rng.random() < share)
    call = _one(rng, MONTHS) | _one(rng, HOURS) if limits else {}
    return replace(
        records,
        programme=records.programme.model_copy(update=call),
        candidates=people,
        openings=tuple(offer.model_copy(update=_offered(rng, offer, share)) for offer in records.openings),
    ).replacing(*papers)


def _one(rng: np.random.Generator, values: Any) -> Any:
    return values[int(rng.integers(len(values)))]


def _young(rng: np.random.Generator, on: date, share: float) -> dict[str, Any]:
    """Somebody about to come of age, often in the months in which internships begin."""
    if rng.random() > 2 * share:
        return {}
    months = int(rng.integers(-8, 30))
    born = on - timedelta(days=18 * 1461 // 4 - int(months * 30.4) + int(rng.integers(-20, 20)))
    return {"birth_date": born, "school_years": _one(rng, [None, 7, 8, 9, 10, 11, 12])}


def _own(rng: np.random.Generator, person: Candidate, share: float) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if rng.random() < share:
        fields["hours_ramp"] = parse_ramp(_one(rng, RAMPS))
    if rng.random() < share:
        fields["categories"] = tuple(dict.fromkeys((*person.categories, _one(rng, list(Category)))))
    return fields


def _offered(rng: np.random.Generator, offer: Opening, share: float) -> dict[str, Any]:
    fields: dict[str, Any] = {"break_min": _one(rng, [None, 0, 15, 29, 30, 45, 59, 60, 75])}
    if rng.random() < 2 * share:
        fields["months"] = _one(rng, [1, 2, 5, 12, 13, 24, 25, 30, 36])
    if rng.random() < 4 * share:
        fields["shifts"] = parse_week(_one(rng, SHIFTS))
    if rng.random() < 2 * share:
        fields["conditions"] = tuple(condition for condition in Condition if rng.random() < 0.3)
    return fields


def _attested(rng: np.random.Generator, records: Records, person: Candidate, on: date, k: int) -> Document:
    day = on + timedelta(days=int(rng.integers(-30, 150)))
    days = _one(rng, [{}, {"valid_from": day}, {"valid_to": day}])
    opening = _one(rng, [None, None, _one(rng, records.openings).id])
    kind = _one(rng, [DocumentKind.DURATION_ATTESTATION] * 3 + [DocumentKind.HEALTH_ATTESTATION])
    return Document(id=f"YD{k}", candidate=person.id, kind=kind, opening=opening, **days)
