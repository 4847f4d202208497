"""Which pairs are worth judging at all: a proven superset of what TRAVEL allows.

For each candidate the reach is the longest distance that any of the person's modes covers within the personal ceiling,
whatever the hours. TRAVEL chooses among the same modes with the same minutes, so no pair it allows lies further away.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from data.codes import Mode
from data.cohort import Cohort
from data.pairs import Index
from data.travel.minutes import EARTH_KM, longest_km

# Kilometres added against rounding: minutes are rounded up, so a metre is already generous.
MARGIN_KM = 0.01


def reach_km(cohort: Cohort) -> NDArray[np.float64]:
    """Great-circle kilometres within which each candidate's openings lie, shape (n_candidates,)."""
    people = cohort.candidates
    reach = np.full(cohort.n_candidates, -1.0)
    for mode in Mode:
        km = longest_km(mode, people.ceiling_min, cohort.travel)
        reach = np.where((people.modes & mode.bit) != 0, np.maximum(reach, km), reach)
    return reach + MARGIN_KM


def reachable(cohort: Cohort, pairs_a_chunk: int) -> Iterator[tuple[Index, Index]]:
    """Pairs within reach, candidate by candidate in order, openings in order, in chunks of about the given size.

    Yields
    ------
    i, j : int arrays of the same length
    """
    if not cohort.n_candidates or not cohort.n_openings:
        return
    spots, spot_of = np.unique(cohort.openings.xyz, axis=0, return_inverse=True)
    tree = cKDTree(spots)
    # Straight lines through the globe are shorter than arcs: a ball of the arc's chord holds the whole arc.
    chord = 2 * np.sin(np.minimum(np.maximum(reach_km(cohort), 0.0) / EARTH_KM, np.pi) / 2) + 1e-9
    rows = max(1, pairs_a_chunk // cohort.n_openings)
    for first in range(0, cohort.n_candidates, rows):
        people = np.arange(first, min(first + rows, cohort.n_candidates))
        near = tree.query_ball_point(cohort.candidates.xyz[people], chord[people])
        within = np.zeros((len(people), len(spots)), dtype=np.bool_)
        for person, found in enumerate(near):
            within[person, found] = True
        row, opening = np.nonzero(within[:, spot_of])
        yield people[row].astype(np.int64), opening.astype(np.int64)
