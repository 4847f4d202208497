"""Rows of the arrays of an invented market: what belongs to a person or an opening goes with each copy of it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from data.cohort import NO_LIMIT, CandidateArrays, CompanyArrays, OpeningArrays
from data.time_arrays import TimeArrays
from data.work_arrays import Agreements, Limits, WorkArrays

Rows = NDArray[np.int64]
A = TypeVar("A", CandidateArrays, OpeningArrays, CompanyArrays)
P = TypeVar("P", Limits, Agreements)


def taken(part: A, rows: Rows, drawn_anew: dict[str, Any]) -> A:
    """The rows of every array of a part, but for what was drawn anew."""
    values: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name in drawn_anew:
            values[field.name] = drawn_anew[field.name]
        elif isinstance(value, np.ndarray):
            values[field.name] = value[rows]
        elif isinstance(value, TimeArrays):
            values[field.name] = _time(value, rows)
        else:
            values[field.name] = tuple(value[row] for row in rows.tolist())
    return replace(part, **values)


def taken_work(work: WorkArrays, people: Rows, openings: Rows) -> WorkArrays:
    """Limits without days, and what openings ask; papers with days and what was agreed stay in the sample."""
    made = replace(
        work,
        limits=work.limits[people],
        limited=(work.limits != NO_LIMIT).any(axis=1)[people],
        dated=_none(work.dated),
        cautions=_none(work.cautions),
        potential=work.potential[people],
        max_walk_m=work.max_walk_m[people],
        adaptable=work.adaptable[openings],
        bus_stop_m=work.bus_stop_m[openings],
        agreements=_none(work.agreements),
    )
    made.freeze()
    return made


def _none(papers: P) -> P:
    return replace(papers, **{field.name: getattr(papers, field.name)[:0] for field in fields(papers)})


def _time(time: TimeArrays, people: Rows) -> TimeArrays:
    spell_start, spells = _stretches(time.spell_start, people)
    cover_start, covers = _stretches(time.cover_start, people)
    return replace(
        time,
        base=time.base[people],
        spell_start=spell_start,
        spell_first=time.spell_first[spells],
        spell_last=time.spell_last[spells],
        spell_row=time.spell_row[spells],
        spell_act=time.spell_act[spells],
        cover_start=cover_start,
        cover_first=time.cover_first[covers],
        cover_last=time.cover_last[covers],
        cover_row=time.cover_row[covers],
        cover_name=time.cover_name[covers],
    )


def _stretches(start: Rows, people: Rows) -> tuple[Rows, Rows]:
    """Where the entries of each copy begin, and which entries of the sample they are."""
    counts = np.diff(start)[people]
    begins = np.concatenate([[0], np.cumsum(counts)])
    entries = np.repeat(start[people] - begins[:-1], counts) + np.arange(begins[-1])
    return begins, entries
