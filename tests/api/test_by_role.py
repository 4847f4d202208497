"""What a role reads it can save without ending anything; what it may not change is refused, and faults are not its."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.rest.collection import COLLECTIONS
from data.bundle import PAPERS, Records
from data.codes import Viewer
from data.intake.example import example_records
from data.intake.forms import read_records
from data.intake.write import write_folder
from data.papers import Commitment, Prescription
from data.views import HIDDEN_FIELDS
from tests.api.conftest import inside as client_of
from tests.matching.hidden_swaps import cohort, protect


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_a_row_written_back_as_a_role_reads_it_ends_no_refusal_and_no_protection(tmp_path: Path) -> None:
    records = protect(cohort(0), "banned", cohort(0).candidates[0].id, (cohort(0).openings[0].company,))
    person = records.candidates[0].model_copy(update={"refused_companies": (records.openings[1].company,)})
    client = client_of(write_folder(records.replacing(person), tmp_path / "cohort"))
    path = f"/candidates/{person.id}"
    seen = client.get(path, params={"viewer": "orientator"}).json()
    assert not set(HIDDEN_FIELDS) & set(seen)
    assert client.put(path, json=seen).status_code == 200
    after = client.get(path).json()
    assert after["banned_companies"] == list(person.banned_companies) != []
    assert after["refused_companies"] == list(person.refused_companies) != []


def test_a_scout_finds_no_person_in_any_list(tmp_path: Path) -> None:
    client = client_of(write_folder(example_records(), tmp_path / "cohort"))
    assert client.get("/candidates", params={"viewer": "scout"}).json() == []
    assert client.get("/candidates/C001", params={"viewer": "scout"}).status_code == 404
    assert client.get("/companies", params={"viewer": "scout"}).json() != []
    assert client.get("/health", params={"viewer": "scout"}).json()["records"]["candidates"] == 0


def sealed_and_protected() -> Records:
    """The example with everything that a role's view hides or works out."""
    known = example_records()
    person, host = known.candidates[0], known.companies[0]
    told = person.model_dump(mode="json") | {
        "refused_companies": [host.id], "banned_conditions": ["NIGHT"], "tutor_wish": "F", "tutor_wish_firm": True,
        "busy": "lun 8:00-9:00", "lat": 43.9, "lon": 11.1, "prescriptions": {"AC2": 2},
    }  # fmt: skip
    kept = known.protections[0].model_dump(mode="json", exclude_none=True) | {
        "id": "X1", "kind": "ADDRESS_SECRET", "candidate": person.id, "municipality": "Vernio",
    }  # fmt: skip
    care = Commitment.model_validate({"id": "X2", "candidate": person.id, "hours": "mar 8:00-9:00"})
    lower = {"id": "X3", "candidate": person.id, "items": "AC1<=0", "author": "COMPANY_DOCTOR"}
    return known.replacing(
        care,
        Prescription.model_validate(lower),
        type(person).model_validate(told),
        type(known.protections[0]).model_validate(kept),
        *(row.model_copy(update={"people": ("ab" * 32,)}) for row in known.companies),
    )


WITHOUT: Any = dict.fromkeys(PAPERS, ())
ROLES = [(Viewer.SCOUT, "/companies"), (Viewer.ORIENTATOR, "/companies"), (Viewer.ORIENTATOR, "/candidates")]


@pytest.mark.parametrize("asked", [{}, None])
@pytest.mark.parametrize(("viewer", "path"), ROLES)
def test_what_a_role_reads_can_be_saved_and_ends_nothing(
    tmp_path: Path, viewer: Viewer, path: str, asked: dict[str, str] | None
) -> None:
    folder = write_folder(sealed_and_protected(), tmp_path / "cohort")
    client, role = client_of(folder), {"viewer": viewer.value}
    before = read_records(folder)
    for row in client.get(path, params=role).json():
        assert not {*HIDDEN_FIELDS, "people"} & row.keys()
        # As this role, and as who knows no role: the views hold no field whose absence ends a protection.
        saved = client.put(f"{path}/{row['id']}", params=role if asked is None else asked, json=row)
        assert saved.status_code == 200, saved.text
        if asked is None:
            assert saved.json() == row
    after = read_records(folder)
    if asked is None:
        assert after == before
    for table, hidden in (("companies", {"people"}), ("candidates", set(HIDDEN_FIELDS))):
        for old, new in zip(before.table(table), after.table(table), strict=True):
            assert {name: getattr(new, name) for name in hidden} == {name: getattr(old, name) for name in hidden}


def test_a_role_changes_what_it_reads_and_nothing_else(tmp_path: Path) -> None:
    folder = write_folder(sealed_and_protected(), tmp_path / "cohort")
    client, role = client_of(folder), {"viewer": "orientator"}
    person = read_records(folder).candidates[0]
    where = f"/candidates/{person.id}"
    body = client.get(where, params=role).json()
    saved = client.put(where, params=role, json=body | {"caseload": "OP9", "max_travel_min": None})
    assert saved.json() == body | {"caseload": "OP9", "max_travel_min": None}
    update = {"caseload": "OP9", "max_travel_min": None}
    assert read_records(folder).candidates[0] == person.model_copy(update=update)
    # The whole row with its hidden fields as if there were nothing: also as the export holds them.
    nothing: dict[str, Any] = {"refused_companies": [], "banned_conditions": [], "categories": [], "tutor_wish": None}
    assert client.put(where, params=role, json=body | nothing).status_code == 200
    assert read_records(folder).candidates[0].refused_companies == person.refused_companies != ()


OTHERS: dict[str, Any] = {
    "refused_companies": ["A001"], "refused_roles": ["barista"], "banned_conditions": ["NIGHT"], "tutor_wish": "M",
    "tutor_wish_firm": True, "categories": ["LONE_PARENT"], "busy": "ven 8:00-9:00", "municipality": "Pistoia",
    "prescriptions": {"AC1": 3},
}  # fmt: skip


@pytest.mark.parametrize("field", OTHERS)
def test_another_value_of_a_field_that_the_case_manager_changes_is_told_and_nothing_is_written(
    tmp_path: Path, field: str
) -> None:
    folder = write_folder(sealed_and_protected(), tmp_path / "cohort")
    client, role, before = client_of(folder), {"viewer": "orientator"}, files_of(folder)
    where = f"/candidates/{example_records().candidates[0].id}"
    body = client.get(where, params=role).json() | {field: OTHERS[field]}
    answer = client.put(where, params=role, json=body)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["value"]) == (f"/{field}", "")
    assert "lo cambia il case manager" in fault["expected"]
    assert {name: files_of(folder)[name] for name in before} == before


def test_a_refused_change_does_not_tell_what_is_on_disk(tmp_path: Path) -> None:
    plain = replace(example_records(), **WITHOUT)
    rich = sealed_and_protected()
    person = plain.candidates[0].id
    told: dict[str, list[bytes]] = {"plain": [], "rich": []}
    for name, records in (("plain", plain), ("rich", replace(rich, commitments=(), acts=(), prescriptions=()))):
        client = client_of(write_folder(records, tmp_path / name))
        role = {"viewer": "orientator"}
        body = client.get(f"/candidates/{person}", params=role).json()
        for field in ("refused_companies", "banned_conditions", "tutor_wish", "categories", "municipality"):
            answer = client.put(f"/candidates/{person}", params=role, json=body | {field: OTHERS[field]})
            told[name] += [answer.content]
    assert told["plain"] == told["rich"]


def test_a_role_is_answered_what_it_reads_of_a_new_row_too(tmp_path: Path) -> None:
    client = client_of(write_folder(example_records(), tmp_path / "cohort"))
    role, body = {"viewer": "orientator"}, {"id": "NEW", "birth_date": "1990-01-01", "municipality": "Prato"}
    made = client.post("/candidates", params=role, json=body | {"refused_companies": ["A001"]})
    assert (made.status_code, made.headers["location"]) == (201, "/api/v1/candidates/NEW")
    assert made.json() == client.get("/candidates/NEW", params=role).json()
    assert "refused_companies" not in made.json()
    assert client.get("/candidates/NEW").json()["refused_companies"] == ["A001"]


def test_a_scout_keeps_internships_under_way_and_never_reads_nor_ends_who_is_left_out_of_the_limit(
    tmp_path: Path,
) -> None:
    client = client_of(write_folder(example_records(), tmp_path / "cohort"))
    role = {"viewer": "scout"}
    client.put("/placements/TC001", json=client.get("/placements/TC001").json() | {"cap_exempt": True})
    seen = client.get("/placements/TC001", params=role).json()
    assert "cap_exempt" not in seen
    changed = client.put("/placements/TC001", params=role, json=seen | {"end_on": "2026-12-31"})
    assert (changed.status_code, changed.json()["end_on"]) == (200, "2026-12-31")
    assert client.put("/placements/TC001", params=role, json=seen | {"cap_exempt": False}).status_code == 422
    assert client.get("/placements/TC001").json()["cap_exempt"] is True
    assert client.get("/candidates/C001/relations", params=role).status_code in (403, 404)
    asked = client.get("/candidates/C001/relations", params={"viewer": "orientator"})
    assert asked.status_code in (403, 404) or asked.json() == []
    assert client.get("/candidates/C001/relations").json()


@pytest.mark.parametrize(
    ("viewer", "tables"),
    [
        ("scout", {"candidates", "children", *PAPERS}),
        ("orientator", {"commitments", "acts", "prescriptions", "protections", "documents", "relations"}),
    ],
)
def test_a_role_writes_no_table_that_it_does_not_read(tmp_path: Path, viewer: str, tables: set[str]) -> None:
    records = example_records()
    folder = write_folder(records, tmp_path / "cohort")
    client, before = client_of(folder), files_of(folder)
    for collection in COLLECTIONS:
        row = records.table(collection.table)[0]
        owner = {collection.owner.one: getattr(row, collection.owner.one)} if collection.owner else {}
        path, body = collection.path.format(**owner), row.model_dump(mode="json", exclude=set(HIDDEN_FIELDS))
        answers = [
            client.post(path, params={"viewer": viewer}, json=body),
            client.put(f"{path}/{row.id}", params={"viewer": viewer}, json=body),
            client.put(f"{path}/NESSUNO", params={"viewer": viewer}, json=body | {"id": "NESSUNO"}),
        ]
        if collection.table in tables:
            assert {answer.status_code for answer in answers} == {403}
            assert {answer.json()["type"] for answer in answers} == {"urn:abbina:problem:not_yours"}
        else:
            assert 403 not in {answer.status_code for answer in answers}
    written = {name for name in files_of(folder) if name in before and files_of(folder)[name] != before[name]}
    assert not written & {f"{table}.csv" for table in tables}


def spoil(folder: Path, file: str) -> None:
    table = folder / file
    table.write_text(table.read_text(encoding="utf-8-sig").replace("C00", "C90"), encoding="utf-8")


def test_faults_of_files_are_the_case_managers_alone_and_others_read_the_same_whichever_file(tmp_path: Path) -> None:
    told: dict[str, list[bytes]] = {"scout": [], "orientator": [], "": []}
    for file in ("protections.csv", "acts.csv", "children.csv"):
        folder = write_folder(example_records(), tmp_path / file)
        spoil(folder, file)
        client = client_of(folder)
        full = client.get("/companies")
        assert full.status_code == 503
        assert {fault["file"] for fault in full.json()["errors"]} == {file}
        assert client.get("/pairs/C001/O001", params={"viewer": "case_manager"}).json() == full.json()
        body = {"id": "K", "name": "Prova", "sector": "56"}
        for viewer in ("scout", "orientator"):
            asked = {"viewer": viewer}
            told[viewer] += [
                client.get(path, params=asked).content for path in ("/companies", "/health", "/pairs/C001/O001")
            ]
            told[viewer] += [client.post("/proposals", params=asked, json={}).content]
            told[viewer] += [client.post("/companies", params=asked, json=body).content]
        # These take no role, or that of the orientator.
        told[""] += [client.get("/programme").content, client.get("/pairs/C001/O001").content]
        told[""] += [client.post("/proposals", json={}).content]
    (said,) = {answer for answers in told.values() for answer in answers}
    problem = json.loads(said)
    assert (problem["status"], problem["errors"]) == (503, [])
    assert "case manager" in problem["detail"]
