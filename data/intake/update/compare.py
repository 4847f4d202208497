"""Next month's files against the known records: what is new, changed, vanished or perhaps the same.

Nothing is decided here. Records are matched by code; two records under different codes, or under one code with another
birth date, name, place or role, are only ever a question. `data.intake.update.apply` carries out what was confirmed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from data.bundle import HOST_PAPERS, PAPERS, TABLES, Records
from data.codes import ProtectionKind
from data.intake.update.evidence import Children, People
from data.intake.update.host_papers import HostPapers, Tutors
from data.intake.update.hosts import Companies, Openings, Services, Sites
from data.intake.update.missing import KEPT, agreed
from data.intake.update.pairs import Link, Pairing, pair
from data.intake.update.papers import Papers, within_persons
from data.intake.update.references import REFERENCES, told_codes, translated

PROGRAMME = "programme"
# Tables in the order in which a person reads the changes.
ORDER = ("candidates", "children", "openings", "companies", "sites", "services", *PAPERS, *HOST_PAPERS)
# Fields that say whose a record is: two records are the same only if their owners are.
_OWNERS = ("candidate", "company", "site", "opening")


class Kind(StrEnum):
    """What is proposed for a record."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    VANISHED = "vanished"


class Key(NamedTuple):
    """What names a change inside a review; `field` only where a single field changes."""

    table: str
    kind: Kind
    known: str
    new: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to confirm, or not.

    Parameters
    ----------
    key : Key
    needs : tuple of Key
        Changes without which this one means nothing.
    unless : Key or None
        The change that this one is the alternative of.
    taken : bool
        A new record under a code that is known as another record's: it cannot be confirmed.
    """

    key: Key
    needs: tuple[Key, ...] = ()
    unless: Key | None = None
    taken: bool = False


@dataclass(frozen=True)
class Review:
    """All that differs between the known records and next month's.

    Parameters
    ----------
    known, new : Records
    pairings : Mapping
        Table -> which records stand for which.
    changes : tuple of Change
        In the order in which they are read; a change's number is its place, from 1.
    """

    known: Records
    new: Records
    pairings: Mapping[str, Pairing]
    changes: tuple[Change, ...]

    @cached_property
    def numbers(self) -> dict[Key, int]:
        """The number of each change."""
        return {change.key: number for number, change in enumerate(self.changes, 1)}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of both inputs and of what is proposed, 64 hexadecimal digits."""
        lines = [self.known.digest(), self.new.digest(), *("\t".join(change.key) for change in self.changes)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @cached_property
    def links(self) -> dict[Key, Link]:
        """The question `SAME` -> its evidence."""
        return {same(table, link): link for table, pairing in self.pairings.items() for link in pairing.links}

    @cached_property
    def known_rows(self) -> dict[tuple[str, str], Any]:
        """The known records by table and code; the programme has the empty code."""
        return _rows(self.known)

    @cached_property
    def new_rows(self) -> dict[tuple[str, str], Any]:
        """The records of the new files, likewise."""
        return _rows(self.new)

    @cached_property
    def known_of(self) -> dict[str, dict[str, str]]:
        """Table -> code in the new files -> known code, if every question is answered with yes."""
        return {table: pairing.known_of for table, pairing in self.pairings.items()}

    @cached_property
    def told_of(self) -> dict[str, dict[str, str]]:
        """As `known_of`; a code that is known as another record's ends with `OTHERS`."""
        return told_codes(self.known, self.new, self.pairings)

    def meant(self, table: str, code: str) -> Any:
        """A record of the new files under the known codes, if every question is answered with yes."""
        return translated(table, self.new_rows[table, code], self.told_of)

    def pairs(self) -> Iterator[tuple[str, Any, Any]]:
        """Table, known record and what `meant` gives, of all that may be the same; last the programme."""
        for table in ORDER:
            for new, known in sorted(self.known_of[table].items()):
                yield table, self.known_rows[table, known], self.meant(table, new)
        yield PROGRAMME, self.known.programme, self.new.programme

    def hosts_avoided(self, company: str) -> int:
        """How many known persons may not, or do not want to, go to a company."""
        avoided = {
            kept.candidate
            for kept in self.known.protections
            if kept.kind is ProtectionKind.AVOID_HOST and kept.company == company
        }
        named = {
            person.id
            for person in self.known.candidates
            if company in {*person.banned_companies, *person.refused_companies}
        }
        return len(avoided | named)

    def papers_of(self, candidate: str) -> int:
        """How many known papers a person has, which go only with the person."""
        return sum(paper.candidate == candidate for table in PAPERS for paper in self.known.table(table))

    def kept_rows(self, table: str) -> int:
        """How many known rows of a table of `KEPT` the new files do not have, of persons whom they do."""
        met = set(self.known_of[table].values())
        there = set(self.known_of["candidates"].values())
        return sum(row.id not in met and row.candidate in there for row in self.known.table(table))

    def unchanged(self, table: str) -> int:
        """How many records of a table are in both and say the same."""
        touched = {change.key.known for change in self.changes if change.key.table == table}
        return len(self.pairings[table].certain - touched)


def compare(known: Records, new: Records) -> Review:
    """Compare two groups of files.

    Parameters
    ----------
    known, new : Records
        Without faults.
    """
    pairings: dict[str, Pairing] = {}

    def match(table: str, likeness: Any) -> dict[str, str]:
        pairings[table] = pair(known.table(table), new.table(table), likeness)
        return pairings[table].known_of

    people = match("candidates", People(known, new))
    match("children", Children(people))
    companies = match("companies", Companies(known, new))
    sites = match("sites", Sites(companies))
    openings = match("openings", Openings(companies, sites))
    match("services", Services())
    for table in PAPERS:
        match(table, Papers(people, openings))
        pairings[table] = within_persons(pairings[table], known.table(table), new.table(table), people)
    match("tutors", Tutors(known, new, {"companies": companies, "candidates": people, "openings": openings}))
    for table in (name for name in HOST_PAPERS if name != "tutors"):
        match(table, HostPapers(table, sites if (table, "site") in REFERENCES else companies))
    return Review(known, new, pairings, tuple(_Comparison(known, new, pairings).changes()))


def same(table: str, link: Link) -> Key:
    """The question whether two records are the same."""
    return Key(table, Kind.SAME, link.known, link.new)


@dataclass
class _Comparison:
    """Lists the changes of two groups of files, once it is known which record may be which."""

    known: Records
    new: Records
    pairings: Mapping[str, Pairing]
    known_of: dict[str, dict[str, str]] = field(init=False)
    told_of: dict[str, dict[str, str]] = field(init=False)
    taken: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.told_of = told_codes(self.known, self.new, self.pairings)
        self.known_of = {table: pairing.known_of for table, pairing in self.pairings.items()}
        self.taken = {table: {record.id for record in self.known.table(table)} for table in TABLES}

    def changes(self) -> Iterator[Change]:
        yield from (change for table in ORDER for change in self._table(table))
        for name in type(self.new.programme).model_fields:
            if getattr(self.known.programme, name) != agreed(PROGRAMME, name, self.known.programme, self.new.programme):
                yield Change(Key(PROGRAMME, Kind.CHANGED, "", "", name))

    def _table(self, table: str) -> Iterator[Change]:
        pairing = self.pairings[table]
        before = {record.id: record for record in self.known.table(table)}
        after = {record.id: record for record in self.new.table(table)}
        for link in pairing.links:
            yield from self._question(table, link, before, after)
        linked = {link.new for link in pairing.links}
        for code, record in after.items():
            if code not in pairing.certain and code not in linked:
                yield self._new(table, record)
        for code in before:
            if code in pairing.certain:
                yield from self._fields(table, before[code], after[code], self._owners(table, after[code]))
        met = {link.known for link in pairing.links} | pairing.certain
        for code in before:
            if code not in met and table not in KEPT:
                yield Change(Key(table, Kind.VANISHED, code, ""))

    def _question(self, table: str, link: Link, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
        asked, record = same(table, link), after[link.new]
        yield Change(asked, self._owners(table, record))
        yield from self._fields(table, before[link.known], record, (asked,))
        if link.known != link.new:
            if link.new not in self.taken[table]:
                yield self._new(table, record, asked)
            if table not in KEPT:
                yield Change(Key(table, Kind.VANISHED, link.known, ""), unless=asked)

    def _owners(self, table: str, record: Any) -> tuple[Key, ...]:
        owners = (
            self._question_of(REFERENCES[table, name], getattr(record, name))
            for name in _OWNERS
            if (table, name) in REFERENCES
        )
        return tuple(owner for owner in owners if owner)

    def _new(self, table: str, record: Any, unless: Key | None = None) -> Change:
        needs = self._named(table, record, type(record).model_fields, always=False)
        return Change(Key(table, Kind.NEW, "", record.id), needs, unless, taken=record.id in self.taken[table])

    def _fields(self, table: str, known: Any, new: Any, needs: tuple[Key, ...]) -> Iterator[Change]:
        meant = translated(table, new, self.told_of)
        for name in type(known).model_fields:
            if name != "id" and getattr(known, name) != agreed(table, name, known, meant):
                named = self._named(table, new, [name], always=True)
                yield Change(Key(table, Kind.CHANGED, known.id, new.id, name), tuple(dict.fromkeys(needs + named)))

    def _named(self, table: str, record: Any, names: Any, *, always: bool) -> tuple[Key, ...]:
        """The questions behind the codes that a record names.

        Without `always`, only where a code alone would point at a known record that may be another one.
        """
        needs = []
        for name in names:
            target = REFERENCES.get((table, name))
            if target is not None:
                held = getattr(record, name)
                for code in [held] if isinstance(held, str) else held or ():
                    question = self._question_of(target, code)
                    if question and (always or code in self.taken[target]):
                        needs.append(question)
        return tuple(dict.fromkeys(needs))

    def _question_of(self, table: str, code: str) -> Key | None:
        pairing = self.pairings[table]
        if code in pairing.certain:
            return None
        known = self.known_of[table].get(code)
        if known is not None:
            return Key(table, Kind.SAME, known, code)
        return Key(table, Kind.NEW, "", code) if code in self.taken[table] else None


def _rows(records: Records) -> dict[tuple[str, str], Any]:
    rows: dict[tuple[str, str], Any] = {(table, row.id): row for table in TABLES for row in records.table(table)}
    rows[PROGRAMME, ""] = records.programme
    return rows
