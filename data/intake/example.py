"""A small invented cohort, so that a service sees one filled folder; all people and companies are made up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from data.bundle import TABLES, Records
from data.call import Programme
from data.intake.example_papers import HOST_PAPERS, PAPERS
from data.language import Language, marked, say, spoken

_PROGRAMME = {
    "code": "ESEMPIO-2026",
    "title": marked("Programma di esempio"),
    "regime": "TIS_TUSCANY",
    "provinces": ["PO"],
    "on": "2026-09-01",
    "categories": [{"code": "LONE_PARENT"}, {"code": "HOUSING_EMERGENCY"}],
    "placements_funded": 20,
    "invented": True,
    "note": marked("Dati inventati"),
}
_CANDIDATES: list[dict[str, Any]] = [
    {
        "id": "C001",
        "caseload": "OP1",
        "birth_date": "12/04/1988",
        "sex": "F",
        "categories": "LONE_PARENT",
        "in_charge": "sì",
        "employment": "UNEMPLOYED",
        "municipality": "Prato",
        "modes": "walk; bus",
        "max_travel_min": "45",
        "availability": "lun-ven 8:30-14:30",
        "other_carers": "lun-ven 7:30-8:30",
        "interests": "kitchen_assistant=3; barista=1",
        "competences": "prepare_food=2; work_in_teams=3",
        "refused_companies": "A002",
        "assessed_on": "15/05/2026",
        "promoter_tutor": "TP1",
        "benefits": "ADI",
        "benefits_checked_on": "10/08/2026",
    },
    {
        "id": "C002",
        "caseload": "OP1",
        "birth_date": "03/11/1975",
        "categories": "HOUSING_EMERGENCY",
        "in_charge": "sì",
        "municipality": "Montemurlo",
        "lat": "43,93",
        "lon": "11,04",
        "modes": "bike; bus",
        "availability": "lun-sab 6:00-20:00",
        "busy": "mar 15:00-17:00",
        "interests": "warehouse_worker=3",
        "functional_profile": "AC1=1; PO2=3",
        "prescriptions": "AC1<=1",
        "certificates": "DRIVING_B",
        "banned_conditions": "NIGHT",
        "promoter_tutor": "TP1",
    },
    {
        "id": "C003",
        "birth_date": "1999-02-20",
        "municipality": "Prato",
        "access_needs": "step_free",
        "competences": {},
        "languages": "en; fr",
    },
]
_CHILDREN = [
    {"id": "B001", "candidate": "C001", "birth_date": "2020-06-01", "care": "INFANZIA", "services": "S001"},
    {"id": "B002", "candidate": "C001", "birth_date": "2017-09-10", "care_hours": "lun-ven 8:15-16:15"},
]
_COMPANIES = [
    {
        "id": "A001",
        "name": marked("Mensa Esempio"),
        "sector": "56",
        "staff": "14",
        "visited_on": "20/03/2026",
        "trained_tutor": "sì",
        "past_internships": "4",
        "past_completed": "3",
        "past_hired": "1",
    },
    {"id": "A002", "name": marked("Magazzino Esempio"), "sector": "52"},
]
_SITES = [
    {"id": "A001-1", "company": "A001", "municipality": "Prato", "access": "step_free=sì; elevator=no"},
    {"id": "A001-2", "company": "A001", "municipality": "Montemurlo", "bus_hours": "lun-sab 6:00-20:00"},
    {"id": "A002-1", "company": "A002", "municipality": "Prato", "lat": "43,86", "lon": "11,08"},
]
_OPENINGS = [
    {
        "id": "O001",
        "company": "A001",
        "site": "A001-1",
        "role": "kitchen_assistant",
        "title": marked("Aiuto in cucina"),
        "seats": "2",
        "shifts": "lun-ven 9:00-14:00",
        "start_from": "2026-09-01",
        "start_to": "2026-10-31",
        "months": "6",
        "essential": "food_hygiene=1",
        "nice": "work_in_teams=2",
        "demands": "AC1=2~; PO2=3!; IN7=1",
        "tutor_h_week": "10",
        "hire_plan": "possible",
        "tutor": "TA1",
        "replaces_staff": "no",
        "needs_training": "sì",
        "updated_on": "20/08/2026",
    },
    {
        "id": "O002",
        "company": "A001",
        "site": "A001-2",
        "role": "dishwasher",
        "seats": "1",
        "shifts": "mar-sab 12:00-16:00",
        "start_from": "2026-09-01",
        "start_to": "2026-12-31",
        "months": "6",
        "conditions": "ISOLATED_WORK",
        "tutor": "TA1",
    },
    {
        "id": "O003",
        "company": "A002",
        "site": "A002-1",
        "role": "warehouse_worker",
        "seats": "1",
        "shifts": "lun-ven 22:00-2:00",
        "start_from": "2026-09-15",
        "start_to": "2026-11-30",
        "months": "8",
        "demands": "AC1=2!",
        "accommodations": "AC1=1",
        "conditions": "NIGHT",
        "min_age": "18",
        "tutor": "TA2",
        "break_min": "30",
    },
]
_SERVICES = [
    {
        "id": "S001",
        "kind": "DOPOSCUOLA",
        "name": marked("Doposcuola Esempio"),
        "municipality": "Prato",
        "hours": "lun-ven 16:00-18:30",
        "open_from": "15/09/2026",
        "open_to": "10/06/2027",
        "seats": "5",
        "age_from": "4",
        "age_to": "11",
    }
]
_TABLES: Mapping[str, list[dict[str, Any]]] = {
    "candidates": _CANDIDATES,
    "children": _CHILDREN,
    "companies": _COMPANIES,
    "sites": _SITES,
    "openings": _OPENINGS,
    "services": _SERVICES,
    **PAPERS,
    **HOST_PAPERS,
}


def example_records() -> Records:
    """The records of the example folder, named in the language spoken now."""
    return _example_in(spoken())


@cache
def _example_in(_: Language) -> Records:
    # Asked for again and again: by every list of the REST interface for its sample, and by every template.
    tables: dict[str, Any] = {
        table: tuple(kind.model_validate(_told(values)) for values in _TABLES[table]) for table, kind in TABLES.items()
    }
    return Records(programme=Programme.model_validate(_told(_PROGRAMME)), **tables)


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: say(value) if name in ("name", "title", "note") else value for name, value in values.items()}
