"""Decisions and outcomes as files: one JSON record a line, read whole or with every fault at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from data.intake.closed_file import write_closed
from data.intake.expected import faults_of
from data.intake.faults import BadRecords, RowFault, shown
from data.intake.json_text import pointer
from data.language import marked, say
from data.records import Row
from matching.decision import Decision
from matching.followup import Followup

DECISIONS_FILE, FOLLOWUPS_FILE = "decisions.jsonl", "followups.jsonl"
MOST_FAULTS = 200
_NO_FILE = marked("un file che si può leggere")
_NO_UTF8 = marked("un testo UTF-8")
_NO_JSON = marked("un testo JSON: qui non si capisce")
_OBJECT = marked("un elenco di nomi, ognuno con il suo valore")
_TWICE = marked("un codice che non c'è già")
_MANY = marked("un file con meno errori: la lettura di questo si ferma qui")
_EMPTY = marked("almeno una decisione: il file è vuoto")
_NO_DECISION = marked("il codice di una decisione di {file}")
_NOT_CHOSEN = marked("il tirocinio scelto in quella decisione: {opening}")

Kind = TypeVar("Kind", bound=Row)


def write_lines(records: Iterable[Row], path: Path) -> Path:
    """Write records sorted by id, one a line, names sorted, missing values left out; the file is closed to others."""
    ordered = sorted(records, key=lambda record: record.id)
    lines = (json.dumps(_plain(record), ensure_ascii=False, sort_keys=True) for record in ordered)
    write_closed(path, "".join(f"{line}\n" for line in lines).encode())
    return path


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file, sorted by id.

    Raises
    ------
    BadRecords
        With every fault: line, place in the record as a JSON pointer, value, what is expected.
    """
    decisions = _read(path, Decision)
    if not decisions:
        raise BadRecords([RowFault(path.name, 0, "", "", say(_EMPTY))])
    return decisions


def read_followups(path: Path, decisions: Sequence[Decision]) -> tuple[Followup, ...]:
    """The outcomes of a file, sorted by id; each must belong to a decision, and to the opening chosen there.

    Raises
    ------
    BadRecords
        As `read_decisions`.
    """
    followups = _read(path, Followup)
    chosen = {decision.id: decision.chosen for decision in decisions}
    faults = []
    for followup in followups:
        if followup.id not in chosen:
            faults.append(RowFault(path.name, 0, "id", followup.id, say(_NO_DECISION, file=DECISIONS_FILE)))
        elif chosen[followup.id] != followup.opening:
            told = say(_NOT_CHOSEN, opening=chosen[followup.id] or "-")
            faults.append(RowFault(path.name, 0, f"{followup.id}/opening", followup.opening, told))
    if faults:
        raise BadRecords(faults[:MOST_FAULTS])
    return followups


def _read(path: Path, kind: type[Kind]) -> tuple[Kind, ...]:
    faults: list[RowFault] = []
    records: dict[str, Kind] = {}
    for row, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        if len(faults) > MOST_FAULTS:
            faults.append(RowFault(path.name, row, "", "", say(_MANY)))
            break
        record = _record(path.name, row, line, kind, faults)
        if record is None:
            continue
        if record.id in records:
            faults.append(RowFault(path.name, row, "/id", record.id, say(_TWICE)))
        records[record.id] = record
    if faults:
        raise BadRecords(faults)
    return tuple(records[name] for name in sorted(records))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise BadRecords([RowFault(path.name, 0, "", "", say(_NO_UTF8))]) from None
    except OSError:
        raise BadRecords([RowFault(path.name, 0, "", "", say(_NO_FILE))]) from None


def _record(file: str, row: int, line: str, kind: type[Kind], faults: list[RowFault]) -> Kind | None:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        faults.append(RowFault(file, row, "", shown(line), say(_NO_JSON)))
        return None
    if not isinstance(content, dict):
        faults.append(RowFault(file, row, "", shown(line), say(_OBJECT)))
        return None
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        told = faults_of(error, kind)
    faults += [RowFault(file, row, pointer(fault.path), fault.value, fault.expected, fault.nearest) for fault in told]
    return None


def _plain(record: Row) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude_none=True)
