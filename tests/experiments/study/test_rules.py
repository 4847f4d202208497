"""Rules that a study values: each plays every round within its seats; what is learned never sees what measures it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.evaluate.baselines import BASELINES
from experiments.evaluate.baselines_market import Market
from experiments.evaluate.splits import Fold
from experiments.lists import Floats, Ints
from experiments.material import Material
from experiments.study.past import Past
from experiments.study.rules import FORETOLD, LABELS, LEARNED, WITH_PART, Rule, Split, baseline_rules, held_out_rules
from experiments.study.values import splits_of

SEED = 3


@pytest.fixture(scope="module")
def baselines(material: Material) -> dict[str, Rule]:
    return baseline_rules(material, SEED)


@pytest.fixture(scope="module")
def splits(material: Material, past: Past) -> tuple[Split, ...]:
    return splits_of(material, past)


def expected_seats(material: Material, rule: Rule) -> list[tuple[Floats, Floats, Ints]]:
    """How many seats each person gets, how many people each opening, and its seats; one a round."""
    found = []
    for one, chance in zip(material.rounds, rule, strict=True):
        card = one.card
        assert chance.shape == card.total.shape
        assert ((chance >= 0) & (chance <= 1 + 1e-12)).all()
        found.append(
            (
                np.bincount(card.candidate, weights=chance, minlength=card.cohort.n_candidates),
                np.bincount(card.opening, weights=chance, minlength=card.cohort.n_openings),
                card.cohort.openings.seats,
            )
        )
    return found


def test_every_baseline_but_history_plays_and_has_a_label(baselines: dict[str, Rule]) -> None:
    assert {
        "lottery",
        "lottery_uniform",
        "equal_weights",
        "by_hand",
        "best_pair_first",
        "stable",
        "todays_weights",
    } == {*baselines}
    assert {one.code for one in BASELINES} == {*baselines, "history"}
    assert set(LABELS) == {*baselines, "history", LEARNED, FORETOLD, WITH_PART}


def test_rules_keep_seats_and_floor_in_every_round(
    material: Material, past: Past, splits: tuple[Split, ...], baselines: dict[str, Rule]
) -> None:
    learned = held_out_rules(material, past, splits[1], SEED)
    measured = set(np.unique(past.round_).tolist())
    assert len(measured) >= 5
    for code, rule in {**baselines, **learned}.items():
        assert len(rule) == len(material.rounds), code
        for k, (people, openings, seats) in enumerate(expected_seats(material, rule)):
            # Where no outcome is known there is nothing to measure, and nothing is learned for it.
            assert (people.sum() > 0) == (code in baselines or k in measured), (code, k)
            assert (people <= 1 + 1e-9).all(), code
            assert (openings <= seats + 1e-9).all(), code
        below = [one.card.total < one.card.weights.floor_micro for one in material.rounds]
        assert sum(float(chance[low].sum()) for chance, low in zip(rule, below, strict=True)) == 0, code


def test_todays_weights_place_as_many_as_can_be_and_no_rule_scores_more(
    material: Material, baselines: dict[str, Rule]
) -> None:
    for k, one in enumerate(material.rounds):
        totals = {code: (rule[k].sum(), rule[k] @ one.card.total) for code, rule in baselines.items()}
        most, best = totals["todays_weights"]
        assert all(placed <= most + 1e-9 for placed, _ in totals.values())
        assert all(score <= best + 1e-3 for placed, score in totals.values() if placed >= most - 1e-9)


def test_baselines_of_a_round_depend_on_no_other_round(material: Material, baselines: dict[str, Rule]) -> None:
    few = replace(material, rounds=material.rounds[:3])
    for code, rule in baseline_rules(few, SEED).items():
        assert all(np.array_equal(mine, theirs) for mine, theirs in zip(rule, baselines[code][:3], strict=True)), code


def otherwise(material: Material, past: Past, rows: Ints) -> tuple[Material, Past]:
    """Decisions of these rows of the past as if everybody had taken the last option, with the opposite outcome."""
    mine = past.rows[rows]
    mine = mine[mine >= 0]
    lists = material.lists
    chosen = lists.chosen.copy()
    chosen[mine] = np.diff(lists.start)[mine] - 1
    reward = past.logged.reward.copy()
    reward[rows] = 1 - reward[rows]
    return replace(material, lists=replace(lists, chosen=chosen)), replace(
        past, logged=replace(past.logged, reward=reward)
    )


def same(mine: Rule, theirs: Rule, rounds: Ints) -> bool:
    return all(np.array_equal(mine[k], theirs[k]) for k in rounds.tolist())


@pytest.mark.parametrize("which", [0, 1])
def test_what_is_learned_never_sees_the_decisions_that_it_is_valued_on(
    which: int, material: Material, past: Past, splits: tuple[Split, ...]
) -> None:
    split = splits[which]
    before = held_out_rules(material, past, split, SEED)
    for fold in split.folds[-2:]:
        # Whatever had been decided on the other side from the one it was learned on, the rule there is the same.
        other = held_out_rules(*otherwise(material, past, fold.test), split, SEED)
        rounds = np.unique(past.round_[fold.test])
        for code in (LEARNED, FORETOLD):
            assert same(before[code], other[code], rounds), (split.key, code)


def test_what_is_learned_does_see_the_decisions_that_it_is_learned_from(
    material: Material, past: Past, splits: tuple[Split, ...]
) -> None:
    split = splits[0]
    fold = split.folds[-1]
    before = held_out_rules(material, past, split, SEED)
    other = held_out_rules(*otherwise(material, past, fold.train), split, SEED)
    rounds = np.unique(past.round_[fold.test])
    for code in (LEARNED, FORETOLD):
        assert not same(before[code], other[code], rounds), code


def test_rounds_that_no_fold_measures_have_no_learned_rule(
    material: Material, past: Past, splits: tuple[Split, ...]
) -> None:
    split = splits[0]
    rules = held_out_rules(material, past, split, SEED)
    measured = set(np.unique(past.round_[split.test]).tolist())
    for k in range(len(material.rounds)):
        assert (rules[LEARNED][k].sum() > 0) == (k in measured), k
    assert np.array_equal(split.test, np.unique(np.concatenate([fold.test for fold in split.folds])))


def test_learning_from_decisions_that_speak_against_every_grade_still_gives_a_rule(
    material: Material, past: Past, splits: tuple[Split, ...]
) -> None:
    lists = material.lists
    worst = np.array(
        [lists.grades[a:z].sum(axis=1).argmin() for a, z in zip(lists.start[:-1], lists.start[1:], strict=True)]
    )
    against = replace(material, lists=replace(lists, chosen=worst))
    split = replace(splits[0], folds=splits[0].folds[-1:])
    rules = held_out_rules(against, past, split, SEED)
    assert all(np.isfinite(chance).all() for chance in rules[LEARNED])
    assert isinstance(split.folds[0], Fold)
    last = int(past.round_[split.test].max())
    market = Market.of(material.rounds[last], SEED)
    assert rules[LEARNED][last].sum() == (market.solved(market.problem.value_micro).opening_of >= 0).sum()


def test_a_part_of_the_score_goes_to_outcomes_only_if_asked(
    material: Material,
    past: Past,
    splits: tuple[Split, ...],
    baselines: dict[str, Rule],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert WITH_PART not in held_out_rules(material, past, splits[1], SEED)
    rule = held_out_rules(material, past, splits[1], SEED, 0.2)[WITH_PART]
    for seats, taken, room in expected_seats(material, rule):
        assert (seats <= 1).all()
        assert (taken <= room).all()
    # It never fills fewer seats than today's weights do.
    today = baselines["todays_weights"]
    measured = np.unique(past.round_[splits[1].test]).tolist()
    assert [rule[k].sum() for k in measured] == [today[k].sum() for k in measured]
    # What the model tells is what the totals are mixed with: where they are turned upside down, somebody moves.
    asked: list[float] = []

    def upside_down(totals: Ints, candidate: Ints, probability: Floats, share: float) -> Ints:
        asked.append(share)
        assert ((probability > 0) & (probability < 1)).all()
        return totals.max(initial=0) - totals

    monkeypatch.setattr("experiments.study.rules.mixed", upside_down)
    turned = held_out_rules(material, past, splits[1], SEED, 0.2)[WITH_PART]
    assert asked == [0.2] * len(measured)
    assert any((turned[k] != today[k]).any() for k in measured)
