"""`abbina match`: from a cohort folder to a proposal as JSON, CSV and a printable page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.page.plan import notes_of, write_page
from api.page.summary import print_summary
from api.page.write import write_proposal
from api.verbs.options import CohortFolder, Day, Objective, Seed, day_of
from data.bundle import Records
from data.codes import Viewer
from data.errors import AbbinaError
from data.intake.forms import read_records
from data.language import marked, say, spoken
from data.lawbook import LawBook
from matching.proposal import Proposal
from matching.propose import propose
from scoring.register import read_register
from scoring.weights import load_weights, weights_folder

HELP = {"match": marked("Propone gli abbinamenti di una cartella e scrive JSON, CSV e una pagina da stampare.")}


def match(
    cohort: CohortFolder,
    out: Annotated[Path, typer.Option(help=say("Dove scrivere la proposta."))],
    on: Day = None,
    seed: Seed = 0,
    objective: Annotated[
        Objective, typer.Option(help=say("Prima più persone, o soltanto il punteggio."))
    ] = Objective.PLACEMENTS,
    viewer: Annotated[Viewer, typer.Option(help=say("Chi leggerà la proposta."))] = Viewer.ORIENTATOR,
) -> None:
    """Propose for a cohort folder and write JSON, CSV and a printable page.

    Counts in bands are made of the same records each time, not once a day as on the server: whoever runs this holds the
    files, and can read all that is in them.
    """
    console = Console()
    if out.resolve() == cohort.resolve():
        raise AbbinaError("folder_not_empty", folder=out)
    records = read_records(cohort)
    # A place that cannot be written is found before the work, not after it.
    out.mkdir(parents=True, exist_ok=True)
    proposal = propose_with_progress(records, console, on, seed, objective.value, viewer)
    warn_of_withdrawn(records, console)
    law = LawBook.load().in_force(proposal.made.on)
    files = [*write_proposal(proposal, out), write_page(proposal, law, out, notes_of(records, proposal.placed))]
    print_summary(proposal, console)
    for file in files:
        console.print(f"  {file}", markup=False, highlight=False, soft_wrap=True)


def warn_of_withdrawn(records: Records, console: Console) -> None:
    """Say so where the weights of a programme were adopted once and are not to be chosen any more."""
    folder, version = weights_folder(), records.programme.weights
    if folder is not None and version in read_register(folder).withdrawn:
        told = say("I pesi {version} sono stati ritirati: il registro dice da chi e perché.", version=version)
        console.print(told, style="bold red", markup=False)


def propose_with_progress(
    records: Records,
    console: Console,
    on: datetime | None = None,
    seed: int = 0,
    objective: str = "placements_then_score",
    viewer: Viewer = Viewer.ORIENTATOR,
) -> Proposal:
    """Propose while a bar shows how many people have been judged."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    ) as bar:
        task = bar.add_task(say("Valuto le coppie"), total=max(1, len(records.candidates)))
        return propose(
            records,
            LawBook.load(),
            load_weights(records.programme.weights),
            on=day_of(records, on),
            seed=seed,
            objective=objective,
            viewer=viewer,
            language=spoken(),
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )
