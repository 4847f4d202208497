"""Groups over all rounds, and the price of quotas on one: people counted once, small groups hidden, nobody named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from experiments.fairness.groups import Grouping, groupings
from experiments.material import Material
from experiments.report.parts import Interval
from experiments.study.fair import flip_section, groups_section, price_sections, together
from experiments.study.latest import latest

SEED = 3


def grouping(key: str, codes: str, rows: list[list[int]]) -> Grouping:
    return Grouping(
        key=key,
        title=key,
        codes=tuple(codes),
        labels=tuple(f"Label {code}" for code in codes),
        member=np.array(rows, dtype=np.bool_),
    )


def test_people_of_several_rounds_stand_one_after_the_other() -> None:
    first = (grouping("sex", "FM", [[1, 0], [0, 1]]), grouping("rare", "X", [[1, 1]]))
    second = (grouping("sex", "MN", [[1, 0, 0], [0, 1, 1]]),)
    (one,) = together([first, second])
    assert (one.key, one.codes, one.labels) == ("sex", ("F", "M", "N"), ("Label F", "Label M", "Label N"))
    assert one.member.tolist() == [
        [True, False, False, False, False],
        [False, True, True, False, False],
        [False, False, False, True, True],
    ]


def test_groups_of_all_rounds_count_everybody_once(material: Material) -> None:
    told = together([groupings(one.records, one.on, crossed=False) for one in material.rounds])
    people = sum(one.card.cohort.n_candidates for one in material.rounds)
    sex = next(one for one in told if one.key == "sex")
    assert sex.member.shape[1] == people
    assert (sex.member.sum(axis=0) == 1).all()


def test_the_section_of_groups_gives_intervals_and_no_small_group(material: Material) -> None:
    section = groups_section(material, "completed")
    assert section.key == "groups"
    assert section.finding
    assert any(isinstance(cell, Interval) for table in section.tables for row in table.rows for cell in row)
    # With two rounds of 20 people there are small groups: they are hidden, not told.
    few = groups_section(replace(material, rounds=material.rounds[:2]), "completed")
    told = [
        row[[column.key for column in table.columns].index("people")]
        for table in few.tables
        for row in table.rows
        if table.columns[0].key == "group"
    ]
    assert "meno di 5" in told
    assert min(int(str(one)) for one in told if str(one).isdecimal()) >= 5


def test_hires_are_of_the_outcome_that_was_asked(material: Material) -> None:
    found = {
        outcome: [list(table.rows) for table in groups_section(material, outcome).tables]
        for outcome in ("completed", "hired_exit", "hired_6m")
    }
    # Who asks about completion sees hires at the end.
    assert found["completed"] == found["hired_exit"]
    assert found["hired_6m"] != found["hired_exit"]


def test_a_quota_never_gains_and_the_worst_off_and_envy_are_told(material: Material) -> None:
    one = latest(material)
    sections = price_sections(one, SEED)
    keys = [section.key for section in sections]
    assert keys[-2:] == ["leximin", "envy"]
    assert {"price_parity", "price_least-rate"} <= set(keys)
    for section in sections:
        assert section.finding
        for table in section.tables:
            for k, column in enumerate(table.columns):
                if column.key.startswith("lost"):
                    assert all(row[k] is None or row[k] >= 0 for row in table.rows if not isinstance(row[k], Interval))


def test_nothing_moves_when_a_trait_changes_that_must_not_count(material: Material) -> None:
    section = flip_section(latest(material), SEED)
    assert section.key == "flip"
    assert section.tables
