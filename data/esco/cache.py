"""ESCO kept ready: read once, then taken from a file beside the others of this user until the official files change."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import AbbinaError, NotFound
from data.esco.model import Esco, Named, Wart
from data.esco.read import read_esco
from data.esco.tables import Table, find_tables
from data.language import marked

# Changes whenever what is kept has another form or is read in another way.
FORMAT = 1
_ARRAYS = ("name_skill", "relations", "broader")
_NAMED = ("skills", "occupations", "isco")
_UNUSABLE = (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True)
class Loaded:
    """ESCO and how it came.

    Parameters
    ----------
    esco : Esco
    kept : Path or None
        The file where it is kept ready; None if nothing could be kept.
    was_ready : bool
        It was taken from that file; the official tables were not read again.
    """

    esco: Esco
    kept: Path | None
    was_ready: bool


def load_esco(
    places: Path | Sequence[Path], language: str, version: str | None = None, cache: Path | None = None
) -> Esco:
    """ESCO from official folders or zips; see `load`."""
    return load(places, language, version, cache).esco


def load(places: Path | Sequence[Path], language: str, version: str | None = None, cache: Path | None = None) -> Loaded:
    """Read ESCO, or take it from the cache if the same files were read before.

    Parameters
    ----------
    places : Path or sequence of Path
        Folder with the official CSV files or zips, or the zips themselves.
    language : str
        `it`; labels that are not there in it come in English, and that is counted.
    version : str, optional
        `1.1.1`; by default the newest that is there.
    cache : Path, optional
        Folder where it is kept; None keeps nothing. A file there that is broken, or another's, is made anew; a folder
        that cannot be written is as none.

    Raises
    ------
    AbbinaError
        `not_found`: no such place, table, language or version; `bad_reference`: a table that cannot be read.
    """
    if not (language.isalpha() and language.isascii() and language.islower() and 2 <= len(language) <= 3):
        raise NotFound(marked("Lingua"), language, near=("it", "en"))
    tables = find_tables(places)
    if cache is None:
        return Loaded(read_esco(tables, language, version), None, was_ready=False)
    try:
        digest = _digest(tables, language, version)
    except OSError as error:
        raise AbbinaError("bad_reference", file=str(error.filename), why=marked("non si può leggere.")) from None
    kept = cache / f"esco-{digest[:32]}.npz"
    ready = _take(kept, digest)
    if ready is not None:
        return Loaded(ready, kept, was_ready=True)
    esco = read_esco(tables, language, version)
    return Loaded(esco, kept if _keep(esco, kept, digest) else None, was_ready=False)


def _digest(tables: Iterable[Table], language: str, version: str | None) -> str:
    """Of what is asked and of all bytes of the files."""
    listed = list(tables)
    whole = hashlib.sha256(json.dumps([FORMAT, language, version]).encode())
    for table in listed:
        whole.update(json.dumps([table.name, table.version, table.language, table.file.name, table.member]).encode())
    for file in dict.fromkeys(table.file for table in listed):
        with file.open("rb") as raw:
            whole.update(hashlib.file_digest(raw, "sha256").digest())
    return whole.hexdigest()


def _take(kept: Path, digest: str) -> Esco | None:
    try:
        with kept.open("rb") as raw, np.load(raw, allow_pickle=False) as arrays:
            said = json.loads(arrays["said"].tobytes())
            if said["digest"] != digest:
                return None
            skills, occupations, isco = (Named(*(tuple(column) for column in said[name])) for name in _NAMED)
            esco = Esco(
                version=said["version"],
                language=said["language"],
                skills=skills,
                occupations=occupations,
                isco=isco,
                names=tuple(said["names"]),
                name_skill=arrays["name_skill"],
                shared={name: tuple(places) for name, places in said["shared"].items()},
                relations=arrays["relations"],
                broader=arrays["broader"],
                warts=tuple(Wart(**wart) for wart in said["warts"]),
            )
    except _UNUSABLE:
        return None
    return esco if _sound(esco) else None


def _sound(esco: Esco) -> bool:
    """Whether every index points at something."""
    skills, occupations = len(esco.skills), len(esco.occupations)
    shapes = (esco.name_skill.shape, esco.relations.shape[1:], esco.broader.shape[1:])
    if shapes != ((len(esco.names),), (3,), (2,)) or any(getattr(esco, name).dtype != np.int32 for name in _ARRAYS):
        return False
    columns = ((esco.name_skill, skills), (esco.relations[:, 0], occupations), (esco.relations[:, 1], skills))
    held = [(column, most) for column, most in (*columns, (esco.broader[:, 0], skills)) if column.size]
    return all(column.min() >= 0 and column.max() < most for column, most in held)


def _keep(esco: Esco, kept: Path, digest: str) -> bool:
    said: dict[str, Any] = {
        "digest": digest,
        "version": esco.version,
        "language": esco.language,
        **{name: [named.ids, named.labels, named.labels_en, named.kinds] for name, named in _named(esco)},
        "names": esco.names,
        "shared": esco.shared,
        "warts": [{"kind": w.kind, "n": w.n, "language": w.language, "other": w.other} for w in esco.warts],
    }
    text = np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), dtype=np.uint8)
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=".esco-", dir=kept.parent)
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, said=text, **{name: getattr(esco, name) for name in _ARRAYS})
        Path(draft).replace(kept)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        return False
    return True


def _named(esco: Esco) -> list[tuple[str, Named]]:
    return [(name, getattr(esco, name)) for name in _NAMED]
