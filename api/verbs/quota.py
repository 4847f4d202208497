"""`abbina quota`: where every company stands with L. 68/1999, for scouts: leads first, then what has to be mended."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from api.verbs.options import Day, day_of
from data.intake.forms import read_records
from data.language import marked, say, say_n
from data.lawbook import LawBook
from data.quota import QuotaState
from data.quota_told import ORDER, QuotaTold, quotas_told

HELP = {"quota": marked("Dice per ogni azienda come sta con la L. 68/1999: le piste prima, poi che cosa manca.")}
# States in which there is nothing to do are counted, unless somebody asks for all.
QUIET = (QuotaState.COVERED, QuotaState.NOT_OBLIGED)


def quota(
    cohort: Annotated[Path, typer.Argument(help=say("Cartella o file della coorte: non cambia mai."))],
    on: Day = None,
    every: Annotated[bool, typer.Option("--all", help=say("Anche le aziende in regola o senza obblighi."))] = False,
) -> None:
    """Tell where every company stands."""
    records = read_records(cohort)
    law = LawBook.load().in_force(day_of(records, on))
    lines = quotas_told(records, law)
    shown = [line for line in lines if every or line.found.state not in QUIET]
    console = Console(highlight=False)
    for state in ORDER:
        group = [line for line in shown if line.found.state is state]
        if group:
            _print(group, console)
    quiet = len(lines) - len(shown)
    if quiet:
        told = say_n(
            "{n} azienda è in regola o non ha obblighi (si legge con --all).",
            "{n} aziende sono in regola o non hanno obblighi (si leggono con --all).",
            quiet,
        )
        console.print(told, markup=False, soft_wrap=True)
    console.print(
        say("Lo stato di un'azienda non aggiunge punti a nessuna persona, e non dice nulla di nessuna persona."),
        markup=False,
        soft_wrap=True,
    )


def _print(lines: list[QuotaTold], console: Console) -> None:
    """The companies of one state, under what to do about it."""
    title = say("{state} ({n})", state=lines[0].state[0].upper() + lines[0].state[1:], n=len(lines))
    console.print(title, style="bold", markup=False)
    console.print(lines[0].step, markup=False)
    for line in lines:
        known = " ".join(line.sentences)
        told = f"{line.company.id} {line.company.name}" + (f": {known}" if known else "")
        console.print(Padding(Text(told), (0, 0, 0, 2)))
    console.print()
