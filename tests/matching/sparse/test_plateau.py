"""Everybody who waits, or every empty seat, searches at once: what that leaves is best, as its prices prove."""

from __future__ import annotations

import numpy as np
import pytest

from matching.sparse import work
from matching.sparse.columns import columns, users
from matching.sparse.part import CLOSED, Part, Settled, nothing_settled, room_to_search
from matching.sparse.plateau import seat_together
from matching.sparse.refill import fill_all
from matching.sparse.repair import place, seat_all
from matching.sparse.vacant import fill_together

LEVELS = {
    "equal": [500_000],
    "thirds": [333_333, 666_667, 1_000_000],
    "quarters, and of no use": [0, 250_000, 500_000, 750_000, 1_000_000],
    "a step of one": [7, 8, 9],
    "twelve": list(range(83_333, 1_000_001, 83_333)),
}


def towns(seed: int, n: int, levels: list[int]) -> Part:
    """Most pairs inside a town of about thirty, some across; some openings without seats, some candidates alone."""
    rng = np.random.default_rng(seed)
    m, rows = n // 2, []
    for i in range(n):
        near = (i // 2 // 15 * 15 + rng.integers(0, 15, int(rng.integers(0, 9)))) % m
        rows.append(np.unique(np.append(near, rng.integers(0, m, int(rng.random() < 0.2)))))
    start = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    opening = np.concatenate(rows).astype(np.uint32)
    seats = rng.choice([0, 1, 1, 2, 3], m).astype(np.int32)
    first = np.concatenate(([0], np.cumsum(seats))).astype(np.int64)
    return Part(start, opening, rng.choice(levels, len(opening)).astype(np.int32), seats, first)


def prove(part: Part, bonus: int, settled: Settled) -> None:
    """No pair is worth more than its two prices, a pair in use exactly as much, and nobody who gains is out."""
    price, gain, at = settled.price, settled.gain, settled.at
    row = np.repeat(np.arange(len(at)), np.diff(part.start))
    slack = gain[row] + price[part.opening] - part.weight.astype(np.int64) - bonus
    assert slack.min(initial=0) >= 0
    assert gain.min() >= 0
    assert price.min() >= 0
    placed = np.flatnonzero(at >= 0)
    assert (part.opening[settled.pair[placed]] == at[placed]).all()
    assert (row[settled.pair[placed]] == placed).all()
    assert (slack[settled.pair[placed]] == 0).all()
    assert (gain[at < 0] == 0).all()
    assert (settled.holder[settled.slot[placed]] == placed).all()
    assert (settled.filled == np.bincount(at[placed], minlength=len(part.seats))).all()
    assert (settled.filled <= part.seats).all()


def seat_all_who_wait(part: Part, bonus: int, settled: Settled) -> int:
    """As the core does it; how many were left for single searches."""
    waiting = place(part, bonus, settled, np.zeros(len(settled.holder), np.int64))
    assert len(waiting) > 20
    seat_together(waiting, part, bonus, settled, users(part, weights=True))
    left = waiting[(settled.at[waiting] < 0) & (settled.gain[waiting] > 0)]
    seat_all(left, part, bonus, settled, room_to_search(len(part.seats)))
    return len(left)


@pytest.mark.parametrize("levels", LEVELS.values(), ids=LEVELS)
@pytest.mark.parametrize("seed", range(6))
def test_all_who_wait_are_seated_or_gain_nothing_by_a_seat(seed: int, levels: list[int]) -> None:
    part = towns(seed, 600, levels)
    settled = nothing_settled(part)
    assert seat_all_who_wait(part, 0, settled) == 0
    prove(part, 0, settled)
    # What has a price is full: with the prices above that makes the sum of scores the largest there is.
    assert (settled.filled == part.seats)[settled.price > 0].all()


@pytest.mark.parametrize("levels", LEVELS.values(), ids=LEVELS)
@pytest.mark.parametrize("seed", range(6))
def test_a_placement_may_count_besides_and_empty_seats_may_have_a_price(seed: int, levels: list[int]) -> None:
    part, bonus = towns(seed, 600, levels), 10**10
    settled = nothing_settled(part)
    settled.price[part.seats > 0] = np.random.default_rng(seed).choice([0, 500_000, bonus], (part.seats > 0).sum())
    assert seat_all_who_wait(part, bonus, settled) < 20
    prove(part, bonus, settled)


@pytest.mark.parametrize("levels", LEVELS.values(), ids=LEVELS)
@pytest.mark.parametrize("seed", range(6))
def test_empty_seats_with_a_price_are_filled_or_come_to_cost_nothing(seed: int, levels: list[int]) -> None:
    part, bonus = towns(seed, 600, levels), 10**10
    settled = nothing_settled(part)
    price = np.random.default_rng(seed).choice([0, bonus, bonus + 500_000], (part.seats > 0).sum(), p=[0.1, 0.5, 0.4])
    settled.price[part.seats > 0] = price
    seat_all_who_wait(part, bonus, settled)
    empty, placed = (settled.filled < part.seats) & (settled.price > 0), (settled.at >= 0).sum()
    assert empty.sum() > 9
    fill_together(part, bonus, settled, users(part, weights=True))
    prove(part, bonus, settled)
    assert (settled.filled == part.seats)[settled.price > 0].all()
    assert (settled.at >= 0).sum() > placed


def test_where_prices_would_fall_too_often_the_rest_is_left_for_single_searches() -> None:
    """A staircase: everybody would as soon move on to the next opening for one more, and nobody is out."""
    n, level = 300, 10**6
    opening = np.column_stack((np.arange(n), np.arange(1, n + 1))).ravel().astype(np.uint32)
    weight = np.tile([level, level - 1], n).astype(np.int32)
    start, seats = np.arange(0, 2 * n + 1, 2), np.ones(n + 1, np.int32)
    part = Part(start, opening, weight, seats, np.arange(n + 2))
    settled = nothing_settled(part)
    settled.at[:] = settled.holder[:n] = settled.slot[:] = np.arange(n)
    settled.pair[:] = start[:-1]
    settled.filled[:n] = 1
    settled.price[:] = level // 2
    settled.gain[:] = level - level // 2
    fill_together(part, 0, settled, users(part, weights=True))
    prove(part, 0, settled)
    assert settled.price[n] > 0
    near = columns(part, 0, settled.price, settled.gain, CLOSED)
    assert fill_all(np.array([n]), near, part, 0, settled, room_to_search(n + 1), CLOSED)
    prove(part, 0, settled)
    assert settled.price[n] == 0


def test_where_prices_would_rise_too_often_the_rest_is_left_for_single_searches() -> None:
    """A staircase: each rise reaches one opening more, and each price is one above the next."""
    n, level = 300, 10**6
    opening = np.append(np.column_stack((np.arange(n), np.arange(1, n + 1))).ravel(), 0).astype(np.uint32)
    weight = np.append(np.tile([level + 1, level], n), level + 1).astype(np.int32)
    start = np.append(np.arange(0, 2 * n + 1, 2), 2 * n + 1)
    part = Part(start, opening, weight, np.ones(n + 1, np.int32), np.arange(n + 2))
    settled = nothing_settled(part)
    waiting = place(part, 0, settled, np.zeros(n + 1, np.int64))
    seat_together(waiting, part, 0, settled, users(part, weights=True))
    left = waiting[(settled.at[waiting] < 0) & (settled.gain[waiting] > 0)]
    assert len(left) == 1
    seat_all(left, part, 0, settled, room_to_search(n + 1))
    prove(part, 0, settled)
    assert (settled.at >= 0).all()


def test_where_one_opening_has_thousands_of_empty_seats_they_are_left_for_single_searches() -> None:
    """Two openings: everybody outside would come into the second, each path to the first leads through it."""
    seats = 2_000
    start = np.append(np.arange(0, 2 * seats, 2), np.arange(2 * seats, 3 * seats + 1))
    opening = np.append(np.tile([0, 1], seats), np.ones(seats)).astype(np.uint32)
    weight = np.append(np.tile([1, 10], seats), np.full(seats, 5)).astype(np.int32)
    part = Part(start, opening, weight, np.full(2, seats, np.int32), np.array([0, seats, 2 * seats]))
    settled, bonus = nothing_settled(part), 10**6
    within = np.arange(seats)
    settled.at[within], settled.pair[within], settled.slot[within] = 1, 2 * within + 1, seats + within
    settled.holder[seats:], settled.filled[1] = within, seats
    settled.price[:], settled.gain[within] = bonus + 5, 5
    prove(part, bonus, settled)
    fill_together(part, bonus, settled, users(part, weights=True))
    prove(part, bonus, settled)
    assert 10 < settled.filled[0] < seats


@pytest.mark.parametrize("n", [1, 100, 30_000])
@pytest.mark.parametrize("levels", [1, work.LEVELS, work.LEVELS + 1, 1_000])
def test_levels_are_few_up_to_a_dozen(n: int, levels: int) -> None:
    weight = np.random.default_rng(n).integers(0, levels, n).astype(np.int32) * 1_000 + 7
    assert work.few_levels(weight) == (len(np.unique(weight)) <= work.LEVELS)
