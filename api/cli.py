"""The command `abbina`: its verbs are found by entry points, so that no room imports another's."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import typer
from rich.console import Console

from data.errors import AbbinaError
from data.intake.faults import BadRecords

VERBS = "abbina.verbs"
# A list longer than a screen hides its beginning; the rest is counted.
FAULTS_SHOWN = 50


def build(wanted: str | None = None) -> typer.Typer:
    """The command with every verb that is installed, in alphabetical order, or with the wanted one alone.

    Only what is wanted is imported: `abbina match` does not wait for a web server to load.
    """
    app = typer.Typer(
        help="Propone chi potrebbe andare in quale tirocinio, dice perché, e lascia decidere una persona.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    verbs = sorted(entry_points(group=VERBS), key=lambda point: point.name)
    for verb in [verb for verb in verbs if verb.name == wanted] or verbs:
        app.command(verb.name)(verb.load())
    if wanted is not None:
        # Typer drops the verb's name when there is a single one; a callback keeps it.
        app.callback()(lambda: None)
    return app


def main() -> None:
    """Run a verb; what a person can mend ends in sentences and status 1, never in a traceback."""
    stderr = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        build(sys.argv[1] if len(sys.argv) > 1 else None)()
    except BadRecords as error:
        stderr.print(error.text("it"), style="bold red", markup=False)
        lines = list(error.lines())
        for line in lines[:FAULTS_SHOWN]:
            stderr.print(f"  {line}", markup=False)
        if len(lines) > FAULTS_SHOWN:
            stderr.print(f"  … e altri {len(lines) - FAULTS_SHOWN}.", markup=False)
        sys.exit(1)
    except AbbinaError as error:
        stderr.print(error.text("it"), style="bold red", markup=False)
        sys.exit(1)
