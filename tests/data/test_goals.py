"""The table of goals and what helps them: whole, readable, refused with the reason where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.codes import Goal, Trait
from data.errors import AbbinaError
from data.goals import TABLE, helping_traits


def test_every_goal_has_something_that_helps_and_every_trait_helps_something() -> None:
    helps = helping_traits()
    assert set(helps) == set(Goal)
    assert all(traits for traits in helps.values())
    assert {trait for traits in helps.values() for trait in traits} == set(Trait)


def test_the_note_says_why_line_by_line() -> None:
    note = (TABLE.parent / "GOALS.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip().replace("`", "") for cell in line.split("|")[1:4]] for line in note.splitlines() if "| `" in line
    ]
    assert {goal: traits.split(", ") for goal, traits, _ in rows} == {
        goal.value: [trait.value for trait in traits] for goal, traits in helping_traits().items()
    }
    assert all(why for _, _, why in rows)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("CALM,UNHURRIED;QUIET\n", "", "manca che cosa aiuta: CALM"),
        ("CALM,", "RHYTHM,", "riga 8 non valida"),
        ("CALM,", "LUCK,", "riga 8 non valida"),
        ("UNHURRIED;QUIET", "UNHURRIED;WARM", "riga 8 non valida"),
        ("UNHURRIED;QUIET", "", "riga 8 non valida"),
        ("goal,traits", "goals,traits", "riga 2 non valida"),
    ],
    ids=["a goal that lacks", "twice", "no goal", "no trait", "nothing that helps", "another column"],
)
def test_a_wrong_table_is_refused_with_the_reason(
    old: str, new: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "goals.csv").write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr("data.goals.TABLE", tmp_path / "goals.csv")
    with pytest.raises(AbbinaError) as caught:
        helping_traits.__wrapped__()
    assert why in caught.value.text()
