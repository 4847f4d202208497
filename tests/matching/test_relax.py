"""Limits that contradict one another, and the smallest change that would help."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import Contradiction
from matching import solve
from matching.relax import Relaxation, smallest_relaxation
from tests.matching.limited_cases import Limited, PlainRow, draw

PAIRS = {(0, 0): 500_000, (1, 0): 400_000, (1, 1): 300_000}
EACH = dict.fromkeys(PAIRS, 1)


def test_the_smallest_relaxation_is_that_of_trying_everything():
    rng = np.random.default_rng(91)
    told = 0
    for _ in range(200):
        case = draw(rng, contradictions=True)
        relaxations = smallest_relaxation(case.problem())
        found = (sum(one.fixed for one in relaxations), len(relaxations), sum(one.by for one in relaxations))
        assert found == case.smallest_relaxation(), case
        told += len(relaxations) > 0
    assert told > 60


def test_after_the_relaxation_there_is_an_assignment():
    rng = np.random.default_rng(92)
    for _ in range(40):
        case = draw(rng, contradictions=True)
        try:
            solve(case.problem())
        except Contradiction as told:
            for one in told.relaxations:
                row = case.rows[one.row]
                most = row.most + one.by if one.side == "most" else row.most
                least = row.least - one.by if one.side == "least" else row.least
                case = case.with_row(one.row, most, least)
            assert solve(case.problem()).certificate.gap == 0


def test_a_decision_is_changed_before_a_law_even_by_more():
    law = PlainRow(EACH, most=1, fixed=True)
    decision = PlainRow(EACH, most=None, least=2)
    assert smallest_relaxation(Limited(2, PAIRS, [2, 2], [law, decision]).problem()) == (
        Relaxation(row=1, by=1, side="least", fixed=False),
    )


def test_where_only_law_stands_in_the_way_the_law_is_named():
    rows = [PlainRow(EACH, most=1, fixed=True), PlainRow(EACH, most=None, least=2, fixed=True)]
    with pytest.raises(Contradiction) as told:
        solve(Limited(2, PAIRS, [2, 2], rows).problem())
    assert [one.fixed for one in told.value.relaxations] == [True]
    assert "R 000" in str(told.value) or "R 001" in str(told.value)


def test_a_least_that_no_allowed_pair_can_meet_says_how_much_is_possible():
    rows = [PlainRow(EACH, most=None, least=5)]
    assert smallest_relaxation(Limited(2, PAIRS, [2, 2], rows).problem()) == (
        Relaxation(row=0, by=3, side="least", fixed=False, possible=2),
    )


def test_a_negative_most_contradicts_itself():
    rows = [PlainRow(EACH, most=-2)]
    with pytest.raises(Contradiction) as told:
        solve(Limited(2, PAIRS, [2, 2], rows).problem(), "score")
    assert told.value.relaxations == (Relaxation(row=0, by=2, side="most", fixed=False),)


def test_a_remainder_of_the_common_divisor_is_not_asked_for():
    # Weights of 10: at most 19 is at most 10, and at least 20 lacks one unit of 19's own, not a whole ten.
    rows = [PlainRow(dict.fromkeys(PAIRS, 10), most=19), PlainRow(EACH, most=None, least=2, fixed=True)]
    assert smallest_relaxation(Limited(2, PAIRS, [2, 2], rows).problem()) == (
        Relaxation(row=0, by=1, side="most", fixed=False),
    )


def test_limits_that_go_together_need_no_relaxation():
    assert smallest_relaxation(Limited(2, PAIRS, [2, 2], [PlainRow(EACH, most=2, least=2)]).problem()) == ()


def test_amounts_in_cents_are_the_least_there_are():
    # Two sides of one row exclude each other: to give 11,679 at the top is less than 19,969 at the bottom.
    by_opening = [
        [80_000, 100_001, 60_000, 100_001],
        [100_001, 100_001, 100_001, 60_000],
        [100_001, 60_000, 100_001, 100_001],
        [60_000, 60_000, 60_000, 60_000],
        [80_000, 80_000, 60_000, 100_001],
    ]
    cents = {(i, j): weight for i, line in enumerate(by_opening) for j, weight in enumerate(line)}
    points = {(0, 0): 20, (0, 2): 20, (0, 3): 20, (3, 1): 30, (3, 3): 20, (4, 3): 30}
    hours = {(0, 0): 7, (0, 1): 7, (0, 3): 7, (2, 0): 3, (2, 3): 7, (3, 0): 3, (3, 3): 3, (4, 1): 5, (4, 2): 5}
    rows = [
        PlainRow(points, most=20),
        PlainRow(hours, most=6, fixed=True),
        PlainRow(cents, most=228_321, least=239_970, unit=10),
    ]
    case = Limited(5, dict.fromkeys(cents, 1), [1, 1, 2, 1], rows)
    assert case.smallest_relaxation() == (0, 1, 11_679)
    assert smallest_relaxation(case.problem()) == (Relaxation(row=2, by=11_679, side="most", fixed=False),)
