from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from experiments.evaluate.power import least_detectable, needed, power_of


def test_a_gain_as_large_as_the_least_detectable_is_found_eight_times_out_of_ten() -> None:
    gain = least_detectable(1.0, 1000)
    assert gain == pytest.approx(1.962 + 0.842, abs=0.003)
    assert power_of(gain, 1.0, 1000) == pytest.approx(0.8, abs=0.002)


def test_the_power_is_the_share_of_samples_whose_test_finds_the_gain() -> None:
    draw = np.random.default_rng(0)
    samples = draw.normal(0.5, 1.0, (4000, 20))
    found = (ttest_1samp(samples, 0.0, axis=1).pvalue < 0.05) & (samples.mean(axis=1) > 0)
    assert power_of(0.5, 1 / np.sqrt(20), 19) == pytest.approx(found.mean(), abs=0.025)


def test_few_clusters_need_a_larger_gain() -> None:
    assert least_detectable(1.0, 4) > 1.2 * least_detectable(1.0, 1000)


def test_without_a_gain_the_power_is_the_size_of_the_test() -> None:
    assert power_of(0.0, 1.0, 30) == 0.05


@pytest.mark.parametrize("gain", [0.02, 0.1, 0.9, 50.0])
def test_as_many_decisions_as_needed_and_not_one_fewer(gain: float) -> None:
    n = needed(gain, 1.0)
    assert least_detectable(1 / np.sqrt(n), n - 1) <= gain
    assert n == 2 or least_detectable(1 / np.sqrt(n - 1), n - 2) > gain


@pytest.mark.parametrize(("gain", "spread"), [(0.0, 1.0), (1.0, 0.0), (float("nan"), 1.0)])
def test_no_number_of_decisions_shows_nothing(gain: float, spread: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        needed(gain, spread)


def test_a_standard_error_of_zero_has_no_power() -> None:
    with pytest.raises(ValueError, match="positive"):
        power_of(1.0, 0.0, 10)
