"""From the body of a request to a record: every fault of every field, and against the other records, at once."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from fastapi import Request
from pydantic import ValidationError, create_model

from api.errors import Problem, Wrong, pointer
from api.rest.written import json_types
from data.bundle import TABLES, Records
from data.intake.expected import faults_of
from data.intake.faults import HIDDEN_TABLES, shown_in
from data.intake.hidden import name_told
from data.language import marked, say
from data.records import Record, Row

K = TypeVar("K", bound=Record)
R = TypeVar("R", bound=Row)

# Longer ones are a slip or an attack: looking for what each entry may have meant would hold up everybody.
_MOST_FIELDS, _MOST_ENTRIES = 100, 500
_TYPES: dict[type, tuple[str, ...]] = {
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    str: ("string",),
    list: ("array",),
    dict: ("object",),
    type(None): ("null",),
}
_SAID = {
    "string": marked("un testo"),
    "integer": marked("un numero intero"),
    "number": marked("un numero"),
    "boolean": marked("vero o falso"),
    "array": marked("un elenco"),
    "object": marked("un elenco di nomi, ognuno con il suo valore"),
}


async def read_json(request: Request) -> Any:
    """The JSON value of a body; `not_json`, `body_too_large` or `bad_json` if it has none."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Problem("not_json")
    most, raw = request.app.state.settings.largest_body_bytes, bytearray()
    told = request.headers.get("content-length", "0")
    if not told.isdecimal():
        raise Problem("bad_json")
    if int(told) > most:
        raise Problem("body_too_large")
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > most:
            raise Problem("body_too_large")
    try:
        return json.loads(raw.decode(), parse_constant=_no_constant, object_pairs_hook=_no_doubles)
    except (ValueError, RecursionError):
        # ValueError: no UTF-8, no JSON, NaN, a name twice, a number of more digits than Python reads.
        raise Problem("bad_json") from None


def read(kind: type[K], body: Any, told: Mapping[str, str] | None = None) -> tuple[K | None, list[Wrong], Any]:
    """A record from a JSON value.

    Parameters
    ----------
    kind : type
        The record.
    body : JSON value
    told : Mapping[str, str], optional
        Fields that the address tells: the body may leave them out, or say the same.

    Returns
    -------
    record : the record, or None
    wrong : what is wrong with its fields
    stand_in : what could be read of it, so that the rest is checked all the same
    """
    if not isinstance(body, dict) or len(body) > _MOST_FIELDS:
        expected = say("un oggetto JSON con i campi, al massimo {most}", most=_MOST_FIELDS)
        return None, [Wrong(pointer="", value=shown_in("", body, _table_of(kind)), expected=expected)], _partial(kind)()
    values, wrong = _sifted(kind, body, told or {})
    record = None
    try:
        record = kind.model_validate(values)
    except ValidationError as error:
        named = {fault.pointer for fault in wrong}
        for fault in faults_of(error, kind):
            where = pointer(fault.path)
            values.pop(str(fault.path[0]) if fault.path else "", None)
            if where not in named:
                wrong.append(Wrong(pointer=where, value=fault.value, expected=fault.expected, nearest=fault.nearest))
    stand_in = record or _partial(kind).model_validate(values)
    endless = [name for name, value in stand_in if isinstance(value, tuple) and len(value) > _MOST_ENTRIES]
    expected = say("un elenco di al massimo {most} voci", most=_MOST_ENTRIES)
    wrong += [Wrong(pointer=pointer([name]), expected=expected) for name in endless]
    return None if wrong else record, wrong, stand_in.model_copy(update=dict.fromkeys(endless, ()))


def against(records: Records, table: str, stand_in: Any, wrong: list[Wrong]) -> list[Wrong]:
    """What is wrong between a record, or what could be read of it, and the other records."""
    blamed = {fault.pointer for fault in wrong}
    # A field that could not be read stands empty, and is not blamed again.
    needed = {name for name, field in TABLES[table].model_fields.items() if field.is_required()}
    codes = needed & {"id", "company", "site", "candidate", "opening"}
    empty = {name: "" for name in codes if getattr(stand_in, name, "") is None}
    row = stand_in.model_copy(update=empty)
    others = {name: tuple(r for r in records.table(name) if name != table or r.id != row.id) for name in TABLES}
    others[table] = (*others[table], row)
    found: list[Wrong] = []
    for fault in Records(programme=records.programme, **others).faults():
        where = pointer([fault.field])
        # Nothing is said of the site and the tutor of a company that is itself in doubt.
        doubts = {*blamed, *(entry.pointer for entry in found)}
        unsure = where in blamed or (where in ("/site", "/tutor") and "/company" in doubts)
        if (fault.table, fault.record) == (table, row.id) and not unsure:
            told = shown_in(fault.field, fault.value, table)
            found.append(Wrong(pointer=where, value=told, expected=fault.expected, nearest=fault.nearest))
        elif (table, fault.value) == ("tutors", row.id) and "/company" not in doubts:
            # Which record names the tutor may be more than the role can read.
            expected = say("l'azienda di prima: altri dati nominano già questo tutor")
            found.append(Wrong(pointer="/company", value=shown_in("company", row.company), expected=expected))
    return found


def _sifted(kind: type[Record], body: dict[str, Any], told: Mapping[str, str]) -> tuple[dict[str, Any], list[Wrong]]:
    """The values whose names and JSON types are right, and what is wrong with the others."""
    types, values, wrong, table = json_types(kind), dict(body), [], _table_of(kind)
    for name, value in body.items():
        if name not in types:
            near = difflib.get_close_matches(name[:60], list(types), n=1)
            expected = say("un campo conosciuto: questo non esiste")
            where = name_told(name, _first(near)) if table in HIDDEN_TABLES else name
            told_value = shown_in(_first(near), value, table)
            wrong.append(Wrong(pointer=pointer([where]), value=told_value, expected=expected, nearest=_first(near)))
        elif types[name].isdisjoint(_TYPES[type(value)]):
            expected = say(" oppure ").join(say(_SAID[kind_of]) for kind_of in _SAID if kind_of in types[name])
            wrong.append(
                Wrong(pointer=pointer([name]), value=shown_in(name, _as_json(value), table), expected=expected)
            )
        else:
            continue
        del values[name]
    for name, value in told.items():
        given = values.setdefault(name, value)
        if isinstance(given, str) and given.strip() != value:
            expected = say("lo stesso codice dell'indirizzo")
            wrong.append(
                Wrong(pointer=pointer([name]), value=shown_in("", given, table), expected=expected, nearest=value)
            )
    return values, wrong


@cache
def _partial(kind: type[Record]) -> type[Record]:
    """A model with the same fields, none of which must be there, and no check between them."""
    fields: dict[str, Any] = {
        name: (
            info.rebuild_annotation() | None,
            None if info.is_required() else info.get_default(call_default_factory=True),
        )
        for name, info in kind.model_fields.items()
    }
    return create_model(f"Partial{kind.__name__}", __base__=Record, **fields)


def _table_of(kind: type[Record]) -> str:
    return next((table for table, known in TABLES.items() if known is kind), "")


def _as_json(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _first(near: list[str]) -> str:
    return near[0] if near else ""


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a name twice")
    return values
