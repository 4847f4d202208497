"""`abbina quota`: companies by state, leads first; nobody's name, and nothing about people."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import build
from data.errors import AbbinaError
from data.intake.forms import write_records
from data.synthetic import invent


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quota") / "prisma"
    write_records(invent(), folder, "it")
    return folder


def run(*words: str) -> str:
    done = CliRunner().invoke(build("quota"), ["quota", *words], env={"COLUMNS": "160"})
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_leads_come_before_what_blocks(cohort: Path) -> None:
    said = run(str(cohort))
    assert said.index("Posti scoperti, percorso avviato") < said.index("Posti scoperti, senza percorso")
    assert "nessun tirocinio" in said
    assert "In regola" not in said


def test_all_companies_can_be_read_and_no_person(cohort: Path) -> None:
    said = run(str(cohort), "--all")
    records = invent()
    assert all(f"{company.id} {company.name}" in said for company in records.companies)
    assert not any(person.id in said for person in records.candidates)


def test_the_law_of_another_day_is_read(cohort: Path) -> None:
    # Before the law there was no obligation to be told: no number is in force, and that is said.
    done = CliRunner().invoke(build("quota"), ["quota", str(cohort), "--on", "1999-01-01"])
    assert isinstance(done.exception, AbbinaError)
    assert "l68." in str(done.exception)
    assert "Posti scoperti" in run(str(cohort), "--on", "2020-01-01")
