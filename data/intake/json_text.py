"""The text of a JSON file as plain values: no name twice, no number that is none, and pointers to what stands in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data.intake.faults import HIDDEN_TABLES, RowFault, shown, shown_in
from data.intake.hidden import hidden
from data.language import marked, say

LARGEST_MB = 50
_NO_FILE = marked("un file che si può leggere")
_TOO_LARGE = marked("un file di al massimo {most} MB")
_NO_UTF8 = marked("un testo UTF-8")
_NO_JSON = marked("un testo JSON: qui non si capisce")
_TWICE = marked("un nome diverso: questo c'è già")

Where = tuple[str | int, ...]


class _Twice(dict[str, Any]):
    """An object of JSON in which names stand more than once."""

    names: tuple[str, ...] = ()


def read_plain_json(path: Path, faults: list[RowFault]) -> Any:
    """The content of a file; None, and at least one more fault, if it is not plain JSON."""

    def refuse(expected: str, row: int = 0) -> None:
        faults.append(RowFault(path.name, row, "", "", expected))

    try:
        if path.stat().st_size > LARGEST_MB * 1_000_000:
            return refuse(say(_TOO_LARGE, most=LARGEST_MB))
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return refuse(say(_NO_UTF8))
    except OSError:
        return refuse(say(_NO_FILE))
    try:
        content = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return refuse(say(_NO_JSON), error.lineno)
    # Numbers of thousands of digits, `NaN`, and lists in lists without end.
    except (ValueError, RecursionError):
        return refuse(say(_NO_JSON))
    faults += [_told_twice(path.name, where) for where in _twice(content, ())]
    return content


def _told_twice(file: str, where: Where) -> RowFault:
    table = str(where[0])
    # A name twice is told even where it is no field's: in a hidden table it may be anybody's.
    place = (*where[:2], hidden()) if table in HIDDEN_TABLES and len(where) > 2 else where
    return RowFault(file, 0, pointer(place), shown_in("", where[-1], table if len(where) > 1 else ""), say(_TWICE))


def pointer(where: Where) -> str:
    """A JSON pointer (RFC 6901), printable and not too long."""
    return shown("".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in where))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) == len(pairs):
        return content
    twice = _Twice(content)
    twice.names = tuple(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    return twice


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _twice(content: Any, where: Where) -> Iterator[Where]:
    if isinstance(content, _Twice):
        yield from ((*where, name) for name in content.names)
    if isinstance(content, dict):
        for name, value in content.items():
            yield from _twice(value, (*where, name))
    elif isinstance(content, list):
        for k, value in enumerate(content):
            yield from _twice(value, (*where, k))
