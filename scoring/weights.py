"""Weight sets: how much each criterion counts, with which numbers, from where. Shipped sets are immutable."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from data.errors import AbbinaError, NotFound
from scoring.criteria import CRITERIA
from scoring.criterion import Criterion

FOLDER = Path(__file__).parent / "weight_sets"
# Scores lie on this grid so that optimality can be proved in whole numbers.
GRID = 1_000_000


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
    """A shipped weight set by its version; an unknown one is named with those that exist."""
    path = FOLDER / f"{version}.yaml"
    if version not in weight_versions():
        raise NotFound("Versione dei pesi", version, f"Esistono: {', '.join(weight_versions())}.")
    raw = path.read_bytes()
    return read_weights(yaml.safe_load(raw), path.name, hashlib.sha256(raw).hexdigest()[:12])


def read_weights(content: Mapping[str, Any], file: str, digest: str = "") -> Weights:
    """Check a weight set against the registered criteria; `bad_reference` says what does not fit."""
    codes = [criterion.code for criterion in CRITERIA]
    for part in ("shares", "neutral", "settings"):
        if sorted(content[part]) != sorted(codes):
            raise AbbinaError("bad_reference", file=file, why=f"{part}: expected exactly {', '.join(codes)}")
    shares = {code: round(content["shares"][code] * GRID) for code in codes}
    if sum(shares.values()) != GRID or min(shares.values()) < 0:
        raise AbbinaError("bad_reference", file=file, why="shares: expected non-negative shares that sum to 1")
    for criterion in CRITERIA:
        _check_settings(criterion, content, file)
    return Weights(
        version=str(content["version"]),
        title=content["title"],
        provenance=" ".join(content["provenance"].split()),
        shares=MappingProxyType(shares),
        neutral=MappingProxyType({code: float(content["neutral"][code]) for code in codes}),
        settings=MappingProxyType({code: MappingProxyType(dict(content["settings"][code])) for code in codes}),
        floor=float(content["floor"]),
        digest=digest,
    )


def _check_settings(criterion: Criterion, content: Mapping[str, Any], file: str) -> None:
    given, neutral = content["settings"][criterion.code], content["neutral"][criterion.code]
    if sorted(given) != sorted(criterion.settings):
        expected = ", ".join(sorted(criterion.settings))
        raise AbbinaError("bad_reference", file=file, why=f"settings of {criterion.code}: expected exactly {expected}")
    if not 0 <= neutral <= 1 or not 0 <= content["floor"] <= 1:
        raise AbbinaError("bad_reference", file=file, why=f"neutral of {criterion.code} and floor lie in [0, 1]")
