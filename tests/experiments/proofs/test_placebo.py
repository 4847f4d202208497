from __future__ import annotations

from matplotlib.figure import Figure

from experiments.parallel import Workers
from experiments.proofs.placebo import PROOF
from experiments.proofs.proof import Asked


def test_the_placebo_shows_promise_truth_and_estimate_side_by_side() -> None:
    proved = PROOF.measure(Asked(worlds=8))
    values = {gate.what: gate.value for gate in proved.gates}
    bounded = [gate for gate in proved.gates if gate.least is not None]
    assert [(gate.least, gate.most) for gate in bounded] == [(0.93, 0.97)] * 2
    assert values["Senza effetto: guadagno promesso dal solo modello"] > 0.5
    assert abs(values["Senza effetto: guadagno medio per AIPW"]) < 0.4
    assert values["Con effetto: guadagno vero delle stesse regole"] > 0.3
    assert values["Guadagno più piccolo che questi dati vedrebbero"] > 0.3
    assert len(proved.tables[0].rows) == 2
    axes = Figure().subplots()
    proved.plots[0].draw(axes)
    assert len(axes.texts) == 8


def test_its_figures_do_not_depend_on_the_number_of_workers() -> None:
    one, two = (PROOF.measure(Asked(worlds=3, workers=Workers(jobs=jobs))) for jobs in (1, 2))
    assert one.gates == two.gates
    assert PROOF.measure(Asked(worlds=3, seed=1)).gates != one.gates


def test_it_asks_for_a_thousand_worlds() -> None:
    assert (PROOF.code, PROOF.worlds) == ("placebo", 1000)
