from __future__ import annotations

import itertools
from typing import Any

import pytest

from data.bundle import TABLES

CODES = (f"N{k}" for k in itertools.count())

# path of the list -> a body without its code, a change, and values each of which is wrong with what is expected.
BODIES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, tuple[Any, str]]]] = {
    "/companies": (
        {"name": "Sartoria Prova", "sector": "14", "visited_on": "3/2/2026", "trained_tutor": "sì"},
        {"staff": 12},
        {
            "name": ("x" * 121, "un testo di al massimo 120 caratteri"),
            "staff": (True, "un testo oppure un numero intero"),
            "visited_on": ("ieri", "una data come 31/12/2026"),
            "sektor": ("14", "un campo conosciuto: questo non esiste"),
        },
    ),
    "/companies/A001/sites": (
        {"municipality": "Prato", "access": {"elevator": True}},
        {"bus_hours": "lun-ven 6:00-21:00"},
        {
            "municipality": ("Pratto", "Comune «Pratto» non esiste"),
            "lat": (90, "un numero non più grande di 47,5"),
            "company": ("A002", "lo stesso codice dell'indirizzo"),
        },
    ),
    "/openings": (
        {
            "company": "A001",
            "site": "A001-1",
            "role": "kitchen_assistant",
            "seats": 1,
            "shifts": "lun-ven 9:00-13:00",
            "start_from": "2026-09-01",
            "start_to": "2026-10-01",
            "months": 6,
        },
        {"seats": "3"},
        {
            "company": ("A00X", "un codice che esiste"),
            "role": ("kitchen_asistant", "Ruolo «kitchen_asistant» non esiste"),
            "seats": (-1, "un numero non più piccolo di 0"),
            "shifts": ("lun 9", "«9» non è un intervallo di ore"),
            "demands": ({}, "un testo oppure un elenco"),
        },
    ),
    "/candidates": (
        {"birth_date": "1990-05-17", "municipality": "Prato", "interests": "barista=3", "modes": ["walk", "bus"]},
        {"competences": {"work_in_teams": 2}},
        {
            "birth_date": (19900517, "un testo"),
            "sex": ("Q", "uno dei valori ammessi: donna"),
            "refused_companies": (["A099"], "un codice che esiste"),
            "max_travel_min": (4, "un numero non più piccolo di 5"),
        },
    ),
    "/candidates/C001/children": (
        {"birth_date": "2019-01-31", "care": "NIDO", "services": ["S001"]},
        {"care_hours": "lun-ven 8:00-16:00"},
        {
            "birth_date": ("31/13/2019", "una data come 31/12/2026"),
            "services": ("S404", "un codice che esiste"),
            "care": (7, "un testo"),
        },
    ),
    "/services": (
        {"kind": "LUDOTECA", "name": "Ludoteca Prova", "municipality": "Prato"},
        {"seats": 4},
        {"kind": ("ASILO", "uno dei valori ammessi: pre-scuola"), "seats": ("tanti", "un numero intero")},
    ),
    "/candidates/C001/commitments": (
        {"hours": "gio 16:00-18:00", "kind": "cura o terapia"},
        {"valid_to": "2027-06-30"},
        {"hours": ("gio", "«gio»"), "kind": ("SPORT", "uno dei valori ammessi"), "candidate": ("C002", "lo stesso")},
    ),
    "/candidates/C001/acts": (
        {"hours": "lun-ven 7:00-19:00", "municipalities": "Prato; Montemurlo", "companies": ["A001"]},
        {"valid_from": "2026-01-01"},
        {
            "municipalities": ("Pratto", "Comune «(nascosto)» non esiste"),
            "companies": (["A0X"], "un codice che esiste"),
        },
    ),
    "/candidates/C001/prescriptions": (
        {"items": "AC1<=1", "author": "medico competente"},
        {"items": {"AC1": 0}},
        {"items": ("AC1=1", "«AC1=1»: scrivi voce<=livello"), "author": ("zio", "uno dei valori ammessi")},
    ),
    "/candidates/C001/accommodations": (
        {"opening": "O001", "features": ["step_free"], "status": "chiesto", "asked_on": "1/9/2026"},
        {"status": "REFUSED", "reason": "Nessuno spazio", "answered_on": "2026-09-20"},
        {
            "opening": ("O404", "un codice che esiste"),
            "status": ("forse", "uno dei valori ammessi"),
            "items": ("AC1=7", "«AC1=7»: il livello va da 1 a 3"),
        },
    ),
    "/candidates/C001/protections": (
        {"kind": "AVOID_PERSON", "person": "ab" * 32, "checked_companies": ["A001"]},
        {"checked_companies": ["A001", "A002"]},
        {
            "kind": ("PROTEGGI", "uno dei valori ammessi"),
            "person": ("Nome Inventato", "un nome sigillato (64 cifre da 0 a f)"),
            "company": ("A404", "un codice che esiste"),
            "radius_km": (0, "un numero più grande di 0"),
        },
    ),
    "/candidates/C001/documents": (
        {"kind": "PERMIT", "permit": "lavoro", "issued_on": "2/3/2026"},
        {"valid_to": "2028-03-02"},
        {
            "kind": ("carta", "uno dei valori ammessi"),
            "percentage": (101, "un numero non più grande di 100"),
            "opening": ("O404", "un codice che esiste"),
            "risk": ("estremo", "uno dei valori ammessi: basso, medio, alto"),
            "applied_on": ("ieri", "una data come 31/12/2026"),
        },
    ),
    "/candidates/C001/relations": (
        {"company": "A002", "kind": "lavoro occasionale", "days": 12, "valid_to": "30/6/2026"},
        {"role": "waiter"},
        {
            "company": ("A404", "un codice che esiste"),
            "kind": ("amicizia", "uno dei valori ammessi"),
            "days": (-1, "un numero non più piccolo di 0"),
        },
    ),
    "/companies/A001/conventions": (
        {"kind": "HOSTING", "internships": "sì"},
        {"valid_to": "2028-06-30"},
        {"kind": ("accordo", "uno dei valori ammessi"), "people": ("molte", "un numero intero")},
    ),
    "/tutors": (
        {"company": "A001", "valid_from": "1/9/2026"},
        {"most": 2},
        {"company": ("A404", "un codice che esiste"), "most": (101, "un numero non più grande di 100")},
    ),
    "/placements": (
        {"site": "A001-1", "start_on": "2026-06-01", "end_on": "2026-11-30", "tutor": "TA1", "cap_exempt": "no"},
        {"promoter_tutor": "TP1"},
        {
            "site": ("S404", "un codice che esiste"),
            "tutor": ("T404", "un codice che esiste"),
            "start_on": ("ieri", "una data come 31/12/2026"),
        },
    ),
}
PAPER_PATHS = [path for path in BODIES if path.startswith("/candidates/C001/")]
LISTS = pytest.mark.parametrize("path", BODIES)


def new(path: str) -> dict[str, Any]:
    return {"id": next(CODES), **BODIES[path][0]}


@LISTS
def test_a_record_that_is_added_is_at_its_location_and_in_the_list(served: Any, path: str) -> None:
    body = new(path)
    answer = served.post(path, body)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/api/v1{path}/{body['id']}"
    found = served.client.get(f"{path}/{body['id']}")
    assert (found.status_code, found.json()) == (200, answer.json())
    assert found.headers["cache-control"] == "no-store"
    listed = served.client.get(path).json()
    assert answer.json() in listed
    assert [row["id"] for row in listed] == sorted(row["id"] for row in listed)


@LISTS
def test_what_is_read_can_be_written_again_and_changes_only_what_was_changed(served: Any, path: str) -> None:
    body = new(path)
    before = served.post(path, body).json()
    where = f"{path}/{body['id']}"
    assert served.client.put(where, json=before).json() == before
    after = served.client.put(where, json=before | BODIES[path][1])
    assert after.status_code == 200, after.text
    changed = {name for name, value in after.json().items() if value != before[name]}
    assert changed == set(BODIES[path][1])
    assert served.client.get(where).json() == after.json()


@LISTS
def test_a_code_in_the_address_need_not_be_in_the_body_and_must_be_the_same(served: Any, path: str) -> None:
    body = new(path)
    where = f"{path}/{body['id']}"
    assert served.post(path, body).status_code == 201
    assert served.client.put(where, json=BODIES[path][0]).status_code == 200
    other = served.client.put(where, json=body | {"id": "OTHER"})
    assert other.status_code == 422
    told = "(nascosto)" if path.endswith(("acts", "protections")) else "OTHER"
    assert other.json()["errors"] == [
        {"pointer": "/id", "value": told, "expected": "lo stesso codice dell'indirizzo", "nearest": body["id"]}
    ]


@LISTS
def test_an_existing_code_is_a_conflict_and_nothing_is_overwritten(served: Any, path: str) -> None:
    body = new(path)
    before = served.post(path, body).json()
    again = served.post(path, body | BODIES[path][1])
    assert again.status_code == 409
    assert again.headers["content-type"] == "application/problem+json"
    assert [fault["pointer"] for fault in again.json()["errors"]] == ["/id"]
    assert served.client.get(f"{path}/{body['id']}").json() == before


@LISTS
def test_an_unknown_code_is_not_found_for_reading_and_changing(served: Any, path: str) -> None:
    for answer in (
        served.client.get(f"{path}/NESSUNO"),
        served.client.put(f"{path}/NESSUNO", json=new(path) | {"id": "NESSUNO"}),
    ):
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert "«NESSUNO» non esiste" in answer.json()["detail"]


@LISTS
def test_every_fault_of_every_field_is_told_at_once_and_nothing_is_added(served: Any, path: str) -> None:
    faults = BODIES[path][2]
    body = new(path) | {name: value for name, (value, _) in faults.items()}
    needed = ("sector", "municipality", "site", "name")
    missing = {name for name in needed if name in BODIES[path][0] and name not in faults}
    for name in missing:
        del body[name]
    answer = served.post(path, body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    told = {fault["pointer"]: fault["expected"] for fault in answer.json()["errors"]}
    assert set(told) == {f"/{name}" for name in {*faults, *missing}}
    for name, (_, expected) in faults.items():
        assert told[f"/{name}"].startswith(expected), told
    assert served.client.get(f"{path}/{body['id']}").status_code == 404


@LISTS
@pytest.mark.parametrize("method", ["DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused_with_those_that_are_accepted(served: Any, path: str, method: str) -> None:
    for where, accepted in ((path, "GET, HEAD, POST"), (f"{path}/C001", "GET, HEAD, PUT")):
        answer = served.client.request(method, where)
        assert (answer.status_code, answer.headers["allow"]) == (405, accepted)
        assert answer.json()["type"] == "urn:abbina:problem:method_not_allowed"


@pytest.mark.parametrize("path", ["/companies/A404/sites", *(path.replace("C001", "C404") for path in PAPER_PATHS)])
def test_the_records_of_an_unknown_owner_are_not_found(served: Any, path: str) -> None:
    assert served.client.get(path).status_code == 404
    assert served.post(path, {"id": "X"}).status_code == 404
    assert served.client.get(f"{path}/X").status_code == 404


def test_a_record_of_another_owner_is_not_found_under_this_one(served: Any) -> None:
    assert served.client.get("/companies/A001/sites/A001-1").status_code == 200
    assert served.client.get("/companies/A002/sites/A001-1").status_code == 404


def test_the_site_of_an_opening_must_belong_to_its_company(served: Any) -> None:
    answer = served.post("/openings", new("/openings") | {"company": "A002"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0] == {
        "pointer": "/site", "value": "A001-1", "expected": "una sede dell'azienda A002", "nearest": "",
    }  # fmt: skip


def test_a_site_has_one_check_and_a_company_one_quota_a_province(own_server: Any) -> None:
    for path, body, other, pointer in (
        ("/host-checks", {"site": "A001-9", "safety_ok": "sì", "checked_on": "2/9/2026"}, {"site": "A001-1"}, "/site"),
        ("/companies/A001/quotas", {"base": 15, "employed": 0, "province": "PO"}, {"province": "PT"}, "/company"),
    ):
        own_server.post("/companies/A001/sites", {"id": "A001-9", "municipality": "Prato"})
        made = own_server.post(path, {"id": "UNO", **body})
        assert made.status_code == 201, made.text
        assert made.headers["location"] == f"/api/v1{path}/UNO"
        assert made.json() in own_server.client.get(path).json()
        again = own_server.post(path, {"id": "DUE", **body})
        assert again.status_code == 422
        assert [fault["pointer"] for fault in again.json()["errors"]] == [pointer]
        assert "una riga sola" in again.json()["errors"][0]["expected"]
        # Writing the same row again is no second row.
        assert own_server.client.put(f"{path}/UNO", json=made.json()).json() == made.json()
        changed = own_server.client.put(f"{path}/UNO", json=made.json() | other)
        assert changed.status_code == (422 if path == "/host-checks" else 200)


def test_tutors_of_the_promoter_and_of_companies_are_in_one_list(served: Any) -> None:
    companies = {row["id"]: row["company"] for row in served.client.get("/tutors").json()}
    assert {"TA1": "A001", "TA2": "A002", "TP1": None}.items() <= companies.items()
    offer = new("/openings") | {"tutor": "TA2", "promoter_tutor": "TA1"}
    told = {fault["pointer"]: fault["expected"] for fault in served.post("/openings", offer).json()["errors"]}
    assert told == {
        "/tutor": "un tutor dell'azienda A001",
        "/promoter_tutor": "un tutor dell'ente promotore, senza azienda",
    }


def test_a_tutor_who_is_named_does_not_change_company(served: Any) -> None:
    for code, company in (("TA1", "A002"), ("TA1", None), ("TP1", "A001")):
        answer = served.client.put(f"/tutors/{code}", json={"company": company})
        assert answer.status_code == 422
        (fault,) = answer.json()["errors"]
        assert (fault["pointer"], fault["value"]) == ("/company", company or "")
        assert not {"C001", "O001", "TC001"} & set(fault["expected"].split())
    free = served.post("/tutors", {"id": "TLIBERO", "company": "A001"}).json()
    assert served.client.put("/tutors/TLIBERO", json=free | {"company": "A002"}).json()["company"] == "A002"


def test_text_as_in_a_cell_and_json_shapes_mean_the_same(served: Any) -> None:
    cells = new("/candidates") | {"competences": "work_in_teams=3; prepare_food=1", "access_needs": "step_free"}
    shapes = cells | {"id": next(CODES), "birth_date": "17/05/1990", "municipality": "100005"}
    shapes |= {"competences": {"work_in_teams": 3, "prepare_food": 1}, "access_needs": ["step_free"]}
    one, two = served.post("/candidates", cells).json(), served.post("/candidates", shapes).json()
    assert one | {"id": ""} == two | {"id": ""}


def test_a_restart_keeps_the_data(own_server: Any) -> None:
    bodies = {path: new(path) for path in BODIES}
    before = {path: own_server.post(path, body).json() for path, body in bodies.items()}
    own_server.restart()
    for path, record in before.items():
        assert own_server.client.get(f"{path}/{record['id']}").json() == record


def test_the_programme_and_the_sizes_can_be_read(own_server: Any) -> None:
    assert own_server.client.get("/programme").json()["code"] == "ESEMPIO-2026"
    assert own_server.client.get("/health").json()["records"] == {
        "candidates": 3, "children": 2, "companies": 2, "sites": 3, "openings": 3, "services": 1,
        "commitments": 2, "acts": 1, "prescriptions": 1, "accommodations": 1, "protections": 2, "documents": 3,
        "relations": 1, "host_checks": 3, "quotas": 1, "conventions": 2, "tutors": 3, "placements": 1,
    }  # fmt: skip


def test_a_protection_never_ends_by_an_omission(served: Any) -> None:
    base = {"birth_date": "1990-01-01", "municipality": "Prato"}
    served.post("/candidates", {"id": "PROT", **base, "banned_companies": ["A001"], "prescriptions": "AC1<=1"})
    kept = served.client.put("/candidates/PROT", json={**base, "caseload": "OP9"}).json()
    assert (kept["caseload"], kept["banned_companies"], kept["prescriptions"]) == ("OP9", ["A001"], {"AC1": 1})
    ended = served.client.put("/candidates/PROT", json={**base, "banned_companies": []}).json()
    assert (ended["caseload"], ended["banned_companies"], ended["prescriptions"]) == (None, [], {"AC1": 1})


def test_an_act_and_an_author_never_end_by_an_omission(served: Any) -> None:
    act = {"hours": "lun-ven 7:00-19:00", "municipalities": ["100005"], "valid_to": "2027-01-31"}
    served.post("/candidates/C003/acts", {"id": "ATTO", **act})
    kept = served.client.put("/candidates/C003/acts/ATTO", json={"companies": ["A001"]}).json()
    assert (kept["hours"], kept["municipalities"], kept["companies"]) == (act["hours"], ["100005"], ["A001"])
    # Without its last day it holds longer.
    assert kept["valid_to"] is None
    served.post("/candidates/C003/prescriptions", {"id": "PRE", "items": "AC1<=1", "author": "SPECIALIST"})
    assert served.client.put("/candidates/C003/prescriptions/PRE", json={"items": "AC1<=2"}).json()["author"]


def test_a_protection_that_says_less_than_its_kind_needs_is_refused(served: Any) -> None:
    zone = {"kind": "AVOID_ZONE", "municipality": "Pistoia", "radius_km": 2}
    assert served.post("/candidates/C003/protections", {"id": "ZONA", **zone}).status_code == 201
    for changed in (
        {"kind": "AVOID_ZONE", "municipality": "Pistoia"},
        {"kind": "AVOID_HOST"},
        {"kind": "AVOID_PERSON"},
    ):
        assert served.client.put("/candidates/C003/protections/ZONA", json=changed).status_code == 422
    assert served.client.get("/candidates/C003/protections/ZONA").json()["radius_km"] == 2


def test_a_name_in_clear_is_refused_and_never_repeated(served: Any) -> None:
    name = "Nome Inventato"
    for path, body in (
        ("/candidates/C003/protections", {"id": "CHI", "kind": "AVOID_PERSON", "person": name}),
        ("/candidates/C003/protections", {"id": "CHI", "kind": "AVOID_PERSON", "person": [name]}),
        ("/companies", {"id": "AZI", "name": "Sartoria Prova", "sector": "14", "people": name}),
        ("/companies", {"id": "AZI", "name": "Sartoria Prova", "sector": "14", "people": [name]}),
    ):
        answer = served.post(path, body)
        assert answer.status_code == 422
        assert answer.json()["errors"]
        assert name not in answer.text


HIDDEN = [(table, name) for table in ("acts", "protections") for name in TABLES[table].model_fields]


@pytest.mark.parametrize(("table", "field"), HIDDEN)
@pytest.mark.parametrize(
    "value", ["Zoraide Inventati", ["Zoraide Inventati"], {"Zoraide Inventati": 1}, "Zora»ide «Inv"]
)
def test_a_name_in_any_field_of_acts_and_protections_is_never_repeated(
    served: Any, table: str, field: str, value: Any
) -> None:
    path = f"/candidates/C001/{table}"
    for body in ({**new(path), field: value}, {**new(path), f"{field}x": value}):
        answer = served.post(path, body)
        assert answer.status_code == 422
        assert answer.json()["errors"]
        assert "Zora" not in answer.text
        assert "Inv" not in answer.text


@pytest.mark.parametrize("table", ["acts", "protections"])
@pytest.mark.parametrize("body", ["Zoraide Inventati", ["Zoraide Inventati"], {"Zoraide Inventati": "x"}])
def test_a_name_instead_of_a_record_of_acts_and_protections_is_never_repeated(
    served: Any, table: str, body: Any
) -> None:
    answer = served.post(f"/candidates/C001/{table}", body)
    assert answer.status_code == 422
    assert "Zoraide" not in answer.text


@pytest.mark.parametrize("table", ["acts", "protections"])
def test_a_code_of_acts_and_protections_that_is_there_is_a_conflict_that_does_not_repeat_it(
    served: Any, table: str
) -> None:
    path = f"/candidates/C001/{table}"
    body = new(path) | {"id": "Zoraide"}
    assert served.post(path, body).status_code == 201
    again = served.post(path, body)
    assert (again.status_code, "Zoraide" in again.text) == (409, False)
