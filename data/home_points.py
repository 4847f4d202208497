"""Where the way to work starts: home, unless a protection puts another point in its place.

There is one starting point a person, whatever the days of an internship. A meeting point counts where it is valid on
the day of the law: one that begins later or has ended sets nobody's way. An address that is secret on any day from
then on is secret at once, because what a proposal has told cannot be taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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
STARTS = (ProtectionKind.MEET_POINT, ProtectionKind.ADDRESS_SECRET)


def home_points(records: Records, on: date) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Starting points of all candidates, rows in the order of ids.

    Returns
    -------
    xyz : float64 (n, 3), unit vectors
    known : bool (n,), False where only a municipality is known
    """
    moved: dict[str, list[Protection]] = defaultdict(list)
    for paper in records.protections:
        if paper.kind in STARTS:
            moved[paper.candidate].append(paper)
    starts = [start_of(person, start_paper(moved[person.id], on)) for person in records.candidates]
    degrees = np.array([spot for spot, _ in starts], dtype=np.float64).reshape(len(starts), 2)
    return unit_vectors(degrees[:, 0], degrees[:, 1]), np.array([known for _, known in starts], dtype=np.bool_)


def start_paper(papers: Iterable[Protection], on: date) -> Protection | None:
    """The paper that says where a person sets out, of the person's own; None where home is the start.

    Where several meeting points count, the one that has been valid longest.
    """
    counted = [
        paper
        for paper in papers
        if (paper.kind is ProtectionKind.MEET_POINT and paper.holds_on(on))
        or (paper.kind is ProtectionKind.ADDRESS_SECRET and not _is_over(paper, on))
    ]
    # A meeting point is where the way really starts, so it comes before what stands for a secret address.
    return min(
        counted, key=lambda paper: (STARTS.index(paper.kind), paper.valid_from or date.min, paper.id), default=None
    )


def start_of(person: Candidate, paper: Protection | None) -> tuple[Spot, bool]:
    """Degrees of the point where a person sets out, and whether it is more than a municipality."""
    if paper is None:
        return _spot(person.lat, person.lon, person.municipality)
    return _spot(paper.lat, paper.lon, paper.municipality or person.municipality)


def start_town(person: Candidate, paper: Protection | None) -> str | None:
    """ISTAT code of the municipality where a person may be known to set out; None where no paper names one.

    The municipality of a home that a protection replaces is not named to anybody.
    """
    return person.municipality if paper is None else paper.municipality


def is_false_start(paper: Protection | None) -> bool:
    """Whether the starting point may be another one: what stands for a secret address is not the address."""
    return paper is not None and paper.kind is ProtectionKind.ADDRESS_SECRET


def _spot(lat: float | None, lon: float | None, municipality: str) -> tuple[Spot, bool]:
    if lat is not None and lon is not None:
        return (lat, lon), True
    town = places().find(municipality)
    return (town.lat, town.lon), False


def _is_over(paper: Protection, on: date) -> bool:
    return paper.valid_to is not None and paper.valid_to < on
