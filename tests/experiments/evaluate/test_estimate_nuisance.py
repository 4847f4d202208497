from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsRegressor

from data.errors import AbbinaError
from experiments.evaluate.estimate_logged import Logged
from experiments.evaluate.estimate_world import bandit, with_options
from experiments.evaluate.nuisance import chances, crossfit, folds_of, greedy
from experiments.evaluate.placebo import logged_of
from experiments.evaluate.placebo_world import by_seats, world


def decisions(n: int = 300, options: int = 3) -> Logged:
    draw = np.random.default_rng(0)
    context = draw.normal(size=(n, 2))
    return bandit(draw, options, 2).logged(context, np.full((n, options), 1 / options), draw)


def test_folds_keep_rounds_whole_and_even() -> None:
    round_ = np.repeat(np.arange(30), np.arange(1, 31))
    folds = folds_of(round_, 3, seed=0)
    assert all(len(np.unique(folds[round_ == one])) == 1 for one in range(30))
    assert np.ptp(np.bincount(folds)) <= 5
    apart = np.arange(30)
    assert not np.array_equal(folds_of(apart, 3, seed=0), folds_of(apart, 3, seed=1))


@pytest.mark.parametrize("count", [1, 5])
def test_fewer_than_two_folds_or_more_than_rounds_are_refused(count: int) -> None:
    with pytest.raises(AbbinaError):
        folds_of(np.array([0, 0, 1, 2, 3]), count, seed=0)


def test_no_decision_is_judged_by_a_model_that_saw_it() -> None:
    found = replace(decisions(), reward=np.random.default_rng(1).random(300), span=None)
    # The nearest neighbour of a decision that it saw is that decision, with its own outcome.
    fitted = crossfit(found, KNeighborsRegressor(n_neighbors=1), folds_of(found.round_, 3, 0))
    assert fitted.model is not None
    assert not (fitted.model[np.arange(300), found.action] == found.reward).any()


def test_a_round_in_two_folds_is_refused() -> None:
    found = replace(decisions(), round_=np.arange(300) // 2)
    with pytest.raises(AbbinaError) as error:
        crossfit(found, Ridge(), np.arange(300) % 2)
    assert error.value.code == "bad_study"


def test_features_are_needed() -> None:
    found = replace(decisions(), features=None)
    with pytest.raises(AbbinaError):
        crossfit(found, Ridge(), folds_of(found.round_, 2, 0))


def test_one_model_of_pairs_is_the_regression_by_hand() -> None:
    found = decisions()
    assert found.features is not None
    pairs = with_options(found.features, 3)
    folds = folds_of(found.round_, 2, 0)
    model = crossfit(replace(found, features=pairs), Ridge(), folds).model
    assert model is not None
    there = folds == 1
    rows = np.flatnonzero(there)
    by_hand = Ridge().fit(pairs[rows, found.action[rows]], found.reward[rows])
    assert model[~there][:, 2] == pytest.approx(by_hand.predict(pairs[~there][:, 2]))


def test_an_option_hardly_ever_chosen_gets_the_mean() -> None:
    found = decisions()
    rare = replace(found.of(found.action < 2), round_=np.arange(int((found.action < 2).sum())))
    folds = folds_of(rare.round_, 2, 0)
    for learner in (LinearRegression(), LogisticRegression()):
        model = crossfit(rare, learner, folds).model
        assert model is not None
        assert model[folds == 0][:, 2] == pytest.approx(rare.reward[folds == 1].mean())


def test_the_rule_is_learned_on_the_other_folds_too() -> None:
    found = decisions()
    folds = folds_of(found.round_, 2, 0)
    learned = crossfit(found, Ridge(), folds, policy=greedy)
    assert learned.model is not None
    assert learned.target.argmax(axis=1).tolist() == learned.model.argmax(axis=1).tolist()
    assert set(np.unique(learned.target)) == {0.0, 1.0}


def test_the_fast_way_of_the_placebo_is_the_general_one() -> None:
    drawn = world(0, 0.8, past=300, future=20)
    fast = logged_of(drawn, 0)
    slow = crossfit(
        replace(fast, features=drawn.past, model=None, target=np.full_like(fast.target, 1 / 20)),
        Ridge(alpha=1.0),
        folds_of(fast.round_, 2, 0),
        policy=lambda value, allowed: by_seats(np.clip(value, 0, 1), allowed),
    )
    assert slow.model is not None
    assert fast.model is not None
    few = np.abs(np.clip(slow.model, 0, 1) - fast.model).max(axis=0) > 1e-9
    # The closed form fits companies of fewer than five people too, the general way gives them the mean.
    assert few.sum() <= 4
    assert (slow.target.sum(axis=0) <= 16).all()


def test_probabilities_of_past_choices_come_near_the_true_ones() -> None:
    draw = np.random.default_rng(0)
    x = draw.normal(size=(6000, 1))
    true = 1 / (1 + np.exp(-x[:, 0]))
    action = (draw.random(6000) < true).astype(np.int64)
    found = chances(x, action, 2, LogisticRegression(), folds_of(np.arange(6000), 3, 0))
    assert found.sum(axis=1) == pytest.approx(1.0)
    assert np.abs(found[:, 1] - true).max() < 0.05
