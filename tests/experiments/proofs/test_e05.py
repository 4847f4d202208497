"""E5 in small: ratios, gates, and the check of loss and slope."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from experiments.learn import spo_loss
from experiments.learn.spo_worlds import Lost
from experiments.proofs import e05
from experiments.proofs.proof import Asked


def lost_at(ratios: dict[int, float]) -> dict[int, list[Lost]]:
    return {
        degree: [Lost(degree, 0.2, 0.2 * ratio), Lost(degree, 0.4, 0.4 * ratio)] for degree, ratio in ratios.items()
    }


def test_loss_and_slope_pass_their_check_and_a_wrong_slope_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = e05.check(0, 100)
    assert checked.worst_slope < 1e-6
    assert checked.smooth > 700
    assert checked.below == 0
    monkeypatch.setattr(e05, "spo_plus_slope", lambda p, c: -spo_loss.spo_plus_slope(p, c))
    assert e05.check(0, 100).worst_slope > 1.0
    monkeypatch.setattr(e05, "spo_plus_loss", lambda p, c: spo_loss.spo_plus_loss(p, c) - 1.0)
    assert e05.check(0, 100).below > 0


def test_gates_bind_at_the_ratios_of_the_issue() -> None:
    good = e05.Checked(1e-9, 8000, 0)
    assert e05.proved(lost_at({1: 1.05, 2: 1.0, 4: 1.5, 6: 0.8, 8: 0.5}), good, 0).met
    for degree, ratio in ((1, 1.06), (2, 1.06), (6, 0.81), (8, 0.81)):
        ratios = {1: 1.0, 2: 1.0, 4: 1.0, 6: 0.7, 8: 0.7} | {degree: ratio}
        assert not e05.proved(lost_at(ratios), good, 0).met
    best = lost_at({1: 1.0, 2: 1.0, 4: 1.0, 6: 0.7, 8: 0.7})
    assert not e05.proved(best, e05.Checked(1e-3, 8000, 0), 0).met
    assert not e05.proved(best, e05.Checked(1e-9, 8000, 1), 0).met
    found = e05.proved(best, good, 0)
    assert found.tables[0].rows[0][:3] == (1, pytest.approx(0.3), pytest.approx(0.3))
    for plot in found.plots:
        plot.draw(Figure().add_subplot())


def test_measure_draws_the_worlds_asked_and_repeats_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e05, "RATIOS", {1: 1.05, 8: 0.8})
    monkeypatch.setattr(e05, "CASES", 20)
    asked = Asked(seed=2, worlds=1)
    first = e05.measure(asked)
    assert first.gates == e05.measure(asked).gates
    assert np.isfinite([gate.value for gate in first.gates]).all()
    assert first.gates != e05.measure(Asked(seed=3, worlds=1)).gates
