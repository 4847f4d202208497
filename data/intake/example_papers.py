"""The papers of the invented cohort: of its people and of its hosts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Rows = Mapping[str, list[dict[str, Any]]]

# Invented: the digits are of nobody's name.
_SEAL = "5b1e07c49a2d4f6183c0de9a7746f2b85b1e07c49a2d4f6183c0de9a7746f2b8"
PAPERS: Rows = {
    "commitments": [
        {
            "id": "IM001",
            "candidate": "C002",
            "kind": "CPIA",
            "hours": "mer 17:00-19:00",
            "valid_from": "14/09/2026",
            "valid_to": "10/06/2027",
        },
        {"id": "IM002", "candidate": "C003", "hours": "gio 16:00-17:00"},
    ],
    "acts": [
        {
            "id": "AT001",
            "candidate": "C002",
            "hours": "lun-sab 5:00-21:00",
            "municipalities": "Prato; Montemurlo",
            "valid_to": "31/12/2027",
        }
    ],
    "prescriptions": [
        {
            "id": "PR001",
            "candidate": "C002",
            "items": "AC1<=1",
            "author": "COMPANY_DOCTOR",
            "valid_from": "10/06/2026",
            "valid_to": "31/12/2027",
        }
    ],
    "accommodations": [
        {
            "id": "AD001",
            "candidate": "C002",
            "opening": "O001",
            "items": "AC1=1",
            "status": "REQUESTED",
            "asked_on": "20/08/2026",
            "cost": "none",
            "funder": "HOST",
        }
    ],
    "protections": [
        {
            "id": "TU001",
            "candidate": "C003",
            "kind": "AVOID_PERSON",
            "person": _SEAL,
            "checked_companies": "A001; A002",
        },
        {"id": "TU002", "candidate": "C003", "kind": "AVOID_ZONE", "municipality": "Pistoia", "radius_km": "3"},
    ],
    "documents": [
        {
            "id": "DO001",
            "candidate": "C001",
            "kind": "SERVICE_ATTESTATION",
            "issued_on": "10/05/2026",
            "valid_to": "31/12/2027",
        },
        {
            "id": "DO002",
            "candidate": "C001",
            "kind": "SAFETY_GENERAL",
            "issued_on": "20/01/2026",
        },
        {
            "id": "DO003",
            "candidate": "C002",
            "kind": "SAFETY_SPECIFIC",
            "risk": "MEDIUM",
            "issued_on": "12/02/2025",
            "valid_to": "11/02/2030",
        },
    ],
    "relations": [
        {
            "id": "RA001",
            "candidate": "C001",
            "company": "A001",
            "kind": "EMPLOYED",
            "role": "waiter",
            "valid_from": "01/03/2023",
            "valid_to": "31/08/2023",
        }
    ],
}
HOST_PAPERS: Rows = {
    "host_checks": [
        {
            "id": "CS001",
            "site": "A001-1",
            "checked_on": "20/08/2026",
            "permanent_staff": "8",
            "former_trainees": "4",
            "former_hired": "1",
            "safety_ok": "sì",
            "insolvent": "no",
        },
        {
            "id": "CS002",
            "site": "A001-2",
            "checked_on": "20/08/2026",
            "permanent_staff": "6",
            "safety_ok": "sì",
            "insolvent": "no",
        },
        {
            "id": "CS003",
            "site": "A002-1",
            "checked_on": "25/08/2026",
            "permanent_staff": "38",
            "dismissal_on": "15/01/2023",
            "safety_ok": "sì",
            "insolvent": "no",
            "declared_risk": "HIGH",
        },
    ],
    "quotas": [
        {
            "id": "PI001",
            "company": "A002",
            "province": "PO",
            "as_of": "31/12/2025",
            "base": "40",
            "employed": "1",
            "art18_employed": "0",
            "convention_units": "1",
        }
    ],
    "conventions": [
        {
            "id": "CV001",
            "company": "A001",
            "kind": "HOSTING",
            "internships": "sì",
            "valid_from": "01/01/2026",
            "valid_to": "31/12/2027",
        },
        {
            "id": "CV002",
            "company": "A002",
            "kind": "ART11",
            "people": "1",
            "internships": "sì",
            "valid_from": "01/03/2026",
            "valid_to": "28/02/2028",
        },
    ],
    "tutors": [
        {"id": "TA1", "company": "A001", "most": "3"},
        {"id": "TA2", "company": "A002", "valid_from": "01/09/2026"},
        {"id": "TP1"},
    ],
    "placements": [
        {
            "id": "TC001",
            "site": "A001-2",
            "start_on": "01/06/2026",
            "end_on": "30/11/2026",
            "tutor": "TA1",
            "promoter_tutor": "TP1",
            "tutoring": "medium",
            "cap_exempt": "no",
        }
    ],
}
