"""What support could still make possible is told, and counts only where a weight set says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from data.encode import build_cohort
from data.lawbook import LawBook
from data.pairs import Pairs
from scoring.criteria.functional_fit import CRITERION
from scoring.weights import load_weights, weight_versions
from tests.data.paper_records import records

LAW = LawBook.load().in_force(date(2020, 9, 14))
ABOUT = {"essential_weight": 2.0, "not_assessed": 0.75, "potential_credit": 0.0}
PROFILE = {"functional_profile": "AC1=1"}
MORE = {**PROFILE, "potential_profile": "AC1=2"}
TASK = {"demands": "AC1=3"}


@pytest.mark.parametrize("version", weight_versions())
def test_it_counts_by_half_from_2026_3_on_and_not_before(version: str) -> None:
    credit = load_weights(version).settings["functional_fit"]["potential_credit"]
    assert credit == (0 if version in ("2026-1", "2026-2") else 0.5)


@pytest.mark.parametrize(("credit", "grade"), [(0, 1 / 3), (0.5, 0.5), (1, 2 / 3)])
def test_it_counts_as_far_as_the_set_says(alone: Callable[..., Pairs], credit: float, grade: float) -> None:
    about = {**ABOUT, "potential_credit": credit}
    assert CRITERION.grades(alone(MORE, TASK), about)[0] == pytest.approx(grade)
    assert CRITERION.grades(alone(PROFILE, TASK), about)[0] == pytest.approx(1 / 3)


def test_a_lower_potential_takes_nothing_away(alone: Callable[..., Pairs]) -> None:
    less = {**PROFILE, "potential_profile": "AC1=0"}
    about = {**ABOUT, "potential_credit": 1}
    assert CRITERION.grades(alone(less, TASK), about)[0] == pytest.approx(1 / 3)
    assert "sostegno" not in CRITERION.sentence(CRITERION.facts(alone(less, TASK), about, 0))


def test_it_is_told_beside_what_is_possible_today(alone: Callable[..., Pairs]) -> None:
    said = CRITERION.sentence(CRITERION.facts(alone(MORE, TASK), ABOUT, 0))
    assert said == ("da sostenere o alleggerire: sollevare e portare pesi (con sostegno può avvicinarsi)")
    plain = CRITERION.sentence(CRITERION.facts(alone(PROFILE, TASK), ABOUT, 0))
    assert plain == "da sostenere o alleggerire: sollevare e portare pesi"


@pytest.mark.parametrize(("status", "grade"), [("GRANTED", 1.0), ("IN_PLACE", 1.0), ("REQUESTED", 1 / 3)])
def test_what_was_granted_to_the_person_eases_the_task(status: str, grade: float) -> None:
    made = records(person=PROFILE, offer=TASK, accommodations=[{"items": "AC1=2", "status": status}])
    pairs = Pairs(build_cohort(made, LAW), np.array([0, 0]), np.array([0, 1]))
    assert CRITERION.grades(pairs, ABOUT).tolist() == pytest.approx([grade, 1 / 3])
    said = CRITERION.sentence(CRITERION.facts(pairs, ABOUT, 0))
    assert ("accomodamenti già previsti" in said) == (grade == 1)
