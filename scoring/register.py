"""The register of a service's own weights: who adopted or withdrew a set, when and why; each line holds on to the last.

A line changed, taken out, put in or moved no longer fits its neighbours. Only the end can be cut unseen, since nothing
follows it: the sum of the last line is told to people, so that it can be kept somewhere else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from data.errors import AbbinaError
from data.language import say

REGISTER = "registro.jsonl"
# What a study leaves beside its proposal: what it was frozen to, named by its own sum, and what it proposed:
# `{"run": "<first digits of the sha256 of manifest.json>", "files": {"<version>.yaml": "<sha256>"}}`.
MANIFEST, PROPOSED = "manifest.json", "proposed.json"
# What the first line holds on to.
NOTHING_BEFORE = "0" * 64

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# Becomes the name of a file: nothing in it may lead out of the folder, or hide it.
VERSION = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"
VersionName = Annotated[str, Field(pattern=VERSION)]
Said = Annotated[str, Field(min_length=1)]


class ActKind(StrEnum):
    """What a person did."""

    ADOPT = "adopt"
    WITHDRAW = "withdraw"


class Act(BaseModel):
    """One line of the register.

    Parameters
    ----------
    sequence : number of the line, from 1
    when : moment of the act, with its offset
    name, role : of the person who answers for it
    weights_sha256 : of the YAML of the set
    proposed_sha256 : of the same file in the list of the study; None where the study could not be looked up
    study : run of the study, likewise
    previous_sha256 : `sha256` of the line before
    sha256 : of this line, all but itself
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sequence: Annotated[int, Field(ge=1)]
    # In the file a kind is a text.
    act: Annotated[ActKind, Field(strict=False)]
    when: AwareDatetime
    name: Said
    role: Said
    reason: Said
    version: VersionName
    weights_sha256: Digest
    proposed_sha256: Digest | None
    study: str | None
    previous_sha256: Digest
    sha256: str = ""

    def line(self) -> bytes:
        """The line as it stands in the file, its end included."""
        return self.model_dump_json().encode() + b"\n"

    def own_sha256(self) -> str:
        """The sum of the line."""
        return hashlib.sha256(self.model_dump_json(exclude={"sha256"}).encode()).hexdigest()

    def sealed(self) -> Act:
        """The same with its sum."""
        return self.model_copy(update={"sha256": self.own_sha256()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register as it is on disk.

    Parameters
    ----------
    acts : lines that can be read, in order
    faults : what does not fit, each a sentence with the number of its line; none in a whole register
    """

    acts: tuple[Act, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def last_sha256(self) -> str:
        """The sum of the last line, to be kept elsewhere."""
        return self.acts[-1].sha256 if self.acts else NOTHING_BEFORE

    @property
    def adopted(self) -> Mapping[str, Act]:
        """Version -> its adoption, those withdrawn since then too."""
        return MappingProxyType({act.version: act for act in self.acts if act.act is ActKind.ADOPT})

    @property
    def withdrawn(self) -> Mapping[str, Act]:
        """Version -> its withdrawal."""
        return MappingProxyType({act.version: act for act in self.acts if act.act is ActKind.WITHDRAW})

    @property
    def offered(self) -> tuple[str, ...]:
        """Versions adopted and not withdrawn, by name."""
        return tuple(sorted(set(self.adopted) - set(self.withdrawn)))

    def demand_whole(self) -> Register:
        """Itself, if nothing is wrong with it.

        Raises
        ------
        AbbinaError
            `bad_reference`: every fault, with its line.
        """
        if self.faults:
            raise AbbinaError("bad_reference", file=REGISTER, why="\n".join(self.faults))
        return self


def is_version_name(version: str) -> bool:
    """Whether a version can be the name of a file of a service's folder."""
    return re.match(VERSION, version) is not None and not version.endswith("\n")


def read_register(folder: Path) -> Register:
    """The register of a folder, checked line by line; an empty one where there is none yet.

    Raises
    ------
    AbbinaError
        `bad_reference`: the file is there, and cannot be read.
    """
    try:
        raw = (folder / REGISTER).read_bytes()
    except FileNotFoundError:
        return Register()
    except OSError as error:
        why = say("non si può leggere: {why}", why=error.strerror or str(error))
        raise AbbinaError("bad_reference", file=REGISTER, why=why) from None
    return check_lines(raw)


def check_lines(raw: bytes) -> Register:
    """The acts in the bytes of a register, and what does not fit."""
    if not raw:
        return Register(faults=(say("riga {line}: il registro è vuoto, qualcuno lo ha tagliato", line=1),))
    acts: list[Act] = []
    faults: list[str] = []
    for number, line in enumerate(raw.splitlines(keepends=True), start=1):
        try:
            act = Act.model_validate_json(line)
        except ValidationError:
            faults.append(say("riga {line}: non è una riga di questo registro", line=number))
            continue
        why = _unfit(act, line, acts, number)
        if why:
            faults.append(say("riga {line}: {why}", line=number, why=why))
        acts.append(act)
    return Register(acts=tuple(acts), faults=tuple(faults))


def _unfit(act: Act, line: bytes, before: list[Act], number: int) -> str:
    """Why a line does not fit the lines before it; empty where it does."""
    # A line taken out or put in is told once, not at every line after it.
    expected = before[-1].sequence + 1 if before else 1
    held = before[-1].sha256 if before else NOTHING_BEFORE
    adopted = {known.version: known for known in before if known.act is ActKind.ADOPT}
    withdrawn = {known.version for known in before if known.act is ActKind.WITHDRAW}
    if line != act.line():
        return say("non è scritta come il programma la scrive, o è tagliata")
    if act.sha256 != act.own_sha256():
        return say("è stata cambiata dopo essere stata scritta")
    if act.sequence != expected:
        return say("ha il numero {found}, ma qui serve il {expected}", found=act.sequence, expected=expected)
    if act.previous_sha256 != held:
        return say("non segue la riga {before}, che è stata cambiata o sostituita", before=number - 1)
    if act.act is ActKind.ADOPT and act.version in adopted:
        return say("adotta di nuovo la versione {version}", version=act.version)
    if act.act is ActKind.WITHDRAW and (act.version not in adopted or act.version in withdrawn):
        return say("ritira la versione {version}, che non era in uso", version=act.version)
    if act.act is ActKind.WITHDRAW and act.weights_sha256 != adopted[act.version].weights_sha256:
        return say("ritira un file diverso da quello adottato come {version}", version=act.version)
    return ""
