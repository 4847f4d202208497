"""Weight sets: how much each criterion counts, with which numbers, from where. Shipped sets are immutable.

A service may use sets of its own beside them: those that its register says a person adopted (`scoring.adopted`).
"""

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
from scoring.register import REGISTER, is_version_name, read_register

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


class _InUse:
    """The folder of the service's own weight sets in this process, if it has one."""

    folder: Path | None = None


def use_weights_folder(folder: Path | None) -> None:
    """Let this process use the adopted sets of a folder from now on, besides the shipped ones; with None, no others."""
    _InUse.folder = folder


def weights_folder() -> Path | None:
    """The folder of the service's own weight sets; None where only the shipped ones are in use."""
    return _InUse.folder


def shipped_versions() -> tuple[str, ...]:
    """The shipped versions, oldest first."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def weight_versions() -> tuple[str, ...]:
    """The versions on offer: the shipped ones, oldest first, then those adopted and not withdrawn, by name.

    Raises
    ------
    AbbinaError
        `bad_reference`: the register of the service's folder is not whole.
    """
    folder = weights_folder()
    own = read_register(folder).demand_whole().offered if folder is not None else ()
    shipped = shipped_versions()
    return (*shipped, *(version for version in own if version not in shipped))


def load_weights(version: str) -> Weights:
    """A weight set by its version: a shipped one, else one that the service adopted.

    A version withdrawn since then is read all the same, so that its proposals can be made again.

    Raises
    ------
    NotFound
        No such version; the hint names those on offer.
    AbbinaError
        `bad_reference`, as `read_weights`; or the register of the service is not whole, does not name the file of this
        version, or names other content.
    """
    if version in shipped_versions():
        return _shipped(FOLDER / f"{version}.yaml")
    folder = weights_folder()
    if folder is None:
        known = ", ".join(shipped_versions())
        raise NotFound(marked("Versione dei pesi"), version, say("Esistono: {versions}.", versions=known))
    # Read at every call: a file or a register that somebody changes meanwhile is not believed for a moment longer.
    return _adopted(version, folder)


@cache
def _shipped(path: Path) -> Weights:
    return named_weights(path.read_bytes(), path.name, path.stem)


def _adopted(version: str, folder: Path) -> Weights:
    register = read_register(folder).demand_whole()
    file = f"{version}.yaml"
    if version not in register.adopted:
        unnamed = is_version_name(version) and (folder / file).exists()
        _demand(not unnamed, file, say("{register} non dice che qualcuno lo ha adottato", register=REGISTER))
        known = ", ".join((*shipped_versions(), *register.offered))
        raise NotFound(marked("Versione dei pesi"), version, say("Esistono: {versions}.", versions=known))
    raw = read_file(folder / file)
    act = register.adopted[version]
    changed = say(
        "è stato cambiato dopo l'adozione: la riga {line} di {register} ha un altro sha256",
        line=act.sequence,
        register=REGISTER,
    )
    _demand(hashlib.sha256(raw).hexdigest() == act.weights_sha256, file, changed)
    return named_weights(raw, file, version)


def read_file(path: Path) -> bytes:
    """The bytes of a weight set.

    Raises
    ------
    AbbinaError
        `bad_reference`: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        why = say("non si può leggere: {why}", why=error.strerror or str(error))
        raise AbbinaError("bad_reference", file=path.name, why=why) from None


def parse_weights(raw: bytes, file: str) -> Weights:
    """The weight set in the bytes of a YAML file.

    Raises
    ------
    AbbinaError
        `bad_reference`: no YAML, or as `read_weights`.
    """
    try:
        content = yaml.load(raw, StrictLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # A day that the calendar does not have is no fault of YAML's own.
        raise AbbinaError("bad_reference", file=file, why=" ".join(str(error).split())) from error
    return read_weights(content, file, hashlib.sha256(raw).hexdigest())


def named_weights(raw: bytes, file: str, version: str) -> Weights:
    """The same, of a file that must hold this version."""
    weights = parse_weights(raw, file)
    wanted = say("version deve essere {version}, come il nome del file", version=version)
    _demand(weights.version == version, file, wanted)
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
