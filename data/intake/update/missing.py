"""What a review may propose of a field: missing data is no answer, and no protection ends by a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Fields of a person that only grow, or become stricter, here: somebody ends them by hand in the known file.
PROTECTIONS = {"prescriptions", "banned_conditions", "banned_companies"}
# Fields of a person whose values stand only in the two groups of files, never in a review.
_RESERVED = {"categories", "sex", "functional_profile", "access_needs"} | PROTECTIONS


def is_reserved(table: str, field: str) -> bool:
    """Whether a review says only that a field changes, not from what to what."""
    return table == "children" or (table == "candidates" and field in _RESERVED)


def agreed(table: str, field: str, known: Any, meant: Any) -> Any:
    """The value a field would get: the new one, unless it is missing or would end a protection.

    Parameters
    ----------
    table, field : str
    known, meant : Record
        The known record and the new one under the known codes.
    """
    before, after = getattr(known, field), getattr(meant, field)
    if is_missing(known, field, after):
        return before
    if table != "candidates" or field not in PROTECTIONS:
        return after
    if isinstance(before, Mapping):
        # The smaller limit protects more.
        return {**after, **{key: min(limit, after.get(key, limit)) for key, limit in before.items()}}
    if set(before) <= set(after):
        return after
    return before + tuple(entry for entry in after if entry not in before)


def is_missing(record: Any, field: str, value: Any) -> bool:
    """Whether a value says nothing: where a field's missing value is `None`, an empty collection says none."""
    if value is None:
        return True
    default = type(record).model_fields[field].get_default(call_default_factory=True)
    return isinstance(value, (tuple, Mapping)) and not value and value == default
