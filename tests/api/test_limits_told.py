"""Limits on the page, in the terminal and over REST; limits that contradict one another end in sentences."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from starlette.testclient import TestClient

from api.page.limits import gain_told, limits_told, proof_line, proof_told
from api.page.render import render
from api.page.summary import print_summary
from data.bundle import Records
from data.call import GroupNeeded
from data.codes import Category, Viewer
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.lawbook import LawBook
from data.synthetic import invent
from matching.proposal import LimitSaid, Proof, Proposal
from matching.propose import propose
from scoring.weights import load_weights
from tests.api.conftest import inside

CONTRADICTS = GroupNeeded(categories=(Category.DISABILITY_L68,), at_least=500)


@cache
def proposed(viewer: Viewer, funded: int | None) -> Proposal:
    known = invent("progressive-2", 1, candidates=24, openings=10)
    call = known.programme.model_copy(update={"placements_funded": funded, "trainee_cap": True})
    assert call.on is not None
    return propose(
        replace(known, programme=call), LawBook.load(), load_weights(call.weights), on=call.on, viewer=viewer
    )


def printed(proposal: Proposal) -> str:
    text = io.StringIO()
    print_summary(proposal, Console(file=text, width=200))
    return text.getvalue()


def limit(code: str = "FUNDED", **changes: Any) -> LimitSaid:
    given = {"limit": code, "title": "Titolo", "key": "k", "sentence": "Frase.", "binds": True}
    return LimitSaid.model_validate(given | changes)


def test_the_page_says_how_many_funded_places_are_used_and_what_one_more_would_change() -> None:
    page = render(proposed(Viewer.CASE_MANAGER, 2))
    assert 'id="limiti"' in page
    assert "Posti finanziati usati: 2 su 2" in page
    assert "Con un posto finanziato in più: 1 persona in più trova posto." in page
    assert "Posti finanziati esauriti." in page


def test_the_terminal_says_which_limits_stop_a_better_proposal_and_nothing_where_none_does() -> None:
    few, many = (printed(proposed(Viewer.CASE_MANAGER, n)) for n in (2, 1000))
    assert "Limiti che fermano una proposta migliore" in few
    assert "Posti finanziati usati: 2 su 2" in few
    assert "Posti finanziati usati" not in many


def test_a_scout_reads_no_number_of_the_programme_on_the_page() -> None:
    page = render(proposed(Viewer.SCOUT, 2))
    assert "Posti finanziati" not in page
    assert "persona in più trova posto" not in page
    assert "ricontrollati da un programma indipendente" in page


def test_a_proposal_without_limits_has_no_section_for_them() -> None:
    bare = proposed(Viewer.CASE_MANAGER, 1000).model_copy(update={"limits": ()})
    assert 'id="limiti"' not in render(bare)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"gain_placements": 1, "gain_score_micro": 5},
            "Con un posto finanziato in più: 1 persona in più trova posto.",
        ),
        (
            {"gain_placements": 2, "gain_score_micro": 5, "exact": False},
            "Con un posto finanziato in più: al massimo 2 persone in più trovano posto.",
        ),
        (
            {"gain_placements": 0, "gain_score_micro": 5},
            "Con un posto finanziato in più: nessuna persona in più, ma proposte più adatte.",
        ),
        (
            {"gain_placements": 0, "gain_score_micro": 5, "exact": False},
            "Con un posto finanziato in più: nessuna persona in più, al massimo proposte più adatte.",
        ),
        ({"binds": None}, ""),
        ({"binds": False}, ""),
    ],
)
def test_what_one_more_unit_changes_is_told_as_far_as_it_is_known(changes: dict[str, Any], expected: str) -> None:
    assert gain_told(limit(**changes)) == expected


def test_limits_of_the_programme_come_first_then_those_that_stop_something() -> None:
    told = limits_told(
        [
            limit("CAP", sentence="Sede.", gain_placements=1, gain_score_micro=0),
            limit("TUTOR", sentence="Tutor.", binds=False),
            limit("POINTS", key="unknown-1", sentence="Non si sa.", binds=False),
            limit("FUNDED", sentence="Posti.", binds=False),
        ]
    )
    assert [row.sentence for row in told.first] == ["Posti.", "Sede."]
    assert told.missing == ("Non si sa.",)
    assert [row.sentence for row in told.others] == ["Tutor."]


def test_the_proof_claims_no_more_than_was_shown() -> None:
    proved, bounded, open_, checked = (
        Proof(kind=kind, gap=gap, checked_by="x")
        for kind, gap in (("proved", 0), ("bounded", 0), ("bounded", 7), ("checked", None))
    )
    assert "dimostrato" in proof_told(proved)
    assert not any("dimostrato" in proof_told(proof) for proof in (bounded, open_, checked))
    assert "Nessuna proposta migliore" in proof_line(bounded)
    assert "al massimo di 7" in proof_line(open_)
    closed = bounded.model_copy(update={"bound": (3, 9), "lp_bound": (3, 9)})
    apart = bounded.model_copy(update={"bound": (3, 9), "lp_bound": (3, 10)})
    assert "dimostrato" in proof_told(closed)
    assert "dimostrato" in proof_line(closed)
    assert "dimostrato" not in proof_told(apart) + proof_line(apart)
    assert not any("Nessuna proposta migliore" in proof_line(proof) for proof in (open_, checked))


def contradicting(cohort: Path, folder: Path) -> Path:
    known: Records = read_folder(cohort)
    call = known.programme.model_copy(update={"groups_needed": (CONTRADICTS,)})
    return write_folder(replace(known, programme=call), folder)


def test_the_command_says_what_would_have_to_change_and_ends_with_status_1(cohort: Path, tmp_path: Path) -> None:
    folder = contradicting(cohort, tmp_path / "impossible")
    command = [sys.executable, "-c", "from api.cli import main; main()", "match", "--cohort", str(folder)]
    command += ["--out", str(tmp_path / "out"), "--viewer", Viewer.CASE_MANAGER.value]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "I limiti non possono valere tutti insieme: Gruppo «" in done.stderr
    assert "minimo chiesto dal programma 500" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "out").iterdir())


def test_the_server_answers_with_a_problem(cohort: Path, tmp_path: Path) -> None:
    client = inside(contradicting(cohort, tmp_path / "impossible"))
    answer = client.post("/proposals", json={}, params={"viewer": Viewer.CASE_MANAGER.value})
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:abbina:problem:contradiction"
    assert "minimo chiesto dal programma 500" in answer.json()["detail"]
    asked = client.post("/proposals", json={}, params={"viewer": Viewer.ORIENTATOR.value})
    assert asked.status_code == 409
    assert "500" not in asked.json()["detail"]
    assert client.get("/proposals").json() == []


def test_the_answer_of_the_server_carries_the_limits(client: TestClient) -> None:
    assert isinstance(client.post("/proposals", json={}).json()["limits"], list)
