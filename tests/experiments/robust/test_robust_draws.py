"""A proposal made again and again, and how firm its pairs are."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from experiments.parallel import Workers
from experiments.robust.badges import Badge, badge_of, firmness
from experiments.robust.case import Case, case_from
from experiments.robust.disturb import AnyWeights, Missing, Moved, Noise
from experiments.robust.draws import binomial_interval, draw, mean_interval


def case(seed: int = 0, n: int = 8, m: int = 6) -> Case:
    rng = np.random.default_rng(seed)
    i, j = np.indices((n, m)).reshape(2, -1)
    return case_from(
        rng.random((n * m, 3)),
        np.array([500_000, 300_000, 200_000]),
        candidate=i,
        opening=j,
        seats=np.ones(m, dtype=np.int64),
        n_candidates=n,
    )


def test_what_is_not_disturbed_stays_and_costs_nothing() -> None:
    for one in draw(case(), [Moved(0.0), Noise(0.0), Missing(0.0)], draws=3):
        assert (one.kept == 1).all()
        assert (one.loss == 0).all()
        assert (one.gain == 0).all()
        assert (one.times == 3 * one.base).all()
        assert (one.placements == 6).all()


def test_counts_shares_and_losses_agree_with_one_another() -> None:
    market = case()
    one = draw(market, [AnyWeights()], draws=60, seed=4)[0]
    assert len(one) == 60
    assert one.times.sum() == one.placements.sum() == 360
    assert one.kept.mean() == pytest.approx(one.times[one.base].sum() / 360)
    # As many are placed each time: no other assignment has more score by the undisturbed values.
    assert (one.loss >= 0).all()
    assert one.loss.max() > 0
    assert (one.gain >= 0).all()
    assert one.gain.max() > 0


def test_the_same_numbers_come_from_one_process_and_from_two() -> None:
    alone = draw(case(), [Moved(0.5), AnyWeights()], draws=30, seed=1)
    two = draw(case(), [Moved(0.5), AnyWeights()], draws=30, seed=1, workers=Workers(jobs=2))
    other = draw(case(), [Moved(0.5), AnyWeights()], draws=30, seed=2)
    for a, b, c in zip(alone, two, other, strict=True):
        assert (a.times == b.times).all()
        assert (a.kept == b.kept).all()
        assert (a.loss == b.loss).all()
        assert (a.times != c.times).any()


def test_binomial_intervals_are_those_of_clopper_and_pearson() -> None:
    times = np.array([0, 1, 7, 39, 40])
    low, high = binomial_interval(times, 40)
    for k, count in enumerate(times.tolist()):
        exact = binomtest(count, 40).proportion_ci(method="exact")
        assert (low[k], high[k]) == pytest.approx((exact.low, exact.high))


def test_a_mean_has_the_interval_of_the_normal_law() -> None:
    found = mean_interval(np.array([0.0, 1.0, 0.0, 1.0]))
    assert found.value == 0.5
    assert found.high - 0.5 == pytest.approx(1.959964 * np.sqrt(1 / 3) / 2, rel=1e-6)
    assert mean_interval(np.array([0.3])).low == 0.3


def test_a_badge_goes_by_the_lower_bound() -> None:
    assert [badge_of(low) for low in (0.8, 0.79, 0.5, 0.49)] == [
        Badge.SOLID,
        Badge.CONTESTED,
        Badge.CONTESTED,
        Badge.COIN_FLIP,
    ]
    assert Badge.COIN_FLIP.label == "quasi alla pari"


def test_two_equal_people_on_one_seat_make_a_coin_flip_and_the_other_choice_is_nobody() -> None:
    grades = np.array([[0.6, 0.4], [0.4, 0.6]])
    even = case_from(
        grades,
        np.array([500_001, 499_999]),
        candidate=np.array([0, 1]),
        opening=np.array([0, 0]),
        seats=np.array([1]),
        n_candidates=2,
    )
    found = firmness(even, draw(even, [Moved(0.2)], draws=200)[0])
    assert len(found) == 1
    assert found[0].badge is Badge.COIN_FLIP
    assert found[0].again.low < 0.5 < found[0].again.high
    assert found[0].other == -1
    assert found[0].other_share == pytest.approx(1 - found[0].again.value)


def test_a_pair_that_nothing_moves_is_solid_and_has_no_other() -> None:
    sure = case_from(
        np.array([[0.9, 0.9], [0.1, 0.1]]),
        np.array([500_000, 500_000]),
        candidate=np.array([0, 0]),
        opening=np.array([0, 1]),
        seats=np.array([1, 1]),
        n_candidates=1,
    )
    found = firmness(sure, draw(sure, [Moved(0.5)], draws=50)[0])[0]
    assert (found.badge, found.other, found.opening) == (Badge.SOLID, None, 0)
    assert found.again.value == found.again.high == 1.0
    assert found.again.low > 0.9


def test_the_least_firm_pair_comes_first() -> None:
    market = case(seed=5)
    found = firmness(market, draw(market, [AnyWeights()], draws=60)[0])
    shares = [one.again.value for one in found]
    assert shares == sorted(shares)
    assert len(found) == 6
    for one in found:
        assert one.other != one.opening
