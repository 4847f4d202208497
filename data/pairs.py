"""Pairs (candidate, opening) over a cohort, in chunks: what rules and criteria are vectorised over."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.child_cover import Cover
from data.codes import Mode
from data.cohort import CandidateArrays, Cohort, CompanyArrays, OpeningArrays
from data.pair_time import Lack, Time, distinct, lacks
from data.travel.minutes import NO_MODE, arc_km, door_to_door, mode_minutes
from data.week import QUARTERS_A_DAY, Week

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
        return distinct(self.i, self.cohort.n_candidates)

    @cached_property
    def by_opening(self) -> tuple[Index, Index]:
        """The openings that occur, in order, and for each pair the place of its own among them."""
        return distinct(self.j, self.cohort.n_openings)

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
        road_km = self.km * self.cohort.travel["road_factor"]
        modes = self.cohort.work.usable(self.candidates.modes[self.i], self.i, self.j, road_km)
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

    @cached_property
    def first_day(self) -> Index:
        """Ordinal of the first day of the internship: opening and person are ready, and the day is not past."""
        ready = np.maximum(self.openings.start_from[self.j], self.candidates.available_from[self.i])
        return np.maximum(ready, self.cohort.on).astype(np.int64)

    @property
    def last_day(self) -> Index:
        """Ordinal of the last day of the internship."""
        return self.first_day + self.openings.days[self.j] - 1

    def needed(self, k: int) -> Week:
        """The hours that pair k takes: the shifts, and the journeys around them."""
        shifts: Week = self.openings.shifts[self.j[k]]
        return shifts.widened(int(self.journey_q[k]))

    def lacking(self, k: int) -> tuple[Lack, ...]:
        """The hours that pair k takes and that are not free, by whose need it is and in which days.

        For children one for each phase in which their cover fails, whether or not it refuses the pair.
        """
        available = self.candidates.week[self.i[k]]
        return tuple(lacks(available, self.needed(k), int(self.first_day[k]), int(self.last_day[k])))

    def covers(self, k: int) -> tuple[Cover, ...]:
        """The phases of the children's cover that fall in the internship of pair k."""
        first, last = int(self.first_day[k]), int(self.last_day[k])
        phases = self.candidates.week[self.i[k]].covers
        return tuple(phase for phase in phases if phase.first <= last and phase.last >= first)

    @cached_property
    def _days(self) -> Time:
        days = self.first_day.astype(np.int32), self.last_day.astype(np.int32)
        return Time(self.candidates, self.openings, self.i, self.j, *days, self.journey_q)

    @cached_property
    def _time(self) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
        slack, uncovered = self._days.slack(), np.zeros(len(self), dtype=np.int32)
        # Most pairs are out of the person's own hours: the children's calendar need not be read for those.
        free = np.flatnonzero(slack >= 0)
        least, uncovered[free] = self._days.subset(free).cover()
        slack[free] = np.minimum(slack[free], least)
        return slack, uncovered

    @property
    def time_slack_q(self) -> NDArray[np.int16]:
        """Free quarters left over around the tightest shift, journeys made; negative where something does not fit.

        Of the usual week, own hours never asked limiting nothing; of every commitment and act that holds on some day
        of the internship; and of the children's cover in the phases in which it does not fail (`uncovered_days`).
        """
        return self._time[0]

    @property
    def uncovered_days_if_free(self) -> NDArray[np.int32]:
        """As `uncovered_days`, but 0 where the slack is negative: such a pair is out of reach anyway."""
        return self._time[1]

    @cached_property
    def uncovered_days(self) -> NDArray[np.int32]:
        """Days of the internship, of any weekday, in the phases in which the children's cover fails, shape (n,)."""
        return self._time[1] if (self._time[0] >= 0).all() else self._days.cover()[1]
