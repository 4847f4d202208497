"""The baselines as a part of the report: what each does, and how far it gets by today's score."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from data.language import number, say
from experiments.evaluate.baselines import BASELINES, LOTTERY, TODAY, Compared
from experiments.lists import Floats
from experiments.report.parts import Column, Interval, Plot, Section, Table, as_rows
from scoring.weights import GRID

RESAMPLES = 2_000
LEVEL = 0.95
FEW_ROUNDS = 5
BLUE, RED, INK = "#0066cc", "#b3261e", "#17324d"


def told(found: Compared, seed: int) -> Section:
    """All baselines beside today's weights, the lottery first of all.

    Parameters
    ----------
    found : what `compare` gave
    seed : of the bootstrap over rounds
    """
    score, placed = _shares(found.score, seed), _shares(found.placements, seed)
    codes = [one.code for one in BASELINES]
    low, high = _range_of_one_lottery(found)
    lottery = score[codes.index(LOTTERY)]
    return Section(
        key="baselines",
        title=say("Quanto fanno le regole più semplici?"),
        finding=say("In queste giornate nessun abbinamento è possibile: non c'è nulla da confrontare.")
        if np.isnan(lottery.value)
        else say(
            "Sorteggiando l'ordine delle persone si ottiene in media il {value} % del punteggio dei pesi di oggi "
            "(intervallo {least}–{most} %); un singolo sorteggio ne dà quasi sempre tra il {low} e il {high} %.",
            value=number(100 * lottery.value, 1),
            least=number(100 * lottery.low, 1),
            most=number(100 * lottery.high, 1),
            low=number(100 * low, 1),
            high=number(100 * high, 1),
        ),
        paragraphs=(
            say(
                "Tutte le regole giocano con le stesse persone, gli stessi abbinamenti possibili e gli stessi posti; i "
                "limiti del programma che riguardano molte persone insieme restano fuori, perché per un sorteggio non "
                "sono definiti."
            ),
            say(
                "Il metro è il punteggio di oggi: dice quanto una regola se ne allontana, non se i tirocini vanno "
                "meglio. Gli intervalli (95 %) vengono dal ricampionamento delle giornate; del sorteggio è detto anche "
                "quanto un singolo sorteggio può scostarsi."
            ),
        ),
        warnings=_warnings(found),
        tables=(_table(score, placed), _meanings()),
        plots=(_plot(score, (low, high)),),
    )


def _shares(values: Floats, seed: int) -> list[Interval]:
    """The sum over the rounds as a share of that of today's weights, rounds resampled whole; one a baseline."""
    rounds = len(values)
    rows = np.random.default_rng(seed).integers(0, rounds, (RESAMPLES, rounds))
    today = [one.code for one in BASELINES].index(TODAY)
    made = []
    for column in values.T:
        value, again = column.sum(), column[rows].sum(axis=1)
        whole, base = values[:, today].sum(), values[:, today][rows].sum(axis=1)
        some = base > 0
        if np.isnan(value) or not whole:
            made.append(Interval(np.nan, np.nan, np.nan, LEVEL))
            continue
        low, high = np.quantile(again[some] / base[some], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        share = float(value / whole)
        made.append(Interval(share, min(share, float(low)), max(share, float(high)), LEVEL))
    return made


def _range_of_one_lottery(found: Compared) -> tuple[float, float]:
    today = found.score[:, [one.code for one in BASELINES].index(TODAY)].sum() * GRID
    if not today:
        return np.nan, np.nan
    low, high = np.quantile(found.drawn[:, 1], [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) / today
    return float(low), float(high)


def _warnings(found: Compared) -> tuple[str, ...]:
    said = []
    if len(found.people) < FEW_ROUNDS:
        said.append(say("Ci sono solo {n} giornate: gli intervalli sono più stretti del vero.", n=len(found.people)))
    if elsewhere := int(found.elsewhere.sum()):
        said.append(
            say(
                "{n} decisioni riguardano abbinamenti che oggi non sono possibili o non raggiungono la soglia: contano "
                "come collocamenti, non nel punteggio.",
                n=elsewhere,
            )
        )
    if found.queues_drawn:
        said.append(
            say(
                "Di {n} giornate non si sa in che ordine sono arrivate le persone: è sorteggiato.", n=found.queues_drawn
            )
        )
    if found.wishes_unknown:
        said.append(
            say("Di {n} giornate non si conoscono i desideri: al loro posto c'è il punteggio.", n=found.wishes_unknown)
        )
    return tuple(said)


def _table(score: list[Interval], placed: list[Interval]) -> Table:
    rows = [
        (one.code, say(one.label), *(None if np.isnan(part.value) else part for part in (mine, people)))
        for one, mine, people in zip(BASELINES, score, placed, strict=True)
    ]
    return Table(
        key="baselines",
        title=say("Le regole semplici accanto ai pesi di oggi"),
        columns=(
            Column("policy", ""),
            Column("label", say("Regola")),
            Column("score_share", say("Punteggio, in parte di quello di oggi"), digits=1, percent=True),
            Column("placements_share", say("Persone collocate, in parte di quelle di oggi"), digits=1, percent=True),
        ),
        rows=as_rows(rows),
        note=say("Una casella vuota: i dati che servono a quella regola mancano."),
    )


def _meanings() -> Table:
    return Table(
        key="baselines_meaning",
        title=say("Che cosa fa ogni regola"),
        columns=(Column("label", say("Regola")), Column("told", say("Che cosa fa"))),
        rows=as_rows([(say(one.label), say(one.told)) for one in BASELINES]),
    )


def _plot(score: list[Interval], lottery: tuple[float, float]) -> Plot:
    known = [(one, mine) for one, mine in zip(BASELINES, score, strict=True) if not np.isnan(mine.value)]

    def draw(ax: Axes) -> None:
        for row, (one, mine) in enumerate(reversed(known)):
            if one.code == LOTTERY:
                ax.plot([100 * side for side in lottery], [row, row], color=RED, linewidth=8, alpha=0.25)
            ax.plot([100 * mine.low, 100 * mine.high], [row, row], color=BLUE, linewidth=2)
            ax.plot(100 * mine.value, row, "o", color=BLUE, markersize=6)
            ax.annotate(
                say(one.label),
                (100 * mine.value, row),
                xytext=(0, 7),
                textcoords="offset points",
                # Towards the middle, so that no label leaves the axes.
                ha="right" if mine.value > 0.5 else "left",
                color=INK,
            )
        ax.set_yticks([])
        ax.set_ylim(-0.6, len(known) - 0.2)
        ax.set_xlabel(say("Punteggio, in % di quello dei pesi di oggi"))

    return Plot(
        key="baselines",
        title=say("Quanto del punteggio di oggi raggiunge ogni regola"),
        told=say(
            "Un punto per regola con il suo intervallo; la fascia larga del sorteggio mostra dove cade quasi sempre un "
            "singolo sorteggio."
        ),
        draw=draw,
        height=6.0,
    )
