"""What must hold between the records: no double codes, no references to nothing, nothing of another company."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from data.language import say
from data.references import REFERENCES


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, with which value, what is expected, and the nearest valid value."""

    table: str
    record: str
    field: str
    value: str
    expected: str
    nearest: str = ""


class Tables(Protocol):
    """Records by table."""

    def table(self, name: str) -> tuple[Any, ...]:
        """The records of one table."""


def faults_between(records: Tables, tables: Iterable[str]) -> list[Fault]:
    """Everything wrong between the records of the named tables."""
    names = tuple(tables)
    return [
        *_doubles(records, names),
        *_dangling(records, names),
        *_misplaced(records),
        *_twice(records),
        *_whole_and_part(records),
    ]


def _doubles(records: Tables, tables: Iterable[str]) -> Iterator[Fault]:
    for table in tables:
        counts = Counter(record.id for record in records.table(table))
        for key, times in counts.items():
            if times > 1:
                told = say("un codice diverso per ogni riga (qui compare {times} volte)", times=times)
                yield Fault(table, key, "id", key, told)


def _dangling(records: Tables, tables: Iterable[str]) -> Iterator[Fault]:
    known = {table: {record.id for record in records.table(table)} for table in tables}
    for (table, field), target in REFERENCES.items():
        for record in records.table(table):
            held = getattr(record, field)
            keys = () if held is None else (held,) if isinstance(held, str) else held
            for key in keys:
                if key not in known[target]:
                    nearest = difflib.get_close_matches(key, sorted(known[target]), n=1, cutoff=0.4)
                    told = say("un codice che esiste")
                    yield Fault(table, record.id, field, key, told, nearest[0] if nearest else "")


def _misplaced(records: Tables) -> Iterator[Fault]:
    company_of = {site.id: site.company for site in records.table("sites")}
    tutor_of = {tutor.id: tutor.company for tutor in records.table("tutors")}
    for opening in records.table("openings"):
        # A company that could not be read was told at its own place.
        if not opening.company:
            continue
        owner = company_of.get(opening.site)
        if owner is not None and owner != opening.company:
            told = say("una sede dell'azienda {company}", company=opening.company)
            yield Fault("openings", opening.id, "site", opening.site, told)
        # Where site and tutor agree on another company, the one fault is said at the site.
        if opening.tutor in tutor_of and tutor_of[opening.tutor] not in (opening.company, owner):
            yield Fault("openings", opening.id, "tutor", opening.tutor, _tutor_of(opening.company))
    for placement in records.table("placements"):
        company = company_of.get(placement.site)
        if placement.tutor in tutor_of and company is not None and tutor_of[placement.tutor] != company:
            yield Fault("placements", placement.id, "tutor", placement.tutor, _tutor_of(company))
    for table in ("candidates", "openings", "placements"):
        for record in records.table(table):
            tutor = record.promoter_tutor
            if tutor_of.get(tutor) is not None:
                told = say("un tutor dell'ente promotore, senza azienda")
                yield Fault(table, record.id, "promoter_tutor", tutor, told)


def _tutor_of(company: str) -> str:
    return say("un tutor dell'azienda {company}", company=company)


def _twice(records: Tables) -> Iterator[Fault]:
    """Two checks of one site would contradict each other, and so would two pictures of one quota: told at each."""
    for table, fields in (("host_checks", ("site",)), ("quotas", ("company", "province"))):
        rows: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for record in records.table(table):
            rows[tuple(getattr(record, field) for field in fields)].append(record.id)
        for (owner, *_), ids in rows.items():
            for key in ids if len(set(ids)) > 1 else ():
                others = ", ".join(other for other in ids if other != key)
                told = (
                    say("una riga sola per ogni sede (c'è anche {others})", others=others)
                    if table == "host_checks"
                    else say("una riga sola per ogni azienda e provincia (c'è anche {others})", others=others)
                )
                yield Fault(table, key, fields[0], owner, told)


def _whole_and_part(records: Tables) -> Iterator[Fault]:
    """A quota of all provinces beside one of a single province would count the same staff twice."""
    whole = {row.company: row.id for row in records.table("quotas") if row.province is None}
    for row in records.table("quotas"):
        if row.province is not None and row.company in whole:
            told = say("nessuna provincia accanto a una riga che vale per tutte ({other})", other=whole[row.company])
            yield Fault("quotas", row.id, "province", row.province, told)
