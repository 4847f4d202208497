"""`abbina vinil`: a VINIL-like assessment shown person by person, and a new cohort with it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from data.intake.forms import read_records, write_records
from data.intake.vinil.bring import Imported, field_told, import_vinil, value_told
from data.language import marked, say, say_n, spoken

HELP = {"vinil": marked("Legge una valutazione di tipo VINIL, mostra che cosa cambia e scrive una coorte nuova.")}

_DIFFERENT = marked("{person}, {item}: l'operatore ha scritto {operator}, la persona {own}. Vale l'operatore.")
_UNUSED = marked("Voci lette e non usate, perché nessun campo le contiene: {items}.")
_UNREAD = marked("Colonne non lette e non copiate: {columns}.")


def vinil(
    file: Annotated[Path, typer.Argument(help=say("Valutazione: un file .csv o un foglio di calcolo."))],
    cohort: Annotated[Path, typer.Option(help=say("Cartella o file della coorte."))],
    out: Annotated[Path, typer.Option(help=say("Cartella nuova o vuota, oppure un file nuovo .xlsx o .json."))],
) -> None:
    """Import an assessment into a new cohort; the old one stays as it is."""
    imported = import_vinil(read_records(cohort), file)
    write_records(imported.records, out, spoken())
    console = Console()
    _print_changes(imported, console)
    for difference in imported.differences:
        _print(
            console,
            say(
                _DIFFERENT,
                person=difference.candidate,
                item=difference.item.label,
                operator=difference.operator,
                own=difference.own,
            ),
        )
    if imported.unused:
        _print(console, say(_UNUSED, items=", ".join(item.label for item in imported.unused)))
    if imported.unread:
        _print(console, say(_UNREAD, columns=", ".join(imported.unread)))
    people = len({change.candidate for change in imported.changes})
    _print(console, say_n("Cambia {n} persona.", "Cambiano {n} persone.", people))
    _print(console, say("Scritta la coorte in {out}", out=out))


def _print_changes(imported: Imported, console: Console) -> None:
    for person, changes in groupby(imported.changes, key=lambda change: change.candidate):
        table = Table(title=person, title_justify="left", title_style="bold")
        for heading in (say("campo"), say("voce"), say("prima"), say("dopo")):
            table.add_column(heading)
        for change in changes:
            item = "" if change.item is None else change.item.label
            table.add_row(field_told(change), item, value_told(change.before), value_told(change.after))
        console.print(table)


def _print(console: Console, sentence: str) -> None:
    console.print(sentence, highlight=False, markup=False, soft_wrap=True)
