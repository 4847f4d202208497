"""YAML with the line of everything in it, so that a fault can say where it is, and stricter than YAML.

YAML reads `22:00` as 1320, `yes` as true and `09` as a text: here each must be written as it is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from data.language import say

# Ten times as fast where it was built, and without a limit to tables inside tables: for files that ship with Abbina.
FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Called with a line (0 for the whole file) and what is wrong there.
Report = Callable[[int, str], None]
WRITTEN = {
    "tag:yaml.org,2002:int": re.compile(r"-?(0|[1-9][0-9]*)"),
    "tag:yaml.org,2002:float": re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+"),
    "tag:yaml.org,2002:bool": re.compile(r"true|false"),
    "tag:yaml.org,2002:null": re.compile(r"null|"),
    "tag:yaml.org,2002:timestamp": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "tag:yaml.org,2002:str": re.compile(r"(?s).*"),
}


class Unclear(str):
    """A text that YAML would read as something else, or not at all."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Something written in a file.

    Parameters
    ----------
    line : where it begins, from 1; of an entry of a table, where its name stands
    value : a scalar, `list[Part]` or `dict[str, Part]`
    """

    line: int
    value: Any

    @property
    def plain(self) -> Any:
        """The value without the lines."""
        if isinstance(self.value, dict):
            return {name: part.plain for name, part in self.value.items()}
        if isinstance(self.value, list):
            return [part.plain for part in self.value]
        return self.value


def read_parts(text: str, report: Report, *, shipped: bool = False) -> Part | None:
    """The one document of a file; None where it is no YAML at all. Every fault found on the way is reported.

    Parameters
    ----------
    text : the file
    report : called with every fault
    shipped : whether it ships with Abbina: tests have read it, so that nothing in it can crash the fast reader
    """
    try:
        loader = (FAST if shipped else yaml.SafeLoader)(text)
        root = loader.get_single_node()
        return Part(1, None) if root is None else _Builder(loader, report).part(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        report(mark.line + 1 if mark else 0, say("non si legge come YAML: {why}", why=error.problem or error.context))
    except yaml.reader.ReaderError as error:
        report(text.count("\n", 0, error.position) + 1, say("non si legge come YAML: {why}", why=error.reason))
    except RecursionError:
        report(0, say("troppe tabelle una dentro l'altra"))
    return None


class _Builder:
    def __init__(self, loader: yaml.SafeLoader, report: Report) -> None:
        self.loader = loader
        self.report = report
        self.met: set[int] = set()

    def part(self, node: yaml.Node, line: int = 0) -> Part:
        line = line or _line(node)
        if id(node) in self.met:
            # The same node twice is an alias: what it stands for would not be readable where it stands.
            self.report(line, say("gli alias di YAML non sono ammessi"))
            return Part(line, None)
        self.met.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return Part(line, self._table(node))
        if isinstance(node, yaml.SequenceNode):
            return Part(line, [self.part(item) for item in node.value])
        return Part(line, self._scalar(node) if isinstance(node, yaml.ScalarNode) else None)

    def _table(self, node: yaml.MappingNode) -> dict[str, Part]:
        found: dict[str, Part] = {}
        for key, value in node.value:
            line = _line(key)
            name = self._scalar(key) if isinstance(key, yaml.ScalarNode) else None
            if not isinstance(name, str) or isinstance(name, Unclear):
                self.report(line, say("i nomi di una tabella devono essere testi"))
                found.setdefault(str(key.value), self.part(value, line))
            elif name in found:
                first = found[name].line
                self.report(line, say("«{key}» è scritto due volte, già alla riga {line}", key=name, line=first))
            else:
                found[name] = self.part(value, line)
        return found

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        written = WRITTEN.get(node.tag)
        if written is None or not written.fullmatch(node.value):
            return Unclear(node.value)
        if node.tag.endswith(":str") and node.style is None and _is_number(node.value):
            return Unclear(node.value)
        try:
            return self.loader.construct_object(node)
        except (ValueError, yaml.YAMLError):
            return Unclear(node.value)


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
