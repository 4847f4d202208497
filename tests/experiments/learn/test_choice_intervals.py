from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from data.errors import AbbinaError
from experiments.learn.boundary import band, share_bounds
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_climb import scores
from experiments.learn.choice_intervals import cluster_of, covariance_of, plug_in_bounds, weight_intervals
from experiments.learn.choice_worlds import ChoiceLaw, choices
from experiments.lists import Lists

WEIGHTS = np.array([0.5, 0.3, 0.195, 0.005])


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(AbbinaError) as caught:
        yield
    assert caught.value.code == "bad_study"


def made(decisions: int = 400, seed: int = 0, offices: int = 4, rounds: int = 5) -> Lists:
    law = ChoiceLaw(decisions=decisions, criteria=4, offices=offices, rounds=rounds)
    return choices(law, WEIGHTS, np.random.default_rng(seed))


# Feldman and Cousins 1998, table X, 95 %: outcome, lower and upper end.
@pytest.mark.parametrize(
    ("outcome", "low", "high"),
    [
        (-3.0, 0.0, 0.42),
        (-2.0, 0.0, 0.62),
        (-1.0, 0.0, 1.10),
        (0.0, 0.0, 1.96),
        (1.0, 0.0, 2.96),
        (2.0, 0.35, 3.96),
        (3.0, 1.14, 4.96),
    ],
)
def test_the_band_is_the_published_one(outcome: float, low: float, high: float) -> None:
    truth = np.linspace(0, 8, 80_001)
    least, most = band(truth, 0.95)
    inside = truth[(least <= outcome) & (outcome <= most)]
    assert (inside[0], inside[-1]) == pytest.approx((low, high), abs=0.006)


def test_far_from_zero_shares_are_those_of_fieller() -> None:
    coef, root = np.array([9.0, 7.0, 4.0]), np.random.default_rng(1).normal(size=(3, 3)) / 3
    covariance = root @ root.T + 0.1 * np.eye(3)
    low, high = share_bounds(coef, covariance)
    z = 1.959963984540054
    for k in range(3):
        with_sum, of_sum = covariance.sum(axis=1)[k], covariance.sum()
        roots = np.roots(
            [
                coef.sum() ** 2 - z**2 * of_sum,
                -2 * (coef[k] * coef.sum() - z**2 * with_sum),
                coef[k] ** 2 - z**2 * covariance[k, k],
            ]
        )
        assert (low[k], high[k]) == pytest.approx(sorted(roots), abs=1e-5)


@pytest.mark.parametrize("truth", [0.0, 0.004, 0.01, 0.05, 0.3])
def test_intervals_of_a_share_hold_as_often_as_they_say_also_near_zero(truth: float) -> None:
    rng = np.random.default_rng(7)
    mean = 20 * np.array([truth, 0.4, 0.6 - truth])
    draws = rng.multivariate_normal(mean, 0.09 * np.eye(3), 1_500)
    bounds = np.array([np.array(share_bounds(coef, 0.09 * np.eye(3)))[:, 0] for coef in draws])
    held = ((bounds[:, 0] <= truth) & (truth <= bounds[:, 1])).mean()
    assert 0.93 < held < 0.97
    # Never empty and never a single point, not even where the outcome is far below zero.
    assert (bounds[:, 1] - bounds[:, 0] > 1e-3).all()


def test_where_nothing_is_known_every_share_is_kept() -> None:
    low, high = share_bounds(np.array([0.3, 0.2]), 4 * np.eye(2))
    assert (low.tolist(), high.tolist()) == ([0, 0], [1, 1])
    low, high = share_bounds(np.array([-3.0, 0.2]), np.eye(2))
    assert (low.tolist(), high.tolist()) == ([0, 0], [1, 1])


def test_intervals_hold_their_estimate_and_shrink_with_decisions() -> None:
    few, many = (weight_intervals(ConditionalLogit().fit_lists(made(n))) for n in (200, 3_200))
    for own in (*few.weights, *many.weights):
        assert 0 <= own.low <= own.value <= own.high <= 1
    widths = [np.mean([own.high - own.low for own in one.weights]) for one in (few, many)]
    assert widths[0] / widths[1] == pytest.approx(4, rel=0.25)
    assert 0.0 in many.position[0]
    assert 20.0 in many.scale
    assert many.names == ("c0", "c1", "c2", "c3")
    assert many.clusters is None


def test_a_bound_is_no_knowledge_but_the_naive_interval_takes_it_for_some() -> None:
    for seed in range(40):
        model = ConditionalLogit().fit_lists(made(150, seed), None)
        if model.weights_[3] == 0:
            break
    else:
        pytest.fail("no world with a weight on its bound")
    low, high = plug_in_bounds(model)
    assert (low[3], high[3]) == (0, 0)
    own = weight_intervals(model).weights[3]
    assert own.low == 0
    assert own.high > 0.005


def test_choices_that_go_against_a_criterion_are_said() -> None:
    lists = made(1_000)
    grades = lists.grades.copy()
    grades[:, 1] = 1 - grades[:, 1]
    found = weight_intervals(ConditionalLogit().fit_lists(replace(lists, grades=grades)))
    assert found.against == ("c1",)
    assert found.weights[1].value == found.weights[1].low == 0
    assert 0 < found.weights[1].high < 0.05
    assert found.free[1] < 0
    # The others stand as if it were not there: 0.5, 0.195 and 0.005 of what is left.
    others = np.delete(WEIGHTS, 1) / (1 - WEIGHTS[1])
    held = [own for own in found.weights if own.value > 0 or own.high > 0.05]
    assert held[0].low < others[0] < held[0].high
    assert held[0].low > 0.5


def test_a_share_of_more_than_the_whole_is_a_share_of_almost_all() -> None:
    low, high = share_bounds(np.array([10.0, -1.0]), np.diag([0.25, 0.16]))
    assert 0.9 < low[0] < high[0] == 1
    assert low[1] == 0
    assert high[1] == pytest.approx(1 - low[0])


def test_copies_of_a_decision_in_one_cluster_add_no_certainty() -> None:
    lists = made(300)
    copied = lists.of(np.repeat(np.arange(300), 4))
    model, more = ConditionalLogit(ridge=0).fit_lists(lists), ConditionalLogit(ridge=0).fit_lists(copied)
    own = covariance_of(model.design_, model.coef_, 0, np.arange(300), 0.95)
    same = covariance_of(more.design_, more.coef_, 0, np.repeat(np.arange(300), 4), 0.95)
    assert same == pytest.approx(own, rel=1e-4, abs=1e-9)
    blind = covariance_of(more.design_, more.coef_, 0, None, 0.95)
    assert np.diag(blind) == pytest.approx(np.diag(own) / 4, rel=0.35)


def test_with_the_true_model_the_sandwich_is_the_inverse_of_the_information() -> None:
    lists = made(6_000)
    model = ConditionalLogit().fit_lists(lists)
    plain, robust = (covariance_of(model.design_, model.coef_, 1e-3, by, 0.95) for by in (None, np.arange(6_000)))
    assert np.diag(robust) == pytest.approx(np.diag(plain), rel=0.1)


def test_few_clusters_widen_the_intervals() -> None:
    lists = made(2_000)
    model = ConditionalLogit().fit_lists(lists)
    office = cluster_of(lists, model.used_, "office")
    assert weight_intervals(model, office).clusters == 4
    summed = np.array([scores(model.design_, model.coef_)[office == k].sum(axis=0) for k in range(4)])
    inverse = covariance_of(model.design_, model.coef_, model.ridge, None, 0.95)
    # Student's quantile for 3 degrees of freedom, against the normal one.
    few = 4 / 3 * (3.182446 / 1.959964) ** 2
    robust = covariance_of(model.design_, model.coef_, model.ridge, office, 0.95)
    assert robust == pytest.approx(few * inverse @ summed.T @ summed @ inverse, rel=1e-5)
    one = replace(lists, office=np.zeros(2_000, dtype=np.int64))
    with refused():
        weight_intervals(model, cluster_of(one, model.used_, "office"))


def test_a_round_of_one_office_is_not_a_round_of_another() -> None:
    lists = made(100, offices=4, rounds=5)
    rows = np.arange(100)
    assert len(np.unique(cluster_of(lists, rows, "office"))) == 4
    assert len(np.unique(cluster_of(lists, rows, "round"))) == 20
    assert len(np.unique(cluster_of(lists, rows, "decision"))) == 100
