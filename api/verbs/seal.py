"""`abbina seal`: a name that nobody may read, as the digits that stand for it in the records."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from api.settings import SEAL_KEY, seal_key_file
from data.language import marked, say
from data.sealed import normal_name, read_key
from data.sealed import seal as seal_name

HELP = {"seal": marked("Sigilla un nome da confrontare senza che nessuno lo legga: scrive 64 cifre e lettere.")}


def seal(
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            help=say("File della chiave del servizio, mai insieme ai dati; se manca, {name}.", name=SEAL_KEY),
        ),
    ] = None,
    typed: Annotated[list[str] | None, typer.Argument(hidden=True, metavar="")] = None,
) -> None:
    """Ask for a name without showing it, or read one a line, and write the seal only."""
    # Taken so that it can be refused here: the usual error would write the name again.
    if typed:
        raise typer.BadParameter(
            say("il nome non si scrive nel comando, dove altri lo possono leggere: lancia il comando da solo")
        )
    file = key or seal_key_file()
    if file is None:
        raise typer.BadParameter(say("indica con --key il file della chiave"))
    secret, is_new = read_key(file)
    if is_new:
        typer.echo(
            say(
                "Nuova chiave in «{file}»: va conservata. Con una chiave diversa lo stesso nome ha un altro sigillo.",
                file=file,
            ),
            err=True,
        )
    for name in list(_names()):
        typer.echo(seal_name(name, secret))


def _names() -> Iterator[str]:
    """The names, all of them right; an error holds nothing of what was typed."""
    try:
        names = [_asked()] if sys.stdin.isatty() else [line for line in sys.stdin if line.strip()]
    except UnicodeDecodeError:
        raise typer.BadParameter(say("il testo deve essere in UTF-8")) from None
    if not names or not all(map(normal_name, names)):
        raise typer.BadParameter(say("serve un nome, con almeno una lettera; uno per riga"))
    yield from names


def _asked() -> str:
    first = str(typer.prompt(say("Nome e cognome, o codice fiscale"), hide_input=True, err=True))
    again = str(typer.prompt(say("Di nuovo, per sicurezza"), hide_input=True, err=True))
    # A slip of the finger that nobody sees would never match anybody.
    if normal_name(first) != normal_name(again):
        raise typer.BadParameter(say("i due nomi non sono uguali"))
    return first
