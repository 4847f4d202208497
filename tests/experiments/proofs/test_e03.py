from __future__ import annotations

import numpy as np

from experiments.proofs import e03
from experiments.proofs.proof import Asked
from experiments.report.draw import svg


def test_the_place_spoils_the_weights_unless_it_is_modelled() -> None:
    found = e03.measure(Asked(worlds=6))
    table = {(row[0], row[1]): row for row in found.tables[0].rows}
    blind = [table[size, "senza il posto"] for size in (500, 2_000)]
    seeing = [table[size, "con il posto"] for size in (500, 2_000)]
    assert min(float(str(row[2])) for row in blind) > 2 * float(str(seeing[1][2]))
    # More decisions do not help who does not see the place.
    assert float(str(blind[1][2])) > 0.8 * float(str(blind[0][2]))
    assert float(str(seeing[1][2])) < float(str(seeing[0][2]))
    effect = found.gates[2]
    assert abs(effect.value) < 0.15
    assert "<svg" in svg(found.plots[0])


def test_bounds_are_those_written_down() -> None:
    found = e03.measure(Asked(worlds=2))
    assert [gate.most for gate in found.gates[:4]] == [0.08, 0.6, 0.05, 0.97]
    assert all(gate.least is None and gate.most is None for gate in found.gates[4:])
    assert not np.isnan([gate.value for gate in found.gates]).any()
