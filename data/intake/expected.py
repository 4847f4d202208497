"""What a field expects, in Italian, from the errors of pydantic: for folders and for the programming interface."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from data.intake.faults import shown

# Type of pydantic's error -> what is expected. Ours ("field") bring their own sentence.
_EXPECTED = {
    "missing": "un valore: qui è obbligatorio",
    "int_type": "un numero intero",
    "int_parsing": "un numero intero",
    "int_parsing_size": "un numero intero",
    "int_from_float": "un numero intero",
    "float_type": "un numero, per esempio 43,88",
    "float_parsing": "un numero, per esempio 43,88",
    "finite_number": "un numero, per esempio 43,88",
    "greater_than_equal": "un numero non più piccolo di {ge}",
    "less_than_equal": "un numero non più grande di {le}",
    "string_type": "un testo",
    "string_unicode": "un testo di caratteri validi",
    "string_too_long": "un testo di al massimo {max_length} caratteri",
    "string_too_short": "un testo di almeno {min_length} caratteri",
    "string_pattern_mismatch": (
        "un codice di 1-40 lettere non accentate, cifre, punti e trattini, che inizia con una lettera o una cifra"
    ),
    "extra_forbidden": "un nome conosciuto: questo non esiste",
    "bool_type": "sì oppure no",
    "bool_parsing": "sì oppure no",
    "date_type": "una data come 31/12/2026",
    "dict_type": "un elenco di nomi, ognuno con il suo valore",
    "tuple_type": "un elenco",
    "model_type": "un elenco di nomi, ognuno con il suo valore",
    "model_attributes_type": "un elenco di nomi, ognuno con il suo valore",
    "invalid_key": "un testo come nome",
    "json_invalid": "un testo JSON",
}
_LONG_QUOTE = re.compile(r"«([^»]{100})[^»]{100,}»")
_OTHERWISE = "un valore nella forma descritta in COLONNE.md"


class FieldFault(NamedTuple):
    """One fault of one record.

    Parameters
    ----------
    path : tuple of str and int
        Field, and position inside it; empty if the fault is of the whole record.
    value, expected, nearest : str
        What is written, what is expected (Italian), the nearest valid value or empty.
    """

    path: tuple[str | int, ...]
    value: str
    expected: str
    nearest: str


def faults_of(error: ValidationError, kind: type[BaseModel] | None = None) -> list[FieldFault]:
    """Every fault that pydantic found in a record, said in Italian.

    Parameters
    ----------
    error : ValidationError
    kind : type, optional
        The model that was read: the nearest field of an unknown one is looked for in it.
    """
    return [_fault(entry, kind) for entry in error.errors(include_url=False)]


def _fault(entry: Any, kind: type[BaseModel] | None) -> FieldFault:
    facts = entry.get("ctx", {})
    path, value = tuple(entry["loc"]), entry["input"]
    if entry["type"] == "field":
        if not path and facts["field"]:
            path, value = (facts["field"],), value.get(facts["field"]) if isinstance(value, dict) else None
        return FieldFault(path, shown(value), _sentence(facts["why"]), shown(facts["nearest"]))
    nearest = ""
    if entry["type"] == "extra_forbidden" and kind is not None and len(path) == 1:
        close = get_close_matches(str(path[0])[:60], list(kind.model_fields), n=1)
        nearest = close[0] if close else ""
    plain_facts = {name: _number(fact) for name, fact in facts.items()}
    sentence = _EXPECTED.get(entry["type"], _OTHERWISE).format(**plain_facts)
    return FieldFault(path, shown(value) if entry["type"] != "missing" else "", sentence, nearest)


def _sentence(why: str) -> str:
    # Our sentences quote what was written, which may be a page long or hold half a character.
    return _LONG_QUOTE.sub(r"«\1…»", why).encode("utf-8", "replace").decode()


def _number(fact: object) -> str:
    return f"{fact:g}".replace(".", ",") if isinstance(fact, float) else str(fact)
