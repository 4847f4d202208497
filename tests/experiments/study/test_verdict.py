"""A change of weights is recommended only where the past speaks of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from experiments.evaluate.overlap import Overlap, overlap_of
from experiments.evaluate.value import Estimate, estimate_of
from experiments.report.parts import Section
from experiments.study.past import Past
from experiments.study.signed import told_verdict
from experiments.study.told_finding import told_finding, untrusted

SEEN = overlap_of(np.ones(500), unseen=np.zeros(500))
BLIND = overlap_of(np.ones(500), unseen=np.full(500, 0.2))


class Gains:
    """As a valued split: the same gain over every rival."""

    def __init__(self, value: float, overlap: Overlap) -> None:
        influence = np.random.default_rng(0).normal(0, 0.5, 500)
        self.gain = estimate_of(
            what="x",
            method="aipw",
            value=value,
            influence=influence - influence.mean(),
            cluster=np.arange(500) // 10,
            overlap=overlap,
            assumed=(),
            over=(value, influence - influence.mean()),
        )

    def gain_over(self, rival: str) -> Estimate:
        return self.gain


@pytest.mark.parametrize(
    ("value", "overlap", "recommended"), [(0.2, SEEN, True), (0.2, BLIND, False), (0.0, SEEN, False)]
)
def test_a_change_is_recommended_only_where_it_helps_and_the_past_speaks_of_it(
    value: float, overlap: Overlap, recommended: bool
) -> None:
    valued: Any = Gains(value, overlap)
    assert ("non raccomanda" not in told_verdict(valued)) == recommended


def test_where_all_outcomes_are_equal_no_gain_of_no_width_is_told(past: Past) -> None:
    valued: Any = None
    same = replace(past, logged=replace(past.logged, reward=np.ones(len(past.logged))))
    told = told_finding(valued, same)
    assert "Tutti gli esiti noti sono uguali" in told
    assert not any(letter.isdigit() for letter in told)


def test_a_placebo_that_failed_is_said_beside_the_finding() -> None:
    good = Section(key="placebo", title="t", finding="f")
    assert untrusted(good) == ()
    assert "prova a vuoto non è riuscita" in untrusted(replace(good, warnings=("Non è riuscita.",)))[0]
