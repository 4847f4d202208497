"""A map of an invented market as SVG: one dot a municipality, as large as the people there, coloured by labour area."""

from __future__ import annotations

import numpy as np

from data.language import say
from data.synthetic_market import Market

WIDTH, MARGIN, TOP = 760, 20, 46
# Neighbouring areas get different colours often enough with a handful, spread by a multiplier prime to their number.
COLOURS = ("#0066cc", "#00694a", "#b3261e", "#8a5a00", "#5b3fa3", "#17324d", "#a1286a")
SPREAD = 5
LARGEST_DOT, SMALLEST_DOT = 15.0, 0.6
# A degree of longitude is so much of one of latitude in the middle of the country.
NARROW = 0.74


def map_svg(made: Market) -> str:
    """The map; municipalities without people are left out."""
    towns, area = made.areas.towns, made.areas.area
    people = np.bincount(made.candidate_town, minlength=len(towns))
    lat = np.array([town.lat for town in towns])
    lon = np.array([town.lon for town in towns]) * NARROW
    scale = (WIDTH - 2 * MARGIN) / (lon.max() - lon.min())
    height = TOP + MARGIN + (lat.max() - lat.min()) * scale
    dots = []
    for row in np.lexsort((np.arange(len(towns)), -people)).tolist():
        if not people[row]:
            break
        radius = max(SMALLEST_DOT, LARGEST_DOT * float(np.sqrt(people[row] / people.max())))
        x = MARGIN + (lon[row] - lon.min()) * scale
        y = TOP + (lat.max() - lat[row]) * scale
        colour = COLOURS[int(area[row]) * SPREAD % len(COLOURS)]
        title = f"{towns[row].label}: {people[row]}".replace("&", "&amp;")
        dots.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity="0.55">'
            f"<title>{title}</title></circle>"
        )
    told = say(
        "{n} persone inventate, {m} tirocini: un punto per comune, un colore per area",
        n=len(made.candidate_town),
        m=len(made.opening_town),
    )
    body = "\n".join(dots)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" font-family="sans-serif" '
        f'font-size="15" fill="#17324d" role="img" aria-label="{told}">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n<text x="{MARGIN}" y="28" font-weight="bold">{told}</text>\n'
        f"{body}\n</svg>\n"
    )
