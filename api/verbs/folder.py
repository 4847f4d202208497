"""`abbina template`, `abbina export` and `abbina check`: cohort folders, empty, written and verified."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from data.intake.read import read_folder
from data.intake.template import write_template
from data.intake.write import write_folder
from data.programmes import programme_codes
from data.synthetic import invent
from scoring.weights import load_weights


class Headers(StrEnum):
    """Language of the headers."""

    IT = "it"
    EN = "en"


Folder = Annotated[Path, typer.Argument(help="Cartella nuova o vuota.")]
Language = Annotated[Headers, typer.Option(help="Lingua delle intestazioni.")]


def template(folder: Folder, language: Language = Headers.IT) -> None:
    """Scrive i file vuoti da compilare, un esempio e la descrizione di ogni colonna."""
    write_template(folder, language.value)
    Console().print(f"Scritti i file vuoti, un esempio e COLONNE.md in {folder}", highlight=False, markup=False)


def export(
    folder: Folder,
    programme: Annotated[str | None, typer.Option(help=f"Gruppo inventato: {', '.join(programme_codes())}.")] = None,
    cohort: Annotated[Path | None, typer.Option(help="Cartella da riscrivere in forma pulita.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Per il gruppo inventato.")] = 0,
    language: Language = Headers.IT,
) -> None:
    """Scrive una cartella: quella di un servizio riscritta in forma pulita, o un gruppo inventato."""
    if (programme is None) == (cohort is None):
        raise typer.BadParameter("indica --programme oppure --cohort: uno dei due", param_hint="--programme")
    records = read_folder(cohort) if cohort is not None else invent(programme or "", seed=seed)
    write_folder(records, folder, language.value)
    Console().print(f"Scritta la cartella {folder}: {told(folder)}", highlight=False, markup=False)


def check(folder: Annotated[Path, typer.Argument(help="Cartella da controllare.")]) -> None:
    """Controlla una cartella e dice tutti gli errori insieme; non cambia nulla."""
    load_weights(read_folder(folder).programme.weights)
    Console().print(f"Nessun errore: {told(folder)}", highlight=False, markup=False)


def told(folder: Path) -> str:
    """What a folder holds, in words."""
    records = read_folder(folder)
    seats = sum(opening.seats for opening in records.openings)
    return (
        f"{len(records.candidates)} persone, {len(records.children)} figli, {len(records.companies)} aziende, "
        f"{len(records.openings)} tirocini con {seats} posti, {len(records.services)} servizi."
    )
