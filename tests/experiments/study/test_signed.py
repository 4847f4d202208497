"""How a study ends: a weight version with where it comes from, recommended only where it is shown to help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from experiments.evaluate.overlap import Level
from experiments.manifest import Manifest
from experiments.material import Material
from experiments.office.spec import OfficeSpec
from experiments.report.parts import Interval, Section
from experiments.study.learned import Learned
from experiments.study.signed import diff_section, proposal_of, proposal_section, told_verdict
from scoring.weights import GRID


@dataclass(frozen=True)
class Gain:
    """As much of an estimate as the verdict reads."""

    interval: Interval
    overlap: Any


@dataclass(frozen=True)
class Told:
    """The overlap of a gain."""

    level: Level


@dataclass(frozen=True)
class Found:
    """As much of a valued split as the verdict reads: gains over rules."""

    gains: dict[str, Gain]

    def gain_over(self, rival: str) -> Gain:
        return self.gains[rival]


def valued(today: float, equal: float, half: float = 0.01, level: Level = Level.GOOD) -> Any:
    gains = {"todays_weights": today, "equal_weights": equal}
    return Found({code: Gain(Interval(one, one - half, one + half), Told(level)) for code, one in gains.items()})


@pytest.fixture
def manifest(material: Material) -> Manifest:
    return Manifest(
        command="run",
        options={},
        data_sha256=material.digest,
        law="2024",
        weights=material.weights.version,
        weights_sha256=material.weights.digest,
        seed=3,
    )


@pytest.fixture
def learned(material: Material) -> Learned:
    """All of today's weights but a tenth, which goes from travel to interest."""
    values = dict(zip(material.criteria, material.shares.tolist(), strict=True))
    moved = min(0.1, values["travel_ease"])
    values["travel_ease"] -= moved
    values["interest"] += moved
    shares = {code: Interval(value, max(0.0, value - 0.02), value + 0.02) for code, value in values.items()}
    return Learned(sections=(), shares=shares, untold=("tutor_fit",))


@pytest.mark.parametrize(
    ("found", "recommended"),
    [
        (valued(0.05, 0.05), True),
        (valued(0.05, 0.005), False),
        (valued(0.005, 0.05), False),
        (valued(-0.05, 0.05), False),
        (valued(0.01, 0.01), False),
        # An interval that only a model imagines recommends nothing.
        (valued(0.05, 0.05, level=Level.BAD), False),
    ],
)
def test_a_change_is_recommended_only_where_both_intervals_are_above_nothing(found: Any, recommended: bool) -> None:
    told = told_verdict(found)
    assert ("non raccomanda" not in told) == recommended
    assert told.count("(da ") == 2


def test_the_proposal_holds_what_was_learned_and_where_it_comes_from(
    material: Material, learned: Learned, manifest: Manifest
) -> None:
    made = proposal_of(material, learned, valued(0.0, 0.0), manifest)
    assert sum(made.weights.shares.values()) == GRID
    assert abs(made.weights.shares["interest"] / GRID - learned.shares["interest"].value) < 0.002
    told = made.content.decode()
    for said in (manifest.run_id, material.digest, str(len(material.decisions)), "non raccomanda"):
        assert said in told.replace("\n   ", "").replace("\n ", " "), said
    assert made.weights.floor == material.weights.floor
    # The same study writes the same bytes, another run another version.
    assert proposal_of(material, learned, valued(0.0, 0.0), manifest).content == made.content
    other = proposal_of(material, learned, valued(0.0, 0.0), replace(manifest, seed=4))
    assert other.weights.version != made.weights.version


def test_today_and_proposed_stand_side_by_side_and_what_decisions_do_not_tell_is_said(
    material: Material, learned: Learned, manifest: Manifest
) -> None:
    found = valued(0.0, 0.0)
    made = proposal_of(material, learned, found, manifest)
    section = proposal_section(material, learned, found, made, None)
    (table,) = section.tables
    assert len(table.rows) == len(material.criteria)
    assert sum(row[1] for row in table.rows) == pytest.approx(1)
    assert sum(row[2] for row in table.rows) == pytest.approx(1)
    assert all(isinstance(row[3], Interval) for row in table.rows)
    assert len(section.warnings) == 1
    assert made.file in " ".join(section.paragraphs)
    # The truth of invented offices stands beside, and nowhere else.
    (known,) = proposal_section(material, learned, found, made, OfficeSpec()).tables
    assert len(known.columns) == len(table.columns) + 1


def seats(section: Section) -> list[tuple[Any, ...]]:
    return next(list(table.rows) for table in section.tables if table.key == "seats_by_round")


def test_who_changes_seat_is_counted_over_the_last_twelve_months_alone(
    material: Material, learned: Learned, manifest: Manifest
) -> None:
    made = proposal_of(material, learned, valued(0.0, 0.0), manifest)
    counted: list[tuple[int, int]] = []
    section = diff_section(material, made, lambda *done: counted.append(done))
    assert counted == [(k + 1, len(material.rounds)) for k in range(len(material.rounds))]
    told = [str(row[0]) for row in seats(section)]
    assert [sum(one.name in row for row in told) for one in material.rounds] == [1] * len(material.rounds)
    first = material.rounds[0]
    old = replace(first, name="long ago", on=first.on.replace(year=first.on.year - 2))
    assert seats(diff_section(replace(material, rounds=(old, *material.rounds)), made)) == seats(section)


def test_the_same_weights_move_nobody(material: Material, manifest: Manifest) -> None:
    now = dict(zip(material.criteria, material.shares.tolist(), strict=True))
    same = Learned(sections=(), shares={code: Interval(one, one, one) for code, one in now.items()}, untold=())
    made = proposal_of(material, same, valued(0.0, 0.0), manifest)
    assert dict(made.weights.shares) == dict(material.weights.shares)
    section = diff_section(material, made)
    keys = {table.key for table in section.tables}
    assert "second_looks" not in keys or not next(t for t in section.tables if t.key == "second_looks").rows
