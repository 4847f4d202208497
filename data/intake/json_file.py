"""A cohort as one JSON file: canonical when written, read strictly, every fault at its JSON pointer."""

from __future__ import annotations

import json
from collections import defaultdict
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from data.bundle import HOST_PAPERS, PAPERS, TABLES, Records
from data.call import Programme
from data.intake.columns import all_columns
from data.intake.crossing import ANY_PROGRAMME
from data.intake.expected import FieldFault, faults_of
from data.intake.faults import HIDDEN_TABLES, BadRecords, RowFault, shown_in
from data.intake.hidden import name_told, sentence_told
from data.intake.json_text import Where, pointer, read_plain_json
from data.intake.sheet import MOST_FAULTS
from data.intake.tables import partial
from data.intake.write import refuse_contradictions
from data.language import marked, say
from data.records import Record
from data.references import REFERENCES

JSON_FILE = "coorte.json"
# Says what the file is, and in which form.
VERSION_KEY = "abbina"
VERSION = 1
_KEYS = (VERSION_KEY, "programme", *TABLES)

# Kind of column -> the types of its JSON values, where a field reads more than it may be given.
_TYPES: dict[str, tuple[type, ...]] = {"ramp": (str,), "area": (str,), "seals": (str, list)}
_OBJECT = marked("un elenco di nomi, ognuno con il suo valore")
_ARRAY = marked("un elenco")
_TEXT = marked("un testo")
_MISSING = marked("un valore: qui è obbligatorio")
_VERSION = marked("il numero {version}, la forma di questo file")
_UNKNOWN = marked("un nome conosciuto: questo non esiste")
_MANY = marked("un file con meno errori: la lettura di questo si ferma qui")


def json_bytes(records: Records) -> bytes:
    """The records as canonical JSON: names sorted, two blanks a level, UTF-8, missing values left out.

    Raises
    ------
    BadRecords
        The records contradict each other, so that they could not be read back.
    """
    refuse_contradictions(records)
    content: dict[str, Any] = {VERSION_KEY: VERSION, "programme": _values(records.programme)}
    for table in TABLES:
        content[table] = [_values(record) for record in records.table(table)]
    return json_text(content)


def json_text(content: dict[str, Any]) -> bytes:
    """A content in the canonical form."""
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def read_json(path: Path) -> Records:
    """The records of a JSON file; names it does not know, names twice and values of another type are faults.

    Raises
    ------
    BadRecords
        With every fault; the column of each is a JSON pointer such as `/candidates/3/sex`, counted from 0.
    """
    faults: list[RowFault] = []
    content = read_plain_json(path, faults)
    reader = _Reader(path.name, faults)
    records = None if faults else reader.records(content)
    if records is None:
        raise BadRecords(faults)
    return records


class _Reader:
    def __init__(self, file: str, faults: list[RowFault]) -> None:
        self._file = file
        self._faults = faults
        self._stopped = False

    def records(self, content: Any) -> Records | None:
        """The records in the content; None, and at least one more fault, where something is wrong."""
        if not isinstance(content, dict):
            self._fault((), say(_OBJECT))
            return None
        version = content.get(VERSION_KEY)
        if version != VERSION or isinstance(version, bool):
            self._fault((VERSION_KEY,), say(_VERSION, version=VERSION), version)
        for name in content:
            if name not in _KEYS:
                near = get_close_matches(name[:60], _KEYS, 1)
                self._fault((name,), say(_UNKNOWN), name, near[0] if near else "")
        programme = self._read(Programme, ("programme",), content.get("programme", {}))
        tables: dict[str, list[tuple[int, Any]]] = {}
        unsure: set[str] = set()
        for table in TABLES:
            rows = self._rows(table, content)
            tables[table] = [] if rows is None else self._table(table, rows)
            if rows is None or len(tables[table]) < len(rows):
                unsure.add(table)
        self._cross_check(tables, unsure)
        if self._faults or not isinstance(programme, Programme):
            return None
        return Records(programme=programme, **{name: tuple(row for _, row in rows) for name, rows in tables.items()})

    def _rows(self, table: str, content: dict[str, Any]) -> list[Any] | None:
        # Files of before there were papers are read as ever.
        rows = content.get(table, [] if table in (*PAPERS, *HOST_PAPERS) else None)
        if isinstance(rows, list):
            return rows
        self._fault((table,), say(_MISSING if rows is None else _ARRAY), rows)
        return None

    def _table(self, table: str, rows: list[Any]) -> list[tuple[int, Any]]:
        """Position and record of each row; a wrong one leaves a stand-in with what could be read of it, if anything."""
        read: list[tuple[int, Any]] = []
        for k, values in enumerate(rows):
            if len(self._faults) > MOST_FAULTS:
                if not self._stopped:
                    self._fault((), say(_MANY))
                self._stopped = True
                break
            record = self._read(TABLES[table], (table, k), values, partial(table))
            if record is not None:
                read.append((k, record))
        return read

    def _read(self, kind: type[Record], where: Where, values: Any, partial: type[Record] | None = None) -> Any:
        if not isinstance(values, dict):
            self._fault(where, say(_OBJECT), values)
            return None
        faults: list[FieldFault] = []
        if where[0] in TABLES:
            values, faults = _typed(str(where[0]), values)
        try:
            record = kind.model_validate(_tuples(values), strict=True)
            if not faults:
                return record
        except ValidationError as error:
            faults += faults_of(error, kind)
        for fault in faults:
            self._fault((*where, *fault.path), fault.expected, fault.value, fault.nearest)
        wrong = {str(fault.path[0]) if fault.path else "id" for fault in faults}
        if partial is None or "id" in wrong:
            return None
        return partial.model_validate(_tuples({name: value for name, value in values.items() if name not in wrong}))

    def _cross_check(self, tables: dict[str, list[tuple[int, Any]]], unsure: set[str]) -> None:
        places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for table, rows in tables.items():
            for k, record in rows:
                places[table, record.id].append(k)
        there = {table: tuple(record for _, record in rows) for table, rows in tables.items()}
        # Records with the same code are told of more than once.
        for fault in dict.fromkeys(Records(programme=ANY_PROGRAMME, **there).faults()):
            # What is missing was told; an entry of a list that is blank was not.
            was_told = not fault.value and TABLES[fault.table].model_fields[fault.field].is_required()
            if was_told or REFERENCES.get((fault.table, fault.field)) in unsure:
                continue
            found = places[fault.table, fault.record]
            for k in found[1:] if fault.field == "id" else found:
                self._fault((fault.table, k, fault.field), fault.expected, fault.value, fault.nearest)

    def _fault(self, where: Where, expected: str, value: object = None, nearest: str = "") -> None:
        table = str(where[0]) if where else ""
        if table in HIDDEN_TABLES:
            expected, where = sentence_told(expected, value), _place_told(table, where, nearest)
        self._faults.append(RowFault(self._file, 0, pointer(where), shown_in("", value, table), expected, nearest))


def _place_told(table: str, where: Where, nearest: str) -> Where:
    """Where a fault of a hidden table is, without a name in it that no field has."""
    known = TABLES[table].model_fields
    steps = (step if isinstance(step, int) or step in known else name_told(step, nearest) for step in where[1:])
    return (table, *steps)


def _typed(table: str, values: dict[str, Any]) -> tuple[dict[str, Any], list[FieldFault]]:
    """The values of a row without those whose type no text can have, and their faults."""
    wrong = {
        column.field
        for column in all_columns()
        if column.record == table
        and column.kind in _TYPES
        and not isinstance(values.get(column.field), (*_TYPES[column.kind], type(None)))
    }
    faults = [FieldFault((name,), shown_in(name, values[name]), say(_TEXT), "") for name in sorted(wrong)]
    return {name: value for name, value in values.items() if name not in wrong}, faults


def _values(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_none=True)


def _tuples(value: Any) -> Any:
    """The same with tuples for lists, which is what strict records take."""
    if isinstance(value, dict):
        return {name: _tuples(inner) for name, inner in value.items()}
    return tuple(_tuples(inner) for inner in value) if isinstance(value, list) else value
