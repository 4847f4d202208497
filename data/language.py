"""The language in which people are spoken to: Italian sentences stand in the code, the others in `data/locale`.

Every sentence for people goes through `say` (or `say_n` where a number decides); one that stands in a constant is
`marked` there and said later. The edge that answers a person chooses the language with `speaking`.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, get_args

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["it", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALE = Path(__file__).parent / "locale"

_spoken: ContextVar[Language] = ContextVar("spoken", default="it")


def spoken() -> Language:
    """The language in which sentences are made now."""
    return _spoken.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Make sentences in a language until the end of the block."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def marked(sentence: str) -> str:
    """The sentence itself: marks it for translation where it stands, to be said later."""
    return sentence


def say(sentence: str, /, **facts: Any) -> str:
    """A sentence in the language spoken now, with its {placeholders} filled in; braces stay where no fact is given."""
    told = _translations(spoken()).gettext(sentence) if sentence else ""
    return told.format(**facts) if facts else told


def say_n(one: str, many: str, /, n: int, **facts: Any) -> str:
    """As `say`, in the singular or the plural that the language has for `n`; `{n}` may stand in the sentence."""
    translations = _translations(spoken())
    told = translations.ngettext(one, many, n)
    if told in (one, many):
        # The two may stand in constants, each marked on its own.
        told = translations.gettext(told)
    return told.format(n=n, **facts)


def number(value: float, digits: int | None = None) -> str:
    """A number as people of the language write it: `7,5` or `7.5`; with a fixed count of decimals if asked."""
    # The shortest form would write a million as 1e+06.
    short = f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    written = short if digits is None else f"{value:.{digits}f}"
    return written.replace(".", ",") if spoken() == "it" else written


@cache
def _translations(language: Language) -> gettext.NullTranslations:
    """The catalogue of a language, read once; Italian needs none."""
    if language == "it":
        return gettext.NullTranslations()
    with (LOCALE / language / "LC_MESSAGES" / "abbina.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
