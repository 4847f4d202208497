"""E6 in few worlds: its gates can be met and can fail, and do not depend on who computes them."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from matplotlib.figure import Figure

from experiments.outcomes.calibration import Band
from experiments.proofs import e06
from experiments.proofs.proof import Asked, Proved


@pytest.fixture(scope="module")
def proved() -> Proved:
    return e06.measure(Asked(worlds=2, seed=5))


def test_every_size_is_measured_and_shown(proved: Proved) -> None:
    assert [row[0] for row in proved.tables[0].rows] == [200, 500, 2_000, 20_000]
    assert all(row[1] == 2 for row in proved.tables[0].rows)
    beside = [gate for gate in proved.gates if gate.least is None and gate.most is None]
    assert sum("modello perfetto" in gate.what for gate in beside) == 8
    axes = Figure().subplots()
    proved.plots[0].draw(axes)
    assert len(axes.texts) == 1


def test_perfect_models_show_the_errors_known_before(proved: Proved) -> None:
    """Figures from before the project; twenty models a size leave a few per cent of chance."""
    means = [gate.value for gate in proved.gates if gate.what.endswith("errore medio di un modello perfetto")]
    assert means == pytest.approx([0.079, 0.051, 0.025, 0.008], rel=0.15)


def test_a_model_far_too_sure_leaves_the_band(proved: Proved) -> None:
    shares = [gate for gate in proved.gates if "troppo netto" in gate.what]
    assert [gate.least for gate in shares] == [None, None, 0.95, 0.95]
    assert [gate.value for gate in shares[2:]] == [1.0, 1.0]


def test_the_gate_of_the_band_can_fail() -> None:
    world = e06.run(e06.World(3, 500))
    assert world.measured is not None
    assert e06._gates(500, [world])[0].met
    narrow = replace(world, measured=replace(world.measured, band=Band(0.0, 0.001)))
    assert not e06._gates(500, [narrow])[0].met
    useless = replace(world, too_sure_outside=False)
    assert not all(gate.met for gate in e06._gates(2_000, [useless]))
    assert e06._rejected([e06.run(e06.World(3, 2_000, effect=0.0))]).met
    assert not e06._rejected([e06.run(e06.World(3, 2_000, effect=3.0))]).met


def test_a_model_that_is_rarely_in_the_band_does_not_pass_by_its_mean() -> None:
    """Of ten models nine lie just outside, and one has no error at all: in the mean they are inside."""
    world = e06.run(e06.World(3, 500))
    assert world.measured is not None
    high = world.measured.band.p95
    outside = replace(world, right_inside=True, measured=replace(world.measured, error=high + 1e-6))
    perfect = replace(world, right_inside=True, measured=replace(world.measured, error=0.0))
    mean, share = e06._gates(500, [outside] * 9 + [perfect])[:2]
    assert mean.met
    assert not share.met


def test_worlds_without_a_measure_meet_no_bound() -> None:
    world = e06.run(e06.World(3, 500))
    empty = [replace(world, measured=None)]
    assert not any(gate.met for gate in e06._largest(e06._some(empty)))


def test_a_world_is_the_same_wherever_and_whenever_it_runs() -> None:
    first, second = e06.World(3, 200), e06.World(4, 500)
    once = e06.run(first)
    e06.run(second)
    again = e06.run(pickle.loads(pickle.dumps(first)))
    assert once.measured == again.measured
    assert once.perfect.tolist() == again.perfect.tolist()
    assert once.measured != e06.run(replace(first, seed=5)).measured
