"""What a report says of how firm a proposal is and of what else was possible."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from matplotlib.figure import Figure

from data.eligibility import Eligibility
from data.encode import build_cohort
from data.language import speaking
from data.lawbook import LawBook
from data.synthetic import invent
from experiments.report.parts import Interval, Section
from experiments.robust import told, told_front
from experiments.robust.case import Case, case_of
from experiments.robust.disturb import AnyWeights, Missing, Moved, Noise, Together
from experiments.robust.front import pareto_front
from experiments.robust.goals import card_travel, placements, score, travel, worst_off
from experiments.robust.study import Robustness, robustness
from scoring.scorecard import ScoreCard, judge
from scoring.weights import load_weights


@pytest.fixture(scope="module")
def card() -> ScoreCard:
    records = invent(seed=1, candidates=45, openings=25)
    assert records.programme.on is not None
    law = LawBook.load().in_force(records.programme.on)
    return judge(build_cohort(records, law), Eligibility.of(records), law, load_weights("2026-3"))


@pytest.fixture(scope="module")
def case(card: ScoreCard) -> Case:
    return case_of(card)


@pytest.fixture(scope="module")
def found(case: Case) -> Robustness:
    return robustness(
        case,
        draws=20,
        moved=(Moved(0.1), Moved(0.2), Moved(0.5)),
        others=(AnyWeights(), Noise(0.1), Missing(0.2)),
        usual=Together((Moved(0.2), Noise(0.05))),
    )


def drawn(section: Section) -> Iterator[str]:
    for plot in section.plots:
        axes = Figure().add_subplot()
        plot.draw(axes)
        axes.figure.canvas.draw()
        assert axes.get_xlabel()
        assert axes.get_ylabel()
        assert plot.told
        yield plot.key


def test_the_section_says_shares_with_their_intervals_and_lists_who_is_contested(found: Robustness) -> None:
    section = told.told(found)
    assert section.finding.startswith(
        "Con pesi spostati fino a ±20 %, le coppie proposte che restano uguali sono in media "
    )
    assert "% (da " in section.finding
    assert list(drawn(section)) == ["robust_kept", "robust_acceptability"]
    tables = {table.key: table for table in section.tables}
    assert len(tables["robust_disturbances"].rows) == 7
    assert all(isinstance(row[1], Interval) for row in tables["robust_disturbances"].rows)
    solid, contested, even = (row[1] for row in tables["robust_badges"].rows)
    assert isinstance(solid, int)
    assert isinstance(contested, int)
    assert isinstance(even, int)
    assert solid + contested + even == found.usual.base.sum()
    assert len(tables["robust_contested"].rows) == min(told.SHOWN, contested + even)


def test_the_missing_data_are_told_by_criterion_and_by_person(found: Robustness) -> None:
    section = told.told(found)
    tables = {table.key: table for table in section.tables}
    rows = tables["robust_criteria"].rows
    assert len(rows) == len(found.case.criteria)
    gains = [row[3].value for row in rows if isinstance(row[3], Interval)]
    assert gains == sorted(gains, reverse=True)
    assert {row[0] for row in rows} >= {"Interesse", "Viaggio"} or all(isinstance(row[0], str) for row in rows)
    for row in rows:
        assert (row[3] is None) == (row[1] == 0)
    assert len(tables["robust_to_ask"].rows) == min(told.SHOWN, len(found.fields.ask)) > 0
    assert len(section.warnings) == 1


def test_the_front_says_what_the_last_placement_costs_and_marks_the_proposal(card: ScoreCard, case: Case) -> None:
    at = case.opening_of(case.problem.value_micro)
    assert at is not None
    sums = (score(case.problem), placements(case.problem))
    most = int((at >= 0).sum())
    fronts = (
        pareto_front(case.problem, (*sums, worst_off(case.problem))),
        pareto_front(
            case.problem,
            (*sums, travel(card_travel(card, case))),
            steps={"travel_min": 60},
            least={"placements": most - 1},
        ),
    )
    section = told_front.told(case, at, fronts)
    assert section.finding.startswith("Collocare ")
    assert section.finding.endswith("Collocarne di più non è possibile.")
    assert list(drawn(section)) == ["pareto_1", "pareto_2"]
    assert [len(table.rows) for table in section.tables] == [len(front) for front in fronts]
    assert any("a passi di 60 minuti" in told for told in section.paragraphs)
    assert any("La proposta è uno di questi punti." in told for told in section.paragraphs)
    fewer = at.copy()
    fewer[np.flatnonzero(at >= 0)[:2]] = -1
    worse = told_front.told(case, fewer, fronts)
    assert "costerebbe" in worse.finding
    assert any("La proposta non è uno di questi punti." in told for told in worse.paragraphs)


def test_the_section_can_be_told_in_english_without_a_fault(found: Robustness) -> None:
    with speaking("en"):
        assert told.told(found).finding
