"""Finding the official CSV tables of ESCO in folders and zips, whatever their version calls them, and reading rows.

`skills_en.csv`, `occupationSkillRelations.csv` (1.1.1), `occupationSkillRelations_en.csv` (1.2), also with the version
in the name or only in that of the zip.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from data.errors import AbbinaError, NotFound
from data.language import marked, say

NAMES = (
    "skills",
    "occupations",
    "ISCOGroups",
    "skillGroups",
    "occupationSkillRelations",
    "broaderRelationsSkillPillar",
)
# Beyond it a member of a zip is no table of ESCO: the largest one has 22 MB.
LARGEST_BYTES = 500_000_000
_FILE = re.compile(
    rf"(?P<name>{'|'.join(NAMES)})(?:_(?P<language>[a-z]{{2,3}}))?(?:[-_ ]*v?[\d.]+)?\.csv", re.IGNORECASE
)
_VERSION = re.compile(r"v[ _]?(\d{1,4}(?:\.\d{1,4})+)", re.IGNORECASE)
_BROKEN = (OSError, EOFError, RuntimeError, NotImplementedError, ValueError, csv.Error, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True, order=True)
class Table:
    """One table in one language and version.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    version : tuple of int
        `(1, 1, 1)`; empty if no name says it.
    language : str
        Two or three letters; empty where a table has no labels.
    file : Path
        The CSV file, or the zip that holds it.
    member : str
        Name inside the zip; empty for a file of its own.
    """

    name: str
    version: tuple[int, ...]
    language: str
    file: Path
    member: str = ""

    @property
    def shown(self) -> str:
        """How it is called in a sentence."""
        return f"{self.file.name}/{self.member}" if self.member else self.file.name


def find_tables(places: Path | Sequence[Path]) -> tuple[Table, ...]:
    """Every table in the folders (two levels deep), zips and files given, in a fixed order.

    Raises
    ------
    AbbinaError
        `not_found`: a place does not exist, or none holds a table of skills; `bad_reference`: a zip cannot be read.
    """
    found: set[Table] = set()
    listed = [places] if isinstance(places, Path) else list(places)
    for place in listed:
        if not place.exists():
            raise NotFound(marked("File o cartella"), str(place))
        files = [place] if place.is_file() else [*place.glob("*"), *place.glob("*/*")]
        for file in files:
            if file.suffix.lower() == ".zip":
                found.update(_inside(file))
            elif file.is_file() and (table := _table(file.name, (file.name, file.parent.name), file, "")):
                found.add(table)
    tables = tuple(sorted(found))
    if not any(table.name == "skills" for table in tables):
        hint = say("Serve il file «skills» della classificazione, come lo dà il sito di ESCO.")
        raise NotFound(marked("Tabella ESCO in"), ", ".join(place.name for place in listed), hint)
    return tables


def version_of(text: str) -> tuple[int, ...]:
    """`1.1.1`, with or without `v`, as numbers; empty if there is none."""
    found = re.fullmatch(r"v?(\d{1,4}(?:\.\d{1,4})*)", text.strip(), re.IGNORECASE)
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def shown_version(version: Iterable[int]) -> str:
    """`1.1.1`."""
    return ".".join(str(part) for part in version)


def choose_version(tables: Iterable[Table], wanted: str | None) -> tuple[int, ...]:
    """The version to read: the one asked for, else the newest that has skills."""
    versions = sorted({table.version for table in tables if table.name == "skills"})
    if wanted is None:
        return versions[-1]
    numbers = version_of(wanted)
    like = [version for version in versions if numbers and version[: len(numbers)] == numbers]
    if not like:
        raise NotFound(marked("Versione di ESCO"), wanted, near=[shown_version(v) for v in versions if v])
    return like[-1]


def pick(tables: Iterable[Table], name: str, version: tuple[int, ...] | None, languages: Sequence[str]) -> Table | None:
    """The table of a name and version in the first of the languages there is; of the newest version if that is None."""
    fitting = [table for table in tables if table.name == name and version in (None, table.version)]
    for language in languages:
        # The newest one; of several files that say the same, the first by name.
        spoken = sorted(
            (t for t in fitting if t.language == language), key=lambda t: (_newest_first(t), t.file, t.member)
        )
        if spoken:
            return spoken[0]
    return None


def _newest_first(table: Table) -> tuple[int, ...]:
    return (*(-part for part in table.version), 1)


def read_rows(table: Table, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
    """The cells of the columns named, row by row, blanks stripped; a row that is cut short gives empty cells.

    Raises
    ------
    AbbinaError
        `bad_reference`: the file cannot be read, or a column is not there.
    """
    try:
        with _opened(table) as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
            reader = csv.reader(text)
            header = next(reader, [])
            missing = [column for column in columns if column not in header]
            if missing:
                raise _bad(table, say("mancano le colonne {columns}", columns=", ".join(missing)))
            wanted = [header.index(column) if column in header else -1 for column in (*columns, *optional)]
            for row in reader:
                yield tuple(row[k].strip() if 0 <= k < len(row) else "" for k in wanted)
    except _BROKEN as error:
        raise _bad(table, say("non si può leggere: {error}", error=str(error) or type(error).__name__)) from None


@contextmanager
def _opened(table: Table) -> Iterator[IO[bytes]]:
    if not table.member:
        with table.file.open("rb") as raw:
            yield raw
        return
    with zipfile.ZipFile(table.file) as archive:
        if archive.getinfo(table.member).file_size > LARGEST_BYTES:
            raise _bad(table, say("è troppo grande per essere una tabella di ESCO"))
        with archive.open(table.member) as raw:
            yield raw


def _inside(file: Path) -> Iterator[Table]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.namelist()
    except _BROKEN:
        raise AbbinaError("bad_reference", file=file.name, why=marked("non è uno zip che si può leggere")) from None
    for member in members:
        parts = member.split("/")
        if table := _table(parts[-1], (parts[-1], *reversed(parts[:-1]), file.name, file.parent.name), file, member):
            yield table


def _table(name: str, telling: Sequence[str], file: Path, member: str) -> Table | None:
    found = _FILE.fullmatch(name)
    if found is None:
        return None
    versions = (spoken[1] for text in telling if (spoken := _VERSION.search(text)))
    canonical = next(known for known in NAMES if known.lower() == found["name"].lower())
    return Table(canonical, version_of(next(versions, "")), (found["language"] or "").lower(), file, member)


def _bad(table: Table, why: str) -> AbbinaError:
    return AbbinaError("bad_reference", file=table.shown, why=why)
