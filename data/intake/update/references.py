"""The codes that records hold of one another, and what they stand for in two groups of files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.bundle import TABLES, Records
from data.intake.update.pairs import Pairing
from data.references import REFERENCES as REFERENCES

# Ends a code of the new files that is known as another record's and stands for none of the known ones.
OTHERS = "?"


def translated(table: str, record: Any, known_of: Mapping[str, Mapping[str, str]]) -> Any:
    """A record of the new files whose references use the known codes."""
    update: dict[str, Any] = {}
    for name in type(record).model_fields:
        target, held = REFERENCES.get((table, name)), getattr(record, name)
        if target is not None and held is not None:
            codes = known_of.get(target, {})
            update[name] = (
                codes.get(held, held)
                if isinstance(held, str)
                else tuple(sorted({codes.get(code, code) for code in held}))
            )
    return record.model_copy(update=update)


def told_codes(known: Records, new: Records, pairings: Mapping[str, Pairing]) -> dict[str, dict[str, str]]:
    """Table -> code in the new files -> known code; a code that is known as another record's ends with `OTHERS`."""
    told = {}
    for table in TABLES:
        taken, known_of = {row.id for row in known.table(table)}, pairings[table].known_of
        others = {row.id: row.id + OTHERS for row in new.table(table) if row.id in taken and row.id not in known_of}
        told[table] = known_of | others
    return told
