"""Answers within caps inside caps: against trying everything, against HiGHS, and what must not depend on anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from data.errors import NotProved
from matching import Assignment, Problem, limited, solve
from matching.choice import WHY
from matching.nested import repair, within
from matching.nested.tree import nested
from matching.residual import Choices
from tests.matching.limited_cases import Limited, PlainRow
from tests.matching.nested.nested_cases import draw_nested

BOTH = pytest.mark.parametrize("objective", ["placements_then_score", "score"])


def active(
    rng: np.random.Generator, objective: str, count: int, n: int, m: int
) -> Iterator[tuple[Limited, Assignment]]:
    """Drawn cases whose caps change the answer, with the answer."""
    while count:
        case = draw_nested(rng, n, m)
        answer = solve(case.problem(), objective)
        if answer.limits_active:
            count -= 1
            yield case, answer


def by_highs(problem: Problem, objective: str, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    with monkeypatch.context() as patch:
        patch.setattr(limited, "nested", lambda problem: None)
        return solve(problem, objective)


def same(one: Assignment, other: Assignment) -> bool:
    arrays = ("opening_of", "seat_price_micro", "candidate_gain_micro", "row_value_micro")
    return one.binding == other.binding and all(np.array_equal(getattr(one, a), getattr(other, a)) for a in arrays)


@BOTH
def test_worth_prices_gains_and_limits_are_those_of_trying_everything(objective: str) -> None:
    rng = np.random.default_rng(701)
    for case, answer in active(rng, objective, 40, 5, 4):
        now = case.best(objective)
        assert now == (answer.placements, answer.score_micro)
        more = [case.with_one_more_seat(j) for j in range(len(case.seats))]
        more += [case.eased(r) for r in range(len(case.rows))]
        told = [*answer.seat_price_micro.tolist(), *answer.row_value_micro.tolist()]
        for changed, price in zip(more, told, strict=True):
            assert np.subtract(changed.best(objective), now).tolist() == price
        for i, gain in enumerate(answer.candidate_gain_micro.tolist()):
            assert np.subtract(now, case.without(i).best(objective)).tolist() == gain
        assert answer.prices_exact
        assert answer.row_value_exact.all()


@BOTH
def test_the_certificate_proves_it_and_says_which_path_was_taken(objective: str) -> None:
    for _, answer in active(np.random.default_rng(702), objective, 20, 6, 6):
        shown = answer.certificate
        assert (shown.kind, shown.gap, shown.core) == ("proved", 0, "nested")
        assert shown.lp_bound == shown.bound == (answer.placements, answer.score_micro)
        assert shown.why == "caps within caps" in WHY


@BOTH
def test_highs_finds_the_same(objective: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    for case, answer in active(np.random.default_rng(703), objective, 60, 14, 10):
        other = by_highs(case.problem(), objective, monkeypatch)
        assert (answer.placements, answer.score_micro) == (other.placements, other.score_micro)
        exact = other.row_value_exact
        assert np.array_equal(answer.row_value_micro[exact], other.row_value_micro[exact])
        if other.prices_exact:
            compared += 1
            assert np.array_equal(answer.seat_price_micro, other.seat_price_micro)
            assert np.array_equal(answer.candidate_gain_micro, other.candidate_gain_micro)
    assert compared > 40


@BOTH
def test_compiled_and_plain_code_give_the_same_answer(objective: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [case for case, _ in active(np.random.default_rng(704), objective, 20, 30, 20)]
    plain = [solve(case.problem(seed=3), objective) for case in cases]
    monkeypatch.setattr(repair, "COMPILED_FROM", 0)
    assert all(same(solve(c.problem(seed=3), objective), p) for c, p in zip(cases, plain, strict=True))


@BOTH
def test_the_order_of_pairs_and_limits_has_no_effect_on_who_is_proposed(objective: str) -> None:
    rng = np.random.default_rng(705)
    for case, answer in active(rng, objective, 25, 8, 6):
        again = solve(case.problem(rng), objective)
        assert np.array_equal(answer.opening_of, again.opening_of)
        assert np.array_equal(answer.seat_price_micro, again.seat_price_micro)
        assert np.array_equal(answer.candidate_gain_micro, again.candidate_gain_micro)


@BOTH
def test_of_equally_good_assignments_the_nearest_to_the_previous_is_taken(objective: str) -> None:
    rng = np.random.default_rng(706)
    others = 0
    for case, answer in active(rng, objective, 40, 4, 4):
        worth = (answer.placements, answer.score_micro)
        best = [dict(chosen) for chosen in case.choices() if worth_of(case, chosen) == worth]
        for k in rng.integers(0, len(best), 3):
            previous = np.array([best[k].get(i, -1) for i in range(case.n)])
            others += not np.array_equal(previous, answer.opening_of)
            assert np.array_equal(solve(case.problem(previous=previous), objective).opening_of, previous)
        previous = rng.integers(-1, len(case.seats), case.n)
        at = solve(case.problem(previous=previous), objective).opening_of
        most = max(sum(int(previous[i] == j) for i, j in chosen.items()) for chosen in best)
        assert ((at == previous) & (at >= 0)).sum() == most
    assert others > 5


def worth_of(case: Limited, chosen: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Placements and score of a choice; None where it breaks a limit."""
    if any(over or under for over, under in case.excess(chosen)):
        return None
    return len(chosen), sum(case.pairs[p] for p in chosen)


def test_the_seed_draws_among_equally_good_assignments() -> None:
    pairs = {(i, j): 500_000 for i in range(6) for j in range(4)}
    case = Limited(6, pairs, [2, 2, 2, 2], [PlainRow(dict.fromkeys(pairs, 1), 3)])
    drawn = {solve(case.problem(seed=seed)).opening_of.tobytes() for seed in range(8)}
    assert len(drawn) > 4


def test_each_unit_of_a_cap_adds_no_more_than_the_one_before() -> None:
    pairs = {(i, j): 100_000 * (i + 1) for i in range(6) for j in range(3)}
    for unit in (1, 2, 3, 9):
        case = Limited(6, pairs, [2, 2, 9], [PlainRow(dict.fromkeys(pairs, 1), 2, unit=unit)])
        (value,) = solve(case.problem()).row_value_micro.tolist()
        assert value == [min(unit, 4), sum([400_000, 300_000, 200_000, 100_000][:unit])]
    values = [
        solve(Limited(6, pairs, [2, 2, 9], [PlainRow(dict.fromkeys(pairs, 1), most)]).problem()).score_micro
        for most in range(7)
    ]
    steps = [after - before for before, after in pairwise(values)]
    assert steps == sorted(steps, reverse=True)


def test_a_seat_under_a_full_tutor_is_worth_what_it_lets_the_tutor_exchange() -> None:
    # Opening 0 has one seat, 1 has two; their tutor takes two. The third person fits opening 0 alone.
    pairs = {(0, 0): 900_000, (1, 0): 100_000, (1, 1): 500_000, (2, 0): 800_000, (3, 1): 300_000}
    case = Limited(4, pairs, [1, 2], [PlainRow(dict.fromkeys(pairs, 1), 2)])
    answer = solve(case.problem())
    assert answer.opening_of.tolist() == [0, 1, -1, -1]
    assert answer.seat_price_micro.tolist() == [[0, 300_000], [0, 0]]
    assert answer.row_value_micro.tolist() == [[1, 300_000]]


@pytest.mark.parametrize("seats", [0, 1, 10**6])
def test_closed_openings_and_a_million_seats_are_like_any_others(seats: int) -> None:
    pairs = {(i, j): 100_000 * (i + j + 1) for i in range(5) for j in range(3)}
    rows = [PlainRow({p: 1 for p in pairs if p[1] < 2}, 0), PlainRow(dict.fromkeys(pairs, 1), 4)]
    case = Limited(5, pairs, [seats] * 3, rows)
    answer = solve(case.problem())
    assert (answer.placements, answer.score_micro) == case.best("placements_then_score")
    assert answer.limits_active == (seats > 0)
    if answer.limits_active:
        assert answer.seat_price_micro[:2].tolist() == [[0, 0], [0, 0]]


def test_numbers_too_large_for_one_int64_go_to_highs() -> None:
    pairs = {(i, j): 10**12 - i for i in range(3) for j in range(2)}
    rows = [PlainRow(dict.fromkeys(pairs, 1), 1)]
    case = Limited(20_000, pairs, [1, 1], rows)
    for objective in ("placements_then_score", "score"):
        answer = solve(case.problem(), objective)
        assert (answer.placements, answer.score_micro) == (1, 10**12)
        assert (answer.certificate.core, answer.certificate.why) == ("highs", "limits")


def test_an_answer_that_is_not_best_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = {(i, j): 100_000 * (i + 1) for i in range(4) for j in range(3)}
    case = Limited(4, pairs, [1, 1, 1], [PlainRow(dict.fromkeys(pairs, 1), 2)])
    for at in ([0, 1, -1, -1], [0, -1, -1, -1]):
        monkeypatch.setattr(within, "drawn", lambda problem, best, at=at: np.array(at, dtype=np.int64))
        with pytest.raises(NotProved):
            solve(case.problem())
    monkeypatch.setattr(within, "drawn", lambda problem, best: np.array([-1, 0, 1, 2], dtype=np.int64))
    with pytest.raises(NotProved, match="limit 0"):
        solve(case.problem())


def test_a_seat_where_there_was_none_lets_a_full_tutor_exchange_too() -> None:
    pairs = {(0, 0): 900_000, (1, 1): 500_000, (2, 1): 400_000}
    case = Limited(3, pairs, [0, 5], [PlainRow(dict.fromkeys(pairs, 1), 1)])
    assert solve(case.problem()).seat_price_micro.tolist() == [[0, 400_000], [0, 0]]


def test_prices_are_the_smallest_whatever_prices_come_first() -> None:
    pairs = {(0, 0): 900_000, (1, 1): 500_000, (1, 2): 400_000, (2, 2): 300_000}
    problem = Limited(3, pairs, [1, 1, 1], [PlainRow({(1, 1): 1, (1, 2): 1, (2, 2): 1}, 1)]).problem()
    tree, choices = nested(problem), Choices.of(problem)
    assert tree is not None
    seats_only = np.array([0, 1, 2]), np.array([900_000, 500_000, 300_000]), problem.seats
    worked = repair.repaired(tree, tree.cap, choices, problem.value_micro, seats_only)
    assert worked.at.tolist() == [0, 1, -1]
    assert worked.own_price.tolist() == [0, 0, 0, 300_000, 0]
    assert worked.gain.tolist() == [900_000, 200_000, 0]
