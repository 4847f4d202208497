"""Told against happened, as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from data.language import number, say
from experiments.outcomes.calibration import Bin
from experiments.outcomes.examined import Examined
from experiments.outcomes.followups import Outcome
from experiments.report.parts import Plot

COLOURS = ("#0066cc", "#b3261e", "#00694a", "#8a5a00")
PALE = "#17324d"
# Points of like predictions would lie upon one another.
APART = 0.004


def reliability_plot(examined: Sequence[Examined]) -> Plot | None:
    """The plot of at most four outcomes on later calls; None where nothing was measured."""
    shown = [(one, one.by_time.bins) for one in examined if one.by_time is not None and one.by_time.bins]
    shown = shown[: len(COLOURS)]
    if not shown:
        return None

    def draw(axes: Axes) -> None:
        _axes(axes)
        for k, (one, bins) in enumerate(shown):
            _series(axes, one.outcome.label, bins, COLOURS[k], APART * (k - (len(shown) - 1) / 2), k)

    return Plot(
        key="outcome_reliability",
        title=say("Quello che il modello dice e quello che succede, in giornate successive"),
        told=" ".join(_told(one.outcome.label, bins) for one, bins in shown)
        + " "
        + say("Se le probabilità sono giuste, i punti stanno sulla diagonale."),
        draw=draw,
        height=7.0,
    )


def bins_plot(key: str, bins: Sequence[Bin]) -> Plot:
    """The plot of one model of an invented outcome."""

    def draw(axes: Axes) -> None:
        _axes(axes)
        _series(axes, Outcome.HIRE_EXIT.label, bins, COLOURS[0], 0.0, 0)

    return Plot(
        key=key,
        title=say("Quello che il modello dice e quello che succede, in un mondo simulato"),
        told=_told(Outcome.HIRE_EXIT.label, bins),
        draw=draw,
        height=7.0,
    )


def _axes(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1], color=PALE, linewidth=0.8, linestyle="--")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda share, _: number(round(100 * share))))
    axes.set_xlabel(say("Probabilità detta dal modello (%)"))
    axes.set_ylabel(say("Quota di sì che c'è stata (%)"))


def _series(axes: Axes, label: str, bins: Sequence[Bin], colour: str, aside: float, row: int) -> None:
    x = [one.told + aside for one in bins]
    y = [one.happened.value for one in bins]
    below = [one.happened.value - one.happened.low for one in bins]
    above = [one.happened.high - one.happened.value for one in bins]
    axes.errorbar(x, y, yerr=[below, above], color=colour, marker="o", markersize=4, linewidth=1, elinewidth=0.8)
    # In the corner that no model reaches: what is told as rare does not happen nearly always.
    axes.annotate(label, (0.02, 0.95 - 0.05 * row), color=colour)


def _told(label: str, bins: Sequence[Bin]) -> str:
    first, last = bins[0], bins[-1]
    return say(
        "«{outcome}»: dove il modello dice {low} % succede nel {low_happened} % dei casi, dove dice {high} % nel "
        "{high_happened} %.",
        outcome=label,
        low=number(100 * first.told, 0),
        low_happened=number(100 * first.happened.value, 0),
        high=number(100 * last.told, 0),
        high_happened=number(100 * last.happened.value, 0),
    )
