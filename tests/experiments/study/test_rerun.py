"""A study is run again bit for bit, here, in two processes and on a cluster; whatever was changed since is named."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from data.errors import AbbinaError
from experiments.manifest import MANIFEST_FILE
from experiments.material import Material
from experiments.parallel import Workers
from experiments.study import rerun as room
from experiments.study.place import OFFICES
from experiments.study.rerun import differing, rerun
from matching.decision_file import DECISIONS_FILE


@pytest.fixture
def done(studied: Path, tmp_path: Path) -> Path:
    """The finished study, to be changed."""
    return Path(shutil.copytree(studied, tmp_path / "done"))


def again(done: Path, workers: Workers | None = None, folder: Path | None = None) -> tuple[bool, str]:
    told = StringIO()
    same = rerun(done, folder, workers or Workers(), Console(file=told, width=200))
    return same, told.getvalue()


@contextmanager
def scheduler(workers: int) -> Iterator[str]:
    """A Dask scheduler with so many workers, each a process of its own."""
    distributed = import_module("distributed")
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, protocol="tcp"
        ) as cluster,
    ):
        warnings.simplefilter("ignore")
        yield cluster.scheduler_address


def test_one_process_and_two_write_the_same_bytes(studied: Path) -> None:
    same, told = again(studied, Workers(jobs=2))
    assert same, told
    assert "Uguale fino all'ultimo byte." in told
    assert "diverso: " not in told


def test_a_cluster_of_two_writes_the_same_bytes_and_files_that_were_changed_are_named(done: Path) -> None:
    table = done / "tabelle" / "grades.csv"
    raw = bytearray(table.read_bytes())
    raw[-4] ^= 1
    table.write_bytes(bytes(raw))
    (done / "grafici" / "rolling.svg").unlink()
    (done / "tabelle" / "mine.csv").write_text("a;b\r\n")
    with warnings.catch_warnings(), scheduler(2) as address:
        warnings.simplefilter("ignore")
        same, told = again(done, Workers(scheduler=address))
    assert not same
    named = {line.partition(": ")[2].strip() for line in told.splitlines() if line.startswith("diverso: ")}
    # All the others are the same as in one process.
    assert named == {"tabelle/grades.csv", "grafici/rolling.svg", "tabelle/mine.csv"}
    assert "3 file sono diversi." in told


def test_one_changed_byte_of_a_decision_is_named_before_any_work(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = done / OFFICES / DECISIONS_FILE
    text = path.read_text()
    changed = text.replace('"seed": 0', '"seed": 1', 1)
    assert changed != text
    path.write_text(changed)
    monkeypatch.setattr(room, "run_study", lambda *_: pytest.fail("the work has begun"))
    with pytest.raises(AbbinaError) as error:
        again(done)
    assert error.value.code == "bad_study"
    assert error.value.text().endswith("sono cambiati i dati")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"data_sha256": "0" * 64}, "i dati"),
        ({"law": "another"}, "la legge"),
        ({"weights_sha256": "0" * 64}, "i pesi"),
        ({"code_sha256": "0" * 64}, "il codice"),
        ({"libraries": {"python": "3.0"}}, "le librerie"),
        ({"language": "en"}, "la lingua"),
        (
            {"options": {"draws": "020", "outcome": "completed", "experts_sha256": "", "outcome_share": "0.0"}},
            "le opzioni",
        ),
        (
            {"options": {"draws": "20", "outcome": "completed", "experts_sha256": "0" * 64, "outcome_share": "0.0"}},
            "le opzioni",
        ),
        ({"seed": "3"}, "il seme"),
        ({"options": {"draws": "20", "outcome": "luck", "experts_sha256": "", "outcome_share": "0.0"}}, "hired_12m"),
        ({"options": {"draws": "many", "outcome": "completed"}}, "manifesto"),
        ({"options": {}}, "manifesto"),
        ({"options": []}, "manifesto"),
        ({"options": None}, "manifesto"),
        ({"seed": -1}, "manifesto"),
        ({"seed": None}, "manifesto"),
        ({"command": "elicit"}, "manifesto"),
        ({"command": "prove"}, "manifesto"),
        ({"command": "prove", "options": {"proofs": 3, "worlds": "x"}}, "manifesto"),
        ({"strange": 1}, MANIFEST_FILE),
    ],
)
def test_a_changed_manifest_is_named_before_any_work(
    change: dict[str, Any],
    said: str,
    studied: Path,
    material: Material,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = json.loads((studied / MANIFEST_FILE).read_text())
    (tmp_path / MANIFEST_FILE).write_text(json.dumps(content | change))
    (tmp_path / OFFICES).mkdir()
    monkeypatch.setattr("experiments.study.run.read_material", lambda *_: material)
    monkeypatch.setattr(room, "run_study", lambda *_: pytest.fail("the work has begun"))
    with pytest.raises(AbbinaError) as error:
        again(tmp_path)
    assert error.value.code == "bad_study"
    assert said in error.value.text()


def test_an_unchanged_manifest_is_run_with_what_it_says(
    studied: Path, material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(studied / MANIFEST_FILE, tmp_path)
    asked = []
    monkeypatch.setattr("experiments.study.run.read_material", lambda *_: material)
    monkeypatch.setattr(room, "run_study", lambda *given: (asked.append(given), given[1].mkdir()))
    same, told = again(tmp_path, Workers(jobs=7), tmp_path / "elsewhere")
    ((folder, out, options, workers, _),) = asked
    assert (folder, workers) == (tmp_path / "elsewhere", Workers(jobs=7))
    assert (options.draws, options.seed, options.outcome) == (20, 3, "completed")
    assert not out.exists()
    # The manifest alone is on one side.
    assert not same
    assert "1 file è diverso." in told


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_that_is_no_study_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(AbbinaError) as error:
        again(tmp_path / name)
    assert MANIFEST_FILE in error.value.text()


def test_a_study_of_decisions_elsewhere_asks_for_their_folder(studied: Path, tmp_path: Path) -> None:
    shutil.copy(studied / MANIFEST_FILE, tmp_path)
    with pytest.raises(AbbinaError) as error:
        again(tmp_path)
    assert error.value.text().endswith("indica la loro cartella")


def test_files_that_differ_are_those_of_either_side_and_never_the_decisions(tmp_path: Path) -> None:
    for side in ("a", "b"):
        (tmp_path / side / "tabelle").mkdir(parents=True)
        (tmp_path / side / OFFICES).mkdir()
        (tmp_path / side / OFFICES / "x").write_text(side)
        (tmp_path / side / "same").write_text("same")
        (tmp_path / side / "tabelle" / "t.csv").write_text(side)
        (tmp_path / side / f"only-{side}").write_text("")
    found = differing(tmp_path / "a", tmp_path / "b")
    assert found == ["only-a", "only-b", "tabelle/t.csv"] == differing(tmp_path / "b", tmp_path / "a")
    assert differing(tmp_path / "a", tmp_path / "a") == []
