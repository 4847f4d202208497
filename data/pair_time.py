"""Whether shifts and journeys lie in free hours, for many pairs at once, and what stands in the way for one.

Pairs are rows of candidates and of openings; days are ordinals, both ends included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.availability import Available, Limit, Spell
from data.cohort import CandidateArrays, OpeningArrays
from data.few_days import EVERY_PLACE, MARGIN, clash_span, falling, packed_rows, packed_weeks
from data.free_runs import LONGEST_RUN
from data.school_calendar import Season
from data.time_arrays import WEEK_A, WEEK_B
from data.week import Week

Index = NDArray[np.int64]
Quarters = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Lack:
    """Hours of an internship that are not free, in some of its days.

    Parameters
    ----------
    kind : whose need it is
    hours : the hours needed and not free
    first, last : ordinals, within the internship
    paper : id of the commitment or act; None for the others and for undated commitments of the card
    season : of the children's school year, for children only
    few : whether a commitment or an act with days clashes on few; then the days are those from the first clash to the
        last, not those of the paper
    """

    kind: Limit
    hours: Week
    first: int
    last: int
    paper: str | None = None
    season: Season | None = None
    few: bool = False

    @property
    def absence(self) -> bool:
        """Whether it is an absence to agree on, which refuses nothing."""
        return self.few and self.kind is Limit.COMMITMENT


@dataclass(frozen=True, slots=True)
class Time:
    """Rows of pairs, with the days of their internship and the quarters of their journeys, each of shape (n,)."""

    people: CandidateArrays
    openings: OpeningArrays
    i: Index
    j: Index
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    journey: Quarters

    def slack(self) -> Quarters:
        """Free quarters left over around the tightest shift, without the children.

        The usual week counts, with every commitment and act that holds on days of the internship; not where it holds
        on few and they do not clash, nor a commitment that clashes on few: those are absences to agree on.
        """
        time = self.people.time
        slack = self.room(time.base[self.i], self.j) - self.journey
        pair, entry = _spread(time.spell_start, self.i)
        pair, entry, days = self._overlapping(pair, entry, time.spell_first, time.spell_last)
        left = self.room(time.spell_row[entry], self.j[pair]) - self.journey[pair]
        fails = left < 0
        left[~fails & (days < EVERY_PLACE)] = LONGEST_RUN
        short = np.flatnonzero(fails & (days <= time.few_days + MARGIN))
        span = self._clash_span(pair[short], entry[short])
        harmless = np.where(time.spell_act[entry[short]], span == 0, span <= time.few_days)
        left[short[harmless]] = LONGEST_RUN
        _narrow(slack, pair, left)
        return slack

    def _clash_span(self, pair: Index, entry: Index) -> Index:
        """Days from the first to the last on which spells really clash with the internships of pairs; 0 for none."""
        time = self.people.time
        key = self.openings.same_shifts[self.j[pair]] * (LONGEST_RUN + 1) + self.journey[pair]
        keys, of_need = np.unique(key, return_inverse=True)
        made = (divmod(one, LONGEST_RUN + 1) for one in keys.tolist())
        needs = packed_weeks([self.openings.shifts[shifts].widened(journey) for shifts, journey in made])
        which, of_row = distinct(time.spell_row[entry], len(time.row_b))
        taken = packed_rows(time.after[which] == 0, time.after[time.row_b[which]] == 0)
        first = np.maximum(self.first[pair], time.spell_first[entry]).astype(np.int64)
        last = np.minimum(self.last[pair], time.spell_last[entry]).astype(np.int64)
        return clash_span(needs, of_need, taken, of_row, first, last)

    def cover(self) -> tuple[Quarters, NDArray[np.int32]]:
        """Free quarters that the children leave in the phases in which their cover holds; days in which it fails."""
        time = self.people.time
        pair, entry = _spread(time.cover_start, self.i)
        pair, entry, days = self._overlapping(pair, entry, time.cover_first, time.cover_last)
        left = self.room(time.cover_row[entry], self.j[pair]) - self.journey[pair]
        fails = left < 0
        slack = np.full(len(self.i), LONGEST_RUN, dtype=np.int16)
        _narrow(slack, pair, np.where(fails, np.int16(LONGEST_RUN), left))
        return slack, np.bincount(pair[fails], days[fails], minlength=len(self.i)).astype(np.int32)

    def subset(self, keep: Index) -> Time:
        """Some of the pairs."""
        days = self.first[keep], self.last[keep]
        return Time(self.people, self.openings, self.i[keep], self.j[keep], *days, self.journey[keep])

    def _overlapping(
        self, pair: Index, entry: Index, first: NDArray[np.int32], last: NDArray[np.int32]
    ) -> tuple[Index, Index, NDArray[np.int32]]:
        """What falls in the days of the internship, and on how many of them."""
        days = np.minimum(self.last[pair], last[entry]) - np.maximum(self.first[pair], first[entry]) + 1
        there = np.flatnonzero(days > 0)
        return pair[there], entry[there], days[there]

    def room(self, rows: Index, j: Index) -> Quarters:
        """Free quarters of rows of hours around the tightest shift of openings, shape (n,), journeys not yet made.

        A pair fits when, for every shift, the hours from leaving home to coming back are all free. In the pause of a
        split day, too short to go home and come back, the two journeys overlap: then the whole pause must be free.
        """
        which, place = distinct(rows, len(self.people.time.row_b))
        where, spot = distinct(self.openings.same_shifts[j], len(self.openings.ids))
        if len(which) * len(where) >= len(rows):
            return self._room(rows, j)
        every = self._room(np.repeat(which, len(where)), np.tile(where, len(which)))
        found: Quarters = every[place * len(where) + spot]
        return found

    def _room(self, rows: Index, j: Index) -> Quarters:
        room = np.full(len(rows), LONGEST_RUN, dtype=np.int16)
        self._one_week(room, rows, j, WEEK_B)
        row_b = self.people.time.row_b
        double = (row_b[rows] != rows) | self.openings.alternates[j]
        if double.any():
            also = np.flatnonzero(double)
            least = room[also]
            self._one_week(least, row_b[rows[also]], j[also], WEEK_A)
            room[also] = least
        return room

    def _one_week(self, room: Quarters, rows: Index, j: Index, other: int) -> None:
        """Narrow the room to that of one of the two weeks: of all shifts but those of the other."""
        openings, time = self.openings, self.people.time
        alternate = bool(openings.alternates.any())
        for s in range(openings.segment_start.shape[1]):
            counts = openings.segment_length[:, s] > 0
            if alternate:
                counts &= openings.segment_week[:, s] != other
            # Few openings have many shifts.
            there = np.flatnonzero(counts[j])
            if not len(there):
                continue
            row, at = rows[there], j[there]
            start = openings.segment_start[at, s]
            after = time.after[row, start] - openings.segment_length[at, s].astype(np.int16)
            room[there] = np.minimum(room[there], np.minimum(time.before[row, start], after))


def lacks(available: Available, need: Week, first: int, last: int) -> Iterator[Lack]:
    """The hours of an internship from `first` to `last` that are not free, by whose need it is."""
    if available.own is not None and need - available.own:
        yield Lack(Limit.OWN, need - available.own, first, last)
    for spell in available.spells:
        if spell.first <= last and spell.last >= first and need - spell.free:
            yield from _of_spell(spell, need - spell.free, max(first, spell.first), min(last, spell.last), available)
    for cover in available.covers:
        if cover.first <= last and cover.last >= first and need - cover.covered:
            days = max(first, cover.first), min(last, cover.last)
            yield Lack(Limit.CHILDREN, need - cover.covered, *days, season=cover.name)


def _of_spell(spell: Spell, hours: Week, first: int, last: int, available: Available) -> Iterator[Lack]:
    """The hours of a commitment or act that clash between two days, if any comes on them."""
    few = False
    if spell.dated and last - first < available.few_days + MARGIN:
        hours, days = falling(hours, first, last)
        if not days:
            return
        few = days[-1] - days[0] < available.few_days
        if few:
            first, last = days[0], days[-1]
    yield Lack(spell.kind, hours, first, last, paper=spell.paper, few=few)


def _spread(start: Index, i: Index) -> tuple[Index, Index]:
    """The place of each candidate once for every entry it has, and that entry; in order."""
    counts = start[i + 1] - start[i]
    having = np.flatnonzero(counts)
    times = counts[having]
    place = np.repeat(having, times)
    # Of a run of entries each is one more than the one before.
    entry = np.arange(len(place)) + np.repeat(start[i[having]] - (np.cumsum(times) - times), times)
    return place, entry


def distinct(rows: Index, n: int) -> tuple[Index, Index]:
    """As `np.unique` with the inverse, for rows from 0 to n - 1: without sorting."""
    present = np.zeros(n, dtype=np.bool_)
    present[rows] = True
    found = np.flatnonzero(present)
    place = np.zeros(n, dtype=np.int64)
    place[found] = np.arange(len(found))
    return found, place[rows]


def _narrow(slack: Quarters, pair: Index, left: Quarters) -> None:
    """Lower the slack of pairs, which stand in order, to what is left."""
    if not len(pair):
        return
    begins = np.flatnonzero(np.diff(pair, prepend=-1))
    of = pair[begins]
    slack[of] = np.minimum(slack[of], np.minimum.reduceat(left, begins))
