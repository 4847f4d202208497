"""E5: training for the decision (SPO+) beside training for the costs (two-stage), from straight to bent costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from data.language import marked, number, say
from experiments.learn.spo_loss import Floats, cheapest, spo_loss, spo_plus_loss, spo_plus_slope
from experiments.learn.spo_told import ratio_of
from experiments.learn.spo_worlds import Lost, World, compare
from experiments.parallel import seeds, spread
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Interval, Plot, Table, as_rows

# Degree -> the largest ratio of losses, SPO+ to two-stage; None where the figure is only shown.
RATIOS: dict[int, float | None] = {1: 1.05, 2: 1.05, 4: None, 6: 0.80, 8: 0.80}
CASES, SIDE, DIRECTIONS, STEP = 1000, 8, 8, 1e-5
SLOPE_ERROR, BELOW = 1e-6, 1e-9
DRAWS = 2000
BLUE, GREEN = "#0066cc", "#00694a"


@dataclass(frozen=True, slots=True)
class Checked:
    """The loss and its slope on random cases.

    Parameters
    ----------
    worst_slope : largest difference from a central difference, where the loss is differentiable
    smooth : how many (case, direction) were such
    below : cases where SPO+ lies below the SPO loss
    """

    worst_slope: float
    smooth: int
    below: int


def measure(asked: Asked) -> Proved:
    """Draw worlds of every degree, train both, and check loss and slope on random cases."""
    worlds = PROOF.worlds if asked.worlds is None else asked.worlds
    of_degree = dict(zip(RATIOS, seeds(asked.seed, len(RATIOS)), strict=True))
    tasks = [World(seed, degree) for degree, first in of_degree.items() for seed in seeds(first, worlds)]
    lost = spread(compare, tasks, workers=asked.workers, progress=asked.progress)
    by_degree = {degree: [one for one in lost if one.degree == degree] for degree in RATIOS}
    return proved(by_degree, check(asked.seed, CASES), asked.seed)


def check(seed: int, cases: int) -> Checked:
    """Loss against loss, and slope against central differences, on random predicted and true costs."""
    rng = np.random.default_rng(seed)
    shape = (cases, SIDE, SIDE)
    costs = rng.normal(size=shape)
    # From right to unrelated: near the truth the two losses come close.
    predicted = costs + rng.uniform(0.0, 3.0, size=(cases, 1, 1)) * rng.normal(size=shape)
    slope = spo_plus_slope(predicted, costs)
    here = cheapest(2.0 * predicted - costs)
    worst, smooth = 0.0, 0
    for _ in range(DIRECTIONS):
        way = rng.normal(size=shape)
        sides = [predicted + STEP * way, predicted - STEP * way]
        # The loss is linear, so differentiable, where both neighbours share the cheapest assignment.
        same = np.all([(cheapest(2.0 * side - costs) == here).all(axis=(1, 2)) for side in sides], axis=0)
        ahead, behind = (spo_plus_loss(side, costs) for side in sides)
        error = np.abs((ahead - behind) / (2.0 * STEP) - np.einsum("nij,nij->n", slope, way))
        worst, smooth = max(worst, float(error[same].max(initial=0.0))), smooth + int(same.sum())
    below = spo_plus_loss(predicted, costs) < spo_loss(predicted, costs) - BELOW
    return Checked(worst, smooth, int(below.sum()))


def proved(by_degree: dict[int, list[Lost]], checked: Checked, seed: int) -> Proved:
    """The proof from what was lost, degree by degree."""
    ratios = {degree: _ratio(lost, seed) for degree, lost in by_degree.items()}
    worlds = len(next(iter(by_degree.values())))
    gates = [
        Gate(
            what=say("perdita di SPO+ divisa per quella in due tempi, grado {degree}", degree=degree),
            value=ratio.value,
            most=RATIOS[degree],
        )
        for degree, ratio in ratios.items()
    ]
    gates += [
        Gate(
            what=say("scarto massimo della pendenza dalle differenze finite, {n} casi derivabili", n=checked.smooth),
            value=checked.worst_slope,
            most=SLOPE_ERROR,
            digits=10,
        ),
        Gate(
            what=say("casi su {n} in cui la perdita SPO+ è sotto la perdita vera", n=CASES),
            value=float(checked.below),
            most=0.0,
            digits=0,
        ),
    ]
    return Proved(
        gates=tuple(gates),
        paragraphs=(
            say(
                "{worlds} mondi per grado: 5 caratteristiche, costi di 8 persone per 8 tirocini con rumore del 50%, "
                "300 problemi per imparare e 1.000 per decidere. Grado 1: costi in linea retta; gradi alti: costi "
                "curvi, che una retta non può descrivere. La perdita è una quota del costo minimo.",
                worlds=worlds,
            ),
            say(
                "I due metodi hanno gli stessi coefficienti da imparare. SPO+ ne allena quattro quinti dei problemi e "
                "si ferma sugli altri. Gli intervalli al 95% del rapporto vengono dall'estrarre di nuovo i mondi, a "
                "coppie."
            ),
        ),
        tables=(_table(by_degree, ratios),),
        plots=(_plot(by_degree),),
    )


def _ratio(lost: Sequence[Lost], seed: int) -> Interval:
    """Ratio of the mean losses, with its interval over worlds."""
    two, plus = _losses(lost)
    drawn = np.random.default_rng(seed).integers(0, len(lost), size=(DRAWS, len(lost)))
    return ratio_of(float(two.mean()), float(plus.mean()), two[drawn].mean(axis=1), plus[drawn].mean(axis=1))


def _losses(lost: Sequence[Lost]) -> tuple[Floats, Floats]:
    return np.array([one.two_stage for one in lost]), np.array([one.spo_plus for one in lost])


def _table(by_degree: dict[int, list[Lost]], ratios: dict[int, Interval]) -> Table:
    rows = []
    for degree, lost in by_degree.items():
        two, plus = _losses(lost)
        better = float((plus < two).mean())
        rows.append((degree, float(two.mean()), float(plus.mean()), ratios[degree], better))
    return Table(
        key="e5_lost",
        title=say("Perdita dei due metodi per grado"),
        columns=(
            Column("degree", say("Grado")),
            Column("two_stage", say("In due tempi"), digits=1, percent=True),
            Column("spo_plus", say("SPO+"), digits=1, percent=True),
            Column("ratio", say("SPO+ / due tempi"), digits=3),
            Column("better", say("Mondi in cui SPO+ perde meno"), digits=0, percent=True),
        ),
        rows=as_rows(rows),
    )


def _plot(by_degree: dict[int, list[Lost]]) -> Plot:
    degrees = list(by_degree)
    means = [[100.0 * float(part.mean()) for part in _losses(lost)] for lost in by_degree.values()]

    def draw(ax: Axes) -> None:
        for column, colour, label in ((0, BLUE, say("in due tempi")), (1, GREEN, say("SPO+"))):
            figures = [mean[column] for mean in means]
            ax.plot(degrees, figures, color=colour, marker="o")
            ax.annotate(
                label, (degrees[-2], figures[-2]), (0, 10), color=colour, ha="right", textcoords="offset points"
            )
        ax.set_ylim(bottom=0.0)
        ax.set_xlabel(say("grado: quanto i costi si discostano da una retta"))
        ax.set_ylabel(say("perdita sul costo minimo (%)"))

    return Plot(
        key="e5_lost",
        title=say("Decidere bene con previsioni semplici"),
        told=say(
            "Al grado {first} i due metodi perdono {a}% e {b}%; al grado {last} {c}% in due tempi e {d}% con SPO+.",
            first=degrees[0],
            last=degrees[-1],
            a=number(means[0][0], 1),
            b=number(means[0][1], 1),
            c=number(means[-1][0], 1),
            d=number(means[-1][1], 1),
        ),
        draw=draw,
    )


PROOF = Proof(
    code="E5",
    title=marked("Imparare per decidere (SPO+)"),
    question=marked("Prevedere pensando alla decisione perde meno che prevedere bene ogni costo?"),
    source="Simulation; Elmachtoub and Grigas, Management Science 2022; PyEPO generator",
    worlds=50,
    measure=measure,
)
