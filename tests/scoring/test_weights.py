"""Weight sets: shipped ones never change, wrong ones are refused with the reason."""

from __future__ import annotations

import hashlib
import json
import operator
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from data.errors import AbbinaError, NotFound
from scoring.criteria import CRITERIA
from scoring.weights import FOLDER, GRID, load_weights, read_weights, weight_versions

SHIPPED = json.loads((Path(__file__).parent / "shipped_weights.json").read_text(encoding="utf-8"))
Change = Callable[[dict[str, Any]], object]


def good() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / "2026-1.yaml").read_bytes())
    return deepcopy(content)


def test_no_shipped_set_was_changed() -> None:
    """A changed number is a new version: stored proposals name the old one and must be recomputed with it."""
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.iterdir()}
    assert found == SHIPPED


@pytest.mark.parametrize("version", weight_versions())
def test_a_shipped_set_is_whole(version: str) -> None:
    weights = load_weights(version)
    assert weights.version == version
    assert SHIPPED[f"{version}.yaml"].startswith(weights.digest)
    assert sum(weights.shares.values()) == GRID
    assert list(weights.shares) == list(weights.neutral) == [criterion.code for criterion in CRITERIA]
    assert weights.title
    assert "\n" not in weights.provenance
    assert weights.floor_micro == round(weights.floor * GRID)


def test_a_set_cannot_be_changed_in_memory() -> None:
    weights = load_weights("2026-1")
    for table in (weights.shares, weights.neutral, weights.settings, weights.settings["interest"]):
        with pytest.raises(TypeError):
            operator.setitem(cast(Any, table), "interest", 1)


def test_an_unknown_version_is_named_with_those_that_exist() -> None:
    with pytest.raises(NotFound, match="2026-1"):
        load_weights("2026-99")


WRONG: dict[str, tuple[Change, str]] = {
    "shares that sum to less": (lambda w: w["shares"].update(interest=0.24), "shares: expected to sum to 1"),
    "shares that sum to more": (lambda w: w["shares"].update(interest=0.26), "shares: expected to sum to 1"),
    "a negative share": (
        lambda w: w["shares"].update(interest=-0.25, time_fit=0.6),
        "shares of interest: .* from 0 to 1",
    ),
    "a share that is no number": (lambda w: w["shares"].update(interest="0.25"), "shares of interest"),
    "a share that is not finite": (lambda w: w["shares"].update(interest=float("nan")), "shares of interest"),
    "an unknown criterion": (lambda w: w["shares"].update(luck=0.0), "shares: expected exactly interest, "),
    "a missing criterion": (lambda w: w["neutral"].pop("interest"), "neutral: expected exactly"),
    "a neutral grade above one": (lambda w: w["neutral"].update(interest=1.01), "neutral of interest"),
    "a yes in the place of a number": (lambda w: w["neutral"].update(interest=True), "neutral of interest"),
    "a missing setting": (
        lambda w: w["settings"]["time_fit"].pop("tight"),
        "settings of time_fit: .* tight, ample_min",
    ),
    "an unknown setting": (lambda w: w["settings"]["time_fit"].update(loose=1), "settings of time_fit"),
    "a setting out of its range": (lambda w: w["settings"]["time_fit"].update(ample_min=0), "ample_min of .* from 15"),
    "a journey that never gets hard": (
        lambda w: w["settings"]["travel_ease"].update(hard_min=10),
        "hard_min of travel",
    ),
    "settings that are no table": (lambda w: w["settings"].update(time_fit=0.4), "settings of time_fit"),
    "a floor above one": (lambda w: w.update(floor=1.2), "floor"),
    "no floor": (lambda w: w.pop("floor"), "the weight set: expected exactly"),
    "an unknown part": (lambda w: w.update(bonus={}), "the weight set: expected exactly"),
    "no provenance": (lambda w: w.update(provenance=" "), "provenance: expected a text"),
    "a version that is a number": (lambda w: w.update(version=2026), "version: expected a text"),
}


def test_the_shipped_set_is_a_good_one_to_spoil() -> None:
    assert read_weights(good(), "w.yaml") == read_weights(good(), "w.yaml")


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_set_is_refused_with_the_reason(name: str) -> None:
    spoil, why = WRONG[name]
    content = good()
    spoil(content)
    with pytest.raises(AbbinaError, match=why) as caught:
        read_weights(content, "w.yaml")
    assert caught.value.code == "bad_reference"
    assert caught.value.facts["file"] == "w.yaml"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("  interest: 0.25", "  interest: 0.25\n  interest: 0.25", "repeated key"),
        ("version: 2026-1", "version: 2027-1", "version must be 2026-9"),
        ("floor: 0.30", "floor: [", "while parsing"),
    ],
    ids=["a key written twice", "another set's version", "broken YAML"],
)
def test_a_wrong_file_is_refused_with_the_reason(
    old: str, new: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (FOLDER / "2026-1.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "2026-9.yaml").write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr("scoring.weights.FOLDER", tmp_path)
    with pytest.raises(AbbinaError, match=why) as caught:
        load_weights.__wrapped__("2026-9")
    assert caught.value.facts["file"] == "2026-9.yaml"
