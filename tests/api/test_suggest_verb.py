"""`abbina suggest`: a table with reasons, JSON, and a cell that a person must complete."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from api.cli import build
from data.records import Candidate


def run(*args: str) -> str:
    told = CliRunner().invoke(build("suggest"), ["suggest", *args])
    assert told.exit_code == 0, told.output
    return told.output


def test_suggestions_come_with_reasons_and_leave_the_level_to_a_person() -> None:
    said = run("faceva il muratore e l'imbianchino")
    assert "posare i mattoni" in said
    assert "lay_bricks=?" in said
    assert "Sono suggerimenti" in said


def test_the_cell_is_refused_until_somebody_gives_the_level() -> None:
    cell = run("faceva il muratore").strip().splitlines()[-1].strip()
    person = {"id": "C1", "birth_date": "1990-01-01", "municipality": "Prato"}
    with pytest.raises(ValueError, match="livello"):
        Candidate.model_validate(person | {"competences": cell})
    read = Candidate.model_validate(person | {"competences": cell.replace("?", "2")})
    assert read.competences is not None
    assert read.competences["lay_bricks"] == 2


def test_json_for_programs() -> None:
    rows = json.loads(run("cuciva a macchina", "--json", "--most", "2"))
    assert rows[0]["competence"] == "sew_by_machine"
    assert set(rows[0]) == {"competence", "label", "likeness", "told", "because"}
    assert len(rows) <= 2


def test_nothing_alike_is_said() -> None:
    assert "Nessuna competenza" in run("xqzwk")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_what_was_private_or_denied_is_said_without_a_word_of_it(options: tuple[str, ...]) -> None:
    told = CliRunner().invoke(
        build("suggest"), ["suggest", "faceva il muratore, ho la depressione, non so cucinare", *options]
    )
    assert told.exit_code == 0
    assert "Una parte del racconto parla di salute o di vicende private: non è stata usata." in told.stderr
    assert "Una parte del racconto dice che cosa la persona non fa" in told.stderr
    assert "depress" not in told.output
    assert "cucin" not in told.output
    assert "lay_bricks" in told.stdout
    if options:
        assert json.loads(told.stdout)[0]["competence"] == "lay_bricks"


def test_nothing_is_said_where_nothing_was_dropped() -> None:
    told = CliRunner().invoke(build("suggest"), ["suggest", "faceva il muratore"])
    assert told.stderr == ""
