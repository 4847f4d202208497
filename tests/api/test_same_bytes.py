"""Pages, tables, exports and answers are the same, byte for byte, whether a person refuses or a protection does."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import build
from api.page.summary import print_summary
from api.page.write import write_proposal
from api.rest import proposals as proposals_room
from api.rest.collection import COLLECTIONS
from api.settings import Settings
from api.wiring import CohortFolder
from data.bundle import Records
from data.codes import Viewer
from data.intake.example import example_records
from data.intake.forms import read_records
from data.intake.write import write_folder
from data.views import records_for
from matching.bands import Band
from matching.propose import propose
from tests.matching.hidden_swaps import BOOK, UNPRIVILEGED, WAYS, WEIGHTS, cohort, protect, refusing_the_same

TODAY = date(2026, 5, 4)


@cache
def two(way: str) -> tuple[Records, Records]:
    """A cohort where people refuse, and one where protections do the same."""
    for seed in range(12):
        before = cohort(seed)
        person, hosts = before.candidates[0].id, tuple(sorted({o.company for o in before.openings}))
        protected = protect(before, way, person, hosts[:2])
        refusing = refusing_the_same(before, protected)
        if refusing is not None:
            return refusing, protected
    raise AssertionError(way)


def client_of(folder: Path) -> TestClient:
    settings = Settings(lock_wait_s=0.1)
    app = create_app(CohortFolder(folder, settings.lock_wait_s), settings)
    return TestClient(app, base_url="http://localhost/api/v1", raise_server_exceptions=False)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def written(records: Records, viewer: Viewer, out: Path) -> tuple[dict[str, bytes], str]:
    """The files of a proposal and what the terminal says of it."""
    assert records.programme.on is not None
    proposal = propose(records, BOOK, WEIGHTS, on=records.programme.on, viewer=viewer)
    write_proposal(proposal, out)
    console = Console(file=io.StringIO(), width=120)
    print_summary(proposal, console)
    assert isinstance(console.file, io.StringIO)
    return files_of(out), console.file.getvalue()


@pytest.mark.parametrize("viewer", UNPRIVILEGED)
@pytest.mark.parametrize("way", WAYS)
def test_page_tables_and_terminal_say_the_same(way: str, viewer: Viewer, tmp_path: Path) -> None:
    one, other = (written(records, viewer, tmp_path / str(k)) for k, records in enumerate(two(way)))
    assert one == other
    assert len(one[0]) == 4


def answers(client: TestClient, records: Records, viewer: Viewer) -> dict[str, bytes]:
    """Every answer that a role can read."""
    asked = {"viewer": viewer.value}
    paths = ["/health"]
    for collection in COLLECTIONS:
        for row in records.table(collection.table):
            owner = {collection.owner.one: getattr(row, collection.owner.one)} if collection.owner else {}
            paths.append(collection.path.format(**owner))
            paths.append(f"{paths[-1]}/{row.id}")
    paths += [f"/pairs/{person.id}/{opening.id}" for person in records.candidates[:2] for opening in records.openings]
    told = {path: client.get(path, params=asked).content for path in dict.fromkeys(paths)}
    made = client.post("/proposals", params=asked, json={})
    assert made.status_code == 201, made.text
    return told | {"made": made.content, "where": made.headers["location"].encode()}


@pytest.mark.parametrize("way", ["host", "unchecked"])
def test_every_answer_of_the_server_is_the_same(way: str, tmp_path: Path) -> None:
    refusing, protected = two(way)
    # Whoever asks knows the codes of both: also that of a protection.
    both = protected
    clients = [
        client_of(write_folder(records, tmp_path / name)) for name, records in (("a", refusing), ("b", protected))
    ]
    for viewer in UNPRIVILEGED:
        one, other = (answers(client, both, viewer) for client in clients)
        assert [path for path in one if one[path] != other[path]] == []
    full, others = (answers(client, both, Viewer.CASE_MANAGER) for client in clients)
    assert [path for path in full if full[path] != others[path]] != []


@pytest.mark.parametrize("form", ["csv", "json"])
def test_exports_for_a_role_are_the_same_and_warn_that_they_are_no_cohort_to_propose_from(
    form: str, tmp_path: Path
) -> None:
    for viewer in UNPRIVILEGED:
        found = []
        for name, records in zip("ab", two("host"), strict=True):
            known, out = tmp_path / f"known-{name}-{viewer}", tmp_path / f"out-{name}-{viewer}"
            write_folder(records, known)
            words = ["export", str(out), "--cohort", str(known), "--viewer", viewer.value, "--format", form]
            done = CliRunner().invoke(build("export"), words)
            assert done.exit_code == 0, done.output
            assert "Non usarla per proporre" in " ".join(done.output.split())
            found.append(files_of(out))
            assert read_records(out) == records_for(viewer, records)
        assert found[0] == found[1]


def test_without_a_viewer_an_export_is_whole(tmp_path: Path) -> None:
    known = write_folder(two("host")[1], tmp_path / "known")
    done = CliRunner().invoke(build("export"), ["export", str(tmp_path / "out"), "--cohort", str(known)])
    assert done.exit_code == 0
    assert "Non usarla" not in done.output
    assert read_records(tmp_path / "out") == two("host")[1]


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the day of the calendar."""

    def on(day: date) -> None:
        monkeypatch.setattr(proposals_room, "today", lambda: day)

    on(TODAY)
    return on


def counts_in(made: dict[str, Any]) -> dict[str, Any]:
    told = {row["candidate"]: (row["refusals"], row["allowed_band"]) for row in made["unplaced"]}
    return told | {row["opening"]["id"]: (row["refusals"], row["allowed_band"]) for row in made["empty"]}


def test_counts_stay_all_day_and_are_made_anew_the_next(tmp_path: Path, days: Any) -> None:
    records = cohort(2)
    folder = write_folder(records, tmp_path / "cohort")
    client = client_of(folder)
    first = client.post("/proposals", json={}).json()
    for person in records.candidates[:2]:
        body = client.get(f"/candidates/{person.id}").json() | {
            "availability": None,
            "banned_companies": [records.openings[0].company],
        }
        assert client.put(f"/candidates/{person.id}", json=body).status_code == 200
    again, scouted = (client.post("/proposals", params={"viewer": v}, json={}).json() for v in ("orientator", "scout"))
    assert again["made"]["counts_sha256"] == scouted["made"]["counts_sha256"] == first["made"]["counts_sha256"]
    before, after = counts_in(first), counts_in(again)
    assert before.keys() & after.keys()
    assert all(before[key] == after[key] for key in before.keys() & after.keys())
    (kept,) = (folder / "snapshots").iterdir()
    assert kept.name.startswith("2026-05-04-")
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    days(TODAY + timedelta(days=1))
    tomorrow = client.post("/proposals", json={}).json()
    assert tomorrow["made"]["counts_sha256"] != first["made"]["counts_sha256"]
    assert [file.name[:10] for file in (folder / "snapshots").iterdir()] == ["2026-05-05"]


def test_counts_that_were_damaged_on_disk_are_made_anew(tmp_path: Path, days: Any) -> None:
    folder = write_folder(cohort(2), tmp_path / "cohort")
    client = client_of(folder)
    first = client.post("/proposals", json={})
    (kept,) = (folder / "snapshots").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:40])
    assert client.post("/proposals", json={}).content == first.content
    assert kept.read_bytes() == whole


def test_the_case_manager_needs_no_counts_of_the_day(tmp_path: Path, days: Any) -> None:
    folder = write_folder(example_records(), tmp_path / "cohort")
    made = client_of(folder).post("/proposals", params={"viewer": "case_manager"}, json={})
    assert made.status_code == 201
    assert not (folder / "snapshots").exists()


def test_page_and_tables_say_bands_in_words(tmp_path: Path) -> None:
    files, said = written(cohort(0), Viewer.ORIENTATOR, tmp_path / "out")
    page, table = files["proposta.html"].decode(), files["senza_posto.csv"].decode("utf-8-sig")
    assert "meno di 5" in page + said
    assert "in fasce, fatti una volta al giorno" in page
    assert "tirocini_secondo_le_regole" in table
    assert not [band.name for band in Band if f"Band.{band.name}" in page + table + said]
    assert '"count": null' in json.dumps(json.loads(files["proposal.json"]))
