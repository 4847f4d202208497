"""Judging all pairs: chunks, empty cohorts, the form of the score card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from data.bundle import Records
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import Law
from scoring.rules import RULES
from scoring.scorecard import ScoreCard, judge, parts, refused, total
from scoring.weights import GRID, Weights

# Papers go with the people, accommodations also with the openings.
PAPERS = ("commitments", "acts", "prescriptions", "accommodations", "protections", "documents")
SHUFFLED = ("candidates", "children", "companies", "sites", "openings", "services", *PAPERS)
NOBODY: dict[str, tuple[()]] = dict.fromkeys(("candidates", "children", *PAPERS), ())
NO_WORK: dict[str, tuple[()]] = {"openings": (), "accommodations": ()}
NO_HOSTS: dict[str, tuple[()]] = {**NO_WORK, "sites": (), "companies": (), "protections": (), "acts": ()}


@pytest.fixture(scope="module")
def records(awkward: Callable[..., Records]) -> Records:
    return awkward(7, 60, 45)


def judged(records: Records, law: Law, weights: Weights) -> ScoreCard:
    return judge(build_cohort(records, law), Eligibility.of(records), law, weights)


def content(card: ScoreCard) -> tuple[bytes, ...]:
    return tuple(array.tobytes() for array in (card.start, card.opening, card.total))


@pytest.mark.parametrize("size", [1, 7, 1000, 10**9])
def test_the_size_of_the_chunks_does_not_matter(
    size: int, records: Records, law: Law, weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = judged(records, law, weights)
    monkeypatch.setattr("scoring.scorecard.PAIRS_A_CHUNK", size)
    assert content(judged(records, law, weights)) == content(usual)


def test_the_order_of_the_rows_does_not_matter(records: Records, law: Law, weights: Weights) -> None:
    rng = np.random.default_rng(3)
    tables = {name: list(records.table(name)) for name in SHUFFLED}
    for rows in tables.values():
        rng.shuffle(rows)
    shuffled = replace(records, **{name: tuple(rows) for name, rows in tables.items()})
    assert content(judged(shuffled, law, weights)) == content(judged(records, law, weights))


def test_rows_are_candidates_and_openings_stand_in_order(records: Records, law: Law, weights: Weights) -> None:
    card = judged(records, law, weights)
    assert card.start.dtype == card.total.dtype == np.int64
    assert card.opening.dtype == np.int32
    assert card.start[0] == 0
    assert card.start[-1] == len(card.opening) == len(card.total) > 0
    for i in range(len(records.candidates)):
        openings, totals = card.allowed_of(i)
        assert (np.diff(openings) > 0).all()
        assert ((totals >= 0) & (totals <= GRID)).all()
        assert (card.candidate[card.start[i] : card.start[i + 1]] == i).all()
    pairs = card.pairs(card.candidate, card.opening)
    assert not refused(pairs, law).any()
    np.testing.assert_array_equal(total(pairs.plain(), weights), card.total)


def test_who_is_allowed_nowhere_still_has_a_row(records: Records, law: Law, weights: Weights) -> None:
    # The last ones, whose rows no pair reaches.
    shut_out = [person.model_copy(update={"in_charge": None}) for person in records.candidates[-5:]]
    card = judged(records.replacing(*shut_out), law, weights)
    assert len(card.start) == len(records.candidates) + 1
    assert all(len(card.allowed_of(len(records.candidates) - k)[0]) == 0 for k in range(1, 6))


@pytest.mark.parametrize(
    "empty",
    [NOBODY, NO_WORK, NO_HOSTS, {**NOBODY, **NO_HOSTS, "services": ()}],
    ids=["nobody", "no openings", "no companies", "nothing"],
)
def test_an_empty_side_gives_an_empty_score_card(
    empty: dict[str, tuple[()]], records: Records, law: Law, weights: Weights
) -> None:
    people = tuple(p.model_copy(update={"refused_companies": (), "banned_companies": ()}) for p in records.candidates)
    left = replace(records, **{"candidates": people, **empty})
    card = judged(left, law, weights)
    assert card.start.tolist() == [0] * (len(left.candidates) + 1)
    assert len(card.opening) == len(card.total) == len(card.candidate) == 0
    none = card.pairs([], [])
    assert refused(none, law).shape == (len(RULES), 0)
    assert parts(none.plain(), weights)[0].shape[1] == 0


def test_an_opening_without_seats_is_judged_all_the_same(records: Records, law: Law, weights: Weights) -> None:
    closed = [offer.model_copy(update={"seats": 0}) for offer in records.openings]
    assert content(judged(records.replacing(*closed), law, weights)) == content(judged(records, law, weights))


def test_progress_reaches_the_end(
    records: Records, law: Law, weights: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.scorecard.PAIRS_A_CHUNK", 200)
    said: list[tuple[int, int]] = []
    # The last ones live far from everything, so that no pair of theirs is judged.
    far = [person.model_copy(update={"lat": 36.0, "lon": 6.5}) for person in records.candidates[-20:]]
    cohort = build_cohort(records.replacing(*far), law)
    judge(cohort, Eligibility.of(records), law, weights, lambda done, of: said.append((done, of)))
    assert len(said) > 5
    assert said == sorted(said)
    assert said[-1] == (len(records.candidates), len(records.candidates))


def test_a_subset_of_pairs_keeps_what_was_already_computed(records: Records, law: Law, weights: Weights) -> None:
    card = judged(records, law, weights)
    pairs = card.pairs(np.arange(40), np.arange(40))
    keep = np.arange(40) % 3 == 0
    fresh = card.pairs(pairs.i[keep], pairs.j[keep])
    for name in ("km", "travel_min", "travel_mode", "journey_q", "time_slack_q"):
        getattr(pairs, name)
        np.testing.assert_array_equal(getattr(pairs.subset(keep), name), getattr(fresh, name))
