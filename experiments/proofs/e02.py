"""E2: true weights are found again from choices, as near as promised, with intervals that hold as often as they say."""

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

# Decisions to learn from; gates are read at the last but one and at the last.
SIZES = (100, 200, 500, 2_000)
AT_500, AT_2000 = 2, 3
# How consistent choices are; gates are read in the middle: the truly best of five is chosen in about 63 %.
SCALES = (10.0, 20.0, 40.0)
MIDDLE = 1
PROBLEMS = 3
MOST_AWAY_500, MOST_AWAY_2000, MOST_REGRET = 0.15, 0.08, 0.003
LEAST_COVERED, MOST_COVERED = 0.93, 0.97
# A weight is almost zero under this: about one standard error at 500 decisions.
ALMOST_ZERO = 0.02
COLOURS = ("#8a5a00", "#0066cc", "#00694a")


def measure(asked: Asked) -> Proved:
    """Draw worlds at three degrees of consistency, and as many with a weight that is almost zero; learn and compare."""
    worlds = PROOF.worlds if asked.worlds is None else asked.worlds
    own = seeds(asked.seed, 2 * worlds)
    tasks = [_world(scale, SIZES, PROBLEMS, seed, None) for scale in SCALES for seed in own[:worlds]]
    tasks += [_world(SCALES[MIDDLE], (SIZES[AT_500],), 0, seed, ALMOST_ZERO) for seed in own[worlds:]]
    found = spread(recover, tasks, workers=asked.workers, progress=asked.progress)
    parts = [found[at * worlds : (at + 1) * worlds] for at in range(len(SCALES) + 1)]
    return proved(parts[:-1], parts[-1])


def _world(scale: float, sizes: tuple[int, ...], problems: int, seed: int, first_below: float | None) -> World:
    law = ChoiceLaw(decisions=sizes[-1], scale=scale)
    return World(law=law, sizes=sizes, positions=(None,), problems=problems, seed=seed, first_below=first_below)


def proved(by_scale: list[list[Recovered]], small: list[Recovered]) -> Proved:
    """The proof from the worlds of each scale, and from those where the first weight is almost zero."""
    middle = by_scale[MIDDLE]
    away = np.array([one.away[:, 0] for one in middle])
    regret = np.array([one.regret[:, 0] for one in middle])
    return Proved(
        gates=(
            Gate(
                what=say("distanza L1 dai pesi veri, 500 decisioni, 95° percentile dei mondi"),
                value=float(np.quantile(away[:, AT_500], 0.95)),
                most=MOST_AWAY_500,
            ),
            Gate(
                what=say("punteggio perso su assegnazioni nuove, 500 decisioni, media"),
                value=float(regret[:, AT_500].mean()),
                most=MOST_REGRET,
                digits=5,
            ),
            Gate(
                what=say("distanza L1 dai pesi veri, 2.000 decisioni, 95° percentile dei mondi"),
                value=float(np.quantile(away[:, AT_2000], 0.95)),
                most=MOST_AWAY_2000,
            ),
            *_coverage(by_scale[MIDDLE], small),
            Gate(
                what=say("punteggio perso con pesi tutti uguali, per confronto"),
                value=float(np.mean([one.equal_regret for one in middle])),
                digits=5,
            ),
            Gate(
                what=say("elenchi in cui è scelta l'opzione davvero migliore"),
                value=float(np.mean([one.consistency for one in middle])),
            ),
        ),
        paragraphs=(
            say(
                "{worlds} mondi per ogni coerenza: pesi veri da una legge di Dirichlet(2) su 8 criteri, elenchi di 5 "
                "opzioni con voti da una Beta(2, 2), scelta con rumore di Gumbel. Le assegnazioni nuove sono di 60 "
                "persone e 60 tirocini.",
                worlds=len(middle),
            ),
            say(
                "L'intervallo ingenuo prende per certo un peso che il vincolo tiene a zero, e lì sbaglia molto più "
                "spesso di quanto dice: lo mostrano altri {worlds} mondi, in cui un peso vero è tra 0 e {share} %.",
                worlds=len(small),
                share=number(100 * ALMOST_ZERO),
            ),
        ),
        tables=(_table(by_scale), _coverage_table(by_scale, small)),
        plots=(_plot(by_scale),),
    )


def _coverage(middle: list[Recovered], small: list[Recovered]) -> tuple[Gate, ...]:
    gates: list[Gate] = []
    for size, at in ((500, AT_500), (2_000, AT_2000)):
        ours, naive = _held(middle, at)
        gates += _pair(
            say("intervalli al 95 % che contengono il peso vero, {n} decisioni", n=size),
            say("lo stesso con intervalli ingenui, {n} decisioni, per confronto", n=size),
            (ours, naive),
        )
    ours, naive = _held(small, 0)
    near = number(100 * ALMOST_ZERO)
    return (
        *gates,
        *_pair(
            say("intervalli al 95 % che contengono un peso vero tra 0 e {share} %, 500 decisioni", share=near),
            say("lo stesso con intervalli ingenui, peso vero tra 0 e {share} %, per confronto", share=near),
            (ours[:, 0], naive[:, 0]),
        ),
    )


def _pair(what: str, beside: str, held: tuple[Floats, Floats]) -> tuple[Gate, Gate]:
    ours, naive = (float(own.mean()) for own in held)
    return Gate(what=what, value=ours, least=LEAST_COVERED, most=MOST_COVERED), Gate(what=beside, value=naive)


def _held(worlds: list[Recovered], at: int) -> tuple[Floats, Floats]:
    """Of each world and weight whether our interval and the naive one hold the truth; float64 (worlds, K) each."""
    truth = np.array([one.truth for one in worlds])
    ours = covered(np.array([one.low[at, 0] for one in worlds]), np.array([one.high[at, 0] for one in worlds]), truth)
    low, high = np.array([one.naive_low[at, 0] for one in worlds]), np.array([one.naive_high[at, 0] for one in worlds])
    return ours, covered(low, high, truth)


def _table(by_scale: list[list[Recovered]]) -> Table:
    rows = []
    for scale, worlds in zip(SCALES, by_scale, strict=True):
        away = np.array([one.away[:, 0] for one in worlds])
        regret = np.array([one.regret[:, 0] for one in worlds])
        best = float(np.mean([one.consistency for one in worlds]))
        for at, size in enumerate(SIZES):
            spread_ = (float(away[:, at].mean()), float(np.quantile(away[:, at], 0.95)))
            rows.append((scale, best, size, *spread_, float(regret[:, at].mean())))
    return Table(
        key="e2_recovery",
        title=say("Quanto i pesi imparati sono vicini a quelli veri"),
        columns=(
            Column("scale", say("Scala")),
            Column("best_chosen_share", say("Sceglie il migliore"), digits=0, percent=True),
            Column("decisions", say("Decisioni")),
            Column("l1_mean", say("Distanza L1, media"), digits=3),
            Column("l1_p95", say("Distanza L1, 95° percentile"), digits=3),
            Column("regret_mean", say("Punteggio perso"), digits=2, percent=True),
        ),
        rows=as_rows(rows),
    )


def _coverage_table(by_scale: list[list[Recovered]], small: list[Recovered]) -> Table:
    rows = []
    for scale, worlds in zip(SCALES, by_scale, strict=True):
        for at, size in enumerate(SIZES):
            ours, naive = _held(worlds, at)
            rows.append((scale, size, say("tutti"), share_interval(ours), share_interval(naive)))
    ours, naive = _held(small, 0)
    near = say("tra 0 e {share} %", share=number(100 * ALMOST_ZERO))
    rows.append((SCALES[MIDDLE], SIZES[AT_500], near, share_interval(ours[:, 0]), share_interval(naive[:, 0])))
    return Table(
        key="e2_coverage",
        title=say("Quanto spesso gli intervalli al 95 % contengono il peso vero"),
        columns=(
            Column("scale", say("Scala")),
            Column("decisions", say("Decisioni")),
            Column("weights", say("Pesi veri")),
            Column("covered_share", say("I nostri intervalli"), digits=1, percent=True),
            Column("naive_covered_share", say("Intervalli ingenui"), digits=1, percent=True),
        ),
        rows=as_rows(rows),
    )


def _plot(by_scale: list[list[Recovered]]) -> Plot:
    away = [np.quantile([one.away[:, 0] for one in worlds], 0.95, axis=0) for worlds in by_scale]
    best = [number(100 * float(np.mean([one.consistency for one in worlds])), 0) for worlds in by_scale]

    def draw(ax: Axes) -> None:
        for line, share, colour in zip(away, best, COLOURS, strict=True):
            ax.plot(SIZES, line, "o-", color=colour)
            label = say("sceglie il migliore nel {share} %", share=share)
            ax.annotate(label, (SIZES[0], line[0]), (8, 2), textcoords="offset points", color=colour)
        ax.plot([500], [MOST_AWAY_500], "_", [2_000], [MOST_AWAY_2000], "_", color="#b3261e", markersize=18)
        ax.annotate(
            say("limite"), (2_000, MOST_AWAY_2000), (0, 6), textcoords="offset points", color="#b3261e", ha="center"
        )
        ax.set_xscale("log")
        ax.set_xticks(SIZES, [number(size) for size in SIZES])
        ax.minorticks_off()
        ax.set_ylim(bottom=0)
        ax.set_xlabel(say("decisioni da cui si impara"))
        ax.set_ylabel(say("distanza L1 dai pesi veri, 95° percentile"))

    return Plot(
        key="e2_recovery",
        title=say("Più decisioni, e più coerenti: pesi più vicini a quelli veri"),
        told=say(
            "Con scelte di media coerenza la distanza scende da {first} con {few} decisioni a {last} con {many}.",
            first=number(float(away[MIDDLE][0]), 2),
            few=SIZES[0],
            last=number(float(away[MIDDLE][-1]), 2),
            many=SIZES[-1],
        ),
        draw=draw,
    )


PROOF = Proof(
    code="E2",
    title=marked("I pesi veri ritrovati dalle scelte"),
    question=marked("Quante decisioni servono per ritrovare i pesi di chi decide, e gli intervalli dicono il vero?"),
    source="simulation",
    worlds=1_000,
    measure=measure,
)
