"""The command `abbina`: its verbs are found by entry points, so that no room imports another's."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Annotated, Any

import typer
from rich.console import Console

from api.settings import use_settings
from api.usage import Command, Group, bind_words, print_usage_error, worded
from data.errors import AbbinaError
from data.intake.faults import BadRecords
from data.language import LANGUAGES, Language, say, speaking

VERBS = "abbina.verbs"
CHOSEN = "ABBINA_LANG"


def build(wanted: str | None = None) -> typer.Typer:
    """The command with every verb that is installed, in alphabetical order, or with the wanted one alone.

    Only what is wanted is imported: `abbina match` does not wait for a web server to load. To be called in the language
    in which its help is read: texts of options are said when a verb is imported.
    """
    app = typer.Typer(
        cls=Group,
        help=say("Propone chi potrebbe andare in quale tirocinio, dice perché, e lascia decidere una persona."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        options_metavar=worded("[OPTIONS]"),
        subcommand_metavar=worded("COMMAND [ARGS]..."),
    )

    # A callback also keeps the verb's name, which Typer drops when there is a single one.
    @app.callback()
    def spoken_to(
        lang: Annotated[
            str, typer.Option("--lang", metavar="|".join(LANGUAGES), help=say("Lingua; anche dopo il comando."))
        ] = "it",
    ) -> None:
        if lang not in LANGUAGES:
            raise typer.BadParameter(say("una di queste: {languages}", languages=", ".join(LANGUAGES)))

    verbs = sorted(entry_points(group=VERBS), key=lambda point: point.name)
    for verb in [verb for verb in verbs if verb.name == wanted] or verbs:
        run, room = verb.load(), sys.modules[verb.module]
        text: str = vars(room).get("HELP", {}).get(verb.name, "")
        if isinstance(run, typer.Typer):
            # A verb of several acts, such as `abbina study prove`.
            for act in run.registered_commands:
                act.cls, act.options_metavar = Command, worded("[OPTIONS]")
            app.add_typer(run, name=verb.name, cls=Group, help=say(text), no_args_is_help=True)
            continue
        app.command(verb.name, cls=Command, help=say(text), options_metavar=worded("[OPTIONS]"))(run)
    return app


def language_of(words: Sequence[str], environment: str | None = None) -> tuple[str, list[str]]:
    """The language asked for and the other words of a command line.

    Parameters
    ----------
    words : what was typed after `abbina`; `--lang en` or `--lang=en` may stand anywhere before `--`
    environment : the language where the command line names none
    """
    chosen, rest = environment or LANGUAGES[0], list(words)
    end = rest.index("--") if "--" in rest else len(rest)
    for k in range(end - 1, -1, -1):
        if rest[k].startswith("--lang="):
            return rest[k].removeprefix("--lang="), rest[:k] + rest[k + 1 :]
        if rest[k] == "--lang" and k + 1 < end:
            return rest[k + 1], rest[:k] + rest[k + 2 :]
    return chosen, rest


def main() -> None:
    """Run a verb; what a person can mend ends in sentences and status 1, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without accents shows a mark instead of stopping.
            stream.reconfigure(errors="replace")
    asked, words = language_of(sys.argv[1:], os.environ.get(CHOSEN))
    language: Language = next((known for known in LANGUAGES if known == asked), LANGUAGES[0])
    # An unknown language is told by the command itself.
    wanted, words = next(iter(words), None), words if asked == language else ["--lang", asked, *words]
    with bind_words(language), speaking(language):
        sys.exit(_run(wanted, words))


def _run(wanted: str | None, words: list[str]) -> int:
    stderr = Console(stderr=True, soft_wrap=True, highlight=False)

    def tell(sentence: str, *more: str) -> int:
        stderr.print(sentence, style="bold red", markup=False)
        for line in more:
            stderr.print(f"  {line}", markup=False)
        return 1

    try:
        use_settings()
        done: Any = build(wanted)(words, prog_name="abbina", standalone_mode=False)
    except typer.TyperException as error:
        return print_usage_error(error)
    except BadRecords as error:
        return tell(error.text(), *error.lines())
    except AbbinaError as error:
        return tell(error.text())
    except OSError as error:
        # Everything that is read has errors of its own: this is a place that cannot be written.
        place = error.filename2 or error.filename
        return tell(say("Non si può scrivere in «{place}»: scegli un'altra cartella.", place=place))
    except (KeyboardInterrupt, typer.Abort):
        return 130
    return done if isinstance(done, int) else 0
