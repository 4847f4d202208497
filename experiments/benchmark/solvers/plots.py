"""Two plots: time against size, and how many times faster on each market."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from data.language import number, say
from experiments.benchmark.solvers.summary import Growth, Race
from experiments.report.draw import INK, svg
from experiments.report.parts import Plot

OURS = "#0066cc"
OTHERS = ("#b3261e", "#00694a", "#8a5a00", "#6b4fa0", "#5b6b7a", "#a03c78", "#3c7aa0", "#7a7a00")
# Ours share one colour.
DASHES = ("-", "--", ":")
AHEAD, BEHIND = "#00694a", "#b3261e"


def growth_svg(curves: Sequence[Growth]) -> str:
    """Seconds against candidates, both on a logarithmic scale, one line a solver."""

    def draw(axes: Axes) -> None:
        others = iter(OTHERS * (len(curves) // len(OTHERS) + 1))
        dashes = iter(DASHES * (len(curves) // len(DASHES) + 1))
        for curve in curves:
            power = "" if curve.exponent is None else f", n^{number(curve.exponent, 2)}"
            colour, width, dash = (OURS, 2.4, next(dashes)) if curve.ours else (next(others), 1.2, "-")
            line: Any = {"color": colour, "linewidth": width, "linestyle": dash, "label": curve.solver + power}
            axes.plot(curve.n, curve.seconds, marker="o", markersize=3, **line)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(say("persone"))
        axes.set_ylabel(say("secondi, preparazione compresa"))
        axes.legend(fontsize=8)

    told = say("Tempo di ogni solutore al crescere delle persone, su scale logaritmiche; accanto al nome l'esponente.")
    return svg(Plot(key="growth", title=say("Tempo e grandezza"), told=told, draw=draw, height=6.5)) + "\n"


def ratios_svg(races: Sequence[Race]) -> str:
    """One bar a market and objective: the best peer's time in ours; 1 is as fast."""
    known = [(race, race.ratio) for race in races if race.ratio is not None]

    def draw(axes: Axes) -> None:
        names = [f"{race.instance} {race.objective[:5]}" for race, _ in known]
        values = [ratio for _, ratio in known]
        bars = axes.barh(names, values, color=[AHEAD if value >= 1 else BEHIND for value in values])
        axes.bar_label(bars, labels=[f"{number(value, 1)}×" for value in values], padding=3, fontsize=8)
        axes.axvline(1, color=INK, linewidth=1)
        axes.invert_yaxis()
        axes.set_xlabel(say("volte più veloci del migliore degli altri"))
        axes.tick_params(axis="y", labelsize=8)

    told = say("Quante volte siamo più veloci del migliore degli altri, mercato per mercato; 1 vuol dire pari.")
    height = max(3.0, 0.35 * len(known) + 1)
    return svg(Plot(key="ratios", title=say("Rispetto al migliore"), told=told, draw=draw, height=height)) + "\n"
