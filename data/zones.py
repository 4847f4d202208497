"""Zones of the map: how far a point, or the way between two points, passes from them.

Everything is computed on the plane of a gnomonic projection around the zone: there the shortest way between two points
of the globe is a straight line, and distances from the middle are exact. Within a hundred kilometres of the middle
other distances are true to a few metres in ten kilometres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.travel.minutes import EARTH_KM, unit_vectors

Points = NDArray[np.float64]
Plane = tuple[NDArray[np.float64], NDArray[np.float64]]
# What is nearer than a millimetre touches.
TOUCH_KM = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """A circle, or an area with at least three corners; its edge belongs to it.

    Parameters
    ----------
    centre : float64 (3,), unit vector of the middle
    east, north : float64 (3,), unit vectors of the plane that touches the globe in the middle
    radius_km : of a circle; 0 for an area
    corners : km east and north of the middle on that plane, each shape (c,); none for a circle
    """

    centre: Points
    east: Points
    north: Points
    radius_km: float
    corners: Plane

    @classmethod
    def circle(cls, lat: float, lon: float, radius_km: float) -> Zone:
        """All that is within some kilometres of a point."""
        none = np.zeros(0)
        return cls(*_frame(_unit([(lat, lon)])[0]), radius_km, (none, none))

    @classmethod
    def area(cls, corners: Sequence[tuple[float, float]]) -> Zone:
        """What the stretches between the corners, closed, go round; all of it where they cross one another."""
        points = _unit(corners)
        middle = points.mean(axis=0)
        frame = _frame(middle / np.sqrt((middle * middle).sum()))
        return cls(*frame, 0.0, _on_plane(points, *frame))

    def km_from(self, points: Points) -> NDArray[np.float64]:
        """Kilometres from points to the zone, shape (n,); 0 inside and on the edge.

        Parameters
        ----------
        points : float64 (n, 3), unit vectors
        """
        return self.km_from_way(points, points)

    def km_from_way(self, start: Points, end: Points) -> NDArray[np.float64]:
        """Kilometres between the zone and the straight way of each pair of points, shape (n,); 0 where it touches.

        Parameters
        ----------
        start, end : float64 (n, 3), unit vectors; start may be one point for all, (1, 3)
        """
        a, b = self._seen(start), self._seen(end)
        return self._km(a, b) if len(self.corners[0]) else self._km_of_circle(a, b)

    def is_near_way(self, start: Points, end: Points, within_km: float) -> NDArray[np.bool_]:
        """Whether `km_from_way` is at most some kilometres, shape (n,); quick where most ways are far."""
        a, b = self._seen(start), self._seen(end)
        # The circle around all corners first: hardly any way comes near an area.
        near: NDArray[np.bool_] = self._km_of_circle(a, b) <= within_km
        if len(self.corners[0]) and near.any():
            both = tuple(np.broadcast_to(x, near.shape)[near] for x in (*a, *b))
            near[near] = self._km((both[0], both[1]), (both[2], both[3])) <= within_km
        return near

    def is_near_some_way(
        self, start: Points, end: Points, reach_km: tuple[float, NDArray[np.float64]], within_km: float
    ) -> NDArray[np.bool_]:
        """Whether some way between points that lie somewhere around the two comes within some kilometres, shape (n,).

        Such ways fill the two circles and what the straight lines that touch both leave between them.

        Parameters
        ----------
        start, end : float64 (n, 3), unit vectors; start may be one point for all, (1, 3)
        reach_km : how far from `start`, and from each `end`, shape (n,), the true point may be
        within_km : how near is near
        """
        near = self.is_near_way(start, end, within_km + max(reach_km[0], float(reach_km[1].max(initial=0.0))))
        rows = np.flatnonzero(near)
        a, b = self._seen(start), self._seen(end[rows])
        a = np.broadcast_to(a[0], near.shape)[rows], np.broadcast_to(a[1], near.shape)[rows]
        before, after = np.full(len(rows), reach_km[0]), reach_km[1][rows]
        km = self._km if len(self.corners[0]) else self._km_of_circle
        found = (km(a, a) <= within_km + before) | (km(b, b) <= within_km + after) | (km(a, b) <= within_km)
        band = _Band.between(a, b, before, after)
        for p, q in band.sides():
            found |= km(p, q) <= within_km
        # What lies between the sides and touches none of them is seen by any one of its points.
        some: Plane = self.corners if len(self.corners[0]) else (np.zeros(1), np.zeros(1))
        near[rows] = found | band.holds((some[0][:1], some[1][:1]))
        return near

    def _seen(self, points: Points) -> Plane:
        return _on_plane(points, self.centre, self.east, self.north)

    def _km_of_circle(self, a: Plane, b: Plane) -> NDArray[np.float64]:
        """From the circle, or from one around all corners."""
        middle, reach_km = (np.zeros(1), np.zeros(1)), self.radius_km
        if len(self.corners[0]):
            # Wide enough for what the plane stretches.
            reach_km = 1.01 * float(np.hypot(*self.corners).max()) + TOUCH_KM
        km = np.arctan(_from_stretch(middle, a, b) / EARTH_KM) * EARTH_KM - reach_km
        return np.where(km <= TOUCH_KM, 0.0, km)

    def _km(self, a: Plane, b: Plane) -> NDArray[np.float64]:
        km = np.where(self._goes_round(a) | self._goes_round(b), 0.0, np.inf)
        for c, d in self._edges():
            km = np.minimum(km, _between(a, b, c, d))
        return np.where(km <= TOUCH_KM, 0.0, km)

    def _edges(self) -> Iterator[tuple[Plane, Plane]]:
        east, north = self.corners
        for k in range(len(east)):
            yield (
                (east[k - 1 : k] if k else east[-1:], north[k - 1 : k] if k else north[-1:]),
                (
                    east[k : k + 1],
                    north[k : k + 1],
                ),
            )

    def _goes_round(self, p: Plane) -> NDArray[np.bool_]:
        """Whether the edge goes round the points at least once, in either sense."""
        # By turns and not by crossings, so that no part of an area that is drawn twice over becomes a hole.
        turns = np.zeros(len(p[0]), dtype=np.int64)
        for c, d in self._edges():
            side = _cross(c, d, p)
            up, down = (c[1] <= p[1]) & (d[1] > p[1]), (c[1] > p[1]) & (d[1] <= p[1])
            turns += (up & (side > 0)).astype(np.int64) - (down & (side < 0)).astype(np.int64)
        return np.asarray(turns != 0, dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class _Band:
    """What the two straight lines that touch both of two circles have between them; all of shape (n,).

    Parameters
    ----------
    middle, length : where the first circle has its middle, and how far from there the second
    along : the direction from the first to the second, of length 1
    lean, rise : sine and cosine of how much the lines lean on that direction
    before, after : radii
    """

    middle: Plane
    length: NDArray[np.float64]
    along: Plane
    lean: NDArray[np.float64]
    rise: NDArray[np.float64]
    before: NDArray[np.float64]
    after: NDArray[np.float64]

    @classmethod
    def between(cls, a: Plane, b: Plane, before: NDArray[np.float64], after: NDArray[np.float64]) -> _Band:
        length = np.hypot(b[0] - a[0], b[1] - a[1])
        some = np.where(length > 0, length, 1.0)
        # Where one circle holds the other there is nothing between: the band shrinks to a line across the larger.
        lean = np.clip((before - after) / some, -1.0, 1.0)
        rise = np.sqrt(1.0 - lean * lean)
        along = np.where(length > 0, (b[0] - a[0]) / some, 1.0), (b[1] - a[1]) / some
        return cls(a, length, along, lean, rise, before, after)

    def sides(self) -> Iterator[tuple[Plane, Plane]]:
        for sense in (1.0, -1.0):
            yield self._at(0.0, self.before, sense), self._at(self.length, self.after, sense)

    def holds(self, spot: Plane) -> NDArray[np.bool_]:
        east, north = spot[0] - self.middle[0], spot[1] - self.middle[1]
        ahead = east * self.along[0] + north * self.along[1]
        aside = np.abs(north * self.along[0] - east * self.along[1])
        held = (ahead >= self.before * self.lean) & (ahead <= self.length + self.after * self.lean)
        return np.asarray(held & (self.lean * ahead + self.rise * aside <= self.before), dtype=np.bool_)

    def _at(self, ahead: float | NDArray[np.float64], radius: NDArray[np.float64], sense: float) -> Plane:
        """Where a side touches a circle."""
        forth, aside = ahead + radius * self.lean, sense * radius * self.rise
        return (
            self.middle[0] + forth * self.along[0] - aside * self.along[1],
            self.middle[1] + forth * self.along[1] + aside * self.along[0],
        )


def _unit(degrees: Sequence[tuple[float, float]]) -> Points:
    both = np.array(degrees, dtype=np.float64)
    return unit_vectors(both[:, 0], both[:, 1])


def _frame(centre: Points) -> tuple[Points, Points, Points]:
    x, y, z = centre.tolist()
    flat = float(np.hypot(x, y))
    return centre, np.array([-y / flat, x / flat, 0.0]), np.array([-x * z / flat, -y * z / flat, flat])


def _on_plane(points: Points, centre: Points, east: Points, north: Points) -> Plane:
    """Kilometres east and north on the plane that touches the globe at the centre."""
    ahead = _dot(points, centre)
    return _dot(points, east) / ahead * EARTH_KM, _dot(points, north) / ahead * EARTH_KM


def _dot(points: Points, axis: Points) -> NDArray[np.float64]:
    # Written out, in one fixed order, so that a pair alone gets the bits it gets inside a chunk.
    product: NDArray[np.float64] = points[:, 0] * axis[0] + points[:, 1] * axis[1] + points[:, 2] * axis[2]
    return product


def _cross(a: Plane, b: Plane, p: Plane) -> NDArray[np.float64]:
    """Above 0 where p lies left of the line from a to b, below 0 on its right."""
    return (b[0] - a[0]) * (p[1] - a[1]) - (p[0] - a[0]) * (b[1] - a[1])


def _from_stretch(p: Plane, a: Plane, b: Plane) -> NDArray[np.float64]:
    """Distance from points to stretches from a to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    along = (p[0] - a[0]) * dx + (p[1] - a[1]) * dy
    share = np.clip(along / np.where(square > 0, square, 1.0), 0.0, 1.0)
    distance: NDArray[np.float64] = np.hypot(p[0] - a[0] - share * dx, p[1] - a[1] - share * dy)
    return distance


def _between(a: Plane, b: Plane, c: Plane, d: Plane) -> NDArray[np.float64]:
    """Distance between stretches a-b and c-d; 0 where they cross."""
    crossing = (_cross(a, b, c) * _cross(a, b, d) < 0) & (_cross(c, d, a) * _cross(c, d, b) < 0)
    nearest = np.minimum(
        np.minimum(_from_stretch(a, c, d), _from_stretch(b, c, d)),
        np.minimum(_from_stretch(c, a, b), _from_stretch(d, a, b)),
    )
    return np.where(crossing, 0.0, nearest)
