"""Calibration error, its band, recalibration and skill, against plain loops and another library."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest
from scipy.special import expit, logit

from experiments.outcomes import calibration
from experiments.outcomes.calibration import calibration_error, null_band, null_errors, reliability, share
from experiments.outcomes.recalibration import recalibrated
from experiments.outcomes.skill import brier, log_loss, ratio, skill


def drawn(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    p = rng.beta(2, 3, n)
    return p, (rng.random(n) < p).astype(float)


def by_hand(p: np.ndarray, y: np.ndarray) -> float:
    """Ten bins of equal count, one after another."""
    order, total = np.argsort(p), 0.0
    for rows in np.array_split(order, 10):
        total += len(rows) / len(p) * abs(p[rows].mean() - y[rows].mean())
    return total


def test_the_error_is_the_mean_distance_over_bins() -> None:
    for seed in range(20):
        p, y = drawn(seed, 200)
        assert calibration_error(p, y) == pytest.approx(by_hand(p, y), abs=1e-12)


def test_one_prediction_for_all_has_the_error_of_its_mean() -> None:
    y = np.array([1.0, 0, 0, 0])
    assert calibration_error(np.full(4, 0.4), y) == pytest.approx(0.15)
    assert null_errors(np.ones(50), 1, draws=10).tolist() == [0.0] * 10


@pytest.mark.parametrize(("n", "mean", "p95"), [(200, 0.079, 0.113), (500, 0.051, 0.072), (2_000, 0.025, 0.034)])
def test_the_band_is_that_of_perfect_models(n: int, mean: float, p95: float) -> None:
    """Figures measured before the project began; their own 300 worlds leave them uncertain by a few hundredths."""
    band = null_band(drawn(5, n)[0], 7)
    assert band.mean == pytest.approx(mean, rel=0.05)
    assert band.p95 == pytest.approx(p95, rel=0.06)


def test_the_band_does_not_depend_on_the_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    p, _ = drawn(1, 300)
    whole = null_errors(p, 3, draws=50)
    monkeypatch.setattr(calibration, "ANSWERS_A_CHUNK", 700)
    np.testing.assert_array_equal(null_errors(p, 3, draws=50), whole)


def test_bins_of_a_few_are_not_shown_and_shares_have_exact_intervals() -> None:
    p, y = drawn(2, 95)
    assert all(one.n >= calibration.SMALLEST_BIN for one in reliability(p, y))
    assert len(reliability(p, y)) < 10
    assert len(reliability(*drawn(2, 1_000))) == 10
    # The rule of three's exact form, and the textbook's 3 of 10.
    assert (share(0, 10).low, share(0, 10).high) == pytest.approx((0, 1 - 0.025**0.1))
    assert (share(3, 10).low, share(3, 10).high) == pytest.approx((0.0667, 0.6525), abs=1e-4)
    assert (share(10, 10).low, share(10, 10).high) == pytest.approx((0.025**0.1, 1))


def test_recalibration_is_that_of_statsmodels() -> None:
    models = import_module("statsmodels.api")
    p, y = drawn(4, 600)
    cluster = np.arange(600) // 15
    ours = recalibrated(p, y, cluster)
    x = np.column_stack([np.ones(600), logit(p)])
    theirs = models.Logit(y, x).fit(disp=0, cov_type="cluster", cov_kwds={"groups": cluster})
    assert (ours.intercept.value, ours.slope.value) == pytest.approx(theirs.params, abs=1e-8)
    assert (ours.slope.high - ours.slope.low) / 2 / 2.0226909 == pytest.approx(
        theirs.bse[1] * np.sqrt(598 / 599), rel=1e-6
    )


@pytest.mark.parametrize(("factor", "shift"), [(2.0, 0.0), (0.5, 0.3)])
def test_a_distorted_model_is_seen(factor: float, shift: float) -> None:
    p, y = drawn(6, 20_000)
    told = expit(factor * logit(p) + shift)
    again = recalibrated(told, y)
    assert 1 / factor in again.slope
    assert -shift / factor in again.intercept
    assert 1 not in again.slope
    assert calibration_error(told, y) > null_band(told, 1).p95


@pytest.mark.parametrize(
    ("p", "y"), [(np.full(6, 0.3), [0, 1, 0, 1, 0, 0]), (np.linspace(0.1, 0.9, 6), [1.0] * 6), ([0.1, 0.9], [0, 1])]
)
def test_what_the_data_cannot_tell_is_not_a_number(p: list[float], y: list[float]) -> None:
    assert np.isnan(recalibrated(np.array(p), np.array(y, dtype=float)).slope.value)


def test_one_cluster_alone_gives_no_interval() -> None:
    p, y = drawn(1, 50)
    assert np.isnan(recalibrated(p, y, np.zeros(50, dtype=np.int64)).slope.value)
    assert np.isnan(skill(p, p, y, np.zeros(50, dtype=np.int64), 1).value)


def test_skill_is_the_error_taken_away() -> None:
    p, y = drawn(3, 500)
    plain = np.full(500, y.mean())
    found = skill(p, plain, y, np.arange(500), 1)
    assert found.value == pytest.approx(1 - brier(p, y).mean() / brier(plain, y).mean())
    assert 0 < found.low < found.value < found.high
    same = skill(p, p, y, np.arange(500), 1)
    assert (same.low, same.value, same.high) == (0, 0, 0)


def test_rows_of_a_round_are_one_drawing() -> None:
    """The same rows four times over say no more than once."""
    p, y = drawn(3, 120)
    once = ratio(brier(p, y), np.ones(120), np.arange(120), 1)
    four = ratio(np.tile(brier(p, y), 4), np.ones(480), np.tile(np.arange(120), 4), 1)
    alone = ratio(np.tile(brier(p, y), 4), np.ones(480), np.arange(480), 1)
    assert (four.low, four.high) == pytest.approx((once.low, once.high))
    assert alone.high - alone.low < 0.7 * (four.high - four.low)


def test_log_loss_of_a_sure_mistake_is_large_and_finite() -> None:
    assert log_loss(np.array([0.5, 0.5]), np.array([1.0, 0])) == pytest.approx(np.log(2))
    assert log_loss(np.array([1.0]), np.array([0.0])) == pytest.approx(34.54, abs=0.01)
