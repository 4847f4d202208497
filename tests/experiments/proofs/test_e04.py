"""E4 in small: the figures, their gates, and what a world that breaks them would show."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.figure import Figure

from experiments.learn.inverse_worlds import Learned, World, learn
from experiments.proofs import e04
from experiments.proofs.proof import Asked


@pytest.fixture(scope="module")
def small() -> list[list[Learned]]:
    worlds = [learn(World(seed, (1, 12), 10, criteria=4)) for seed in range(2)]
    return [[world[at] for world in worlds] for at in range(2)]


def test_gates_are_on_people_whole_rounds_and_the_set(small: list[list[Learned]]) -> None:
    found = e04.proved(small)
    bounds = [(gate.least, gate.most) for gate in found.gates]
    assert bounds == [(0.99, None), (0.99, None), (1.0, None), (1.0, None), (None, None), (None, None)]
    assert [gate.value for gate in found.gates[2:4]] == [1.0, 1.0]
    assert found.gates[0].value == pytest.approx(sum(one.pairs for one in small[-1]) / 2)
    for plot in found.plots:
        plot.draw(Figure().add_subplot())
    assert [row[0] for row in found.tables[0].rows] == [1, 12]


def test_one_world_that_shuts_the_truth_out_fails_the_proof(small: list[list[Learned]]) -> None:
    perfect = [[replace(one, pairs=1.0, whole=1.0) for one in size] for size in small]
    assert e04.proved(perfect).met
    for change in ({"inside": False}, {"within": False}, {"empty": True}):
        spoilt = [[replace(perfect[0][0], **change), perfect[0][1]], perfect[1]]
        assert not e04.proved(spoilt).met
    spoilt = [perfect[0], [replace(one, whole=0.98) for one in perfect[1]]]
    assert not e04.proved(spoilt).met


def test_measure_draws_the_worlds_asked_and_repeats_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e04, "SIZES", (1, 3))
    monkeypatch.setattr(e04, "HELD_OUT", 4)
    asked = Asked(seed=1, worlds=2)
    assert e04.measure(asked).gates == e04.measure(asked).gates
    assert e04.PROOF.code == "E4"


def test_the_interval_of_a_share_stays_a_share() -> None:
    assert e04.over([1.0, 0.9, 1.0]).high == 1.0
    assert (e04.over([0.5]).low, e04.over([0.5]).high) == (0.0, 1.0)
