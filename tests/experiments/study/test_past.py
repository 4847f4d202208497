"""The past as the evaluation reads it: probabilities of other rounds, unknown outcomes counted, rules in columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from data.errors import AbbinaError
from experiments.evaluate.estimate_logged import Logged
from experiments.material import Material
from experiments.study.past import PARTS, Past, past_of, targets, under
from experiments.study.values import placebo_section
from matching.followup import Followup

SEED = 3


def with_outcomes(material: Material, change: Callable[[str, Followup], bool | None]) -> Material:
    """The same decisions with other answers; `change` is given the round and the outcome."""
    round_of = {one.id: one.round for one in material.decisions}
    made = {
        key: Followup(id=one.id, opening=one.opening, completed=change(round_of[key], one))
        for key, one in material.followups.items()
    }
    return replace(material, followups=made)


def test_probabilities_sum_to_one_and_what_was_chosen_was_possible(past: Past) -> None:
    logged = past.logged
    n = len(past.rows)
    assert n > 60
    assert logged.logging is not None
    assert np.allclose(logged.logging.sum(axis=1), 1, atol=1e-12)
    assert (logged.logging >= 0).all()
    assert (logged.logging[~logged.allowed] == 0).all()
    assert (logged.propensity > 0).all()
    assert np.array_equal(logged.propensity, logged.logging[np.arange(n), logged.action])
    # What stood on no list was never chosen.
    assert (logged.logging[:, -1] == 0).all()
    assert (logged.action < past.opening.shape[1] - 1).all()


def test_what_was_chosen_is_the_opening_of_the_decision(past: Past, material: Material) -> None:
    placed = nobody = 0
    for d, row in enumerate(past.rows.tolist()):
        one, action = material.rounds[past.round_[d]], int(past.logged.action[d])
        if row < 0:
            # Somebody who could have had a place, and of whom nothing was decided.
            assert action == past.nobody
            assert past.logged.propensity[d] == 1
            continue
        decision = material.decisions[row]
        assert one.name == decision.round
        assert one.card.cohort.candidates.ids[past.candidate[d]] == decision.candidate
        if decision.chosen is None:
            assert (action, past.logged.reward[d]) == (past.nobody, 0)
            nobody += 1
        elif past.placed[d]:
            assert one.card.cohort.openings.ids[past.opening[d, action]] == decision.chosen
            assert past.logged.reward[d] == material.followups[decision.id].completed
            placed += 1
        else:
            assert action == past.nobody - 1
            assert getattr(material.followups.get(decision.id), "completed", None) is None
    assert placed > 50
    assert nobody > 0


def test_rounds_whose_outcomes_nobody_knows_are_left_out_and_counted(material: Material) -> None:
    silent = {one.name for one in material.rounds[-3:]}
    known = past_of(with_outcomes(material, lambda name, one: None if name in silent else True), "completed", SEED)
    of_silent = [k for k, one in enumerate(material.decisions) if one.round in silent]
    assert any(material.decisions[k].chosen is None for k in of_silent)
    assert not set(of_silent) & set(known.rows.tolist())
    assert known.unknown == len(of_silent)
    assert sorted(known.rows[known.rows >= 0].tolist()) == [
        k for k, one in enumerate(material.decisions) if one.round not in silent
    ]


def test_a_place_whose_outcome_alone_lacks_is_counted_and_stands_in_a_column_of_its_own(material: Material) -> None:
    missing = {one.id for one in list(material.followups.values())[::7]}
    known = past_of(
        with_outcomes(material, lambda name, one: None if one.id in missing else one.id > "2024-06"), "completed", SEED
    )
    waiting = known.logged.action == known.nobody - 1
    assert known.not_told == waiting.sum() == len(missing)
    assert known.unknown == 0
    assert {material.decisions[row].id for row in known.rows[waiting].tolist()} == missing
    # Filled in by a model: neither a yes nor a no, and within what an outcome can be.
    assert ((known.logged.reward[waiting] >= 0) & (known.logged.reward[waiting] <= 1)).all()
    assert set(np.unique(known.logged.reward[~waiting])) == {0.0, 1.0}
    # No rule chooses that column.
    uniform = [np.ones(len(one.card.total)) / 100 for one in material.rounds]
    assert (targets(known, material.rounds, uniform)[0][:, known.nobody - 1] == 0).all()


def test_too_few_rounds_with_outcomes_are_told_with_their_number(material: Material) -> None:
    few = {one.name for one in material.rounds[: PARTS - 1]}
    with pytest.raises(AbbinaError) as error:
        past_of(with_outcomes(material, lambda name, one: True if name in few else None), "completed", SEED)
    assert error.value.code == "bad_study"
    assert f"almeno {PARTS} giornate: qui {PARTS - 1}" in error.value.text()


def test_probabilities_of_a_part_never_see_its_own_choices(material: Material, past: Past) -> None:
    fold = int(past.folds[0])
    mine = past.rows[(past.folds == fold) & (past.rows >= 0)]
    lists = material.lists
    chosen = lists.chosen.copy()
    sizes = np.diff(lists.start)
    # Everybody of that part took what stands last on the list.
    chosen[mine] = sizes[mine] - 1
    other = past_of(replace(material, lists=replace(lists, chosen=chosen)), "completed", SEED)
    assert np.array_equal(other.folds, past.folds)
    assert past.logged.logging is not None
    assert other.logged.logging is not None
    here = past.folds == fold
    assert np.array_equal(other.logged.logging[here], past.logged.logging[here])
    assert not np.array_equal(other.logged.logging[~here], past.logged.logging[~here])
    # No round stands in two parts.
    assert all(len(np.unique(past.folds[past.round_ == k])) == 1 for k in np.unique(past.round_))


def test_where_nobody_reached_the_outcome_there_is_nothing_to_compare_and_it_is_said(material: Material) -> None:
    with pytest.raises(AbbinaError) as error:
        past_of(with_outcomes(material, lambda name, one: False), "completed", SEED)
    assert error.value.code == "bad_study"


def test_one_same_outcome_for_all_who_were_placed_is_no_traceback(material: Material) -> None:
    known = past_of(with_outcomes(material, lambda name, one: True), "completed", SEED)
    assert placebo_section(known, SEED, 3).finding
    first = [np.zeros(len(one.card.total)) for one in material.rounds]
    logged = under(known, material.rounds, first)
    assert logged.model is not None
    assert (logged.model[:, : known.nobody - 1] == 1).all()
    assert (logged.model[:, known.nobody] == 0).all()


def test_the_model_of_outcomes_expects_as_much_off_the_list_as_on_it(material: Material, past: Past) -> None:
    # A rule that gives everybody the first pair that is possible for them.
    rule = []
    for one in material.rounds:
        made = np.zeros(len(one.card.total))
        first = one.card.start[:-1][np.diff(one.card.start) > 0]
        made[first] = 1.0
        rule.append(made)
    some = np.arange(0, len(past.rows), 2)
    logged = under(past, material.rounds, rule, some)
    assert len(logged) == len(some)
    assert logged.features is not None
    assert logged.model is not None
    off = np.flatnonzero(logged.target[:, -1] == 1)
    assert len(off) > 5
    whole = under(past, material.rounds, [np.zeros(len(one.card.total)) for one in material.rounds], some)
    assert whole.features is not None
    assert whole.model is not None
    # The model is one function of the grades in each part: the same grades on the list get the same answer.
    for d in off.tolist():
        one, i = material.rounds[past.round_[some[d]]], past.candidate[some[d]]
        assert np.array_equal(logged.features[d, -1], one.grades[one.card.start[i]])
    assert not np.allclose(logged.model[off, -1], whole.model[off, -1])


# Three people, four openings, of which a hand can count every share: pairs of candidate 0 are 0 to 3, of candidate 1
# is 4, candidate 2 has none.
GRADES = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6], [0.7, 0.8], [0.9, 1.0]])


def tiny(past: Past) -> tuple[Past, Any]:
    card = SimpleNamespace(start=np.array([0, 4, 5, 5]), opening=np.array([0, 1, 2, 3, 1], dtype=np.int32))
    n, width = 3, 2 + 3
    history = np.zeros((n, width))
    history[:, -2] = 1.0
    logged = Logged(
        reward=np.zeros(n),
        action=np.full(n, width - 2),
        propensity=np.ones(n),
        target=history,
        allowed=np.ones((n, width), dtype=np.bool_),
        round_=np.zeros(n, dtype=np.int64),
    )
    made = replace(
        past,
        rows=np.arange(n),
        # Candidate 0 was shown openings 1 and 0, candidate 1 opening 2, candidate 2 opening 3.
        opening=np.array([[1, 0, -1, -1, -1], [2, -1, -1, -1, -1], [3, -1, -1, -1, -1]]),
        candidate=np.arange(n),
        round_=np.zeros(n, dtype=np.int64),
        logged=logged,
        folds=np.zeros(n, dtype=np.int64),
    )
    return made, SimpleNamespace(card=card, grades=GRADES)


@pytest.mark.parametrize(
    ("probability", "target", "elsewhere"),
    [
        # On the list, in its own column; the rest is nobody.
        ([0.5, 0, 0, 0, 0], [[0, 0.5, 0, 0.5, 0], [0, 0, 0, 1, 0], [0, 0, 0, 1, 0]], np.zeros((3, 2))),
        ([0.25, 0.75, 0, 0, 0], [[0.75, 0.25, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 1, 0]], np.zeros((3, 2))),
        # Off the list, with its own grades.
        ([0, 0, 0, 0, 1], [[0, 0, 0, 1, 0], [0, 0, 0, 0, 1], [0, 0, 0, 1, 0]], [[0, 0], [0.9, 1.0], [0, 0]]),
        # Two off the list: grades by their shares; part on the list, part nobody.
        (
            [0.1, 0, 0.2, 0.6, 0],
            [[0, 0.1, 0, 0.1, 0.8], [0, 0, 0, 1, 0], [0, 0, 0, 1, 0]],
            [[0.65, 0.75], [0, 0], [0, 0]],
        ),
        # Shares that a draw left a hair above 1 are brought back to 1.
        ([0, 1 + 1e-12, 0, 0, 0], [[1, 0, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 1, 0]], np.zeros((3, 2))),
    ],
)
def test_shares_of_a_rule_stand_in_the_columns_a_hand_puts_them_in(
    probability: Any, target: Any, elsewhere: Any, past: Past
) -> None:
    mine, one = tiny(past)
    found, grades = targets(mine, (one,), [np.array(probability, dtype=np.float64)])
    assert np.allclose(found, target, atol=1e-11)
    assert np.allclose(grades, elsewhere, atol=1e-11)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-15)
