"""A proposal as grades and weights."""

from __future__ import annotations

import numpy as np
import pytest

from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import LawBook
from data.synthetic import invent
from experiments.robust.case import Case, case_from, case_of
from matching.limit import Facts
from matching.limits import held_by
from matching.rows import Row
from matching.solver import solve
from scoring.scorecard import ScoreCard, card_grades, judge, parts
from scoring.weights import load_weights


@pytest.fixture(scope="module")
def judged() -> tuple[ScoreCard, list[Row]]:
    records = invent(seed=3, candidates=60, openings=30)
    assert records.programme.on is not None
    law = LawBook.load().in_force(records.programme.on)
    card = judge(build_cohort(records, law), Eligibility.of(records), law, load_weights("2026-3"))
    return card, [one.row for one in held_by(Facts.of(records, card))]


def test_grades_are_those_of_the_card_with_the_neutral_one_where_nothing_is_known(
    judged: tuple[ScoreCard, list[Row]],
) -> None:
    card, _ = judged
    grades, known = card_grades(card)
    raw = parts(card.pairs(card.candidate, card.opening.astype(np.int64)).plain(), card.weights)[1].T
    assert grades.shape == (len(card.total), len(card.weights.criteria))
    assert 0 < known.mean() < 1
    assert (grades[known] == raw[known]).all()
    neutral = np.array([card.weights.neutral[one.code] for one in card.weights.criteria])
    assert (grades[~known] == np.broadcast_to(neutral, grades.shape)[~known]).all()


def test_own_grades_and_weights_give_the_score_of_the_card_to_the_last_step(
    judged: tuple[ScoreCard, list[Row]],
) -> None:
    case = case_of(judged[0])
    assert (case.values(case.grades, case.shares) == case.problem.value_micro).all()
    assert case.problem.value_micro.sum() == judged[0].total.sum()


@pytest.mark.parametrize("objective", ["placements_then_score", "score"])
def test_a_proposal_made_again_is_that_of_the_solver_limits_included(
    judged: tuple[ScoreCard, list[Row]], objective: str
) -> None:
    card, rows = judged
    tight = Row(limit="TRIED", key="1", pair=np.arange(len(card.total)), weight=np.ones(len(card.total), int), most=9)
    for limits in ([], rows, [*rows, tight]):
        case = case_of(card, limits, seed=5, objective=objective)
        at = case.opening_of(case.problem.value_micro)
        assert at is not None
        assert (at == solve(case.problem, objective).opening_of).all()
        assert case.chosen(at).sum() == np.count_nonzero(at >= 0) > 0
        assert np.count_nonzero(at >= 0) == 9 or tight not in limits


def test_limits_that_nothing_keeps_leave_no_proposal() -> None:
    small = market(np.array([[[0.9, 0.2], [0.4, 0.6]]]))
    row = Row(limit="TRIED", key="1", pair=np.array([0, 1]), weight=np.array([1, 1]), most=None, least=2)
    problem = small.problem_with(small.problem.value_micro, [row])
    case = Case(
        problem=problem,
        criteria=small.criteria,
        grades=small.grades,
        known=small.known,
        shares=small.shares,
        neutral=small.neutral,
    )
    assert case.opening_of(problem.value_micro) is None
    assert not case.chosen(None).any()


def market(grades: np.ndarray) -> Case:
    n, m, count = grades.shape
    i, j = np.indices((n, m)).reshape(2, -1)
    return case_from(
        grades.reshape(-1, count),
        np.array([500_000, 500_000]),
        candidate=i,
        opening=j,
        seats=np.ones(m, dtype=np.int64),
        n_candidates=n,
    )
