"""`abbina explain CANDIDATE OPENING`: everything about one pair."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from api.page.summary import print_explanation
from api.verbs.match import CohortFolder, Day, day_of
from data.codes import Viewer
from data.intake.read import read_folder
from data.lawbook import LawBook
from matching.explain import explain as explain_pair
from scoring.weights import load_weights


def explain(
    candidate: Annotated[str, typer.Argument(help="Codice della persona.")],
    opening: Annotated[str, typer.Argument(help="Codice del tirocinio.")],
    cohort: CohortFolder,
    on: Day = None,
    viewer: Annotated[Viewer, typer.Option(help="Chi legge.")] = Viewer.ORIENTATOR,
    as_json: Annotated[bool, typer.Option("--json", help="Scrive JSON.")] = False,
) -> None:
    """Dice se una persona può andare in un tirocinio, perché, e che cosa dovrebbe cambiare."""
    records = read_folder(cohort)
    law = LawBook.load().in_force(day_of(records, on))
    explanation = explain_pair(records, law, load_weights(records.programme.weights), candidate, opening, viewer)
    if as_json:
        typer.echo(explanation.model_dump_json(indent=1))
    else:
        print_explanation(explanation, Console())
