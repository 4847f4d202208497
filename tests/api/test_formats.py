"""Cohorts in every form on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data.intake.example import example_records
from data.intake.forms import Form, read_records, write_records
from data.intake.read import read_folder
from data.intake.write import write_folder

WIDE = {**os.environ, "COLUMNS": "160"}


def abbina(*words: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=WIDE)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize(("form", "file"), [("xlsx", "coorte.xlsx"), ("json", "coorte.json")])
def test_a_template_of_one_file_has_an_example_that_is_right(tmp_path: Path, form: str, file: str) -> None:
    folder = tmp_path / "vuota"
    abbina("template", folder, "--format", form)
    assert sorted(entry.name for entry in folder.iterdir()) == ["COLONNE.md", file, "esempio"]
    assert "Nessun errore: 3 persone" in abbina("check", folder / "esempio").stdout
    assert read_records(folder / "esempio") == example_records()
    said = abbina("check", folder, status=1).stderr
    assert said.count(file) >= 3
    assert "code" in said


def test_a_cohort_goes_through_all_forms_and_comes_back(tmp_path: Path) -> None:
    folder = write_folder(example_records(), tmp_path / "a")
    abbina("export", tmp_path / "b.xlsx", "--cohort", folder)
    abbina("export", tmp_path / "c.json", "--cohort", tmp_path / "b.xlsx")
    abbina("export", tmp_path / "d", "--cohort", tmp_path / "c.json", "--format", "xlsx", "--language", "en")
    abbina("export", tmp_path / "e", "--cohort", tmp_path / "d")
    for file in folder.iterdir():
        assert file.read_bytes() == (tmp_path / "e" / file.name).read_bytes()


def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    write_records(example_records(), tmp_path / "a.json")
    before = (tmp_path / "a.json").read_bytes()
    said = abbina("export", tmp_path / "a.json", "--programme", "prisma-2019", status=1).stderr
    assert "esiste già" in said
    assert (tmp_path / "a.json").read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_files_are_closed_to_others(tmp_path: Path) -> None:
    path = write_records(example_records(), tmp_path / "a.xlsx")
    assert path.stat().st_mode & 0o077 == 0


def test_a_folder_with_two_forms_is_told(tmp_path: Path) -> None:
    folder = write_folder(example_records(), tmp_path / "a")
    write_records(example_records(), folder / "coorte.json")
    said = abbina("check", folder, status=1).stderr
    assert "una forma sola" in said
    assert "candidates.csv" in said


def test_what_is_no_cohort_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    assert ".json" in abbina("check", tmp_path / "a.csv", status=1).stderr
    for name in ("nulla", "nulla.json", "nulla.xlsx"):
        assert name in abbina("check", tmp_path / name, status=1).stderr


@pytest.mark.parametrize("form", list(Form))
def test_a_folder_of_any_form_is_read(tmp_path: Path, form: Form) -> None:
    assert read_records(write_records(example_records(), tmp_path / "a", form=form)) == example_records()


def test_an_assessment_is_shown_and_written_into_a_new_cohort(tmp_path: Path) -> None:
    folder = write_folder(example_records(), tmp_path / "a")
    before = {entry.name: entry.read_bytes() for entry in folder.iterdir()}
    file = tmp_path / "vinil.csv"
    file.write_text(
        "persona;voce;operatore;autovalutazione;data;note\n"
        "C001;H_AC1;3;1;10/09/2026;segreto\nC002;H_AC1;0;;10/09/2026;\n",
        encoding="utf-8",
    )
    said = abbina("vinil", file, "--cohort", folder, "--out", tmp_path / "b").stdout
    assert "sollevare e portare pesi" in said
    assert "l'operatore ha scritto 3, la persona 1" in said
    assert "Cambiano 2 persone." in said
    assert "segreto" not in said
    after = read_folder(tmp_path / "b")
    assert [person.functional_profile for person in after.candidates] == [{"AC1": 1}, {"AC1": 3, "PO2": 3}, None]
    assert {entry.name: entry.read_bytes() for entry in folder.iterdir()} == before


def test_an_assessment_with_a_fault_writes_nothing(tmp_path: Path) -> None:
    folder = write_folder(example_records(), tmp_path / "a")
    file = tmp_path / "vinil.csv"
    file.write_text("persona;voce;operatore;data\nC001;H_AC1;3;10/09/2026\nC999;H_AC1;3;10/09/2026\n", encoding="utf-8")
    said = abbina("vinil", file, "--cohort", folder, "--out", tmp_path / "b", status=1).stderr
    assert "vinil.csv, riga 3, colonna «persona»" in said
    assert not (tmp_path / "b").exists()
