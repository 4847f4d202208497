"""E4: weights learned from final assignments alone repeat assignments that they have not seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from scipy.stats import t

from data.language import marked, number, say
from experiments.learn.inverse_worlds import Learned, World, learn
from experiments.parallel import seeds, spread
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Interval, Plot, Table, as_rows

# Rounds to learn from; gates are read at the last number, the others show how the set shrinks.
SIZES = (1, 5, 20, 100, 500)
HELD_OUT = 100
LEAST_REPEATED = 0.99
BLUE, GREEN, DARK = "#0066cc", "#00694a", "#17324d"


def measure(asked: Asked) -> Proved:
    """Draw worlds, learn from ever more rounds, and repeat held-out rounds."""
    worlds = PROOF.worlds if asked.worlds is None else asked.worlds
    tasks = [World(seed, SIZES, HELD_OUT) for seed in seeds(asked.seed, worlds)]
    learned = spread(learn, tasks, workers=asked.workers, progress=asked.progress)
    return proved([[world[at] for world in learned] for at in range(len(SIZES))])


def proved(by_size: Sequence[Sequence[Learned]]) -> Proved:
    """The proof from what was learned: for each number of rounds, one entry a world."""
    last, worlds = by_size[-1], len(by_size[-1])
    everywhere = [one for size in by_size for one in size]
    rounds = last[0].rounds
    inside = float(np.mean([one.inside for one in everywhere]))
    within = float(np.mean([one.within and not one.empty for one in everywhere]))
    pairs, whole = over([one.pairs for one in last]), over([one.whole for one in last])
    return Proved(
        gates=(
            Gate(
                what=say("persone mandate dove erano, giornate mai viste, dopo {n} giornate", n=rounds),
                value=pairs.value,
                least=LEAST_REPEATED,
            ),
            Gate(
                what=say(
                    "giornate mai viste ripetute per intero, senza nemmeno una persona diversa, dopo {n}", n=rounds
                ),
                value=whole.value,
                least=LEAST_REPEATED,
            ),
            Gate(what=say("mondi in cui i pesi veri sono nell'insieme trovato"), value=inside, least=1.0),
            Gate(what=say("mondi in cui ogni peso vero è fra i suoi estremi"), value=within, least=1.0),
            Gate(
                what=say("ampiezza media dell'intervallo di un peso, dopo {n} giornate", n=rounds),
                value=float(np.mean([one.width for one in last])),
            ),
            Gate(
                what=say("giornate ripetute per intero dopo {n} sole giornate, per confronto", n=by_size[1][0].rounds),
                value=float(np.mean([one.whole for one in by_size[1]])),
            ),
        ),
        paragraphs=(
            say(
                "{worlds} mondi inventati: 8 criteri, pesi estratti a caso (Dirichlet 2), voti Beta(2, 2), giornate di "
                "12 persone e 9 tirocini con 1 o 2 posti, quattro coppie su cinque ammesse. Ogni giornata riceve "
                "l'assegnazione di punteggio più alto, calcolata dal risolutore delle proposte. Si impara dalle sole "
                "assegnazioni e si ripetono {held_out} altre giornate per mondo.",
                worlds=worlds,
                held_out=HELD_OUT,
            ),
            say(
                "Intervalli al 95% sulla media dei mondi: persone {a}–{b}, giornate intere {c}–{d}. Con poche giornate "
                "l'insieme è largo e le giornate intere si ripetono di rado: i pesi si conoscono, ma non abbastanza "
                "per i casi quasi pari.",
                a=number(pairs.low, 4),
                b=number(pairs.high, 4),
                c=number(whole.low, 4),
                d=number(whole.high, 4),
            ),
        ),
        tables=(_table(by_size),),
        plots=(_width(by_size), _repeated(by_size)),
    )


def over(figures: Sequence[float], most: float = 1.0) -> Interval:
    """Mean over worlds of figures from 0 to `most`, with Student's interval of 95%; one world alone says nothing."""
    mean = float(np.mean(figures))
    if len(figures) < 2:
        return Interval(mean, 0.0, most)
    half = float(t.ppf(0.975, len(figures) - 1) * np.std(figures, ddof=1) / np.sqrt(len(figures)))
    return Interval(mean, max(0.0, mean - half), min(most, mean + half))


def _table(by_size: Sequence[Sequence[Learned]]) -> Table:
    return Table(
        key="e4_rounds",
        title=say("Che cosa si impara da quante giornate"),
        columns=(
            Column("rounds", say("Bandi")),
            Column("pairs", say("Persone mandate dove erano"), digits=2, percent=True),
            Column("whole", say("Bandi ripetuti per intero"), digits=2, percent=True),
            Column("width", say("Ampiezza media dell'intervallo di un peso"), digits=4),
            Column("error", say("Errore dei pesi (somma)"), digits=4),
            Column("untold", say("Coppie di criteri dall'ordine aperto"), digits=1, percent=True),
        ),
        rows=as_rows(
            [
                (
                    size[0].rounds,
                    *(over([getattr(one, name) for one in size]) for name in ("pairs", "whole", "width")),
                    over([one.error for one in size], most=2.0),
                    over([one.untold for one in size]),
                )
                for size in by_size
            ]
        ),
    )


def _width(by_size: Sequence[Sequence[Learned]]) -> Plot:
    rounds = [size[0].rounds for size in by_size]
    width = [over([one.width for one in size]) for size in by_size]
    error = [over([one.error for one in size], most=2.0).value for size in by_size]

    def draw(ax: Axes) -> None:
        ax.fill_between(rounds, [w.low for w in width], [w.high for w in width], color=BLUE, alpha=0.2)
        ax.loglog(rounds, [w.value for w in width], color=BLUE, marker="o")
        ax.loglog(rounds, error, color=GREEN, marker="o")
        ax.annotate(
            say("ampiezza dell'intervallo"),
            (rounds[-2], width[-2].value),
            (8, 8),
            color=BLUE,
            textcoords="offset points",
        )
        ax.annotate(
            say("errore dei pesi"), (rounds[-2], error[-2]), (-8, -8), color=GREEN, textcoords="offset points",
            ha="right", va="top",
        )  # fmt: skip
        ax.set_xticks(rounds, [str(count) for count in rounds])
        ax.set_xlabel(say("giornate da cui si impara"))
        ax.set_ylabel(say("punti di peso (somma dei pesi = 1)"))

    return Plot(
        key="e4_width",
        title=say("Quanto è largo l'insieme dei pesi possibili"),
        told=say(
            "L'ampiezza media scende da {first} con {a} giornata a {last} con {b} giornate.",
            first=number(width[0].value, 3),
            a=rounds[0],
            last=number(width[-1].value, 4),
            b=rounds[-1],
        ),
        draw=draw,
    )


def _repeated(by_size: Sequence[Sequence[Learned]]) -> Plot:
    rounds = [size[0].rounds for size in by_size]
    shares = {
        name: [100.0 * over([getattr(one, name) for one in size]).value for size in by_size]
        for name in ("pairs", "whole")
    }

    def draw(ax: Axes) -> None:
        for name, colour, label in (("pairs", BLUE, say("persone")), ("whole", GREEN, say("giornate intere"))):
            ax.semilogx(rounds, shares[name], color=colour, marker="o")
            ax.annotate(label, (rounds[1], shares[name][1]), (10, -14), color=colour, textcoords="offset points")
        ax.axhline(100.0 * LEAST_REPEATED, color=DARK, linewidth=1, linestyle="--")
        ax.set_xticks(rounds, [str(count) for count in rounds])
        ax.set_xlabel(say("giornate da cui si impara"))
        ax.set_ylabel(say("ripetuti (%)"))

    return Plot(
        key="e4_repeated",
        title=say("Quanto si ripete delle giornate mai viste"),
        told=say(
            "Con {n} giornate si ripete il {pairs}% delle persone e il {whole}% delle giornate intere.",
            n=rounds[-1],
            pairs=number(shares["pairs"][-1], 2),
            whole=number(shares["whole"][-1], 2),
        ),
        draw=draw,
    )


PROOF = Proof(
    code="E4",
    title=marked("Pesi dalle sole assegnazioni finali"),
    question=marked("I pesi imparati dalle assegnazioni già fatte ripetono assegnazioni mai viste?"),
    source="Simulation; arXiv 2305.07730; Ahuja and Orlin 2001",
    worlds=50,
    measure=measure,
)
