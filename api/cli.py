"""The command `abbina`: its verbs are found by entry points, so that no room imports another's."""

from __future__ import annotations

import io
import sys
from importlib.metadata import entry_points

import typer
from rich.console import Console

from data.errors import AbbinaError
from data.intake.faults import BadRecords

VERBS = "abbina.verbs"


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
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without accents shows a mark instead of stopping.
            stream.reconfigure(errors="replace")
    stderr = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        build(sys.argv[1] if len(sys.argv) > 1 else None)()
    except BadRecords as error:
        stderr.print(error.text("it"), style="bold red", markup=False)
        for line in error.lines():
            stderr.print(f"  {line}", markup=False)
        sys.exit(1)
    except AbbinaError as error:
        stderr.print(error.text("it"), style="bold red", markup=False)
        sys.exit(1)
    except OSError as error:
        # Everything that is read has errors of its own: this is a place that cannot be written.
        place = error.filename2 or error.filename
        stderr.print(f"Non si può scrivere in «{place}»: scegli un'altra cartella.", style="bold red", markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
