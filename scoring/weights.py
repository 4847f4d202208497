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
from data.language import marked, number, say
from data.lawfile import StrictLoader
from scoring.criteria import CRITERIA
from scoring.criterion import Criterion

FOLDER = Path(__file__).parent / "weight_sets"
# Scores lie on this grid so that optimality can be proved in whole numbers.
GRID = 1_000_000
# A criterion that counts is seen to count; one that does not is left out of the set.
LEAST_SHARE = 0.001
PARTS = ("version", "title", "provenance", "floor", "shares", "neutral", "settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A weight set.

    Parameters
    ----------
    version : name of the file, stored with every proposal
    criteria : those that count, in the order in which people read them
    shares : criterion code -> millionths above 0, summing to one million
    neutral : criterion code -> grade in [0, 1] that stands in where data are missing
    settings : criterion code -> the numbers that the criterion names
    floor : score in [0, 1] below which a pair is never proposed
    provenance : where the numbers come from
    """

    version: str
    title: str
    provenance: str
    criteria: tuple[Criterion, ...]
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
        known = ", ".join(weight_versions())
        raise NotFound(marked("Versione dei pesi"), version, say("Esistono: {versions}.", versions=known))
    path = FOLDER / f"{version}.yaml"
    raw = path.read_bytes()
    try:
        content = yaml.load(raw, StrictLoader)
    except yaml.YAMLError as error:
        raise AbbinaError("bad_reference", file=path.name, why=" ".join(str(error).split())) from error
    weights = read_weights(content, path.name, hashlib.sha256(raw).hexdigest())
    _demand(
        weights.version == version,
        path.name,
        say("version deve essere {version}, come il nome del file", version=version),
    )
    return weights


def read_weights(content: Mapping[str, Any], file: str, digest: str = "") -> Weights:
    """Check a weight set against the registered criteria.

    A set says which criteria count by giving them a share: one from before a criterion, or from before a setting, keeps
    the scores that it gave then.

    Raises
    ------
    AbbinaError
        `bad_reference`, with `file` and `why`: a part lacks or is not known, shares do not sum to 1, a number is out of
        its range.
    """
    _same(content, PARTS, file, say("la versione dei pesi"))
    for name in ("version", "title", "provenance"):
        _demand(
            isinstance(content[name], str) and bool(content[name].strip()),
            file,
            say("{what}: serve un testo", what=name),
        )
    criteria = _counted(content["shares"], file)
    codes = [criterion.code for criterion in criteria]
    for part in ("neutral", "settings"):
        _same(content[part], codes, file, part)
    for code in codes:
        _within(content["shares"][code], LEAST_SHARE, 1, file, f"shares.{code}")
        _within(content["neutral"][code], 0, 1, file, f"neutral.{code}")
    settings = {known.code: _settings(known, content["settings"][known.code], file) for known in criteria}
    _within(content["floor"], 0, 1, file, "floor")
    shares = {code: round(content["shares"][code] * GRID) for code in codes}
    _demand(sum(shares.values()) == GRID, file, say("shares: la somma deve essere 1"))
    return Weights(
        version=content["version"],
        title=content["title"],
        provenance=" ".join(content["provenance"].split()),
        criteria=criteria,
        shares=MappingProxyType(shares),
        neutral=MappingProxyType({code: float(content["neutral"][code]) for code in codes}),
        settings=MappingProxyType(settings),
        floor=float(content["floor"]),
        digest=digest,
    )


def _counted(shares: Any, file: str) -> tuple[Criterion, ...]:
    known = [criterion.code for criterion in CRITERIA]
    fits = isinstance(shares, Mapping) and set(shares) <= set(known)
    _demand(fits, file, say("{what}: servono solo {names}", what="shares", names=", ".join(known)))
    return tuple(criterion for criterion in CRITERIA if criterion.code in shares)


def _settings(criterion: Criterion, given: Any, file: str) -> Mapping[str, float]:
    """The numbers of a criterion; what the set is too old to say comes from the setting itself."""
    older = {name: setting.older for name, setting in criterion.settings.items() if setting.older is not None}
    whole = {**older, **given} if isinstance(given, Mapping) else given
    _same(whole, criterion.settings, file, f"settings.{criterion.code}")
    for name, setting in criterion.settings.items():
        _within(whole[name], setting.least, setting.most, file, f"settings.{criterion.code}.{name}")
    return MappingProxyType(dict(whole))


def _same(given: Any, expected: Iterable[str], file: str, what: str) -> None:
    names = list(expected)
    fits = isinstance(given, Mapping) and set(given) == set(names)
    _demand(fits, file, say("{what}: servono esattamente {names}", what=what, names=", ".join(names)))


def _within(value: Any, least: float, most: float, file: str, what: str) -> None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
    wanted = say("{what}: serve un numero da {least} a {most}", what=what, least=number(least), most=number(most))
    _demand(fits, file, wanted)


def _demand(fits: bool, file: str, why: str) -> None:
    if not fits:
        raise AbbinaError("bad_reference", file=file, why=why)
