"""Answers under limits against trying everything, and what must not depend on anything."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from data.errors import Contradiction
from matching import Problem, closing, solve
from matching.marginal import marginal
from matching.mip import best
from matching.mip_model import market_of
from tests.matching.limited_cases import Limited, PlainRow, draw

BOTH = pytest.mark.parametrize("objective", ["placements_then_score", "score"])


def solved(case, objective, **options):
    """The answer, or None where the limits contradict one another."""
    try:
        return solve(case.problem(**options), objective)
    except Contradiction:
        return None


@BOTH
def test_the_best_of_all_choices_is_found(objective):
    rng = np.random.default_rng(80)
    for _ in range(400):
        case = draw(rng)
        market = market_of(case.problem())
        found = best(market, objective, np.arange(0, len(market.pair), 2))
        worth = None if found is None else (len(found.chosen), int(market.value[found.chosen].sum()))
        # Without any column there is nothing to choose, and nobody is asked.
        assert worth == case.best(objective) or not len(market.pair), case


@BOTH
def test_the_best_is_found_too_where_the_first_guess_holds_a_single_pair(objective, monkeypatch):
    monkeypatch.setattr(closing, "FEW", 1)
    monkeypatch.setattr(closing, "FIRST_LOOK", 0)
    rng = np.random.default_rng(88)
    for _ in range(250):
        case = draw(rng)
        market = market_of(case.problem())
        found = best(market, objective, np.arange(0, len(market.pair), 2))
        worth = None if found is None else (len(found.chosen), int(market.value[found.chosen].sum()))
        assert worth == case.best(objective) or not len(market.pair), case


@BOTH
def test_the_answer_is_the_best_and_contradictions_are_told(objective):
    rng = np.random.default_rng(81)
    active = 0
    for _ in range(80):
        case = draw(rng)
        answer, top = solved(case, objective), case.best(objective)
        assert (None if answer is None else (answer.placements, answer.score_micro)) == top, case
        active += answer is not None and answer.limits_active
    assert active > 20


@BOTH
def test_prices_gains_and_values_are_what_solving_again_gives(objective):
    rng = np.random.default_rng(82)
    for _ in range(50):
        case = draw(rng)
        answer = solved(case, objective)
        if answer is None or not answer.limits_active:
            continue
        now = (answer.placements, answer.score_micro)
        assert answer.prices_exact
        assert answer.row_value_exact.all()
        for j in range(len(case.seats)):
            more = case.with_one_more_seat(j).best(objective)
            assert answer.seat_price_micro[j].tolist() == np.subtract(more, now).tolist(), case
        for r in range(len(case.rows)):
            more = case.eased(r).best(objective)
            assert answer.row_value_micro[r].tolist() == np.subtract(more, now).tolist(), case
        for i in range(case.n):
            fewer = case.without(i).best(objective) or (0, 0)
            assert answer.candidate_gain_micro[i].tolist() == np.subtract(now, fewer).tolist(), case


def test_what_is_asked_for_one_change_is_what_the_assignment_says():
    rng = np.random.default_rng(83)
    for _ in range(25):
        case = draw(rng)
        answer = solved(case, "score")
        if answer is None or not answer.limits_active:
            continue
        problem = case.problem()
        assert marginal(problem, answer, row=0) == tuple(answer.row_value_micro[0])
        assert marginal(problem, answer, opening=0) == tuple(answer.seat_price_micro[0])
        assert marginal(problem, answer, candidate=0) == tuple(answer.candidate_gain_micro[0])


@BOTH
def test_the_order_of_pairs_and_of_limits_has_no_effect(objective):
    rng = np.random.default_rng(84)
    for _ in range(30):
        case = draw(rng, 6, 4)
        straight, shuffled = solved(case, objective), solved(case, objective, order=rng)
        assert (straight is None) == (shuffled is None)
        if straight is not None and shuffled is not None:
            assert straight.opening_of.tolist() == shuffled.opening_of.tolist()
            assert sorted(straight.row_value_micro.tolist()) == sorted(shuffled.row_value_micro.tolist())


@BOTH
def test_limits_that_do_not_change_the_answer_leave_every_byte_of_it(objective):
    rng = np.random.default_rng(85)
    seen = 0
    for _ in range(80):
        case = draw(rng)
        answer = solved(case, objective, seed=3)
        if answer is None or answer.limits_active:
            continue
        seen += 1
        free = solve(Limited(case.n, case.pairs, case.seats, []).problem(seed=3), objective)
        for field in ("opening_of", "seat_price_micro", "candidate_gain_micro"):
            assert getattr(answer, field).tobytes() == getattr(free, field).tobytes()
        assert answer.certificate == free.certificate
        assert not answer.row_value_micro.any()
    assert seen > 12


@BOTH
def test_a_search_cut_short_says_how_far_it_may_be_from_the_best(objective):
    rng = np.random.default_rng(1)
    pairs = {(i, j): int(rng.integers(500_000, 1_000_000)) for i in range(16) for j in range(5)}
    rows = [PlainRow({(i, j): int(rng.integers(5, 26)) for i in range(16)}, most=40) for j in range(5)]
    problem = Limited(16, pairs, [16] * 5, rows).problem()
    short, long = solve(problem, objective, nodes=1), solve(problem, objective)
    assert long.certificate.gap == 0
    assert short.certificate.kind == "bounded"
    assert short.certificate.gap == short.certificate.bound[1] - short.score_micro > 0
    assert short.score_micro <= long.score_micro <= short.certificate.bound[1] <= short.certificate.lp_bound[1]
    assert short.placements == long.placements == 16
    again = solve(problem, objective, nodes=1)
    assert again.opening_of.tobytes() == short.opening_of.tobytes()
    assert again.certificate == short.certificate


def test_one_unit_more_never_makes_the_answer_worse():
    rng = np.random.default_rng(86)
    pairs = {(i, j): int(rng.integers(1, 10**6)) for i in range(12) for j in range(6) if rng.random() < 0.6}
    points = rng.choice([10, 15, 20, 30], 12)
    weight = {p: int(points[p[0]]) for p in pairs}
    worths = []
    for most in range(0, 200, 10):
        case = Limited(12, pairs, [2] * 6, [PlainRow(weight, most), PlainRow(dict.fromkeys(pairs, 1), 7)])
        answer = solve(case.problem())
        worths.append((answer.placements, answer.score_micro))
        assert answer.certificate.gap == 0
    assert all(before <= after for before, after in pairwise(worths))
    assert worths[-1][0] == 7


def test_a_budget_of_two_keeps_the_two_best_that_it_can_pay():
    pairs = {(0, 0): 900_000, (1, 1): 800_000, (2, 2): 700_000}
    budget = PlainRow({(0, 0): 3, (1, 1): 2, (2, 2): 1}, most=3)
    answer = solve(Limited(3, pairs, [1, 1, 1], [budget]).problem())
    assert answer.opening_of.tolist() == [-1, 1, 2]
    assert answer.limits_active
    assert answer.binding == (0,)
    assert answer.certificate.kind == "bounded"
    # One unit more pays for the first and the third: no more people, a better score.
    assert answer.row_value_micro.tolist() == [[0, 100_000]]
    # Without the third the first alone is better than the second; without the second nobody else can be paid.
    assert answer.candidate_gain_micro.tolist() == [[0, 0], [1, 600_000], [1, 600_000]]


def test_binding_is_told_by_units():
    pairs = {(0, 0): 500_000, (1, 0): 400_000}
    rows = [PlainRow(dict.fromkeys(pairs, 2), most=6, unit=2), PlainRow(dict.fromkeys(pairs, 1), most=None, least=1)]
    answer = solve(Limited(2, pairs, [2], rows).problem())
    assert answer.binding == ()
    assert answer.placements == 2
    tight = [PlainRow(dict.fromkeys(pairs, 2), most=3, unit=2), rows[1]]
    answer = solve(Limited(2, pairs, [2], tight).problem())
    assert (answer.placements, answer.binding) == (1, (0, 1))


def test_a_larger_market_solved_over_a_few_of_its_columns_agrees_with_the_plain_programme():
    rng = np.random.default_rng(87)
    n, m = 45, 20
    pairs = {(i, j): int(rng.integers(1, 10**6)) for i in range(n) for j in range(m) if rng.random() < 0.4}
    points = rng.choice([10, 15, 20, 30], n)
    rows = [PlainRow({p: int(points[p[0]]) for p in pairs if p[1] // 3 == k}, most=40) for k in range(m // 3)]
    rows.append(PlainRow({p: 60_000 + 1_000 * (p[1] % 7) for p in pairs}, most=800_000, unit=60_000))
    rows.append(PlainRow({p: 1 for p in pairs if p[0] % 3 == 0}, most=None, least=6))
    case = Limited(n, pairs, [2] * m, rows)
    answer = solve(case.problem())
    assert (answer.placements, answer.score_micro) == plain(case.problem())
    assert answer.certificate.gap == 0


def plain(problem: Problem) -> tuple[int, int]:
    """Both objectives by SciPy's interface, in two programmes over all pairs."""
    size = len(problem.candidate)
    table = np.zeros((problem.n_candidates + problem.n_openings + len(problem.limits), size))
    table[problem.candidate, np.arange(size)] = 1
    table[problem.n_candidates + problem.opening, np.arange(size)] = 1
    low = np.full(len(table), -np.inf)
    high = np.concatenate((np.ones(problem.n_candidates), problem.seats, np.full(len(problem.limits), np.inf)))
    for k, row in enumerate(problem.limits, start=problem.n_candidates + problem.n_openings):
        table[k, row.pair] = row.weight
        low[k], high[k] = -np.inf if row.least is None else row.least, np.inf if row.most is None else row.most
    limits = [LinearConstraint(csr_array(table), low, high)]
    whole = {"integrality": np.ones(size), "bounds": Bounds(0, 1), "options": {"mip_rel_gap": 0}}
    most = round(-milp(-np.ones(size), constraints=limits, **whole).fun)
    limits.append(LinearConstraint(np.ones((1, size)), most, most))
    x = milp(-problem.value_micro.astype(float), constraints=limits, **whole).x
    return most, int(problem.value_micro[np.rint(x) == 1].sum())
