"""Several changes of the records made one: what would have to change for a pair that several rules refuse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from data.bundle import TABLES, Records
from data.records import Row
from data.week import Week
from scoring.rule import Change


def merged(records: Records, changes: Iterable[Change]) -> tuple[Row, ...]:
    """The records that several changes touch, each with what every change does to it.

    Two changes of one field are both carried out: hours are added and taken away, entries likewise; of a single value
    the later change holds.

    Parameters
    ----------
    records : the records before
    changes : each made from these records

    Returns
    -------
    tuple of records
        To be put in place with `records.replacing(*merged(...))`.
    """
    before = _by_key(records)
    after: dict[tuple[type[Row], str], Row] = {}
    for change in changes:
        for record in change.records:
            key = (type(record), record.id)
            old = before.get(key)
            now = after.get(key, old)
            after[key] = record if old is None or now is None else _both(old, now, record)
    return tuple(after.values())


def _by_key(records: Records) -> Mapping[tuple[type[Row], str], Row]:
    return {(kind, row.id): row for table, kind in TABLES.items() for row in records.table(table)}


def _both(old: Row, now: Row, new: Row) -> Row:
    update = {
        name: _value(getattr(old, name), getattr(now, name), getattr(new, name))
        for name in type(old).model_fields
        if getattr(old, name) != getattr(new, name)
    }
    # Read again, so that lists come back in their own order.
    return type(old).model_validate(now.model_copy(update=update).model_dump())


def _value(old: Any, now: Any, new: Any) -> Any:
    """`now`, with what leads from `old` to `new` done to it."""
    if isinstance(now, Week) and isinstance(new, Week):
        week = old if isinstance(old, Week) else Week()
        return (now - (week - new)) | (new - week)
    if isinstance(now, tuple) and isinstance(new, tuple):
        entries = old or ()
        return tuple(e for e in now if e in new or e not in entries) + tuple(e for e in new if e not in now)
    if isinstance(now, dict) and isinstance(new, dict):
        table = old or {}
        kept = {key: value for key, value in now.items() if key in new or key not in table}
        return kept | {key: value for key, value in new.items() if table.get(key) != value}
    return new
