"""A log-log plot as SVG, small enough to need no library."""

from __future__ import annotations

import math
from collections.abc import Sequence

from data.language import marked, say
from experiments.benchmark.growth import Measured

WIDTH, HEIGHT, MARGIN = 720, 420, 60
STEPS = (
    ("judge_s", marked("valutare"), "#0066cc"),
    ("solve_s", marked("assegnare"), "#b3261e"),
    ("explain_s", marked("spiegare"), "#00694a"),
    ("total_s", marked("in tutto"), "#17324d"),
)


def growth_svg(rows: Sequence[Measured]) -> str:
    """Seconds against people, one line a step."""
    people = [row.candidates for row in rows]
    seconds = [max(getattr(row, name), 1e-4) for row in rows for name, _, _ in STEPS]
    x_low, x_high = math.log10(min(people)), max(math.log10(max(people)), math.log10(min(people)) + 0.1)
    y_low, y_high = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))

    def x(value: float) -> float:
        return MARGIN + (math.log10(value) - x_low) / (x_high - x_low) * (WIDTH - 2 * MARGIN)

    def y(value: float) -> float:
        share = (math.log10(max(value, 1e-4)) - y_low) / max(y_high - y_low, 1)
        return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)

    title = say("Secondi al crescere delle persone")
    drawn = [f'<text x="{MARGIN}" y="24" font-weight="bold">{title}</text>']
    for power in range(y_low, y_high + 1):
        at = y(10.0**power)
        drawn.append(f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{at:.1f}" y2="{at:.1f}" stroke="#dfe6ed"/>')
        drawn.append(f'<text x="{MARGIN - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    bottom = HEIGHT - MARGIN + 20
    drawn += [f'<text x="{x(count):.1f}" y="{bottom}" text-anchor="middle">{count}</text>' for count in people]
    for k, (name, label, colour) in enumerate(STEPS):
        points = " ".join(f"{x(row.candidates):.1f},{y(getattr(row, name)):.1f}" for row in rows)
        drawn.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn.append(f'<text x="{MARGIN + 110 * k}" y="{HEIGHT - 12}" fill="{colour}">{say(label)}</text>')
    body = "\n".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12" fill="#17324d">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )
