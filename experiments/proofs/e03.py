"""E3: the place in the list draws choices; unmodelled it spoils the weights, as a covariate it is taken out."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from data.language import marked, number, say
from experiments.learn.choice_recovery import Recovered, World, covered, recover, share_interval
from experiments.learn.choice_worlds import ChoiceLaw
from experiments.lists import Floats
from experiments.parallel import seeds, spread
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Plot, Table, as_rows

SIZES = (500, 2_000)
FEW, MANY = 0, 1
# The list shows the best 5 of 60 by equal weights, and each place further down costs 1 of utility (1/20 of the scale).
POOL, OPTIONS, PLACE_COSTS = 60, 5, 1.0
PROBLEMS = 2
BLIND, SEEING = 0, 1
# Four times the decisions halve an error that is only chance; one that is bias stays.
MOST_LEFT = 0.6
MOST_AWAY_2000 = 0.08
MOST_EFFECT_BIAS = 0.05
LEAST_COVERED, MOST_COVERED = 0.93, 0.97
RED, BLUE = "#b3261e", "#0066cc"


def measure(asked: Asked) -> Proved:
    """Draw worlds where the place counts, and learn with and without it."""
    worlds = PROOF.worlds if asked.worlds is None else asked.worlds
    law = ChoiceLaw(decisions=SIZES[-1], options=OPTIONS, position=PLACE_COSTS, pool=POOL)
    tasks = [
        World(law=law, sizes=SIZES, positions=(None, "linear"), problems=PROBLEMS, seed=seed)
        for seed in seeds(asked.seed, worlds)
    ]
    return proved(spread(recover, tasks, workers=asked.workers, progress=asked.progress))


def proved(worlds: list[Recovered]) -> Proved:
    """The proof from the worlds."""
    away = np.array([one.away for one in worlds])
    regret = np.array([one.regret for one in worlds])
    mean = away.mean(axis=0)
    effect = float(np.mean([one.position[MANY, SEEING] for one in worlds])) + PLACE_COSTS
    held = _held(worlds)
    return Proved(
        gates=(
            Gate(
                what=say("distanza L1 dai pesi veri con il posto nell'elenco, 2.000 decisioni, media"),
                value=float(mean[MANY, SEEING]),
                most=MOST_AWAY_2000,
            ),
            Gate(
                what=say("quanto resta della distanza passando da 500 a 2.000 decisioni, con il posto"),
                value=float(mean[MANY, SEEING] / mean[FEW, SEEING]),
                most=MOST_LEFT,
            ),
            Gate(
                what=say("quanto l'effetto imparato di un posto più in basso si scosta dal vero, media"),
                value=effect,
                least=-MOST_EFFECT_BIAS,
                most=MOST_EFFECT_BIAS,
            ),
            Gate(
                what=say("intervalli al 95 % che contengono il peso vero con il posto, 2.000 decisioni"),
                value=float(held[MANY, SEEING].mean()),
                least=LEAST_COVERED,
                most=MOST_COVERED,
            ),
            Gate(
                what=say("lo stesso senza il posto, per confronto"),
                value=float(held[MANY, BLIND].mean()),
            ),
            Gate(
                what=say("distanza L1 senza il posto, 500 decisioni, media, per confronto"),
                value=float(mean[FEW, BLIND]),
            ),
            Gate(
                what=say("distanza L1 senza il posto, 2.000 decisioni, media, per confronto"),
                value=float(mean[MANY, BLIND]),
            ),
            Gate(what=say("distanza L1 con il posto, 500 decisioni, media"), value=float(mean[FEW, SEEING])),
            Gate(
                what=say("punteggio perso senza il posto, 2.000 decisioni, per confronto"),
                value=float(regret[:, MANY, BLIND].mean()),
                digits=5,
            ),
            Gate(
                what=say("punteggio perso con il posto, 2.000 decisioni"),
                value=float(regret[:, MANY, SEEING].mean()),
                digits=5,
            ),
        ),
        paragraphs=(
            say(
                "{worlds} mondi: l'elenco mostra i 5 migliori di 60 secondo pesi tutti uguali, e ogni posto più in "
                "basso costa a chi sceglie quanto 5 centesimi di punteggio. Chi sta in alto è scelto di più anche "
                "perché sta in alto.",
                worlds=len(worlds),
            ),
            say(
                "Senza il posto nell'elenco altre decisioni non aiutano: l'errore non è caso, è distorsione. Per "
                "questo si registra l'elenco intero, nel suo ordine."
            ),
        ),
        tables=(_table(away, regret, held),),
        plots=(_plot(mean),),
    )


def _held(worlds: list[Recovered]) -> Floats:
    """Whether each interval holds the truth, (sizes, ways, worlds, K)."""
    held = [covered(one.low, one.high, one.truth) for one in worlds]
    return np.moveaxis(np.array(held), 0, 2)


def _table(away: Floats, regret: Floats, held: Floats) -> Table:
    rows = [
        (
            *(size, name, float(away[:, s, m].mean()), float(np.quantile(away[:, s, m], 0.95))),
            *(float(regret[:, s, m].mean()), share_interval(held[s, m])),
        )
        for m, name in ((BLIND, say("senza il posto")), (SEEING, say("con il posto")))
        for s, size in enumerate(SIZES)
    ]
    return Table(
        key="e3_position",
        title=say("Pesi imparati con e senza il posto nell'elenco"),
        columns=(
            Column("decisions", say("Decisioni")),
            Column("model", say("Modello")),
            Column("l1_mean", say("Distanza L1, media"), digits=3),
            Column("l1_p95", say("Distanza L1, 95° percentile"), digits=3),
            Column("regret_mean", say("Punteggio perso"), digits=2, percent=True),
            Column("covered_share", say("Intervalli che contengono il vero"), digits=1, percent=True),
        ),
        rows=as_rows(rows),
    )


def _plot(mean: Floats) -> Plot:
    def draw(ax: Axes) -> None:
        for m, colour, label in ((BLIND, RED, say("senza il posto")), (SEEING, BLUE, say("con il posto"))):
            ax.plot(SIZES, mean[:, m], "o-", color=colour)
            ax.annotate(label, (SIZES[0], mean[0, m]), (0, 8), textcoords="offset points", color=colour)
        ax.set_xticks(SIZES, [number(size) for size in SIZES])
        ax.set_ylim(bottom=0)
        ax.set_xlabel(say("decisioni da cui si impara"))
        ax.set_ylabel(say("distanza L1 media dai pesi veri"))

    return Plot(
        key="e3_position",
        title=say("L'effetto del posto nell'elenco"),
        told=say(
            "Senza il posto la distanza dai pesi veri va da {blind_few} a {blind_many}, con il posto da {few} a "
            "{many}.",
            blind_few=number(float(mean[FEW, BLIND]), 2),
            blind_many=number(float(mean[MANY, BLIND]), 2),
            few=number(float(mean[FEW, SEEING]), 2),
            many=number(float(mean[MANY, SEEING]), 2),
        ),
        draw=draw,
    )


PROOF = Proof(
    code="E3",
    title=marked("Il posto nell'elenco attira le scelte"),
    question=marked("Chi sta in cima all'elenco è scelto di più: questo falsa i pesi imparati, e si può togliere?"),
    source="simulation",
    worlds=1_000,
    measure=measure,
)
