"""Reading the files of the reference catalogues in `data/reference`; what is wrong in one is said with its name."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from data.codes import Certificate, Condition
from data.entries import Competence, Division, FunctionalItem, IscoGroup, Role
from data.errors import AbbinaError
from data.naming import DENIED

REFERENCE = Path(__file__).parent / "reference"
RELATIONS = ("essential", "optional")

K = TypeVar("K")
T = TypeVar("T")


def competences() -> Mapping[str, Competence]:
    """The competences by key, in file order."""
    file = "competences.csv"
    rows = _rows(file, ("key", "kind", "label_it", "label_en", "esco"))
    return _by_key(file, ((row["key"], Competence(**row)) for row in rows))


def denied() -> Mapping[str, tuple[str, str]]:
    """ESCO id of each skill that may be asked of nobody -> its English label, and why (a key of `naming.DENIED`)."""
    file = "esco_denied.csv"
    rows = _rows(file, ("esco", "label_en", "reason"))
    found = _by_key(file, ((row["esco"], (row["label_en"], row["reason"])) for row in rows))
    if unknown := sorted({reason for _, reason in found.values()} - set(DENIED)):
        raise _bad(file, f"unknown reasons: {', '.join(unknown)}")
    return found


def roles() -> Mapping[str, Role]:
    """The roles by key, in file order."""
    file = "roles.csv"
    columns = ("key", "label_it", "label_en", "esco", "isco", "cp2021", "ateco2007", "risk", "certs", "essential")
    rows = _rows(file, (*columns, "nice", "demands", "conditions", "shifts", "area"))
    return _by_key(file, ((row["key"], _role(row)) for row in rows))


def items() -> Mapping[str, FunctionalItem]:
    """The items of the functional profile by code, in file order."""
    file = "functional_items.csv"
    rows = _rows(file, ("code", "group", "label_it", "label_en", "icf"))
    return _by_key(
        file,
        (
            (
                row["code"],
                FunctionalItem(row["code"], row["group"], row["label_it"], row["label_en"], _split(row["icf"])),
            )
            for row in rows
        ),
    )


def isco_groups() -> Mapping[str, IscoGroup]:
    """The ISCO groups of the roles by code."""
    file = "isco_groups.csv"
    return _by_key(file, ((row["code"], IscoGroup(**row)) for row in _rows(file, ("code", "label_it", "label_en"))))


def divisions() -> Mapping[tuple[str, str], Division]:
    """The ATECO divisions by edition and code: digits alone change their meaning between editions."""
    file = "ateco_divisions.csv"
    rows = _rows(file, ("edition", "code", "label_it", "label_en", "risk"))
    return _by_key(file, (((row["edition"], row["code"]), Division(**row)) for row in rows))


def relations(known_roles: Mapping[str, Role], known: Mapping[str, Competence]) -> Mapping[str, Mapping[str, str]]:
    """Role -> competence -> `essential` or `optional`; a role without any has an empty table."""
    file = "relations.csv"
    table: dict[str, dict[str, str]] = {role: {} for role in known_roles}
    for row in _rows(file, ("role", "competence", "relation", "source")):
        role, competence = row["role"], row["competence"]
        if role not in table or competence not in known or row["relation"] not in RELATIONS:
            raise _bad(file, f"{role}, {competence}, {row['relation']}: not a role, a competence and a relation")
        if table[role].setdefault(competence, row["relation"]) != row["relation"]:
            raise _bad(file, f"{role}, {competence} is written twice")
    return MappingProxyType({role: MappingProxyType(needed) for role, needed in table.items()})


def neighbours(known: Mapping[str, Competence]) -> Mapping[str, Mapping[str, float]]:
    """Competence -> neighbour -> closeness in (0, 1), both ways; a competence without any has an empty table."""
    file = "neighbours.csv"
    table: dict[str, dict[str, float]] = {key: {} for key in known}
    for row in _rows(file, ("a", "b", "closeness")):
        a, b = row["a"], row["b"]
        closeness = _closeness(row["closeness"])
        if a not in table or b not in table or a == b or closeness is None:
            raise _bad(file, f"{a}, {b}, {row['closeness']}: not two competences and a closeness between 0 and 1")
        if b in table[a]:
            raise _bad(file, f"{a}, {b} is written twice")
        table[a][b] = table[b][a] = closeness
    return MappingProxyType({key: MappingProxyType(nearest_first(near)) for key, near in table.items()})


def nearest_first(near: Mapping[str, float]) -> dict[str, float]:
    """Neighbours in order of closeness, the nearest first; among equals by key."""
    return dict(sorted(near.items(), key=lambda pair: (-pair[1], pair[0])))


def _closeness(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if 0 < value < 1 else None


def _bad(file: str, why: str) -> AbbinaError:
    return AbbinaError("bad_reference", file=file, why=why)


def _rows(file: str, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    with (REFERENCE / file).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        if sorted(reader.fieldnames or ()) != sorted(columns):
            raise _bad(file, f"columns must be {', '.join(columns)}")
        for row in reader:
            if None in row or None in row.values():
                raise _bad(file, f"line {reader.line_num} has missing or extra cells")
            yield row


def _by_key(file: str, pairs: Iterable[tuple[K, T]]) -> Mapping[K, T]:
    found: dict[K, T] = {}
    for key, entry in pairs:
        if key in found:
            raise _bad(file, f"{key} is written twice")
        found[key] = entry
    return MappingProxyType(found)


def _role(row: Mapping[str, str]) -> Role:
    return Role(
        key=row["key"],
        label_it=row["label_it"],
        label_en=row["label_en"],
        esco=row["esco"],
        isco=row["isco"],
        cp2021=row["cp2021"],
        ateco2007=row["ateco2007"],
        risk=row["risk"],
        certs=tuple(Certificate[code] for code in _split(row["certs"])),
        essential=row["essential"],
        nice=row["nice"],
        demands=row["demands"],
        conditions=tuple(Condition[code] for code in _split(row["conditions"])),
        shifts=_split(row["shifts"], "|"),
        area=_split(row["area"]),
    )


def _split(cell: str, mark: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(mark) if part.strip())
