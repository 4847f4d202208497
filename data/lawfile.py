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
from data.language import say

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
            raise yaml.constructor.ConstructorError(
                None, None, say("«{key}» è scritto due volte", key=repeated[0]), node.start_mark
            )
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
        _demand(
            file.suffix == ".yaml" and KEY.fullmatch(key) is not None,
            say("il nome deve essere <atto>/<parametro>.yaml"),
        )
        return _parameter(key, yaml.load(file.read_text(encoding="utf-8"), StrictLoader))
    except (ValueError, yaml.YAMLError) as error:
        name = file.relative_to(folder).as_posix()
        raise AbbinaError("bad_reference", file=name, why=" ".join(str(error).split())) from error


def _parameter(key: str, found: Any) -> Parameter:
    _keys(found, REQUIRED, OPTIONAL, say("il file"))
    _demand(isinstance(found["verify"], bool), say("verify deve essere true o false"))
    _demand(isinstance(found["source"], list) and found["source"] != [], say("source deve elencare almeno una fonte"))
    _demand(isinstance(found["values"], list) and found["values"] != [], say("values deve elencare almeno un valore"))
    values = tuple(_dated(entry) for entry in found["values"])
    days = [since for since, _ in values]
    _demand(all(a < b for a, b in pairwise(days)), say("values deve andare dal giorno più vecchio al più nuovo"))
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
    _keys(entry, ("ref", "mark"), (), say("una fonte"))
    mark = _line(entry["mark"], "mark")
    _demand(MARK.fullmatch(mark) is not None, say("la sigla «{mark}» non esiste", mark=mark))
    return Source(_line(entry["ref"], "ref"), mark)


def _dated(entry: Any) -> tuple[dt.date, Any]:
    _keys(entry, ("from", "value"), (), say("un valore"))
    since = entry["from"]
    _demand(
        isinstance(since, dt.date) and not isinstance(since, dt.datetime),
        say("from deve essere un giorno come 2024-03-01"),
    )
    _plain(entry["value"])
    return since, entry["value"]


def _plain(value: Any) -> None:
    """Refuse whatever JSON could not carry, such as a date or an infinite number: the version is made from JSON."""
    if isinstance(value, dict):
        _demand(all(isinstance(key, str) for key in value), say("i nomi di una tabella devono essere testi"))
        for part in value.values():
            _plain(part)
    elif isinstance(value, list):
        for part in value:
            _plain(part)
    else:
        _demand(
            value is None or isinstance(value, str | int | float),
            say("«{value}» non è un numero, un testo o una tabella", value=value),
        )
        _demand(not isinstance(value, float) or math.isfinite(value), say("i numeri devono essere finiti"))


def _keys(found: Any, required: tuple[str, ...], optional: tuple[str, ...], what: str) -> None:
    _demand(
        isinstance(found, dict),
        say("{what}: serve una tabella con i nomi {names}", what=what, names=", ".join(required)),
    )
    unknown = [str(key) for key in found if key not in (*required, *optional)]
    _demand(not unknown, say("{what}: nomi che non esistono: {names}", what=what, names=", ".join(unknown)))
    missing = [key for key in required if key not in found]
    _demand(not missing, say("{what}: mancano {names}", what=what, names=", ".join(missing)))


def _line(value: Any, what: str) -> str:
    _demand(isinstance(value, str) and value.strip() != "", say("{what} deve essere un testo", what=what))
    return " ".join(str(value).split())


def _demand(met: bool, why: str) -> None:
    if not met:
        raise ValueError(why)
