"""`abbina explain CANDIDATE OPENING`: everything about one pair."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from api.page.plan import print_tasks
from api.page.summary import print_explanation
from api.verbs.options import CohortFolder, Day, day_of
from data.codes import Viewer
from data.intake.forms import read_records
from data.language import marked, say, spoken
from data.lawbook import LawBook
from matching.explain import explain as explain_pair
from scoring.weights import load_weights

HELP = {"explain": marked("Dice se una persona può andare in un tirocinio, perché, e che cosa dovrebbe cambiare.")}


def explain(
    candidate: Annotated[str, typer.Argument(help=say("Codice della persona."))],
    opening: Annotated[str, typer.Argument(help=say("Codice del tirocinio."))],
    cohort: CohortFolder,
    on: Day = None,
    viewer: Annotated[Viewer, typer.Option(help=say("Chi legge."))] = Viewer.ORIENTATOR,
    as_json: Annotated[bool, typer.Option("--json", help=say("Scrive JSON."))] = False,
) -> None:
    """Say whether a person can go to an opening, why, and what would have to change."""
    records = read_records(cohort)
    law = LawBook.load().in_force(day_of(records, on))
    weights = load_weights(records.programme.weights)
    explanation = explain_pair(records, law, weights, candidate, opening, viewer, language=spoken())
    if as_json:
        typer.echo(explanation.model_dump_json(indent=1))
    else:
        console = Console()
        print_explanation(explanation, console)
        print_tasks(explanation.tasks, console)
