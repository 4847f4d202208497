"""`abbina template`, `abbina export` and `abbina check`: cohorts, empty, written and verified, in any form."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.verbs.options import Day, day_of
from data.bundle import Records
from data.codes import Viewer
from data.documents import paper_check
from data.intake.forms import Form, read_records, write_records
from data.intake.guide import guide_name
from data.intake.template import write_template
from data.language import marked, say, say_n, speaking, spoken
from data.lawbook import LawBook
from data.programmes import programme_codes
from data.synthetic import invent
from data.views import records_for
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
Language = Annotated[
    Headers | None, typer.Option(help=say("Lingua delle intestazioni; se manca, quella in cui si legge."))
]
Written = Annotated[
    Form, typer.Option("--format", help=say("Tabelle CSV, un foglio di calcolo con gli elenchi a tendina, o JSON."))
]


def template(folder: Folder, language: Language = None, form: Written = Form.CSV) -> None:
    """Write a cohort to fill in, an example and what every column means."""
    chosen = language.value if language else spoken()
    write_template(folder, chosen, form)
    with speaking(chosen):
        guide = guide_name()
    _print(say("Scritti i file vuoti, un esempio e {guide} in {folder}", guide=guide, folder=folder))


def export(
    folder: Annotated[Path, typer.Argument(help=say("Cartella nuova o vuota, oppure un file nuovo .xlsx o .json."))],
    programme: Annotated[
        str | None, typer.Option(help=say("Gruppo inventato: {codes}.", codes=", ".join(programme_codes())))
    ] = None,
    cohort: Annotated[
        Path | None, typer.Option(help=say("Cartella o file della coorte, da riscrivere in forma pulita."))
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help=say("Per il gruppo inventato."))] = 0,
    language: Language = None,
    form: Written = Form.CSV,
    viewer: Annotated[
        Viewer, typer.Option(help=say("Chi leggerà i file; per chi non è case manager senza scelte e tutele."))
    ] = Viewer.CASE_MANAGER,
) -> None:
    """Write a service's cohort in clean form, or an invented one, as a role may read it."""
    if (programme is None) == (cohort is None):
        raise typer.BadParameter(say("indica --programme oppure --cohort: uno dei due"), param_hint="--programme")
    records = read_records(cohort) if cohort is not None else invent(programme or "", seed=seed)
    write_records(records_for(viewer, records), folder, language.value if language else spoken(), form)
    _print(say("Scritta la coorte in {folder}: {told}", folder=folder, told=told(folder)))
    if viewer is not Viewer.CASE_MANAGER:
        _print(say("Copia da leggere: mancano scelte e tutele delle persone. Non usarla per proporre."))


def check(
    folder: Annotated[Path, typer.Argument(help=say("Cartella o file da controllare."))],
    documents: Annotated[
        bool, typer.Option("--documents", help=say("Dice anche quali documenti dei requisiti mancano o sono scaduti."))
    ] = False,
    on: Day = None,
) -> None:
    """Tell every fault of a cohort and, if asked, what its papers lack; nothing is changed."""
    records = read_records(folder)
    load_weights(records.programme.weights)
    _print(say("Nessun errore: {told}", told=counted(records)))
    if not documents:
        return
    day = day_of(records, on)
    findings = paper_check(records, LawBook.load().in_force(day))
    for finding in findings:
        _print(finding.sentence)
    told_day = f"{day:%d/%m/%Y}"
    if not findings:
        _print(say("Documenti dei requisiti al {day}: non manca nulla.", day=told_day))
    else:
        one = marked("Documenti dei requisiti al {day}: {n} cosa da chiedere.")
        many = marked("Documenti dei requisiti al {day}: {n} cose da chiedere.")
        _print(say_n(one, many, len(findings), day=told_day))


def told(folder: Path) -> str:
    """What a cohort holds, in words."""
    return counted(read_records(folder))


def counted(records: Records) -> str:
    """How many of each, as people count: `1 figlio`, `2 figli`."""
    seats = sum(opening.seats for opening in records.openings)
    parts = [
        say_n("{n} persona", "{n} persone", len(records.candidates)),
        say_n("{n} figlio", "{n} figli", len(records.children)),
        say_n("{n} azienda", "{n} aziende", len(records.companies)),
        say_n("{n} tirocinio", "{n} tirocini", len(records.openings)),
        say_n("{n} posto", "{n} posti", seats),
        say_n("{n} servizio", "{n} servizi", len(records.services)),
    ]
    return ", ".join(parts) + "."


def _print(sentence: str) -> None:
    Console().print(sentence, highlight=False, markup=False, soft_wrap=True)
