"""Who changes seat under other weights: exact on both sides, and nobody moves because of a tie."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import MappingProxyType

import numpy as np
import pytest

from data.bundle import Records
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import Law, LawBook
from data.synthetic import invent
from matching import weight_diff
from matching.problem import Problem
from matching.propose import problem_of, propose
from matching.rows import Row
from matching.solver import solve
from matching.weight_diff import NO_SCORE, SeatChanges, changes_of, rescored, seat_changes
from scoring.scorecard import ScoreCard, judge
from scoring.weights import GRID, Weights, load_weights

OLD, NEW = load_weights("2026-1"), load_weights("2026-3")


@cache
def made(candidates: int = 40, openings: int = 25, seed: int = 3) -> tuple[Records, Law]:
    records = invent(candidates=candidates, openings=openings, seed=seed)
    assert records.programme.on is not None
    return records, LawBook.load().in_force(records.programme.on)


def card_of(weights: Weights) -> ScoreCard:
    records, law = made()
    return judge(build_cohort(records, law), Eligibility.of(records), law, weights)


def rows_of(card: ScoreCard) -> list[Row]:
    """A budget that pays for few."""
    every = np.arange(len(card.total))
    return [Row(limit="FUNDED", key="all", pair=every, weight=np.ones_like(every), most=6)]


def only(code: str) -> Weights:
    """One criterion alone: few different scores, and so a great many ties."""
    return replace(
        NEW,
        criteria=tuple(criterion for criterion in NEW.criteria if criterion.code == code),
        shares=MappingProxyType({code: GRID}),
        floor=0.0,
    )


def test_scores_of_other_weights_are_those_of_a_card_judged_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight_diff, "PAIRS_A_CHUNK", 7)
    again, whole = rescored(card_of(OLD), NEW), card_of(NEW)
    assert len(whole.total) > 7
    assert (again.total == whole.total).all()
    assert (again.start == whole.start).all()
    assert (again.opening == whole.opening).all()
    assert again.weights is NEW


@pytest.mark.parametrize("limits", [False, True])
def test_under_the_same_weights_nobody_changes(limits: bool) -> None:
    card = card_of(NEW)
    rows = rows_of(card) if limits else []
    same = seat_changes(card, NEW, rows)
    assert same.kept.any()
    assert not (same.moved | same.gained | same.lost | same.worse).any()
    assert same.mean_change() == (0.0, 0.0)
    assert same.limits_active == limits


def test_both_assignments_are_as_good_as_those_of_a_proposal() -> None:
    records, _ = made()
    changes = changes_of(*made(), OLD, NEW)
    assert records.programme.on is not None
    for which, weights in enumerate((OLD, NEW)):
        proposal = propose(records, LawBook.load(), weights, on=records.programme.on)
        own = changes.score_micro[which, which]
        assert int((own != NO_SCORE).sum()) == proposal.summary.placed
        assert int(own[own != NO_SCORE].sum()) == proposal.summary.score_micro


def test_everybody_is_counted_once_and_scores_stand_where_there_are_seats() -> None:
    changes = changes_of(*made(), OLD, NEW)
    kinds = np.array([changes.kept, changes.moved, changes.gained, changes.lost, changes.without])
    assert (kinds.sum(axis=0) == 1).all()
    assert changes.moved.any()
    assert (changes.worse <= changes.moved).all()
    for which in (0, 1):
        assert ((changes.score_micro[which, 0] != NO_SCORE) == (changes.before >= 0)).all()
        assert ((changes.score_micro[which, 1] != NO_SCORE) == (changes.after >= 0)).all()
    now, other = changes.mean_change() or (0.0, 0.0)
    both = changes.kept | changes.moved
    by_hand = (changes.score_micro[:, 1] - changes.score_micro[:, 0])[:, both].mean(axis=1) / GRID
    assert (now, other) == pytest.approx(tuple(by_hand.tolist()))


def test_nobody_moves_because_of_a_tie() -> None:
    card, other = card_of(only("host_quality")), only("travel_ease")
    changes = seat_changes(card, other, seed=5)
    alone = solve(problem_of(rescored(card, other), 5))
    kept_alone = int(((alone.opening_of == changes.before) & (changes.before >= 0)).sum())
    assert int(changes.kept.sum()) > kept_alone
    after = changes.score_micro[1, 1]
    assert int(after[after != NO_SCORE].sum()) == alone.score_micro


def test_where_limits_decide_the_first_assignment_stays_if_it_is_as_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under active limits the solver itself takes no account of the previous one."""
    card = card_of(only("travel_ease"))
    rows = rows_of(card)
    level = replace(card, weights=replace(card.weights, version="level"), total=np.full_like(card.total, 500_000))
    monkeypatch.setattr(weight_diff, "rescored", lambda card, weights: level)
    changes = seat_changes(card, level.weights, rows)
    assert changes.limits_active
    assert (changes.before == changes.after).all()
    assert (solve(problem_of(level, 0, rows)).opening_of != changes.before).any()


def test_an_assignment_with_a_pair_below_the_other_floor_is_never_kept() -> None:
    # The same sum and as many people: but one of the two pairs may not be proposed any more.
    def problem(values: list[int], floor: float) -> Problem:
        return Problem.on_grid(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], values, [1, 1], floor)

    first = solve(problem([900_000, 100_000, 100_000, 900_000], 0.0))
    after = problem([200_000, 600_000, 500_000, 900_000], 0.4)
    second = solve(after)
    assert (first.opening_of.tolist(), second.opening_of.tolist()) == ([0, 1], [1, 0])
    assert first.placements == second.placements
    assert second.score_micro == 200_000 + 900_000
    assert not weight_diff._as_good(after, first, second)
    assert weight_diff._as_good(problem([200_000, 600_000, 500_000, 900_000], 0.2), first, second)


def test_seats_that_people_have_already_are_kept_where_they_are_as_good() -> None:
    card = card_of(only("host_quality"))
    first = seat_changes(card, only("host_quality"), seed=1).before
    assert (seat_changes(card, only("host_quality"), seed=2).before != first).any()
    assert (seat_changes(card, only("host_quality"), previous=first, seed=2).before == first).all()


def test_a_set_with_a_higher_floor_takes_seats_away() -> None:
    changes = seat_changes(card_of(NEW), replace(NEW, floor=0.6))
    assert changes.lost.any()
    assert not changes.gained.any()
    after = changes.score_micro[1, 1]
    assert (after[after != NO_SCORE] >= 600_000).all()


def test_without_people_there_is_nothing_to_tell() -> None:
    nobody = SeatChanges(
        candidate_ids=(),
        opening_ids=(),
        before=np.zeros(0, dtype=np.int64),
        after=np.zeros(0, dtype=np.int64),
        score_micro=np.zeros((2, 2, 0), dtype=np.int64),
    )
    assert len(nobody) == 0
    assert nobody.mean_change() is None


def test_a_cohort_is_compared_within_the_limits_of_its_programme() -> None:
    known, law = made()
    records = replace(known, programme=known.programme.model_copy(update={"placements_funded": 6}))
    changes = changes_of(records, law, OLD, NEW)
    assert changes.limits_active
    # The same as the proposal that people would see, limits and all.
    proposal = propose(records, LawBook.load(), OLD, on=law.on)
    assert int((changes.before >= 0).sum()) == proposal.summary.placed
    assert proposal.proof.limits_active
