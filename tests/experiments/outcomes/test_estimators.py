"""Estimators of outcomes: the contract of scikit-learn, smoothing, calibration, promised coverage."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.utils.estimator_checks import check_estimator

from data.errors import AbbinaError
from experiments.outcomes.invented import invent_followups
from experiments.outcomes.length import ContractLength
from experiments.outcomes.model import OutcomeModel, cross_fit
from experiments.outcomes.rate import ProgrammeRate


@pytest.mark.parametrize("estimator", [ProgrammeRate(), OutcomeModel(), ContractLength()])
def test_it_keeps_the_contract_of_scikit_learn(estimator: Any) -> None:
    # What is skipped asks for array libraries that are not installed.
    check_estimator(estimator, on_skip=None)


def test_a_rate_is_drawn_to_that_of_all_and_a_new_programme_has_it() -> None:
    rate = ProgrammeRate(strength=10).fit([[1], [1], [2], [2], [2]], [1, 1, 0, 0, 1])
    overall = 4 / 7
    told = rate.predict_proba([[1], [2], [3], [1.5], [0]])[:, 1]
    assert told == pytest.approx([(2 + 10 * overall) / 12, (1 + 10 * overall) / 13, overall, overall, overall])


@pytest.mark.parametrize(("n", "method"), [(1_000, "sigmoid"), (4_000, "isotonic")])
def test_calibration_is_isotonic_only_with_many_events(n: int, method: str) -> None:
    made = invent_followups(3, n)
    y = made.answers["hire_exit"]
    model = OutcomeModel(names=made.names).fit(made.features, y, made.round_)
    assert model.events_ == min(y.sum(), n - y.sum())
    assert (model.events_ >= 1_000) == (method == "isotonic")
    assert model.method_ == method
    told = model.predict_proba(made.features)
    assert told.min() > 0
    assert told.mean(axis=0)[1] == pytest.approx(y.mean(), abs=0.01)


def test_rows_of_a_round_stay_together_while_the_calibration_is_learned() -> None:
    made = invent_followups(3, 400)
    splits = cross_fit(made.answers["hire_exit"], made.round_, 5, 0)
    assert len(splits) == 5
    assert all(not set(made.round_[learn]) & set(made.round_[hold]) for learn, hold in splits)
    assert sorted(np.concatenate([hold for _, hold in splits])) == list(range(400))


def test_one_round_alone_is_split_by_rows() -> None:
    made = invent_followups(3, 200)
    model = OutcomeModel().fit(made.features, made.answers["hire_exit"], np.zeros(200))
    assert np.isfinite(model.predict_proba(made.features)).all()


@pytest.mark.parametrize("estimator", [OutcomeModel, ContractLength])
def test_a_protected_column_stops_the_fit(estimator: Any) -> None:
    with pytest.raises(AbbinaError, match="sex"):
        estimator(names=("interest", "sex")).fit(np.ones((9, 2)), [1, 2, 1, 2, 1, 2, 1, 2, 1])
    with pytest.raises(ValueError, match="1 names for 2 columns"):
        estimator(names=("interest",)).fit(np.ones((9, 2)), [1, 2, 1, 2, 1, 2, 1, 2, 1])


def test_intervals_of_contract_length_hold_what_they_promise() -> None:
    rng, inside = np.random.default_rng(0), []
    for seed in range(60):
        x = rng.random((260, 2))
        # Not the law that the model supposes: heavy tails, wider for some.
        months = np.exp(1.5 + x[:, 0] + (0.2 + x[:, 1]) * rng.standard_t(3, 260))
        model = ContractLength(seed=seed).fit(x[:160], months[:160])
        bounds = model.interval(x[160:], 0.9)
        inside.append(((bounds[:, 0] <= months[160:]) & (months[160:] <= bounds[:, 1])).mean())
    # 64 rows kept out: exactly 59 / 65 on average; 0.038 is the standard deviation of one world.
    assert np.mean(inside) == pytest.approx(59 / 65, abs=3 * 0.042 / np.sqrt(60))


def test_an_interval_that_cannot_be_promised_has_no_bounds() -> None:
    model = ContractLength(kept_out=0.4).fit(np.arange(20.0)[:, None], np.arange(1.0, 21.0))
    assert len(model.errors_) == 8
    assert model.interval([[3.0]], 0.9).tolist() == [[0.0, np.inf]]
    assert np.isfinite(model.interval([[3.0]], 0.8)).all()


def test_no_length_beyond_those_seen() -> None:
    model = ContractLength().fit(np.arange(20.0)[:, None], np.arange(1.0, 21.0))
    assert model.predict([[-1e6], [1e6]]) == pytest.approx([1.0, 20.0])
    with pytest.raises(ValueError, match="above 0"):
        ContractLength().fit([[1.0], [2.0]], [0.0, 3.0])
