from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.learn.choice_recovery import World, covered, recover, share_interval
from experiments.learn.choice_worlds import ChoiceLaw
from experiments.proofs import e02
from experiments.proofs.proof import Asked
from experiments.report.draw import svg


def test_the_proof_measures_what_the_issue_asks() -> None:
    found = e02.measure(Asked(worlds=4))
    bounds = [(gate.least, gate.most) for gate in found.gates if (gate.least, gate.most) != (None, None)]
    assert bounds == [(None, 0.15), (None, 0.003), (None, 0.08), (0.93, 0.97), (0.93, 0.97), (0.93, 0.97)]
    # The same whatever the number of worlds: distances and losses are far within.
    assert all(gate.met for gate in found.gates[:3])
    assert len(found.tables[0].rows) == 12
    assert "<svg" in svg(found.plots[0])


def test_same_seed_same_figures_and_another_seed_others() -> None:
    one, two, other = (e02.measure(Asked(worlds=2, seed=seed)) for seed in (5, 5, 6))
    # A figure over no weights at all is not a number, and equal to none.
    assert repr(one.gates) == repr(two.gates) != repr(other.gates)


def test_a_world_learns_from_the_first_of_the_same_decisions() -> None:
    world = World(law=ChoiceLaw(decisions=300), sizes=(100, 300), positions=(None,), problems=1, seed=9)
    short = recover(replace(world, sizes=(100,)))
    found = recover(world)
    assert found.weights[0].tolist() == short.weights[0].tolist()
    assert found.away[1, 0] == pytest.approx(np.abs(found.weights[1, 0] - found.truth).sum())
    assert found.equal_regret > found.regret[1, 0] >= 0
    assert np.isnan(found.position).all()


def test_shares_have_exact_intervals() -> None:
    own = share_interval(np.array([1.0] * 8 + [0.0] * 2))
    # Clopper and Pearson of 8 in 10.
    assert (own.value, own.low, own.high) == pytest.approx((0.8, 0.4439, 0.9748), abs=1e-4)
    assert share_interval(np.ones(4)).high == 1
    assert share_interval(np.zeros(4)).low == 0
    assert covered(np.array([0.1, 0.3]), np.array([0.2, 0.4]), np.array([0.2, 0.2])).tolist() == [1, 0]
