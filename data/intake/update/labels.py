"""Names of a review's files and columns, Italian beside English; either is read back."""

from __future__ import annotations

from data.language import Language, spoken

ANSWER: dict[Language, str] = {"it": "conferma", "en": "confirm"}
TOKEN: dict[Language, str] = {"it": "impronta", "en": "fingerprint"}
_HEADERS: tuple[dict[Language, str], ...] = (
    {"it": "proposta", "en": "proposal"},
    ANSWER,
    {"it": "dato", "en": "record"},
    {"it": "che cosa", "en": "what"},
    {"it": "codice noto", "en": "known code"},
    {"it": "codice nuovo", "en": "new code"},
    {"it": "campo", "en": "field"},
    {"it": "prima", "en": "before"},
    {"it": "dopo", "en": "after"},
    {"it": "indizi", "en": "evidence"},
    {"it": "da sapere", "en": "to know"},
    TOKEN,
)
_FILE: dict[Language, str] = {"it": "revisione", "en": "review"}
# Answers in both languages, as `data.fields.plain` makes them.
YES = {"si", "s", "yes", "y", "x", "1", "true", "vero"}
NO = {"", "no", "n", "0", "false", "falso"}


def headers() -> list[str]:
    """The columns, in the language spoken now."""
    return [header[spoken()] for header in _HEADERS]


def file_name(ending: str) -> str:
    """`revisione.csv` or `review.csv`, by the language spoken now; `ending` without a dot."""
    return f"{_FILE[spoken()]}.{ending}"
