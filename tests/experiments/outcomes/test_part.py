"""A model in the score: off by default, never between persons, never beyond a fifth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.eligibility import Eligibility
from data.encode import build_cohort
from data.errors import AbbinaError
from data.lawbook import LawBook
from data.synthetic import invent
from experiments.outcomes.examined import Examined, Verdict, examine
from experiments.outcomes.followups import Outcome
from experiments.outcomes.invented import invent_followups
from experiments.outcomes.part import foretold, mixed, relative_grades, with_outcomes
from scoring.scorecard import ScoreCard, judge, parts
from scoring.weights import GRID, load_weights

PAIRS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.one_of(st.integers(0, GRID), st.sampled_from([0, GRID])),
        st.floats(0, 1, allow_nan=False),
    ),
    min_size=1,
    max_size=40,
)
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]


def arrays(pairs: list[tuple[int, int, float]]) -> Arrays:
    who, totals, told = zip(*sorted(pairs, key=lambda pair: pair[0]), strict=True)
    return np.array(totals), np.array(who), np.array(told)


@pytest.fixture(scope="module")
def card() -> ScoreCard:
    records = invent(seed=3, candidates=25, openings=20)
    law = LawBook.load().in_force(records.programme.on)
    return judge(build_cohort(records, law), Eligibility.of(records), law, load_weights("2026-3"))


@pytest.fixture(scope="module")
def accepted() -> Examined:
    made = invent_followups(1, 1_500, effect=2.0)
    rows = np.arange(1_500)
    found = examine(made, Outcome.HIRE_EXIT, by_time=[(rows[:1_000], rows[1_000:])], by_office=[], seed=1)
    assert found.verdict is Verdict.ACCEPTED
    return found


@given(PAIRS, st.floats(0, 0.2))
def test_the_sum_of_a_persons_totals_never_changes(pairs: list[tuple[int, int, float]], share: float) -> None:
    totals, who, told = arrays(pairs)
    after = mixed(totals, who, told, share)
    assert after.dtype == np.int64
    assert after.min() >= 0
    assert after.max() <= GRID
    for person in set(who.tolist()):
        assert after[who == person].sum() == totals[who == person].sum()


@given(PAIRS, st.floats(0, 0.2))
def test_rows_of_a_person_need_not_stand_together(pairs: list[tuple[int, int, float]], share: float) -> None:
    totals, who, told = arrays(pairs)
    # A stable order within each person: ties of the last unit go to who comes first.
    mixed_up = np.argsort(np.arange(len(who)) * 7919 % 101 + 1000 * np.arange(len(who)) % 7, kind="stable")
    at = mixed_up[np.argsort(who[mixed_up], kind="stable")]
    scattered = mixed(totals[mixed_up], who[mixed_up], told[mixed_up], share)
    together = mixed(totals[at], who[at], told[at], share)
    np.testing.assert_array_equal(scattered[np.argsort(who[mixed_up], kind="stable")], together)


@given(PAIRS)
def test_a_share_of_nothing_changes_no_byte(pairs: list[tuple[int, int, float]]) -> None:
    totals, who, told = arrays(pairs)
    assert mixed(totals, who, told, 0.0).tobytes() == totals.tobytes()


@given(PAIRS, st.lists(st.floats(0, 0.5), min_size=6, max_size=6))
def test_how_hard_a_person_is_to_place_changes_nothing(pairs: list[tuple[int, int, float]], shift: list[float]) -> None:
    """Only differences among a person's own openings enter: a constant taken off all of them is not seen."""
    totals, who, told = arrays(pairs)
    told = told / 2
    moved = mixed(totals, who, told + np.array(shift)[who], 0.2)
    # The last bit of a probability can move the last unit of a total.
    assert np.abs(moved - mixed(totals, who, told, 0.2)).max() <= 1


@given(PAIRS)
def test_grades_lie_in_range_and_like_scores_follow_the_model(pairs: list[tuple[int, int, float]]) -> None:
    totals, who, told = arrays(pairs)
    same = np.full_like(totals, 400_000)
    for scores in (totals, same):
        grades = relative_grades(scores, who, told)
        assert grades.min() >= 0
        assert grades.max() <= 1
    after = mixed(same, who, told, 0.2)
    for person in set(who.tolist()):
        mine = np.argsort(told[who == person], kind="stable")
        assert (np.diff(after[who == person][mine]) >= -1).all()


def test_an_example_by_hand() -> None:
    totals = np.array([600_000, 400_000, 900_000])
    # Mean 0.5; probabilities 0.1 off their own mean, the likelier the lower score; the other person has one opening.
    after = mixed(totals, np.array([0, 0, 1]), np.array([0.2, 0.4, 0.9]), 0.1)
    assert after.tolist() == [580_000, 420_000, 900_000]


@pytest.mark.parametrize("share", [-0.01, 0.21, float("nan")])
def test_a_share_out_of_range_is_refused(share: float, card: ScoreCard, accepted: Examined) -> None:
    for ask in (
        lambda: mixed(np.array([1]), np.array([0]), np.array([0.5]), share),
        lambda: with_outcomes(card, accepted, share),
    ):
        with pytest.raises(AbbinaError) as refused:
            ask()
        assert refused.value.code == "bad_study"


def test_it_is_off_unless_asked(card: ScoreCard, accepted: Examined) -> None:
    assert with_outcomes(card, accepted).tobytes() == card.total.tobytes()
    assert with_outcomes(card, accepted, 0.2).tobytes() != card.total.tobytes()


def test_the_mean_of_every_person_stays(card: ScoreCard, accepted: Examined) -> None:
    after = with_outcomes(card, accepted, 0.2)
    people = len(card.start) - 1
    sums = [np.bincount(card.candidate, weights=totals, minlength=people) for totals in (card.total, after)]
    assert sums[0].tolist() == sums[1].tolist()
    assert len(card.total) > 50


def test_the_model_reads_neutral_grades_and_marks_where_nothing_is_known(card: ScoreCard, accepted: Examined) -> None:
    grades = parts(card.pairs(card.candidate, card.opening.astype(np.int64)).plain(), card.weights)[1]
    assert np.isnan(grades).any()
    rows = [
        np.where(np.isnan(row), card.weights.neutral[criterion.code], row)
        for criterion, row in zip(card.weights.criteria, grades, strict=True)
    ]
    features = np.array([*rows, *np.isnan(grades).astype(float)]).T
    assert accepted.model is not None
    np.testing.assert_allclose(foretold(card, accepted), accepted.model.predict_proba(features)[:, 1], atol=1e-8)


def test_the_chunks_do_not_matter(card: ScoreCard, accepted: Examined, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = foretold(card, accepted)
    assert whole.shape == card.total.shape
    monkeypatch.setattr("experiments.outcomes.part.PAIRS_A_CHUNK", 17)
    np.testing.assert_array_equal(foretold(card, accepted), whole)


def test_a_model_that_was_not_accepted_stays_out(card: ScoreCard, accepted: Examined) -> None:
    for rejected in (replace(accepted, verdict=Verdict.REJECTED), replace(accepted, model=None)):
        with pytest.raises(AbbinaError) as refused:
            with_outcomes(card, rejected, 0.1)
        assert "non è accettato" in refused.value.text("it")


def test_protected_traits_and_other_columns_cannot_get_in(card: ScoreCard, accepted: Examined) -> None:
    with pytest.raises(AbbinaError) as refused:
        with_outcomes(card, replace(accepted, names=("sex", *accepted.names[1:])), 0.1)
    assert "sex (" in refused.value.text("it")
    with pytest.raises(AbbinaError) as refused:
        with_outcomes(card, replace(accepted, names=accepted.names[::-1]), 0.1)
    assert "altri criteri" in refused.value.text("it")
