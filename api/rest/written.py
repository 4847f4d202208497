"""What may be written in a body: the records' own schemas, made as wide as what their fields read.

Every field takes its JSON shape or the text that people write in a cell; a blank one is missing.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from data.records import Record

REFS = "#/components/schemas/{model}"
_BLANK = {"type": "string", "pattern": r"^\s*$", "description": "blank: missing"}


@cache
def definitions(kind: type[Record]) -> dict[str, Any]:
    """The vocabularies that the schema of a record refers to."""
    found: dict[str, Any] = kind.model_json_schema(ref_template=REFS).get("$defs", {})
    return found


def schema(kind: type[Record], told: Collection[str] = ()) -> dict[str, Any]:
    """The JSON schema of a body.

    Parameters
    ----------
    kind : type
        The record.
    told : collection of str
        Fields that the address tells, so that the body need not.
    """
    full = {k: v for k, v in kind.model_json_schema(ref_template=REFS).items() if k != "$defs"}
    needed = [name for name in full.get("required", []) if name not in told]
    full["properties"] = {name: _widened(part, name not in needed) for name, part in full["properties"].items()}
    full["required"] = needed
    if not needed:
        del full["required"]
    return full


@cache
def json_types(kind: type[Record]) -> dict[str, frozenset[str]]:
    """Field -> the JSON types that it may have."""
    return {
        name: frozenset(choice.get("type", "string") for choice in _choices(_widened(part, True)))
        for name, part in kind.model_json_schema(ref_template=REFS)["properties"].items()
    }


def _widened(part: dict[str, Any], may_miss: bool) -> dict[str, Any]:
    about = {key: part[key] for key in ("title", "description", "default") if key in part}
    inner = {key: value for key, value in part.items() if key not in about}
    choices = [_shape(choice) for choice in _choices(inner) if choice.get("type") != "null"]
    if not any(choice.get("type") == "string" for choice in choices):
        choices.append({"type": "string", "description": "as people write it in a cell"})
    if may_miss:
        choices += [{"type": "null"}, _BLANK]
    return about | (choices[0] if len(choices) == 1 else {"anyOf": choices})


def _choices(part: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = part.get("anyOf", [part])
    return found


def _shape(part: dict[str, Any]) -> dict[str, Any]:
    part = dict(part)
    if part.get("format") == "date":
        return {"type": "string", "description": "2026-12-31 or 31/12/2026", "examples": ["2026-12-31"]}
    if "pattern" in part:
        # Blanks around a code are cut.
        part["pattern"] = rf"^\s*{part['pattern'].strip('^$')}\s*$"
    if "$ref" in part:
        return {"anyOf": [part, {"type": "string", "description": "or its label"}]}
    if "$ref" in part.get("items", {}):
        part["items"] = _shape(part["items"])
    part.pop("propertyNames", None)
    return part
