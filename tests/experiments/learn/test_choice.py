from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from data.errors import AbbinaError
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_climb import chances, climb, scores, slopes
from experiments.learn.choice_design import Design, design_of, learnable, not_learnable
from experiments.learn.choice_worlds import ChoiceLaw, as_lists, choices, consistency, regrets, true_weights
from experiments.lists import Floats, Ints, Lists


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(AbbinaError) as caught:
        yield
    assert caught.value.code == "bad_study"


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def uneven(seed: int, decisions: int = 60, criteria: int = 4) -> tuple[Floats, Ints, Ints]:
    """Lists of 2 to 7 options, rows of all lists shuffled together."""
    own = rng(seed)
    sizes = own.integers(2, 8, decisions)
    decision = np.repeat(np.arange(decisions), sizes)
    x = own.beta(2, 2, (len(decision), criteria))
    utility = x @ np.linspace(0, 8, criteria) + own.gumbel(size=len(x))
    y = np.zeros(len(x), dtype=np.int64)
    for d in range(decisions):
        rows = np.flatnonzero(decision == d)
        y[rows[utility[rows].argmax()]] = 1
    order = own.permutation(len(x))
    return x[order], y[order], decision[order]


def made(decisions: int = 400, seed: int = 0, **facts: float) -> tuple[Lists, Floats]:
    own = rng(seed)
    law = replace(ChoiceLaw(decisions=decisions, criteria=4), **facts)
    weights = true_weights(law.criteria, own)
    return choices(law, weights, own), weights


def lost(design: Design, coef: Floats, ridge: float = 0.0) -> float:
    told = chances(design, coef)[1]
    return float(ridge * coef @ coef - (told.sum() if design.counts is None else told @ design.counts))


def rich_design(seed: int) -> Design:
    """Uneven lists with counts, offsets, and one free column."""
    x, y, decision = uneven(seed)
    design = ConditionalLogit(grades=3).fit(x, y, decision).design_
    own = rng(seed + 1)
    offset = own.normal(size=design.columns.shape[1])
    return replace(design, offset=offset, counts=own.integers(0, 4, len(design)).astype(np.float64))


@pytest.mark.parametrize("seed", range(8))
def test_slopes_are_those_of_the_likelihood_by_finite_differences(seed: int) -> None:
    design = rich_design(seed)
    coef = rng(seed).normal(size=4)
    chance, _ = chances(design, coef)
    gradient, hessian = slopes(design, chance)
    assert gradient == pytest.approx(approx_fprime(coef, lambda b: lost(design, b), 1e-7), abs=1e-3)

    def slope(b: Floats) -> Floats:
        return slopes(design, chances(design, b)[0])[0]

    assert hessian == pytest.approx(
        np.array([approx_fprime(coef, lambda b, k=k: slope(b)[k], 1e-7) for k in range(4)]), abs=1e-3
    )
    assert -scores(design, coef).sum(axis=0) == pytest.approx(gradient)


@pytest.mark.parametrize("seed", range(8))
def test_the_top_is_the_one_a_general_optimiser_finds_with_the_same_bounds(seed: int) -> None:
    design = rich_design(seed)
    # A criterion that choices go against ends on its bound.
    design = replace(design, columns=design.columns * np.array([[-1.0], [1.0], [1.0], [1.0]]))
    top = climb(design, ridge=0.01)
    bounds = [(0, None) if held else (None, None) for held in design.bounded]
    other = minimize(
        lambda b: lost(design, b, 0.01),
        np.ones(4),
        bounds=bounds,
        method="L-BFGS-B",
        options={"ftol": 1e-14, "gtol": 1e-9},
    )
    assert top.converged
    # From above, a step would carry the same coefficient below zero.
    assert climb(design, 0.01, begin=np.full(4, 9.0)).coef == pytest.approx(top.coef, rel=1e-4, abs=1e-4)
    assert lost(design, top.coef, 0.01) <= other.fun + 1e-9
    assert top.coef == pytest.approx(other.x, abs=2e-3)
    assert (top.coef[design.bounded] >= 0).all()
    gradient = slopes(design, chances(design, top.coef)[0])[0] + 0.02 * top.coef
    held = design.bounded & (top.coef == 0)
    assert np.abs(gradient[~held]).max() < 1e-4
    assert (gradient[held] >= 0).all()


def test_rows_of_a_list_may_stand_anywhere() -> None:
    x, y, decision = uneven(3)
    order = np.argsort(decision, kind="stable")
    mixed, sorted_ = ConditionalLogit().fit(x, y, decision), ConditionalLogit().fit(x[order], y[order], decision[order])
    assert mixed.coef_ == pytest.approx(sorted_.coef_)
    assert mixed.predict_proba(x, decision)[order] == pytest.approx(sorted_.predict_proba(x[order], decision[order]))


def test_columns_need_no_standardisation() -> None:
    x, y, decision = uneven(4)
    unit = np.array([1e-4, 1.0, 300.0, 1e5])
    plain, scaled = (ConditionalLogit(ridge=0).fit(z, y, decision) for z in (x, x * unit))
    assert scaled.coef_ * unit == pytest.approx(plain.coef_, rel=1e-5, abs=1e-7)
    assert scaled.log_likelihood_ == pytest.approx(plain.log_likelihood_)


def test_a_decision_that_counts_twice_is_a_decision_that_stands_there_twice() -> None:
    lists, _ = made()
    times = rng(1).integers(0, 3, len(lists))
    copied = ConditionalLogit().fit_lists(lists.of(np.repeat(np.arange(len(lists)), times)))
    design, _ = design_of(lists, "linear")
    counted = climb(design.counted(times.astype(np.float64)), 1e-3)
    assert counted.coef == pytest.approx(copied.coef_, rel=1e-6)
    assert counted.log_likelihood == pytest.approx(copied.log_likelihood_)


def test_weights_come_near_the_true_ones_and_the_place_is_told_apart() -> None:
    lists, weights = made(decisions=4_000, position=0.7)
    model = ConditionalLogit().fit_lists(lists)
    assert model.weights_.sum() == pytest.approx(1)
    assert model.weights_ == pytest.approx(weights, abs=0.03)
    assert model.scale_ == pytest.approx(20, rel=0.1)
    assert model.position_effect_ == pytest.approx([-0.7], abs=0.06)
    assert model.names_ == ("c0", "c1", "c2", "c3", "rank")
    by_place = ConditionalLogit().fit_lists(lists, "dummies").position_effect_
    assert by_place == pytest.approx([-0.7, -1.4, -2.1, -2.8], abs=0.25)
    assert len(ConditionalLogit().fit_lists(lists, None).position_effect_) == 0


def test_with_two_places_one_slope_and_one_effect_are_the_same() -> None:
    lists, _ = made(options=2, position=0.5)
    slope, effect = (ConditionalLogit().fit_lists(lists, how) for how in ("linear", "dummies"))
    assert slope.coef_ == pytest.approx(effect.coef_)


def test_a_place_never_seen_counts_as_the_last_one_seen() -> None:
    short, _ = made(options=3, position=1.0)
    model = ConditionalLogit().fit_lists(short, "dummies")
    grades = np.full((1, 5, 4), 0.5)
    told = model.predict_proba_lists(as_lists(grades, np.zeros(1, dtype=np.int64)))
    assert told[2:] == pytest.approx([told[2]] * 3)
    assert told[0] > told[1] > told[2]


def test_none_of_these_is_one_more_option_with_a_constant_of_its_own() -> None:
    x, y, decision = uneven(5)
    nobody = decision < 12
    y[nobody] = 0
    model = ConditionalLogit(outside=True).fit(x, y, decision)
    assert model.n_decisions_ == 60
    assert model.names_[-1] == "none"
    by_hand = np.vstack([np.c_[x, np.zeros(len(x))], np.tile([0.0, 0, 0, 0, 1], (60, 1))])
    chosen = np.r_[y, np.arange(60) < 12]
    own = ConditionalLogit(grades=4).fit(by_hand, chosen, np.r_[decision, np.arange(60)])
    assert model.coef_ == pytest.approx(own.coef_, rel=1e-6, abs=1e-9)
    told = model.predict_proba(x, decision)
    nothing = 60 - told.sum()
    # A constant of its own: foretold as often as it happened, but for what the ridge takes.
    assert nothing == pytest.approx(12, abs=0.1)


def test_decisions_without_a_choice_are_left_out_and_counted() -> None:
    lists, _ = made(decisions=50)
    chosen = lists.chosen.copy()
    chosen[:7] = -1
    model = ConditionalLogit().fit_lists(replace(lists, chosen=chosen))
    assert (model.n_decisions_, model.n_left_out_) == (43, 7)
    assert model.coef_ == pytest.approx(ConditionalLogit().fit_lists(lists.of(np.arange(7, 50))).coef_)
    assert model.used_.tolist() == list(range(7, 50))


def test_chances_of_lists_and_of_arrays_are_the_same_and_sum_to_one() -> None:
    lists, _ = made()
    model = ConditionalLogit().fit_lists(lists, None)
    told = model.predict_proba_lists(lists)
    assert told == pytest.approx(model.predict_proba(lists.grades, lists.decision))
    assert np.add.reduceat(told, lists.start[:-1]) == pytest.approx(np.ones(len(lists)))


def test_choices_foretold_without_fail_still_have_weights() -> None:
    lists, _ = made(decisions=30, scale=1e6)
    model = ConditionalLogit().fit_lists(lists, None)
    assert model.converged_
    assert np.isfinite(model.coef_).all()
    assert not ConditionalLogit(ridge=0, max_steps=3).fit_lists(lists, None).converged_


def test_a_criterion_that_is_the_same_in_every_list_is_named_and_not_learned() -> None:
    lists, _ = made()
    grades = lists.grades.copy()
    grades[:, 2] = np.repeat(rng().random(len(lists)), 5)
    flat = replace(lists, grades=grades)
    with pytest.raises(AbbinaError, match="c2") as caught:
        ConditionalLogit().fit_lists(flat)
    assert caught.value.code == "bad_study"
    assert "c1" not in str(caught.value)
    shown, blind = learnable(flat)
    assert (shown.criteria, blind) == (("c0", "c1", "c3"), ("c2",))
    assert len(ConditionalLogit().fit_lists(shown).weights_) == 3


def test_two_criteria_that_say_the_same_thing_are_both_named() -> None:
    lists, _ = made()
    grades = lists.grades.copy()
    grades[:, 3] = 0.2 + 0.5 * grades[:, 1]
    design, _ = design_of(replace(lists, grades=grades), "linear")
    assert not_learnable(design) == ("c1", "c3")


def test_what_cannot_be_learned_from_is_refused_with_its_reason() -> None:
    lists, _ = made(decisions=20)
    nothing = replace(lists, chosen=np.full(20, -1, dtype=np.int64))
    with refused():
        ConditionalLogit().fit_lists(nothing)
    with refused():
        ConditionalLogit().fit(np.zeros((0, 2)), [], [])
    grades = lists.grades.copy()
    grades[:, 1] = np.nan
    with pytest.raises(AbbinaError) as caught:
        ConditionalLogit().fit_lists(replace(lists, grades=grades))
    assert "c1" in caught.value.text("it")
    assert "100" in caught.value.text("it")
    with pytest.raises(AbbinaError) as caught:
        ConditionalLogit().fit(rng().random((4, 1)), [1, 1, 0, 1], [0, 0, 8, 8])
    assert "0" in caught.value.text("it")
    with refused():
        ConditionalLogit().fit(rng().random((4, 1)), [1, 0, 1], [0, 0, 1])
    with refused():
        ConditionalLogit().fit(rng().random(4), [1, 0, 1, 0], [0, 0, 1, 1])


def test_choices_against_every_criterion_have_no_weights() -> None:
    lists, _ = made()
    with pytest.raises(AbbinaError) as caught:
        ConditionalLogit().fit_lists(replace(lists, grades=1 - lists.grades))
    assert "contro tutti i criteri" in caught.value.text("it")


def test_it_is_an_estimator_like_any_other() -> None:
    model = ConditionalLogit(grades=2, outside=True, ridge=0.5, max_steps=7)
    assert clone(model).get_params() == {"grades": 2, "outside": True, "ridge": 0.5, "max_steps": 7}
    with pytest.raises(NotFittedError):
        model.predict_proba(np.zeros((1, 2)), [0])
    x, y, decision = uneven(1)
    assert ConditionalLogit().fit(x, y, decision).predict_proba(np.zeros((0, 4)), []).shape == (0,)


def test_the_law_of_the_worlds_is_the_one_of_the_figures() -> None:
    lists, weights = made(decisions=20_000, criteria=8)
    assert 0.5 < consistency(lists, weights) < 0.8
    assert lists.grades.mean() == pytest.approx(0.5, abs=0.005)
    assert lists.grades.var() == pytest.approx(0.05, abs=0.001)
    pooled, _ = made(decisions=50, pool=20)
    means = pooled.grades.mean(axis=1).reshape(50, 5)
    assert (np.diff(means, axis=1) <= 0).all()
    assert regrets(weights, np.array([weights, np.full(8, 1 / 8)]), 2, rng())[0] == 0
    assert regrets(weights, np.array([weights, np.full(8, 1 / 8)]), 2, rng())[1] > 0
