"""Options that several verbs share; apart from `match`, so that a verb that proposes nothing does not load a solver."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from data.bundle import Records
from data.language import say


class Objective(StrEnum):
    """What is maximised; the solver's own names."""

    PLACEMENTS = "placements_then_score"
    SCORE = "score"


CohortFolder = Annotated[Path, typer.Option("--cohort", help=say("Cartella con i file del servizio."))]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d", "%d/%m/%Y"],
        help=say("Giorno di età e regole; se manca, quello del programma o oggi."),
    ),
]
Seed = Annotated[int, typer.Option(min=0, help=say("Sceglie tra soluzioni ugualmente buone."))]


def day_of(records: Records, on: datetime | None) -> date:
    """The day asked for, else the programme's own, else today."""
    if on is not None:
        return on.date()
    return records.programme.on or datetime.now().astimezone().date()
