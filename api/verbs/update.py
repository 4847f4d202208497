"""`abbina update`: next month's files, reviewed by people and then applied as far as confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.page.review import sections, write_review
from data.bundle import Records
from data.errors import AbbinaError
from data.intake.forms import read_records, write_records
from data.intake.update.answers import read_answers
from data.intake.update.apply import applied
from data.intake.update.compare import Review, compare
from data.intake.update.labels import ANSWER
from data.intake.update.notes import notes
from data.language import marked, say, say_n, spoken

HELP = {
    "update": marked("Confronta i dati noti con i file del mese nuovo, e applica solo ciò che una persona conferma."),
}


def update(
    folder: Annotated[Path, typer.Argument(help=say("Cartella o file con i dati noti: non cambia mai."))],
    new: Annotated[Path, typer.Option("--with", help=say("Cartella o file del mese nuovo."))],
    review: Annotated[
        Path | None, typer.Option(help=say("Cartella nuova in cui scrivere la revisione da compilare."))
    ] = None,
    apply: Annotated[
        Path | None, typer.Option(help=say("Revisione compilata: si applica solo ciò che ha «sì»."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=say("Cartella nuova, o file nuovo .xlsx o .json, per i dati aggiornati."))
    ] = None,
) -> None:
    """Compare known records with next month's files, then apply what was confirmed."""
    if (review is None) == (apply is None) or (apply is None) != (out is None):
        raise typer.BadParameter(say("indica --review, oppure --apply con --out"), param_hint="--review")
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for place in (review, out):
        _is_free(place)
    compared = compare(read_records(folder), read_records(new))
    if review is not None:
        files = write_review(compared, review)
        _print_counts(compared, console)
        for file in files:
            console.print(f"  {file}")
    elif apply is not None and out is not None:
        confirmed = read_answers(apply, compared)
        result = applied(compared, confirmed, apply.name)
        write_records(result, out)
        console.print(_outcome(compared, len(confirmed), result, out))


def _is_free(place: Path | None) -> None:
    """A place that is taken is told before the work, not after it."""
    if place is not None and place.is_dir() and any(place.iterdir()):
        raise AbbinaError("folder_not_empty", folder=str(place))


def _print_counts(review: Review, console: Console) -> None:
    if not review.changes:
        console.print(say("Nessuna differenza."))
    for section in sections(review):
        if section.unchanged is not None:
            told = say(
                "{what}: {same} forse già noti, {new} da aggiungere, {changed} cambiano, {vanished} non ci sono più, "
                "{unchanged} uguali.",
                what=section.title,
                same=len(section.questions),
                new=len(section.new),
                changed=len(section.changed),
                vanished=len(section.vanished),
                unchanged=section.unchanged,
            )
            console.print(told)
    for note in notes(review):
        console.print(note)
    console.print(say("Nulla è cambiato: compila la colonna «{column}», poi usa --apply.", column=ANSWER[spoken()]))


def _outcome(review: Review, confirmed: int, result: Records, out: Path) -> str:
    applied_now = say_n("Applicata {n} proposta", "Applicate {n} proposte", n=confirmed)
    return say(
        "{applied} su {all}. Scritta la coorte in {out}: {people} persone, {openings} tirocini. Le altre restano come "
        "prima.",
        applied=applied_now,
        all=len(review.changes),
        out=out,
        people=len(result.candidates),
        openings=len(result.openings),
    )
