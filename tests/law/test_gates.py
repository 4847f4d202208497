"""The start gates on cases that a jurist can read: what is due, by when, what is done, what is late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest

from data.bundle import TABLES, Records
from data.call import Programme
from data.codes import Viewer
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import LawBook
from data.records import Candidate, Company, Opening, Site
from matching.proposal import TaskSaid
from matching.tasks import Starts
from matching.why import Reader
from scoring.gates import GATES
from scoring.scorecard import judge
from scoring.weights import load_weights
from tests.law.test_cases import PLAIN, over, read

CASES: list[dict[str, Any]] = read("gates.yaml")["gates"]
# Table -> what a row has in every case.
PAPERS: Mapping[str, Mapping[str, str]] = {
    "documents": {"candidate": "P"},
    "acts": {"candidate": "P"},
    "relations": {"candidate": "P", "company": "A"},
    "host_checks": {"site": "S"},
    "conventions": {"company": "A"},
    "tutors": {},
}
FIELDS = {"name", "day", "programme", "person", "company", "opening", "gate", "tasks", *PAPERS}
BOOK, WEIGHTS = LawBook.load(), load_weights("2026-3")


def records_of(case: Mapping[str, Any]) -> Records:
    papers: dict[str, Any] = {
        table: tuple(
            TABLES[table].model_validate({"id": f"{table[:2]}{k}", **same, **row})
            for k, row in enumerate(case.get(table, ()))
        )
        for table, same in PAPERS.items()
    }
    records = Records(
        programme=Programme.model_validate(over("programme", case.get("programme", {}))),
        candidates=(Candidate.model_validate(over("person", case.get("person", {}))),),
        companies=(Company.model_validate(over("company", case.get("company", {}))),),
        sites=(Site.model_validate(over("site", {})),),
        openings=(Opening.model_validate(over("opening", case.get("opening", {}))),),
        **papers,
    )
    assert records.faults() == []
    return records


def tasks_of(records: Records, day: Any, viewer: Viewer = Viewer.CASE_MANAGER) -> tuple[TaskSaid, ...]:
    law = BOOK.in_force(day)
    card = judge(build_cohort(records, law), Eligibility.of(records), law, WEIGHTS)
    only = np.zeros(1, dtype=np.int64)
    return Starts(reader=Reader(records=records, card=card, viewer=viewer)).tasks_of(card.pairs(only, only))[0]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_gate_asks_what_the_jurist_expects(case: dict[str, Any]) -> None:
    told = [task for task in tasks_of(records_of(case), case.get("day", PLAIN["day"])) if task.gate == case["gate"]]
    expected = case["tasks"]
    if case["gate"] not in ("UNILAV", "CONVENTION", "TUTOR"):
        told.sort(key=lambda task: task.title != "Sicurezza generale")
    assert [(task.due, task.done, task.late) for task in told] == [
        (want["due"], want.get("done", False), want.get("late", False)) for want in expected
    ]
    for task, want in zip(told, expected, strict=True):
        assert want["says"] in task.sentence
        if want.get("all"):
            assert task.sentence.endswith(want["says"])


def test_every_gate_has_its_cases_and_every_case_is_written_as_expected() -> None:
    assert {case["gate"] for case in CASES} == {gate.code for gate in GATES}
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names)) >= 40
    for case in CASES:
        assert set(case) <= FIELDS, case["name"]
        assert all(set(want) <= {"due", "says", "done", "late", "all"} for want in case["tasks"]), case["name"]


def test_every_parameter_that_a_gate_names_exists() -> None:
    for gate in GATES:
        assert set(gate.keys) <= set(BOOK.parameters), gate.code


def test_a_company_reads_no_first_day_that_is_already_past() -> None:
    late = tasks_of(records_of({"opening": {"start_to": "31/12/2020"}}), date(2020, 10, 15), Viewer.SCOUT)
    started = next(task for task in late if task.gate == "UNILAV")
    assert (started.due, started.late) == (date(2020, 10, 14), True)


def test_a_company_reads_the_same_courses_whatever_the_person_has_done() -> None:
    papers = [{"kind": "SAFETY_GENERAL"}, {"kind": "HACCP_COMPLEX", "issued_on": "14/09/2020"}, {"kind": "INSURANCE"}]
    case = {"documents": papers, "person": {"available_from": "15/10/2020", "birth_date": "02/10/2002"}}
    assert tasks_of(records_of(case), PLAIN["day"], Viewer.SCOUT) == tasks_of(
        records_of({}), PLAIN["day"], Viewer.SCOUT
    )
