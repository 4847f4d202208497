"""Adopting a weight set, and withdrawing it: a person's act with name, role and reason, written to be checked.

The YAML is put into the folder first, and does not count; the line of the register is what makes it count. Whoever
stops the machine in between leaves a file that nobody uses, and the same command again goes on from there.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from data.errors import AbbinaError, NotFound
from data.intake.closed_file import write_closed
from data.intake.fresh_file import write_fresh
from data.language import marked, say
from scoring.register import MANIFEST, PROPOSED, REGISTER, Act, ActKind, Register, is_version_name, read_register
from scoring.weights import named_weights, parse_weights, read_file, shipped_versions

LOCK = ".lock"
# A reason that another person can read years later.
LEAST_LETTERS, LEAST_DIFFERENT = 10, 4
# Digits of a run below which two studies could be taken for one another.
LEAST_RUN = 8
_POLL_S = 0.02
VERSION_WORD = marked("La versione dei pesi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who does it, in which role, why, and when.

    Parameters
    ----------
    name, role, reason : as the person writes them
    when : with its offset from UTC
    """

    name: str
    role: str
    reason: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Study:
    """The study that a proposal comes from, and the sum of the file as the study wrote it."""

    run: str
    sha256: str


def adopt(file: Path, folder: Path, signed: Signed, *, without_study: bool = False, wait_s: float = 15.0) -> Act:
    """Put a proposed weight set in use in a folder.

    Parameters
    ----------
    file : YAML of the proposal, with the study's `manifest.json` and `proposed.json` beside it
    folder : the service's own; made if it is not there
    without_study : adopt also where no study vouches for the file
    wait_s : how long to wait for somebody else's act on the folder, in seconds

    Returns
    -------
    Act
        The line that was written.

    Raises
    ------
    AbbinaError
        Nothing was adopted. `bad_reference`: name, role or reason lacks, the file does not read or was changed after
        the study, no study vouches for it, or the register is not whole. `already_exists`: the version. `folder_busy`.
    """
    signed = _clean(signed)
    raw = read_file(file)
    version = parse_weights(raw, file.name).version
    _demand(is_version_name(version), file.name, say("version: servono lettere, cifre, punti e trattini"))
    digest = hashlib.sha256(raw).hexdigest()
    study = study_of(file, digest)
    lacks = say(
        "accanto non ci sono {manifest} e {proposed} di uno studio che lo nomini: da dove viene non si può "
        "controllare. Se lo vuoi adottare lo stesso, usa --without-study",
        manifest=MANIFEST,
        proposed=PROPOSED,
    )
    _demand(study is not None or without_study, file.name, lacks)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder, wait_s):
        register = read_register(folder).demand_whole()
        if version in (*shipped_versions(), *register.adopted):
            raise AbbinaError("already_exists", what=VERSION_WORD, key=version)
        _place(folder / f"{version}.yaml", raw, version)
        act = _next(register, ActKind.ADOPT, signed, version, digest, study)
        _append(folder, register, act)
    return act


def withdraw(version: str, folder: Path, signed: Signed, *, wait_s: float = 15.0) -> Act:
    """Take an adopted set off offer; it can still be read, to make its proposals again.

    Raises
    ------
    NotFound
        The version is not on offer in this folder.
    AbbinaError
        As `adopt`.
    """
    signed = _clean(signed)
    # A folder that is not there holds no version: it is not made just to say so.
    read_register(folder).demand_whole()
    if not folder.is_dir():
        raise NotFound(VERSION_WORD, version, say("La cartella {folder} non c'è.", folder=folder))
    with _alone(folder, wait_s):
        register = read_register(folder).demand_whole()
        if version not in register.offered:
            known = ", ".join(register.offered) or say("nessuna")
            raise NotFound(VERSION_WORD, version, say("Adottate e in uso: {versions}.", versions=known))
        adopted = register.adopted[version]
        study = Study(adopted.study or "", adopted.proposed_sha256) if adopted.proposed_sha256 else None
        act = _next(register, ActKind.WITHDRAW, signed, version, adopted.weights_sha256, study)
        _append(folder, register, act)
    return act


def faults_of(folder: Path) -> tuple[str, ...]:
    """Everything in a folder that does not fit: lines, files changed or gone, files that no line names."""
    register = read_register(folder)
    faults = list(register.faults)
    for version, act in register.adopted.items():
        name = f"{version}.yaml"
        try:
            raw = read_file(folder / name)
            if hashlib.sha256(raw).hexdigest() != act.weights_sha256:
                faults.append(say("riga {line}: {file} è stato cambiato dopo", line=act.sequence, file=name))
            else:
                named_weights(raw, name, version)
        except AbbinaError as error:
            faults.append(say("riga {line}: {why}", line=act.sequence, why=error.text()))
    unnamed = marked(
        "{file}: nessuna riga lo nomina. È di un'adozione interrotta, o la fine del registro è stata tagliata"
    )
    files = (path for path in sorted(folder.glob("*.yaml")) if path.stem not in register.adopted)
    faults.extend(say(unnamed, file=path.name) for path in files)
    return tuple(faults)


def study_of(file: Path, digest: str) -> Study | None:
    """The study beside a proposal that vouches for it; None where there is none, or it does not name the file.

    Parameters
    ----------
    file, digest : the proposal and its sum

    Raises
    ------
    AbbinaError
        `bad_reference`: the study wrote other content under this name, its list cannot be read, or its manifest is not
        that of the run.
    """
    manifest, listed = file.with_name(MANIFEST), file.with_name(PROPOSED)
    if not (manifest.exists() and listed.exists()):
        return None
    run, files = _listed(listed)
    own = hashlib.sha256(read_file(manifest)).hexdigest()
    _demand(own.startswith(run), MANIFEST, say("non è quello dello studio {run}, o è stato cambiato dopo", run=run))
    if file.name not in files:
        return None
    changed = say("è stato cambiato dopo lo studio: {proposed} ne dice un altro sha256", proposed=PROPOSED)
    _demand(files[file.name] == digest, file.name, changed)
    return Study(run, digest)


def _listed(path: Path) -> tuple[str, Mapping[str, Any]]:
    """Run and files of the list of a study."""
    try:
        content: Any = json.loads(read_file(path))
    except (ValueError, RecursionError):
        raise AbbinaError("bad_reference", file=path.name, why=say("non è un file JSON")) from None
    fits = isinstance(content, Mapping) and isinstance(content.get("files"), Mapping)
    fits = fits and isinstance(content.get("run"), str) and len(content["run"]) >= LEAST_RUN
    _demand(fits, path.name, say("servono run e files, come li scrive uno studio"))
    return content["run"], content["files"]


def _clean(signed: Signed) -> Signed:
    # What a terminal cannot decode has no place in a file of UTF-8.
    name, role, reason = (
        " ".join(text.encode("utf-8", "replace").decode().split()) for text in (signed.name, signed.role, signed.reason)
    )
    _demand(len(_letters(name)) > 1, REGISTER, say("serve il nome di chi decide (--name)"))
    _demand(len(_letters(role)) > 1, REGISTER, say("serve il ruolo di chi decide (--role)"))
    letters = _letters(reason)
    enough = len(letters) >= LEAST_LETTERS and len(set(letters)) >= LEAST_DIFFERENT
    wanted = say("serve un motivo che altri possano capire, di almeno {n} lettere (--reason)", n=LEAST_LETTERS)
    _demand(enough, REGISTER, wanted)
    return Signed(name=name, role=role, reason=reason, when=signed.when)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())


def _next(register: Register, kind: ActKind, signed: Signed, version: str, digest: str, study: Study | None) -> Act:
    return Act(
        sequence=len(register.acts) + 1,
        act=kind,
        when=signed.when,
        name=signed.name,
        role=signed.role,
        reason=signed.reason,
        version=version,
        weights_sha256=digest,
        proposed_sha256=study.sha256 if study else None,
        study=study.run if study else None,
        previous_sha256=register.last_sha256,
    ).sealed()


def _place(path: Path, raw: bytes, version: str) -> None:
    """Put the YAML on disk, whole; one left by an interrupted adoption of the same file is good as it is."""
    if path.exists():
        other = say(
            "c'è già, con un altro contenuto, e nessuna riga di {register} lo nomina: guardalo, poi spostalo",
            register=REGISTER,
        )
        _demand(read_file(path) == raw, path.name, other)
    else:
        write_fresh(path, raw)
    # What will be read later is what was read now.
    named_weights(read_file(path), path.name, version)
    _to_disk(path.parent)


def _append(folder: Path, register: Register, act: Act) -> None:
    # Half a line would stop everybody who reads after a power cut: the longer file takes the place of the other whole.
    write_closed(folder / REGISTER, b"".join(known.line() for known in (*register.acts, act)))
    _to_disk(folder)


@contextmanager
def _alone(folder: Path, wait_s: float) -> Iterator[None]:
    """Keep other processes out of a folder; the lock goes with the process, so that one that is killed leaves none."""
    until = time.monotonic() + wait_s
    with (folder / LOCK).open("a") as lock:
        while not _locked(lock.fileno()):
            if time.monotonic() > until:
                raise AbbinaError("folder_busy", folder=folder)
            time.sleep(_POLL_S)
        yield


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _to_disk(folder: Path) -> None:
    """Wait until the names in a folder are on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _demand(fits: bool, file: str, why: str) -> None:
    if not fits:
        raise AbbinaError("bad_reference", file=file, why=why)
