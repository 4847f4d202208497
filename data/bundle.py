"""All the records of one service on one day, and what must hold between them."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from data.call import Programme
from data.language import say
from data.papers import Accommodation, Act, Commitment, Document, Prescription, Protection
from data.records import Candidate, Child, Company, Opening, Row, Service, Site

# Table name -> record type, in the order in which a person reads them.
TABLES: dict[str, type[Row]] = {
    "candidates": Candidate,
    "children": Child,
    "companies": Company,
    "sites": Site,
    "openings": Opening,
    "services": Service,
    "commitments": Commitment,
    "acts": Act,
    "prescriptions": Prescription,
    "accommodations": Accommodation,
    "protections": Protection,
    "documents": Document,
}
# Tables whose rows are papers of one person.
PAPERS = ("commitments", "acts", "prescriptions", "accommodations", "protections", "documents")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, with which value, what is expected, and the nearest valid value."""

    table: str
    record: str
    field: str
    value: str
    expected: str
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Everything a service hands over, each table sorted by id, so that the order of rows cannot matter."""

    programme: Programme
    candidates: tuple[Candidate, ...] = ()
    children: tuple[Child, ...] = ()
    companies: tuple[Company, ...] = ()
    sites: tuple[Site, ...] = ()
    openings: tuple[Opening, ...] = ()
    services: tuple[Service, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    acts: tuple[Act, ...] = ()
    prescriptions: tuple[Prescription, ...] = ()
    accommodations: tuple[Accommodation, ...] = ()
    protections: tuple[Protection, ...] = ()
    documents: tuple[Document, ...] = ()

    def __post_init__(self) -> None:
        for table in TABLES:
            object.__setattr__(self, table, tuple(sorted(getattr(self, table), key=lambda record: record.id)))

    def table(self, name: str) -> tuple[Any, ...]:
        """The records of one table, sorted by id."""
        rows: tuple[Any, ...] = getattr(self, name)
        return rows

    def replacing(self, *changed: Row) -> Records:
        """These records with the given ones put in the place of those with the same type and id, or added."""
        tables: dict[str, Any] = {}
        for table, kind in TABLES.items():
            new = {record.id: record for record in changed if isinstance(record, kind)}
            if new:
                kept = tuple(record for record in self.table(table) if record.id not in new)
                tables[table] = kept + tuple(new.values())
        return replace(self, **tables)

    def digest(self) -> str:
        """SHA-256 of the whole content in a canonical form, 64 hexadecimal digits."""
        content: dict[str, Any] = {"programme": self.programme.model_dump(mode="json")}
        for table in TABLES:
            content[table] = [record.model_dump(mode="json") for record in self.table(table)]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def faults(self) -> list[Fault]:
        """Everything wrong between the records: double ids, references to nothing, sites of another company."""
        return [*self._doubles(), *self._dangling(), *self._misplaced()]

    def _doubles(self) -> Iterator[Fault]:
        for table in TABLES:
            counts = Counter(record.id for record in self.table(table))
            for key, times in counts.items():
                if times > 1:
                    yield Fault(
                        table,
                        key,
                        "id",
                        key,
                        say("un codice diverso per ogni riga (qui compare {times} volte)", times=times),
                    )

    def _dangling(self) -> Iterator[Fault]:
        known = {table: {record.id for record in self.table(table)} for table in TABLES}
        for child in self.children:
            yield from _missing("children", child.id, "candidate", [child.candidate], known["candidates"])
            yield from _missing("children", child.id, "services", child.services, known["services"])
        for site in self.sites:
            yield from _missing("sites", site.id, "company", [site.company], known["companies"])
        for opening in self.openings:
            yield from _missing("openings", opening.id, "company", [opening.company], known["companies"])
            yield from _missing("openings", opening.id, "site", [opening.site], known["sites"])
        for candidate in self.candidates:
            for field in ("refused_companies", "banned_companies"):
                named = getattr(candidate, field)
                yield from _missing("candidates", candidate.id, field, named, known["companies"])
        for table in PAPERS:
            for paper in self.table(table):
                yield from _missing(table, paper.id, "candidate", [paper.candidate], known["candidates"])
        for act in self.acts:
            yield from _missing("acts", act.id, "companies", act.companies, known["companies"])
        for granted in self.accommodations:
            yield from _missing("accommodations", granted.id, "opening", [granted.opening], known["openings"])
        for kept in self.protections:
            named = [kept.company] if kept.company is not None else []
            yield from _missing("protections", kept.id, "company", named, known["companies"])
            yield from _missing("protections", kept.id, "checked_companies", kept.checked_companies, known["companies"])

    def _misplaced(self) -> Iterator[Fault]:
        company_of = {site.id: site.company for site in self.sites}
        for opening in self.openings:
            owner = company_of.get(opening.site)
            if owner is not None and owner != opening.company:
                yield Fault(
                    "openings",
                    opening.id,
                    "site",
                    opening.site,
                    say("una sede dell'azienda {company}", company=opening.company),
                )


def _missing(table: str, record: str, field: str, keys: Iterable[str], known: set[str]) -> Iterator[Fault]:
    for key in keys:
        if key not in known:
            nearest = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.4)
            yield Fault(table, record, field, key, say("un codice che esiste"), nearest[0] if nearest else "")
