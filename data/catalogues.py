"""The reference catalogues of the first version: competences, roles, items of the functional profile, ATECO divisions.

Each is a CSV file in `data/reference`, which says of every line where it comes from (`ROLES.md`). Levels, demands and
weeks stay text here: `data.notation` and `data.week` read them.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from data.codes import Certificate, Condition
from data.errors import AbbinaError, NotFound
from data.language import spoken
from data.places import normal

REFERENCE = Path(__file__).parent / "reference"

T = TypeVar("T")

_PAIRED = re.compile(r"(?:(?<=\w)tore/trice|[oe]/a)\b")
_FEMININE = {"tore/trice": "trice", "o/a": "a", "e/a": "a"}
# How like a known name a word must be to be offered: below it a suggestion only puzzles.
LIKE = 0.5
LIKE_WORD = 0.7


@dataclass(frozen=True, slots=True)
class Competence:
    """Something a person can do, and a task may need; graded 1 to 5 elsewhere.

    Parameters
    ----------
    key : str
        Name in files and code, for instance `clean_surfaces`.
    kind : str
        `transversal` or `technical`.
    label_it, label_en : str
        Plain Italian label, and the preferred English label of ESCO.
    esco : str
        Id of the ESCO skill (the last part of its concept URI).
    """

    key: str
    kind: str
    label_it: str
    label_en: str
    esco: str

    @property
    def label(self) -> str:
        """The label in the language spoken now."""
        return self.label_it if spoken() == "it" else self.label_en


@dataclass(frozen=True, slots=True)
class Role:
    """A typical role of an internship: where a new opening starts from, before the company corrects it.

    Parameters
    ----------
    key, label_it, label_en, esco : str
        As for `Competence`; the id is of an ESCO occupation.
    isco : str
        ISCO-08 unit group, four digits.
    cp2021 : str
        ISTAT profession, as deep as it is known; to verify.
    ateco2007 : str
        ATECO 2007 division of the usual host, two digits.
    risk : str
        Safety training class of that division: `LOW`, `MEDIUM` or `HIGH`; a host may declare a higher one.
    certs : tuple of Certificate
        Titles without which the task may not be done.
    essential, nice : str
        Competences with the lowest level that is enough, 1 to 5: `clean_surfaces=2; make_beds=1`.
    demands : str
        Items of the functional profile, 0 to 3, `!` essential, `~` adaptable: `AC1=2~; PO2=3!`.
    conditions : tuple of Condition
        Circumstances that a service may have to exclude for a person.
    shifts : tuple of str
        Typical weeks, one of which would be worked: `lun-ven 9:00-14:00`; 18 to 30 hours each.
    area : tuple of str
        Where in Tuscany the role is typical; `ALL` is everywhere.
    """

    key: str
    label_it: str
    label_en: str
    esco: str
    isco: str
    cp2021: str
    ateco2007: str
    risk: str
    certs: tuple[Certificate, ...]
    essential: str
    nice: str
    demands: str
    conditions: tuple[Condition, ...]
    shifts: tuple[str, ...]
    area: tuple[str, ...]

    @property
    def label(self) -> str:
        """The label in the language spoken now."""
        return self.label_it if spoken() == "it" else self.label_en


@dataclass(frozen=True, slots=True)
class FunctionalItem:
    """One line of the functional profile (D.P.C.M. 13/01/2000), with the ICF codes it stands for, if any."""

    code: str
    group: str
    label_it: str
    label_en: str
    icf: tuple[str, ...]

    @property
    def label(self) -> str:
        """The label in the language spoken now."""
        return self.label_it if spoken() == "it" else self.label_en


@dataclass(frozen=True, slots=True)
class Division:
    """An ATECO 2007 division and its class of safety training: `LOW`, `MEDIUM` or `HIGH`."""

    code: str
    label_it: str
    risk: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The four catalogues, each by key in file order, and the names that people may write for a key.

    Parameters
    ----------
    competences, roles, items, divisions : Mapping
        Key or code -> entry.
    role_names, competence_names : Mapping
        Key or label without case and accents -> key.
    """

    competences: Mapping[str, Competence]
    roles: Mapping[str, Role]
    items: Mapping[str, FunctionalItem]
    divisions: Mapping[str, Division]
    role_names: Mapping[str, str]
    competence_names: Mapping[str, str]

    def competence(self, key: str) -> Competence:
        """The competence of a key; `NotFound` names the nearest keys."""
        return _pick(self.competences, "Competenza", key)

    def role(self, key: str) -> Role:
        """The role of a key; `NotFound` names the nearest keys."""
        return _pick(self.roles, "Ruolo", key)

    def item(self, code: str) -> FunctionalItem:
        """The item of the functional profile of a code such as `AC1`; `NotFound` names the nearest codes."""
        return _pick(self.items, "Voce funzionale", code)

    def division(self, code: str) -> Division:
        """The ATECO 2007 division of two digits; `NotFound` names the nearest codes."""
        return _pick(self.divisions, "Divisione ATECO", code)

    def resolve_role(self, text: str) -> str:
        """The key of a role from its key or a label, Italian (also `addetta alle pulizie`) or English.

        Case, accents and punctuation do not matter; `NotFound` names the nearest Italian labels.
        """
        return _resolve(self.role_names, self.roles, "Ruolo", text)

    def resolve_competence(self, text: str) -> str:
        """The key of a competence from its key or a label, Italian or English, as `resolve_role` does."""
        return _resolve(self.competence_names, self.competences, "Competenza", text)


@cache
def catalogue() -> Catalogue:
    """The shipped catalogues, read once.

    Raises
    ------
    AbbinaError
        `bad_reference`: a file lacks a column, repeats a key, or gives one name to two keys.
    """
    competences = {row["key"]: Competence(**row) for row in _rows("competences.csv", Competence)}
    roles = {row["key"]: _role(row) for row in _rows("roles.csv", Role)}
    items = {
        row["code"]: FunctionalItem(row["code"], row["group"], row["label_it"], row["label_en"], _split(row["icf"]))
        for row in _rows("functional_items.csv", FunctionalItem)
    }
    divisions = {row["code"]: Division(**row) for row in _rows("ateco_divisions.csv", Division)}
    return Catalogue(
        competences=MappingProxyType(competences),
        roles=MappingProxyType(roles),
        items=MappingProxyType(items),
        divisions=MappingProxyType(divisions),
        role_names=_names("roles.csv", roles.values()),
        competence_names=_names("competences.csv", competences.values()),
    )


def _rows(
    file: str, kind: type[Competence] | type[Role] | type[FunctionalItem] | type[Division]
) -> Iterable[dict[str, str]]:
    columns = [field.name for field in fields(kind)]
    with (REFERENCE / file).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        if sorted(reader.fieldnames or ()) != sorted(columns):
            raise AbbinaError("bad_reference", file=file, why=f"columns must be {', '.join(columns)}")
        seen: set[str] = set()
        for row in reader:
            if None in row or None in row.values():
                raise AbbinaError("bad_reference", file=file, why=f"line {reader.line_num} has missing or extra cells")
            key = row[columns[0]]
            if key in seen:
                raise AbbinaError("bad_reference", file=file, why=f"{key} is written twice")
            seen.add(key)
            yield row


def _role(row: dict[str, str]) -> Role:
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


def _names(file: str, entries: Iterable[Role | Competence]) -> Mapping[str, str]:
    names: dict[str, str] = {}
    for entry in entries:
        for label in (entry.key.replace("_", " "), *_spoken(entry.label_it), entry.label_en):
            name = normal(label)
            if names.setdefault(name, entry.key) != entry.key:
                raise AbbinaError("bad_reference", file=file, why=f"«{name}» names {names[name]} and {entry.key}")
    return MappingProxyType(names)


def _spoken(label: str) -> tuple[str, str, str]:
    """A neutral label and what people say for it: `addetto/a`, `addetto`, `addetta`."""
    masculine = _PAIRED.sub(lambda found: found[0].split("/")[0], label)
    feminine = _PAIRED.sub(lambda found: _FEMININE[found[0]], label)
    return label, masculine, feminine


def _pick(entries: Mapping[str, T], what: str, key: str) -> T:
    if key in entries:
        return entries[key]
    near = difflib.get_close_matches(key, entries, 3, cutoff=LIKE)
    raise NotFound(what, key, f"Forse: {', '.join(near)}." if near else "")


def _resolve(names: Mapping[str, str], entries: Mapping[str, Role | Competence], what: str, text: str) -> str:
    name = normal(text.replace("_", " "))
    if name in names:
        return names[name]
    like = difflib.get_close_matches(name, names, 6, cutoff=LIKE)
    if not like:
        # `igene` is like no whole label, but like a word of «applicare norme igieniche».
        words = sorted({word for label in names for word in label.split()})
        close = difflib.get_close_matches(name, words, 3, cutoff=LIKE_WORD)
        like = [label for label in names if not set(close).isdisjoint(label.split())]
    nearest = dict.fromkeys(names[label] for label in like)
    near = [entries[key].label_it for key in list(nearest)[:3]]
    raise NotFound(what, text, f"Forse: {', '.join(near)}." if near else "")
