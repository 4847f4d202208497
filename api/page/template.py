"""Templates of pages: what every one of them needs, sentences said when a page is made."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from data.language import say, say_n

ROOMS = Path(__file__).parents[1]


def style(name: str) -> str:
    """A style sheet as text, to stand inside the page: a page fetches nothing."""
    return (ROOMS / "static" / name).read_text(encoding="utf-8")


@cache
def template(name: str, **filters: Callable[..., Any]) -> Template:
    """A template with filters of its own."""
    # Any: the extension adds its methods to the environment when it is made.
    env: Any = Environment(
        loader=FileSystemLoader(ROOMS / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.policies["ext.i18n.trimmed"] = True
    # One template serves every language: sentences are said when the page is made, not when the template is read.
    env.install_gettext_callables(say, say_n, newstyle=True)
    env.filters.update(filters)
    page: Template = env.get_template(name)
    return page
