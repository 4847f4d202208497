"""E7: what a rule would have been worth, estimated on invented past decisions whose truth is known."""

from __future__ import annotations

import numpy as np

from data.language import marked, number, say
from experiments.evaluate.estimate_world import small
from experiments.evaluate.estimate_worlds import BROKEN, COVERAGE, broken, covering, expectations, published_run
from experiments.evaluate.placebo import mean_of, share_of
from experiments.parallel import seeds, spread
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Table, as_rows

RUNS, DECISIONS = 20, 2
_NAMES = {"ipw": "IPW", "snips": "SNIPS", "aipw": "AIPW", "direct": marked("solo modello")}
# Mean relative errors that the package's own example prints, 20 runs.
_PUBLISHED = {"ipw": 0.009481, "snips": 0.006665, "aipw": 0.006175, "direct": 0.07439}


def measure(asked: Asked) -> Proved:
    """Errors of the published experiment, exact expectations, coverage, and one of two models broken."""
    worlds = PROOF.worlds if asked.worlds is None else asked.worlds
    published, steep, table = _errors(asked, min(RUNS, worlds))
    exact = _exact(asked.seed)
    covered = _covered(asked, worlds)
    robust = _robust(asked, min(RUNS, worlds))
    return Proved(
        gates=(*published, *exact, *covered, *robust, *steep),
        paragraphs=(
            say(
                "Decisioni inventate con la legge del pacchetto Open Bandit Pipeline (coefficienti uniformi, passato "
                "che sceglieva piuttosto il peggio, regola imparata su altre persone): 10.000 decisioni, 30 opzioni. "
                "Accanto, un mondo più ripido (coefficienti normali), senza limiti."
            ),
            say(
                "Valore atteso: tutti i registri di {count} decisioni in un mondo di 3 contesti, 3 opzioni e 2 esiti, "
                "ciascuno con la sua probabilità; il modello degli esiti è sbagliato apposta.",
                count=DECISIONS,
            ),
            say(
                "Copertura: {worlds} mondi di {n} decisioni e {options} opzioni, meno che sopra per far presto; la "
                "verità è il valore per tutte le persone, non solo per quelle del registro.",
                worlds=worlds,
                n=number(COVERAGE[0]),
                options=COVERAGE[1],
            ),
            say(
                "Doppia protezione: {n} decisioni, {options} opzioni; modello rotto: uguale per tutto; probabilità "
                "rotte: tutte uguali.",
                n=number(BROKEN[0]),
                options=BROKEN[1],
            ),
        ),
        tables=(table,),
    )


def _errors(asked: Asked, runs: int) -> tuple[list[Gate], list[Gate], Table]:
    drawn = seeds(asked.seed, runs)
    found = {
        steep: spread(published_run, [(seed, steep) for seed in drawn], workers=asked.workers, progress=asked.progress)
        for steep in (False, True)
    }
    means = {
        steep: {name: float(np.mean([run[name] for run in some])) for name in (*_NAMES, "ess")}
        for steep, some in found.items()
    }
    gates = [
        Gate(what=say("Errore relativo medio, {name}", name=say(label)), value=means[False][name], most=0.015)
        for name, label in _NAMES.items()
        if name != "direct"
    ]
    times = means[False]["direct"] / means[False]["aipw"]
    what = say("Errore del solo modello, in volte quello di AIPW")
    gates.append(Gate(what=what, value=times, least=2.0, digits=1))
    beside = [
        Gate(what=say("Errore relativo medio, {name}", name=say(_NAMES["direct"])), value=means[False]["direct"]),
        *(
            Gate(what=say("Mondo ripido: errore relativo medio, {name}", name=say(label)), value=means[True][name])
            for name, label in _NAMES.items()
        ),
        Gate(what=say("Mondo ripido: decisioni che contano, quota"), value=means[True]["ess"]),
    ]
    rows = [
        (say(label), mean_of([run[name] for run in found[False]]), _PUBLISHED[name]) for name, label in _NAMES.items()
    ]
    columns = (
        Column("method", say("Metodo")),
        Column("relative_error", say("Errore relativo medio"), 4),
        Column("published", say("Pubblicato"), 4),
    )
    title = say("Errore relativo in {runs} prove", runs=runs)
    return gates, beside, Table(key="e07_errors", title=title, columns=columns, rows=as_rows(rows))


def _exact(seed: int) -> list[Gate]:
    world = small(seed)
    found = expectations(world, DECISIONS)
    sentence = marked("Valore atteso su tutti i registri possibili, distanza dal vero: {name}")
    gates = [
        Gate(what=say(sentence, name=say(_NAMES[name])), value=abs(found[name] - world.truth), most=1e-10, digits=12)
        for name in ("ipw", "aipw")
    ]
    return gates + [
        Gate(what=say(sentence, name=say(_NAMES[name])), value=abs(found[name] - world.truth))
        for name in ("snips", "direct")
    ]


def _covered(asked: Asked, worlds: int) -> list[Gate]:
    held = spread(covering, seeds(asked.seed + 1, worlds), workers=asked.workers, progress=asked.progress)
    sentence = marked("Intervalli al 95 % che contengono il vero, {name}")
    gates = []
    for name, label in _NAMES.items():
        share = share_of(sum(one[name] for one in held), worlds).value
        bounds = {"least": 0.93, "most": 0.97} if name in ("aipw", "ipw", "snips") else {}
        gates.append(Gate(what=say(sentence, name=say(label)), value=share, digits=3, **bounds))
    return gates


def _robust(asked: Asked, runs: int) -> list[Gate]:
    tried = spread(broken, seeds(asked.seed + 2, runs), workers=asked.workers, progress=asked.progress)
    bias = {case: abs(float(np.mean([one[case] for one in tried]))) for case in ("none", "model", "chances", "both")}
    said = {
        "none": say("Distorsione relativa di AIPW, modello e probabilità giusti"),
        "model": say("Distorsione relativa di AIPW, modello rotto"),
        "chances": say("Distorsione relativa di AIPW, probabilità rotte"),
    }
    gates = [Gate(what=what, value=bias[case], most=0.01) for case, what in said.items()]
    return [*gates, Gate(what=say("Distorsione relativa di AIPW, rotti entrambi"), value=bias["both"], least=0.05)]


PROOF = Proof(
    code="E7",
    title=marked("Il valore di una regola, stimato da decisioni passate"),
    question=marked("Le stime e i loro intervalli dicono il vero, dove il vero si conosce?"),
    source="Open Bandit Pipeline (Saito et al., NeurIPS 2021), example of synthetic data; simulation",
    worlds=1000,
    measure=measure,
)
