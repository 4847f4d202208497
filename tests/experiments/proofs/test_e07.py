from __future__ import annotations

from experiments.proofs.e07 import PROOF
from experiments.proofs.proof import Asked


def test_every_claim_on_estimators_has_a_gate_and_the_sharp_ones_are_met_with_few_worlds() -> None:
    proved = PROOF.measure(Asked(worlds=2))
    gates = {gate.what: gate for gate in proved.gates}
    for name in ("IPW", "SNIPS", "AIPW"):
        assert gates[f"Errore relativo medio, {name}"].most == 0.015
        covered = gates[f"Intervalli al 95 % che contengono il vero, {name}"]
        assert (covered.least, covered.most) == (0.93, 0.97)
    for name in ("IPW", "AIPW"):
        exact = gates[f"Valore atteso su tutti i registri possibili, distanza dal vero: {name}"]
        assert exact.most == 1e-10
        assert exact.met
    assert gates["Valore atteso su tutti i registri possibili, distanza dal vero: solo modello"].value > 0.01
    assert gates["Errore del solo modello, in volte quello di AIPW"].met
    assert gates["Distorsione relativa di AIPW, modello rotto"].most == 0.01
    assert gates["Distorsione relativa di AIPW, probabilità rotte"].most == 0.01
    assert gates["Distorsione relativa di AIPW, rotti entrambi"].met
    assert gates["Intervalli al 95 % che contengono il vero, solo modello"].least is None
    assert len(proved.tables[0].rows) == 4
    assert PROOF.worlds == 1000
