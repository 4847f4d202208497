"""Intervals of rates and ratios against statsmodels, and against what they promise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from experiments.fairness.intervals import clopper_pearson, difference_p, holm, score_ratio, wilson


@pytest.mark.parametrize("people", [1, 5, 12, 80])
def test_intervals_of_a_rate_are_those_of_statsmodels(people: int) -> None:
    for happened in range(people + 1):
        for ours, name in ((clopper_pearson, "beta"), (wilson, "wilson")):
            found, wanted = ours(happened, people), proportion_confint(happened, people, method=name)
            assert (found.low, found.high) == pytest.approx(wanted, abs=1e-12), (happened, name)


def test_the_exact_interval_never_holds_the_true_rate_less_often_than_it_says() -> None:
    for people in (5, 11):
        spans = [clopper_pearson(x, people) for x in range(people + 1)]
        for rate in np.linspace(0.01, 0.99, 33):
            held = sum(binom.pmf(x, people, rate) for x, span in enumerate(spans) if rate in span)
            assert held >= 0.95


@pytest.mark.parametrize("counts", [(3, 10, 20, 40), (1, 5, 9, 12), (17, 20, 30, 41), (8, 9, 30, 60)])
def test_the_interval_of_a_ratio_is_that_of_statsmodels(counts: tuple[int, int, int, int]) -> None:
    found = score_ratio(*counts)
    wanted = confint_proportions_2indep(*counts, method="score", compare="ratio", correction=False)
    assert (found.low, found.high) == pytest.approx(wanted, rel=1e-6)
    assert found.value == pytest.approx((counts[0] / counts[1]) / (counts[2] / counts[3]))


def test_a_ratio_has_an_interval_where_nothing_or_everything_happened() -> None:
    nothing = score_ratio(0, 12, 20, 40)
    assert nothing.value == nothing.low == 0
    assert 0 < nothing.high < 1
    everything = score_ratio(12, 12, 40, 40)
    assert everything.low < 1 < everything.high
    assert math.isnan(score_ratio(3, 12, 0, 40).value)


def test_swapping_the_groups_turns_the_ratio_over() -> None:
    one, other = score_ratio(4, 15, 20, 33), score_ratio(20, 33, 4, 15)
    assert one.low == pytest.approx(1 / other.high, rel=1e-9)
    assert one.high == pytest.approx(1 / other.low, rel=1e-9)


def test_holm_is_that_of_statsmodels_and_skips_what_was_not_tested() -> None:
    raw = [0.01, 0.04, 0.03, 0.5, 0.011]
    assert holm(raw) == pytest.approx(multipletests(raw, method="holm")[1])
    assert holm([0.01, math.nan, 0.04])[0] == pytest.approx(0.02)
    assert math.isnan(holm([0.01, math.nan, 0.04])[1])


def test_equal_groups_are_no_difference() -> None:
    assert difference_p(5, 10, 5, 10) == 1
    assert difference_p(0, 10, 10, 10) < 1e-4


@pytest.mark.parametrize("counts", [(3, 0), (-1, 4), (5, 4)])
def test_impossible_counts_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="expected"):
        clopper_pearson(*counts)
