"""What the command line says by itself, in the language spoken: Typer writes it in English, in part through gettext."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from rich.console import Console
from typer.core import TyperCommand, TyperGroup

from data.language import LOCALE, Language, spoken

_PLACE = re.compile(r"\\\{(\w+)\\\}")


@contextmanager
def bind_words(language: Language) -> Iterator[None]:
    """Give Typer's own gettext its words in a language; to be entered before Typer first writes anything."""
    catalogue = _catalogue(language)
    if catalogue is None:
        yield
        return
    with TemporaryDirectory(prefix="abbina-") as folder:
        # Gettext reads compiled files alone, and Typer asks for its default domain.
        domain = Path(folder) / language / "LC_MESSAGES" / "messages.mo"
        domain.parent.mkdir(parents=True)
        with domain.open("wb") as file:
            write_mo(file, catalogue)
        gettext.bindtextdomain("messages", folder)
        os.environ["LANGUAGE"] = language
        yield


def worded(said: str) -> str:
    """What Typer said in English, in the language spoken now; what its catalogue does not hold stays as it is."""
    for template, told in _templates(spoken()):
        if found := template.fullmatch(said):
            return told.format(**{name: worded(part) for name, part in found.groupdict().items()})
    return said


def print_usage_error(error: typer.TyperException) -> int:
    """Say how a command line is wrong, and its status."""
    stderr, sentence = Console(stderr=True, soft_wrap=True, highlight=False), error.format_message()
    context: typer.Context | None = getattr(error, "ctx", None)
    if sentence and context is not None:
        stderr.print(context.get_usage(), markup=False)
        stderr.print(worded(f"Try '{context.command_path} --help' for help."), style="dim", markup=False)
    if sentence:
        stderr.print(worded(sentence), style="bold red", markup=False)
    return error.exit_code


class Command(TyperCommand):
    """A verb whose usage and help option are worded."""

    def get_usage(self, ctx: Any) -> str:
        """The line of usage."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the help."""
        return _help_option(super().get_help_option(ctx))


class Group(TyperGroup):
    """The command with its verbs, worded likewise."""

    def get_usage(self, ctx: Any) -> str:
        """The line of usage."""
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the help."""
        return _help_option(super().get_help_option(ctx))


def _usage(line: str) -> str:
    # What has no name is there to be refused only, as by `abbina seal`.
    return line.replace("Usage: ", worded("Usage: "), 1).removesuffix(" []...")


def _help_option(option: Any) -> Any:
    if option is not None:
        option.help = worded(option.help or "")
    return option


@cache
def _catalogue(language: Language) -> Catalog | None:
    path = LOCALE / language / "LC_MESSAGES" / "click.po"
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=language)


@cache
def _templates(language: Language) -> list[tuple[re.Pattern[str], str]]:
    """What Typer may say, with a named group for each place, and how it is told."""
    known = [(str(entry.id), str(entry.string)) for entry in _catalogue(language) or () if entry.id]
    return [(re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(one)), re.DOTALL), told) for one, told in known]
