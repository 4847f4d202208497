"""The usable weeks of all candidates as arrays, with what changes them in the course of the year.

Equal weeks share a row, and two weeks that alternate take two rows. What limits a week only for some days (commitments
and acts with their validity, children in and out of term) is a row of its own: free hours that two rows share are as
long as the shorter of the two, so that limits never have to be combined in advance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.availability import Available, Limit, available_week
from data.bundle import Records
from data.child_cover import Days
from data.free_runs import free_runs, free_runs_fortnight
from data.lawbook import Law
from data.records import Candidate, Opening
from data.school_calendar import Season
from data.week import QUARTERS, Week

# The mean month of the calendar: 365.25 / 12.
DAYS_A_MONTH = 30.4375
# Later than any plan; a typing error in a year must not end the calendar.
END_OF_TIME = 3_600_000
# In which of two alternating weeks a shift falls.
EVERY_WEEK, WEEK_A, WEEK_B = 0, 1, 2

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeArrays:
    """Free hours by row, and the rows of each candidate; those of candidate i are at `start[i]:start[i + 1]`."""

    before: NDArray[np.uint8]  # (rows, 672) free quarters that end at a quarter
    after: NDArray[np.uint8]  # (rows, 672) free quarters that begin at a quarter
    row_b: NDArray[np.int64]  # (rows,) the row of week B; the row itself where the weeks are alike
    base: NDArray[np.int64]  # (n,) row of the usual week without children
    spell_start: NDArray[np.int64]  # (n + 1,)
    spell_first: NDArray[np.int32]  # (spells,) ordinal
    spell_last: NDArray[np.int32]  # (spells,) ordinal
    spell_row: NDArray[np.int64]  # (spells,)
    spell_act: NDArray[np.bool_]  # (spells,) of an act, which binds even on one day
    few_days: int  # days of a commitment that are an absence to agree on
    cover_start: NDArray[np.int64]  # (n + 1,)
    cover_first: NDArray[np.int32]  # (covers,) ordinal
    cover_last: NDArray[np.int32]  # (covers,) ordinal
    cover_row: NDArray[np.int64]  # (covers,)
    cover_name: NDArray[np.int8]  # (covers,) place in Season

    def __len__(self) -> int:
        return len(self.base)


def internship_days(openings: Sequence[Opening]) -> NDArray[np.int32]:
    """How many days each internship lasts, shape (m,)."""
    return np.array([round(opening.months * DAYS_A_MONTH) for opening in openings], dtype=np.int32)


def horizons(people: Sequence[Candidate], openings: Sequence[Opening], today: int) -> list[Days]:
    """For each candidate the first and the last ordinal on which an internship could put the person to work."""
    starts = [max(today, opening.start_from.toordinal()) for opening in openings] or [today]
    longest = int(internship_days(openings).max(initial=1))
    found = []
    for person in people:
        ready = today if person.available_from is None else max(today, person.available_from.toordinal())
        # Who is ready after the last start begins on that very day, wherever it is.
        first, last = (ready, ready) if ready > max(starts) else (min(starts), max(starts))
        found.append((min(first, END_OF_TIME), min(last + longest, END_OF_TIME)))
    return found


def available_weeks(records: Records, law: Law) -> tuple[Available, ...]:
    """The usable week of each candidate, over the days on which an internship could put the person to work."""
    own: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for table in ("children", "commitments", "acts"):
        for row in records.table(table):
            own[row.candidate, table].append(row)
    services = {service.id: service for service in records.services}
    days = horizons(records.candidates, records.openings, law.on.toordinal())
    found = []
    for person, span in zip(records.candidates, days, strict=True):
        children, commitments, acts = (own[person.id, table] for table in ("children", "commitments", "acts"))
        found.append(available_week(person, children, services, law, commitments, acts, span))
    return tuple(found)


def time_arrays(weeks: Sequence[Available]) -> TimeArrays:
    """Build the arrays from the candidates' weeks, in their order."""
    rows: dict[Week, int] = {}
    count = 0

    def row_of(week: Week) -> int:
        nonlocal count
        if week not in rows:
            rows[week] = count
            count += 2 if week.alternates else 1
        return rows[week]

    base = [row_of(available.hours) for available in weeks]
    spells = [spell for available in weeks for spell in available.dated]
    spell_row = [row_of(spell.free) for spell in spells]
    covers = [cover for available in weeks for cover in available.covers]
    cover_row = [row_of(cover.covered) for cover in covers]
    before, after, row_b = _runs(rows, count)
    seasons = {name: place for place, name in enumerate(Season)}
    return TimeArrays(
        before=before,
        after=after,
        row_b=row_b,
        base=np.array(base, dtype=np.int64),
        spell_start=_starts([len(available.dated) for available in weeks]),
        spell_first=np.array([spell.first for spell in spells], dtype=np.int32),
        spell_last=np.array([spell.last for spell in spells], dtype=np.int32),
        spell_row=np.array(spell_row, dtype=np.int64),
        spell_act=np.array([spell.kind is Limit.ACT for spell in spells], dtype=np.bool_),
        few_days=max((available.few_days for available in weeks), default=0),
        cover_start=_starts([len(available.covers) for available in weeks]),
        cover_first=np.array([cover.first for cover in covers], dtype=np.int32),
        cover_last=np.array([cover.last for cover in covers], dtype=np.int32),
        cover_row=np.array(cover_row, dtype=np.int64),
        cover_name=np.array([seasons[cover.name] for cover in covers], dtype=np.int8),
    )


def _runs(rows: dict[Week, int], count: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8], Rows]:
    before, after = np.zeros((count, QUARTERS), dtype=np.uint8), np.zeros((count, QUARTERS), dtype=np.uint8)
    row_b = np.arange(count, dtype=np.int64)
    plain = [(week, row) for week, row in rows.items() if not week.alternates]
    placed = [row for _, row in plain]
    before[placed], after[placed] = free_runs(week for week, _ in plain)
    double = [(week, row) for week, row in rows.items() if week.alternates]
    if double:
        first = np.array([row for _, row in double], dtype=np.int64)
        row_b[first] = first + 1
        both_before, both_after = free_runs_fortnight(week for week, _ in double)
        for week in (0, 1):
            before[first + week], after[first + week] = both_before[:, week], both_after[:, week]
    return before, after, row_b


def _starts(counts: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
