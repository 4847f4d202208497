"""tutor_fit: hours offered against hours needed; more than needed is never worse."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from data.codes import Tutoring
from data.pairs import Pairs
from scoring.criteria.tutor_fit import CRITERION
from scoring.weights import load_weights

NUMBERS = load_weights("2026-2").settings["tutor_fit"]


def grade(pairs: Pairs) -> float:
    return float(CRITERION.grades(pairs, NUMBERS)[0])


@pytest.mark.parametrize(
    ("need", "hours", "expected", "sentence"),
    [
        ("high", "4", 1, "ore di tutor a settimana: offerte 4, necessarie 4"),
        ("high", "9,5", 1, "ore di tutor a settimana: offerte 9,5, necessarie 4"),
        ("high", "3", 0.75, "ore di tutor a settimana: offerte solo 3, necessarie 4"),
        ("very_high", "3", 0.5, "ore di tutor a settimana: offerte solo 3, necessarie 6"),
        ("low", "1", 1, "ore di tutor a settimana: offerte 1, necessarie 1"),
        ("medium", "0", 0, "nessuna ora di tutor offerta, necessarie a settimana 2"),
        (None, "3", None, "affiancamento che serve alla persona non ancora valutato"),
        ("medium", None, None, "ore di tutor non indicate dall'azienda"),
        (None, None, None, "affiancamento che serve non ancora valutato, ore di tutor non indicate"),
    ],
)
def test_hours_offered_are_held_against_hours_needed(
    need: str | None, hours: str | None, expected: float | None, sentence: str, alone: Callable[..., Pairs]
) -> None:
    pairs = alone({"tutor_need": need}, {"tutor_h_week": hours})
    found = grade(pairs)
    assert np.isnan(found) if expected is None else found == expected
    facts = CRITERION.facts(pairs, NUMBERS, 0)
    assert CRITERION.sentence(facts) == sentence
    assert (facts["say"] in CRITERION.unknown) == (expected is None)


def test_more_hours_are_never_worse_and_a_greater_need_never_better_served(crowd: Callable[..., Pairs]) -> None:
    hours = [quarters / 4 for quarters in range(40)] + [168]
    pairs = crowd([{"tutor_need": need} for need in Tutoring], [{"tutor_h_week": offered} for offered in hours])
    found = CRITERION.grades(pairs, NUMBERS).reshape(len(Tutoring), len(hours))
    assert (np.diff(found, axis=1) >= 0).all()
    assert (np.diff(found, axis=0) <= 0).all()
    assert (found[:, 0] == 0).all()
    assert (found[:, -1] == 1).all()


def test_a_greater_need_asks_for_more_hours() -> None:
    hours = [NUMBERS[f"{level.value}_h"] for level in Tutoring]
    assert hours == sorted(set(hours))
