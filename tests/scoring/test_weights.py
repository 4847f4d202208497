"""Weight sets: shipped ones never change, wrong ones are refused with the reason."""

from __future__ import annotations

import hashlib
import json
import operator
import re
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
PINNED = {"2026-1": "18a7e1d973cb1b24", "2026-2": "cc49e80218c484fd", "2026-3": "eed3e24b30a66099"}
Change = Callable[[dict[str, Any]], object]


def good() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / "2026-2.yaml").read_bytes())
    return deepcopy(content)


def test_no_shipped_set_was_changed() -> None:
    """A changed number is a new version: stored proposals name the old one and must be recomputed with it."""
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.iterdir()}
    assert found == SHIPPED


def test_the_first_three_sets_are_those_that_proposals_were_made_with() -> None:
    """Written here too: whoever changes a file and the list of sums beside it still meets this."""
    found = {version: hashlib.sha256((FOLDER / f"{version}.yaml").read_bytes()).hexdigest()[:16] for version in PINNED}
    assert found == PINNED
    assert {version: load_weights(version).digest[:16] for version in PINNED} == PINNED


@pytest.mark.parametrize("version", weight_versions())
def test_a_shipped_set_is_whole(version: str) -> None:
    weights = load_weights(version)
    assert weights.version == version
    assert SHIPPED[f"{version}.yaml"].startswith(weights.digest)
    assert sum(weights.shares.values()) == GRID
    codes = [criterion.code for criterion in weights.criteria]
    assert list(weights.shares) == list(weights.neutral) == list(weights.settings) == codes
    assert codes == [criterion.code for criterion in CRITERIA if criterion.code in weights.shares]
    assert weights.title
    assert "\n" not in weights.provenance
    assert weights.floor_micro == round(weights.floor * GRID)


def test_a_set_cannot_be_changed_in_memory() -> None:
    weights = load_weights("2026-1")
    for table in (weights.shares, weights.neutral, weights.settings, weights.settings["interest"]):
        with pytest.raises(TypeError):
            operator.setitem(cast(Any, table), "interest", 1)


def test_an_unknown_version_is_named_with_those_that_exist() -> None:
    with pytest.raises(NotFound, match="2026-1, 2026-2, 2026-3"):
        load_weights("2026-99")


def test_a_set_counts_the_criteria_that_it_names_in_the_order_of_the_pages() -> None:
    content = good()
    content["shares"] = {"travel_ease": 0.4, "interest": 0.6}
    for part in ("neutral", "settings"):
        content[part] = {code: content[part][code] for code in content["shares"]}
    weights = read_weights(content, "w.yaml")
    assert [criterion.code for criterion in weights.criteria] == ["interest", "travel_ease"]
    assert weights.shares == {"interest": 600_000, "travel_ease": 400_000}


def test_a_set_from_before_a_setting_leaves_out_what_it_stands_for() -> None:
    first, second = load_weights("2026-1"), load_weights("2026-2")
    assert len(first.criteria) == 6
    assert len(second.criteria) == 9
    for code, given in first.settings.items():
        added = {
            name: s.older for name, s in {c.code: c for c in CRITERIA}[code].settings.items() if s.older is not None
        }
        assert dict(given) == {**second.settings[code], **added}
        assert set(added.values()) <= {0}


def test_wishes_and_competences_weigh_as_much_as_all_the_rest() -> None:
    shares = load_weights("2026-2").shares
    first = [shares["interest"], shares["skills_and_learning"]]
    assert sum(first) == GRID // 2
    assert all(2 * share < min(first) for code, share in shares.items() if share not in first)


WRONG: dict[str, tuple[Change, str]] = {
    "shares that sum to less": (lambda w: w["shares"].update(interest=0.24), "shares: la somma deve essere 1"),
    "shares that sum to more": (lambda w: w["shares"].update(interest=0.26), "shares: la somma deve essere 1"),
    "a negative share": (
        lambda w: w["shares"].update(interest=-0.25, time_fit=0.57),
        "shares.interest: .* da 0,001 a 1",
    ),
    "a criterion that does not count": (
        lambda w: w["shares"].update(interest=0, time_fit=0.32),
        "shares.interest: .* da 0,001 a 1",
    ),
    "a share that is no number": (lambda w: w["shares"].update(interest="0.25"), "shares.interest"),
    "a share that is not finite": (lambda w: w["shares"].update(interest=float("nan")), "shares.interest"),
    "an unknown criterion": (lambda w: w["shares"].update(luck=0.0), "shares: servono solo interest, "),
    "shares that are no table": (lambda w: w.update(shares=1), "shares: servono solo interest, "),
    "no criterion at all": (lambda w: w.update(shares={}, neutral={}, settings={}), "la somma deve essere 1"),
    "a missing criterion": (lambda w: w["neutral"].pop("interest"), "neutral: servono esattamente"),
    "a share that is missing": (lambda w: w["shares"].pop("interest"), "neutral: servono esattamente skills"),
    "a neutral grade above one": (lambda w: w["neutral"].update(interest=1.01), "neutral.interest"),
    "a yes in the place of a number": (lambda w: w["neutral"].update(interest=True), "neutral.interest"),
    "a missing setting": (
        lambda w: w["settings"]["time_fit"].pop("tight"),
        "settings.time_fit: .* tight, ample_min",
    ),
    "an unknown setting": (lambda w: w["settings"]["time_fit"].update(loose=1), "settings.time_fit"),
    "a setting out of its range": (
        lambda w: w["settings"]["time_fit"].update(ample_min=0),
        "time_fit.ample_min: .* da 15",
    ),
    "a journey that never gets hard": (
        lambda w: w["settings"]["travel_ease"].update(hard_min=10),
        "travel_ease.hard_min",
    ),
    "settings that are no table": (lambda w: w["settings"].update(time_fit=0.4), "settings.time_fit"),
    "a floor above one": (lambda w: w.update(floor=1.2), "floor"),
    "no floor": (lambda w: w.pop("floor"), "la versione dei pesi: servono esattamente"),
    "an unknown part": (lambda w: w.update(bonus={}), "la versione dei pesi: servono esattamente"),
    "no provenance": (lambda w: w.update(provenance=" "), "provenance: serve un testo"),
    "a version that is a number": (lambda w: w.update(version=2026), "version: serve un testo"),
}


def test_the_shipped_set_is_a_good_one_to_spoil() -> None:
    assert read_weights(good(), "w.yaml") == read_weights(good(), "w.yaml")


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_set_is_refused_with_the_reason(name: str) -> None:
    spoil, why = WRONG[name]
    content = good()
    spoil(content)
    with pytest.raises(AbbinaError) as caught:
        read_weights(content, "w.yaml")
    assert re.search(why, caught.value.text())
    assert caught.value.code == "bad_reference"
    assert caught.value.facts["file"] == "w.yaml"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("  interest: 0.25", "  interest: 0.25\n  interest: 0.25", "«interest» è scritto due volte"),
        ("version: 2026-1", "version: 2027-1", "version deve essere 2026-9"),
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
    with pytest.raises(AbbinaError) as caught:
        load_weights("2026-9")
    assert re.search(why, caught.value.text())
    assert caught.value.facts["file"] == "2026-9.yaml"
