"""ESCO kept ready: read once, then taken from a file beside the others of this user until the official files change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import AbbinaError, NotFound
from data.esco.kept import closed_to_others, keep, take
from data.esco.model import Esco
from data.esco.read import read_esco
from data.esco.tables import Table, find_tables
from data.language import marked

# Changes whenever what is kept has another form or is read in another way.
FORMAT = 2


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
    unsafe : Path or None
        The folder of the cache, where it is another's or others may write in it, so that it was not used.
    """

    esco: Esco
    kept: Path | None
    was_ready: bool
    unsafe: Path | None = None


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
        Folder where it is kept; None keeps nothing. A file there that is broken, or that others may have written, is
        made anew; a folder that cannot be written, or in which others may write, is as none.

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
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return Loaded(read_esco(tables, language, version), None, was_ready=False)
    if not closed_to_others(cache, folder=True):
        return Loaded(read_esco(tables, language, version), None, was_ready=False, unsafe=cache)
    kept = cache / f"esco-{digest[:32]}.npz"
    ready = take(kept, digest)
    if ready is not None:
        return Loaded(ready, kept, was_ready=True)
    esco = read_esco(tables, language, version)
    return Loaded(esco, kept if keep(esco, kept, digest) else None, was_ready=False)


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
