"""A VINIL-like assessment turned into changes of the people it is about; nothing else of it is kept.

Where the operator and the person see an item differently, the operator's value is taken and the difference is told.
An item that is not assessed leaves what is already known as it is.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data.bundle import Records
from data.codes import Goal
from data.intake.columns import column_of
from data.intake.faults import BadRecords, RowFault
from data.intake.vinil.items import VinilItem
from data.intake.vinil.rows import Assessed, Assessment, read_assessment
from data.language import marked, say
from data.records import Candidate

# From this difference on between operator and person the two should talk about it (domain reference 6.2).
TELLING_STEPS = 2

_UNKNOWN = marked("il codice di una persona della coorte")
_CONFLICT = marked("lo stesso valore della riga {row}: stessa persona, stessa voce e stesso giorno")
_OLDER = marked("un giorno dal {day} in poi: la persona ha già una valutazione di quel giorno")
_LISTS = ("functional_profile", "competences", "italian")


@dataclass(frozen=True, slots=True)
class Change:
    """What changes of one person.

    Parameters
    ----------
    candidate, field, key : str
        `key` is the entry of a field that has several: `AC1`; else empty.
    item : VinilItem or None
        What it comes from; None for the day of the assessment.
    before, after : Any
        None if there was no value, or is none any more.
    """

    candidate: str
    field: str
    key: str
    item: VinilItem | None
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that the operator and the person see more than one step of its scale apart, each as written."""

    candidate: str
    item: VinilItem
    operator: str
    own: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an assessment does to a cohort.

    Parameters
    ----------
    records : Records
        The cohort with the changes made.
    changes : tuple of Change
    differences : tuple of Difference
    unused : tuple of VinilItem
        Items that were assessed and feed no field.
    unread : tuple of str
        Headings of the columns that were left alone.
    """

    records: Records
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    unused: tuple[VinilItem, ...]
    unread: tuple[str, ...]


def import_vinil(records: Records, path: Path) -> Imported:
    """Read an assessment against a cohort; neither is changed on disk.

    Parameters
    ----------
    records : Records
    path : Path
        A file .csv, or a workbook with one sheet: `persona`, `voce`, `operatore`, `data` and, if there is one,
        `autovalutazione`.

    Raises
    ------
    BadRecords
        With every fault: unknown people and items, values off the scale, rows that contradict each other, and an
        assessment older than the one already recorded.
    """
    faults: list[RowFault] = []
    assessment = read_assessment(path, faults)
    people = {candidate.id: candidate for candidate in records.candidates}
    latest = _latest(assessment, faults)
    _check(assessment, latest, people, faults)
    if faults:
        raise BadRecords(sorted(faults, key=lambda fault: fault.row))
    changed: list[Candidate] = []
    changes: list[Change] = []
    for key, rows in sorted(latest.items()):
        candidate = _assessed(people[key], rows)
        if candidate != people[key]:
            changed.append(candidate)
            changes += _changes(people[key], candidate, rows)
    every = [row for rows in latest.values() for row in rows]
    return Imported(
        records=records.replacing(*changed),
        changes=tuple(changes),
        differences=tuple(_differences(latest)),
        unused=tuple({row.item.code: row.item for row in every if not row.item.field and row.operator}.values()),
        unread=tuple(assessment.unread),
    )


def _latest(assessment: Assessment, faults: list[RowFault]) -> dict[str, list[Assessed]]:
    """Person -> the last row of each item, in the order of the file."""
    last: dict[tuple[str, str], Assessed] = {}
    for row in assessment.rows:
        known = last.get((row.person, row.item.code))
        if known is None or row.on > known.on:
            last[row.person, row.item.code] = row
        elif row.on == known.on and (row.operator, row.own) != (known.operator, known.own):
            heading = assessment.headings["item"]
            faults.append(RowFault(assessment.name, row.row, heading, row.item.code, say(_CONFLICT, row=known.row)))
    rows: dict[str, list[Assessed]] = defaultdict(list)
    for row in last.values():
        rows[row.person].append(row)
    return dict(rows)


def _check(
    assessment: Assessment,
    latest: dict[str, list[Assessed]],
    people: dict[str, Candidate],
    faults: list[RowFault],
) -> None:
    for row in assessment.rows:
        if row.person not in people:
            near = difflib.get_close_matches(row.person, people, 1, 0.6)
            where = assessment.headings["person"]
            faults.append(RowFault(assessment.name, row.row, where, row.person, say(_UNKNOWN), near[0] if near else ""))
    for key, rows in latest.items():
        before = people[key].assessed_on if key in people else None
        for row in rows:
            if before is not None and row.on < before and _feeds(row):
                expected = say(_OLDER, day=f"{before:%d/%m/%Y}")
                faults.append(RowFault(assessment.name, row.row, assessment.headings["date"], str(row.on), expected))


def _feeds(row: Assessed) -> bool:
    return row.operator is not None and bool(row.item.field)


def _assessed(candidate: Candidate, rows: Iterable[Assessed]) -> Candidate:
    """The person with the values of the rows."""
    feeding = [(row.item, row.operator.value, row.on) for row in rows if row.operator is not None and row.item.field]
    if not feeding:
        return candidate
    values: dict[str, Any] = {"assessed_on": max(on for _, _, on in feeding)}
    for field in _LISTS:
        new = {item.key: value for item, value, _ in feeding if item.field == field}
        if new:
            values[field] = {**(getattr(candidate, field) or {}), **new}
    goals = {Goal[item.key]: chosen for item, chosen, _ in feeding if item.field == "goals"}
    if goals:
        kept = {goal for goal in candidate.goals or () if goals.get(goal, True)}
        values["goals"] = tuple(kept | {goal for goal, chosen in goals.items() if chosen})
    for item, value, _ in feeding:
        if item.field == "tutor_need":
            values["tutor_need"] = value
    return Candidate.model_validate({name: getattr(candidate, name) for name in Candidate.model_fields} | values)


def _changes(before: Candidate, after: Candidate, rows: list[Assessed]) -> Iterable[Change]:
    for row in rows:
        if not _feeds(row):
            continue
        old, new = (_value(candidate, row.item) for candidate in (before, after))
        if old != new:
            yield Change(before.id, row.item.field, row.item.key, row.item, old, new)
    if before.assessed_on != after.assessed_on:
        yield Change(before.id, "assessed_on", "", None, before.assessed_on, after.assessed_on)


def _value(candidate: Candidate, item: VinilItem) -> Any:
    value = getattr(candidate, item.field)
    if item.field == "goals":
        return None if value is None else item.key in value
    return value if not item.key else (value or {}).get(item.key)


def _differences(latest: dict[str, list[Assessed]]) -> Iterable[Difference]:
    for key, rows in sorted(latest.items()):
        for row in rows:
            if row.operator is None or row.own is None:
                continue
            if abs(row.operator.step - row.own.step) >= TELLING_STEPS:
                yield Difference(key, row.item, row.operator.written, row.own.written)


def field_told(change: Change) -> str:
    """The field of a change, as its column is called."""
    return column_of("candidates", change.field).name_told


def value_told(value: Any) -> str:
    """A value of a change, for people; a dash where there is none."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return say("sì") if value else say("no")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(getattr(value, "label", value))
