"""A model is accepted only where it beats the programme's rate on later calls."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.errors import AbbinaError
from experiments.outcomes.examined import Examined, Measured, Verdict, examine, measured
from experiments.outcomes.examined_length import examine_length
from experiments.outcomes.followups import Followups, Outcome
from experiments.outcomes.held_out import Folds
from experiments.outcomes.invented import invent_followups

HIRE = Outcome.HIRE_EXIT


def later(made: Followups) -> Folds:
    rows, cut = np.arange(len(made)), len(made) * 2 // 3 // 20 * 20
    return [(rows[:cut], rows[cut:])]


def elsewhere(made: Followups) -> Folds:
    folds = []
    for office in range(0, 12, 4):
        out = (made.office >= office) & (made.office < office + 4)
        folds.append((np.flatnonzero(~out), np.flatnonzero(out)))
    return folds


def examined(made: Followups) -> Examined:
    return examine(made, HIRE, by_time=later(made), by_office=elsewhere(made), seed=1)


def on_time(made: Followups) -> Measured:
    found = measured(made, HIRE, later(made), 1)
    assert found is not None
    return found


def with_answers(made: Followups, answers: np.ndarray) -> Followups:
    return replace(made, answers={HIRE: answers})


def test_a_model_that_helps_is_accepted_and_measured_in_both_ways() -> None:
    made = invent_followups(1, 3_000, effect=2.0)
    found = examined(made)
    assert found.verdict is Verdict.ACCEPTED
    assert found.model is not None
    assert found.by_time is not None
    assert found.by_office is not None
    assert found.by_time.skill.low > 0
    assert found.by_office.n == 3_000
    assert found.by_time.n + len(later(made)[0][0]) == 3_000
    assert found.by_time.brier.value < found.by_time.brier_rate.value
    assert found.by_time.skill.value == pytest.approx(
        1 - found.by_time.brier.value / found.by_time.brier_rate.value, abs=1e-12
    )
    assert found.rate.value == pytest.approx(made.answers[HIRE].mean())


def test_a_model_that_cannot_help_is_rejected() -> None:
    found = examined(invent_followups(2, 3_000, effect=0.0))
    assert found.verdict is Verdict.REJECTED
    assert found.model is None


def test_a_model_that_helps_only_in_the_past_is_rejected() -> None:
    made = invent_followups(1, 3_000, effect=2.0)
    turned = made.answers[HIRE].copy()
    learn, hold = later(made)[0]
    rng = np.random.default_rng(0)
    turned[hold] = rng.permutation(turned[hold])
    assert examined(with_answers(made, turned)).verdict is Verdict.REJECTED
    assert len(learn) == 2_000


def test_few_answers_end_without_a_verdict() -> None:
    made = invent_followups(1, 120)
    found = examined(made)
    assert found.verdict is Verdict.TOO_FEW
    assert (found.by_time, found.model) == (None, None)
    never = examine(made, Outcome.COMPLETION, by_time=later(made), by_office=elsewhere(made), seed=1)
    assert (never.n, never.not_known, never.verdict) == (0, 120, Verdict.TOO_FEW)
    assert np.isnan(never.rate.value)


def test_an_answer_not_known_yet_is_left_out_and_counted_never_a_no() -> None:
    made = invent_followups(1, 1_500, effect=2.0)
    hidden = np.random.default_rng(0).random(1_500) < 0.3
    found = examined(with_answers(made, np.where(hidden, np.nan, made.answers[HIRE])))
    assert (found.n, found.not_known) == (int((~hidden).sum()), int(hidden.sum()))
    assert found.rate.value == pytest.approx(made.answers[HIRE][~hidden].mean())
    # As if those rows had never been.
    kept = np.flatnonzero(~hidden)
    learn, hold = later(made)[0]
    fewer = [(np.intersect1d(learn, kept), np.intersect1d(hold, kept))]
    assert found.by_time == measured(made, HIRE, fewer, 1)


def test_the_same_seed_finds_the_same() -> None:
    made = invent_followups(4, 900)
    assert on_time(made) == on_time(invent_followups(4, 900))


def test_a_fold_with_too_few_answers_to_learn_from_is_left_out_and_said() -> None:
    made = invent_followups(1, 1_500)
    rows = np.arange(1_500)
    found = measured(made, HIRE, [(rows[:15], rows[20:60]), (rows[:900], rows[900:])], 1)
    assert found is not None
    assert (found.folds_left_out, found.n) == (1, 600)


@pytest.mark.parametrize(
    ("by_time", "by_office"),
    [
        ([(range(20, 600), range(20))], []),
        ([(range(310), range(310, 600))], []),
        ([(range(300), range(300, 600)), (range(100), range(580, 600))], []),
        ([(range(300), range(299, 600))], []),
        ([(range(300), range(300, 601))], []),
        ([(range(-1, 300), range(300, 600))], []),
        ([], [(range(300), range(300, 600))]),
    ],
)
def test_folds_that_are_not_new_later_or_elsewhere_are_refused(by_time: list, by_office: list) -> None:
    made = invent_followups(1, 600)
    time, office = ([(np.array(learn), np.array(hold)) for learn, hold in folds] for folds in (by_time, by_office))
    with pytest.raises(AbbinaError) as refused:
        examine(made, HIRE, by_time=time, by_office=office, seed=1)
    assert refused.value.code == "bad_study"


def test_arrays_that_do_not_fit_are_refused() -> None:
    made = invent_followups(1, 60)
    wrong = [
        {"names": (*made.names[:-1], "sex")},
        {"features": made.features[:, :-1]},
        {"features": made.features * 2},
        {"features": np.full_like(made.features, np.nan)},
        {"answers": {HIRE: np.full(60, 0.5)}},
        {"answers": {HIRE: np.ones(59)}},
        {"contract_months": np.zeros(60)},
        {"contract_months": np.full(60, np.inf)},
        {"round_": made.round_[:-1]},
    ]
    for change in wrong:
        with pytest.raises(AbbinaError) as refused:
            replace(made, **change)
        assert refused.value.code == "bad_study"


def test_contracts_without_an_end_are_left_out_of_lengths_and_counted() -> None:
    made = invent_followups(1, 3_000, effect=2.0)
    found = examine_length(made, by_time=later(made), seed=1)
    assert found is not None
    contracts = ~np.isnan(made.contract_months)
    assert found.censored == int(made.censored.sum()) > 0
    assert found.n == int((contracts & ~made.censored).sum())
    assert 0.9 in found.covered
    assert found.skill.low > 0
    assert found.wide > 1
    blind = examine_length(replace(made, features=np.zeros_like(made.features)), by_time=later(made), seed=1)
    assert blind is not None
    assert blind.skill.value < 0.02


def test_few_contracts_tell_nothing_of_lengths() -> None:
    made = invent_followups(1, 90)
    assert examine_length(made, by_time=later(made), seed=1) is None
