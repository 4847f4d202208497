"""Hits of each way of comparing as bars with their intervals, as SVG."""

from __future__ import annotations

from collections.abc import Sequence

from data.language import number, say
from experiments.suggestions.measure import Hits

WIDTH, LEFT, RIGHT, ROW, TOP = 720, 200, 60, 58, 64
FIRST, AMONG = "#0066cc", "#00694a"


def hits_svg(rows: Sequence[Hits]) -> str:
    """Two bars a method: right at first, right among the first five."""
    span = WIDTH - LEFT - RIGHT
    drawn = [
        f'<text x="16" y="26" font-weight="bold">{say("Suggerimenti giusti, con intervallo al 95 %")}</text>',
        f'<text x="{LEFT}" y="48" fill="{FIRST}">{say("al primo posto")}</text>',
        f'<text x="{LEFT + 150}" y="48" fill="{AMONG}">{say("tra i primi cinque")}</text>',
    ]
    for k, row in enumerate(rows):
        top = TOP + k * ROW
        drawn.append(f'<text x="{LEFT - 10}" y="{top + 28}" text-anchor="end">{row.method}</text>')
        bars = ((row.hit_1, row.low_1, row.high_1, FIRST), (row.hit_5, row.low_5, row.high_5, AMONG))
        for place, (share, low, high, colour) in enumerate(bars):
            y = top + 6 + place * 20
            drawn.append(f'<rect x="{LEFT}" y="{y}" width="{share * span:.1f}" height="16" fill="{colour}"/>')
            ends = f'x1="{LEFT + low * span:.1f}" x2="{LEFT + high * span:.1f}"'
            drawn.append(f'<line {ends} y1="{y + 8}" y2="{y + 8}" stroke="#17324d" stroke-width="2"/>')
            label = f"{number(share * 100, 1)} %"
            drawn.append(f'<text x="{LEFT + max(share, high) * span + 8:.1f}" y="{y + 13}">{label}</text>')
    body, height = "\n".join(drawn), TOP + len(rows) * ROW + 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="13" fill="#17324d">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )
