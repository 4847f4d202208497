from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from data.intake.read import read_folder
from data.lawbook import LawBook
from matching.propose import propose
from scoring.weights import load_weights


def test_a_proposal_is_stored_and_found_again_byte_for_byte(
    client: TestClient, cohort: Path, reopened: Callable[[], TestClient]
) -> None:
    made = client.post("/proposals", json={"seed": 3})
    assert made.status_code == 201
    where = made.headers["location"]
    digest = where.rpartition("/")[2]
    assert client.get(f"/proposals/{digest}").content == made.content
    assert (cohort / "proposals" / f"{digest}.json").read_bytes() == made.content
    listed = client.get("/proposals").json()
    assert [line["digest"] for line in listed] == [digest]
    assert listed[0]["summary"] == made.json()["summary"]
    assert reopened().get(f"/proposals/{digest}").content == made.content


def test_the_same_question_on_the_same_records_gives_the_bytes_of_the_engine(client: TestClient, cohort: Path) -> None:
    first, again = client.post("/proposals", json={}), client.post("/proposals", json={"on": "1/9/2026", "seed": "0"})
    assert first.content == again.content
    assert len(client.get("/proposals").json()) == 1
    records = read_folder(cohort)
    expected = propose(records, LawBook.load(), load_weights(records.programme.weights), on=records.programme.on)
    assert first.content == expected.to_json().encode()


def test_a_new_record_changes_the_proposal_and_the_old_one_stays(client: TestClient, cohort: Path) -> None:
    before = client.post("/proposals", json={})
    body = {"id": "C900", "birth_date": "1990-01-01", "municipality": "Prato"}
    assert client.post("/candidates", json=body).status_code == 201
    after = client.post("/proposals", json={})
    assert before.headers["location"] != after.headers["location"]
    assert after.json()["summary"]["candidates"] == before.json()["summary"]["candidates"] + 1
    assert len(client.get("/proposals").json()) == 2


def test_every_fault_of_a_question_is_told_at_once(served: Any) -> None:
    answer = served.post("/proposals", {"on": "boh", "seed": -1, "objective": "placement", "seeds": 1})
    assert answer.status_code == 422
    told = {fault["pointer"]: fault for fault in answer.json()["errors"]}
    assert set(told) == {"/on", "/seed", "/objective", "/seeds"}
    assert told["/objective"]["nearest"] == "placements_then_score"
    assert told["/seeds"]["nearest"] == "seed"


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_out_of_this_world_is_refused(served: Any, day: str) -> None:
    made = served.post("/proposals", {"on": day})
    pair = served.client.get("/pairs/C001/O001", params={"on": day})
    for answer, key, where in ((made, "pointer", "/on"), (pair, "parameter", "on")):
        assert answer.status_code == 422
        assert answer.json()["errors"][0][key] == where


def test_a_programme_without_a_day_needs_one_in_the_question(client: TestClient, cohort: Path) -> None:
    file = cohort / "programme.yaml"
    file.write_text("".join(line for line in file.read_text().splitlines(True) if "2026-09-01" not in line))
    assert client.post("/proposals", json={}).json()["errors"][0]["pointer"] == "/on"
    assert client.get("/pairs/C001/O001").json()["errors"][0]["parameter"] == "on"
    assert client.post("/proposals", json={"on": "2026-09-01"}).status_code == 201


def test_a_programme_with_unknown_weights_is_told_with_those_that_exist(client: TestClient, cohort: Path) -> None:
    file = cohort / "programme.yaml"
    file.write_text(file.read_text().replace("2026-3", "1926-1"))
    answer = client.post("/proposals", json={})
    assert answer.status_code == 409
    assert "«1926-1» non esiste. Esistono: 2026-1, 2026-2, 2026-3" in answer.json()["detail"]


@pytest.mark.parametrize("digest", ["0" * 64, "x", "..%2f..%2fprogramme", "A" * 64])
def test_an_unknown_proposal_is_not_found(served: Any, digest: str) -> None:
    assert served.client.get(f"/proposals/{digest}").status_code == 404


def test_a_proposal_changed_on_disk_is_told_and_not_listed_and_can_be_made_again(
    client: TestClient, cohort: Path
) -> None:
    made = client.post("/proposals", json={})
    digest = made.headers["location"].rpartition("/")[2]
    file = cohort / "proposals" / f"{digest}.json"
    file.write_bytes(made.content.replace(b'"seed": 0', b'"seed": 1'))
    answer = client.get(f"/proposals/{digest}")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:abbina:problem:proposal_damaged")
    assert client.get("/proposals").json() == []
    client.post("/proposals", json={})
    assert client.get(f"/proposals/{digest}").content == made.content


def test_a_pair_is_explained_to_its_parts(served: Any) -> None:
    said = served.client.get("/pairs/C001/O001").json()
    assert said["candidate"] == "C001"
    assert said["opening"]["company"] == "Mensa Esempio"
    assert sum(part["micro"] for part in said["parts"]) == said["score_micro"]


def test_another_environment_of_an_opening_tells_a_scout_nothing_of_a_persons_goals(client: TestClient) -> None:
    person = client.get("/candidates/C001").json() | {"goals": ["CALM"], "tutor_need": "very_high"}
    assert client.put("/candidates/C001", json=person).status_code == 200
    offer = client.get("/openings/O001").json()
    full, told = set(), set()
    for traits in ([], ["QUIET", "SMALL_TEAM"]):
        assert client.put("/openings/O001", json=offer | {"environment": traits}).status_code == 200
        full.add(client.get("/pairs/C001/O001").json()["score_micro"])
        told.add(client.get("/pairs/C001/O001", params={"viewer": "scout"}).content)
    assert (len(full), len(told)) == (2, 1)
    said = json.loads(told.pop())
    assert (said["below_floor"], said["floor_micro"]) == (None, None)


def test_rules_about_who_a_person_is_stay_unnamed_to_a_scout(client: TestClient) -> None:
    boy = {"birth_date": "2015-01-01", "municipality": "Prato", "refused_companies": ["A001"], "in_charge": False}
    assert client.put("/candidates/C001", json=boy).status_code == 200
    full = client.get("/pairs/C001/O001", params={"viewer": "case_manager"}).json()["refusals"]
    told = client.get("/pairs/C001/O001", params={"viewer": "scout"}).json()["refusals"]
    assert {"AGE", "ELIG", "REFUSAL"} <= {said["rule"] for said in full}
    assert [said["rule"] for said in told if said["rule"] not in ("TIME_FIT", "TRAVEL", "START")] == ["UNAVAILABLE"]


@pytest.mark.parametrize("pair", ["C404/O001", "C001/O404"])
def test_an_unknown_pair_is_not_found(served: Any, pair: str) -> None:
    answer = served.client.get(f"/pairs/{pair}")
    assert answer.status_code == 404
    assert "404» non esiste" in answer.json()["detail"]


def test_an_unknown_viewer_is_told_with_the_nearest(served: Any) -> None:
    for path in ("/pairs/C001/O001", "/proposals"):
        answer = served.client.get(path, params={"viewer": "scoot"})
        assert answer.status_code == 422
        fault = answer.json()["errors"][0]
        assert (fault["parameter"], fault["nearest"]) == ("viewer", "scout")


# What the records of the example hold about people's lives, in the words that sentences are made of.
PRIVATE = ("figli", "affidat", "minut", "libero", "anni", "desider", "categor", "15/5", "OP1", "limite", "km")


def test_a_scout_reads_nothing_of_a_persons_life_in_a_pair(served: Any) -> None:
    own_words = set()
    for candidate in ("C001", "C002", "C003"):
        for opening in ("O001", "O002", "O003"):
            path = f"/pairs/{candidate}/{opening}"
            full, told = served.client.get(path).json(), served.client.get(path, params={"viewer": "scout"}).json()
            assert told["allowed"] == full["allowed"]
            hidden = {"interest", "time_fit", "travel_ease", "tutor_fit", "goal_fit"}
            assert {part["criterion"] for part in full["parts"]} - {
                part["criterion"] for part in told["parts"]
            } == hidden
            assert told["score_micro"] == sum(part["micro"] for part in told["parts"])
            own_words |= {word for word in PRIVATE if word in json.dumps(full, ensure_ascii=False)}
            del told["opening"]
            text = json.dumps(told, ensure_ascii=False)
            assert [word for word in PRIVATE if word in text] == []
            assert all(not said["facts"] for said in told["parts"] + told["refusals"])
    # The full answers do hold such words, so that their absence means something.
    assert {"figli", "minut", "libero", "desider"} <= own_words


def test_a_proposal_for_a_scout_is_stored_as_the_scout_may_read_it(client: TestClient, cohort: Path) -> None:
    made = client.post("/proposals", params={"viewer": "scout"}, json={})
    assert made.status_code == 201
    said = made.json()
    assert said["made"]["viewer"] == "scout"
    assert all(person["caseload"] is None for person in said["placed"])
    assert said["unplaced"] == []
    assert all(not pair["alternatives"] and pair["gain_score_micro"] == 0 for pair in said["placed"])
    assert all(pair["state"] is None for pair in said["placed"])
    assert said["made"]["floor_micro"] is None
    named = {count["rule"] for row in said["empty"] for count in row["refusals"]}
    assert named
    assert not named & {"ELIG", "AGE", "REFUSAL", "BAN", "UNAVAILABLE"}
    assert not [row["reason"] for row in said["empty"] if "requisiti" in row["reason"] or "età" in row["reason"]]
    sentences = json.dumps([pair["parts"] for pair in said["placed"]], ensure_ascii=False)
    assert [word for word in ("figli", "minut", "desidera", "libero") if word in sentences] == []
    client.post("/proposals", json={})
    for viewer in ("scout", "orientator"):
        listed = client.get("/proposals", params={"viewer": viewer}).json()
        assert [line["made"]["viewer"] for line in listed] == [viewer]
    assert len(list((cohort / "proposals").iterdir())) == 2


@pytest.mark.parametrize("path", ["/pairs/C001/O001", "/proposals", "/candidates", "/health"])
def test_a_misspelt_parameter_is_refused_instead_of_telling_everything(client: TestClient, path: str) -> None:
    said = client.get(path, params={"viewr": "scout"})
    assert said.status_code == 422
    assert said.json()["errors"][0]["parameter"] == "viewr"


FAR = ("1900-01-01", "2199-12-31")


@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize("on", ["2018-01-01", "2026-09-01", "2100-12-31"])
def test_the_farthest_days_that_are_taken_break_nothing(client: TestClient, day: str, on: str) -> None:
    person = {"birth_date": day, "available_from": day, "assessed_on": day}
    for path, body in {
        "/candidates/C001": {"municipality": "Prato", **person},
        "/candidates/C001/children/B001": {"birth_date": day, "care": "NIDO"},
        "/openings/O001": client.get("/openings/O001").json() | {"start_from": FAR[0], "start_to": day},
        "/openings/O002": client.get("/openings/O002").json() | {"start_from": day, "start_to": FAR[1]},
        "/companies/A001": client.get("/companies/A001").json() | {"visited_on": day},
    }.items():
        changed = client.put(path, json=body)
        assert changed.status_code == 200, changed.text
    made = client.post("/proposals", json={"on": on})
    expected = {made.status_code} & {201, 422}
    assert expected, made.text
    for pair in ("C001/O001", "C001/O002", "C002/O001"):
        answer = client.get(f"/pairs/{pair}", params={"on": on})
        assert answer.status_code == (200 if made.status_code == 201 else 422), answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "0019-06-30", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_days_of_other_centuries_are_told_with_the_other_faults(client: TestClient, day: str) -> None:
    answer = client.put("/candidates/C001", json={"birth_date": day, "assessed_on": day, "sex": "Q"})
    told = {fault["pointer"] for fault in answer.json()["errors"]}
    assert (answer.status_code, told) == (422, {"/birth_date", "/assessed_on", "/sex", "/municipality"})
