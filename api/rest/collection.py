"""Lists of records: read all, add one, read one, change one; the same four operations for every table.

A role reads and is answered what `data.views` shows it, with the fields left out that it may not read, and writes only
tables that it reads; what it cannot change stays as it is on disk.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from types import GenericAlias
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.errors import Problem, Wrong
from api.rest.answers import WRITING, Body, Folder, body_of, created, path_parameter, refusals
from api.rest.body import against, read
from api.rest.by_role import may_write, written_by
from api.rest.written import schema
from api.settings import API
from data.bundle import TABLES, Records
from data.codes import Viewer
from data.errors import NotFound
from data.intake.example import example_records
from data.intake.faults import shown_in
from data.language import marked, say
from data.papers import Act, Prescription, Protection
from data.records import Row
from data.views import HIDDEN_OF, left_out, records_for

# What a person refused and what protects a person: they end only by an empty list, never by an omission. So does
# whatever a role's view leaves out, or a row that was read there would end it when it is written back.
PROTECTIONS = frozenset({*(name for fields in HIDDEN_OF.values() for name in fields), "prescriptions"})
# The same of papers. Any other omission there protects longer (no last day), or is refused (no place of a zone).
PAPERS_KEEP: dict[type[Row], frozenset[str]] = {
    Act: frozenset({"hours", "municipalities", "companies"}),
    Prescription: frozenset({"author"}),
    Protection: frozenset({"area"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """The records of one table under one address.

    Parameters
    ----------
    table : str
        Key of `data.bundle.TABLES`.
    one : str
        One record, in English: the name of its code in the address.
    said : str
        One record, marked.
    owner : Collection, optional
        Whose records they are: a site is a company's, a child a candidate's. The field that says so is called as the
        owner's `one`.
    """

    table: str
    one: str
    said: str
    owner: Collection | None = None

    @property
    def kind(self) -> type[Row]:
        """The type of its records."""
        return TABLES[self.table]

    @property
    def path(self) -> str:
        """Address of the list."""
        name = self.table.replace("_", "-")
        return f"{self.owner.path}/{{{self.owner.one}}}/{name}" if self.owner else f"/{name}"

    def mount(self, router: APIRouter, about: str) -> None:
        """Add the four operations to a router, under `API`."""
        kind, name, every, single = self.kind, self.kind.__name__, API + self.path, f"{API}{self.path}/{{{self.one}}}"
        sample = next(row for row in getattr(example_records(), self.table))
        owner = [path_parameter(self.owner.one, getattr(sample, self.owner.one))] if self.owner else []
        given = {"parameters": [*owner, path_parameter(self.one, sample.id)]}
        above = (404,) if self.owner else ()
        example = sample.model_dump(mode="json", exclude_unset=True)
        new = body_of(f"{name}New", example | {"id": f"{sample.id}-nuovo"})
        changed = body_of(f"{name}Changed", example)
        tags: Any = [self.table]
        router.add_api_route(
            every,
            self.every,
            methods=["GET"],
            response_model=GenericAlias(list, (kind,)),
            tags=tags,
            operation_id=f"list_{self.table}",
            summary=f"List {self.table.replace('_', ' ')}",
            description=about,
            responses=refusals(*above),
            openapi_extra={"parameters": owner},
        )
        router.add_api_route(
            every,
            self.add,
            methods=["POST"],
            response_model=kind,
            status_code=201,
            tags=tags,
            operation_id=f"add_{self.one}",
            summary=f"Add a {self.one.replace('_', ' ')}",
            responses=created(f"The {self.one}, on disk") | refusals(403, *above, 409, *WRITING),
            openapi_extra={"parameters": owner} | new,
        )
        router.add_api_route(
            single,
            self.get,
            methods=["GET"],
            response_model=kind,
            tags=tags,
            operation_id=f"read_{self.one}",
            summary=f"Read a {self.one.replace('_', ' ')}",
            responses=refusals(404),
            openapi_extra=given,
        )
        router.add_api_route(
            single,
            self.change,
            methods=["PUT"],
            response_model=kind,
            tags=tags,
            operation_id=f"change_{self.one}",
            summary=f"Change a {self.one.replace('_', ' ')}",
            description="The whole new record; what is left out becomes missing, except categories, refusals, "
            "protections, prescriptions, income support and sealed names. Its code cannot change. What `viewer` cannot "
            "change stays.",
            responses=refusals(403, 404, *WRITING),
            openapi_extra=given | changed,
        )

    def bodies(self) -> dict[str, Any]:
        """The schemas of the bodies, by name."""
        owner = [self.owner.one] if self.owner else []
        name = self.kind.__name__
        return {f"{name}New": schema(self.kind, owner), f"{name}Changed": schema(self.kind, [*owner, "id"])}

    def every(self, request: Request, folder: Folder, viewer: Viewer = Viewer.CASE_MANAGER) -> Any:
        """All records that `viewer` may read, as they may be read, sorted by code."""
        return _shown(viewer, self._mine(records_for(viewer, folder.records()), request.path_params))

    def add(self, request: Request, folder: Folder, body: Body, viewer: Viewer = Viewer.CASE_MANAGER) -> Any:
        """Add a record; one that is there already is never overwritten. The answer is what `viewer` may read of it."""
        record = self._write(request, folder, body, viewer, new=True)
        where = f"{API}{self.path.format(**request.path_params)}/{record.id}"
        content = _as_json(viewer, self._seen(viewer, folder.records().replacing(record), record))
        return JSONResponse(content, 201, {"Location": where})

    def get(self, request: Request, folder: Folder, viewer: Viewer = Viewer.CASE_MANAGER) -> Any:
        """One record, as `viewer` may read it."""
        return _shown(viewer, self._found(records_for(viewer, folder.records()), request.path_params))

    def change(self, request: Request, folder: Folder, body: Body, viewer: Viewer = Viewer.CASE_MANAGER) -> Any:
        """Put a record in the place of the one with the same code. The answer is what `viewer` may read of it."""
        record = self._write(request, folder, body, viewer, new=False)
        return _shown(viewer, self._seen(viewer, folder.records().replacing(record), record))

    def _write(self, request: Request, folder: Folder, body: Any, viewer: Viewer, *, new: bool) -> Row:
        may_write(viewer, self.table)
        return folder.write(lambda records: self._read(records, request.path_params, body, viewer, new=new))

    def _read(self, records: Records, codes: dict[str, str], body: Any, viewer: Viewer, *, new: bool) -> Row:
        told = {self.owner.one: self.owner._found(records, codes).id} if self.owner else {}
        if not new:
            told["id"] = self._found(records, codes).id
        record, wrong, stand_in = read(self.kind, body, told)
        wrong += against(records, self.table, stand_in, wrong)
        taken = new and any(row.id == stand_in.id for row in records.table(self.table))
        if taken:
            expected = say("un codice nuovo: {what} con questo codice c'è già", what=say(self.said).lower())
            wrong.append(Wrong(pointer="/id", value=shown_in("id", stand_in.id, self.table), expected=expected))
        if record is not None and not new:
            known = self._found(records, codes)
            record, reserved = written_by(viewer, record, known, self._seen(viewer, records, known))
            record, wrong = _still_protected(record, known), [*wrong, *reserved]
        if wrong or record is None:
            raise Problem("already_exists" if taken and len(wrong) == 1 else "bad_values", wrong)
        return record

    def _seen(self, viewer: Viewer, records: Records, row: Row) -> Row:
        """A row as a role reads it; the row itself for the case manager."""
        if viewer is Viewer.CASE_MANAGER:
            return row
        shown: Row = next(seen for seen in records_for(viewer, records).table(self.table) if seen.id == row.id)
        return shown

    def _mine(self, records: Records, codes: dict[str, str]) -> list[Row]:
        rows = records.table(self.table)
        if self.owner is None:
            return list(rows)
        whose = self.owner._found(records, codes).id
        return [row for row in rows if getattr(row, self.owner.one) == whose]

    def _found(self, records: Records, codes: dict[str, str]) -> Row:
        rows = {row.id: row for row in self._mine(records, codes)}
        key = codes[self.one]
        if key not in rows:
            raise NotFound(self.said, key, near=difflib.get_close_matches(key[:60], list(rows), n=3, cutoff=0.5))
        return rows[key]


def _shown(viewer: Viewer, rows: Row | list[Row]) -> Any:
    """Rows for a role: what it may not read is left out, so that to write a row back ends no protection."""
    if viewer is Viewer.CASE_MANAGER:
        return rows
    return JSONResponse([_as_json(viewer, row) for row in rows] if isinstance(rows, list) else _as_json(viewer, rows))


def _as_json(viewer: Viewer, row: Row) -> Any:
    hidden = set() if viewer is Viewer.CASE_MANAGER else set(left_out(type(row)))
    return row.model_dump(mode="json", exclude=hidden)


def _still_protected(record: Row, before: Row) -> Row:
    """The new record with the protections of the old one where it does not name them: they never end by an omission."""
    protects = (PROTECTIONS & type(record).model_fields.keys()) | PAPERS_KEEP.get(type(record), frozenset())
    kept = {name: getattr(before, name) for name in protects - record.model_fields_set}
    return record.model_copy(update=kept) if kept else record


_COMPANIES = Collection(table="companies", one="company", said=marked("Azienda"))
_CANDIDATES = Collection(table="candidates", one="candidate", said=marked("Persona"))

# In the order in which they are filled in.
COLLECTIONS: dict[Collection, str] = {
    _COMPANIES: "For scouts and orientators.",
    Collection(table="sites", one="site", said=marked("Sede"), owner=_COMPANIES): "The places of work of a company.",
    Collection(table="openings", one="opening", said=marked("Tirocinio")): "For scouts and orientators.",
    _CANDIDATES: "For orientators only: a scout reads `/pairs` instead.",
    Collection(table="children", one="child", said=marked("Figlio"), owner=_CANDIDATES): "For orientators only.",
    Collection(table="services", one="service", said=marked("Servizio")): "Services that can be granted.",
    Collection(table="commitments", one="commitment", said=marked("Impegno"), owner=_CANDIDATES): (
        "Hours that a person's care, course or appointments take, between two days."
    ),
    Collection(table="acts", one="act", said=marked("Atto"), owner=_CANDIDATES): (
        "For the case manager only: what an authority allows, never why."
    ),
    Collection(table="prescriptions", one="prescription", said=marked("Prescrizione"), owner=_CANDIDATES): (
        "What is allowed in items of the functional profile, with the role of who wrote it."
    ),
    Collection(table="accommodations", one="accommodation", said=marked("Adattamento"), owner=_CANDIDATES): (
        "What was asked of a company for a person, and how far it has come."
    ),
    Collection(table="protections", one="protection", said=marked("Tutela"), owner=_CANDIDATES): (
        "For the case manager only. Persons to avoid are sealed names; a name in clear is refused and never repeated."
    ),
    Collection(table="documents", one="document", said=marked("Documento"), owner=_CANDIDATES): (
        "Papers that prove a requirement of the call, or that are due before the start. For the case manager only."
    ),
    Collection(table="relations", one="relation", said=marked("Rapporto"), owner=_CANDIDATES): (
        "What a person has had to do with a company before. A scout reads none."
    ),
    Collection(table="host_checks", one="host_check", said=marked("Controllo")): (
        "What was checked of a site, at most one a site: employees, dismissals, short time, safety, risk."
    ),
    Collection(table="quotas", one="quota", said=marked("Prospetto"), owner=_COMPANIES): (
        "A company's numbers under L. 68/1999, in one province or in all; no person is named."
    ),
    Collection(table="conventions", one="convention", said=marked("Convenzione"), owner=_COMPANIES): (
        "The agreements of a company, between two days."
    ),
    Collection(table="tutors", one="tutor", said=marked("Tutor")): (
        "Who follows trainees, under a code: of the company that is written, of the promoter where none is."
    ),
    Collection(table="placements", one="placement", said=marked("Tirocinio in corso")): (
        "Internships under way outside the proposal: they take places of the limits. No trainee is named."
    ),
}
