"""The programme of a cohort folder in YAML: plain mappings, lists and texts; no aliases, tags or repeated keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from data.call import Programme
from data.intake.expected import faults_of
from data.intake.faults import RowFault, shown
from data.intake.text import read_text
from data.language import marked, say

_DEEPEST = 8
_LONGEST = 100_000
_NULL = ("", "~", "null", "Null", "NULL")
_PLAIN = marked("un elenco di righe «nome: valore», senza àncore, rimandi (&, *) o etichette (!)")


def read_programme(path: Path, faults: list[RowFault]) -> Programme | None:
    """The programme in a file; None, and at least one more fault, if there is none."""
    text = read_text(path, faults)
    if text is None:
        return None
    reader = PlainYaml(path.name)
    values = reader.read(text)
    if not reader.faults:
        try:
            return Programme.model_validate(values)
        except ValidationError as error:
            for fault in faults_of(error, Programme):
                row, column = reader.place(fault.path)
                reader.faults.append(RowFault(path.name, row, column, fault.value, fault.expected, fault.nearest))
    faults.extend(sorted(reader.faults, key=lambda fault: fault.row))
    return None


def write_programme(programme: Programme) -> str:
    """The YAML text that `read_programme` turns back into the programme."""
    values = programme.model_dump(mode="json", exclude_none=True)
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """Quotes what YAML 1.1 takes for the end of a line and would read back as a blank."""


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "\x85" in text else None)


_Dumper.add_representer(str, _quoted)


class _NotPlain(Exception):
    """Something that other programs write and no person means; the sentence says what is expected."""

    def __init__(self, row: int, expected: str) -> None:
        self.row = row
        super().__init__(expected)


class _PlainLoader(yaml.SafeLoader):
    """Stops at the first alias, anchor or tag, and before tables inside tables could exhaust the stack."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose what comes next, if it is plain."""
        reader: Any = self
        event = reader.peek_event()
        row = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
            raise _NotPlain(row, say(_PLAIN))
        deeper = isinstance(event, yaml.CollectionStartEvent)
        self.depth += deeper
        if self.depth > _DEEPEST:
            raise _NotPlain(row, say("un testo con al massimo {most} livelli uno dentro l'altro", most=_DEEPEST))
        node = super().compose_node(parent, index)
        self.depth -= deeper
        return node


class PlainYaml:
    """Turns YAML into mappings, lists and texts, and remembers on which line each of them stands.

    Scalars stay text, because YAML 1.1 would make the key `on` a truth value and a date of `2026-1-1`.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[RowFault] = []
        self._rows: dict[tuple[str | int, ...], int] = {(): 1}

    def read(self, text: str) -> Any:
        """The content; faults are noted where it is not plain."""
        if len(text) > _LONGEST:
            self._fault(0, "", say("un file di al massimo {most} caratteri", most=_LONGEST))
            return None
        try:
            node = _PlainLoader(text).get_single_node()
        except _NotPlain as error:
            self._fault(error.row, "", str(error))
            return None
        except yaml.MarkedYAMLError as error:
            row = error.problem_mark.line + 1 if error.problem_mark else 0
            self._fault(row, "", say("un testo YAML: qui la riga non si capisce"))
            return None
        # An escape such as \UFFFFFFFF is a ValueError or an OverflowError inside the parser.
        except (yaml.YAMLError, ValueError, OverflowError):
            self._fault(0, "", say("un testo YAML senza caratteri speciali"))
            return None
        if not isinstance(node, yaml.MappingNode):
            self._fault(1, "", say("un elenco di righe «nome: valore»"))
            return None
        return self._value(node, ())

    def place(self, path: tuple[str | int, ...]) -> tuple[int, str]:
        """Line and name of a path; of what is missing, the line of what should hold it."""
        held = path
        while held not in self._rows:
            held = held[:-1]
        return self._rows[held], _named(path)

    def _value(self, node: yaml.Node, path: tuple[str | int, ...]) -> Any:
        self._rows.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(entry, (*path, k)) for k, entry in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            values: dict[str, Any] = {}
            for key, value in node.value:
                row = key.start_mark.line + 1
                if not isinstance(key, yaml.ScalarNode):
                    self._fault(row, _named(path), say("un testo come nome"))
                    continue
                if key.value in values:
                    self._fault(row, _named((*path, key.value)), say("un nome diverso: questo c'è già"), key.value)
                    continue
                self._rows[(*path, key.value)] = row
                values[key.value] = self._value(value, (*path, key.value))
            return values
        is_null = isinstance(node, yaml.ScalarNode) and node.style is None and node.value in _NULL
        return None if is_null else node.value

    def _fault(self, row: int, column: str, expected: str, value: str = "") -> None:
        self.faults.append(RowFault(self.file, row, column, shown(value), expected))


def _named(path: tuple[str | int, ...]) -> str:
    name = ""
    for step in path:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return shown(name)
