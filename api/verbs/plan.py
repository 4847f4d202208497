"""`abbina plan`: what has to be done before each proposed internship starts, by whom and by when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.page.plan import calendar, notes_of, only, summary, write_plan
from api.verbs.match import propose_with_progress
from api.verbs.options import Day, Objective, Seed, day_of
from data.codes import Viewer
from data.errors import AbbinaError
from data.intake.forms import read_records
from data.language import marked, say
from data.lawbook import LawBook
from matching.proposal import Proposal

HELP = {"plan": marked("Propone, e dice che cosa fare prima di ogni inizio: chi, entro quando; da leggere o stampare.")}


def plan(
    cohort: Annotated[Path, typer.Argument(help=say("Cartella o file della coorte."))],
    candidate: Annotated[
        list[str] | None, typer.Option("--candidate", help=say("Solo per questa persona; si può ripetere."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=say("Dove scrivere piano.html e piano.csv; se manca, il piano si legge qui."))
    ] = None,
    on: Day = None,
    seed: Seed = 0,
    objective: Annotated[
        Objective, typer.Option(help=say("Prima più persone, o soltanto il punteggio."))
    ] = Objective.PLACEMENTS,
    viewer: Annotated[Viewer, typer.Option(help=say("Chi leggerà il piano."))] = Viewer.ORIENTATOR,
) -> None:
    """Propose for a cohort and tell, or write, what has to be done before each start."""
    console = Console()
    if out is not None and out.resolve() == cohort.resolve():
        raise AbbinaError("folder_not_empty", folder=out)
    records = read_records(cohort)
    if out is not None:
        # A place that cannot be written is found before the work, not after it.
        out.mkdir(parents=True, exist_ok=True)
    proposal = only(propose_with_progress(records, console, on, seed, objective.value, viewer), candidate or ())
    notes = notes_of(records, proposal.placed)
    if out is None:
        print_plan(proposal, notes, console)
        return
    for file in write_plan(proposal, LawBook.load().in_force(day_of(records, on)), out, notes):
        console.print(f"  {file}", markup=False, highlight=False, soft_wrap=True)


def print_plan(proposal: Proposal, notes: tuple[str, ...], console: Console) -> None:
    """Print the calendar: what is late first, then week by week."""
    console.print(f"\n{summary(proposal.placed)}", style="bold", highlight=False, markup=False)
    for note in notes:
        console.print(note, style="dim", highlight=False, markup=False)
    for stretch in calendar(proposal.placed):
        console.print(f"\n{stretch.title}", style="bold red" if stretch.late else "bold", markup=False, highlight=False)
        table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
        for ratio in (3, 4, 6):
            table.add_column(ratio=ratio, overflow="fold")
        for line in stretch.lines:
            told = "\n".join(f"{due:%d/%m} {', '.join(who)}" if due else ", ".join(who) for due, who in line.days)
            table.add_row(line.who, line.title, told)
        console.print(table, highlight=False, markup=False)
