"""All the records of one service on one day, and what must hold between them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from data.call import Programme
from data.host_papers import Convention, HostCheck, Placement, Quota, Tutor
from data.papers import Accommodation, Act, Commitment, Document, Prescription, Protection, Relation
from data.record_faults import Fault as Fault
from data.record_faults import faults_between
from data.records import Candidate, Child, Company, Opening, Row, Service, Site
from data.references import PAPERS_OF_PEOPLE

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
    "relations": Relation,
    "host_checks": HostCheck,
    "quotas": Quota,
    "conventions": Convention,
    "tutors": Tutor,
    "placements": Placement,
}
# Tables whose rows are papers of one person.
PAPERS = PAPERS_OF_PEOPLE
# Tables of papers of the hosts.
HOST_PAPERS = ("host_checks", "quotas", "conventions", "tutors", "placements")


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
    relations: tuple[Relation, ...] = ()
    host_checks: tuple[HostCheck, ...] = ()
    quotas: tuple[Quota, ...] = ()
    conventions: tuple[Convention, ...] = ()
    tutors: tuple[Tutor, ...] = ()
    placements: tuple[Placement, ...] = ()

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
        return faults_between(self, TABLES)
