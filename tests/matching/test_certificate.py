"""The checker accepts right answers and refuses each way of being wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.errors import NotProved
from matching import Problem, solve
from matching.certificate import check

# Two candidates for opening 0, which has one seat; opening 1 has a seat to spare; opening 2 has no seats.
PROBLEM = Problem(
    n_candidates=3,
    n_openings=3,
    candidate=[0, 0, 1, 2, 2],
    opening=[0, 1, 0, 1, 2],
    value=[0.9, 0.5, 0.4, 0.7, 0.8],
    seats=[1, 3, 0],
    floor=0.4,
)


def spoiled(field, index, by, objective="placements_then_score"):
    answer = solve(PROBLEM, objective)
    array = getattr(answer, field).copy()
    array[index] += by
    return replace(answer, **{field: array})


def test_the_example_is_as_described():
    answer = solve(PROBLEM)
    assert answer.opening_of.tolist() == [1, 0, 1]
    assert answer.seat_price.tolist() == [[0.0, 0.5 - 0.1], [0.0, 0.0], [0.0, 0.1]]
    assert check(PROBLEM, answer) == answer.certificate


@pytest.mark.parametrize(
    ("field", "index", "by", "why"),
    [
        ("opening_of", 0, 7, "candidate 0 is at an opening that does not exist"),
        ("opening_of", 1, 1, "candidate 1 is in a pair that is forbidden"),
        ("opening_of", 0, -1, "opening 0 has more candidates than seats"),
        ("opening_of", 2, 1, "opening 2 has more candidates than seats"),
        ("opening_of", 0, -2, "candidate 0 is not placed and has a gain"),
        ("seat_price_micro", (0, 1), -500_000, "opening 0 has a negative price"),
        ("seat_price_micro", (0, 0), -1, "opening 0 has a negative price"),
        ("seat_price_micro", (1, 1), 1, "opening 1 has an empty seat and a price"),
        ("seat_price_micro", (0, 1), -1, "allowed pair 0 is worth more than its price and gain"),
        ("seat_price_micro", (0, 1), 1, "the bound is"),
        ("seat_price_micro", (2, 1), 1, "opening 2 has a price higher than needed"),
        ("candidate_gain_micro", (1, 0), -2, "candidate 1 has a negative gain"),
        ("candidate_gain_micro", (1, 1), -1, "allowed pair 2 is worth more"),
        ("candidate_gain_micro", (1, 1), 1, "the bound is"),
    ],
)
def test_one_wrong_number_is_refused_with_its_place(field, index, by, why):
    with pytest.raises(NotProved, match=why):
        check(PROBLEM, spoiled(field, index, by))


@pytest.mark.parametrize("claim", [{"placements": 2}, {"score_micro": 1_600_001}])
def test_a_wrong_claim_about_the_total_is_refused(claim):
    with pytest.raises(NotProved, match="claimed"):
        check(PROBLEM, replace(solve(PROBLEM), **claim))


def test_a_proof_for_one_objective_is_no_proof_for_the_other():
    problem = Problem(2, 2, candidate=[0, 0, 1], opening=[0, 1, 0], value=[0.9, 0.1, 0.2], seats=[1, 1])
    with pytest.raises(NotProved):
        check(problem, replace(solve(problem), objective="score"))
    with pytest.raises(NotProved):
        check(problem, replace(solve(problem, "score"), objective="placements_then_score"))


def test_a_pair_below_the_floor_is_refused():
    low = Problem(1, 1, candidate=[0], opening=[0], value=[0.4], seats=[1])
    high = Problem(1, 1, candidate=[0], opening=[0], value=[0.4], seats=[1], floor=0.400001)
    with pytest.raises(NotProved, match="below the floor"):
        check(high, solve(low))


def test_an_unknown_objective_or_a_wrong_shape_is_refused():
    answer = solve(PROBLEM)
    with pytest.raises(NotProved, match="unknown objective"):
        check(PROBLEM, replace(answer, objective="luck"))
    with pytest.raises(NotProved, match="seat prices"):
        check(PROBLEM, replace(answer, seat_price_micro=answer.seat_price_micro[:2]))


def test_the_highest_prices_also_prove_the_total_but_are_not_what_a_seat_adds():
    problem = Problem(1, 1, candidate=[0], opening=[0], value=[0.5], seats=[1])
    answer = solve(problem)
    assert answer.seat_price.tolist() == [[0.0, 0.0]]
    swapped = replace(
        answer, seat_price_micro=answer.candidate_gain_micro, candidate_gain_micro=answer.seat_price_micro
    )
    with pytest.raises(NotProved, match="higher than needed"):
        check(problem, swapped)


def test_the_price_of_any_opening_or_the_gain_of_any_candidate_off_by_one_step_is_refused(random_case):
    rng = np.random.default_rng(41)
    for _ in range(150):
        problem = random_case(rng).problem()
        for objective in ("score", "placements_then_score"):
            answer = solve(problem, objective)
            for field in ("seat_price_micro", "candidate_gain_micro"):
                for index in np.ndindex(getattr(answer, field).shape):
                    for by in (-1, 1):
                        array = getattr(answer, field).copy()
                        array[index] += by
                        with pytest.raises(NotProved):
                            check(problem, replace(answer, **{field: array}))
