"""What one change is worth, where searching for it is cut short: exact, or an upper bound that says so."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import Contradiction
from matching import again, solve
from tests.matching.limited_cases import draw

BOTH = pytest.mark.parametrize("objective", ["placements_then_score", "score"])


def answers(seed, objective, times):
    """Small markets with active limits, and what each change is really worth next to what is said."""
    rng = np.random.default_rng(seed)
    for _ in range(times):
        case = draw(rng)
        try:
            answer = solve(case.problem(), objective)
        except Contradiction:
            continue
        if not answer.limits_active:
            continue
        now = (answer.placements, answer.score_micro)
        seats = [np.subtract(case.with_one_more_seat(j).best(objective), now) for j in range(len(case.seats))]
        gains = [np.subtract(now, case.without(i).best(objective) or (0, 0)) for i in range(case.n)]
        rows = [np.subtract(case.eased(r).best(objective), now) for r in range(len(case.rows))]
        said = (*answer.seat_price_micro, *answer.candidate_gain_micro, *answer.row_value_micro)
        exact = [answer.prices_exact] * len(seats + gains) + answer.row_value_exact.tolist()
        yield case, list(zip(said, seats + gains + rows, exact, strict=True))


@BOTH
def test_without_any_search_what_is_said_is_exact_or_an_upper_bound(objective, monkeypatch):
    monkeypatch.setattr(again, "BRANCHED", 0)
    monkeypatch.setattr(again, "WORK", 0)
    lead = 0 if objective == "placements_then_score" else 1
    open_ones = 0
    for case, changes in answers(70, objective, 80):
        for said, real, exact in changes:
            if exact:
                assert said.tolist() == real.tolist(), case
            else:
                open_ones += 1
                assert (said[lead], said[1 - lead]) >= (real[lead], real[1 - lead]), case
    assert open_ones > 3


@BOTH
def test_with_a_few_searches_everything_in_a_small_market_is_exact(objective, monkeypatch):
    monkeypatch.setattr(again, "BRANCHED", 0)
    seen = 0
    for case, changes in answers(71, objective, 60):
        for said, real, exact in changes:
            assert exact, case
            assert said.tolist() == real.tolist(), case
            seen += 1
    assert seen > 100
