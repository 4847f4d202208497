"""Invented offices decide as they are told to, from cohorts that read like any service's; their truth is known."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.material import Material, read_material
from experiments.office.follow import completes
from experiments.office.invent import invented_rounds, read_truth, write_offices
from experiments.office.spec import TRUE_SHARES, OfficeSpec
from matching.decision import Decision
from scoring.criteria import CRITERIA
from scoring.weights import GRID

SPEC = OfficeSpec(offices=2, rounds=3, candidates=30, openings=30, seed=5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_offices(SPEC, tmp_path_factory.mktemp("offices") / "all")


@pytest.fixture(scope="module")
def material(folder: Path) -> Material:
    return read_material(folder)


def decisions(spec: OfficeSpec) -> list[Decision]:
    return [decision for one in invented_rounds(spec) for decision in one.decisions]


def test_the_true_weights_are_a_weight_set() -> None:
    assert set(TRUE_SHARES) == {criterion.code for criterion in CRITERIA}
    assert math.isclose(sum(TRUE_SHARES.values()), 1)


def test_the_same_seed_gives_the_same_files(folder: Path, tmp_path: Path) -> None:
    again = write_offices(SPEC, tmp_path / "again")
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    for name in names:
        assert (folder / name).read_bytes() == (again / name).read_bytes(), name
    assert decisions(replace(SPEC, seed=6)) != decisions(SPEC)


def test_the_truth_is_read_back(folder: Path, tmp_path: Path) -> None:
    assert read_truth(folder) == SPEC
    assert read_truth(tmp_path) is None


def test_what_is_recorded_is_what_the_cohort_is_judged_to_be(material: Material) -> None:
    shown = 0
    for one in material.rounds:
        card = one.card
        person = {name: k for k, name in enumerate(card.cohort.candidates.ids)}
        opening = {name: k for k, name in enumerate(card.cohort.openings.ids)}
        for decision in (material.decisions[k] for k in one.decided):
            columns, totals = card.allowed_of(person[decision.candidate])
            by_opening = dict(zip(columns.tolist(), totals.tolist(), strict=True))
            for option in decision.shown:
                # A score is the sum of parts that were rounded one by one.
                assert by_opening[opening[option.opening]] == option.score_micro
                counted = sum(grade * card.weights.shares[code] / GRID for code, grade in option.grades_micro.items())
                assert abs(counted - option.score_micro) < len(option.grades_micro)
                shown += 1
    assert shown == len(material.lists.grades) > 100


def test_nobody_takes_a_seat_that_is_not_there(material: Material) -> None:
    for one in material.rounds:
        placed = one.history[one.history >= 0]
        taken = np.bincount(placed, minlength=one.card.cohort.n_openings)
        assert (taken <= one.card.cohort.openings.seats).all()
        assert len(placed) == sum(material.decisions[k].chosen is not None for k in one.decided)


def test_lists_and_records_say_the_same(material: Material) -> None:
    lists = material.lists
    assert len(lists) == len(material.decisions)
    for d, decision in enumerate(material.decisions):
        rows = slice(int(lists.start[d]), int(lists.start[d + 1]))
        assert lists.rank[rows].tolist() == list(range(len(decision.shown)))
        assert lists.offices[lists.office[d]] == decision.office
        assert lists.rounds[lists.round_[d]] == decision.round
        chosen = None if lists.chosen[d] < 0 else decision.shown[int(lists.chosen[d])].opening
        assert chosen == decision.chosen
        drawn = lists.drawn[rows]
        assert np.isnan(drawn).all() or math.isclose(float(np.nansum(drawn)), 1)
    assert lists.taken.sum() == (lists.chosen >= 0).sum()
    some = lists.of(np.array([3, 3, 0]))
    assert some.reason == (lists.reason[3], lists.reason[3], lists.reason[0])
    assert (some.grades[: some.start[1]] == lists.grades[lists.start[3] : lists.start[4]]).all()


def test_the_draw_is_among_options_as_good_as_the_best_and_every_one_comes_up() -> None:
    drawn = {True: 0, False: 0}
    for decision in decisions(replace(SPEC, rounds=6)):
        chances = {option.opening: option.drawn for option in decision.shown if option.drawn is not None}
        if not chances:
            continue
        best = max(option.score_micro for option in decision.shown)
        near = [option for option in decision.shown if option.drawn is not None]
        assert all(option.score_micro >= best - SPEC.near * GRID for option in near)
        assert len(set(chances.values())) == 1
        top = next(option for option in near if option.opening == decision.put_forward)
        drawn[top.score_micro == best] += 1
    assert drawn[False] > 10
    assert drawn[True] > 10


def test_who_is_consistent_takes_the_truly_best_and_who_is_not_takes_anything() -> None:
    shares = np.array([TRUE_SHARES[criterion.code] for criterion in CRITERIA])

    def consistent(scale: float) -> float:
        right = made = 0
        for decision in decisions(replace(SPEC, scale=scale, position=0.0, nobody=-1.0)):
            truth = [
                sum(share * option.grades_micro[one.code] for share, one in zip(shares, CRITERIA, strict=True))
                for option in decision.shown
            ]
            if len(truth) > 1:
                made += 1
                taken = [
                    t for t, option in zip(truth, decision.shown, strict=True) if option.opening == decision.chosen
                ]
                # Equally good but for what noise could still decide.
                right += bool(taken) and taken[0] >= max(truth) - 0.001 * GRID
        return right / made

    assert consistent(5000.0) > 0.99
    assert consistent(0.0) < 0.5


def test_in_a_placebo_world_no_placement_is_better_than_another() -> None:
    scores = np.array([0.2, 0.5, 0.9])
    assert np.ptp(completes(replace(SPEC, effect=0.0), scores)) == 0
    assert (np.diff(completes(SPEC, scores)) > 0.05).all()


def test_outcomes_follow_the_law_that_is_known() -> None:
    spec = replace(SPEC, rounds=14, candidates=60, openings=60)
    known = [
        followup.completed
        for one in invented_rounds(spec)
        for followup in one.followups
        if followup.completed is not None
    ]
    rate = np.mean(known)
    assert len(known) > 400
    # A placement of middling score is completed in about two cases of three.
    assert 0.55 < rate < 0.85


def test_what_comes_after_the_end_of_the_data_is_not_known(material: Material) -> None:
    last = max(one.on for one in material.rounds)
    late = {decision.id for decision in material.decisions if decision.on == last}
    told = [followup for name, followup in material.followups.items() if name in late]
    assert told
    assert all(followup.completed is None and followup.hired_12m is None for followup in told)
