"""What a seat in a children's service would change for a parent: the usable week, and what becomes possible."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from data.availability import Available
from data.bundle import PAPERS, Records
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.errors import NotFound
from data.grants import granted, obstacle
from data.language import marked
from data.lawbook import Law
from data.records import Child, Opening, Row, Service
from scoring.rule import Mask
from scoring.scorecard import refused

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one seat does.

    Parameters
    ----------
    child, service : as they are before it
    after : the records with the seat given
    before_week, after_week : the parent's usable week
    possible : openings that no rule refuses any more and some rule refused before, in the order of ids
    """

    child: Child
    service: Service
    after: Records
    before_week: Available
    after_week: Available
    possible: tuple[Opening, ...]


def grant(records: Records, law: Law, child_id: str, service_id: str) -> Grant | str:
    """Give a child a seat, without writing anything; the sentence that says why not where it cannot have one.

    Raises
    ------
    NotFound
        Unknown codes, with the nearest ones.
    """
    child = _find(marked("Figlio"), child_id, records.children)
    service = _find(marked("Servizio"), service_id, records.services)
    if (why_not := obstacle(child, service, law)) is not None:
        return why_not
    before = _of_parent(records, child.candidate)
    after = before.replacing(*granted(child, service))
    (week, no), (new_week, new_no) = _judged(before, law), _judged(after, law)
    return Grant(
        child=child,
        service=service,
        after=records.replacing(*granted(child, service)),
        before_week=week,
        after_week=new_week,
        possible=tuple(records.openings[j] for j in np.flatnonzero(no & ~new_no).tolist()),
    )


def _judged(records: Records, law: Law) -> tuple[Available, Mask]:
    """The only person's week, and whether any rule refuses each opening, shape (m,)."""
    cohort = build_cohort(records, law)
    everything = np.arange(cohort.n_openings)
    pairs = FullPairs(cohort, Eligibility.of(records), np.zeros_like(everything), everything)
    return cohort.candidates.week[0], np.asarray(refused(pairs, law).any(axis=0), dtype=np.bool_)


def _of_parent(records: Records, person: str) -> Records:
    """The records of one person with every opening."""
    papers: dict[str, Any] = {
        table: tuple(row for row in records.table(table) if row.candidate == person) for table in PAPERS
    }
    return replace(
        records,
        candidates=tuple(candidate for candidate in records.candidates if candidate.id == person),
        children=tuple(child for child in records.children if child.candidate == person),
        **papers,
    )


def _find(what: str, key: str, rows: Sequence[R]) -> R:
    for row in rows:
        if row.id == key:
            return row
    raise NotFound(what, key, near=difflib.get_close_matches(key, [row.id for row in rows], n=3, cutoff=0.5))
