from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from data.errors import AbbinaError
from data.language import speaking
from experiments.evaluate.estimate import aipw, direct, history, ipw
from experiments.evaluate.estimate_logged import Logged
from experiments.evaluate.overlap import Overlap
from experiments.evaluate.placebo import Placebo, Shuffled, placebo_number
from experiments.evaluate.value import Estimate, clustered_error, difference, loss_of
from experiments.evaluate.value_told import told, told_placebo
from experiments.report.parts import Interval

GOOD = Overlap(n=1000, ess=500.0, largest=1.0, heaviest=0.01, mean_weight=1.0, unseen_units=0.0, unseen=0.0)


def estimate() -> Estimate:
    return Estimate(
        what="La regola",
        method="aipw",
        interval=Interval(0.5, 0.4, 0.6),
        ess=8.25,
        overlap=GOOD,
        least_gain=0.1,
        n=10,
        clusters=5,
        assumed=(),
        gain=Interval(0.1, 0.0, 0.2),
        loss=0.03,
        influence=np.zeros(10),
        cluster=np.arange(10),
    )


def logged(n: int = 300) -> Logged:
    draw = np.random.default_rng(0)
    return Logged(
        reward=(draw.random(n) < 0.4).astype(np.float64),
        action=np.arange(n) % 2,
        propensity=np.full(n, 0.5),
        target=np.tile(np.array([0.9, 0.1]), (n, 1)),
        allowed=np.ones((n, 2), dtype=np.bool_),
        round_=np.arange(n) // 10,
        logging=np.full((n, 2), 0.5),
        model=np.full((n, 2), 0.4),
    )


@pytest.mark.parametrize("missing", ["interval", "ess", "overlap", "least_gain"])
def test_an_estimate_without_interval_sample_or_overlap_cannot_be_made(missing: str) -> None:
    parts = {name: getattr(estimate(), name) for name in Estimate.__dataclass_fields__ if name != missing}
    with pytest.raises(TypeError):
        Estimate(**parts)


@pytest.mark.parametrize(
    ("part", "empty"),
    [
        ("interval", None),
        ("interval", Interval(float("nan"), float("nan"), float("nan"))),
        ("interval", Interval(0.5, -np.inf, np.inf)),
        ("interval", 0.5),
        ("ess", None),
        ("ess", float("nan")),
        ("ess", 0.0),
        ("overlap", None),
        ("overlap", "good"),
        ("least_gain", float("nan")),
        ("method", "guess"),
    ],
)
def test_an_estimate_with_an_empty_part_is_refused(part: str, empty: object) -> None:
    parts = {name: getattr(estimate(), name) for name in Estimate.__dataclass_fields__}
    with pytest.raises(AbbinaError) as error:
        Estimate(**{**parts, part: empty})
    assert "non si può dare" in error.value.text()


def test_an_estimate_is_shown_whole_or_not_at_all() -> None:
    one = estimate()
    for shown in (str(one), repr(one), f"{one}"):
        assert "0,500 (intervallo al 95 %: da 0,400 a 0,600" in shown
        assert "ne contano 8 su 10 casi in 5 giornate" in shown
        assert "sovrapposizione buona" in shown
        assert "guadagno più piccolo che si vedrebbe: 0,100" in shown
    with pytest.raises(TypeError, match="shown whole"):
        format(one, ".2f")
    assert not hasattr(one, "__float__")


def test_decisions_of_one_round_move_together() -> None:
    influence = np.array([1.0, 1.0, -1.0, -1.0])
    assert clustered_error(influence, np.array([0, 0, 1, 1])) == pytest.approx(np.sqrt(2 * 8) / 4)
    assert clustered_error(influence, np.array([0, 1, 0, 1])) == 0.0


def test_the_probability_of_a_loss_is_one_half_at_no_gain_and_small_far_above() -> None:
    assert loss_of(0.0, 1.0, 30) == pytest.approx(0.5)
    assert loss_of(2.042, 1.0, 30) == pytest.approx(0.025, abs=1e-4)
    assert (loss_of(0.1, 0.0, 30), loss_of(-0.1, 0.0, 30)) == (0.0, 1.0)


def test_history_has_no_gain_over_itself() -> None:
    past = history(logged())
    assert (past.gain, past.loss, past.least_gain) == (None, None, 0.0)
    assert past.ess == 300


def test_the_section_shows_every_rule_beside_what_happened() -> None:
    found = logged()
    rows = [("Pesi nuovi", aipw(found)), ("Pesi nuovi", direct(found)), ("Com'è andata", history(found))]
    section = told(rows, outcome="inserimenti conclusi")
    assert [row[0] for row in section.tables[0].rows] == [label for label, _ in rows]
    assert [row[4] is None for row in section.tables[0].rows] == [False, True, True]
    assert "«Pesi nuovi»" in section.finding
    assert "95 %" in section.finding
    assert any("ottimista" in sentence for sentence in section.paragraphs)
    assert any("8 volte su 10" in sentence for sentence in section.paragraphs)
    axes = Figure().subplots()
    section.plots[0].draw(axes)
    assert [text.get_text() for text in axes.get_yticklabels()] == [
        "Pesi nuovi",
        "Pesi nuovi\n(solo modello, ottimista)",
        "Com'è andata",
    ]
    assert "Pesi nuovi 0," in section.plots[0].told


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.01, 0.2, "sarebbe andata meglio"), (-0.2, -0.01, "sarebbe andata peggio"), (-0.1, 0.2, "non bastano")],
)
def test_the_finding_claims_only_what_the_interval_shows(low: float, high: float, said: str) -> None:
    one = replace(estimate(), gain=Interval((low + high) / 2, low, high))
    section = told([("A", one), ("B", history(logged()))], outcome="x")
    assert said in section.finding


def test_no_verdict_stands_where_the_past_does_not_speak() -> None:
    blind = replace(GOOD, unseen=0.3, unseen_units=0.3)
    first = replace(estimate(), gain=Interval(0.1, 0.05, 0.2), overlap=blind)
    section = told([("Nuova", first), ("Come è andata", history(logged()))], outcome="x")
    assert section.finding.startswith("I dati non bastano a dire")


def test_a_gain_is_as_doubtful_as_the_worse_of_its_two_rules() -> None:
    one = estimate()
    other = replace(one, overlap=replace(GOOD, unseen=0.3, unseen_units=0.3))
    assert difference(one, other, what="x").overlap is other.overlap
    assert difference(other, one, what="x").overlap is other.overlap


def test_a_promise_of_the_model_alone_is_not_told_without_aipw() -> None:
    found = logged()
    with pytest.raises(AbbinaError) as error:
        told([("A", direct(found)), ("B", history(found))], outcome="x")
    assert "AIPW" in error.value.text()
    with pytest.raises(AbbinaError):
        told([("A", direct(found)), ("C", aipw(found)), ("B", history(found))], outcome="x")


def test_no_value_is_told_without_what_happened() -> None:
    with pytest.raises(AbbinaError) as error:
        told([("A", aipw(logged())), ("B", ipw(logged()))], outcome="x")
    assert "come è andata" in error.value.text()


def test_weak_overlap_and_extremes_are_warnings() -> None:
    weak = replace(GOOD, ess=8.0, unseen=0.5, unseen_units=0.5)
    one = replace(estimate(), overlap=weak, extremes=(0.1, 0.9))
    warnings = told([("A", one), ("B", history(logged()))], outcome="x").warnings
    assert any("ne contano circa 8" in sentence for sentence in warnings)
    assert any("fra 0,100 e 0,900" in sentence for sentence in warnings)


def test_the_placebo_section_has_truth_promise_and_estimate() -> None:
    found = placebo_number(0, worlds=3)
    section = told_placebo(found)
    assert "nessuna regola può aiutare" in section.finding
    assert len(section.tables[0].rows) == 3
    assert not section.warnings


def test_a_placebo_that_fails_is_a_warning() -> None:
    found: Placebo = replace(placebo_number(0, worlds=3), covered=Interval(0.5, 0.3, 0.7))
    assert any("troppo stretti" in sentence for sentence in told_placebo(found).warnings)


def test_a_gain_found_in_shuffled_outcomes_is_a_warning_and_what_they_cannot_show_is_said() -> None:
    found = placebo_number(0, worlds=3)
    honest = Shuffled(gains=(), covered=Interval(0.95, 0.8, 1.0), mean=Interval(0.0, -0.01, 0.01))
    section = told_placebo(found, honest)
    assert not section.warnings
    assert any("Non si accorge se le probabilità" in sentence for sentence in section.paragraphs)
    leaking = replace(honest, mean=Interval(0.03, 0.01, 0.05))
    assert any("trova un guadagno" in sentence for sentence in told_placebo(found, leaking).warnings)


def test_sentences_follow_the_language() -> None:
    with speaking("en"):
        assert "0.500" in str(estimate())
