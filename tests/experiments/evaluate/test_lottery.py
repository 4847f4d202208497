from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.evaluate.baselines_market import Market
from experiments.evaluate.lottery import drawn, enumerated, lottery, ranked_pairs
from matching.problem import Problem


def drawn_market(seed, n=5, m=4, density=0.6, largest=9, floor=0):
    rng = np.random.default_rng(seed)
    candidate, opening = np.nonzero(rng.random((n, m)) < density)
    values = rng.integers(0, largest, len(candidate))
    seats = rng.integers(0, 3, m)
    return Market(problem=Problem(n, m, candidate, opening, values, seats, floor=floor, seed=seed))


def by_all_orders(problem, ranked, kind):
    """Every order on its own, and every choice in it: slow and plain."""
    chance = Counter()
    orders = list(permutations(range(problem.n_candidates)))

    def play(order, left, mass):
        if not order:
            return
        free = [pair for pair in ranked[order[0]].tolist() if left[problem.opening[pair]] > 0]
        taken = free[:1] if kind == "preference" else free
        if not taken:
            play(order[1:], left, mass)
        for pair in taken:
            chance[pair] += mass / len(taken)
            after = list(left)
            after[problem.opening[pair]] -= 1
            play(order[1:], after, mass / len(taken))

    for order in orders:
        play(order, problem.seats.tolist(), Fraction(1, len(orders)))
    return tuple(chance[pair] for pair in range(len(problem.candidate)))


@given(st.integers(0, 10_000), st.sampled_from(["preference", "uniform"]))
def test_exact_probabilities_are_those_of_all_orders_one_by_one(seed, kind):
    market = drawn_market(seed, n=4, m=3, floor=2)
    ranked = ranked_pairs(market, market.preferred)
    exact = enumerated(market.problem, ranked, kind=kind)
    assert exact == by_all_orders(market.problem, ranked, kind)
    assert lottery(market, kind=kind, draws=1).exact == exact


@pytest.mark.parametrize("kind", ["preference", "uniform"])
def test_draws_come_near_to_the_exact_probabilities(kind):
    market = drawn_market(3, n=6, m=4)
    exact = lottery(market, kind=kind, draws=1)
    played = drawn(market.problem, ranked_pairs(market, market.preferred), kind=kind, draws=40_000)
    often = np.bincount(played[played >= 0], minlength=len(exact.probability)) / len(played)
    # Four standard errors of a frequency of one half.
    assert np.abs(often - exact.probability).max() < 4 * 0.5 / np.sqrt(40_000)


@pytest.mark.parametrize("kind", ["preference", "uniform"])
def test_no_draw_breaks_seats_or_floor_or_leaves_a_free_seat_to_somebody_who_could_have_it(kind):
    market = drawn_market(11, n=30, m=12, density=0.3, floor=3)
    problem = market.problem
    for won in drawn(problem, ranked_pairs(market, market.preferred), kind=kind, draws=50):
        pairs = won[won >= 0]
        assert problem.candidate[pairs].tolist() == np.flatnonzero(won >= 0).tolist()
        assert problem.value[pairs].min() >= 3
        taken = np.bincount(problem.opening[pairs], minlength=12)
        assert (taken <= problem.seats).all()
        for pair in market.feasible.tolist():
            assert (
                won[problem.candidate[pair]] >= 0
                or taken[problem.opening[pair]] == problem.seats[problem.opening[pair]]
            )


def test_many_candidates_are_drawn_and_the_same_seed_draws_the_same():
    first, again = lottery(drawn_market(5, n=20, m=9)), lottery(drawn_market(5, n=20, m=9))
    assert first.exact is None
    assert first.opening_of is None
    assert first.probability.tobytes() == again.probability.tobytes()
    assert first.draws[:, 0].mean() == pytest.approx(first.probability.sum())
    assert first.draws[:, 1].mean() == pytest.approx(first.probability @ drawn_market(5, n=20, m=9).problem.value_micro)


def test_candidates_choose_by_what_they_prefer_and_not_by_the_score():
    problem = Problem(1, 2, [0, 0], [0, 1], [0.9, 0.1], [1, 1])
    assert lottery(Market(problem=problem)).probability.tolist() == [1, 0]
    assert lottery(Market(problem=problem, interest=np.array([1, 2]))).probability.tolist() == [0, 1]


def test_equally_preferred_openings_are_put_in_order_by_the_seed():
    chosen = set()
    for seed in range(20):
        market = Market(problem=Problem(1, 2, [0, 0], [0, 1], [0.5, 0.5], [1, 1], seed=seed))
        chosen.add(int(lottery(market).probability.argmax()))
    assert chosen == {0, 1}


def test_the_blind_lottery_of_a_large_choice_is_not_enumerated():
    market = drawn_market(0, n=8, m=40)
    assert lottery(market, kind="uniform", draws=5).exact is None
    assert lottery(market, draws=5).exact is not None


@pytest.mark.parametrize("market", [drawn_market(0, n=0, m=0), drawn_market(0, density=0), drawn_market(0, m=0)])
def test_where_nothing_is_possible_nobody_is_placed(market):
    for kind in ("preference", "uniform"):
        placed = lottery(market, kind=kind, draws=3)
        assert placed.placements == 0
        assert placed.draws.tolist() == [[0, 0]] * 3
