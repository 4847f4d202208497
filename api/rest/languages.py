"""In which language a request is answered: `?lang=en` in the address, else the header Accept-Language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Query
from starlette.datastructures import Headers
from starlette.types import Scope

from data.language import LANGUAGES, Language

_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


async def chosen(
    lang: Annotated[
        Language | None, Query(description="Language of sentences; before the header Accept-Language")
    ] = None,
) -> None:
    """Make the parameter known to every operation; the guard at the door has read it already."""


def language_of(scope: Scope, otherwise: Language) -> Language:
    """The language of a request; what asks for none that we speak is answered in the one `otherwise`."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
    for known in LANGUAGES:
        if asked == known:
            return known
    return accepted(",".join(Headers(scope=scope).getlist("accept-language")), otherwise)


def accepted(header: str, otherwise: Language) -> Language:
    """The language that a header Accept-Language (RFC 9110, 12.5.4) likes best; the first of equals.

    Parameters
    ----------
    header : for instance `en-GB, it;q=0.5`; what cannot be read in it is left out
    otherwise : the language where none of ours is named; `*` stands for it
    """
    best, most = otherwise, 0.0
    for name, quality in _wishes(header):
        language = next((known for known in LANGUAGES if name == known), otherwise if name == "*" else None)
        if language is not None and quality > most:
            best, most = language, quality
    return best


def _wishes(header: str) -> Iterator[tuple[str, float]]:
    """Primary languages with their qualities, in [0, 1]."""
    for wish in header.split(","):
        tag, _, rest = wish.partition(";")
        name, value = tag.strip().lower().partition("-")[0], rest.strip().removeprefix("q=") or "1"
        if _QUALITY.fullmatch(value):
            yield name, float(value)
