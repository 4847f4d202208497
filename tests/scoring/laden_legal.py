"""Cohorts with many papers of the law: permits, courses, relations, checks of sites, quotas, agreements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from data.bundle import TABLES, Records
from data.call import CourseNeeded
from data.codes import Cefr, ConventionKind, DocumentKind, LanguageSkill, Permit, RelationKind, RiskClass, Tongue
from data.records import Opening

Fields = dict[str, Any]
TONGUES = (Tongue.AR, Tongue.FR, Tongue.LIS)
SAFETY = ("SAFETY_GENERAL", "SAFETY_LOW", "SAFETY_MEDIUM", "SAFETY_HIGH")
COURSES = (DocumentKind.SAFETY_GENERAL, DocumentKind.SAFETY_SPECIFIC, DocumentKind.LANGUAGE_SUPPORT)


def with_law(records: Records, seed: int, share: float) -> Records:
    """The records with papers of the law of every kind, often about days near the start."""
    rng = np.random.default_rng(seed + 1000)
    on = records.programme.on or date(2020, 1, 1)
    made: dict[str, list[Fields]] = {
        "documents": [],
        "relations": [],
        "host_checks": [],
        "quotas": [],
        "conventions": [],
    }
    for person in records.candidates:
        made["documents"] += [{"candidate": person.id, **row} for row in _documents(rng, records, on, share)]
        while rng.random() < 3 * share:
            made["relations"].append({"candidate": person.id, **_relation(rng, records, on)})
    for site in records.sites:
        if rng.random() < 2 * share:
            made["host_checks"].append({"site": site.id, **_check(rng, records, on)})
    for company in records.companies:
        if rng.random() < 2 * share:
            made["quotas"].append({"company": company.id, **_quota(rng, on)})
        if rng.random() < share:
            kind = _one(rng, list(ConventionKind))
            made["conventions"].append({"company": company.id, "kind": kind, **_days(rng, on, 40)})
    programme = records.programme.model_copy(
        update={
            "training": tuple(_course(rng, code) for code in SAFETY if rng.random() < 0.7),
            "promoter": _one(rng, [None, records.companies[0].id]),
        }
    )
    return replace(
        records,
        programme=programme,
        candidates=tuple(person.model_copy(update=_spoken(rng)) for person in records.candidates),
        openings=tuple(offer.model_copy(update=_task(rng, offer)) for offer in records.openings),
        **{
            table: tuple(TABLES[table].model_validate({"id": f"W{table[:3]}{k}", **row}) for k, row in enumerate(rows))
            for table, rows in made.items()
        },
    )


def _one(rng: np.random.Generator, values: Any) -> Any:
    return values[int(rng.integers(len(values)))]


def _day(rng: np.random.Generator, around: date, spread: int) -> date:
    return around + timedelta(days=int(rng.integers(-spread, spread)))


def _days(rng: np.random.Generator, on: date, spread: int) -> Fields:
    first = _day(rng, on, spread)
    days = {"valid_from": first, "valid_to": first + timedelta(days=int(rng.integers(0, spread)))}
    return {name: day for name, day in days.items() if rng.random() < 0.5}


def _documents(rng: np.random.Generator, records: Records, on: date, share: float) -> list[Fields]:
    rows: list[Fields] = []
    offer = _one(rng, [None, None, *(offer.id for offer in records.openings[:4])])
    while rng.random() < 2 * share:
        permit = _one(rng, [None, *Permit, Permit.ASYLUM_REQUEST, Permit.OTHER, Permit.STUDY])
        yes_no = [True, False, None]
        rows.append(
            {
                "kind": DocumentKind.PERMIT,
                "permit": permit,
                "applied_on": _one(rng, [None, _day(rng, on, 150), _day(rng, on, 150)]),
                "delay_own": _one(rng, [*yes_no, None, None]),
                "renewal_receipt": _one(rng, yes_no),
                **_days(rng, on, 120),
            }
        )
        if rng.random() < 0.5:
            about = {"permit": _one(rng, [permit, None]), "opening": offer}
            rows.append({"kind": DocumentKind.CLEARANCE, **about, **_days(rng, on, 120)})
    for kind in COURSES:
        if rng.random() < 3 * share:
            issued = _one(rng, [None, _day(rng, on, 300), on - timedelta(days=1826) + timedelta(days=30)])
            rows.append({"kind": kind, "issued_on": issued, "risk": _one(rng, [None, *RiskClass]), "opening": offer})
            rows[-1] |= _days(rng, on, 200) if rng.random() < 0.5 else {}
    if rng.random() < 2 * share:
        rows.append({"kind": DocumentKind.DURATION_ATTESTATION, "opening": offer, **_days(rng, on, 200)})
    return rows


def _relation(rng: np.random.Generator, records: Records, on: date) -> Fields:
    kind = _one(rng, list(RelationKind))
    days = _one(rng, [None, int(rng.integers(0, 60))]) if kind is RelationKind.OCCASIONAL else None
    role = _one(rng, [None, _one(rng, records.openings).role])
    around = _one(rng, [on, on - timedelta(days=700)])
    return {"company": _one(rng, records.companies).id, "kind": kind, "days": days, "role": role} | _days(
        rng, around, 200
    )


def _check(rng: np.random.Generator, records: Records, on: date) -> Fields:
    roles = [(), (), (_one(rng, records.openings).role,)]
    return {
        "dismissal_on": _one(rng, [None, _day(rng, on, 100), _day(rng, on - timedelta(days=700), 100)]),
        "dismissal_roles": _one(rng, roles),
        "short_time_to": _one(rng, [None, None, _day(rng, on, 200)]),
        "short_time_roles": _one(rng, roles),
        "safety_ok": _one(rng, [True, True, None, False]),
        "insolvent": _one(rng, [False, False, None, True]),
        "declared_risk": _one(rng, [None, *RiskClass]),
    }


def _quota(rng: np.random.Generator, on: date) -> Fields:
    return {
        "base": int(_one(rng, [10, 15, 36, 51, 150, 151, 400])),
        "employed": int(rng.integers(0, 4)),
        "convention_units": int(rng.integers(0, 2)),
        "exempt_units": int(rng.integers(0, 3)),
        "compensated_units": int(rng.integers(0, 2)),
        "suspended": _one(rng, [True, False, None]),
        "request_on": _one(rng, [None, None, _day(rng, on, 20)]),
    }


def _course(rng: np.random.Generator, code: str) -> CourseNeeded:
    tongues = [tongue for tongue in TONGUES if rng.random() < 0.5]
    return CourseNeeded.model_validate({"code": code, "languages": tongues})


def _spoken(rng: np.random.Generator) -> Fields:
    heard = _one(rng, [None, Cefr.A0, Cefr.A1, Cefr.A2, Cefr.B2])
    return {
        "italian": None if heard is None else {LanguageSkill.LISTENING: heard},
        "languages": _one(rng, [None, (), (_one(rng, TONGUES),)]),
    }


def _task(rng: np.random.Generator, offer: Opening) -> Fields:
    return {
        "replaces_staff": _one(rng, [None, False, False, False, True]),
        "needs_training": _one(rng, [None, True, True, False]),
    }
