"""Every date that a gate compares, on both its sides; and what a company reads, which depends on no person."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.codes import DocumentKind, Viewer
from data.lawbook import LawBook
from data.papers import Document
from scoring.gate import HostSide, Start, begins, due_day, in_force
from scoring.gates import GATES
from scoring.held import Held, Standing, held

FIRST, LAST = date(2020, 10, 1), date(2021, 4, 1)
ONE = timedelta(days=1)
DAYS = st.dates(date(2008, 1, 1), date(2030, 12, 31))


def certificate(**given: object) -> Document:
    return Document.model_validate({"id": "D", "candidate": "P", "kind": DocumentKind.SAFETY_SPECIFIC, **given})


@pytest.mark.parametrize(
    ("until", "standing"),
    [
        (FIRST - ONE, Standing.EXPIRED),
        (FIRST, Standing.EXPIRES),
        (LAST - ONE, Standing.EXPIRES),
        (LAST, Standing.HOLDS),
        (LAST + ONE, Standing.HOLDS),
    ],
)
def test_a_written_expiry_counts_on_both_sides_of_the_internship(until: date, standing: Standing) -> None:
    assert held([certificate(valid_to=until)], FIRST, LAST, 5) == Held(standing, until)


@pytest.mark.parametrize(
    ("issued", "standing"),
    [
        (date(2015, 9, 30), Standing.EXPIRED),
        (date(2015, 10, 1), Standing.EXPIRES),
        (date(2016, 3, 31), Standing.EXPIRES),
        (date(2016, 4, 1), Standing.HOLDS),
    ],
)
def test_the_years_of_a_certificate_count_from_its_day(issued: date, standing: Standing) -> None:
    assert held([certificate(issued_on=issued)], FIRST, LAST, 5).standing is standing


def test_who_was_certified_on_29_february_is_refreshed_by_28_february() -> None:
    assert held([certificate(issued_on=date(2016, 2, 29))], FIRST, LAST, 5).until == date(2021, 2, 28)


def test_without_certificates_one_is_missing_and_without_a_day_one_is_to_be_asked_about() -> None:
    assert held([], FIRST, LAST, 5).standing is Standing.MISSING
    assert held([certificate()], FIRST, LAST, 5).standing is Standing.UNDATED
    assert held([certificate()], FIRST, LAST, None).standing is Standing.HOLDS


@given(st.lists(DAYS, max_size=4))
def test_the_best_certificate_is_the_one_that_counts(days: list[date]) -> None:
    papers = [certificate(issued_on=day) for day in days]
    alone = [held([paper], FIRST, LAST, 5) for paper in papers]
    best = held(papers, FIRST, LAST, 5)
    order = list(Standing)
    assert order.index(best.standing) == max((order.index(one.standing) for one in alone), default=0)
    if alone:
        assert best.until == max(one.until or date.min for one in alone)


def test_a_paper_begins_on_its_own_day_or_on_the_first_of_its_validity() -> None:
    assert begins(certificate(issued_on=FIRST, valid_from=LAST)) == FIRST
    assert begins(certificate(valid_from=LAST)) == LAST
    assert begins(certificate()) is None


def test_a_scout_is_told_of_no_gate_about_a_person() -> None:
    told = {gate.code for gate in GATES if gate.for_host is not None}
    assert told == {"HOST_CHECK", "CONVENTION", "TUTOR", "SAFETY", "HACCP", "INSURANCE", "UNILAV"}
    # What a company reads is made of this alone: no field of it is of a person.
    assert {field.name for field in fields(HostSide)} == {
        "call", "opening", "company", "check", "conventions", "first", "last", "law",
    }  # fmt: skip
    assert {field.name for field in fields(Start)} - {field.name for field in fields(HostSide)} == {
        "person", "documents", "acts",
    }  # fmt: skip


def test_only_the_case_manager_reads_of_permits_authorities_and_committees() -> None:
    hidden = {gate.code for gate in GATES if gate.shown_to == frozenset({Viewer.CASE_MANAGER})}
    assert hidden == {"PERMIT", "CLEARANCE", "COMMITTEE"}
    assert all(gate.for_host is None for gate in GATES if gate.code in hidden)
    assert all(Viewer.SCOUT not in gate.shown_to for gate in GATES)


def test_codes_are_unique_and_somebody_does_every_gate() -> None:
    assert len({gate.code for gate in GATES}) == len(GATES)
    law = LawBook.load().in_force(date(2020, 9, 14))
    assert all(gate.who_told(law) for gate in GATES)
    assert all(gate.law and gate.title for gate in GATES)


def test_the_checklist_of_the_law_is_used_whole_and_what_it_does_not_list_has_the_usual_lead() -> None:
    law = LawBook.load().in_force(date(2020, 9, 14))
    listed = {row["code"] for row in law.table("documents.checklist")}
    assert {gate.listed for gate in GATES if gate.listed} == listed

    def due(code: str) -> date:
        side = object.__new__(HostSide)
        object.__setattr__(side, "law", law)
        object.__setattr__(side, "first", FIRST)
        return due_day(side, code)

    for row in law.table("documents.checklist"):
        assert due(row["code"]) == FIRST - timedelta(days=row["days_before_start"])
    assert due("") == FIRST - timedelta(days=int(law.number("practice.task_lead_days")))


def test_a_parameter_is_in_force_from_its_day() -> None:
    book = LawBook.load()
    since = book.in_force(date(2020, 1, 1)).since("safety.general_h")
    assert in_force(book.in_force(since), "safety.general_h")
    assert not in_force(book.in_force(since - ONE), "safety.general_h")
