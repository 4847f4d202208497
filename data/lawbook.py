"""Dated parameters of law and practice: what is in force on a day, where each value comes from, what is to be verified.

A parameter is one file `law/<act>/<parameter>.yaml`; its key is `act.parameter`.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from data.errors import AbbinaError, NotFound
from data.language import marked, say
from data.lawfile import BadLaw, Dated, LawFault, Parameter, read_parameter

LAW_FOLDER = Path(__file__).parent / "law"


@dataclass(frozen=True, eq=False)
class Law:
    """What is in force on one day. Two laws are equal when the same values are in force.

    Parameters
    ----------
    on : datetime.date
        The day.
    parameters : Mapping[str, Parameter]
        Every known parameter by key, sorted, in force or not.
    """

    on: dt.date
    parameters: Mapping[str, Parameter]

    @cached_property
    def _in_force(self) -> dict[str, Dated]:
        found = {key: parameter.on(self.on) for key, parameter in self.parameters.items()}
        return {key: dated for key, dated in found.items() if dated is not None}

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change exactly when a key or value in force changes."""
        values = {key: dated.value for key, dated in self._in_force.items()}
        text = json.dumps(values, sort_keys=True, ensure_ascii=False, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def __eq__(self, other: object) -> bool:
        return self.version == other.version if isinstance(other, Law) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.version)

    def keys(self) -> tuple[str, ...]:
        """Keys with a value in force, sorted."""
        return tuple(self._in_force)

    def get(self, key: str) -> Any:
        """The value in force: number, text, list or table (a copy, so that nobody can change the law).

        Raises
        ------
        NotFound
            No such parameter; the hint names the nearest keys.
        AbbinaError
            `not_in_force`: not yet, or no longer, on this day.
        """
        return _copied(self._dated(key).value)

    def number(self, key: str) -> float:
        """The value of a parameter that is one number, in the unit of its file; errors as `get`."""
        value = self._dated(key).value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise AbbinaError("bad_reference", file=key, why=marked("serve un numero"))
        return value

    def table(self, key: str) -> Any:
        """The value of a parameter that is a table or a list; errors as `get`."""
        value = self.get(key)
        if not isinstance(value, dict | list):
            raise AbbinaError("bad_reference", file=key, why=marked("serve una tabella o un elenco"))
        return value

    def since(self, key: str) -> dt.date:
        """First day of the value in force; errors as `get`."""
        return self._dated(key).valid_from

    def until(self, key: str) -> dt.date | None:
        """Last day of the value in force, None where no end is known; errors as `get`."""
        return self._dated(key).valid_to

    def last_checked(self, key: str) -> dt.date:
        """Day on which somebody last held the parameter against its sources."""
        return self._parameter(key).last_checked

    def title(self, key: str) -> str:
        """What the parameter says, one line in the language spoken now."""
        return say(self._parameter(key).title)

    def unit(self, key: str) -> str:
        """Unit of the value, for instance `months`; `table` where the parts differ."""
        return self._parameter(key).unit

    def source(self, key: str) -> str:
        """References and their marks as one line, for instance `D.G.R. 206/2024 [S26]; … [S27]`."""
        return "; ".join(f"{source.ref} [{source.mark}]" for source in self._parameter(key).source)

    def to_verify(self) -> tuple[str, ...]:
        """Keys in force that a jurist still has to confirm, sorted."""
        return tuple(key for key in self._in_force if self.parameters[key].verify)

    def _dated(self, key: str) -> Dated:
        parameter = self._parameter(key)
        if key not in self._in_force:
            dates = ", ".join(f"{dated.valid_from}–{dated.valid_to or '…'}" for dated in parameter.values)
            raise AbbinaError("not_in_force", key=key, on=self.on.isoformat(), dates=dates)
        return self._in_force[key]

    def _parameter(self, key: str) -> Parameter:
        if key not in self.parameters:
            near = difflib.get_close_matches(key, sorted(self.parameters))
            raise NotFound(marked("Parametro"), key, near=near)
        return self.parameters[key]


class LawBook:
    """All parameters with all their dated values."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        self.parameters: Mapping[str, Parameter] = {
            parameter.key: parameter for parameter in sorted(parameters, key=lambda parameter: parameter.key)
        }

    @classmethod
    def load(cls, folder: Path | None = None) -> LawBook:
        """Read every parameter of a folder, by default the shipped one, which is read once in a process.

        Raises
        ------
        BadLaw
            Every fault of every file, each with its line.
        AbbinaError
            `bad_reference`: the folder has no files.
        """
        return _shipped(LAW_FOLDER) if folder is None else cls._read(folder)

    @classmethod
    def _read(cls, folder: Path, *, shipped: bool = False) -> LawBook:
        files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
        if not files:
            raise AbbinaError("bad_reference", file=folder.name, why=marked("nella cartella non ci sono parametri"))
        parameters: list[Parameter] = []
        faults: list[LawFault] = []
        for file in files:
            read = read_parameter(file, folder, shipped=shipped)
            if isinstance(read, Parameter):
                parameters.append(read)
            else:
                faults += read
        if faults:
            raise BadLaw(folder.name, faults)
        return cls(parameters)

    def in_force(self, on: dt.date) -> Law:
        """The law of one day."""
        return Law(on, self.parameters)


def _copied(value: Any) -> Any:
    # Only what JSON can carry stands in the law. `copy.deepcopy` took a fifth of the time of judging a small cohort.
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value


@cache
def _shipped(folder: Path) -> LawBook:
    # A hundred files, at every start of an application and in nearly every test.
    return LawBook._read(folder, shipped=True)
