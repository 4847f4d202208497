"""The record of a decision keeps the whole list, and refuses one that does not add up, with every fault at once."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.intake.faults import BadRecords
from matching.decision import CRITERION_OF, Decision, Reason
from matching.decision_file import read_decisions, read_followups, write_lines
from matching.followup import Followup
from scoring.criteria import CRITERIA

DIGEST = "a" * 64


def option(opening: str, drawn: float | None = None, **more: Any) -> dict[str, Any]:
    return {
        "opening": opening,
        "grades_micro": {"interest": 500_000, "travel_ease": 250_000},
        "score_micro": 400_000,
        "drawn": drawn,
    } | more


def content(**changed: Any) -> dict[str, Any]:
    return {
        "id": "R1-C-1",
        "programme": "prisma-2019",
        "round": "R1",
        "office": "U1",
        "on": "2024-01-08",
        "candidate": "C-1",
        "weights": "2026-3",
        "weights_sha256": DIGEST,
        "law": "abc",
        "shown": [option("O-1", 0.5), option("O-2", 0.5), option("O-3")],
        "put_forward": "O-1",
        "chosen": "O-1",
    } | changed


def told(tmp_path: Path, *lines: Any) -> list[str]:
    path = tmp_path / "decisions.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    with pytest.raises(BadRecords) as error:
        read_decisions(path)
    return error.value.lines()


def test_what_is_written_is_read_back_the_same_and_sorted(tmp_path: Path) -> None:
    known = [Decision.model_validate(content(id=name)) for name in ("R1-C-2", "R1-C-1")]
    path = write_lines(known, tmp_path / "decisions.jsonl")
    assert read_decisions(path) == tuple(sorted(known, key=lambda one: one.id))
    assert read_decisions(path)[0].on == date(2024, 1, 8)
    before = path.read_bytes()
    assert write_lines(reversed(known), path).read_bytes() == before


@pytest.mark.parametrize(
    ("changed", "where", "said"),
    [
        ({"chosen": "O-9"}, "/chosen", "elenco mostrato"),
        ({"put_forward": "O-9"}, "/put_forward", "elenco mostrato"),
        ({"put_forward": "O-3", "chosen": "O-3"}, "/put_forward", "sorteggiati"),
        ({"chosen": "O-2"}, "/reason", "motivo"),
        ({"chosen": None}, "/reason", "motivo"),
        ({"reason": "TOO_FAR"}, "/reason", "niente"),
        ({"shown": [option("O-1", 0.5), option("O-2", 0.4)]}, "/shown", "fanno 1"),
        ({"shown": [option("O-1"), option("O-1")]}, "/shown", "una volta sola"),
        ({"shown": [option("O-1"), option("O-2", grades_micro={"interest": 1})]}, "/shown", "stessi criteri"),
        ({"shown": []}, "/shown", "non vuoto"),
        ({"shown": [option("O-1", not_known=["luck"])]}, "/shown/0", "solo criteri"),
        ({"shown": [option("O-1", grades_micro={"interest": 1_000_001})]}, "/shown/0/grades_micro/interest", "1000000"),
        ({"shown": [option("O-1", grades_micro={"interest": 0.5})]}, "/shown/0/grades_micro/interest", "intero"),
        ({"weights_sha256": "abc"}, "/weights_sha256", ""),
        ({"name": "Maria"}, "/name", "non esiste"),
    ],
)
def test_a_decision_that_does_not_add_up_is_refused_where_it_does_not(
    changed: dict[str, Any], where: str, said: str, tmp_path: Path
) -> None:
    lines = told(tmp_path, content(**changed))
    assert any(where in line and said in line and "riga 1" in line for line in lines), lines


def test_every_fault_of_every_line_is_told_at_once(tmp_path: Path) -> None:
    lines = told(tmp_path, "{", content(chosen="O-9"), "[]", content(), content())
    assert [next(k for k in range(1, 6) if f"riga {k}" in line) for line in lines] == [1, 2, 3, 5]
    assert "codice che non c'è già" in lines[-1]


@pytest.mark.parametrize("raw", [b"\xff\xfe", None, b"", b"\n\n"])
def test_a_file_that_is_no_text_or_not_there_is_told(raw: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(BadRecords):
        read_decisions(path)


def test_a_reason_speaks_of_a_criterion_that_exists_or_of_none() -> None:
    assert set(CRITERION_OF.values()) == {criterion.code for criterion in CRITERIA}
    assert Reason.CONFIDENTIAL not in CRITERION_OF


def test_no_reason_tells_a_protection_or_a_diagnosis() -> None:
    for reason in Reason:
        for word in ("protez", "salute", "violen", "disab", "giudiz", "protect", "health", "violence", "court"):
            assert word not in f"{reason.value} {reason.it} {reason.en}".lower()


def test_an_outcome_belongs_to_the_opening_that_was_chosen(tmp_path: Path) -> None:
    decisions = (Decision.model_validate(content()),)
    good = Followup(id="R1-C-1", opening="O-1", started=True, completed=None, hired_exit=False)
    path = write_lines([good], tmp_path / "followups.jsonl")
    assert read_followups(path, decisions) == (good,)
    for wrong in (good.model_copy(update={"opening": "O-2"}), good.model_copy(update={"id": "R9"})):
        write_lines([wrong], path)
        with pytest.raises(BadRecords):
            read_followups(path, decisions)


def test_an_outcome_that_was_not_asked_is_neither_yes_nor_no(tmp_path: Path) -> None:
    path = write_lines([Followup(id="R1-C-1", opening="O-1")], tmp_path / "followups.jsonl")
    assert json.loads(path.read_text()) == {"id": "R1-C-1", "opening": "O-1"}
    read = read_followups(path, (Decision.model_validate(content()),))[0]
    assert read.completed is None
    assert read.hired_12m is None


@pytest.mark.parametrize(
    "values", [{"started": False, "completed": True}, {"contract_months": 6.0, "no_end": True}, {"contract_months": 0}]
)
def test_an_outcome_that_contradicts_itself_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Followup.model_validate({"id": "a", "opening": "O-1"} | values)
