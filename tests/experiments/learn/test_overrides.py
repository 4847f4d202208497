from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from data.errors import AbbinaError
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_intervals import weight_intervals
from experiments.learn.overrides import learn_overrides, pairs_of, sort_overrides
from experiments.learn.overrides_told import told
from experiments.lists import Floats, Lists

WEIGHTS = np.array([0.5, 0.35, 0.15])
CRITERIA = ("travel_ease", "interest", "time_fit")
REASON = ("TOO_FAR", "NOT_INTERESTED", "HOURS")


def made(decisions: int, seed: int = 0, kept: float = 1.5, scale: float = 12.0) -> Lists:
    """Lists of 2 to 7, the first put forward; it has `kept` more utility because it was put forward."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(2, 8, decisions)
    start = np.r_[0, np.cumsum(sizes)].astype(np.int64)
    grades: Floats = rng.beta(2, 2, (start[-1], 3))
    rank = np.arange(start[-1]) - np.repeat(start[:-1], sizes)
    utility = scale * grades @ WEIGHTS + kept * (rank == 0) + rng.gumbel(size=len(rank))
    chosen = np.array([utility[a:b].argmax() for a, b in pairwise(start)])
    reason = []
    for d, k in enumerate(chosen.tolist()):
        against = (grades[start[d] + k] - grades[start[d]]) * WEIGHTS
        reason.append("" if k == 0 else "HOST_REFUSED" if rng.random() < 0.2 else REASON[int(against.argmax())])
    n = decisions
    return Lists(
        criteria=CRITERIA,
        start=start,
        grades=grades,
        known=np.ones(grades.shape, dtype=np.bool_),
        rank=rank,
        drawn=np.full(len(rank), np.nan),
        chosen=chosen,
        put_forward=np.zeros(n, dtype=np.int64),
        reason=tuple(reason),
        office=np.arange(n) % 4,
        round_=np.zeros(n, dtype=np.int64),
        day=np.arange(n),
        offices=("a", "b", "c", "d"),
        rounds=("r",),
    )


def changed(lists: Lists, at: int, **facts: int | str) -> Lists:
    """One decision with another choice, proposal or reason."""
    made_ = {}
    for name, value in facts.items():
        column = list(getattr(lists, name)) if name == "reason" else getattr(lists, name).copy()
        column[at] = value
        made_[name] = tuple(column) if name == "reason" else column
    return replace(lists, **made_)


def test_every_decision_is_sorted_once() -> None:
    lists = made(300)
    lists = changed(lists, 0, chosen=-1, reason="TOO_FAR")
    lists = changed(lists, 1, put_forward=-1, reason="")
    lists = changed(lists, 2, chosen=1, reason="")
    lists = changed(lists, 3, chosen=1, reason="TUTOR")
    found = sort_overrides(lists)
    assert found.nothing_taken == 1
    assert found.nothing_put_forward == 1
    assert found.without_reason == 1
    # A reason that points to a criterion these lists do not have is context that lacks.
    assert found.outside["TUTOR"] == 1
    assert found.outside["HOST_REFUSED"] == lists.reason.count("HOST_REFUSED")
    assert 2 in found.overridden
    assert 3 not in found.overridden
    counted = len(found.accepted) + len(found.overridden) + sum(found.outside.values())
    assert counted + found.nothing_taken + found.nothing_put_forward + found.alone == 300


def test_reasons_are_held_against_the_grades_they_speak_of() -> None:
    lists = made(200)
    far = np.array([reason == "TOO_FAR" for reason in lists.reason])
    found = {one.reason: one for one in sort_overrides(lists).pointed}
    assert found["TOO_FAR"].criterion == "travel_ease"
    assert found["TOO_FAR"].overrides == far.sum()
    better = lists.grades[lists.start[:-1] + lists.chosen, 0] > lists.grades[lists.start[:-1], 0]
    assert found["TOO_FAR"].better == (far & better).sum()
    unknown = replace(lists, known=np.zeros_like(lists.known))
    assert sort_overrides(unknown).pointed[0].better == 0
    assert sort_overrides(unknown).pointed[0].unknown == sort_overrides(unknown).pointed[0].overrides


def test_comparisons_of_one_accepted_proposal_count_once_together() -> None:
    lists = made(50)
    sorted_ = sort_overrides(lists)
    design, decision = pairs_of(lists, sorted_)
    assert design.counts is not None
    for d in sorted_.accepted.tolist():
        mine = decision == d
        assert mine.sum() == np.diff(lists.start)[d] - 1
        assert design.counts[mine].sum() == pytest.approx(1)
        assert (design.taken[mine] == design.start[:-1][mine]).all()
    for d in sorted_.overridden.tolist():
        (row,) = np.flatnonzero(decision == d).tolist()
        assert design.counts[row] == 1
        assert design.columns[:3, design.taken[row]].tolist() == lists.grades[lists.start[d] + lists.chosen[d]].tolist()
        assert design.columns[:3, design.start[row]].tolist() == lists.grades[lists.start[d]].tolist()


def test_true_weights_and_the_pull_of_the_proposal_are_found_in_lists_of_any_length() -> None:
    lists = made(12_000)
    found = learn_overrides(replace(lists, reason=tuple("TOO_FAR" if reason else "" for reason in lists.reason)))
    assert found.model.weights_ == pytest.approx(WEIGHTS, abs=0.03)
    assert found.model.scale_ == pytest.approx(12, rel=0.06)
    assert found.model.coef_[-1] == pytest.approx(1.5, abs=0.2)
    assert all(truth in own for own, truth in zip(found.learned.weights, WEIGHTS, strict=True))


def test_leaving_out_reasons_beyond_the_score_leaves_the_weights_where_they_are() -> None:
    found = learn_overrides(made(12_000, seed=1))
    assert sum(found.sorted.outside.values()) > 500
    assert found.model.weights_ == pytest.approx(WEIGHTS, abs=0.03)


def test_lists_of_two_with_the_proposal_on_top_have_no_place_beside_it() -> None:
    lists = made(400)
    two = lists.of(np.flatnonzero(np.diff(lists.start) == 2))
    assert learn_overrides(two).model.names_ == (*CRITERIA, "put_forward")


def test_one_half_of_the_story_is_no_comparison() -> None:
    lists = made(200)
    same = lists.of(lists.chosen == 0)
    with pytest.raises(AbbinaError) as caught:
        learn_overrides(same)
    assert "nessuno ha scelto altro" in caught.value.text("it")
    with pytest.raises(AbbinaError) as caught:
        learn_overrides(lists.of(lists.chosen > 0))
    assert "nessuna proposta" in caught.value.text("it")


def test_the_section_says_what_was_left_out_and_when_a_reason_and_its_grade_disagree() -> None:
    lists = made(800)
    worse = lists.grades[lists.start[:-1] + lists.chosen, 2] < lists.grades[lists.start[:-1], 2]
    reasons = zip(lists.reason, worse, strict=True)
    turned = replace(lists, reason=tuple("HOURS" if reason == "TOO_FAR" and low else reason for reason, low in reasons))
    whole = weight_intervals(ConditionalLogit().fit_lists(lists))
    section = told(learn_overrides(turned), whole)
    assert "tra " in section.finding
    assert any("HOST_REFUSED" in row for row in section.tables[1].rows)
    assert any("solo in" in warning for warning in section.warnings)
    assert str(lists.reason.count("HOST_REFUSED")) in section.paragraphs[1]
    assert len(section.tables[0].rows) == 3
