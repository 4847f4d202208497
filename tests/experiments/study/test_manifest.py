"""A run is frozen: another byte of data, code, law, weights or seed is another run, and it says which part changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.errors import AbbinaError
from experiments.manifest import MANIFEST_FILE, Manifest, code_digest, read_manifest

KNOWN = Manifest(
    command="run", options={"draws": "200"}, data_sha256="d", law="l", weights="2026-3", weights_sha256="w", seed=3
)


def test_a_manifest_is_read_back_the_same(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_FILE).write_text(KNOWN.to_json())
    assert read_manifest(tmp_path) == KNOWN
    assert read_manifest(tmp_path).run_id == KNOWN.run_id
    KNOWN.demand_same(read_manifest(tmp_path))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"data_sha256": "x"}, "i dati"),
        ({"law": "x"}, "la legge"),
        ({"weights": "x"}, "i pesi"),
        ({"seed": 4}, "il seme"),
        ({"code_sha256": "x"}, "il codice"),
        ({"abbina": "0"}, "il codice"),
        ({"command": "prove"}, "il comando"),
        ({"options": {}}, "le opzioni"),
        ({"libraries": {}}, "le librerie"),
        ({"language": "en"}, "la lingua"),
    ],
)
def test_another_run_is_refused_and_what_changed_is_named(changed: dict[str, Any], said: str) -> None:
    other = replace(KNOWN, **changed)
    assert other.run_id != KNOWN.run_id
    with pytest.raises(AbbinaError) as error:
        KNOWN.demand_same(other)
    assert said in error.value.text()


@pytest.mark.parametrize("text", [None, "{", "[]", '{"command": "run"}'])
def test_a_folder_without_a_manifest_is_told(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / MANIFEST_FILE).write_text(text)
    with pytest.raises(AbbinaError) as error:
        read_manifest(tmp_path)
    assert error.value.code == "bad_study"


def test_the_digest_of_the_code_sees_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for floor in ("data", "scoring", "matching", "experiments"):
        (tmp_path / floor / "inner").mkdir(parents=True)
        (tmp_path / floor / "inner" / "law.yaml").write_text(floor)
    monkeypatch.setattr("experiments.manifest.HOUSE", tmp_path)
    before = code_digest.__wrapped__()
    (tmp_path / "matching" / "__pycache__").mkdir()
    (tmp_path / "matching" / "__pycache__" / "a.pyc").write_text("x")
    assert code_digest.__wrapped__() == before
    (tmp_path / "scoring" / "inner" / "law.yaml").write_text("another")
    assert code_digest.__wrapped__() != before
