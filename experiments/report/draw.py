"""Draw plots as SVG: the same bytes for the same numbers, text as text, no window."""

from __future__ import annotations

import io
import re
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, ScalarFormatter

from data.language import number
from experiments.report.cells import typeset
from experiments.report.parts import Plot

WIDTH_IN = 7.2
INK, GRID_LINE = "#17324d", "#dfe6ed"
STYLE: Any = {
    "svg.fonttype": "none",
    # Names of clip paths are drawn from this, not from the clock.
    "svg.hashsalt": "abbina",
    "font.family": "sans-serif",
    "font.sans-serif": ["Titillium Web", "DejaVu Sans", "sans-serif"],
    "font.size": 10,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID_LINE,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
}


def svg(plot: Plot) -> str:
    """The plot as an SVG element that stands in a page, with its title and what it shows for who cannot see it."""
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_IN, WIDTH_IN * plot.height / 10), layout="constrained")
        # Any: the canvas has no types.
        canvas: Any = FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        plot.draw(axes)
        _speak(axes)
        drawn = io.StringIO()
        canvas.print_svg(drawn, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    body = drawn.getvalue()
    body = body[body.index("<svg") :]
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', body)
    box = f'viewBox="0 0 {size[1]} {size[2]}"' if size else ""
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {box} role="img"'
    label = _said(plot.told).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    # Ids are made unique in the page, where several plots stand together.
    rest = body[body.index(">") + 1 :]
    rest = re.sub(r'\bid="', f'id="{plot.key}-', rest)
    rest = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{plot.key}-", rest)
    return f'{opening} aria-label="{label}">{rest}'


def _said(text: str) -> str:
    """Words of a plot stand on one line each: a blank is enough."""
    return typeset(text).replace("\u00a0", " ")


def _speak(axes: Axes) -> None:
    """Numbers on plain axes and in words as people of the language write them."""
    for text in axes.texts:
        text.set_text(_said(text.get_text()))
    for axis in (axes.xaxis, axes.yaxis):
        formatter = axis.get_major_formatter()
        if type(formatter) is ScalarFormatter and axis.get_scale() == "linear":
            axis.set_major_formatter(FuncFormatter(lambda value, _: _said(number(round(value, 10)))))
