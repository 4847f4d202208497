"""`abbina weights`: what is on offer, what changes between two, and who adopted what."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.settings import use_settings
from api.verbs.weights import weights
from data.errors import AbbinaError
from data.intake.forms import write_records
from data.synthetic import invent
from scoring.register import REGISTER, read_register
from scoring.weights import FOLDER, load_weights, use_weights_folder, weight_versions, weights_folder

APP = typer.Typer()
APP.command()(weights)
V = "2026-9-prova"
BY = ("--name", "Anna Neri", "--role", "responsabile", "--reason", "provati sei mesi con gli operatori")


@pytest.fixture(autouse=True)
def shipped_only() -> Iterator[None]:
    yield
    use_weights_folder(None)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The service's folder, in use by the setting."""
    folder = tmp_path / "own"
    use_settings({"ABBINA_WEIGHTS": str(folder)})
    return folder


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    """A proposal that moves weight from wishes to the journey, with what vouches for it."""
    study = tmp_path / "study"
    study.mkdir()
    text = (FOLDER / "2026-3.yaml").read_text(encoding="utf-8").replace("version: 2026-3", f"version: {V}")
    text = text.replace("  interest: 0.25\n", "  interest: 0.05\n").replace("travel_ease: 0.11", "travel_ease: 0.31")
    path = study / f"{V}.yaml"
    path.write_text(text, encoding="utf-8")
    (study / "manifest.json").write_bytes(b"{}")
    listed = {"run": hashlib.sha256(b"{}").hexdigest()[:12], "files": {path.name: sha256(path)}}
    (study / "proposed.json").write_text(json.dumps(listed))
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(*words: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(APP, [str(word) for word in words], env={"COLUMNS": "240"})
    if isinstance(done.exception, AbbinaError):
        assert code == 1, done.exception.text()
    else:
        assert done.exit_code == code, done.output
    told = done.exception.text() if isinstance(done.exception, AbbinaError) else ""
    return " ".join(f"{re.sub('[│┃]', ' ', done.output)} {told}".split())


def test_without_a_folder_the_shipped_sets_are_told() -> None:
    said = run()
    assert "2026-1 Pesi iniziali, scelti per giudizio 6 fornita con il programma" in said
    assert "2026-3 Nove criteri, con la capacità potenziale 9 fornita con il programma" in said
    assert "ABBINA_WEIGHTS=CARTELLA" in said


def test_the_setting_is_put_in_use_and_taken_away(own: Path) -> None:
    assert weights_folder() == own
    use_settings({"ABBINA_WEIGHTS": ""})
    assert weights_folder() is None


def test_a_set_is_shown_whole() -> None:
    said = run("show", "2026-1")
    assert load_weights("2026-1").provenance in said
    assert "Desideri interest 0,250 0,5 no_preference 0,5; related 0,6; unrelated 0,1" in said
    assert "Soglia sotto cui nessuna coppia è proposta: 0,30." in said
    assert load_weights("2026-1").digest in said


def test_two_sets_are_told_side_by_side() -> None:
    said = run("diff", "2026-1", "2026-2")
    assert "Viaggio travel_ease 0,150 0,110 −0,040" in said
    assert "Tutor tutor_fit 0,000 0,060 +0,060" in said
    assert "Desideri interest 0,250 0,250 0,000" in said
    assert "skills_and_learning.neighbour_credit 0 0,5" in said
    assert "Tutti gli altri numeri" not in said
    assert "--cohort" in said


def test_a_proposal_is_compared_before_anybody_adopts_it(proposal: Path) -> None:
    said = run("diff", "2026-3", proposal)
    assert "Desideri interest 0,250 0,050 −0,200" in said
    assert "Tutti gli altri numeri sono uguali." in said
    assert V in run("show", proposal)


def test_with_a_cohort_it_is_told_who_changes_seat(proposal: Path, tmp_path: Path) -> None:
    cohort = tmp_path / "cohort"
    write_records(invent(candidates=40, openings=25, seed=3), cohort, "it")
    said = run("diff", "2026-3", proposal, "--cohort", cohort)
    counts = [int(n) for n in re.findall(r"(?:tirocinio|non c'era|il posto|tutti e due) (\d+)", said)]
    assert sum(counts) == 40
    assert counts[1] > 0
    assert "vanno riguardate una per una prima di adottare" in said
    assert re.search(r"C-\d+: da O-\d+ a (nessun posto|O-\d+, meno adatto)", said)
    same = run("diff", "2026-3", "2026-3", "--cohort", cohort)
    assert "altro tirocinio 0" in same
    assert "Per nessuna persona il cambio è un peggioramento certo." in same


def test_a_set_is_adopted_told_withdrawn_and_checked(own: Path, proposal: Path) -> None:
    assert "nessuno ha ancora adottato" in run("check")
    said = run("adopt", proposal, *BY)
    last = read_register(own).last_sha256
    assert f"Adottata la versione {V} in {own}." in said
    assert f"ABBINA_WEIGHTS={own}" in said
    assert f"Riga 1 del registro, sha256 {last}. Conservalo altrove" in said
    assert re.search(rf"{V} .* 9 adottata il \d+/\d+/20\d\d da Anna Neri, responsabile", run())
    assert "la garantisce" not in said
    said = run("withdraw", V, *BY)
    assert "si legge ancora per rifare le proposte di allora" in said
    assert re.search(rf"{V} .* ritirata il .* da Anna Neri, responsabile: si legge solo", run("list"))
    assert "Ritirata: si legge solo" in run("show", V)
    said = run("check", "--last", last)
    assert "Il registro è intero" in said
    assert "è quello della riga 1." in said
    assert said.count("provati sei mesi con gli operatori") == 2


def test_the_folder_can_be_named_for_one_command(proposal: Path, tmp_path: Path) -> None:
    folder = tmp_path / "here"
    run("adopt", proposal, *BY, "--to", folder)
    assert weights_folder() is None
    assert V not in run("list")
    assert V in run("list", "--to", folder)
    assert "--to" in run("adopt", proposal, *BY, code=2)
    assert "--to" in run("check", code=2)


def test_a_register_that_was_touched_is_told_after_what_can_be_believed(own: Path, proposal: Path) -> None:
    run("adopt", proposal, *BY)
    register = own / REGISTER
    register.write_bytes(register.read_bytes().replace(b"Anna", b"Ugo "))
    for words in ((), ("check",)):
        assert "riga 1: è stata cambiata dopo essere stata scritta" in run(*words, code=1)
    assert "2026-3 Nove criteri" in run(code=1)


def test_a_sum_that_was_kept_and_is_gone_shows_a_cut_end(own: Path, proposal: Path) -> None:
    run("adopt", proposal, *BY)
    run("withdraw", V, *BY)
    kept = read_register(own).last_sha256
    lines = (own / REGISTER).read_bytes().splitlines(keepends=True)
    (own / REGISTER).write_bytes(lines[0])
    assert "Il registro è intero" in run("check")
    assert "è stato tagliato o riscritto" in run("check", "--last", kept, code=1)


def test_what_is_missing_on_the_command_line_is_said(own: Path, proposal: Path) -> None:
    assert "serve il nome di chi decide (--name)" in run("adopt", proposal, code=1)
    assert "serve un motivo" in run("adopt", proposal, *BY[:4], "--reason", "sì", code=1)
    for words in (("show",), ("diff", "2026-1"), ("adopt",), ("list", "2026-1"), ("check", "2026-1")):
        assert "parole dopo di sé" in run(*words, code=2)
    assert not own.exists()


def test_a_file_without_a_study_needs_to_be_asked_for(own: Path, proposal: Path) -> None:
    proposal.with_name("manifest.json").unlink()
    assert "usa --without-study" in run("adopt", proposal, *BY, code=1)
    assert weight_versions() == ("2026-1", "2026-2", "2026-3")
    assert "Nessuno studio la garantisce" in run("adopt", proposal, *BY, "--without-study")


def test_a_programme_that_names_an_adopted_set_is_proposed_with_it(own: Path, proposal: Path, tmp_path: Path) -> None:
    run("adopt", proposal, *BY)
    records = invent(candidates=30, openings=20, seed=3)
    cohort, out = tmp_path / "cohort", tmp_path / "out"
    write_records(records, cohort, "it")
    text = (cohort / "programme.yaml").read_text(encoding="utf-8")
    assert "2026-3" in text
    (cohort / "programme.yaml").write_text(text.replace("2026-3", V), encoding="utf-8")
    command = [sys.executable, "-c", "from api.cli import main; main()", "match", "--cohort", cohort, "--out", out]
    env = {"ABBINA_WEIGHTS": str(own), "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    made = json.loads(next(out.glob("*.json")).read_text(encoding="utf-8"))["made"]
    assert (made["weights"], made["weights_sha256"]) == (V, sha256(proposal))
