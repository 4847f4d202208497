"""The checker against a slow one, with everything changed that can be, numbers that wrap around, chains and blocks."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from data.errors import NotProved
from matching import Assignment, Certificate, Problem, certificate, solve
from matching.certificate import check


def worth_in_order(objective, pair):
    return tuple(pair) if objective == "placements_then_score" else tuple(pair)[::-1]


def is_right(problem, answer):
    """The conditions of a proof, one after the other in Python's unbounded integers."""
    objective, at = answer.objective, answer.opening_of.tolist()
    price = [worth_in_order(objective, pair) for pair in answer.seat_price_micro.tolist()]
    gain = [worth_in_order(objective, pair) for pair in answer.candidate_gain_micro.tolist()]
    columns = (problem.candidate.tolist(), problem.opening.tolist(), problem.value_micro.tolist())
    pairs = {(i, j): (1, v) for i, j, v in zip(*columns, strict=True) if v >= problem.floor_micro}
    placed = [(i, j) for i, j in enumerate(at) if j != -1]
    room = [seats - at.count(j) for j, seats in enumerate(problem.seats.tolist())]
    if not set(placed) <= set(pairs) or min(room, default=0) < 0 or min(price + gain, default=(0, 0)) < (0, 0):
        return False
    if any(left and price[j] != (0, 0) for j, left in enumerate(room)):
        return False
    if any(j < 0 and gain[i] != (0, 0) for i, j in enumerate(at)):
        return False
    left = {}
    for (i, j), pair in pairs.items():
        value = worth_in_order(objective, pair)
        left[i, j] = tuple(g + p - v for g, p, v in zip(gain[i], price[j], value, strict=True))
    if min(left.values(), default=(0, 0)) < (0, 0):
        return False
    total = tuple(sum(pairs[pair][side] for pair in placed) for side in (0, 1))
    paid = [(s * p[0], s * p[1]) for s, p in zip(problem.seats.tolist(), price, strict=True)]
    bound = tuple(sum(one[side] for one in gain + paid) for side in (0, 1))
    if bound != worth_in_order(objective, total) or (answer.placements, answer.score_micro) != total:
        return False
    held = {j for j, one in enumerate(price) if one == (0, 0)}
    tight = [pair for pair, one in left.items() if one == (0, 0)]
    for _ in price:
        held |= {j for i, j in tight if at[i] < 0 or at[i] in held}
    return len(held) == len(price)


FAR = (-(2**63), -(2**62) - 1, -(2**62), -(2**61), 2**61, 2**62, 2**62 + 1, 2**63 - 1)


def every_way_of_being_wrong(answer):
    """The answer with one thing changed, in every way; some of these are as right as the answer."""
    for i, j in enumerate(answer.opening_of.tolist()):
        for other in range(-2, len(answer.seat_price_micro) + 1):
            if other != j:
                at = answer.opening_of.copy()
                at[i] = other
                yield replace(answer, opening_of=at)
    for field in ("seat_price_micro", "candidate_gain_micro"):
        for index in np.ndindex(getattr(answer, field).shape):
            old = int(getattr(answer, field)[index])
            for new in {old - 1, old + 1, -old, 2 * old, old + 1_000_000, *FAR} - {old}:
                array = getattr(answer, field).copy()
                array[index] = new
                yield replace(answer, **{field: array})
    for by in (-1, 1, 2**62, 2**63, 2**64):
        yield replace(answer, placements=answer.placements + by)
        yield replace(answer, score_micro=answer.score_micro + by)


@pytest.mark.parametrize("block", [1, 3, certificate.BLOCK])
def test_each_answer_with_one_thing_changed_is_refused_unless_it_is_right_too(block, random_case, monkeypatch):
    monkeypatch.setattr(certificate, "BLOCK", block)
    rng = np.random.default_rng(43)
    refused = accepted = 0
    for _ in range(24):
        problem = random_case(rng, 4).problem(floor=rng.choice([0.0, 2e-6]))
        for objective in ("score", "placements_then_score"):
            answer = solve(problem, objective)
            assert check(problem, answer).kind == "proved"
            assert is_right(problem, answer)
            for changed in every_way_of_being_wrong(answer):
                if is_right(problem, changed):
                    assert check(problem, changed).kind == "proved"
                    accepted += 1
                else:
                    with pytest.raises(NotProved):
                        check(problem, changed)
                    refused += 1
    # Right too: somebody who is moved where it is equally good.
    assert refused > 1000 > accepted > 0


@pytest.mark.parametrize(
    ("field", "index", "by", "why"),
    [
        ("opening_of", 0, 2, "candidate 0 is at an opening that does not exist"),
        ("candidate_gain_micro", (2, 0), 1, "candidate 2 is not placed and has a gain"),
        ("candidate_gain_micro", (2, 1), 1, "candidate 2 is not placed and has a gain"),
    ],
)
def test_the_first_condition_that_fails_is_the_one_that_is_told(field, index, by, why):
    problem = Problem(3, 3, candidate=[0, 1, 2], opening=[1, 0, 0], value=[0.5, 0.9, 0.8], seats=[1, 1, 1])
    answer = solve(problem)
    array = getattr(answer, field).copy()
    array[index] += by
    with pytest.raises(NotProved, match=why):
        check(problem, replace(answer, **{field: array}))


@pytest.mark.parametrize("block", [1, 2, 3, certificate.BLOCK])
def test_the_first_wrong_pair_is_counted_among_those_at_the_floor_in_whatever_block_it_is(block, monkeypatch):
    monkeypatch.setattr(certificate, "BLOCK", block)
    value = [0.3, 0.5, 0.1, 0.5, 0.5, 0.5, 0.1, 0.5]
    problem = Problem(4, 2, [0, 0, 1, 1, 2, 2, 3, 3], [0, 1] * 4, value, seats=[9, 9], floor=0.2)
    answer = solve(problem)
    gain = answer.candidate_gain_micro.copy()
    gain[[1, 2, 3], 1] -= [1, 1, 1]
    # At the floor: (0, 0) with slack, (0, 1), (1, 1), (2, 0), (2, 1), (3, 1).
    with pytest.raises(NotProved, match=r"allowed pair 2 is worth more than its price and gain \(4 in all\)"):
        check(problem, replace(answer, candidate_gain_micro=gain))


@pytest.mark.parametrize("seats", [1, 2**62])
def test_a_price_at_an_empty_seat_is_refused_however_many_there_are(seats):
    problem = Problem(1, 1, candidate=[0], opening=[0], value=[0.5], seats=[seats])
    answer = solve(problem)
    priced = replace(answer, seat_price_micro=np.array([[0, 1]]), candidate_gain_micro=np.array([[1, 499_999]]))
    with pytest.raises(NotProved, match="a price higher than needed" if seats == 1 else "an empty seat and a price"):
        check(problem, priced)


@pytest.mark.parametrize("power", [61, 62])
def test_gains_that_add_up_only_when_a_sum_wraps_around_are_refused(power):
    n = 2 ** (64 - power)
    problem = Problem(n, n, candidate=range(n), opening=range(n), value=[0.5] * n, seats=[1] * n)
    answer = solve(problem)
    for side in (0, 1):
        gain = answer.candidate_gain_micro.copy()
        gain[:, side] += 2**power
        total = (n, n * 500_000)[side]
        with pytest.raises(NotProved, match=f"is worth {total}, the bound is {total + 2**64}"):
            check(problem, replace(answer, candidate_gain_micro=gain))


def test_a_price_no_values_add_up_to_is_refused_where_nobody_pays_it():
    at = np.array([2**63 - 1, 2**63 - 1])
    problem = Problem(1, 2, candidate=[0, 0], opening=[0, 1], value=[0.5, 0.5], seats=[1, 0])
    answer = solve(problem)
    for row in (at, at * [0, 1], at * [1, 0], at * [1, -1]):
        price = answer.seat_price_micro.copy()
        price[1] = row
        with pytest.raises(NotProved, match="opening 1 has a price that no values add up to"):
            check(problem, replace(answer, seat_price_micro=price))


def ladder(length, spare):
    """Everybody would be worth one step more one opening up; only the lowest opening may have a seat to spare."""
    step = np.arange(length)
    return Problem.on_grid(
        length,
        length,
        candidate=np.concatenate((step, step[:-1])),
        opening=np.concatenate((step, step[1:])),
        value_micro=np.concatenate((step, step[1:])) + 1000,
        seats=np.where(step == 0, 1 + spare, 1),
    )


def proposed(problem, price):
    """Everybody at the opening of the same number, at these prices."""
    n = problem.n_candidates
    value = np.arange(n) + 1000
    none = np.zeros(n, dtype=np.int64)
    return Assignment(
        objective="score",
        opening_of=np.arange(n),
        placements=n,
        score_micro=int(value.sum()),
        seat_price_micro=np.stack((none, price), axis=1),
        candidate_gain_micro=np.stack((none + 1, value - price), axis=1),
        certificate=Certificate(kind="unchecked", gap=None, checked_by=""),
    )


@pytest.mark.parametrize("block", [1, 2, certificate.BLOCK])
@pytest.mark.parametrize("spare", [0, 1])
def test_a_long_chain_holds_prices_up_from_its_first_link_on(block, spare, monkeypatch):
    monkeypatch.setattr(certificate, "BLOCK", block)
    problem = ladder(300, spare)
    price = np.arange(300)
    assert check(problem, proposed(problem, price)).kind == "proved"
    if spare:
        assert solve(problem, "score").seat_price_micro[:, 1].tolist() == price.tolist()
    # The same total, proved by prices that are all one step too high, or by those above a broken link.
    with pytest.raises(NotProved, match="opening 0 has an empty seat" if spare else r"opening 0 .* \(300 in all\)"):
        check(problem, proposed(problem, price + 1))
    with pytest.raises(NotProved, match=r"opening 120 has a price higher than needed \(180 in all\)"):
        check(problem, proposed(problem, price + (price >= 120)))


def test_many_pairs_are_checked_with_little_memory(monkeypatch):
    monkeypatch.setattr(certificate, "BLOCK", 1024)
    n, m = 400, 500
    candidate, opening = np.divmod(np.arange(n * m), m)
    seats = np.minimum(np.arange(m), 1)
    problem = Problem.on_grid(n, m, candidate, opening, 1000 + (opening < n), seats)
    # Opening 0 has no seat, candidate 0 is content elsewhere, and all 160,000 pairs to a priced opening have no slack.
    at = np.where(np.arange(n) == 0, n, np.arange(n))
    price = np.stack((np.zeros(m, dtype=int), np.arange(m) < n), axis=1).astype(np.int64)
    gain = np.stack((np.ones(n, dtype=int), np.full(n, 1000)), axis=1)
    answer = replace(proposed(problem, at), seat_price_micro=price, candidate_gain_micro=gain, score_micro=1001 * n - 1)
    tracemalloc.start()
    try:
        assert check(problem, replace(answer, opening_of=at)).kind == "proved"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < problem.value_micro.nbytes / 4


def test_certificates_that_show_the_same_are_equal_whoever_found_the_assignment():
    shown = solve(ladder(3, 1)).certificate
    assert replace(shown, core="sparse", why="1,000 candidates or more") == shown
    assert replace(shown, gap=1) != shown
