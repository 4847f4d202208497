"""`abbina study` as a person types it: sentences and a status, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main
from experiments.manifest import MANIFEST_FILE
from experiments.office.invent import read_truth
from experiments.study import cli as room
from experiments.study.cli import trials_of

ACTS = ("office", "run", "prove", "rerun", "elicit")
EXPERTS = "expert;criterion;against;ratio\n"


class Typed:
    """What a command printed, and its status."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *words: object, status: int = 0) -> str:
        self._monkeypatch.setenv("COLUMNS", "200")
        self._monkeypatch.setattr(sys, "argv", ["abbina", "study", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        printed = self._capsys.readouterr()
        assert (left.value.code or 0) == status, printed
        assert "Traceback" not in printed.err
        return printed.out + printed.err


@pytest.fixture
def abbina(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.delenv("ABBINA_LANG", raising=False)
    monkeypatch.delenv("ABBINA_TEST_DATA", raising=False)
    return Typed(capsys, monkeypatch)


def test_help_names_every_act_and_each_act_has_help(abbina: Typed) -> None:
    told = abbina("--help")
    for act in ACTS:
        assert act in told
        assert "--help" in abbina(act, "--help")
    assert "--outcome" in abbina("run", "--help")
    assert "--experts" in abbina("rerun", "--help")


def test_without_an_act_the_help_is_shown(abbina: Typed) -> None:
    assert all(act in abbina(status=2) for act in ACTS)


def test_an_act_that_is_none_and_an_option_that_is_none_are_told(abbina: Typed) -> None:
    assert "guess" in abbina("guess", status=2)
    assert "--worlds" in abbina("prove", "E11", "--worlds", "0", status=2)
    assert "--draws" in abbina("run", "--draws", "3", status=2)


def test_invented_offices_are_written_and_can_be_read(abbina: Typed, tmp_path: Path) -> None:
    out = tmp_path / "offices"
    words = ("--offices", 1, "--rounds", 2, "--candidates", 5, "--openings", 4, "--effect", 0, "--seed", 9)
    assert str(out) in abbina("office", "--out", out, *words)
    truth = read_truth(out)
    assert truth is not None
    assert (truth.offices, truth.rounds, truth.candidates, truth.openings, truth.effect, truth.seed) == (
        1,
        2,
        5,
        4,
        0,
        9,
    )
    assert "contiene già dei file" in abbina("office", "--out", out, status=1)


def test_a_programme_that_is_none_is_told(abbina: Typed, tmp_path: Path) -> None:
    assert "nowhere-1900" in abbina("office", "--out", tmp_path / "o", "--programme", "nowhere-1900", status=1)
    assert list(tmp_path.iterdir()) == []


def test_a_proof_is_run_told_and_its_status_says_whether_it_is_met(abbina: Typed, tmp_path: Path) -> None:
    told = abbina("prove", "E11", "--worlds", 200, "--out", tmp_path / "few", status=1)
    assert "E11" in told
    assert "NO" in told
    assert str(tmp_path / "few" / "studio.html") in told
    assert abbina("prove", "e11", "--worlds", 100_000, "--out", tmp_path / "many").count("NO") == 0
    report = json.loads((tmp_path / "few" / "study.json").read_text())
    assert report["verdict"] is False


def test_a_proof_without_its_data_says_so_and_is_not_met(abbina: Typed, tmp_path: Path) -> None:
    told = abbina("prove", "E8", "--out", tmp_path / "out", status=1)
    assert "NO" in told
    assert (tmp_path / "out" / "studio.html").is_file()


def test_a_proof_that_is_none_is_told_in_both_languages(abbina: Typed, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = abbina("prove", "E99", "--out", out, status=1)
    assert "«E99» non esiste" in told
    assert "E13" in told
    english = abbina("prove", "E99", "--out", out, "--lang", "en", status=1)
    assert "“E99” does not exist" in english
    assert not out.exists()


def test_a_study_of_a_folder_that_is_not_there_is_told(abbina: Typed, tmp_path: Path) -> None:
    told = abbina("run", tmp_path / "nowhere", "--out", tmp_path / "out", status=1)
    assert "Nulla è stato cambiato" in told
    assert "«rounds»" in told
    assert list(tmp_path.iterdir()) == []


def test_an_outcome_or_comparisons_that_are_none_are_told_before_anything_is_read(
    abbina: Typed, offices: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "run_study", lambda *_: pytest.fail("the work has begun"))
    assert "hired_12m" in abbina("run", offices, "--outcome", "happy", "--out", tmp_path / "out", status=1)
    told = abbina("run", offices, "--experts", tmp_path / "none.csv", "--out", tmp_path / "out", status=1)
    assert "none.csv" in told
    assert "scrivere" not in told


def test_a_scheduler_that_does_not_answer_is_told(abbina: Typed, tmp_path: Path) -> None:
    told = abbina("prove", "E2", "--worlds", 2, "--scheduler", "nowhere at all", "--out", tmp_path / "out", status=1)
    assert "Dask" in told


def test_what_was_never_a_study_cannot_be_run_again(abbina: Typed, offices: Path, tmp_path: Path) -> None:
    assert MANIFEST_FILE in abbina("rerun", offices, status=1)
    assert MANIFEST_FILE in abbina("rerun", tmp_path / "nowhere", status=1)


def test_proofs_are_run_again_and_a_changed_file_is_named(abbina: Typed, tmp_path: Path) -> None:
    out = tmp_path / "out"
    abbina("prove", "E11", "--worlds", 50, "--out", out, status=1)
    assert "Uguale" in abbina("rerun", out)
    (out / "studio.html").write_text("other")
    assert "diverso: studio.html" in abbina("rerun", out, status=1)


def test_rerun_hands_on_the_folder_and_the_comparisons(
    abbina: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = []
    monkeypatch.setattr(room, "run_again", lambda *words: bool(given.append(words)))
    abbina("rerun", tmp_path / "done", tmp_path / "data", "--experts", tmp_path / "e.csv", "--jobs", 2, status=1)
    ((done, folder, workers, _, experts),) = given
    assert (done, folder, experts) == (tmp_path / "done", tmp_path / "data", tmp_path / "e.csv")
    assert (workers.jobs, workers.scheduler) == (2, None)


def test_trials_are_found_in_their_folder(tmp_path: Path) -> None:
    assert trials_of(None) is None
    assert trials_of(tmp_path) == tmp_path
    (tmp_path / "outcomes").mkdir()
    assert trials_of(tmp_path) == tmp_path / "outcomes"


def test_comparisons_are_read_or_refused_with_every_fault(abbina: Typed, tmp_path: Path) -> None:
    file, out = tmp_path / "experts.csv", tmp_path / "out"
    assert "experts.csv" in abbina("elicit", file, "--out", out, status=1)
    file.write_text(EXPERTS + "A;luck;interest;3\nA;interest;travel_ease;many\n")
    told = abbina("elicit", file, "--out", out, status=1)
    assert "riga 2" in told
    assert "riga 3" in told
    assert not out.exists()


def test_help_speaks_english_where_english_is_asked() -> None:
    # Texts of options are said when a verb is imported: in a process of its own.
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", "study", "run", "--help", "--lang", "en"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={**os.environ, "COLUMNS": "160"},
    )
    assert "Usage" in done.stdout
    assert "Uso:" not in done.stdout
    assert all(option in done.stdout for option in ("--outcome", "--experts", "--jobs", "--scheduler"))
    assert "Traceback" not in done.stderr
