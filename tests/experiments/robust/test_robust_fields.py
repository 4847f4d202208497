"""Whom to ask what."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.robust.case import Case, case_from
from experiments.robust.fields import Worth, fields_to_ask, seat_costs
from matching.problem import Problem
from matching.solver import solve
from scoring.weights import GRID

SHARES = np.array([500_000, 300_000, 200_000])


def case(seed: int, objective: str = "placements_then_score", floor: float = 0.35) -> Case:
    rng = np.random.default_rng(seed)
    n, m = (int(size) for size in rng.integers(2, 7, 2))
    i, j = np.nonzero(rng.random((n, m)) < 0.8)
    known = rng.random((len(i), 3)) < 0.8
    return case_from(
        np.where(known, rng.random((len(i), 3)), 0.5),
        SHARES,
        candidate=i,
        opening=j,
        seats=rng.integers(0, 3, m),
        n_candidates=n,
        known=known,
        floor=floor,
        objective=objective,
    )


@pytest.mark.parametrize("objective", ["placements_then_score", "score"])
@pytest.mark.parametrize("seed", range(12))
def test_a_seat_costs_the_others_what_they_lose_without_it(seed: int, objective: str) -> None:
    market = case(seed, objective)
    now, worth = market.problem, Worth.of(market)
    rest = now.candidate != 0

    def total(seats: np.ndarray) -> int:
        problem = Problem.on_grid(
            now.n_candidates, now.n_openings, now.candidate[rest], now.opening[rest], now.value_micro[rest], seats, 0.35
        )
        best = solve(problem, objective)
        return best.placements * worth.placement + best.score_micro * worth.step

    costs = seat_costs(market, worth, 0)
    for j in np.flatnonzero(now.seats > 0).tolist():
        fewer = now.seats.copy()
        fewer[j] -= 1
        assert costs[j] == total(now.seats) - total(fewer)


@pytest.mark.parametrize("objective", ["placements_then_score", "score"])
@pytest.mark.parametrize("seed", range(10))
def test_what_is_left_unasked_changes_nothing_and_the_rest_as_often_as_solving_again_says(
    seed: int, objective: str
) -> None:
    market = case(seed, objective)
    found = fields_to_ask(market, draws=40, seed=1)
    people = market.problem.candidate
    lacking = {(int(i), k) for i, k in zip(*(x.tolist() for x in np.nonzero(~market.known)), strict=True)}
    fields = {(int(people[row]), k) for row, k in lacking}
    assert found.lacking == len(fields)
    assert found.settled + len(found.ask) == len(fields)
    asked = {(one.candidate, one.criterion): one for one in found.ask}
    base = market.opening_of(market.problem.value_micro)
    assert base is not None
    rng = np.random.default_rng(seed)
    for i, k in sorted(fields):
        lacks = (people == i) & ~market.known[:, k]
        changed = 0
        for answer in (np.zeros(lacks.sum()), np.ones(lacks.sum()), *rng.random((3, lacks.sum()))):
            grades = market.grades.copy()
            grades[lacks, k] = answer
            at = market.opening_of(market.values(grades, market.shares))
            assert at is not None
            changed += int(at[i] != base[i])
        if (i, k) not in asked:
            assert changed == 0
        else:
            assert asked[i, k].pairs == lacks.sum()
            assert 0 <= asked[i, k].changes.low <= asked[i, k].changes.high <= 1
    order = [(-one.placed, -one.gain.value) for one in found.ask]
    assert order == sorted(order)


def test_the_chance_and_the_gain_of_a_case_worked_out_by_hand() -> None:
    # One person, two openings: 0.6 is known here, there half of the grade is: 0.5 x 0.8 + 0.5 x answer.
    grades = np.array([[0.6, 0.6], [0.8, 0.5], [0.0, 0.3], [0.0, 0.9]])
    known = np.array([[True, True], [True, False], [True, True], [True, True]])
    market = case_from(
        grades,
        np.array([500_000, 500_000]),
        candidate=np.array([0, 0, 1, 2]),
        opening=np.array([0, 1, 2, 3]),
        seats=np.array([1, 1, 1, 1]),
        n_candidates=3,
        known=known,
    )
    one = fields_to_ask(market, draws=4_000, seed=0).ask[0]
    # Proposed there, 0.65. Known answers are 0.6, 0.3 and 0.9: only 0.3 changes it, from 0.55 to 0.6.
    assert (one.candidate, one.criterion, one.pairs, one.placed) == (0, 1, 1, 0.0)
    assert one.changes.low < 1 / 3 < one.changes.high
    assert one.gain.low < 0.05 / 3 < one.gain.high
    assert one.gain.value == pytest.approx(0.05 * one.changes.value)


def test_two_objectives_in_one_number_come_apart_again() -> None:
    for objective in ("placements_then_score", "score"):
        worth = Worth.of(case(1, objective))
        for placed, steps in ((1, -GRID), (-1, GRID), (0, 5), (3, 0)):
            amount = np.array([placed * worth.placement + steps * worth.step])
            assert [x.tolist() for x in worth.parts(amount)] == [[placed], [steps]]


def test_where_nothing_lacks_there_is_nothing_to_ask() -> None:
    market = case(3)
    whole = case_from(
        market.grades,
        SHARES,
        candidate=market.problem.candidate,
        opening=market.problem.opening,
        seats=market.problem.seats,
        n_candidates=market.problem.n_candidates,
    )
    found = fields_to_ask(whole)
    assert (found.lacking, found.settled, found.ask) == (0, 0, ())
