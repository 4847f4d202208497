"""Plots of how firm a proposal is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from data.language import number, say
from experiments.report.parts import Plot
from experiments.robust.badges import CONTESTED_SHARE, SOLID_SHARE
from experiments.robust.draws import Draws

BLUE, RED, INK = "#0066cc", "#b3261e", "#17324d"
BINS = 20


def kept_plot(moved: Sequence[Draws]) -> Plot:
    """Share of pairs kept against how far the weights move: mean, its interval, and nine draws of ten."""
    size = np.array([0.0, *(100 * one.disturbance.size for one in moved)])
    mean = np.array([100.0, *(100 * one.mean_kept.value for one in moved)])
    low = np.array([100.0, *(100 * float(np.quantile(one.kept, 0.05)) for one in moved)])
    high = np.array([100.0, *(100 * float(np.quantile(one.kept, 0.95)) for one in moved)])
    error = np.array([0.0, *(100 * (one.mean_kept.high - one.mean_kept.value) for one in moved)])

    def draw(ax: Axes) -> None:
        ax.fill_between(size, low, high, color=BLUE, alpha=0.15, linewidth=0)
        ax.errorbar(size, mean, yerr=error, color=BLUE, marker="o", markersize=4, capsize=2)
        ax.annotate(say("media"), (size[-1], mean[-1]), xytext=(-4, 6), textcoords="offset points", ha="right")
        ax.annotate(
            say("nove prove su dieci"), (size[-1], low[-1]), xytext=(-4, -12), textcoords="offset points", ha="right"
        )
        ax.set_xlim(0, float(size[-1]) * 1.02 or 1)
        ax.set_ylim(0, 104)
        ax.set_xlabel(say("spostamento dei pesi, ± %"))
        ax.set_ylabel(say("coppie che restano, %"))

    listed = "; ".join(
        say("±{size} %: {kept} %", size=number(s), kept=number(m, 1))
        for s, m in zip(size[1:].tolist(), mean[1:].tolist(), strict=True)
    )
    return Plot(
        key="robust_kept",
        title=say("Coppie che restano quando i pesi si spostano"),
        told=say("Quota media di coppie che restano: {listed}.", listed=listed),
        draw=draw,
    )


def acceptability_plot(usual: Draws) -> Plot:
    """How many proposed pairs come back in which share of the draws."""
    share = 100 * usual.times[usual.base] / len(usual)
    edges = np.linspace(0, 100, BINS + 1)
    counts = np.histogram(share, bins=edges)[0]

    def draw(ax: Axes) -> None:
        ax.bar(edges[:-1], counts, width=100 / BINS * 0.9, align="edge", color=INK)
        top = float(counts.max(initial=1))
        for bound in (CONTESTED_SHARE, SOLID_SHARE):
            label = say("{n} prove su 100", n=number(100 * bound))
            ax.axvline(100 * bound, color=RED, linewidth=1)
            ax.annotate(label, (100 * bound, top), xytext=(3, 4), textcoords="offset points", color=RED, fontsize=8)
        ax.set_ylim(0, top * 1.15)
        ax.set_xlim(0, 100)
        ax.set_xlabel(say("prove in cui la coppia torna, %"))
        ax.set_ylabel(say("coppie proposte"))

    often = int((share >= 100 * SOLID_SHARE).sum())
    return Plot(
        key="robust_acceptability",
        title=say("Quanto spesso torna ogni coppia proposta"),
        told=say(
            "Di {n} coppie proposte, {often} tornano in almeno {share} prove su 100.",
            n=len(share),
            often=often,
            share=number(100 * SOLID_SHARE),
        ),
        draw=draw,
    )
