"""Where companies stand with L. 68/1999: state and next step, for scouts; nothing about any person."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict

from api.errors import Wrong
from api.rest.answers import Folder, refusals
from api.rest.made import day_of
from data.bundle import Records
from data.errors import NotFound
from data.language import marked, say
from data.lawbook import Law
from data.quota_told import QuotaTold, quota_told, quotas_told

router = APIRouter(tags=["companies"])


class ComplianceSaid(BaseModel):
    """One company: state, what is due and there in persons (none where nothing is written), words, next step."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    company: str
    state: str
    lead: bool
    blocks: bool | None
    base: int | None
    due: int | None
    covered: int | None
    uncovered: int | None
    due18: int | None
    uncovered18: int | None
    request_by: date | None
    sentences: tuple[str, ...]
    step: str


@router.get("/compliance", operation_id="list_compliance", responses=refusals(409, 422))
def every(request: Request, folder: Folder, on: date | None = None) -> list[ComplianceSaid]:
    """Every company, leads first. Without `on`, the day of the programme counts."""
    records = folder.records()
    return [_said(line) for line in quotas_told(records, _law(request, records, on))]


@router.get("/companies/{company}/compliance", operation_id="get_compliance", responses=refusals(404, 409, 422))
def one(
    request: Request,
    company: Annotated[str, Path(examples=["A001"])],
    folder: Folder,
    on: date | None = None,
) -> ComplianceSaid:
    """One company. It adds nothing to anybody's score, and no company learns of it from here."""
    records = folder.records()
    known = {firm.id: firm for firm in records.companies}
    if company not in known:
        raise NotFound(marked("Azienda"), company, near=())
    return _said(quota_told(known[company], records, _law(request, records, on)))


def _law(request: Request, records: Records, on: date | None) -> Law:
    day = day_of(on, records, Wrong(parameter="on", expected=say("un giorno: il programma non ne indica uno")))
    law: Law = request.app.state.book.in_force(day)
    return law


def _said(line: QuotaTold) -> ComplianceSaid:
    found = line.found
    return ComplianceSaid(
        company=line.company.id,
        state=found.state.value,
        lead=found.is_lead,
        blocks=found.blocks,
        base=found.base,
        due=found.due,
        covered=found.covered,
        uncovered=found.uncovered,
        due18=found.due18,
        uncovered18=found.uncovered18,
        request_by=found.request_by,
        sentences=line.sentences,
        step=line.step,
    )
