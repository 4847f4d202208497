"""What must hold for every problem."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Problem, solve

OBJECTIVES = st.sampled_from(["placements_then_score", "score"])
RANK = {
    "placements_then_score": lambda a: (a.placements, a.score_micro),
    "score": lambda a: (a.score_micro, a.placements),
}


@st.composite
def problems(draw):
    """Keyword arguments of `Problem.on_grid`."""
    n, m = draw(st.integers(1, 8)), draw(st.integers(1, 6))
    cells = st.tuples(st.integers(0, n - 1), st.integers(0, m - 1))
    top = draw(st.sampled_from([1, 3, 1_000_000]))
    pairs = draw(st.dictionaries(cells, st.integers(0, top), max_size=n * m))
    return {
        "n_candidates": n,
        "n_openings": m,
        "candidate": [i for i, _ in pairs],
        "opening": [j for _, j in pairs],
        "value_micro": np.array(list(pairs.values()), dtype=np.int64),
        "seats": draw(st.lists(st.integers(0, 3), min_size=m, max_size=m)),
    }


@given(problems(), OBJECTIVES, st.integers(0, 1_000_000))
@settings(max_examples=200)
def test_the_floor_is_respected_and_seats_are_never_overfilled(given_problem, objective, floor_micro):
    problem = Problem.on_grid(**given_problem, floor=floor_micro / 1e6)
    answer = solve(problem, objective)
    value = {(i, j): v for i, j, v in zip(problem.candidate, problem.opening, problem.value_micro, strict=True)}
    for i, j in enumerate(answer.opening_of):
        assert j < 0 or value[i, j] >= floor_micro
    taken = np.bincount(answer.opening_of[answer.opening_of >= 0], minlength=problem.n_openings)
    assert (taken <= problem.seats).all()


@given(problems(), OBJECTIVES, st.data())
@settings(max_examples=200)
def test_one_more_pair_never_makes_the_assignment_worse(given_problem, objective, data):
    kept = data.draw(st.integers(0, max(0, len(given_problem["candidate"]) - 1)))
    fewer = given_problem | {k: given_problem[k][:kept] for k in ("candidate", "opening", "value_micro")}
    before, after = solve(Problem.on_grid(**fewer), objective), solve(Problem.on_grid(**given_problem), objective)
    assert RANK[objective](before) <= RANK[objective](after)


@given(problems(), OBJECTIVES, st.integers(2, 1000))
@settings(max_examples=200)
def test_values_times_a_number_give_the_same_assignment_and_prices_times_it(given_problem, objective, factor):
    answer = solve(Problem.on_grid(**given_problem), objective)
    larger = given_problem | {"value_micro": given_problem["value_micro"] * factor}
    scaled = solve(Problem.on_grid(**larger), objective)
    assert scaled.opening_of.tolist() == answer.opening_of.tolist()
    assert scaled.seat_price_micro.tolist() == (answer.seat_price_micro * (1, factor)).tolist()
    assert scaled.candidate_gain_micro.tolist() == (answer.candidate_gain_micro * (1, factor)).tolist()


@given(problems(), OBJECTIVES)
@settings(max_examples=200)
def test_each_placed_candidate_earns_exactly_what_the_pair_adds_beyond_its_seat(given_problem, objective):
    problem = Problem.on_grid(**given_problem)
    answer = solve(problem, objective)
    value = {(i, j): v for i, j, v in zip(problem.candidate, problem.opening, problem.value_micro, strict=True)}
    for i, j in enumerate(answer.opening_of):
        worth = (1, value[i, j]) if j >= 0 else (0, 0)
        price = answer.seat_price_micro[j] if j >= 0 else (0, 0)
        assert answer.candidate_gain_micro[i].tolist() == pytest.approx(np.subtract(worth, price).tolist(), abs=0)
