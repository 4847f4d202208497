"""The command as a person types it, in processes of their own."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.page.summary import headline
from data.intake.example import example_records
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.synthetic import invent
from matching.proposal import Summary

# Wide enough that no sentence is broken over two lines.
WIDE = {**os.environ, "COLUMNS": "160"}
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def abbina(*words: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=WIDE)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(example_records(), tmp_path / "cohort")


def test_match_writes_json_csv_and_a_page_and_says_what_it_found(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = abbina("match", "--cohort", folder, "--out", out).stdout
    proposal = json.loads((out / "proposal.json").read_text())
    placed = proposal["summary"]["placed"]
    assert placed > 0
    assert headline(Summary.model_validate(proposal["summary"])) in told
    with (out / "abbinamenti.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["persona"] for row in csv.DictReader(file, delimiter=";")] == [
            pair["candidate"] for pair in proposal["placed"]
        ]
    with (out / "senza_posto.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file, delimiter=";"))) == proposal["summary"]["unplaced"]
    assert (out / "proposta.html").read_text().startswith("<!doctype html>")


def test_match_twice_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        abbina("match", "--cohort", folder, "--out", tmp_path / name)
    for file in sorted((tmp_path / "one").iterdir()):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_a_broken_folder_is_refused_with_every_error_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    for name, old, new in (("candidates.csv", "lun-ven", "lun-xyz"), ("openings.csv", "2026", "2o26")):
        text = (folder / name).read_text(encoding="utf-8-sig")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    out = tmp_path / "out"
    said = abbina("match", "--cohort", folder, "--out", out, status=1).stderr
    assert "candidates.csv, riga" in said
    assert "openings.csv, riga" in said
    assert not out.exists()


def test_explain_says_yes_or_no_first_and_the_parts_after(folder: Path) -> None:
    records = read_folder(folder)
    said = [
        abbina("explain", person.id, opening.id, "--cohort", folder).stdout
        for person in records.candidates[:2]
        for opening in records.openings[:2]
    ]
    assert any("Possibile." in text for text in said)
    assert any("Non compatibile ora." in text for text in said)
    assert all("Somma" in text for text in said)


def test_explain_as_json_holds_the_same_as_the_words(folder: Path) -> None:
    records = read_folder(folder)
    person, opening = records.candidates[0].id, records.openings[0].id
    pair = json.loads(abbina("explain", person, opening, "--cohort", folder, "--json").stdout)
    assert pair["candidate"] == person
    assert sum(part["micro"] for part in pair["parts"]) == pair["score_micro"]


def test_an_unknown_person_is_named_with_the_nearest(folder: Path) -> None:
    known = read_folder(folder)
    near = known.candidates[0].id
    said = abbina("explain", near + "9", known.openings[0].id, "--cohort", folder, status=1).stderr
    assert near in said


def test_template_makes_files_that_check_accepts(tmp_path: Path) -> None:
    abbina("template", tmp_path / "new")
    assert "Nessun errore" in abbina("check", tmp_path / "new" / "esempio").stdout
    assert (tmp_path / "new" / "COLONNE.md").exists()


def test_export_of_the_invented_cohort_reads_back_as_the_same_records(tmp_path: Path) -> None:
    abbina("export", "--programme", "prisma-2019", tmp_path / "prisma")
    assert read_folder(tmp_path / "prisma") == invent("prisma-2019")


def test_export_rewrites_a_folder_without_changing_a_record(folder: Path, tmp_path: Path) -> None:
    abbina("export", "--cohort", folder, "--language", "en", tmp_path / "clean")
    assert read_folder(tmp_path / "clean") == read_folder(folder)


def test_export_never_writes_over_a_folder_with_files(folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    said = abbina("export", "--programme", "prisma-2019", folder, status=1).stderr
    assert "contiene già dei file" in said
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_export_wants_one_source(tmp_path: Path) -> None:
    said = abbina("export", tmp_path / "none", status=2).stderr
    assert "uno dei due" in said
    assert not (tmp_path / "none").exists()


def test_demo_imports_its_own_folder_and_can_be_run_again(tmp_path: Path) -> None:
    for _ in range(2):
        told = abbina("demo", "--out", tmp_path / "demo").stdout
        assert "persone su 197 hanno una proposta" in told
    assert next(line for line in told.splitlines() if "hanno una proposta" in line) in README
    summary = json.loads((tmp_path / "demo" / "proposal.json").read_text())["summary"]
    assert (summary["candidates"], summary["openings"], summary["seats"]) == (197, 110, 130)


def test_help_lists_every_verb() -> None:
    told = abbina("--help").stdout
    for verb in ("match", "explain", "template", "export", "check", "demo", "serve", "bench"):
        assert verb in told


def test_demo_never_deletes_a_folder_that_it_did_not_invent(folder: Path) -> None:
    programme = folder / "programme.yaml"
    programme.write_text(programme.read_text().replace("invented: true", "invented: false"), encoding="utf-8")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert folder.name == "cohort"
    said = abbina("demo", "--out", folder.parent, status=1).stderr
    assert "contiene già dei file" in said
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_an_unknown_programme_is_told_before_anything_is_deleted(tmp_path: Path) -> None:
    abbina("demo", "--out", tmp_path)
    said = abbina("demo", "--out", tmp_path, "--programme", "prisma-2091", status=1).stderr
    assert "prisma-2019" in said
    assert (tmp_path / "cohort" / "candidates.csv").exists()


def test_a_proposal_is_never_written_among_the_files_of_the_service(folder: Path) -> None:
    before = sorted(file.name for file in folder.iterdir())
    abbina("match", "--cohort", folder, "--out", folder, status=1)
    assert sorted(file.name for file in folder.iterdir()) == before


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = abbina("match", "--cohort", folder, "--out", tmp_path / "file", status=1).stderr
    assert "Non si può scrivere" in said


def test_check_names_weights_that_do_not_exist(folder: Path) -> None:
    programme = folder / "programme.yaml"
    programme.write_text(programme.read_text().replace("2026-3", "2030-1"), encoding="utf-8")
    assert "2026-3" in abbina("check", folder, status=1).stderr


def test_a_scout_gets_a_page_without_people_who_have_no_proposal_and_without_hidden_parts(
    folder: Path, tmp_path: Path
) -> None:
    abbina("match", "--cohort", folder, "--out", tmp_path / "out", "--viewer", "scout")
    page = (tmp_path / "out" / "proposta.html").read_text()
    assert "Tutte le persone hanno una proposta" not in page
    assert 'href="#senza-posto"' not in page
    assert "Desideri</span>" not in page
    assert "Competenze</span>" in page
