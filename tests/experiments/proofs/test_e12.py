"""E12 with few worlds."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from experiments.proofs.e12 import BESIDE, PROOF, measure
from experiments.proofs.proof import Asked


def test_shares_are_exact_draws_agree_with_them_and_the_same_seed_gives_the_same_figures() -> None:
    proved, again = (measure(Asked(worlds=1, seed=7)) for _ in range(2))
    assert proved.met
    bounded = [gate for gate in proved.gates if gate.most is not None]
    assert [gate.most for gate in bounded] == [1e-12, 0.005, 3e-6, 0]
    assert len(proved.gates) == len(bounded) + 2 * len(BESIDE)
    assert all(np.isfinite(gate.value) for gate in proved.gates)
    for plot in proved.plots:
        plot.draw(Figure().add_subplot())
    assert PROOF.worlds == 200
    assert [gate.value for gate in proved.gates] == [gate.value for gate in again.gates]
