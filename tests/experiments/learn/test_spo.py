"""SPO+ beside two-stage: losses, slope, training."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from data.errors import AbbinaError
from experiments.learn.spo import SPOPlus, TwoStage
from experiments.learn.spo_loss import cheapest, regret, spo_loss, spo_plus_loss, spo_plus_slope, total
from experiments.learn.spo_told import Compared, compare_by_folds, ratio_of, told
from experiments.learn.spo_worlds import World, compare, invent
from experiments.report.parts import Interval


def drawn(seed: int, count: int, side: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(count, side, side)), rng.normal(size=(count, side, side))


def test_the_losses_equal_their_definition_over_every_assignment() -> None:
    predicted, costs = drawn(0, 30, 4)
    ways = np.array([np.eye(4)[list(order)] for order in permutations(range(4))])
    for guess, cost, lost, above in zip(
        predicted, costs, spo_loss(predicted, costs), spo_plus_loss(predicted, costs), strict=True
    ):
        spent = (ways * cost).sum(axis=(1, 2))
        best, decided = ways[np.argmin(spent)], ways[np.argmin((ways * guess).sum(axis=(1, 2)))]
        assert lost == pytest.approx(float((decided * cost).sum() - spent.min()))
        most = float((ways * (cost - 2 * guess)).sum(axis=(1, 2)).max())
        assert above == pytest.approx(most + 2 * float((best * guess).sum()) - spent.min())


@given(st.integers(0, 10**6), st.integers(2, 8))
@settings(max_examples=50, deadline=None)
def test_the_convex_loss_lies_above_the_true_one_which_is_never_below_zero(seed: int, side: int) -> None:
    noise, costs = drawn(seed, 10, side)
    # From right to unrelated: near the truth the two losses come close.
    predicted = costs + np.linspace(0.0, 3.0, 10)[:, None, None] * noise
    lost = spo_loss(predicted, costs)
    assert (lost >= -1e-12).all()
    assert (spo_plus_loss(predicted, costs) >= lost - 1e-9).all()
    assert spo_plus_loss(costs, costs) == pytest.approx(np.zeros(10), abs=1e-9)


def test_the_slope_is_a_subgradient_even_where_the_loss_has_a_kink() -> None:
    rng = np.random.default_rng(1)
    # Whole numbers: ties, so kinks, are everywhere.
    predicted, costs = (rng.integers(0, 3, size=(200, 4, 4)).astype(float) for _ in range(2))
    slope, here = spo_plus_slope(predicted, costs), spo_plus_loss(predicted, costs)
    for size in (0.3, 1.0, 5.0):
        way = size * rng.normal(size=predicted.shape)
        assert (spo_plus_loss(predicted + way, costs) >= here + total(slope, way) - 1e-9).all()


def test_a_cheapest_assignment_uses_each_row_and_column_once_and_fits_more_columns_than_rows() -> None:
    chosen = cheapest(np.random.default_rng(0).normal(size=(5, 3, 4)))
    assert (chosen.sum(axis=2) == 1.0).all()
    assert (chosen.sum(axis=1) <= 1.0).all()


def test_two_stage_is_least_squares_and_straight_costs_are_foretold_exactly() -> None:
    rng = np.random.default_rng(2)
    x, mixing = rng.normal(size=(40, 3)), rng.normal(size=(3, 16))
    costs = (x @ mixing + 1.5).reshape(40, 4, 4)
    fitted = TwoStage().fit(x, costs)
    np.testing.assert_allclose(fitted.predict(x), costs, atol=1e-10)
    assert fitted.coef_.shape == (4, 16)
    assert fitted.coef_[-1] == pytest.approx(np.full(16, 1.5))
    assert regret(fitted.predict(x), costs) == pytest.approx(0.0, abs=1e-12)


def test_spo_plus_keeps_the_pass_that_lost_least_on_problems_it_did_not_train_on() -> None:
    x, costs, _, _ = invent(World(seed=3, degree=8, train=120, test=1, side=4))
    fitted = SPOPlus(passes=30, patience=5, seed=1).fit(x, costs)
    assert fitted.pass_ == int(np.argmin(fitted.path_))
    assert 0 < fitted.pass_ <= len(fitted.path_) - 1
    assert len(fitted.path_) - 1 <= max(30, fitted.pass_ + 5)
    assert fitted.path_[fitted.pass_] < 0.9 * fitted.path_[0]
    again = clone(fitted).fit(x, costs)
    assert np.array_equal(again.coef_, fitted.coef_)
    # A size of costs, not a unit of them, decides the steps.
    larger = clone(fitted).fit(x, 1000.0 * costs)
    np.testing.assert_allclose(larger.coef_, 1000.0 * fitted.coef_, rtol=1e-4, atol=1e-3)


def test_where_costs_bend_spo_plus_loses_less() -> None:
    lost = compare(World(seed=0, degree=8, test=300))
    assert lost.spo_plus < 0.8 * lost.two_stage
    straight = compare(World(seed=0, degree=1, test=300))
    assert straight.spo_plus < 1.05 * straight.two_stage


def test_worlds_have_the_costs_of_their_law() -> None:
    _, costs, _, _ = invent(World(seed=1, degree=1, train=4000, test=1, noise=0.0))
    # At degree 1 the mean cost is (3 + 1) / 3.5.
    assert float(costs.mean()) == pytest.approx(4 / 3.5, rel=0.02)
    _, noisy, _, _ = invent(World(seed=1, degree=1, train=4000, test=1, noise=0.5))
    ratio = noisy / costs
    assert 0.5 <= float(ratio.min()) < 0.51
    assert 1.49 < float(ratio.max()) <= 1.5


def test_the_estimators_keep_their_parameters_and_say_what_is_wrong() -> None:
    x, costs = np.zeros((4, 2)), np.ones((4, 3, 3))
    assert clone(SPOPlus(rate=0.1, seed=7)).get_params()["rate"] == 0.1
    for estimator in (TwoStage(), SPOPlus()):
        with pytest.raises(NotFittedError):
            estimator.predict(x)
        for bad_x, bad_costs in (
            (x[:3], costs),
            (x, costs.reshape(4, 9)),
            (x, np.full((4, 3, 3), np.nan)),
            (np.full((4, 2), np.inf), costs),
            (x[:0], costs[:0]),
        ):
            with pytest.raises(AbbinaError):
                estimator.fit(bad_x, bad_costs)
        with pytest.raises(AbbinaError):
            estimator.fit(x, costs).predict(np.zeros((4, 5)))
    with pytest.raises(AbbinaError):
        SPOPlus(validation=0.01).fit(x, costs)


def test_the_comparison_on_own_problems_crosses_folds_and_says_ratio_with_interval() -> None:
    x, costs, _, _ = invent(World(seed=5, degree=8, train=240, test=1))
    compared = compare_by_folds(x, costs, seed=3, folds=3)
    assert compared == compare_by_folds(x, costs, seed=3, folds=3)
    assert compared.ratio.value == pytest.approx(compared.spo_plus.value / compared.two_stage.value)
    assert compared.ratio.high < 1.0
    # Coefficients that had seen the problems would lose less than these.
    assert compared.two_stage.low > regret(TwoStage().fit(x, costs).predict(x), costs)
    assert 0.05 < compared.spo_plus.low < compared.spo_plus.value < compared.two_stage.low
    section = told(compared)
    assert section.finding.startswith("SPO+ perde meno: 0,")
    assert section.tables[0].rows[1][1] == compared.spo_plus
    for plot in section.plots:
        plot.draw(Figure().add_subplot())
    with pytest.raises(AbbinaError):
        compare_by_folds(x[:2], costs[:2], seed=0, folds=5)


@pytest.mark.parametrize(
    ("ratio", "start"),
    [
        (Interval(1.2, 1.1, 1.3), "SPO+ perde di più"),
        (Interval(1.0, 0.9, 1.1), "Non si vede una differenza"),
        (ratio_of(0.0, 0.0, np.zeros(3), np.zeros(3)), "Il metodo in due tempi non perde nulla"),
    ],
)
def test_the_finding_never_promises_more_than_its_interval(ratio: Interval, start: str) -> None:
    lost = Interval(0.1, 0.05, 0.2)
    assert told(Compared(10, 2, lost, lost, ratio)).finding.startswith(start)
