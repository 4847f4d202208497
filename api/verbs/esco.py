"""`abbina esco FOLDER`: the official ESCO files read, what is in them and what was amiss, and kept ready."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.settings import CACHE, ESCO, cache_folder
from data.esco.cache import Loaded, load
from data.language import marked, number, say, spoken

HELP = {"esco": marked("Legge la classificazione ESCO ufficiale, dice che cosa c'è, e la tiene pronta.")}
ATTRIBUTION = "This service uses the ESCO classification of the European Commission."


def esco(
    folder: Annotated[Path, typer.Argument(help=say("Cartella con i file ufficiali ESCO, CSV o zip, o uno zip."))],
    language: Annotated[
        str | None, typer.Option(help=say("Lingua delle etichette; se manca, quella in cui si legge."))
    ] = None,
    version: Annotated[
        str | None, typer.Option(help=say("Versione, per esempio 1.1.1; se manca, la più nuova che c'è."))
    ] = None,
) -> None:
    """Read the official files of ESCO and keep them ready."""
    start = time.perf_counter()
    loaded = load(folder, language or spoken(), version, cache_folder())
    spent_s = time.perf_counter() - start
    console = Console(soft_wrap=True, highlight=False)
    for line in lines(loaded, folder, spent_s):
        console.print(line, markup=False)


def lines(loaded: Loaded, folder: Path, spent_s: float) -> list[str]:
    """What is told of a reading, line by line."""
    read, kept = loaded.esco, loaded.kept
    told = [
        say("ESCO {version}, etichette in {language}.", version=read.version or "?", language=read.language),
        say(
            "{skills} competenze, {occupations} occupazioni, {groups} gruppi ISCO, {relations} relazioni.",
            skills=len(read.skills),
            occupations=len(read.occupations),
            groups=len(read.isco),
            relations=len(read.relations),
        ),
    ]
    if read.warts:
        told += [say("Da sapere:"), *(f"  {wart.told}" for wart in read.warts)]
    if loaded.was_ready:
        told.append(say("Era già pronta: {spent_s} s.", spent_s=number(spent_s, 1)))
    else:
        told.append(say("Letta in {spent_s} s.", spent_s=number(spent_s, 1)))
    if kept is not None:
        told.append(say("Tenuta pronta in {file}.", file=kept))
    elif loaded.unsafe is not None:
        told.append(
            say(
                "Non tenuta pronta: la cartella {folder} è di un altro utente, o altri possono scriverci. "
                "Togli quel permesso, o scegli un'altra cartella con {setting}.",
                folder=loaded.unsafe,
                setting=CACHE,
            )
        )
    else:
        told.append(say("Non si è potuta tenere pronta: la prossima volta sarà riletta."))
    told.append(
        say(
            "Per usare tutte le competenze nelle celle: {setting} prima dei comandi.",
            setting=f"{ESCO}={folder.resolve()}",
        )
    )
    return [*told, ATTRIBUTION]
