"""One dated parameter and its strict YAML file: a typing error stops the program, it never changes the law."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from data.errors import AbbinaError

REQUIRED = ("title", "unit", "source", "verify", "values")
OPTIONAL = ("note",)
KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
# S and SEED are pages that were read, GK is general knowledge with its confidence, PROPOSAL a choice of this project.
MARK = re.compile(r"S\d{1,3}|SEED-[1-5]|GK-[HML]|DERIVED|PROPOSAL")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: a reference a jurist can look up, and how well it was read (`MARK`)."""

    ref: str
    mark: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with its dated values, oldest first; a value of None means repealed."""

    key: str
    title: str
    unit: str
    source: tuple[Source, ...]
    verify: bool
    values: tuple[tuple[dt.date, Any], ...]
    note: str = ""

    def value_on(self, on: dt.date) -> Any:
        """The value on a day; None before the first and after a repeal."""
        known = [value for since, value in self.values if since <= on]
        return known[-1] if known else None


class StrictLoader(yaml.SafeLoader):
    """YAML in which a key may stand only once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build one mapping; a repeated key is an error."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        repeated = [str(key) for place, key in enumerate(keys) if key in keys[:place]]
        if repeated:
            raise yaml.constructor.ConstructorError(None, None, f"repeated key {repeated[0]!r}", node.start_mark)
        return super().construct_mapping(node, deep)


def read_parameter(file: Path, folder: Path) -> Parameter:
    """Read the parameter of `folder/<act>/<parameter>.yaml`.

    Raises
    ------
    AbbinaError
        `bad_reference`, with the file's name and what is wrong.
    """
    try:
        key = ".".join(file.relative_to(folder).with_suffix("").parts)
        _demand(file.suffix == ".yaml" and KEY.fullmatch(key) is not None, "must be named <act>/<parameter>.yaml")
        return _parameter(key, yaml.load(file.read_text(encoding="utf-8"), StrictLoader))
    except (ValueError, yaml.YAMLError) as error:
        name = file.relative_to(folder).as_posix()
        raise AbbinaError("bad_reference", file=name, why=" ".join(str(error).split())) from error


def _parameter(key: str, found: Any) -> Parameter:
    _keys(found, REQUIRED, OPTIONAL, "the file")
    _demand(isinstance(found["verify"], bool), "verify must be true or false")
    _demand(isinstance(found["source"], list) and found["source"] != [], "source must list at least one source")
    _demand(isinstance(found["values"], list) and found["values"] != [], "values must list at least one value")
    values = tuple(_dated(entry) for entry in found["values"])
    days = [since for since, _ in values]
    _demand(all(a < b for a, b in pairwise(days)), "values must go from the oldest day to the newest")
    return Parameter(
        key=key,
        title=_line(found["title"], "title"),
        unit=_line(found["unit"], "unit"),
        source=tuple(_source(entry) for entry in found["source"]),
        verify=found["verify"],
        values=values,
        note=_line(found["note"], "note") if "note" in found else "",
    )


def _source(entry: Any) -> Source:
    _keys(entry, ("ref", "mark"), (), "a source")
    mark = _line(entry["mark"], "mark")
    _demand(MARK.fullmatch(mark) is not None, f"unknown mark {mark!r}")
    return Source(_line(entry["ref"], "ref"), mark)


def _dated(entry: Any) -> tuple[dt.date, Any]:
    _keys(entry, ("from", "value"), (), "a value")
    since = entry["from"]
    _demand(isinstance(since, dt.date) and not isinstance(since, dt.datetime), "from must be a day such as 2024-03-01")
    _plain(entry["value"])
    return since, entry["value"]


def _plain(value: Any) -> None:
    """Refuse whatever JSON could not carry, such as a date or an infinite number: the version is made from JSON."""
    if isinstance(value, dict):
        _demand(all(isinstance(key, str) for key in value), "keys of a table must be text")
        for part in value.values():
            _plain(part)
    elif isinstance(value, list):
        for part in value:
            _plain(part)
    else:
        _demand(value is None or isinstance(value, str | int | float), f"{value!r} is not a number, a text or a table")
        _demand(not isinstance(value, float) or math.isfinite(value), "numbers must be finite")


def _keys(found: Any, required: tuple[str, ...], optional: tuple[str, ...], what: str) -> None:
    _demand(isinstance(found, dict), f"{what} must be a table with the keys {', '.join(required)}")
    unknown = [str(key) for key in found if key not in (*required, *optional)]
    _demand(not unknown, f"{what} has unknown keys: {', '.join(unknown)}")
    missing = [key for key in required if key not in found]
    _demand(not missing, f"{what} lacks {', '.join(missing)}")


def _line(value: Any, what: str) -> str:
    _demand(isinstance(value, str) and value.strip() != "", f"{what} must be a text")
    return " ".join(str(value).split())


def _demand(met: bool, why: str) -> None:
    if not met:
        raise ValueError(why)
