"""What a field expects, in the language spoken now, from the errors of pydantic: for folders and for the API."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from data.bundle import TABLES
from data.intake.faults import HIDDEN_TABLES, SECRET, shown, shown_in
from data.intake.hidden import sentence_told
from data.language import marked, number, say

# Type of pydantic's error -> what is expected. Ours ("field") bring their own sentence.
_EXPECTED = {
    "missing": marked("un valore: qui è obbligatorio"),
    "int_type": marked("un numero intero"),
    "int_parsing": marked("un numero intero"),
    "int_parsing_size": marked("un numero intero"),
    "int_from_float": marked("un numero intero"),
    "float_type": marked("un numero, per esempio 43,88"),
    "float_parsing": marked("un numero, per esempio 43,88"),
    "finite_number": marked("un numero, per esempio 43,88"),
    "greater_than": marked("un numero più grande di {gt}"),
    "greater_than_equal": marked("un numero non più piccolo di {ge}"),
    "less_than_equal": marked("un numero non più grande di {le}"),
    "string_type": marked("un testo"),
    "string_unicode": marked("un testo di caratteri validi"),
    "string_too_long": marked("un testo di al massimo {max_length} caratteri"),
    "string_too_short": marked("un testo di almeno {min_length} caratteri"),
    "string_pattern_mismatch": marked(
        "un codice di 1-40 lettere non accentate, cifre, punti e trattini, che inizia con una lettera o una cifra"
    ),
    "extra_forbidden": marked("un nome conosciuto: questo non esiste"),
    "bool_type": marked("sì oppure no"),
    "bool_parsing": marked("sì oppure no"),
    "date_type": marked("una data come 31/12/2026"),
    "dict_type": marked("un elenco di nomi, ognuno con il suo valore"),
    "tuple_type": marked("un elenco"),
    "too_short": marked("un elenco non vuoto, di voci giuste"),
    "too_long": marked("un elenco più corto"),
    "model_type": marked("un elenco di nomi, ognuno con il suo valore"),
    "model_attributes_type": marked("un elenco di nomi, ognuno con il suo valore"),
    "enum": marked("uno di questi: {expected}"),
    "invalid_key": marked("un testo come nome"),
    "json_invalid": marked("un testo JSON"),
}
_LONG_QUOTES = ((re.compile(r"«([^»]{100})[^»]{100,}»"), r"«\1…»"), (re.compile(r"“([^”]{100})[^”]{100,}”"), r"“\1…”"))
_OTHERWISE = marked("un valore nella forma descritta in COLONNE.md")


class FieldFault(NamedTuple):
    """One fault of one record.

    Parameters
    ----------
    path : tuple of str and int
        Field, and position inside it; empty if the fault is of the whole record.
    value, expected, nearest : str
        What is written, what is expected, the nearest valid value or empty.
    """

    path: tuple[str | int, ...]
    value: str
    expected: str
    nearest: str


def faults_of(error: ValidationError, kind: type[BaseModel] | None = None) -> list[FieldFault]:
    """Every fault that pydantic found in a record, said in the language spoken now.

    Parameters
    ----------
    error : ValidationError
    kind : type, optional
        The model that was read: the nearest field of an unknown one is looked for in it, and values of the tables of
        `HIDDEN_TABLES` are not told.
    """
    return [_fault(entry, kind) for entry in error.errors(include_url=False)]


def _fault(entry: Any, kind: type[BaseModel] | None) -> FieldFault:
    facts = entry.get("ctx", {})
    path, value = tuple(entry["loc"]), entry["input"]
    field = str(path[0]) if path else ""
    table = next((name for name in HIDDEN_TABLES if TABLES[name] is kind), "")
    if entry["type"] == "field":
        if not path and facts["field"]:
            field = facts["field"]
            path, value = (field,), value.get(field) if isinstance(value, dict) else None
        why = sentence_told(facts["why"], value) if table else facts["why"]
        return FieldFault(path, shown_in(field, value, table), _sentence(why), shown(facts["nearest"]))
    nearest = ""
    if entry["type"] == "extra_forbidden" and kind is not None and len(path) == 1:
        close = get_close_matches(str(path[0])[:60], list(kind.model_fields), n=1)
        nearest = close[0] if close else ""
        # A misspelt name of the field of a sealed name may stand before a name in clear.
        field = next(iter(SECRET & kind.model_fields.keys()), field)
    plain_facts = {name: _number(fact) for name, fact in facts.items()}
    sentence = say(_EXPECTED.get(entry["type"], _OTHERWISE), **plain_facts)
    told = shown_in(field, value, table) if entry["type"] != "missing" else ""
    return FieldFault(path, told, sentence, nearest)


def _sentence(why: str) -> str:
    # Our sentences quote what was written, which may be a page long or hold half a character.
    for long, short in _LONG_QUOTES:
        why = long.sub(short, why)
    return why.encode("utf-8", "replace").decode()


def _number(fact: object) -> str:
    return number(fact) if isinstance(fact, float) else str(fact)
