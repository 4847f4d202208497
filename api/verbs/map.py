"""`abbina map`: proposes how to read an office's spreadsheets, as a file that a person corrects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from data.errors import AbbinaError
from data.intake.closed_file import write_closed
from data.intake.faults import BadRecords, RowFault
from data.intake.office.propose_mapping import NAMES, Guess, Proposal, reason_told
from data.intake.office.propose_mapping_yaml import mapping_text, propose_map
from data.intake.office.workbook import Grid, read_workbook
from data.language import marked, say, say_n

HELP = {
    "map": marked(
        "Propone come leggere i fogli dell'ufficio: che cosa serve, che cosa resta fuori, che cosa non si capisce."
    )
}

_MOST_SHOWN = 6


def map_file(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=say("Fogli di calcolo: .xlsx, .ods."))],
    out: Annotated[Path, typer.Option(help=say("Dove scrivere la mappa da correggere."))] = Path("mappa.yaml"),
) -> None:
    """Propose mappings for an office's sheets, or check corrected ones; nothing of the sheets is changed."""
    faults: list[RowFault] = []
    books: dict[str, list[Grid]] = {file.name: read_workbook(file, faults) for file in files}
    if faults:
        raise BadRecords(faults)
    if out.exists():
        raise AbbinaError("already_exists", what=say("Il file"), key=str(out))
    proposals = propose_map(books)
    if not proposals:
        expected = say("un foglio con una riga di intestazioni, o schede con etichette: non ne riconosco")
        raise BadRecords([RowFault(name, 0, "", "", expected) for name in books])
    console = Console()
    write_closed(out, mapping_text(proposals).encode())
    for proposal in proposals:
        _tell(proposal, console)
    _tell_others(books, proposals, console)
    console.print(
        say("Scritta la mappa {file}: correggila, poi usa abbina import.", file=out), markup=False, highlight=False
    )


def _tell(proposal: Proposal, console: Console) -> None:
    """What was understood of a sheet, what stays out and why, and what a person has to say."""
    found = len(proposal.found.block.entries)
    title = say(
        "{file} [{sheet}]: {table}, {n} trovati",
        file=proposal.file,
        sheet=proposal.sheet,
        table=say(NAMES[proposal.table]),
        n=found,
    )
    table = Table(title=title, title_justify="left", box=None)
    for name in (say("Colonna"), say("Campo"), say("Da fare")):
        table.add_column(name, overflow="fold")
    for guess in proposal.fields:
        table.add_row(", ".join(guess.flags or guess.headers), guess.column.name_told, _todo(guess))
    for number, child in sorted(proposal.children.items()):
        for guess in child:
            table.add_row(
                guess.headers[0], say("figlio {n}: {field}", n=number, field=guess.column.name_told), _todo(guess)
            )
    for header, reason in proposal.left_out.items():
        table.add_row(header, say("resta fuori") if reason else say("non capita"), reason_told(reason))
    for column in proposal.lacking():
        table.add_row("", column.name_told, say("obbligatorio: nessuna colonna trovata, scrivilo nella mappa"))
    console.print(table)
    console.print()


def _todo(guess: Guess) -> str:
    if not guess.missing:
        return ""
    values = ", ".join(f"«{value}»" for value in guess.missing[:_MOST_SHOWN])
    more = " …" if len(guess.missing) > _MOST_SHOWN else ""
    return (
        say_n("{n} valore da tradurre: {values}", "{n} valori da tradurre: {values}", len(guess.missing), values=values)
        + more
    )


def _tell_others(books: dict[str, list[Grid]], proposals: list[Proposal], console: Console) -> None:
    """The sheets in which nothing was recognised, or that are hidden."""
    for file, grids in books.items():
        used = [proposal.sheet for proposal in proposals if proposal.file == file]
        for grid in grids:
            if not any(grid.name == name or (name.endswith("*") and grid.name.startswith(name[:-1])) for name in used):
                why = say("foglio nascosto") if grid.hidden else say("vuoto") if not grid.rows else say("non capito")
                console.print(
                    say("{file} [{sheet}]: {why}, resta fuori.", file=file, sheet=grid.name, why=why), markup=False
                )
