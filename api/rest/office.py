"""The folder as a whole: its programme, and whether it can be read."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import APIRouter
from pydantic import BaseModel

from api.rest.answers import Folder, refusals
from data.bundle import TABLES
from data.call import Programme
from data.codes import Viewer
from data.views import records_for

router = APIRouter(tags=["office"])


class Health(BaseModel):
    """What is being served."""

    status: str
    abbina: str
    records: dict[str, int]


@router.get("/programme", operation_id="read_programme", responses=refusals())
def programme(folder: Folder) -> Programme:
    """The programme of the cohort folder."""
    return folder.records().programme


@router.get("/health", operation_id="read_health", responses=refusals())
def health(folder: Folder, viewer: Viewer = Viewer.CASE_MANAGER) -> Health:
    """Whether the folder can be read, and how many records each table holds that `viewer` may read."""
    records = records_for(viewer, folder.records())
    sizes = {table: len(records.table(table)) for table in TABLES}
    return Health(status="ok", abbina=version("abbina"), records=sizes)
