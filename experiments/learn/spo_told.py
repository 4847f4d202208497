"""Two-stage and SPO+ on a service's own problems, each decided by coefficients that have not seen it; and in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from data.errors import AbbinaError
from data.language import number, say
from experiments.learn.spo import SPOPlus, TwoStage
from experiments.learn.spo_loss import Floats, cheapest, spo_loss, total
from experiments.report.parts import Column, Interval, Plot, Section, Table, as_rows

DRAWS = 2000
BLUE, GREEN = "#0066cc", "#00694a"


@dataclass(frozen=True, slots=True)
class Compared:
    """What each predictor loses.

    Parameters
    ----------
    problems, folds : how many
    two_stage, spo_plus : loss as a share of the least cost
    ratio : loss of SPO+ divided by that of two-stage; below 1 SPO+ loses less
    """

    problems: int
    folds: int
    two_stage: Interval
    spo_plus: Interval
    ratio: Interval


def compare_by_folds(x: Floats, costs: Floats, *, seed: int, folds: int = 5) -> Compared:
    """Both predictors by cross-fitting; intervals by drawing problems again, the same for both.

    Intervals take the coefficients as they are: how much these would change with other problems is not in them.

    Parameters
    ----------
    x : float64 (n, p), what is known of a problem beforehand
    costs : float64 (n, rows, columns), what its assignments turned out to cost

    Raises
    ------
    AbbinaError
        `bad_study`: fewer problems than folds, or as the predictors' `fit`.
    """
    n = len(costs)
    if not 2 <= folds <= n:
        raise AbbinaError("bad_study", why=say("{n} problemi non si dividono in {folds} parti", n=n, folds=folds))
    rng = np.random.default_rng(seed)
    fold = rng.permutation(np.arange(n) % folds)
    lost = np.zeros((2, n))
    for number_ in range(folds):
        here, rest = fold == number_, fold != number_
        for row, predicted in enumerate(
            (
                TwoStage().fit(x[rest], costs[rest]).predict(x[here]),
                SPOPlus(seed=seed).fit(x[rest], costs[rest]).predict(x[here]),
            )
        ):
            lost[row, here] = spo_loss(predicted, costs[here])
    least = np.abs(total(costs, cheapest(costs)))
    drawn = rng.integers(0, n, size=(DRAWS, n))
    sums = lost[:, drawn].sum(axis=2)
    shares = sums / least[drawn].sum(axis=1)
    two, plus = (_around(float(lost[row].sum() / least.sum()), shares[row]) for row in (0, 1))
    return Compared(n, folds, two, plus, ratio_of(lost[0].sum(), lost[1].sum(), sums[0], sums[1]))


def ratio_of(two_stage: float, spo_plus: float, two_stage_drawn: Floats, spo_plus_drawn: Floats) -> Interval:
    """Loss of SPO+ divided by that of two-stage, with percentiles of its draws; NaN if two-stage loses nothing."""
    if two_stage <= 0.0 or not (two_stage_drawn > 0.0).all():
        return Interval(float("nan"), float("nan"), float("nan"))
    return _around(float(spo_plus / two_stage), spo_plus_drawn / two_stage_drawn)


def told(compared: Compared) -> Section:
    """A section of a report."""
    ratio = compared.ratio
    return Section(
        key="spo",
        title=say("Conviene prevedere i costi pensando alla decisione?"),
        finding=_finding(ratio),
        paragraphs=(
            say(
                "{n} problemi di assegnazione in {folds} parti: ogni parte è decisa da coefficienti che non l'hanno "
                "vista. Il metodo in due tempi prevede ogni costo al meglio e poi assegna; SPO+ cerca la previsione "
                "che porta alle assegnazioni meno costose.",
                n=compared.problems,
                folds=compared.folds,
            ),
            say(
                "Gli intervalli al 95% vengono dall'estrarre di nuovo i problemi. Le perdite sono sui costi "
                "registrati: non dicono che cosa accadrebbe alle persone con assegnazioni diverse."
            ),
        ),
        tables=(
            Table(
                key="spo_lost",
                title=say("Quanto si perde rispetto alle assegnazioni meno costose"),
                columns=(
                    Column("method", say("Metodo")),
                    Column("lost", say("Perdita"), digits=1, percent=True),
                ),
                rows=as_rows(
                    [(say("In due tempi"), compared.two_stage), (say("SPO+, per la decisione"), compared.spo_plus)]
                ),
            ),
        ),
        plots=(_plot(compared),),
    )


def _finding(ratio: Interval) -> str:
    if np.isnan(ratio.value):
        return say("Il metodo in due tempi non perde nulla su questi problemi: non c'è niente da guadagnare.")
    facts = {"value": number(ratio.value, 2), "low": number(ratio.low, 2), "high": number(ratio.high, 2)}
    if ratio.high < 1.0:
        return say("SPO+ perde meno: {value} volte la perdita del metodo in due tempi (da {low} a {high}).", **facts)
    if ratio.low > 1.0:
        return say("SPO+ perde di più: {value} volte la perdita del metodo in due tempi (da {low} a {high}).", **facts)
    return say(
        "Non si vede una differenza: SPO+ perde {value} volte quanto il metodo in due tempi (da {low} a {high}).",
        **facts,
    )


def _plot(compared: Compared) -> Plot:
    bars = [(say("in due tempi"), compared.two_stage, BLUE), (say("SPO+"), compared.spo_plus, GREEN)]

    def draw(ax: Axes) -> None:
        for row, (label, lost, colour) in enumerate(bars):
            ax.plot([100 * lost.low, 100 * lost.high], [row, row], color=colour, linewidth=4, solid_capstyle="butt")
            ax.plot(100 * lost.value, row, marker="o", color=colour)
            ax.annotate(label, (100 * lost.high, row), xytext=(6, 0), textcoords="offset points", va="center")
        ax.set_yticks([])
        ax.set_ylim(1.5, -0.5)
        ax.set_xlim(left=0.0)
        ax.set_xlabel(say("perdita rispetto al costo minimo (%)"))

    return Plot(
        key="spo_lost",
        title=say("Perdita dei due metodi"),
        told=say(
            "In due tempi: {a}%. SPO+: {b}%. Le barre sono gli intervalli al 95%.",
            a=number(100 * compared.two_stage.value, 1),
            b=number(100 * compared.spo_plus.value, 1),
        ),
        draw=draw,
        height=3.0,
    )


def _around(value: float, drawn: Floats) -> Interval:
    low, high = np.quantile(drawn, [0.025, 0.975]).tolist()
    return Interval(value, min(low, value), max(high, value))
