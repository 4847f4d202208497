"""Pairs (candidate, opening) over a cohort, in chunks: what rules and criteria are vectorised over."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.codes import Mode
from data.cohort import CandidateArrays, Cohort, CompanyArrays, OpeningArrays
from data.travel.minutes import NO_MODE, arc_km, door_to_door, mode_minutes

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
    def company(self) -> Index:
        """Row of the company of each pair, shape (n,)."""
        return self.openings.company[self.j].astype(np.int64)

    @cached_property
    def km(self) -> NDArray[np.float64]:
        """Great-circle kilometres, shape (n,)."""
        return arc_km(self.candidates.xyz[self.i], self.openings.xyz[self.j])

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
        """Quarters to keep free for the journey; where nothing goes, those of a lift, which could be arranged."""
        minutes = self.travel_min
        stuck = self.travel_mode == NO_MODE
        if stuck.any():
            minutes = np.where(stuck, mode_minutes(self.km, Mode.LIFT, self.cohort.travel), minutes)
        return (-(-minutes // 15)).astype(np.int16)

    @cached_property
    def time_slack_q(self) -> NDArray[np.int16]:
        """Free quarters left over around the tightest shift, journeys made; negative where something does not fit.

        A pair fits when, for every shift, the hours from leaving home to coming back are all free. On a split day the
        person may stay on the spot if the gap is free, or go home if both journeys fit.
        """
        people, openings, t = self.candidates, self.openings, self.journey_q
        slack = np.full(len(self), 999, dtype=np.int16)
        for s in range(openings.segment_start.shape[1]):
            start = openings.segment_start[self.j, s].astype(np.int64)
            length = openings.segment_length[self.j, s].astype(np.int16)
            before = people.free_before[self.i, start].astype(np.int16)
            after = people.free_after[self.i, start].astype(np.int16) - length
            here = np.minimum(
                _margin(before, t, openings.gap_before[self.j, s]), _margin(after, t, openings.gap_after[self.j, s])
            )
            slack = np.where(length > 0, np.minimum(slack, here), slack)
        return slack


def _margin(free: NDArray[np.int16], journey: NDArray[np.int16], gap: NDArray[np.uint8]) -> NDArray[np.int16]:
    # A gap of a split day that is wholly free asks no journey, so it takes nothing from the margin.
    return np.where(free >= gap, np.int16(999), free - journey).astype(np.int16)
