from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from experiments.evaluate.baselines_market import Market
from experiments.evaluate.by_hand import best_pair_first, in_turn
from matching.problem import Problem


def market_of(values, seats, floor=0.0, arrival=None, seed=0):
    """A dense table of worths; 0 is a forbidden pair."""
    values = np.array(values)
    i, j = np.nonzero(values)
    problem = Problem(*values.shape, i, j, values[i, j], seats, floor=floor, seed=seed)
    return Market(problem=problem, arrival=None if arrival is None else np.array(arrival))


def test_who_comes_first_takes_the_best_seat():
    values = [[0.9, 0.8], [0.9, 0.1]]
    assert in_turn(market_of(values, [1, 1], arrival=[0, 1])).tolist() == [0, 1]
    assert in_turn(market_of(values, [1, 1], arrival=[1, 0])).tolist() == [1, 0]


def test_the_best_pair_of_all_is_placed_first():
    values = [[0.7, 0.6], [0.9, 0.8], [0.5, 0.0]]
    assert best_pair_first(market_of(values, [1, 1])).tolist() == [1, 0, -1]


def test_who_has_nothing_left_above_the_floor_stays_out():
    market = market_of([[0.4, 0.2], [0.6, 0.3]], [1, 1], floor=0.35, arrival=[1, 0])
    assert in_turn(market).tolist() == [-1, 0]
    assert best_pair_first(market).tolist() == [-1, 0]


def test_of_equally_good_seats_the_first_in_the_list_is_taken():
    market = market_of([[0.5, 0.5], [0.5, 0.5]], [1, 1], arrival=[1, 0])
    assert in_turn(market).tolist() == [1, 0]
    assert best_pair_first(market).tolist() == [0, 1]


def test_an_unknown_order_of_arrival_is_drawn_with_the_seed():
    orders = {tuple(in_turn(market_of([[0.9], [0.9], [0.9]], [1], seed=seed)).tolist()) for seed in range(30)}
    assert orders == {(0, -1, -1), (-1, 0, -1), (-1, -1, 0)}


@given(st.integers(0, 10_000))
def test_seats_hold_and_nobody_is_left_beside_a_free_seat(seed):
    rng = np.random.default_rng(seed)
    values = rng.random((8, 5)) * (rng.random((8, 5)) < 0.6)
    market = market_of(values, rng.integers(0, 3, 5), floor=0.2)
    problem = market.problem
    for at in (in_turn(market), best_pair_first(market)):
        taken = np.bincount(at[at >= 0], minlength=5)
        assert (taken <= problem.seats).all()
        assert all(values[i, j] >= 0.2 for i, j in enumerate(at) if j >= 0)
        for pair in market.feasible.tolist():
            assert (
                at[problem.candidate[pair]] >= 0 or taken[problem.opening[pair]] == problem.seats[problem.opening[pair]]
            )
