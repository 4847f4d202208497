"""The words that offices use for our codes and for the headers of our columns (`words.csv`, `headers.csv`)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from data.fields import plain

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Spoken:
    """A way in which offices head a column.

    Parameters
    ----------
    file : str
        File of a cohort folder that it speaks of; empty for columns that are never imported.
    field : str
        Field, or the reason why such a column is left out.
    words : str
        Without case and accents.
    """

    file: str
    field: str
    words: str


@cache
def words_of(vocabulary: str) -> Mapping[str, str]:
    """What offices write -> the code, for a vocabulary such as `Mode` or `roles`; empty for one without such words."""
    return MappingProxyType(
        {plain(word): row["code"] for row in _rows("words.csv", vocabulary) for word in row["words"].split(";")}
    )


@cache
def spoken_headers() -> tuple[Spoken, ...]:
    """The ways in which offices head their columns, in the order of the file."""
    return tuple(
        Spoken(row["file"], row["field"], plain(word))
        for row in _rows("headers.csv")
        for word in row["words"].split(";")
    )


def _rows(file: str, vocabulary: str | None = None) -> list[dict[str, str]]:
    with (_HERE / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="|", strict=True))
    return [row for row in rows if vocabulary is None or row["vocabulary"] == vocabulary]
