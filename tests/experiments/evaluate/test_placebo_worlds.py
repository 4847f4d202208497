from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from sklearn.linear_model import Ridge

from experiments.evaluate.estimate import aipw, history, ipw, snips
from experiments.evaluate.estimate_logged import Logged
from experiments.evaluate.placebo import logged_of, one_world, placebo_number, placebo_of, share_of, shuffle
from experiments.evaluate.placebo_seats import seated
from experiments.evaluate.placebo_world import COMPANIES, by_seats, expected, ridges, world
from experiments.evaluate.value import Estimate, difference


def gain_by_snips(logged: Logged) -> Estimate:
    return difference(snips(logged), history(logged), what="x")


def gain_by_hindsight(logged: Logged) -> Estimate:
    """A pipeline that cheats: its rule knows the outcomes that it is valued on."""
    target = np.full_like(logged.target, 1 / COMPANIES)
    won = logged.reward > 0
    target[won] = np.eye(COMPANIES)[logged.action[won]]
    return difference(ipw(logged.under(target)), history(logged), what="x")


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 7), st.integers(1, 3), st.booleans())
def test_seats_are_given_as_well_as_by_trying_everything(seed: int, people: int, companies: int, even: bool) -> None:
    draw = np.random.default_rng(seed)
    value = draw.integers(0, 3, (people, companies)) / 2 if even else draw.random((people, companies))
    seats = -(-people // companies)
    taken = seated(value)
    assert np.bincount(taken, minlength=companies).max() <= seats
    best = max(
        value[np.arange(people), list(some)].sum()
        for some in product(range(companies), repeat=people)
        if max(some.count(j) for j in range(companies)) <= seats
    )
    assert value[np.arange(people), taken].sum() == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize("people", [400, 413])
def test_many_seats_are_given_as_well_as_by_a_library(people: int) -> None:
    drawn = world(0, 0.8, past=500, future=people)
    value = expected(ridges(drawn.past, drawn.company, drawn.outcome), drawn.future)
    seats = -(-people // COMPANIES)
    rows, columns = linear_sum_assignment(np.repeat(value, seats, axis=1), maximize=True)
    best = np.repeat(value, seats, axis=1)[rows, columns].sum()
    assert value[np.arange(people), seated(value)].sum() == pytest.approx(best, abs=1e-9)


def test_nobody_is_sent_where_it_is_not_allowed_if_there_is_room_elsewhere() -> None:
    allowed = np.ones((40, 4), dtype=np.bool_)
    allowed[:5, 0] = False
    taken = by_seats(np.random.default_rng(0).random((40, 4)), allowed)
    assert taken[~allowed].sum() == 0
    assert taken.sum(axis=0).tolist() == [10, 10, 10, 10]


def test_regressions_in_closed_form_are_those_of_the_library() -> None:
    drawn = world(0, 0.8, past=400, future=10)
    found = ridges(drawn.past, drawn.company, drawn.outcome)
    for j in (0, 7, 19):
        here = drawn.company == j
        one = Ridge(alpha=1.0).fit(drawn.past[here], drawn.outcome[here])
        assert found[j] == pytest.approx([*one.coef_, one.intercept_])


def test_a_company_where_nobody_was_gets_the_mean() -> None:
    found = ridges(np.ones((4, 2)), np.array([0, 0, 2, 2]), np.array([1.0, 0, 1, 1]), companies=4)
    assert found[1].tolist() == found[3].tolist() == [0, 0, 0.75]


def test_without_an_effect_every_company_is_the_same_to_each_person() -> None:
    drawn = world(3, 0.0)
    assert np.ptp(drawn.past_chance, axis=1).max() == 0
    assert world(3, 0.8).past_chance.std(axis=1).mean() > 0.05
    assert 0.2 < drawn.outcome.mean() < 0.35


def test_the_past_placed_by_lot_everywhere_alike() -> None:
    counts = np.bincount(world(1, 0.0, past=20_000, future=1).company, minlength=COMPANIES)
    assert counts.min() > 850
    assert counts.max() < 1150


def test_the_model_promises_much_where_nothing_can_be_gained() -> None:
    tried = one_world((5, 0.0))
    assert tried.naive > 0.5
    assert not tried.naive_covers
    assert tried.truth == pytest.approx(0.0, abs=1e-12)
    assert tried.least_gain > 0.3


def test_the_placebo_number_is_honest() -> None:
    one = placebo_number(0, worlds=12)
    assert one.covered.value >= 0.75
    assert one.honest.low < 0 < one.honest.high
    assert one.naive.low > 0.5
    assert one.naive_covered.value == 0
    assert "il modello da solo promette +" in one.told()


def test_where_something_can_be_gained_it_is_found() -> None:
    found = placebo_number(0, worlds=10, effect=0.8)
    assert found.truth.low > 0.3
    assert found.honest.value == pytest.approx(found.truth.value, abs=0.3)
    assert found.naive.value > 1.5 * found.truth.value
    assert found.seen.value >= 0.3


def test_shuffling_stays_within_rounds_and_moves_those_who_are_alone() -> None:
    round_ = np.array([0, 1, 0, 1, 0, 2, 3, 4, 5])
    rows = shuffle(round_, 7)
    assert sorted(rows.tolist()) == list(range(9))
    assert round_[rows][:5].tolist() == round_[:5].tolist()
    assert set(rows[5:].tolist()) == {5, 6, 7, 8}
    assert any(shuffle(round_, seed).tolist() != rows.tolist() for seed in range(5))


def test_shuffled_outcomes_promise_nothing_to_an_honest_pipeline() -> None:
    logged = logged_of(world(0, 0.8), 0)
    real = gain_by_snips(logged)
    found = placebo_of(logged, gain_by_snips, seed=0, shuffles=12)
    assert real.value > 2 * abs(found.mean.value)
    assert abs(found.mean.value) < 0.06
    assert found.covered.value >= 0.75
    assert "Prova a vuoto su questi dati" in found.told()


def test_shuffled_outcomes_unmask_a_pipeline_that_knows_the_answer() -> None:
    found = placebo_of(logged_of(world(0, 0.0), 0), gain_by_hindsight, seed=0, shuffles=5)
    assert found.mean.low > 0.5
    assert found.covered.value == 0


def test_aipw_of_the_placebo_is_the_public_one() -> None:
    logged = logged_of(world(2, 0.0), 2)
    gain = difference(aipw(logged), history(logged), what="x", relative=True)
    assert one_world((2, 0.0)).honest == gain.interval


def test_a_share_has_its_exact_interval() -> None:
    found = share_of(0, 10)
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(1 - 0.025**0.1)
