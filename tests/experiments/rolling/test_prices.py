from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.rolling.arrivals import Arrivals, Rows
from experiments.rolling.prices import bid_prices, seat_losses
from matching.problem import Problem
from matching.solver import solve


def drawn_problem(seed, n=8, m=4, floor=0.0):
    rng = np.random.default_rng(seed)
    i, j = np.nonzero(rng.random((n, m)) < 0.6)
    return Problem(n, m, i, j, rng.integers(0, 12, len(i)) / 10, rng.integers(0, 4, m), floor=floor)


def with_seats(problem, seats):
    return Problem.on_grid(
        problem.n_candidates,
        problem.n_openings,
        problem.candidate,
        problem.opening,
        problem.value_micro,
        seats,
        problem.floor,
    )


@given(st.integers(0, 100_000), st.sampled_from([0.0, 0.35]))
def test_the_loss_is_what_solving_again_with_a_seat_fewer_loses(seed, floor):
    problem = drawn_problem(seed, floor=floor)
    best = solve(problem, "score").score_micro
    at, loss = seat_losses(problem)
    assert sum(problem.value_micro[at[problem.candidate] == problem.opening].tolist()) == best
    for j, seats in enumerate(problem.seats.tolist()):
        fewer = problem.seats - np.eye(4, dtype=np.int64)[j]
        expected = best - solve(with_seats(problem, fewer), "score").score_micro if seats else 0
        assert loss[j] == expected


def test_the_loss_is_never_below_the_price_of_one_more_seat():
    for seed in range(30):
        problem = drawn_problem(seed)
        some = problem.seats > 0
        assert (seat_losses(problem)[1][some] >= solve(problem, "score").seat_price_micro[some, 1]).all()


def test_placements_count_besides_the_score():
    # Together 0.9 for one placement, or 0.5 + 0.3 for two.
    problem = Problem(2, 2, [0, 0, 1], [0, 1, 0], [0.9, 0.3, 0.5], [1, 1])
    assert seat_losses(problem)[0].tolist() == [0, -1]
    assert seat_losses(problem, 200_000)[0].tolist() == [1, 0]


@pytest.mark.parametrize("problem", [Problem(0, 0, [], [], [], []), Problem(3, 2, [], [], [], [1, 0])])
def test_where_nothing_is_possible_nothing_is_lost(problem):
    at, loss = seat_losses(problem)
    assert (at == -1).all()
    assert not loss.any()


def arrivals_of(problem, **more):
    return Arrivals(problem=problem, order=np.arange(problem.n_candidates), **({"batch": 1} | more))


def test_the_price_is_the_mean_over_futures_drawn_from_the_past():
    # One seat, one more candidate to come, who is worth 0.2 or 0.8 with equal chance.
    problem = Problem(2, 1, [0, 1], [0, 0], [0.5, 0.1], [1])
    past = Rows.of(Problem(2, 1, [0, 1], [0, 0], [0.2, 0.8], [1]))
    arrivals = arrivals_of(problem, past=past, futures=1_000)
    price = bid_prices(arrivals, problem.seats, 1, 0, np.random.default_rng(0))
    # Four standard errors.
    assert price[0] == pytest.approx(500_000, abs=4 * 300_000 / np.sqrt(1_000))


def test_without_a_past_who_has_arrived_stands_for_who_will():
    problem = Problem(2, 1, [0, 1], [0, 0], [0.5, 0.9], [1])
    assert bid_prices(arrivals_of(problem), problem.seats, 1, 0, np.random.default_rng(0)).tolist() == [500_000]


def test_the_last_batch_has_nobody_to_keep_seats_for():
    problem = Problem(2, 1, [0, 1], [0, 0], [0.5, 0.9], [1])
    assert bid_prices(arrivals_of(problem), problem.seats, 2, 1, np.random.default_rng(0)).tolist() == [0]


def test_openings_still_to_be_announced_lower_the_price_of_those_that_are_there():
    # One candidate is still to come; a second opening like the first will have a seat for them.
    problem = Problem(2, 2, [0, 1], [0, 0], [0.5, 0.5], [1, 1])
    rng = np.random.default_rng(0)
    alone = bid_prices(arrivals_of(problem), np.array([1, 0]), 1, 0, rng)
    more = bid_prices(arrivals_of(problem, opens=np.array([0, 1])), np.array([1, 0]), 1, 0, rng)
    none = bid_prices(arrivals_of(problem, opens=np.array([1, 1])), np.array([0, 0]), 1, 0, rng)
    assert (alone.tolist(), more.tolist(), none.tolist()) == ([500_000, 0], [0, 0], [0, 0])


def test_pairs_of_candidates_named_twice_come_twice():
    rows = Rows.of(Problem(3, 2, [0, 0, 2], [0, 1, 1], [0.1, 0.2, 0.3], [1, 1], floor=0.15))
    candidate, opening, value = rows.pairs_of(np.array([2, 0, 1, 2]))
    assert candidate.tolist() == [0, 1, 3]
    assert opening.tolist() == [1, 1, 1]
    assert value.tolist() == [300_000, 200_000, 300_000]
