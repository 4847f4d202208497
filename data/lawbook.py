"""Dated parameters of law and practice: what is in force on a day, where each value comes from, what is to be verified.

A parameter is one file `law/<act>/<parameter>.yaml`; its key is `act.parameter`.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from data.errors import AbbinaError, NotFound
from data.language import marked, say
from data.lawfile import Parameter, read_parameter

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
    def _values(self) -> dict[str, Any]:
        values = {key: parameter.value_on(self.on) for key, parameter in self.parameters.items()}
        return {key: value for key, value in values.items() if value is not None}

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change exactly when a key or value in force changes."""
        text = json.dumps(self._values, sort_keys=True, ensure_ascii=False, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def __eq__(self, other: object) -> bool:
        return self.version == other.version if isinstance(other, Law) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.version)

    def keys(self) -> tuple[str, ...]:
        """Keys with a value in force, sorted."""
        return tuple(self._values)

    def get(self, key: str) -> Any:
        """The value in force: number, text, list or table (a copy, so that nobody can change the law).

        Raises
        ------
        NotFound
            No such parameter; the hint names the nearest keys.
        AbbinaError
            `not_in_force`: not yet, or no longer, on this day.
        """
        parameter = self._parameter(key)
        if key not in self._values:
            dates = ", ".join(since.isoformat() for since, _ in parameter.values)
            raise AbbinaError("not_in_force", key=key, on=self.on.isoformat(), dates=dates)
        return deepcopy(self._values[key])

    def number(self, key: str) -> float:
        """The value of a parameter that is one number, in the unit of its file; errors as `get`."""
        value = self.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise AbbinaError("bad_reference", file=key, why=marked("serve un numero"))
        return value

    def table(self, key: str) -> Any:
        """The value of a parameter that is a table or a list; errors as `get`."""
        value = self.get(key)
        if not isinstance(value, dict | list):
            raise AbbinaError("bad_reference", file=key, why=marked("serve una tabella o un elenco"))
        return value

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
        return tuple(key for key in self._values if self.parameters[key].verify)

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
        """Read every parameter of a folder, by default the shipped one.

        Raises
        ------
        AbbinaError
            `bad_reference`, with `file` and `why`, for the first file that is not as it must be.
        """
        folder = LAW_FOLDER if folder is None else folder
        files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
        if not files:
            raise AbbinaError("bad_reference", file=folder.name, why=marked("nella cartella non ci sono parametri"))
        return cls(read_parameter(file, folder) for file in files)

    def in_force(self, on: dt.date) -> Law:
        """The law of one day."""
        return Law(on, self.parameters)
