"""`abbina template`, `abbina export` and `abbina check`: cohorts, empty, written and verified, in any form."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from data.intake.forms import Form, read_records, write_records
from data.intake.template import write_template
from data.language import marked, say
from data.programmes import programme_codes
from data.synthetic import invent
from scoring.weights import load_weights

HELP = {
    "template": marked("Scrive i file vuoti da compilare, un esempio e la descrizione di ogni colonna."),
    "export": marked("Scrive una coorte: quella di un servizio riscritta in forma pulita, o un gruppo inventato."),
    "check": marked("Controlla una coorte e dice tutti gli errori insieme; non cambia nulla."),
}


class Headers(StrEnum):
    """Language of the headers."""

    IT = "it"
    EN = "en"


Folder = Annotated[Path, typer.Argument(help=say("Cartella nuova o vuota."))]
Language = Annotated[Headers, typer.Option(help=say("Lingua delle intestazioni."))]
Written = Annotated[
    Form, typer.Option("--format", help=say("Tabelle CSV, un foglio di calcolo con gli elenchi a tendina, o JSON."))
]


def template(folder: Folder, language: Language = Headers.IT, form: Written = Form.CSV) -> None:
    """Write a cohort to fill in, an example and what every column means."""
    write_template(folder, language.value, form)
    _print(say("Scritti i file vuoti, un esempio e COLONNE.md in {folder}", folder=folder))


def export(
    folder: Annotated[Path, typer.Argument(help=say("Cartella nuova o vuota, oppure un file nuovo .xlsx o .json."))],
    programme: Annotated[
        str | None, typer.Option(help=say("Gruppo inventato: {codes}.", codes=", ".join(programme_codes())))
    ] = None,
    cohort: Annotated[
        Path | None, typer.Option(help=say("Cartella o file della coorte, da riscrivere in forma pulita."))
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help=say("Per il gruppo inventato."))] = 0,
    language: Language = Headers.IT,
    form: Written = Form.CSV,
) -> None:
    """Write a service's cohort in clean form, or an invented one."""
    if (programme is None) == (cohort is None):
        raise typer.BadParameter(say("indica --programme oppure --cohort: uno dei due"), param_hint="--programme")
    records = read_records(cohort) if cohort is not None else invent(programme or "", seed=seed)
    write_records(records, folder, language.value, form)
    _print(say("Scritta la coorte in {folder}: {told}", folder=folder, told=told(folder)))


def check(folder: Annotated[Path, typer.Argument(help=say("Cartella o file da controllare."))]) -> None:
    """Tell every fault of a cohort; nothing is changed."""
    load_weights(read_records(folder).programme.weights)
    _print(say("Nessun errore: {told}", told=told(folder)))


def told(folder: Path) -> str:
    """What a cohort holds, in words."""
    records = read_records(folder)
    return say(
        "{people} persone, {children} figli, {companies} aziende, {openings} tirocini con {seats} posti, "
        "{services} servizi.",
        people=len(records.candidates),
        children=len(records.children),
        companies=len(records.companies),
        openings=len(records.openings),
        seats=sum(opening.seats for opening in records.openings),
        services=len(records.services),
    )


def _print(sentence: str) -> None:
    Console().print(sentence, highlight=False, markup=False, soft_wrap=True)
