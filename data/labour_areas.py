"""Labour market areas of Italy, drawn from where people live: a main town and the municipalities that look to it.

ISTAT draws its areas from the commuting of a census (611 in 2011, 515 in 2021); those figures do not ship. Here a main
town is one that has no larger town near, and every municipality belongs to the main town that draws it most: a gravity
model, as in Reilly (1931), with a steeper fall than his, because people go to work less far than to shop. Good enough
for invented markets; not for law.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from data.places import Place, places
from data.travel.minutes import EARTH_KM, unit_vectors

AREAS = 610
# Smaller ones are lonely, not central.
LEAST_INHABITANTS = 4_000
# A municipality's own people travel too: nobody is nearer to a main town than this.
LEAST_KM = 3.0
# How fast the pull of a town falls with distance: Reilly's 2 would give Rome 537 municipalities, this gives it 58.
DECAY = 4
_CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class LabourAreas:
    """The areas over `places()`, in its order.

    Parameters
    ----------
    towns : tuple of Place
        The p municipalities.
    centre : int array, shape (a,)
        Row of the main town of each area, largest first.
    area : int array, shape (p,)
        Area of each municipality.
    xyz : float array, shape (p, 3)
        Unit vectors of the municipalities.
    population : float array, shape (p,)
    """

    towns: tuple[Place, ...]
    centre: NDArray[np.int64]
    area: NDArray[np.int64]
    xyz: NDArray[np.float64]
    population: NDArray[np.float64]


@cache
def labour_areas(count: int = AREAS) -> LabourAreas:
    """The `count` areas, or as many as there are towns large enough; computed once."""
    towns = tuple(places())
    xyz = unit_vectors(np.array([town.lat for town in towns]), np.array([town.lon for town in towns]))
    population = np.array([town.population for town in towns], dtype=np.float64)
    lonely = _km_to_larger(xyz, population)
    lonely[population < LEAST_INHABITANTS] = -1.0
    chosen = np.lexsort((np.arange(len(towns)), -population, -lonely))[:count]
    chosen = chosen[lonely[chosen] >= 0]
    centre = chosen[np.lexsort((chosen, -population[chosen]))]
    return LabourAreas(towns, centre, _drawn_to(xyz, population, centre), xyz, population)


def _km(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Straight-line kilometres between unit vectors, shape (len(a), len(b)); within Italy that is near enough."""
    square: NDArray[np.float64] = np.maximum(2.0 - 2.0 * (a @ b.T), 0.0)
    return np.sqrt(square) * EARTH_KM


def _km_to_larger(xyz: NDArray[np.float64], population: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kilometres to the nearest municipality with more people (of two equal ones, the one listed first is larger)."""
    order = np.lexsort((np.arange(len(population)), -population))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    far = np.full(len(order), np.inf)
    for start in range(0, len(order), _CHUNK):
        rows = np.arange(start, min(start + _CHUNK, len(order)))
        km = np.where(rank[rows][:, None] > rank[None, :], _km(xyz[rows], xyz), np.inf)
        far[rows] = km.min(axis=1)
    return far


def _drawn_to(
    xyz: NDArray[np.float64], population: NDArray[np.float64], centre: NDArray[np.int64]
) -> NDArray[np.int64]:
    area = np.empty(len(xyz), dtype=np.int64)
    for start in range(0, len(xyz), _CHUNK):
        rows = slice(start, start + _CHUNK)
        km = np.maximum(_km(xyz[rows], xyz[centre]), LEAST_KM)
        area[rows] = (population[centre] / km**DECAY).argmax(axis=1)
    area[centre] = np.arange(len(centre))
    return area
