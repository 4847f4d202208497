"""goal_fit: goals of the personal plan that something at the place of work helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from data.codes import Goal, Trait
from data.pairs import Pairs
from scoring.criteria.goal_fit import CRITERION
from scoring.weights import load_weights

NUMBERS = load_weights("2026-2").settings["goal_fit"]
UNHELPED = "qui non si è visto che cosa aiuti a: "


def grade(pairs: Pairs) -> float:
    return float(CRITERION.grades(pairs, NUMBERS)[0])


@pytest.mark.parametrize(
    ("goals", "environment", "expected", "sentence"),
    [
        ("RHYTHM", "REGULAR_TASKS", 1, "aiuta a: riprendere un ritmo regolare (compiti e orari regolari)"),
        # Two traits for one goal do not count twice; one trait may help two goals.
        (
            "CALM",
            "QUIET; UNHURRIED",
            1,
            "aiuta a: lavorare senza troppa pressione (ritmi tranquilli, ambiente silenzioso)",
        ),
        (
            "TRADE; AUTONOMY",
            "GROWING_TASKS",
            1,
            "aiuta a: lavorare in autonomia (compiti che crescono nel tempo), "
            "imparare un mestiere (compiti che crescono nel tempo)",
        ),
        (
            "RELATIONS; ITALIAN; CALM",
            "SMALL_TEAM",
            1 / 3,
            "aiuta a: stare con gli altri (piccolo gruppo affiatato); "
            f"{UNHELPED}praticare l'italiano, lavorare senza troppa pressione",
        ),
        ("RHYTHM", "QUIET", 0, f"{UNHELPED}riprendere un ritmo regolare"),
        ("RHYTHM", [], 0, f"{UNHELPED}riprendere un ritmo regolare"),
        ([], "QUIET", 0.5, "il piano personale non ha altri obiettivi"),
        ([], None, 0.5, "il piano personale non ha altri obiettivi"),
        (None, "QUIET", None, "obiettivi del piano personale non ancora scritti"),
        ("CALM", None, None, "luogo di lavoro non ancora visto: non si sa se aiuta gli obiettivi del piano"),
        (None, None, None, "obiettivi del piano non ancora scritti, luogo di lavoro non ancora visto"),
    ],
)
def test_it_is_the_share_of_goals_that_something_helps(
    goals: Any, environment: Any, expected: float | None, sentence: str, alone: Callable[..., Pairs]
) -> None:
    pairs = alone({"goals": goals}, {"environment": environment})
    found = grade(pairs)
    assert np.isnan(found) if expected is None else found == pytest.approx(expected)
    facts = CRITERION.facts(pairs, NUMBERS, 0)
    assert CRITERION.sentence(facts) == sentence
    assert (facts["say"] in CRITERION.unknown) == (expected is None)


def test_one_more_trait_never_lowers_a_grade(crowd: Callable[..., Pairs]) -> None:
    """Every place there can be, for every goal and some mixtures."""
    wanted = [[goal] for goal in Goal] + [list(Goal), [Goal.CALM, Goal.TRADE], [Goal.RHYTHM, Goal.ITALIAN, Goal.CALM]]
    places = [[trait for trait in Trait if mask & trait.bit] for mask in range(1 << len(Trait))]
    pairs = crowd([{"goals": goals} for goals in wanted], [{"environment": there} for there in places])
    found = CRITERION.grades(pairs, NUMBERS).reshape(len(wanted), len(places))
    masks = np.arange(len(places))
    for trait in Trait:
        assert (found[:, masks | trait.bit] >= found).all()
        assert (found[:, masks | trait.bit] > found).any()
    assert (found[:, 0] == 0).all()
    assert (found[:, -1] == 1).all()
