from __future__ import annotations

from experiments.proofs.e09 import PROOF
from experiments.proofs.proof import Asked


def test_two_worlds_give_all_figures_and_the_bounds_of_the_issue():
    calls = []
    proved = PROOF.measure(Asked(worlds=2, seed=1, progress=lambda done, of: calls.append((done, of))))
    bounds = {gate.what: (gate.least, gate.most) for gate in proved.gates if gate.least is not None}
    assert bounds == {
        "Posti pari al 110 % delle persone: pensando a chi verrà, media": (0.97, None),
        "Posti pari al 80 % delle persone: pensando a chi verrà, media": (0.95, None),
    }
    values = {gate.what: gate.value for gate in proved.gates}
    assert values["Posti pari al 110 % delle persone: pensando a chi verrà, media"] > 0.95
    assert values["Posti pari al 80 % delle persone: pensando a chi verrà, media"] > 0.93
    assert 0.84 < values["Posti pari al 110 % delle persone: una persona alla volta, media"] < 0.93
    assert calls == [(k, 6) for k in range(1, 7)]
    assert PROOF.worlds >= 30
