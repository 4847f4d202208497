"""`abbina grant CHILD SERVICE`: what a seat in a children's service would change, and writing it down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.verbs.options import Day, day_of
from data.availability import Available
from data.bundle import Records
from data.catalogues import catalogue
from data.errors import AbbinaError
from data.grants import seats_told
from data.intake.forms import read_records, write_records
from data.language import marked, say, say_n, spoken
from data.lawbook import LawBook
from data.week import told_week
from matching.grants import Grant
from matching.grants import grant as grant_seat

HELP = {"grant": marked("Dice che cosa cambia con un posto in un servizio per un figlio, e lo scrive se vuoi.")}


def grant(
    cohort: Annotated[Path, typer.Argument(help=say("Cartella o file della coorte: non cambia mai."))],
    child: Annotated[str, typer.Argument(help=say("Codice del figlio."))],
    service: Annotated[str, typer.Argument(help=say("Codice del servizio."))],
    on: Day = None,
    write: Annotated[
        Path | None,
        typer.Option(help=say("Cartella nuova, o file nuovo .xlsx o .json, per i dati con il posto concesso.")),
    ] = None,
) -> None:
    """Say what a seat for a child changes for the parent; write the records with it if asked."""
    # A place that is taken is told before the work, not after it.
    if write is not None and write.is_dir() and any(write.iterdir()):
        raise AbbinaError("folder_not_empty", folder=str(write))
    records = read_records(cohort)
    law = LawBook.load().in_force(day_of(records, on))
    made = grant_seat(records, law, child, service)
    if isinstance(made, str):
        raise typer.BadParameter(made, param_hint="SERVICE")
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for line in told(made, records):
        console.print(line)
    if write is None:
        console.print(say("Nulla è stato scritto: per farlo usa --write con una cartella nuova."))
    else:
        write_records(made.after, write, spoken())
        console.print(say("Scritta la coorte con il posto concesso in {out}.", out=write))


def told(made: Grant, records: Records) -> list[str]:
    """What the seat does, line by line."""
    companies = {company.id: company.name for company in records.companies}
    lines = [
        say(
            "Un posto in «{service}» ({seats}) per il figlio {child} di {person}.",
            service=made.service.name,
            seats=seats_told(made.service),
            child=made.child.id,
            person=made.child.candidate,
        ),
        say("Orari usabili oggi: {week}.", week=_week(made.before_week)),
        say("Con il posto: {week}.", week=_week(made.after_week)),
    ]
    if made.possible:
        lines.append(say_n("Diventa possibile {n} tirocinio:", "Diventano possibili {n} tirocini:", len(made.possible)))
    else:
        lines.append(say("Nessun tirocinio in più diventa possibile."))
    for opening in made.possible:
        role = catalogue().role(opening.role).label
        lines.append(f"  {opening.id}: {role}, {companies[opening.company]} ({told_week(opening.shifts)})")
    return lines


def _week(available: Available) -> str:
    return say("non ancora chiesti alla persona") if available.week is None else told_week(available.week)
