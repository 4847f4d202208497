from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import AbbinaError
from experiments.evaluate.estimate import aipw, direct, history, ipw, snips
from experiments.evaluate.estimate_effect import ate, att, difference_in_means, two_arms
from experiments.evaluate.estimate_logged import Logged, padded, trimmed
from experiments.evaluate.estimate_world import bandit, by_linear, small, with_options
from experiments.evaluate.estimate_worlds import covering, expectations
from experiments.evaluate.value import difference
from experiments.lists import Floats


def logged(seed: int = 0, n: int = 60, options: int = 3, rounds: int = 60) -> Logged:
    draw = np.random.default_rng(seed)
    logging = draw.dirichlet(np.full(options, 2.0), n)
    action = np.array([draw.choice(options, p=row) for row in logging])
    return Logged(
        reward=draw.random(n),
        action=action,
        propensity=logging[np.arange(n), action],
        target=draw.dirichlet(np.ones(options), n),
        allowed=np.ones((n, options), dtype=np.bool_),
        round_=np.arange(n) % rounds,
        logging=logging,
        model=draw.random((n, options)),
        span=(0.0, 1.0),
    )


def test_ipw_snips_model_and_aipw_are_their_formulas() -> None:
    found = logged()
    rows = np.arange(60)
    assert found.model is not None
    w = found.target[rows, found.action] / found.propensity
    assert ipw(found).value == pytest.approx((w * found.reward).mean())
    assert snips(found).value == pytest.approx((w * found.reward).sum() / w.sum())
    modelled = (found.target * found.model).sum(axis=1)
    assert direct(found).value == pytest.approx(modelled.mean())
    rest = w * (found.reward - found.model[rows, found.action])
    assert aipw(found).value == pytest.approx((modelled + rest).mean())


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_over_every_possible_log_ipw_and_aipw_hit_the_truth(seed: int) -> None:
    world = small(seed, contexts=2, options=2)
    found = expectations(world, 2)
    assert found["ipw"] == pytest.approx(world.truth, abs=1e-10)
    assert found["aipw"] == pytest.approx(world.truth, abs=1e-10)


def test_aipw_needs_only_one_of_the_two_to_be_right_exactly() -> None:
    world = small(3)
    true_model = world.outcome @ world.worth
    wrong = np.full_like(world.past, 1 / 3)
    only_model = replace(world, model=true_model, assumed=wrong)
    neither = replace(world, assumed=wrong)
    assert expectations(only_model, 2)["aipw"] == pytest.approx(world.truth, abs=1e-10)
    assert abs(expectations(only_model, 2)["ipw"] - world.truth) > 0.01
    assert abs(expectations(neither, 2)["aipw"] - world.truth) > 0.01


def test_intervals_of_invented_worlds_hold_the_truth_and_those_of_the_model_do_not() -> None:
    held = [covering(seed) for seed in range(20)]
    assert sum(one["aipw"] for one in held) >= 16
    assert sum(one["direct"] for one in held) <= 5


def test_the_error_of_a_mean_is_the_usual_one_and_rounds_widen_it_when_they_move_together() -> None:
    found = logged()
    assert history(found).error == pytest.approx(found.reward.std(ddof=1) / np.sqrt(60))
    shared = np.repeat(np.random.default_rng(1).random(6), 10)
    together = replace(found, reward=shared, round_=np.repeat(np.arange(6), 10))
    apart = replace(together, round_=np.arange(60))
    assert history(together).error == pytest.approx(np.unique(shared).std(ddof=1) / np.sqrt(6))
    assert history(together).error > 2 * history(apart).error


def test_few_rounds_make_a_wider_interval_by_student() -> None:
    found = logged(rounds=3)
    one = ipw(found)
    assert one.clusters == 3
    assert (one.interval.high - one.value) / one.error == pytest.approx(4.3027, abs=1e-3)


def test_one_round_gives_no_interval() -> None:
    with pytest.raises(AbbinaError) as error:
        ipw(logged(rounds=1))
    assert "una giornata sola" in error.value.text()


def test_the_rule_of_the_past_itself_gains_nothing_by_aipw_on_average() -> None:
    found = logged(n=4000)
    assert found.logging is not None
    same = aipw(found.under(found.logging))
    assert same.gain is not None
    assert 0.0 in same.gain


def test_a_paired_gain_is_tighter_than_two_separate_intervals() -> None:
    found = logged(n=500)
    assert found.logging is not None
    near = found.under(0.9 * found.logging + 0.1 * found.target)
    one, past = aipw(near), history(near)
    gain = difference(one, past, what="x")
    assert gain.value == pytest.approx(one.value - past.value)
    assert gain.error < 0.8 * np.hypot(one.error, past.error)
    assert one.gain == gain.interval


def test_a_relative_gain_has_the_delta_methods_error() -> None:
    found = logged(n=400, rounds=400)
    one, past = ipw(found), history(found)
    gain = difference(one, past, what="x", relative=True)
    ratio = one.value / past.value
    by_hand = (one.influence - ratio * past.influence) / past.value
    assert gain.value == pytest.approx(ratio - 1)
    assert gain.error == pytest.approx(by_hand.std(ddof=1) / np.sqrt(400))


def test_rules_of_different_decisions_are_not_compared() -> None:
    with pytest.raises(AbbinaError) as error:
        difference(ipw(logged(n=60)), ipw(logged(n=50)), what="x")
    assert error.value.code == "bad_study"


def test_a_share_of_nothing_is_refused() -> None:
    found = replace(logged(), reward=np.zeros(60))
    with pytest.raises(AbbinaError):
        difference(ipw(found), history(found), what="x", relative=True)


def test_choices_never_taken_are_bounded_by_the_worst_and_the_best_case() -> None:
    n = 400
    logging = np.tile(np.array([0.5, 0.5, 0.0]), (n, 1))
    target = np.tile(np.array([0.8, 0.0, 0.2]), (n, 1))
    action = np.arange(n) % 2
    found = Logged(
        reward=np.full(n, 0.5),
        action=action,
        propensity=np.full(n, 0.5),
        target=target,
        allowed=np.ones((n, 3), dtype=np.bool_),
        round_=np.arange(n),
        logging=logging,
        model=np.full((n, 3), 0.5),
        span=(0.0, 1.0),
    )
    for estimator in (ipw, aipw, direct, snips):
        one = estimator(found)
        assert one.overlap.unseen == pytest.approx(0.2)
        assert one.extremes is not None
        low, high = one.extremes
        assert low <= 0.4 + 1e-9
        assert high >= 0.6 - 1e-9
    assert aipw(found).extremes == pytest.approx((0.4, 0.6))
    assert aipw(replace(found, span=None)).extremes is None


def test_what_stands_for_choices_never_taken_is_among_what_is_assumed() -> None:
    seen = logged()
    assert seen.logging is not None
    logging = seen.logging.copy()
    logging[:, 2], target = 0.0, np.tile([0.5, 0.0, 0.5], (60, 1))
    logging /= logging.sum(axis=1, keepdims=True)
    action = logging.argmax(axis=1)
    blind = replace(seen, logging=logging, action=action, propensity=logging.max(axis=1), target=target)
    said = {way: " ".join(way(blind).assumed) for way in (ipw, snips, aipw, direct)}
    assert "conta zero" in said[ipw]
    assert "valga come il resto" in said[snips]
    assert all("parla solo il modello" in said[way] for way in (aipw, direct))
    assert not any("mai scelto" in sentence for way in said for sentence in way(seen).assumed)


def test_cut_weights_lose_value_and_say_so() -> None:
    found = logged()
    cut = trimmed(found, 1.5)
    assert cut.weight.max() == 1.5
    assert ipw(cut).value < ipw(found).value
    assert ipw(cut).overlap.cut_at == 1.5
    assert ipw(found).overlap.cut_at is None


def test_the_model_is_asked_for_where_it_is_needed() -> None:
    bare = replace(logged(), model=None)
    for estimator in (aipw, direct):
        with pytest.raises(AbbinaError) as error:
            estimator(bare)
        assert error.value.code == "bad_study"


def test_ragged_decisions_are_filled_up_and_valued_the_same() -> None:
    start = np.array([0, 2, 5, 6])
    table, allowed = padded(start, np.array([0.5, 0.5, 0.2, 0.3, 0.5, 1.0]))
    assert table.tolist() == [[0.5, 0.5, 0.0], [0.2, 0.3, 0.5], [1.0, 0.0, 0.0]]
    assert allowed.sum(axis=1).tolist() == [2, 3, 1]
    features, _ = padded(start, np.arange(12.0).reshape(6, 2))
    assert features.shape == (3, 3, 2)
    action = np.array([0, 2, 0])
    found = Logged(
        reward=np.array([1.0, 0.0, 1.0]),
        action=action,
        propensity=table[np.arange(3), action],
        target=table,
        allowed=allowed,
        round_=np.arange(3),
        logging=table,
        model=np.where(allowed, 0.5, np.nan),
    )
    assert aipw(found).value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reward", np.full(60, np.nan)),
        ("action", np.full(60, 7)),
        ("propensity", np.zeros(60)),
        ("propensity", np.full(60, 0.123)),
        ("target", np.full((60, 3), 0.5)),
        ("target", np.tile(np.array([1.5, -0.5, 0.0]), (60, 1))),
        ("logging", np.full((60, 3), 0.5)),
        ("allowed", np.zeros((60, 3), dtype=np.bool_)),
        ("allowed", np.ones((60, 2), dtype=np.bool_)),
        ("model", np.full((60, 3), np.nan)),
        ("features", np.zeros((59, 4))),
        ("span", (0.9, 1.0)),
        ("cut_at", 0.0),
    ],
)
def test_decisions_that_make_no_sense_are_refused(field: str, value: object) -> None:
    change: dict[str, Any] = {field: value}
    with pytest.raises(AbbinaError) as error:
        replace(logged(), **change)
    assert error.value.code == "bad_study"


def test_the_refusal_says_which_decision() -> None:
    reward: Floats = logged().reward.copy()
    reward[4] = np.inf
    with pytest.raises(AbbinaError) as error:
        replace(logged(), reward=reward)
    assert "manca l'esito (decisione 5, in tutto 1)" in error.value.text()


def test_the_effect_on_the_treated_is_told_apart_from_that_on_all() -> None:
    draw = np.random.default_rng(0)
    n = 20_000
    x = draw.random(n)
    chance = 0.1 + 0.6 * x
    treated = (draw.random(n) < chance).astype(np.int64)
    outcome = x + treated * 2 * x + draw.normal(0, 0.1, n)
    model = np.stack([x, 3 * x], axis=1)
    arms = two_arms(outcome, treated, chance, model=model)
    on_all, on_treated = 1.0, float((2 * x * chance).sum() / chance.sum())
    assert on_treated > 1.2
    for method in ("ipw", "aipw"):
        assert ate(arms, what="x", method=method).value == pytest.approx(on_all, abs=0.05)
        assert att(arms, what="x", method=method).value == pytest.approx(on_treated, abs=0.05)
    assert att(arms, what="x").error < att(arms, what="x", method="ipw").error


def test_the_effective_sample_of_an_effect_on_the_treated_is_that_of_the_controls() -> None:
    draw = np.random.default_rng(1)
    treated = (np.arange(300) < 100).astype(np.int64)
    chance = np.where(np.arange(300) == 200, 0.99, 0.2)
    one = att(two_arms(draw.random(300), treated, chance), what="x", method="ipw")
    odds = (chance / (1 - chance))[100:]
    assert one.ess == pytest.approx(odds.sum() ** 2 / (odds**2).sum())
    assert one.overlap.n == 200


def test_a_difference_in_means_is_one() -> None:
    outcome = np.array([1.0, 2.0, 3.0, 7.0, 9.0])
    treated = np.array([0, 0, 0, 1, 1])
    assert difference_in_means(outcome, treated, what="x").value == pytest.approx(6.0)


def test_options_as_features_have_one_mark_each() -> None:
    table = with_options(np.array([[2.0, 3.0]]), 3)
    assert table[0].tolist() == [[2, 3, 1, 0, 0], [2, 3, 0, 1, 0], [2, 3, 0, 0, 1]]


def test_invented_decisions_follow_their_law() -> None:
    draw = np.random.default_rng(0)
    law = bandit(draw, 4, 2)
    context = np.tile(np.array([[0.3, -1.0]]), (40_000, 1))
    target = by_linear(context, np.zeros((4, 3)))
    assert target == pytest.approx(0.25)
    found = law.logged(context, target, draw)
    taken = np.bincount(found.action, minlength=4) / 40_000
    assert taken == pytest.approx(law.past(context)[0], abs=0.01)
    went = [found.reward[found.action == j].mean() for j in range(4)]
    assert went == pytest.approx(law.chance(context)[0], abs=0.03)
