"""Where the way to work starts, how far it is, and which zones it touches or may touch, in plain Python.

Points are (latitude, longitude) in degrees. A way is walked along, and halved where it could be near a zone. Of a way
whose ends are not exactly known each step is a circle, as wide as what lies before and ahead makes it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from data.codes import ProtectionKind
from data.papers import Protection
from data.places import places
from data.records import Candidate, Site

Point = tuple[float, float]
EARTH_KM = 6371.0
# A way is not cut into pieces shorter than this: a touch is told from a miss by a decimetre.
SHORTEST_KM = 1e-4


def town(name: str) -> Point:
    found = places().find(name)
    return found.lat, found.lon


def km_between(one: Point, other: Point) -> float:
    (a, b), (c, d) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one, other))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def start_papers(person: Candidate, papers: Sequence[Protection], on: date) -> list[Protection]:
    """Papers that may say where the person sets out, the one that does first: meeting points before secret homes."""
    own = [paper for paper in papers if paper.candidate == person.id]
    meet = [p for p in own if p.kind is ProtectionKind.MEET_POINT and p.holds_on(on)]
    secret = [p for p in own if p.kind is ProtectionKind.ADDRESS_SECRET and (p.valid_to or date.max) >= on]
    return [p for kind in (meet, secret) for p in sorted(kind, key=lambda p: (p.valid_from or date.min, p.id))]


def start(person: Candidate, papers: Sequence[Protection], on: date) -> tuple[Point, bool]:
    """The meeting point; else what stands for a secret home; else home. And whether a point was written."""
    for paper in start_papers(person, papers, on):
        if paper.lat is not None and paper.lon is not None:
            return (paper.lat, paper.lon), True
        return town(paper.municipality or person.municipality), False
    return written(person)


def is_true_start(person: Candidate, papers: Sequence[Protection], on: date) -> bool:
    """Whether the point of `start` is where the person really sets out, and not one that stands for a secret home."""
    counted = start_papers(person, papers, on)
    return start(person, papers, on)[1] and not (counted and counted[0].kind is ProtectionKind.ADDRESS_SECRET)


def written(record: Candidate | Site) -> tuple[Point, bool]:
    if record.lat is not None and record.lon is not None:
        return (record.lat, record.lon), True
    return town(record.municipality), False


def in_zone(
    paper: Protection, begin: tuple[Point, bool], site: Site, company: str, corridor: float, around: float
) -> bool:
    """Whether the zone is at the site or along the way, or may be and nobody has checked.

    Parameters
    ----------
    begin : where the way starts, and whether that is sure
    corridor, around : kilometres: half the width of the way, and around a point that is not exactly known
    """
    there, exact = written(site)
    if exact and (touches(paper, there, there, 0.0) or (begin[1] and touches(paper, begin[0], there, corridor))):
        return True
    if (exact and begin[1]) or company in paper.checked_companies:
        return False
    if not exact and paper.municipality == site.municipality:
        return True
    wide = corridor + (0.0 if begin[1] else around), corridor + (0.0 if exact else around)
    return touches(paper, begin[0], there, *wide)


def touches(paper: Protection, begin: Point, end: Point, at_begin: float, at_end: float | None = None) -> bool:
    """Whether some point of the straight way is near the zone: within kilometres that change evenly along the way."""
    wide = at_begin, at_begin if at_end is None else at_end
    return any(
        _near(km, begin, begin, (wide[0],) * 2) or _near(km, end, end, (wide[1],) * 2) or _near(km, begin, end, wide)
        for km in _parts(paper)
    )


def _parts(paper: Protection) -> Iterator[Callable[[Point], float]]:
    """How far a point is from each thing that a paper draws."""
    if paper.area is not None:
        corners = tuple(paper.area)
        yield lambda point: _km_from_area(point, corners)
    if paper.radius_km is not None and not (paper.lat is None and paper.municipality is None):
        known = paper.lat is not None and paper.lon is not None
        spot = (paper.lat or 0.0, paper.lon or 0.0) if known else town(paper.municipality or "")
        radius = paper.radius_km
        yield lambda point: max(km_between(point, spot) - radius, 0.0)


def _near(km_from: Callable[[Point], float], begin: Point, end: Point, wide: tuple[float, float]) -> bool:
    middle, half = _middle(begin, end), km_between(begin, end) / 2
    km, here = km_from(middle), (wide[0] + wide[1]) / 2
    if km <= here:
        return True
    # No point of the way is further from its middle than half of it; far away the flat map is a little short.
    if half < SHORTEST_KM or 0.9 * km - half > max(wide):
        return False
    return _near(km_from, begin, middle, (wide[0], here)) or _near(km_from, middle, end, (here, wide[1]))


def _middle(one: Point, other: Point) -> Point:
    x, y, z = (a + b for a, b in zip(_vector(one), _vector(other), strict=True))
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _vector(point: Point) -> tuple[float, float, float]:
    lat, lon = map(math.radians, point)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _km_from_area(point: Point, corners: Sequence[Point]) -> float:
    """On a flat map with the point in its middle; 0 where the corners go round it."""
    east = EARTH_KM * math.radians(1) * math.cos(math.radians(point[0]))
    seen = [((lon - point[1]) * east, (lat - point[0]) * EARTH_KM * math.radians(1)) for lat, lon in corners]
    edges = list(zip(seen, [*seen[1:], seen[0]], strict=True))
    turned = sum(math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]) for a, b in edges)
    if abs(turned) > math.pi:
        return 0.0
    return min(_km_from_edge(a, b) for a, b in edges)


def _km_from_edge(a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = min(max(-(a[0] * dx + a[1] * dy) / square, 0.0), 1.0) if square else 0.0
    return math.hypot(a[0] + share * dx, a[1] + share * dy)
