"""`abbina map`: proposes how to read an office's spreadsheets, as a file that a person corrects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data.errors import AbbinaError
from data.intake.closed_file import write_closed
from data.intake.faults import BadRecords, RowFault
from data.intake.office.private import is_private
from data.intake.office.propose_mapping import NAMES, Guess, Proposal, propose_for, reason_told
from data.intake.office.propose_mapping_sheets import propose_map, sheet_told
from data.intake.office.propose_mapping_yaml import mapping_text, to_read
from data.intake.office.sheet_names import EVERY_SHEET, sheet_label
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
        _tell(proposal, books[proposal.file], console)
    _tell_others(books, proposals, console)
    console.print(
        say("Scritta la mappa {file}: correggila, poi usa abbina import.", file=out), markup=False, highlight=False
    )


def _tell(proposal: Proposal, grids: list[Grid], console: Console) -> None:
    """What was understood of a sheet, what stays out and why, and what a person has to say."""
    title = say(
        "{file} [{sheet}]: {table}, {n} trovati",
        file=proposal.file,
        sheet=sheet_told(proposal, grids),
        table=say(NAMES[proposal.table]),
        n=proposal.n_found,
    )
    table = Table(title=escape(title), title_justify="left", box=None)
    for name in (say("Colonna"), say("Campo"), say("Da fare")):
        table.add_column(name, overflow="fold")

    def add(*cells: str) -> None:
        table.add_row(*map(escape, cells))

    for guess in proposal.fields:
        add(", ".join(guess.flags or guess.headers), guess.column.name_told, _todo(guess, proposal))
    for number, child in sorted(proposal.children.items()):
        for guess in child:
            add(
                guess.headers[0],
                say("figlio {n}: {field}", n=number, field=guess.column.name_told),
                _todo(guess, proposal),
            )
    for header, reason in proposal.left_out.items():
        add(header, say("resta fuori") if reason else say("non capita"), reason_told(reason))
    for column in proposal.lacking():
        add("", column.name_told, say("obbligatorio: nessuna colonna trovata, scrivilo nella mappa"))
    console.print(table)
    console.print()


def _todo(guess: Guess, proposal: Proposal) -> str:
    """What a person has to translate; of values that may tell of somebody only where they are."""
    told = []
    if guess.missing:
        values = ", ".join(f"«{value}»" for value in guess.missing[:_MOST_SHOWN])
        more = " …" if len(guess.missing) > _MOST_SHOWN else ""
        n = len(guess.missing)
        told.append(
            say_n("{n} valore da tradurre: {values}", "{n} valori da tradurre: {values}", n, values=values) + more
        )
    return "; ".join([*told, *filter(None, [to_read(guess, proposal)])])


def _tell_others(books: dict[str, list[Grid]], proposals: list[Proposal], console: Console) -> None:
    """The sheets in which nothing was recognised, that are hidden, or that are left for another file."""
    for file, grids in books.items():
        mine = [proposal for proposal in proposals if proposal.file == file]
        used = {name for proposal in mine for name in proposal.alike or [proposal.sheet]}
        # Where sheets bear the names of people, the others may as well.
        nameless = any(proposal.sheet == EVERY_SHEET for proposal in mine)
        for grid in grids:
            if grid.name in used or (EVERY_SHEET in used and not grid.hidden and propose_for(file, grid)):
                continue
            if grid.hidden:
                why = say("foglio nascosto")
            elif not grid.rows:
                why = say("vuoto")
            elif propose_for(file, grid):
                why = say("di un altro tipo, o con il nome di una persona: salvalo in un file a parte")
            else:
                why = say("non capito")
            asked = EVERY_SHEET if nameless or is_private(grid.name) else grid.name
            sheet = sheet_label(grids, grid, asked)
            console.print(say("{file} [{sheet}]: {why}, resta fuori.", file=file, sheet=sheet, why=why), markup=False)
