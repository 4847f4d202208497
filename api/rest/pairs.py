"""Why this person could, or could not, go to this opening."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request

from api.errors import Wrong
from api.rest.answers import Folder, refusals
from api.rest.made import day_of, weights_of
from data.codes import Viewer
from data.language import say, spoken
from matching.explain import explain
from matching.proposal import PairExplanation

router = APIRouter(tags=["pairs"])


@router.get("/pairs/{candidate}/{opening}", operation_id="explain_pair", responses=refusals(404, 409, 422))
def pair(
    request: Request,
    candidate: Annotated[str, Path(examples=["C001"])],
    opening: Annotated[str, Path(examples=["O001"])],
    folder: Folder,
    viewer: Viewer = Viewer.ORIENTATOR,
    on: date | None = None,
) -> PairExplanation:
    """Every part of the score, every refusal and what would lift it, as `viewer` may read them. Without `on`, the day
    of the programme counts.
    """
    records = folder.records()
    day = day_of(on, records, Wrong(parameter="on", expected=say("un giorno: il programma non ne indica uno")))
    law = request.app.state.book.in_force(day)
    return explain(records, law, weights_of(records), candidate, opening, viewer, language=spoken())
