"""Pairs (candidate, opening) over a cohort, in chunks: what rules and criteria are vectorised over."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.codes import Mode
from data.cohort import CandidateArrays, Cohort, CompanyArrays, OpeningArrays
from data.travel.minutes import NO_MODE, arc_km, door_to_door, mode_minutes
from data.week import LONGEST_RUN, QUARTERS_A_DAY, Week

Index = NDArray[np.int64]


class Pairs:
    """Some pairs of a cohort, with what several rules and criteria share computed once.

    Parameters
    ----------
    cohort : Cohort
    i, j : int arrays, shape (n,)
        Rows of the candidates and of the openings.
    """

    def __init__(self, cohort: Cohort, i: Index, j: Index) -> None:
        self.cohort = cohort
        self.i = np.asarray(i, dtype=np.int64)
        self.j = np.asarray(j, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.i)

    @property
    def candidates(self) -> CandidateArrays:
        """Arrays to be read at `i`."""
        return self.cohort.candidates

    @property
    def openings(self) -> OpeningArrays:
        """Arrays to be read at `j`."""
        return self.cohort.openings

    @property
    def companies(self) -> CompanyArrays:
        """Arrays to be read at the openings' company."""
        return self.cohort.companies

    @cached_property
    def by_candidate(self) -> tuple[Index, Index]:
        """The candidates that occur, in order, and for each pair the place of its own among them."""
        return _places(self.i, self.cohort.n_candidates)

    @cached_property
    def by_opening(self) -> tuple[Index, Index]:
        """The openings that occur, in order, and for each pair the place of its own among them."""
        return _places(self.j, self.cohort.n_openings)

    @cached_property
    def company(self) -> Index:
        """Row of the company of each pair, shape (n,)."""
        return self.openings.company[self.j].astype(np.int64)

    @cached_property
    def km(self) -> NDArray[np.float64]:
        """Great-circle kilometres, shape (n,); at least some where a point stands for a whole municipality."""
        km = arc_km(self.candidates.xyz[self.i], self.openings.xyz[self.j])
        return np.where(self.points_known, km, np.maximum(km, self.cohort.travel["unknown_point_km"]))

    @property
    def points_known(self) -> NDArray[np.bool_]:
        """Whether home and site are more than the name of a municipality, shape (n,)."""
        both: NDArray[np.bool_] = self.candidates.point_known[self.i] & self.openings.point_known[self.j]
        return both

    @cached_property
    def _journey(self) -> tuple[NDArray[np.int16], NDArray[np.int8]]:
        modes = self.candidates.modes[self.i]
        return door_to_door(self.km, modes, self.openings.bus_slack_q[self.j], self.cohort.travel)

    @property
    def travel_min(self) -> NDArray[np.int16]:
        """Minutes door to door by the fastest usable mode; `NO_WAY` where there is none."""
        return self._journey[0]

    @property
    def travel_mode(self) -> NDArray[np.int8]:
        """Index of that mode in `Mode`; `NO_MODE` where there is none."""
        return self._journey[1]

    @cached_property
    def journey_q(self) -> NDArray[np.int16]:
        """Quarters to keep free for the journey, at most a day; where nothing goes, those of a lift."""
        minutes = self.travel_min
        stuck = self.travel_mode == NO_MODE
        if stuck.any():
            minutes = np.where(stuck, mode_minutes(self.km, Mode.LIFT, self.cohort.travel), minutes)
        # Longer than a day is refused by every ceiling, and would not fit into the free hours that are remembered.
        return np.minimum(-(-minutes // 15), QUARTERS_A_DAY).astype(np.int16)

    def needed(self, k: int) -> Week:
        """The hours that pair k takes: the shifts, and the journeys around them."""
        j = self.j[k]
        starts, lengths = self.openings.segment_start[j].tolist(), self.openings.segment_length[j].tolist()
        shifts = Week.of_segments((start, length) for start, length in zip(starts, lengths, strict=True) if length)
        return shifts.widened(int(self.journey_q[k]))

    @cached_property
    def time_slack_q(self) -> NDArray[np.int16]:
        """Free quarters left over around the tightest shift, journeys made; negative where something does not fit.

        A pair fits when, for every shift, the hours from leaving home to coming back are all free. In the pause of a
        split day, too short to go home and come back, the two journeys overlap: then the whole pause must be free.
        """
        people, openings, journey = self.candidates, self.openings, self.journey_q
        slack = np.full(len(self), LONGEST_RUN, dtype=np.int16)
        for s in range(openings.segment_start.shape[1]):
            start = openings.segment_start[self.j, s].astype(np.int64)
            length = openings.segment_length[self.j, s].astype(np.int16)
            before = people.free_before[self.i, start]
            after = people.free_after[self.i, start] - length
            slack = np.where(length > 0, np.minimum(slack, np.minimum(before, after) - journey), slack)
        return slack


def _places(rows: Index, n: int) -> tuple[Index, Index]:
    """As `np.unique` with the inverse, for rows from 0 to n - 1: without sorting."""
    present = np.zeros(n, dtype=np.bool_)
    present[rows] = True
    found = np.flatnonzero(present)
    place = np.zeros(n, dtype=np.int64)
    place[found] = np.arange(len(found))
    return found, place[rows]
