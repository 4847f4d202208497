"""`abbina rules`: every rule in plain words, in the terminal or as a page, with worked examples."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from api.page.law import parameters_of, with_titles
from api.page.rules import full_stop, render_rules, what_missing_means
from data.errors import AbbinaError
from data.intake.closed_file import write_closed
from data.language import marked, say
from data.lawbook import Law, LawBook
from data.programmes import programme_codes
from matching.examples import Example, worked_examples
from matching.invented import invented
from matching.readers import readings
from scoring.rule import Kind, Rule, as_day
from scoring.rules import RULES

HELP = {"rules": marked("Dice ogni regola in parole semplici: che cosa chiede, perché, da quando, chi può cambiarla.")}
DEMO_SEED = 0


def rules(
    out: Annotated[
        Path | None, typer.Option(help=say("File .html da scrivere; se manca, le regole si leggono qui."))
    ] = None,
    examples: Annotated[
        bool | None,
        typer.Option(
            "--examples/--no-examples",
            help=say("Con un esempio inventato per ogni tipo di regola; se manca, solo nella pagina."),
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d", "%d/%m/%Y"], help=say("Giorno delle norme da dire; se manca, oggi.")),
    ] = None,
) -> None:
    """Tell every rule, in the terminal or as a page."""
    law = LawBook.load().in_force(on.date() if on else datetime.now().astimezone().date())
    console = Console(highlight=False)
    if out is None:
        shown = worked_examples(programme_codes(), DEMO_SEED) if examples else ()
        print_rules(law, {example.kind: example for example in shown}, console)
        return
    if out.is_dir():
        raise AbbinaError("already_exists", what=marked("La cartella"), key=str(out))
    # A place that cannot be written is found before the work, not after it.
    out.parent.mkdir(parents=True, exist_ok=True)
    worlds = () if examples is False else invented(programme_codes(), DEMO_SEED)
    write_closed(out, render_rules(law, worlds).encode())
    console.print(say("Scritta la pagina in {out}", out=out), markup=False, soft_wrap=True)


def print_rules(law: Law, examples: dict[str, Example], console: Console) -> None:
    """Print every rule.

    Parameters
    ----------
    law : the day whose numbers are told
    examples : by code of the kind; none for no examples
    console : where
    """
    console.print(say("Regole con i numeri in vigore il {day}.", day=as_day(law.on.toordinal())), markup=False)
    if examples:
        console.print(say("Tutti gli esempi sono inventati: nessuna persona e nessuna azienda è reale."), markup=False)
    for rule in RULES:
        _print_rule(rule, law, examples, console)


def _print_rule(rule: Rule, law: Law, examples: dict[str, Example], console: Console) -> None:
    console.print(f"\n{say(rule.title)}", style="bold", markup=False)
    console.print(with_titles(say(rule.law), law), style="dim", markup=False)
    for kind in rule.kinds:
        _print_kind(kind, law, examples.get(kind.code), console)
    about = _grid()
    for reading in readings(rule):
        about.add_row(say("Legge, {viewer}", viewer=reading.viewer.label), reading.told)
    about.add_row(say("Se un dato manca"), what_missing_means(rule))
    for parameter in parameters_of(rule, law):
        verify = f" ({say('da verificare')})" if parameter.verify else ""
        about.add_row(parameter.title, f"{parameter.value}{verify}")
    console.print()
    console.print(Padding(about, (0, 0, 0, 2)), markup=False)


def _print_kind(kind: Kind, law: Law, example: Example | None, console: Console) -> None:
    console.print(f"\n  {say(kind.title)}", style="underline", markup=False)
    told = _grid()
    told.add_row(say("Chiede"), with_titles(say(kind.asks), law))
    told.add_row(say("Perché"), with_titles(say(kind.why), law))
    told.add_row(say("Da quando"), full_stop(say(kind.since)))
    told.add_row(say("Chi può cambiarlo"), full_stop(say(kind.who)))
    if example is not None:
        opening = example.opening
        told.add_row(
            say("Esempio inventato"), f"{example.candidate} · {opening.role}, {opening.place} · {opening.shifts}"
        )
        for fact in example.facts:
            told.add_row("", fact)
        told.add_row(say("Si legge"), example.case_manager)
        for way in example.ways:
            told.add_row("→", f"{way.sentence} {say('Chi: {who}.', who=way.who)} {way.after}")
    console.print(Padding(told, (0, 0, 0, 2)), markup=False)


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", max_width=28, overflow="fold")
    grid.add_column(overflow="fold")
    return grid
