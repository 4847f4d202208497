"""Where the way to work starts: home, unless a protection puts another point in its place."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import ProtectionKind
from data.papers import Protection
from data.places import places
from data.records import Candidate
from data.travel.minutes import unit_vectors

Spot = tuple[float, float]


def home_points(records: Records, on: date) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Starting points of all candidates, rows in the order of ids.

    Returns
    -------
    xyz : float64 (n, 3), unit vectors
    known : bool (n,), False where only a municipality is known
    """
    moved: dict[str, list[Protection]] = defaultdict(list)
    for paper in records.protections:
        if paper.kind in (ProtectionKind.MEET_POINT, ProtectionKind.ADDRESS_SECRET) and not _is_over(paper, on):
            moved[paper.candidate].append(paper)
    starts = [start_of(person, moved[person.id]) for person in records.candidates]
    degrees = np.array([spot for spot, _ in starts], dtype=np.float64).reshape(len(starts), 2)
    return unit_vectors(degrees[:, 0], degrees[:, 1]), np.array([known for _, known in starts], dtype=np.bool_)


def start_of(person: Candidate, papers: list[Protection]) -> tuple[Spot, bool]:
    """Degrees of the point where a person sets out, and whether it is more than a municipality.

    Parameters
    ----------
    person : Candidate
    papers : the person's meeting points and secret addresses that still hold
    """
    # A meeting point is where the way really starts, so it comes first; where there are several, the next in time.
    for kind in (ProtectionKind.MEET_POINT, ProtectionKind.ADDRESS_SECRET):
        own = [paper for paper in papers if paper.kind is kind]
        if own:
            paper = min(own, key=lambda paper: (paper.valid_from or date.min, paper.id))
            return _spot(paper.lat, paper.lon, paper.municipality or person.municipality)
    return _spot(person.lat, person.lon, person.municipality)


def _spot(lat: float | None, lon: float | None, municipality: str) -> tuple[Spot, bool]:
    if lat is not None and lon is not None:
        return (lat, lon), True
    town = places().find(municipality)
    return (town.lat, town.lon), False


def _is_over(paper: Protection, on: date) -> bool:
    return paper.valid_to is not None and paper.valid_to < on
