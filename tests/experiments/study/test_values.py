"""What every rule would have been worth: never a number without its interval, its effective sample and its overlap."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.evaluate.overlap import Overlap
from experiments.evaluate.value import Estimate
from experiments.material import Material
from experiments.office.follow import completes
from experiments.office.invent import read_truth
from experiments.office.spec import OfficeSpec
from experiments.report.parts import Interval, Section, Table
from experiments.study.past import Past
from experiments.study.rules import FORETOLD, LABELS, LEARNED, Rule, baseline_rules
from experiments.study.told_material import splits_section
from experiments.study.values import Valued, placebo_section, splits_of, value

SEED = 3
NAMED = {"history", "lottery", "lottery_uniform", "equal_weights", "by_hand", "best_pair_first", "stable"}
RULES = NAMED | {"todays_weights", LEARNED, FORETOLD}
METHODS = {"aipw", "ipw", "snips", "direct"}


@pytest.fixture(scope="module")
def baselines(material: Material) -> dict[str, Rule]:
    return baseline_rules(material, SEED)


@pytest.fixture(scope="module")
def truth(offices: Path) -> OfficeSpec:
    known = read_truth(offices)
    assert known is not None
    return known


@pytest.fixture(scope="module")
def valued(material: Material, past: Past, baselines: dict[str, Rule], truth: OfficeSpec) -> tuple[Valued, ...]:
    return tuple(value(material, past, one, baselines, "esito", truth) for one in splits_of(material, past))


def table(section: Section, key: str) -> Table:
    return next(one for one in section.tables if one.key == key)


def test_later_rounds_come_first_and_then_other_offices(material: Material, past: Past) -> None:
    time, office = splits_of(material, past)
    assert (time.key, office.key) == ("time", "office")
    day = past.groups[:, 2]
    for fold in time.folds:
        assert day[fold.train].max() < day[fold.test].min()
    for fold in office.folds:
        assert not set(past.groups[fold.train, 0]) & set(past.groups[fold.test, 0])
    assert len(office.test) == len(past.rows)


def test_every_rule_has_every_method_whole(valued: tuple[Valued, ...]) -> None:
    for one in valued:
        assert set(one.estimates) == RULES
        for code, ways in one.estimates.items():
            assert set(ways) == ({"history"} if code == "history" else METHODS), code
            for way, estimate in ways.items():
                assert isinstance(estimate, Estimate)
                interval = estimate.interval
                assert interval.low <= interval.value <= interval.high
                assert interval.high > interval.low, (code, way)
                assert 0 < estimate.ess <= estimate.n == len(one.split.test)
                assert isinstance(estimate.overlap, Overlap)
                assert math.isfinite(estimate.least_gain)
                assert estimate.assumed or code == "history"


def test_every_number_on_the_page_stands_in_an_interval(valued: tuple[Valued, ...]) -> None:
    for one in valued:
        values = table(one.section, f"values-{one.split.key}")
        assert {row[0] for row in values.rows} >= {LABELS[code] for code in RULES}
        for row in values.rows:
            assert any(isinstance(cell, Interval) for cell in row), row[0]
        for row in table(one.section, f"methods-{one.split.key}").rows:
            assert all(isinstance(cell, Interval) for cell in row[1:])
        beyond = table(one.section, f"beyond-{one.split.key}")
        keys = [column.key for column in beyond.columns]
        assert {"unseen", "ess", "extremes"} <= set(keys)
        for row in beyond.rows:
            unseen, ess = row[keys.index("unseen")], row[keys.index("ess")]
            assert isinstance(unseen, float)
            assert isinstance(ess, float)
            assert 0 <= unseen <= 1
            assert ess > 0


def test_the_past_overlaps_with_itself_and_less_with_a_lottery(valued: tuple[Valued, ...]) -> None:
    for one in valued:
        lottery = one.estimates["lottery_uniform"]["aipw"]
        history = one.estimates["history"]["history"]
        assert history.ess == history.n
        assert lottery.ess < history.ess
        assert lottery.overlap.unseen > 0


def test_the_truth_stands_in_a_column_only_where_somebody_knows_it(
    valued: tuple[Valued, ...], material: Material, past: Past, baselines: dict[str, Rule]
) -> None:
    one = valued[1]
    beyond = table(one.section, "beyond-office")
    assert beyond.columns[-1].key == "truth"
    assert [row[-1] for row in beyond.rows] == [one.truth[code] for code in one.estimates if code != "history"]
    nobody = value(material, past, one.split, baselines, "esito", None)
    assert nobody.truth == {}
    hidden = table(nobody.section, "beyond-office")
    assert "truth" not in {column.key for column in hidden.columns}
    assert list(hidden.rows) == [row[:-1] for row in beyond.rows]
    # Knowing the truth changes nothing that is estimated.
    assert all(
        nobody.estimates[code][way].interval == estimate.interval
        for code, ways in one.estimates.items()
        for way, estimate in ways.items()
    )


def test_the_truth_is_counted_person_by_person(
    valued: tuple[Valued, ...], material: Material, past: Past, baselines: dict[str, Rule], truth: OfficeSpec
) -> None:
    one = valued[1]
    for code in ("todays_weights", "lottery"):
        told = []
        for d in one.split.test.tolist():
            round_ = material.rounds[past.round_[d]]
            mine = np.flatnonzero(round_.card.candidate == past.candidate[d])
            shares = np.array([truth.shares[name] for name in material.criteria])
            told.append(
                sum(
                    float(baselines[code][past.round_[d]][pair] * completes(truth, round_.grades[pair] @ shares))
                    for pair in mine.tolist()
                )
            )
        assert math.isclose(one.truth[code], float(np.mean(told)), rel_tol=1e-12)
    assert one.truth["todays_weights"] > one.truth["lottery_uniform"]


def test_the_gain_over_a_rule_is_paired_on_the_same_decisions(valued: tuple[Valued, ...]) -> None:
    for one in valued:
        mine, today = one.estimates[LEARNED]["aipw"], one.estimates["todays_weights"]["aipw"]
        gain = one.gain_over_today
        assert math.isclose(gain.interval.value, mine.value - today.value, abs_tol=1e-12)
        assert gain.interval.low < gain.interval.value < gain.interval.high
        # Two rules valued on the same decisions vary together: less than if they were not paired.
        assert gain.error < math.hypot(mine.error, today.error)


def test_tables_and_plots_of_both_splits_never_write_the_same_file(valued: tuple[Valued, ...]) -> None:
    files = [("csv", part.key) for one in valued for part in one.section.tables]
    files += [("svg", part.key) for one in valued for part in one.section.plots]
    assert len(files) == len(set(files)) == 8
    assert len({one.section.key for one in valued}) == 2


def test_what_is_left_out_is_said_with_its_number(material: Material, past: Past) -> None:
    assert past.unknown > 0
    section = splits_section(material, past, splits_of(material, past))
    assert any(str(past.unknown) in warning for warning in section.warnings)
    assert str(len(material.decisions)) in section.finding
    whole = splits_section(material, replace(past, unknown=0, not_told=0), splits_of(material, past))
    assert len(whole.warnings) < len(section.warnings)


def test_the_placebo_world_tells_the_naive_figure_beside_its_own(past: Past) -> None:
    section = placebo_section(past, SEED, 20)
    assert section.key == "placebo"
    assert any(isinstance(cell, Interval) for row in section.tables[0].rows for cell in row)
    again = placebo_section(past, SEED, 20)
    assert (again.finding, again.tables) == (section.finding, section.tables)


def test_one_office_alone_is_valued_on_later_rounds_and_it_is_said(material: Material, past: Past) -> None:
    groups = past.groups.copy()
    groups[:, 0] = 0
    alone = replace(past, groups=groups)
    splits = splits_of(material, alone)
    assert [one.key for one in splits] == ["time"]
    told = splits_section(material, alone, splits).warnings
    assert any("un ufficio solo" in warning for warning in told)
    assert not any(
        "un ufficio solo" in one for one in splits_section(material, past, splits_of(material, past)).warnings
    )
