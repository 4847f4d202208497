"""The section on outcomes: one sentence with its interval, what weakens it, a table, a plot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from experiments.outcomes.calibration import Band
from experiments.outcomes.examined import Examined, Verdict, examine
from experiments.outcomes.examined_length import examine_length
from experiments.outcomes.followups import Followups, Outcome
from experiments.outcomes.invented import invent_followups
from experiments.outcomes.told import finding, told
from experiments.report.parts import Interval


def folds(made: Followups) -> list[tuple[np.ndarray, np.ndarray]]:
    rows, cut = np.arange(len(made)), len(made) * 2 // 3 // 20 * 20
    return [(rows[:cut], rows[cut:])]


def examined(made: Followups, outcome: Outcome = Outcome.HIRE_EXIT) -> Examined:
    return examine(made, outcome, by_time=folds(made), by_office=[], seed=1)


@pytest.fixture(scope="module")
def made() -> Followups:
    return invent_followups(1, 2_000, effect=2.0)


@pytest.fixture(scope="module")
def good(made: Followups) -> Examined:
    return examined(made)


@pytest.fixture(scope="module")
def useless() -> Examined:
    return examined(invent_followups(2, 1_500, effect=0.0))


def test_the_best_accepted_model_is_the_finding(good: Examined, useless: Examined) -> None:
    section = told([useless, good])
    assert section.finding.startswith(
        "Per «assunzione alla fine del tirocinio» il modello toglie una parte dell'errore"
    )
    assert "(tra " in section.finding
    assert any("respinto" in warning for warning in section.warnings)
    assert any("uffici da cui non ha imparato" in warning for warning in section.warnings)


def test_without_an_accepted_model_it_says_so(useless: Examined) -> None:
    assert finding([useless]).endswith("Sono tutti respinti.")
    nothing = examined(invent_followups(1, 100), Outcome.COMPLETION)
    assert "troppo pochi" in finding([nothing])
    section = told([nothing])
    assert section.plots == ()
    assert any("troppo pochi esiti" in warning for warning in section.warnings)
    assert any("100 % dei tirocini" in warning for warning in section.warnings)


def test_the_table_has_numbers_with_their_intervals(good: Examined, useless: Examined) -> None:
    (table,) = told([good, useless]).tables
    by_key = dict(zip([column.key for column in table.columns], table.rows[0], strict=True))
    assert by_key["known"] == 2_000
    assert isinstance(by_key["skill_time"], Interval)
    assert isinstance(by_key["slope"], Interval)
    assert by_key["skill_office"] is None
    assert by_key["verdict"] == "accettato"
    assert table.rows[1][-1] == "respinto"
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_a_model_outside_the_band_or_on_few_rounds_is_told(good: Examined) -> None:
    assert good.by_time is not None
    off = replace(good, by_time=replace(good.by_time, band=Band(0.0, 0.0), rounds=9))
    warnings = told([off]).warnings
    assert any("più di quanto il caso spieghi" in warning for warning in warnings)
    assert any("misurato su 9 sole giornate" in warning for warning in warnings)
    assert off.verdict is Verdict.ACCEPTED


def test_contract_length_has_a_table_and_says_what_is_left_out(made: Followups, good: Examined) -> None:
    length = examine_length(made, by_time=folds(made), seed=1)
    assert length is not None
    section = told([good], length)
    assert section.tables[1].rows[0][:2] == (length.n, length.censored)
    assert f"{length.censored} contratti senza fine" in section.paragraphs[-1]


def test_the_plot_is_drawn_with_units_and_words(good: Examined, useless: Examined) -> None:
    (plot,) = told([good, useless]).plots
    axes = Figure().subplots()
    plot.draw(axes)
    assert "%" in axes.get_xlabel()
    assert "%" in axes.get_ylabel()
    assert [text.get_text() for text in axes.texts] == [good.outcome.label, useless.outcome.label]
    assert plot.told.count("dove il modello dice") == 2
