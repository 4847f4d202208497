"""The exact repair reaches the optimum from anywhere, without any help from SciPy."""

from __future__ import annotations

import numpy as np

from matching import solve
from matching.hungarian import improve
from matching.residual import Choices, settle


def nobody_placed(problem):
    return np.full(problem.n_candidates, -1)


def test_repair_alone_reaches_the_same_total_and_the_same_prices(random_case):
    rng = np.random.default_rng(21)
    for _ in range(300):
        problem = random_case(rng, largest=9).problem()
        choices = Choices.of(problem)
        weight = problem.value_micro[choices.pair]
        at, price, _ = settle(choices, nobody_placed(problem), weight)
        best = solve(problem, "score")
        placed = at[choices.candidate] == choices.opening
        assert weight[placed].sum() == best.score_micro
        assert price.tolist() == best.seat_price_micro[:, 1].tolist()


def test_repair_undoes_a_full_but_poor_assignment_by_exchanges_in_a_ring(make_case):
    n = 12
    pairs = {(i, j): 10**12 - abs(i - j) for i in range(n) for j in range(n)}
    problem = make_case(n, pairs, [1] * n).problem()
    choices = Choices.of(problem)
    at, _, _ = settle(choices, (np.arange(n) + 1) % n, problem.value_micro[choices.pair])
    assert at.tolist() == list(range(n))


def test_what_is_open_after_the_first_objective_cannot_lose_it_again(make_case, best_of_all):
    seats = [1, 1, 1]
    pairs = {(i, j): 5 - (i == j) for i in range(4) for j in range(3)}
    case = make_case(4, pairs, seats)
    problem = case.problem()
    choices = Choices.of(problem)
    one = np.ones(len(choices.pair), dtype=np.int64)
    at, price, gain = settle(choices, improve(choices, nobody_placed(problem), one), one)
    choices = choices.tight(one, price, gain)
    assert not choices.may_spare.any()
    weight = problem.value_micro[choices.pair]
    again = improve(choices, at, weight)
    assert (again >= 0).sum() == sum(seats)
    assert weight[again[choices.candidate] == choices.opening].sum() == best_of_all(case, "placements_then_score")[1]
