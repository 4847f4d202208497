"""One dated parameter and its strict YAML file: a typing error stops the program, it never changes the law."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import yaml

from data.errors import AbbinaError
from data.language import say
from data.yaml_parts import Part, Unclear, read_parts

REQUIRED = ("title", "unit", "source", "verify", "last_checked", "values")
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
class Dated:
    """A value and the days on which it holds, both inside; no last day for one that is still in force."""

    valid_from: dt.date
    value: Any
    valid_to: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.valid_from <= on <= (self.valid_to or dt.date.max)

    def meets(self, other: Dated) -> bool:
        """Whether both would be in force on some day."""
        return self.holds(other.valid_from) or other.holds(self.valid_from)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with its dated values, oldest first; on a day at most one holds."""

    key: str
    title: str
    unit: str
    source: tuple[Source, ...]
    verify: bool
    last_checked: dt.date
    values: tuple[Dated, ...]
    note: str = ""

    def on(self, day: dt.date) -> Dated | None:
        """What is in force on a day; None before the first value, in a gap and after the last."""
        return next((dated for dated in self.values if dated.holds(day)), None)


@dataclass(frozen=True, slots=True, order=True)
class LawFault:
    """One thing to correct in a file of the law; line 0 for the file as a whole."""

    file: str
    line: int
    why: str

    def text(self) -> str:
        """The fault in one line."""
        if not self.line:
            return say("{file}: {why}", file=self.file, why=self.why)
        return say("{file}, riga {line}: {why}", file=self.file, line=self.line, why=self.why)


class BadLaw(AbbinaError):
    """Files of the law that are not as they must be: every fault of every file."""

    def __init__(self, folder: str, faults: Iterable[LawFault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("bad_reference", file=folder, why="\n".join(fault.text() for fault in self.faults))


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


def read_parameter(file: Path, folder: Path, *, shipped: bool = False) -> Parameter | list[LawFault]:
    """Read the parameter of `folder/<act>/<parameter>.yaml`, or everything that is wrong with the file.

    Parameters
    ----------
    file, folder : the file, and the folder that holds the acts
    shipped : whether it ships with Abbina (`yaml_parts.read_parts`)
    """
    reading = _Reading(file.relative_to(folder).as_posix(), shipped)
    found = reading.parameter(file, ".".join(file.relative_to(folder).with_suffix("").parts))
    # A fault never comes with a parameter: half a file is no law.
    return reading.faults if found is None or reading.faults else found


class _Reading:
    """Reads one file to its end and keeps every fault; what could not be read is None."""

    def __init__(self, name: str, shipped: bool) -> None:
        self.name = name
        self.shipped = shipped
        self.faults: list[LawFault] = []

    def report(self, line: int, why: str) -> None:
        self.faults.append(LawFault(self.name, line, why))

    def parameter(self, file: Path, key: str) -> Parameter | None:
        if file.suffix != ".yaml" or not KEY.fullmatch(key):
            self.report(0, say("il nome deve essere <atto>/<parametro>.yaml"))
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.report(0, say("non si può leggere come testo: {why}", why=str(error)))
            return None
        root = read_parts(text, self.report, shipped=self.shipped)
        if root is None:
            return None
        found = self._table(root, REQUIRED, OPTIONAL, say("il file"))
        return Parameter(
            key=key,
            title=self._text(found, "title"),
            unit=self._text(found, "unit"),
            source=tuple(map(self._source, self._list(found, "source", say("source deve elencare almeno una fonte")))),
            verify=self._flag(found, "verify"),
            last_checked=self._day(found, "last_checked") or dt.date.min,
            values=self._values(self._list(found, "values", say("values deve elencare almeno un valore"))),
            note=self._text(found, "note"),
        )

    def _table(self, part: Part, required: tuple[str, ...], optional: tuple[str, ...], what: str) -> dict[str, Part]:
        if not isinstance(part.value, dict):
            names = ", ".join(required)
            self.report(part.line, say("{what}: serve una tabella con i nomi {names}", what=what, names=names))
            return {}
        for name, entry in part.value.items():
            if name not in (*required, *optional):
                self.report(entry.line, say("{what}: nomi che non esistono: {names}", what=what, names=name))
        if missing := [name for name in required if name not in part.value]:
            self.report(part.line, say("{what}: mancano {names}", what=what, names=", ".join(missing)))
        return part.value

    def _list(self, found: dict[str, Part], name: str, why: str) -> list[Part]:
        part = found.get(name)
        if part is None:
            return []
        if not isinstance(part.value, list) or not part.value:
            self.report(part.line, why)
            return []
        return part.value

    def _text(self, found: dict[str, Part], name: str) -> str:
        part = found.get(name)
        if part is None:
            return ""
        if not isinstance(part.value, str) or isinstance(part.value, Unclear) or not part.value.strip():
            self.report(part.line, say("{what} deve essere un testo", what=name))
        return " ".join(str(part.value).split())

    def _flag(self, found: dict[str, Part], name: str) -> bool:
        part = found.get(name)
        if part is not None and not isinstance(part.value, bool):
            self.report(part.line, say("verify deve essere true o false"))
        return part is not None and part.value is True

    def _day(self, found: dict[str, Part], name: str) -> dt.date | None:
        part = found.get(name)
        if part is None or isinstance(part.value, dt.date):
            return part.value if part else None
        self.report(part.line, say("{what} deve essere un giorno come 2024-03-01", what=name))
        return None

    def _source(self, part: Part) -> Source:
        found = self._table(part, ("ref", "mark"), (), say("una fonte"))
        mark = self._text(found, "mark")
        if mark and not MARK.fullmatch(mark):
            self.report(found["mark"].line, say("la sigla «{mark}» non esiste", mark=mark))
        return Source(self._text(found, "ref"), mark)

    def _values(self, parts: list[Part]) -> tuple[Dated, ...]:
        read = [(part.line, self._dated(part)) for part in parts]
        known = [(line, dated) for line, dated in read if dated is not None]
        for (first, one), (second, other) in combinations(known, 2):
            if one.meets(other):
                self.report(second, say("questo valore e quello della riga {line} hanno giorni in comune", line=first))
        for (_, one), (line, other) in pairwise(known):
            if other.valid_from < one.valid_from:
                self.report(line, say("values deve andare dal giorno più vecchio al più nuovo"))
        return tuple(dated for _, dated in known)

    def _dated(self, part: Part) -> Dated | None:
        found = self._table(part, ("valid_from", "value"), ("valid_to",), say("un valore"))
        since, until = self._day(found, "valid_from"), self._day(found, "valid_to")
        if since and until and until < since:
            self.report(found["valid_to"].line, say("valid_to viene prima di valid_from"))
            since = None
        if "value" not in found:
            return None
        value = found["value"]
        if value.value is None or value.value in ("", [], {}):
            self.report(value.line, say("value è vuoto: un valore finito si scrive con valid_to"))
        self._plain(value)
        # Days that could not be read are held against no others.
        return None if since is None or ("valid_to" in found and until is None) else Dated(since, value.plain, until)

    def _plain(self, part: Part) -> None:
        """Report whatever JSON could not carry, such as a date or an infinite number: the version is made from JSON."""
        if isinstance(part.value, dict | list):
            for inner in part.value.values() if isinstance(part.value, dict) else part.value:
                self._plain(inner)
        elif isinstance(part.value, Unclear):
            self.report(
                part.line, say("«{value}» va scritto in cifre, o fra virgolette se è un testo", value=part.value)
            )
        elif not isinstance(part.value, str | int | float | None):
            self.report(part.line, say("«{value}» non è un numero, un testo o una tabella", value=part.value))
        elif isinstance(part.value, float) and not math.isfinite(part.value):
            self.report(part.line, say("i numeri devono essere finiti"))
