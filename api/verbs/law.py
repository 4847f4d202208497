"""`abbina law`: the numbers of the law in force on a day, and what a jurist has still to check."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.page.law_book import Act, Entry, acts_of, count_to_verify, law_csv, render_law, sources_told
from data.errors import AbbinaError
from data.intake.closed_file import write_closed
from data.language import marked, say
from data.lawbook import Law, LawBook
from scoring.rule import as_day

HELP = {"law": marked("Dice i numeri e le tabelle delle norme in vigore, da dove vengono e che cosa va verificato.")}
FORMATS = (".html", ".csv")


def law(
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d", "%d/%m/%Y"], help=say("Giorno delle norme da dire; se manca, oggi.")),
    ] = None,
    key: Annotated[str, typer.Option(help=say("Solo le norme la cui chiave comincia così, per esempio caps."))] = "",
    to_verify: Annotated[
        bool, typer.Option("--to-verify", help=say("Solo le norme che un giurista deve ancora confermare."))
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help=say("File .html o .csv da scrivere; se manca, le norme si leggono qui."))
    ] = None,
) -> None:
    """Tell the law of a day, in the terminal, as a page or as a sheet."""
    if out is not None and out.suffix.lower() not in FORMATS:
        raise typer.BadParameter(say("un file che finisce con .html o .csv"), param_hint="--out")
    if out is not None and out.is_dir():
        raise AbbinaError("already_exists", what=marked("La cartella"), key=str(out))
    known = LawBook.load().in_force(on.date() if on else datetime.now().astimezone().date())
    acts = acts_of(known, key, to_verify)
    console = Console(highlight=False)
    if out is None:
        print_law(known, acts, console)
        return
    text = render_law(known, acts) if out.suffix.lower() == ".html" else law_csv(acts)
    write_closed(out, text.encode())
    console.print(say("Scritte le norme in {out}", out=out), markup=False, soft_wrap=True)


def print_law(known: Law, acts: tuple[Act, ...], console: Console) -> None:
    """Print the acts, then what is not in force, then what still wants checking.

    Parameters
    ----------
    known : the day
    acts : what to tell of it
    console : where
    """
    console.print(say("Norme in vigore il {day}.", day=as_day(known.on.toordinal())), markup=False)
    for act in acts:
        if act.in_force:
            _print_act(act, console)
    if others := [entry for act in acts for entry in act.entries if not entry.in_force]:
        _print_others(others, console)
    waiting, count = count_to_verify(acts)
    console.print(
        "\n" + say("Norme in vigore: {count}. Da verificare: {waiting}.", count=count, waiting=waiting), style="bold"
    )
    for act in acts:
        if act.to_verify:
            told = "; ".join(entry.title for entry in act.to_verify)
            console.print(f"  {act.title} ({len(act.to_verify)}): {told}", markup=False)


def _print_act(act: Act, console: Console) -> None:
    table = _table(act.title, say("Norma"), say("Valore"), say("In vigore"), say("Fonte e controllo"))
    for entry in act.in_force:
        value = "\n".join((*entry.lines, *(f"({other})" for other in entry.others)))
        since = say("dal {since}", since=entry.since)
        days = f"{since} {say('al {until}', until=entry.until)}" if entry.until else since
        mark = say("da verificare") if entry.verify else say("niente da verificare")
        checked = say("ultimo controllo il {day}", day=entry.checked)
        table.add_row(
            f"{escape(entry.title)}\n[dim]{escape(entry.key)}[/dim]",
            escape(value),
            escape(days),
            f"{escape(sources_told(entry))}\n[bold]{escape(mark)}[/bold], {escape(checked)}",
        )
    console.print()
    console.print(table)


def _print_others(entries: list[Entry], console: Console) -> None:
    table = _table(say("Norme conosciute ma non in vigore in quel giorno"), say("Norma"), say("In altri giorni"))
    for entry in entries:
        table.add_row(f"{escape(entry.title)}\n[dim]{escape(entry.key)}[/dim]", escape("\n".join(entry.others)))
    console.print()
    console.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=escape(title), title_justify="left", title_style="bold", show_lines=True, expand=True)
    for name in columns:
        # A day is never broken: `dal 1/7/2005`, `dal 24/11/2017`.
        is_day = name == say("In vigore")
        table.add_column(name, overflow="fold", ratio=None if is_day else 3, min_width=14 if is_day else None)
    return table
