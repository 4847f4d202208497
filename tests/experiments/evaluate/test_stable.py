from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from experiments.evaluate.baselines_market import Market
from experiments.evaluate.stable import blocking_pairs, stable
from matching.problem import Problem


def drawn_case(seed, n=4, m=3, ties=False):
    rng = np.random.default_rng(seed)
    candidate, opening = np.nonzero(rng.random((n, m)) < 0.8)
    market = Market(
        problem=Problem(n, m, candidate, opening, np.ones(len(candidate)), rng.integers(0, 3, m), seed=seed)
    )
    size = len(candidate)
    if ties:
        return market, rng.integers(0, 3, size), rng.integers(0, 3, size)
    return market, rng.permutation(size), rng.permutation(size)


def assignments(problem):
    """Every assignment within the seats."""
    choices = [[-1, *problem.opening[problem.candidate == i].tolist()] for i in range(problem.n_candidates)]
    for chosen in product(*choices):
        at = np.array(chosen, dtype=np.int64)
        if (np.bincount(at[at >= 0], minlength=problem.n_openings) <= problem.seats).all():
            yield at


def blocks(problem, at, pair, wish, worth):
    """The definition, word by word."""
    i, j = problem.candidate[pair], problem.opening[pair]
    of = {(a, b): k for k, (a, b) in enumerate(zip(problem.candidate, problem.opening, strict=True))}
    if at[i] == j or problem.seats[j] == 0:
        return False
    wants = at[i] < 0 or wish[pair] > wish[of[i, at[i]]]
    holds = [worth[of[k, j]] for k in np.flatnonzero(at == j)]
    return wants and (len(holds) < problem.seats[j] or worth[pair] > min(holds))


@given(st.integers(0, 10_000))
def test_it_is_the_stable_assignment_that_every_candidate_likes_best(seed):
    market, wish, worth = drawn_case(seed)
    problem = market.problem
    found = stable(market, wish, worth)
    rank = {(i, j): w for i, j, w in zip(problem.candidate, problem.opening, wish, strict=True)}
    all_stable = [
        at
        for at in assignments(problem)
        if not any(blocks(problem, at, pair, wish, worth) for pair in range(len(problem.candidate)))
    ]
    assert any(np.array_equal(found, at) for at in all_stable)
    for at in all_stable:
        for i in range(problem.n_candidates):
            assert rank.get((i, found[i]), -1) >= rank.get((i, at[i]), -1)


@given(st.integers(0, 10_000))
def test_the_check_finds_exactly_the_pairs_of_the_definition(seed):
    market, wish, worth = drawn_case(seed, ties=True)
    problem = market.problem
    for at in list(assignments(problem))[:40]:
        expected = [k for k in range(len(problem.candidate)) if blocks(problem, at, k, wish, worth)]
        assert blocking_pairs(market, at, wish, worth).tolist() == expected


@given(st.integers(0, 10_000))
def test_with_ties_no_pair_blocks_either(seed):
    market, wish, worth = drawn_case(seed, n=12, m=5, ties=True)
    assert not len(blocking_pairs(market, stable(market, wish, worth), wish, worth))


def test_ties_are_broken_by_the_seed():
    won = set()
    for seed in range(20):
        market = Market(problem=Problem(2, 1, [0, 1], [0, 0], [1, 1], [1], seed=seed))
        won.add(tuple(stable(market, np.ones(2, dtype=int), np.ones(2, dtype=int)).tolist()))
    assert won == {(0, -1), (-1, 0)}


def test_a_pair_below_the_floor_is_no_pair():
    market = Market(problem=Problem(1, 2, [0, 0], [0, 1], [0.2, 0.6], [1, 1], floor=0.5))
    assert stable(market, np.array([2, 1]), np.array([2, 1])).tolist() == [1]
