"""Proposals for the whole programme: ask for one, list those that were made, read one again."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.errors import Problem, Wrong
from api.rest import counts, shelf
from api.rest.answers import WRITING, Body, Folder, body_of, created, refusals
from api.rest.body import read
from api.rest.made import day_of, today, weights_of
from api.settings import API
from data.codes import Code, Viewer
from data.fields import Day, one_of
from data.language import say, spoken
from data.records import Record
from matching.proposal import Made, Proposal, Summary
from matching.propose import propose
from matching.snapshot import reads_exactly

router = APIRouter(tags=["proposals"])


class Objective(Code):
    """What a proposal maximises."""

    PLACEMENTS = "placements_then_score", "prima il numero di persone, poi il punteggio", "placements, then score"
    SCORE = "score", "solo il punteggio", "score alone"


class Question(Record):
    """How a proposal is to be made; everything may be left out."""

    on: Day | None = None
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    objective: Annotated[Objective, one_of(Objective)] = Objective.PLACEMENTS


class ProposalLine(BaseModel):
    """One proposal of the list."""

    digest: str
    made: Made
    summary: Summary


@router.post(
    "/proposals",
    operation_id="make_proposal",
    status_code=201,
    response_model=Proposal,
    responses=created("The proposal, stored for good") | refusals(409, *WRITING),
    openapi_extra=body_of("Question", {"seed": 0, "objective": "placements_then_score"}),
)
def make(request: Request, folder: Folder, body: Body, viewer: Viewer = Viewer.ORIENTATOR) -> Response:
    """Make a proposal from the records as they are now and keep it; the same question on the same records gives the
    same bytes. Without `on`, the day of the programme counts. Its sentences are in the language of the request, and
    stay so: `made.language`. Only a case manager reads exact counts; others read bands, counted once a day without the
    persons' choices and protections, so that who comes later has no counts until the next day.
    """
    question, wrong, _ = read(Question, body)
    if question is None:
        raise Problem("bad_values", wrong)
    records = folder.records()
    on = day_of(question.on, records, Wrong(pointer="/on", expected=say("un giorno: il programma non ne indica uno")))
    book, weights = request.app.state.book, weights_of(records)
    kept = None
    if not reads_exactly(viewer):
        kept = counts.of_the_day(folder.path, today(), records, book.in_force(on), weights)
    proposal = propose(
        records,
        book,
        weights,
        on=on,
        seed=question.seed,
        objective=question.objective.value,
        viewer=viewer,
        language=spoken(),
        snapshot=kept,
    )
    digest, content = shelf.keep(folder.path, proposal)
    return Response(content, 201, {"Location": f"{API}/proposals/{digest}"}, "application/json")


@router.get("/proposals", operation_id="list_proposals", responses=refusals(422))
def every(folder: Folder, viewer: Viewer | None = None) -> list[ProposalLine]:
    """The proposals that were made, by day; with `viewer`, only those made for that reader."""
    return [
        ProposalLine(digest=digest, made=proposal.made, summary=proposal.summary)
        for digest, proposal in shelf.every(folder.path)
        if viewer is None or proposal.made.viewer == viewer.value
    ]


@router.get("/proposals/{digest}", operation_id="read_proposal", response_model=Proposal, responses=refusals(404))
def one(digest: str, folder: Folder) -> Any:
    """A proposal, byte for byte as it was made; `made` says for which reader and in which language."""
    content, language = shelf.read(folder.path, digest)
    return Response(content, headers={"Content-Language": language}, media_type="application/json")
