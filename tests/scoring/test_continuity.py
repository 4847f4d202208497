"""continuity: what the company plans and has done, never a fact of the person."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from data.bundle import Records
from data.encode import build_cohort
from data.lawbook import Law
from data.pairs import Pairs
from data.synthetic import invent
from scoring.criteria.continuity import CRITERION
from scoring.weights import load_weights

NUMBERS = load_weights("2026-2").settings["continuity"]


def grade(pairs: Pairs) -> float:
    return float(CRITERION.grades(pairs, NUMBERS)[0])


@pytest.mark.parametrize(
    ("plan", "hired", "past", "expected", "sentence"),
    [
        # What nobody told counts as the middle: 0.5 of the other half.
        ("planned", None, None, 0.75, "assunzione prevista"),
        ("possible", None, None, 0.5, "assunzione possibile"),
        ("none", None, None, 0.25, "nessuna assunzione prevista"),
        # (1 + 4 x 0.25) of (1 + 4) is 0.4, of the full share 0.8: one lucky internship is drawn to the usual.
        (None, "1", "1", 0.65, "assunzioni dopo i tirocini passati: 1 su 1"),
        (None, "4", "4", 0.75, "assunzioni dopo i tirocini passati: 4 su 4"),
        (None, "0", "4", 0.375, "assunzioni dopo i tirocini passati: 0 su 4"),
        (None, "2", "8", 0.5, "assunzioni dopo i tirocini passati: 2 su 8"),
        ("planned", "4", "4", 1, "assunzione prevista; assunzioni dopo i tirocini passati: 4 su 4"),
        ("none", "2", "8", 0.25, "nessuna assunzione prevista; assunzioni dopo i tirocini passati: 2 su 8"),
        # No internship yet is no history.
        (None, "0", "0", None, "possibilità di assunzione non ancora chiesta"),
        (None, None, "5", None, "possibilità di assunzione non ancora chiesta"),
        ("possible", None, "5", 0.5, "assunzione possibile"),
        (None, None, None, None, "possibilità di assunzione non ancora chiesta"),
    ],
)
def test_it_is_the_mean_of_plan_and_history(
    plan: str | None,
    hired: str | None,
    past: str | None,
    expected: float | None,
    sentence: str,
    alone: Callable[..., Pairs],
) -> None:
    pairs = alone({}, {"hire_plan": plan}, {"past_hired": hired, "past_internships": past})
    found = grade(pairs)
    assert np.isnan(found) if expected is None else found == pytest.approx(expected)
    facts = CRITERION.facts(pairs, NUMBERS, 0)
    assert CRITERION.sentence(facts) == sentence
    assert (facts["say"] in CRITERION.unknown) == (expected is None)


def test_who_hires_as_often_as_others_gets_the_grade_of_who_is_unknown() -> None:
    weights = load_weights("2026-2")
    assert NUMBERS["usual_share"] / NUMBERS["full_share"] == weights.neutral["continuity"] == NUMBERS["plan_possible"]


@pytest.mark.parametrize("history", [{}, {"past_hired": "4", "past_internships": "4"}])
def test_silence_never_pays_more_than_an_honest_possible(history: dict[str, str], alone: Callable[..., Pairs]) -> None:
    silent, honest = (grade(alone({}, {"hire_plan": plan}, history)) for plan in (None, "possible"))
    assert np.isnan(silent) or silent <= honest


@pytest.mark.parametrize("plan", [None, "none", "planned"])
def test_one_more_hire_never_lowers_a_grade(plan: str | None, crowd: Callable[..., Pairs]) -> None:
    history = [(past, hired) for past in range(1, 25) for hired in range(past + 1)]
    hosts = [{"past_internships": past, "past_hired": hired} for past, hired in history]
    found = CRITERION.grades(crowd([{}], [{"hire_plan": plan}] * len(hosts), hosts), NUMBERS)
    by_history = dict(zip(history, found.tolist(), strict=True))
    for past, hired in history:
        assert hired == past or by_history[past, hired + 1] >= by_history[past, hired]
        # The same share of hires says more after more internships.
        if hired == 0 and past > 1:
            assert by_history[past, 0] < by_history[past - 1, 0]


def test_no_fact_of_a_person_changes_it(law: Law) -> None:
    records: Records = invent(candidates=25, openings=15, seed=2)
    i, j = np.indices((25, 15)).reshape(2, -1)
    grades = CRITERION.grades(Pairs(build_cohort(records, law), i, j), NUMBERS).reshape(25, 15)
    assert len({row.tobytes() for row in grades}) == 1
    assert len(np.unique(grades[0][~np.isnan(grades[0])])) > 3
