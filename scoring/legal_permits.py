"""What a residence permit allows on the first day of an internship (domain reference 3.10).

Several permits do not add up: the one that allows most counts. A kind that somebody has to check (`CHECK`) is allowed
by a document of kind CLEARANCE that names the same kind of permit, for one opening or for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.codes import Permit
from data.eligibility import FullPairs
from data.lawbook import Law
from data.legal_papers import concerns, holds_on, of_people
from data.pairs import Index
from data.papers import Document
from scoring.rule import Mask

# How much a permit allows, the most last.
NO, UNSURE, YES = 0, 1, 2
Grades = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the law says of permits on its day.

    Parameters
    ----------
    kinds : kind of permit -> YES, WAIT, LIMITED, CHECK or MINOR
    wait_days : full days to wait after an asylum request
    study_h : most weekly hours of a LIMITED permit
    adult_age : until when a permit for minors lasts where it names no day
    """

    kinds: dict[str, str]
    wait_days: int
    study_h: float
    adult_age: int

    @classmethod
    def of(cls, law: Law) -> Terms:
        """Read them from the law of a day."""
        return cls(
            dict(law.table("permits.kinds")),
            int(law.number("permits.asylum_wait_days")),
            law.number("permits.study_week_max_h"),
            int(law.number("minors.adult_age")),
        )

    def way(self, paper: Document) -> str:
        """How the law looks at a permit whose kind is written."""
        return self.kinds[paper.permit.value] if paper.permit is not None else ""

    def first_day(self, paper: Document) -> int | None:
        """Ordinal of the first day after the wait; None where nobody wrote the application."""
        return None if paper.applied_on is None else paper.applied_on.toordinal() + self.wait_days + 1


def judged(pairs: FullPairs, law: Law) -> tuple[Mask, Grades]:
    """Whether the person has a permit written, and what the best one allows; both of shape (n,)."""
    written: Mask = np.zeros(len(pairs), dtype=np.bool_)
    best = np.full(len(pairs), YES, dtype=np.int8)
    legal = pairs.eligibility.legal
    if not legal.permits:
        return written, best
    terms = Terms.of(law)
    for i, rows in of_people(pairs, legal.permits):
        written[rows] = True
        cleared = legal.cleared.get(i, ())
        best[rows] = np.max([grade(pairs, paper, cleared, rows, terms) for paper in legal.permits[i]], axis=0)
    return written, best


def grade(pairs: FullPairs, paper: Document, cleared: Sequence[Document], rows: Index, terms: Terms) -> Grades:
    """What one permit allows its holder in the pairs at `rows`, shape of `rows`."""
    found = np.full(len(rows), NO, dtype=np.int8)
    found[in_force(pairs, paper, rows, terms)] = YES
    if paper.permit is None:
        return np.minimum(found, UNSURE).astype(np.int8)
    match terms.way(paper):
        case "WAIT":
            found[~_waited(pairs, paper, rows, terms)] = NO
            if paper.applied_on is None:
                np.minimum(found, UNSURE, out=found)
        case "LIMITED":
            found[week_h(pairs, rows) > terms.study_h] = NO
        case "CHECK":
            found[~_cleared(pairs, paper, cleared, rows)] = NO
        case _:
            pass
    return found


def in_force(pairs: FullPairs, paper: Document, rows: Index, terms: Terms) -> Mask:
    """Whether the permit holds on the first day: a renewal receipt takes the place of one that has expired."""
    # A citizen's right does not end with the paper that proves it.
    if paper.permit is Permit.EU_CITIZEN:
        return np.ones(len(rows), dtype=np.bool_)
    days = pairs.first_day[rows]
    renewed = paper.renewal_receipt is True
    held = holds_on(paper.model_copy(update={"valid_to": None}) if renewed else paper, days)
    if terms.way(paper) == "MINOR" and paper.valid_to is None and not renewed:
        held &= days < _adult_on(pairs, rows, terms)
    return held


def _adult_on(pairs: FullPairs, rows: Index, terms: Terms) -> Index:
    return pairs.eligibility.birthdays(pairs.i[rows], np.full(len(rows), terms.adult_age, dtype=np.int64))


def _waited(pairs: FullPairs, paper: Document, rows: Index, terms: Terms) -> Mask:
    """Whether the wait is over, or its first day is not known; never where the delay is the applicant's own."""
    first = terms.first_day(paper)
    days = pairs.first_day[rows]
    over: Mask = np.ones(len(rows), dtype=np.bool_) if first is None else days >= first
    return over & (paper.delay_own is not True)


def _cleared(pairs: FullPairs, paper: Document, cleared: Sequence[Document], rows: Index) -> Mask:
    found: Mask = np.zeros(len(rows), dtype=np.bool_)
    for check in cleared:
        if check.permit is paper.permit:
            about = concerns(check, pairs.openings.ids, pairs.j[rows])
            found |= about & holds_on(check, pairs.first_day[rows])
    return found


def week_h(pairs: FullPairs, rows: Index) -> NDArray[np.float64]:
    """Weekly hours of the openings at `rows`, of the longer week where two alternate."""
    openings, place = np.unique(pairs.j[rows], return_inverse=True)
    shifts = [pairs.openings.shifts[j] for j in openings.tolist()]
    hours = np.array([max(week.a.hours, week.b.hours) for week in shifts], dtype=np.float64)
    found: NDArray[np.float64] = hours[place]
    return found
