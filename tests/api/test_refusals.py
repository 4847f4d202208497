from __future__ import annotations

import fcntl
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.wiring import HIDDEN, CohortFolder

COMPANY = {"id": "A900", "name": "Prova", "sector": "56"}


def is_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    said = answer.json()
    assert (said["type"], said["status"]) == (f"urn:abbina:problem:{code}", status)
    assert set(said) <= {"type", "title", "status", "detail", "errors"}
    return dict(said)


@pytest.mark.parametrize("host", ["abbina.example", "127.0.0.1.example", "localhost:80@evil.example", "", "127.0.0.2"])
def test_requests_for_another_host_are_refused(served: Any, host: str) -> None:
    is_problem(served.client.get("/health", headers={"host": host}), 421, "wrong_host")
    is_problem(served.client.post("/companies", json=COMPANY, headers={"host": host}), 421, "wrong_host")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9", "127.0.0.1:8000", "[::1]", "[::1]:8000"])
def test_names_of_this_computer_are_let_in(served: Any, host: str) -> None:
    assert served.client.get("/health", headers={"host": host}).status_code == 200


def test_the_server_listens_on_this_computer_only(served: Any) -> None:
    port = int(served.url.split(":")[2].split("/")[0])
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    local = [row[1].split(":")[0] for row in listening if row[3] == "0A" and int(row[1].split(":")[1], 16) == port]
    assert local == ["0100007F"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_a_body_that_does_not_say_json_is_refused(served: Any, kind: str) -> None:
    headers = {"content-type": kind}
    answer = served.client.post("/companies", content=json.dumps(COMPANY), headers=headers)
    is_problem(answer, 415, "not_json")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b'{"staff": NaN}', b'{"id": "X", "id": "Y"}', b"[" * 100_000, b"1" * 5000, b"\xef\xbb\xbf{}"],
)
def test_a_body_that_is_not_json_is_refused(served: Any, body: bytes) -> None:
    answer = served.client.post("/companies", content=body, headers={"content-type": "application/json"})
    is_problem(answer, 422, "bad_json")


@pytest.mark.parametrize("body", [None, 1, "x", [], [{}], True])
def test_a_body_that_is_no_object_is_refused(served: Any, body: Any) -> None:
    for path in ("/companies", "/proposals"):
        answer = served.client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
        said = is_problem(answer, 422, "bad_values")
        assert said["errors"][0]["pointer"] == ""


def test_a_body_of_more_than_a_megabyte_is_refused_with_or_without_its_length(served: Any) -> None:
    body = json.dumps(COMPANY | {"name": "x" * 1_000_000}).encode()
    headers = {"content-type": "application/json"}
    is_problem(served.client.post("/companies", content=body, headers=headers), 413, "body_too_large")
    pieces = iter([body[:600_000], body[600_000:]])
    is_problem(served.client.post("/companies", content=pieces, headers=headers), 413, "body_too_large")
    just = body[:900_000] + b'"}'
    is_problem(served.client.post("/companies", content=just, headers=headers), 422, "bad_values")


def test_half_characters_and_control_characters_are_told_not_stored(served: Any) -> None:
    headers = {"content-type": "application/json"}
    for name in (r"a\ud800b", r"a\u0000b"):
        body = b'{"id": "A901", "sector": "56", "name": "%s", "\\ud800": 1}' % name.encode()
        said = is_problem(served.client.post("/companies", content=body, headers=headers), 422, "bad_values")
        assert {fault["pointer"] for fault in said["errors"]} == {"/name", "/?"}


@pytest.mark.parametrize("entries", [[f"A{k}" for k in range(501)], ";".join(f"A{k}" for k in range(501))])
def test_an_endless_list_is_told_once(client: TestClient, entries: Any) -> None:
    body = {"birth_date": "1990-01-01", "municipality": "Prato", "refused_companies": entries}
    said = is_problem(client.put("/candidates/C001", json=body), 422, "bad_values")
    assert said["errors"] == [
        {"pointer": "/refused_companies", "value": "", "expected": "un elenco di al massimo 500 voci", "nearest": ""}
    ]


def test_a_body_of_endless_fields_is_told_once(client: TestClient) -> None:
    said = is_problem(client.post("/companies", json={f"k{k}": k for k in range(101)}), 422, "bad_values")
    assert [fault["pointer"] for fault in said["errors"] if "al massimo 100" in fault["expected"]] == [""]
    assert len(said["errors"]) == 1


@pytest.mark.parametrize("path", ["/nothing", "/companies/", "/companies/A001/", "/../x", "/openapi"])
def test_an_unknown_address_is_not_found(served: Any, path: str) -> None:
    is_problem(served.client.get(path), 404, "no_such_address")


@pytest.mark.parametrize("path", ["/proposals", "/pairs/C001/O001", "/health", "/programme", "/openapi.json"])
def test_addresses_that_are_only_read_refuse_deletion(served: Any, path: str) -> None:
    answer = served.client.delete(path)
    is_problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["allow"].split(", ")


def test_head_answers_as_get_without_a_body(served: Any) -> None:
    head, get = served.client.head("/companies/A001"), served.client.get("/companies/A001")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


def test_a_folder_broken_by_hand_is_told_with_every_fault_and_works_again_when_mended(
    client: TestClient, cohort: Path
) -> None:
    assert client.post("/companies", json=COMPANY).status_code == 201
    file = cohort / "candidates.csv"
    sound = file.read_bytes()
    file.write_bytes(sound.replace(b"HOUSING_EMERGENCY", b"HAUSING").replace(b"2026-05-15", b"boh"))
    for answer in (client.get("/health"), client.get("/companies"), client.post("/companies", json=COMPANY)):
        said = is_problem(answer, 503, "bad_records")
        assert {(fault["file"], fault["value"]) for fault in said["errors"]} == {
            ("candidates.csv", "boh"),
            ("candidates.csv", "HAUSING"),
        }
    file.write_bytes(sound)
    assert client.get("/companies/A900").status_code == 200


def test_a_folder_in_use_by_another_program_is_told_and_nothing_changes(client: TestClient, cohort: Path) -> None:
    assert client.post("/companies", json=COMPANY).status_code == 201
    with (cohort / HIDDEN / "lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        is_problem(client.post("/companies", json=COMPANY | {"id": "A902"}), 503, "folder_busy")
        assert client.get("/companies/A902").status_code == 404
    assert client.post("/companies", json=COMPANY | {"id": "A902"}).status_code == 201


def test_what_breaks_inside_is_answered_and_logged_without_its_words(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: CohortFolder) -> None:
        raise RuntimeError("segreto di C001")

    monkeypatch.setattr(CohortFolder, "records", broken)
    answer = client.get("/health")
    is_problem(answer, 500, "internal")
    assert "segreto" not in answer.text
    assert "RuntimeError" in caplog.text
    assert "segreto" not in caplog.text


def test_a_second_server_on_the_same_port_says_so(served: Any) -> None:
    port = served.url.split(":")[2].split("/")[0]
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
    command += ["--cohort", str(served.folder), "--port", port]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert f"La porta {port} è già in uso" in ended.stderr


def test_every_refusal_of_the_schema_names_problem_details(served: Any) -> None:
    for path, operations in served.client.get("/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            refused = {status: r for status, r in operation["responses"].items() if status >= "400"}
            assert {"421", "500", "503"} <= set(refused), (path, method)
            assert all(list(r["content"]) == ["application/problem+json"] for r in refused.values())
            assert operation["operationId"]
            assert operation["tags"]


def test_every_reference_of_the_schema_leads_somewhere(served: Any) -> None:
    document = served.client.get("/openapi.json")
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', document.text))
    assert named
    assert named <= set(document.json()["components"]["schemas"])
    assert document.json()["openapi"].startswith("3.1")
