"""What a review may propose of a field: missing data is no answer, and no protection ends by a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

# Fields of a person that only grow, or become stricter, here: somebody ends them by hand in the known file.
PROTECTIONS = {"prescriptions", "banned_conditions", "banned_companies"}
# Tables whose rows never end by a comparison, nor because a file is missing: somebody writes their last day by hand.
KEPT = ("commitments", "acts", "prescriptions", "protections", "relations")
# Of these, the tables whose days and limits only become stricter; a relation that has ended is only news.
_STRICTER = ("commitments", "acts", "prescriptions", "protections")
# Tables and fields whose values stand only in the two groups of files, never in a review.
_RESERVED_TABLES = ("children", "acts", "prescriptions", "protections", "documents", "relations")
_RESERVED = {
    "candidates": PROTECTIONS
    | {"categories", "sex", "functional_profile", "potential_profile", "access_needs", "tutor_wish", "tutor_wish_firm"}
    | {"languages", "benefits", "benefits_checked_on"},
    "companies": {"people"},
    "commitments": {"kind"},
    "accommodations": {"items", "features", "reason"},
    # It tells a category.
    "placements": {"cap_exempt"},
}


def is_reserved(table: str, field: str) -> bool:
    """Whether a review says only that a field changes, not from what to what."""
    return table in _RESERVED_TABLES or field in _RESERVED.get(table, ())


def only_grows(table: str, field: str) -> bool:
    """Whether a field only becomes stricter by a comparison."""
    if table == "candidates":
        return field in PROTECTIONS
    return table in _STRICTER and field in ("valid_from", "valid_to", "radius_km", "items")


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
    if not only_grows(table, field):
        return after
    if isinstance(after, date):
        return before and _longest(field, before, after)
    if isinstance(after, float):
        return max(before or 0, after)
    if isinstance(before, Mapping):
        # The smaller limit protects more.
        return {**after, **{key: min(limit, after.get(key, limit)) for key, limit in before.items()}}
    if set(before) <= set(after):
        return after
    return before + tuple(entry for entry in after if entry not in before)


def _longest(field: str, before: date, after: date) -> date:
    # No day at all leaves that side open, which holds longest.
    return min(before, after) if field == "valid_from" else max(before, after)


def is_missing(record: Any, field: str, value: Any) -> bool:
    """Whether a value says nothing: where a field's missing value is `None`, an empty collection says none."""
    if value is None:
        return True
    default = type(record).model_fields[field].get_default(call_default_factory=True)
    return isinstance(value, (tuple, Mapping)) and not value and value == default
