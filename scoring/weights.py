"""Weight sets: how much each criterion counts, with which numbers, from where. Shipped sets are immutable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from data.errors import AbbinaError, NotFound
from data.lawfile import StrictLoader
from scoring.criteria import CRITERIA

FOLDER = Path(__file__).parent / "weight_sets"
# Scores lie on this grid so that optimality can be proved in whole numbers.
GRID = 1_000_000
PARTS = ("version", "title", "provenance", "floor", "shares", "neutral", "settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A weight set.

    Parameters
    ----------
    version : name of the file, stored with every proposal
    shares : criterion code -> millionths, summing to one million
    neutral : criterion code -> grade in [0, 1] that stands in where data are missing
    settings : criterion code -> the numbers that the criterion names
    floor : score in [0, 1] below which a pair is never proposed
    provenance : where the numbers come from
    """

    version: str
    title: str
    provenance: str
    shares: Mapping[str, int]
    neutral: Mapping[str, float]
    settings: Mapping[str, Mapping[str, float]]
    floor: float
    digest: str

    @property
    def floor_micro(self) -> int:
        """The floor on the grid."""
        return round(self.floor * GRID)


def weight_versions() -> tuple[str, ...]:
    """The shipped versions, oldest first."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def load_weights(version: str) -> Weights:
    """A shipped weight set by its version.

    Raises
    ------
    NotFound
        No such version; the hint names those that exist.
    AbbinaError
        `bad_reference`, as `read_weights`.
    """
    if version not in weight_versions():
        raise NotFound("Versione dei pesi", version, f"Esistono: {', '.join(weight_versions())}.")
    path = FOLDER / f"{version}.yaml"
    raw = path.read_bytes()
    try:
        content = yaml.load(raw, StrictLoader)
    except yaml.YAMLError as error:
        raise AbbinaError("bad_reference", file=path.name, why=" ".join(str(error).split())) from error
    weights = read_weights(content, path.name, hashlib.sha256(raw).hexdigest())
    _demand(weights.version == version, path.name, f"version must be {version}, as the file is named")
    return weights


def read_weights(content: Mapping[str, Any], file: str, digest: str = "") -> Weights:
    """Check a weight set against the registered criteria.

    Raises
    ------
    AbbinaError
        `bad_reference`, with `file` and `why`: a part lacks or is not known, shares do not sum to 1, a number is out of
        its range.
    """
    _same(content, PARTS, file, "the weight set")
    for name in ("version", "title", "provenance"):
        _demand(isinstance(content[name], str) and bool(content[name].strip()), file, f"{name}: expected a text")
    codes = [criterion.code for criterion in CRITERIA]
    for part in ("shares", "neutral", "settings"):
        _same(content[part], codes, file, part)
    for code in codes:
        _within(content["shares"][code], 0, 1, file, f"shares of {code}")
        _within(content["neutral"][code], 0, 1, file, f"neutral of {code}")
    for criterion in CRITERIA:
        given = content["settings"][criterion.code]
        _same(given, criterion.settings, file, f"settings of {criterion.code}")
        for name, setting in criterion.settings.items():
            _within(given[name], setting.least, setting.most, file, f"{name} of {criterion.code}")
    _within(content["floor"], 0, 1, file, "floor")
    shares = {code: round(content["shares"][code] * GRID) for code in codes}
    _demand(sum(shares.values()) == GRID, file, "shares: expected to sum to 1")
    return Weights(
        version=content["version"],
        title=content["title"],
        provenance=" ".join(content["provenance"].split()),
        shares=MappingProxyType(shares),
        neutral=MappingProxyType({code: float(content["neutral"][code]) for code in codes}),
        settings=MappingProxyType({code: MappingProxyType(dict(content["settings"][code])) for code in codes}),
        floor=float(content["floor"]),
        digest=digest,
    )


def _same(given: Any, expected: Iterable[str], file: str, what: str) -> None:
    names = list(expected)
    fits = isinstance(given, Mapping) and set(given) == set(names)
    _demand(fits, file, f"{what}: expected exactly {', '.join(names)}")


def _within(number: Any, least: float, most: float, file: str, what: str) -> None:
    fits = isinstance(number, int | float) and not isinstance(number, bool) and least <= number <= most
    _demand(fits, file, f"{what}: expected a number from {least} to {most}")


def _demand(fits: bool, file: str, why: str) -> None:
    if not fits:
        raise AbbinaError("bad_reference", file=file, why=why)
