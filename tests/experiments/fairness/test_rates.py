"""Group rates against fairlearn, alarms, and what the report says of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from fairlearn.metrics import MetricFrame, selection_rate
from matplotlib.figure import Figure

from experiments.fairness.funnel import Funnel, Stage, Tri, in_top
from experiments.fairness.groups import Grouping
from experiments.fairness.rates import Alarm, Rates, alarm_of, compared, difference, rate_of, rates, ratio
from experiments.fairness.told_groups import told_groups
from experiments.report.parts import Interval


def _grouping(of: list[int], key: str = "sex") -> Grouping:
    member = np.array([[one == code for one in of] for code in range(max(of) + 1)], dtype=np.bool_)
    names = tuple("ABCDE"[: len(member)])
    return Grouping(key=key, title="Gruppo", codes=names, labels=names, member=member)


def _yes(*counts: tuple[int, int]) -> tuple[Tri, list[int]]:
    """So many of so many in each group."""
    happened = [int(k < some) for some, people in counts for k in range(people)]
    return np.array(happened, dtype=np.int8), [g for g, (_, people) in enumerate(counts) for _ in range(people)]


def _one(*counts: tuple[int, int], least: int = 5) -> Rates:
    happened, of = _yes(*counts)
    return rates(Funnel(proposed=happened), [_grouping(of)], least)[0]


@pytest.mark.parametrize("seed", range(8))
def test_numbers_by_group_are_those_of_fairlearn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    of = [*range(4), *rng.integers(0, 4, 70).tolist()]
    happened = (rng.random(len(of)) < 0.4).astype(np.int8)
    found = rates(Funnel(proposed=happened), [_grouping(of)], 1)[0]
    frame = MetricFrame(metrics=selection_rate, y_true=happened, y_pred=happened, sensitive_features=of)
    overall = float(happened.mean())
    assert found.rate == pytest.approx(frame.by_group.to_numpy(), abs=1e-12)
    assert difference(found.rate) == pytest.approx(frame.difference(), abs=1e-12)
    assert ratio(found.rate) == pytest.approx(frame.ratio(), abs=1e-12)
    assert difference(found.rate, overall) == pytest.approx(frame.difference("to_overall"), abs=1e-12)
    assert ratio(found.rate, overall) == pytest.approx(frame.ratio("to_overall"), abs=1e-12)


def test_rates_without_anybody_are_no_number() -> None:
    assert math.isnan(rate_of(np.array([0]), np.array([0]))[0])
    assert math.isnan(ratio(np.array([0.0, 0.0])))
    assert math.isnan(ratio(np.array([0.0, 0.0]), 0.0))


def test_each_step_counts_those_who_took_the_one_before_and_leaves_out_what_is_not_known() -> None:
    funnel = Funnel(
        exposed=np.array([1, 1, 0, 0, 1], dtype=np.int8),
        proposed=np.array([1, 1, 1, 0, 1], dtype=np.int8),
        started=np.array([1, 0, -1, -1, 1], dtype=np.int8),
        hired=np.array([1, -1, -1, -1, -1], dtype=np.int8),
    )
    found = {stage: (int(yes.sum()), int(among.sum()), unknown) for stage, yes, among, unknown in funnel.stages()}
    assert found[Stage.EXPOSED] == (3, 5, 0)
    assert found[Stage.PROPOSED] == (4, 5, 0)
    assert found[Stage.STARTED] == (2, 3, 1)
    assert found[Stage.HIRED] == (1, 1, 1)


def test_who_equals_the_last_place_of_a_list_is_exposed_too() -> None:
    candidate, opening = np.array([0, 1, 2, 3, 0, 3]), np.array([0, 0, 0, 0, 1, 1])
    value = np.array([9, 7, 7, 1, 4, 5])
    assert in_top(candidate, opening, value, 5, 2).tolist() == [1, 1, 1, 1, 0]
    assert in_top(candidate, opening, value, 5, 1).tolist() == [1, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("found", "alarm"),
    [
        (Interval(0.5, 0.3, 0.79), Alarm.SURE),
        (Interval(0.5, 0.3, 0.8), Alarm.POSSIBLE),
        (Interval(0.79, 0.3, 1.2), Alarm.POSSIBLE),
        (Interval(0.8, 0.3, 1.2), Alarm.NONE),
        (None, Alarm.NONE),
    ],
)
def test_an_alarm_needs_less_than_four_fifths_and_is_sure_below_it_with_its_interval(
    found: Interval | None, alarm: Alarm
) -> None:
    assert alarm_of(found) is alarm


def test_a_group_is_compared_with_the_best_and_with_the_rest() -> None:
    a, b, c = compared(_one((60, 100), (20, 100), (45, 100)))
    assert (a.best, b.best, c.best) == (None, 0, 0)
    assert b.against_best is not None
    assert b.against_best.value == pytest.approx(1 / 3)
    assert b.against_rest is not None
    assert b.against_rest.value == pytest.approx(0.2 / 0.525)
    assert (a.alarm, b.alarm, c.alarm) == (Alarm.NONE, Alarm.SURE, Alarm.POSSIBLE)
    assert b.p < b.p_holm < 0.001


def test_a_small_group_is_neither_shown_nor_compared_nor_the_best() -> None:
    found = _one((30, 62), (4, 4), (25, 60))
    assert found.hidden.tolist() == [False, True, True]
    assert [each.group for each in compared(found)] == [0]
    assert not _one((1, 2), (2, 2)).shown.size


def test_the_table_says_fewer_than_five_and_nothing_more_of_a_small_group() -> None:
    section = told_groups([_one((30, 62), (4, 4), (25, 60))])
    rows = {row[0]: row for row in section.tables[0].rows}
    assert rows["B"][1:] == ("meno di 5", None, None, None, None, None)
    assert rows["C"][1:] == ("non mostrato", None, None, None, None, None)
    assert isinstance(rows["A"][2], Interval)
    # One group alone has nothing to stand beside.
    assert not section.plots


def test_an_alarm_is_a_sentence_with_ratio_interval_and_correction() -> None:
    section = told_groups([_one((60, 100), (20, 100))])
    assert "Allarmi sicuri: 1; allarmi possibili: 0." in section.finding
    assert section.warnings[0].startswith("Allarme sicuro.")
    assert "«B»: 0,33 (fra 0,22 e 0,50) volte rispetto a «A»" in section.warnings[0]
    assert "correzione di Holm" in section.warnings[1]


def test_no_group_to_compare_is_said_not_taken_for_fairness() -> None:
    assert "troppo piccoli" in told_groups([_one((1, 2), (2, 2))]).finding


def test_the_plot_draws_each_shown_group() -> None:
    section = told_groups([_one((60, 100), (20, 100))])
    ax = Figure().subplots()
    section.plots[0].draw(ax)
    assert {"A", "B"} <= {text.get_text() for text in ax.get_yticklabels()}
    assert "60 %" in section.plots[0].told
