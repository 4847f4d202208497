"""Where the way to work starts, how far it is, and which zones it touches, in plain Python.

Points are (latitude, longitude) in degrees. A way is walked along, and halved where it could be near a zone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
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


def start(person: Candidate, papers: Sequence[Protection], on: date) -> tuple[Point, bool]:
    """The meeting point; else what stands for a secret home; else home. And whether a point was written."""
    for kind in (ProtectionKind.MEET_POINT, ProtectionKind.ADDRESS_SECRET):
        own = [p for p in papers if p.candidate == person.id and p.kind is kind and (p.valid_to or date.max) >= on]
        for paper in sorted(own, key=lambda paper: (paper.valid_from or date.min, paper.id)):
            if paper.lat is not None and paper.lon is not None:
                return (paper.lat, paper.lon), True
            return town(paper.municipality or person.municipality), False
    return written(person)


def written(record: Candidate | Site) -> tuple[Point, bool]:
    if record.lat is not None and record.lon is not None:
        return (record.lat, record.lon), True
    return town(record.municipality), False


def touches(paper: Protection, begin: Point, end: Point, within_km: float) -> bool:
    """Whether some point of the straight way is within some kilometres of the zone."""
    if paper.area is not None:
        corners = tuple(paper.area)
        return _near(lambda point: _km_from_area(point, corners), begin, end, within_km)
    spot = (paper.lat, paper.lon) if paper.lat is not None and paper.lon is not None else town(paper.municipality or "")
    radius = paper.radius_km or 0.0
    return _near(lambda point: max(km_between(point, spot) - radius, 0.0), begin, end, within_km)


def _near(km_from: Callable[[Point], float], begin: Point, end: Point, within_km: float) -> bool:
    middle, half = _middle(begin, end), km_between(begin, end) / 2
    km = km_from(middle)
    if km <= within_km:
        return True
    # No point of the way is further from its middle than half of it; far away the flat map is a little short.
    if half < SHORTEST_KM or 0.9 * km - half > within_km:
        return False
    return _near(km_from, begin, middle, within_km) or _near(km_from, middle, end, within_km)


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
