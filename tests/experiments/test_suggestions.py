"""The measure of suggestions: enough phrases, hits counted right, the default better than fuzzy matching."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import build
from data.catalogues import catalogue
from experiments.suggestions.measure import MOST, asked, measure, methods


def test_there_are_phrases_enough_and_every_right_answer_is_in_the_catalogue() -> None:
    phrases = asked()
    assert len(phrases) >= 150
    assert len({phrase.text for phrase in phrases}) == len(phrases)
    assert all(phrase.right and phrase.right <= set(catalogue().competences) for phrase in phrases)
    assert len({key for phrase in phrases for key in phrase.right}) >= 120


def test_hits_are_counted() -> None:
    right = {phrase.text: sorted(phrase.right)[0] for phrase in asked()}
    always = measure("oracle", lambda text: [right[text]])
    assert (always.hit_1, always.low_1, always.hit_5) == (1.0, 1.0, 1.0)
    never = measure("nothing", lambda text: [])
    assert (never.hit_1, never.hit_5, never.high_5) == (0.0, 0.0, 0.0)
    late = measure("fifth", lambda text: ["none"] * (MOST - 1) + [right[text]])
    assert (late.hit_1, late.hit_5) == (0.0, 1.0)
    too_late = measure("sixth", lambda text: ["none"] * MOST + [right[text]])
    assert too_late.hit_5 == 0.0
    half = set(list(right)[: len(right) // 2])
    some = measure("half", lambda text: [right[text]] if text in half else [])
    assert some.low_1 < some.hit_1 < some.high_1
    assert some.hit_1 == pytest.approx(0.5, abs=0.01)


def test_the_default_is_right_more_often_than_fuzzy_matching() -> None:
    ways = methods()
    default, fuzzy = (measure(name, ways[name]) for name in ("words", "rapidfuzz, same clauses"))
    assert default.hit_1 > fuzzy.hit_1
    assert default.hit_5 > fuzzy.hit_5


def test_the_verb_writes_a_table_and_a_plot(tmp_path: Path) -> None:
    told = CliRunner().invoke(build("bench"), ["bench", "suggestions", "--out", str(tmp_path)])
    assert told.exit_code == 0, told.output
    assert "200 frasi" in told.output
    assert "words" in (tmp_path / "suggestions.csv").read_text(encoding="utf-8")
    assert "<svg" in (tmp_path / "suggestions.svg").read_text(encoding="utf-8")
