"""The file in which ESCO is kept ready: sealed, and believed only if nobody else may have written it."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import struct
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.esco.model import Esco, Named, Wart

_ARRAYS = ("name_skill", "relations", "broader")
_NAMED = ("skills", "occupations", "isco")
# The official files make 10 MB; a file that unfolds into much more was not made by us.
MOST_BYTES = 200_000_000
_UNUSABLE = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    RuntimeError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def closed_to_others(place: Path, *, folder: bool) -> bool:
    """Whether a folder or plain file is there, is this user's, and nobody else may write it."""
    try:
        # A folder may be reached by a link; a file of ours is never one.
        found = place.stat() if folder else place.lstat()
    except OSError:
        return False
    if not (stat.S_ISDIR(found.st_mode) if folder else stat.S_ISREG(found.st_mode)):
        return False
    if sys.platform == "win32":
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def take(kept: Path, digest: str) -> Esco | None:
    """What a file holds, if it is ours, whole, sealed and made from the files of that digest; else None."""
    if not closed_to_others(kept, folder=False):
        return None
    try:
        with kept.open("rb") as raw:
            _small(raw)
            with np.load(raw, allow_pickle=False) as arrays:
                text = arrays["said"].tobytes()
                held = {name: arrays[name] for name in _ARRAYS}
                if arrays["seal"].tobytes() != _seal(text, held):
                    return None
        esco = _esco(json.loads(text), held, digest)
        return esco if _sound(esco) else None
    except _UNUSABLE:
        return None


def keep(esco: Esco, kept: Path, digest: str) -> bool:
    """Write it, whole or not at all, closed to others; whether that was possible."""
    said: dict[str, Any] = {
        "digest": digest,
        "version": esco.version,
        "language": esco.language,
        **{name: [named.ids, named.labels, named.labels_en, named.kinds] for name, named in _named(esco)},
        "names": esco.names,
        "shared": esco.shared,
        "warts": [{"kind": w.kind, "n": w.n, "language": w.language, "other": w.other} for w in esco.warts],
    }
    text = json.dumps(said, ensure_ascii=False).encode()
    arrays: dict[str, NDArray[Any]] = {name: getattr(esco, name) for name in _ARRAYS}
    seal = _seal(text, arrays)
    arrays |= {"said": np.frombuffer(text, dtype=np.uint8), "seal": np.frombuffer(seal, dtype=np.uint8)}
    try:
        handle, draft = tempfile.mkstemp(prefix=".esco-", dir=kept.parent)
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        Path(draft).replace(kept)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        return False
    return True


def _small(raw: Any) -> None:
    """Refuse what would unfold into more than ESCO can be, before anything is unfolded."""
    with zipfile.ZipFile(raw) as archive:
        entries = archive.infolist()
    usual = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if sum(entry.file_size for entry in entries) > MOST_BYTES or {entry.compress_type for entry in entries} - usual:
        raise ValueError
    raw.seek(0)


def _seal(text: bytes, arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """SHA-256 of all that is kept."""
    whole = hashlib.sha256(hashlib.sha256(text).digest())
    for name in _ARRAYS:
        whole.update(f"{name} {arrays[name].dtype.str} {arrays[name].shape}".encode())
        whole.update(hashlib.sha256(np.ascontiguousarray(arrays[name]).tobytes()).digest())
    return whole.digest()


def _esco(said: Any, arrays: Mapping[str, NDArray[Any]], digest: str) -> Esco:
    if said["digest"] != digest:
        raise ValueError
    skills, occupations, isco = (Named(*(_texts(column) for column in said[name])) for name in _NAMED)
    warts = tuple(Wart(**wart) for wart in said["warts"])
    version, language = _texts([said["version"], said["language"]])
    _texts([part for wart in warts for part in (wart.kind, wart.language, wart.other)])
    if not all(type(wart.n) is int and wart.n > 0 for wart in warts):
        raise ValueError
    return Esco(
        version=version,
        language=language,
        skills=skills,
        occupations=occupations,
        isco=isco,
        names=_texts(said["names"]),
        name_skill=arrays["name_skill"],
        shared={name: tuple(places) for name, places in said["shared"].items()},
        relations=arrays["relations"],
        broader=arrays["broader"],
        warts=warts,
    )


def _texts(column: Any) -> tuple[str, ...]:
    if not isinstance(column, list) or not all(isinstance(text, str) for text in column):
        raise TypeError
    return tuple(column)


def _sound(esco: Esco) -> bool:
    """Whether lengths agree and every index points at something."""
    for _, named in _named(esco):
        columns = (named.labels, named.labels_en, named.kinds)
        if len(set(named.ids)) != len(named) or any(len(column) != len(named) for column in columns):
            return False
    skills, occupations = len(esco.skills), len(esco.occupations)
    shapes = (esco.name_skill.shape, esco.relations.shape[1:], esco.broader.shape[1:])
    if shapes != ((len(esco.names),), (3,), (2,)) or any(getattr(esco, name).dtype != np.int32 for name in _ARRAYS):
        return False
    if not all(type(k) is int and 0 <= k < skills for places in esco.shared.values() for k in places):
        return False
    if not all(len(places) > 1 for places in esco.shared.values()):
        return False
    # Above a skill stands a skill or a group, and there are no more groups than links.
    highest = (occupations, skills, 2, skills, skills + len(esco.broader))
    checked = (esco.name_skill, *esco.relations.T, *esco.broader.T)
    held = [(column, most) for column, most in zip(checked, (skills, *highest), strict=True) if column.size]
    return all(column.min() >= 0 and column.max() < most for column, most in held)


def _named(esco: Esco) -> list[tuple[str, Named]]:
    return [(name, getattr(esco, name)) for name in _NAMED]
