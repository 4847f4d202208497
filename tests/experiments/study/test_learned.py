"""What decisions teach: weights that sum to 1, today's where nothing can be told, and why a part cannot be."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.intake.faults import BadRecords
from experiments.material import Material
from experiments.report.parts import Interval
from experiments.study.learned import INVERSE_ROUNDS, Learned, assigned_of, learn

SEED, DRAWS = 3, 20


@pytest.fixture(scope="module")
def learned(material: Material) -> Learned:
    return learn(material, DRAWS, SEED)


def test_weights_are_of_every_criterion_and_sum_to_one_within_their_intervals(
    learned: Learned, material: Material
) -> None:
    assert tuple(learned.shares) == material.criteria
    assert math.isclose(sum(one.value for one in learned.shares.values()), 1, abs_tol=1e-9)
    for code, one in learned.shares.items():
        assert 0 <= one.low <= one.value <= one.high <= 1, code
    assert learned.untold == ()
    assert [one.key for one in learned.sections] == ["choice-weights", "choice-held-out", "override-weights", "inverse"]
    assert all(one.finding for one in learned.sections)


def test_the_intervals_of_the_formula_stand_beside_those_of_rounds_drawn_again(
    learned: Learned, material: Material
) -> None:
    table = next(one for one in learned.sections[0].tables if one.key == "weights-bootstrap")
    assert str(DRAWS) in table.title
    assert len(table.rows) == len(material.criteria)
    for _, formula, drawn in table.rows:
        assert isinstance(formula, Interval)
        assert isinstance(drawn, Interval)
        assert math.isclose(formula.value, drawn.value, abs_tol=1e-9)


def test_the_seed_draws_intervals_again_and_moves_no_weight(learned: Learned, material: Material) -> None:
    again, other = learn(material, DRAWS, SEED), learn(material, DRAWS, SEED + 1)
    assert [one.tables for one in again.sections] == [one.tables for one in learned.sections]
    assert other.shares == again.shares == learned.shares
    assert other.sections[0].tables[-1].rows != learned.sections[0].tables[-1].rows


def test_a_criterion_that_no_list_tells_keeps_todays_weight(material: Material) -> None:
    at = material.criteria.index("travel_ease")
    grades = material.lists.grades.copy()
    grades[:, at] = 0.5
    learned = learn(replace(material, lists=replace(material.lists, grades=grades)), DRAWS, SEED)
    today = material.shares[at]
    assert learned.untold == ("travel_ease",)
    assert learned.shares["travel_ease"] == Interval(today, today, today)
    assert math.isclose(sum(one.value for one in learned.shares.values()), 1, abs_tol=1e-9)
    # Without all criteria there is nothing to draw again.
    assert "weights-bootstrap" not in {one.key for one in learned.sections[0].tables}


def test_without_a_reason_that_speaks_of_a_criterion_the_study_goes_on_and_says_so(material: Material) -> None:
    silent = replace(material.lists, reason=("",) * len(material.lists))
    section = learn(replace(material, lists=silent), DRAWS, SEED).sections[2]
    assert section.key == "override-weights"
    assert section.finding
    assert not section.plots


def test_comparisons_of_experts_stand_beside_the_decisions(material: Material, tmp_path: Path) -> None:
    file = tmp_path / "experts.csv"
    codes = material.criteria
    rows = [f"A;{a};{b};2" for k, a in enumerate(codes) for b in codes[k + 1 :]]
    file.write_text("expert;criterion;against;ratio\n" + "\n".join(rows) + "\n")
    learned = learn(material, DRAWS, SEED, experts=file)
    assert learned.sections[-1].key == "elicited"
    # Experts say what they think; the proposal is learned from decisions.
    assert learned.shares == learn(material, DRAWS, SEED).shares
    file.write_text("expert;criterion;against;ratio\nA;luck;interest;2\n")
    with pytest.raises(BadRecords):
        learn(material, DRAWS, SEED, experts=file)


def test_inverse_optimisation_reads_seats_as_they_were_and_no_pair_below_the_floor(material: Material) -> None:
    assert len(material.rounds) > INVERSE_ROUNDS
    for one in material.rounds:
        assigned = assigned_of(one)
        card = one.card
        assert len(assigned.candidate) == (card.total >= card.weights.floor_micro).sum()
        allowed = set(zip(assigned.candidate.tolist(), assigned.opening.tolist(), strict=True))
        for i, j in enumerate(one.history.tolist()):
            assert assigned.opening_of[i] == (j if (i, j) in allowed else -1)


def test_a_decision_that_todays_rules_forbid_counts_as_none(material: Material) -> None:
    one = material.rounds[0]
    allowed = set(zip(one.card.candidate.tolist(), one.card.opening.tolist(), strict=True))
    i, j = next(
        (i, j)
        for i in range(one.card.cohort.n_candidates)
        for j in range(one.card.cohort.n_openings)
        if (i, j) not in allowed
    )
    history = np.full_like(one.history, -1)
    history[i] = j
    assert (assigned_of(replace(one, history=history)).opening_of == -1).all()
