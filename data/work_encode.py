"""From records to the arrays of the work: limits with their days, accommodations by pair, capacities with support."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.catalogues import catalogue
from data.codes import AccommodationStatus
from data.cohort import NO_LIMIT, UNKNOWN
from data.columns import levels_by_name
from data.papers import Prescription
from data.work_arrays import EVER, FOREVER, Agreements, Limits, WorkArrays


def work_arrays(records: Records) -> WorkArrays:
    """Build the arrays, rows in the order of ids; the records must be free of faults."""
    people, openings = records.candidates, records.openings
    row = {person.id: i for i, person in enumerate(people)}
    items = tuple(catalogue().items)
    stops = {site.id: site.bus_stop_m for site in records.sites}
    limits = levels_by_name([person.prescriptions for person in people], items, NO_LIMIT)
    dated, cautions = [], []
    for paper in records.prescriptions:
        if paper.author is None or not paper.author.is_health:
            cautions.append(paper)
        elif paper.valid_from is None and paper.valid_to is None:
            for name, most in paper.items.items():
                at = row[paper.candidate], items.index(name)
                limits[at] = min(limits[at], most)
        else:
            dated.append(paper)
    limited = np.asarray((limits < NO_LIMIT).any(axis=1), dtype=np.bool_)
    limited[[row[paper.candidate] for paper in dated]] = True
    dated_limits = _limits(dated, row, items)
    named = np.asarray((limits < NO_LIMIT).any(axis=0), dtype=np.bool_)
    named[dated_limits.item] = True
    made = WorkArrays(
        limits=limits,
        limited=limited,
        limited_items=np.flatnonzero(named),
        dated=dated_limits,
        cautions=_limits(cautions, row, items),
        potential=levels_by_name([person.potential_profile for person in people], items, UNKNOWN),
        max_walk_m=_metres(person.max_walk_m for person in people),
        adaptable=levels_by_name([{d.item: int(d.adaptable) for d in o.demands or ()} for o in openings], items, 0)
        == 1,
        bus_stop_m=_metres(stops[opening.site] for opening in openings),
        agreements=_agreements(records, row, items),
    )
    made.freeze()
    return made


def _limits(papers: Sequence[Prescription], row: dict[str, int], items: Sequence[str]) -> Limits:
    rows = [(paper, items.index(name), most) for paper in papers for name, most in paper.items.items()]
    return Limits(
        who=np.array([row[paper.candidate] for paper, _, _ in rows], dtype=np.int64),
        item=np.array([item for _, item, _ in rows], dtype=np.int64),
        most=np.array([most for _, _, most in rows], dtype=np.int8),
        first=_days((paper.valid_from for paper, _, _ in rows), EVER),
        last=_days((paper.valid_to for paper, _, _ in rows), FOREVER),
    )


def _agreements(records: Records, row: dict[str, int], items: Sequence[str]) -> Agreements:
    column = {opening.id: j for j, opening in enumerate(records.openings)}
    keyed = [(row[paper.candidate] * len(column) + column[paper.opening], paper) for paper in records.accommodations]
    # Sorting is stable: within a pair the order of ids stays.
    keyed.sort(key=lambda entry: entry[0])
    papers = [paper for _, paper in keyed]
    return Agreements(
        key=np.array([key for key, _ in keyed], dtype=np.int64),
        uplift=levels_by_name([paper.items for paper in papers], items, 0),
        features=np.array([sum(feature.bit for feature in paper.features) for paper in papers], dtype=np.uint16),
        status=np.array([list(AccommodationStatus).index(paper.status) for paper in papers], dtype=np.int8),
        counts=np.array([paper.counts for paper in papers], dtype=np.bool_),
        reasoned=np.array([paper.reason is not None for paper in papers], dtype=np.bool_),
        first=_days((paper.valid_from for paper in papers), EVER),
        last=_days((paper.valid_to for paper in papers), FOREVER),
    )


def _days(days: Iterable[date | None], missing: int) -> NDArray[np.int32]:
    return np.array([missing if day is None else day.toordinal() for day in days], dtype=np.int32)


def _metres(values: Iterable[int | None]) -> NDArray[np.int32]:
    return np.array([UNKNOWN if value is None else value for value in values], dtype=np.int32)
