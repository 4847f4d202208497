"""Papers of hosts between two months: matched by their company or site and what they say, only ever asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data.bundle import HOST_PAPERS, Records
from data.codes import ConventionKind
from data.host_papers import Placement, Tutor
from data.intake.example import example_records
from data.intake.faults import BadRecords
from data.intake.update.answers import answers_csv
from data.intake.update.apply import applied
from data.intake.update.compare import Kind, Review, compare
from data.intake.update.references import translated
from data.records import Row

KNOWN = example_records()


def kinds(review: Review) -> list[tuple[str, str, str]]:
    return [(change.key.table, change.key.kind.value, change.key.field) for change in review.changes]


def asked(review: Review) -> dict[str, str]:
    return {c.key.known: c.key.new for c in review.changes if c.key.kind is Kind.SAME}


def all_of(review: Review) -> Records:
    chosen = [n for n, change in enumerate(review.changes, 1) if change.unless is None and not change.taken]
    return applied(review, {n: n + 1 for n in chosen})


def recoded(records: Records, *tables: str) -> Records:
    """The same under other codes, which every reference follows."""
    codes = {table: {row.id: f"Z{row.id}" for row in records.table(table)} for table in tables}
    changed: dict[str, Any] = {}
    for table in ("candidates", "openings", "sites", "companies", *HOST_PAPERS):
        rows = (translated(table, row, codes) for row in records.table(table))
        changed[table] = tuple(row.model_copy(update={"id": codes.get(table, {}).get(row.id, row.id)}) for row in rows)
    return replace(records, **changed)


def test_papers_of_hosts_that_lost_their_codes_are_asked_about_and_found_again() -> None:
    review = compare(KNOWN, recoded(KNOWN, *HOST_PAPERS))
    assert asked(review) == {row.id: f"Z{row.id}" for table in HOST_PAPERS for row in KNOWN.table(table)}
    assert all_of(review) == KNOWN
    assert applied(review, {}) == KNOWN


def test_papers_of_hosts_follow_a_company_and_a_site_under_other_codes() -> None:
    new = recoded(KNOWN, "companies", "sites")
    # What else names a company is left out of both.
    bare: Any = {"acts": (), "protections": (), "relations": ()}
    people = tuple(person.model_copy(update={"refused_companies": ()}) for person in KNOWN.candidates)
    known = replace(KNOWN, candidates=people, **bare)
    review = compare(known, replace(new, candidates=people, **bare))
    tables = {c.key.table for c in review.changes if c.key.kind is Kind.SAME}
    assert tables == {"companies", "sites"}
    assert all_of(review) == known


def test_missing_files_of_hosts_only_propose_to_take_rows_away() -> None:
    people = tuple(person.model_copy(update={"promoter_tutor": None}) for person in KNOWN.candidates)
    openings = tuple(opening.model_copy(update={"tutor": None}) for opening in KNOWN.openings)
    none: Any = dict.fromkeys(HOST_PAPERS, ())
    review = compare(KNOWN, replace(KNOWN, candidates=people, openings=openings, **none))
    assert {kind for _, kind, _ in kinds(review)} == {"vanished"}
    assert len(review.changes) == sum(len(KNOWN.table(table)) for table in HOST_PAPERS)
    assert applied(review, {}) == KNOWN
    # The tutors are still named by what is kept.
    with pytest.raises(BadRecords):
        all_of(review)


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("host_checks", {"permanent_staff": 9}),
        ("host_checks", {"dismissal_on": date(2026, 5, 4)}),
        ("quotas", {"employed": 2}),
        ("conventions", {"valid_to": date(2029, 12, 31)}),
        ("tutors", {"most": 1}),
        ("placements", {"end_on": date(2026, 12, 31)}),
    ],
)
def test_a_new_value_under_a_known_code_is_a_change_to_confirm(table: str, changed: dict[str, Any]) -> None:
    after = KNOWN.table(table)[0].model_copy(update=changed)
    review = compare(KNOWN, KNOWN.replacing(after))
    assert kinds(review) == [(table, "changed", next(iter(changed)))]
    assert applied(review, {1: 2}) == KNOWN.replacing(after)


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("host_checks", {"site": "B"}),
        ("quotas", {"province": "FI"}),
        ("quotas", {"company": "A001"}),
        ("conventions", {"kind": ConventionKind.ART12}),
        ("placements", {"start_on": date(2026, 9, 1)}),
        ("placements", {"site": "A001-1"}),
    ],
)
def test_a_code_that_may_stand_for_another_paper_is_asked_about_first(table: str, changed: dict[str, Any]) -> None:
    free = KNOWN.sites[0].model_copy(update={"id": "B"})
    known = KNOWN.replacing(free)
    after: Row = known.table(table)[0].model_copy(update=changed)
    review = compare(known, known.replacing(after))
    assert kinds(review)[0] == (table, "same", "")
    field = next(n for n, c in enumerate(review.changes, 1) if c.key.kind is Kind.CHANGED)
    with pytest.raises(BadRecords):
        applied(review, {field: 2})


def test_two_tutors_of_one_company_are_told_apart_by_whom_they_follow() -> None:
    other = Tutor(id="TA3", company="A001")
    moved = KNOWN.openings[1].model_copy(update={"tutor": "TA3"})
    known = KNOWN.replacing(other, moved)
    review = compare(known, recoded(known, "tutors"))
    assert asked(review) == {tutor.id: f"Z{tutor.id}" for tutor in known.tutors}
    # One whom nobody names is not taken for another.
    known = KNOWN.replacing(other)
    assert "TA3" not in asked(compare(known, recoded(known, "tutors")))


def test_an_internship_that_began_is_added_and_a_review_says_where_and_when() -> None:
    begun = Placement.model_validate(
        {"id": "TC002", "site": "A002-1", "start_on": "2026-10-01", "end_on": "2027-03-31", "tutor": "TA2"}
    )
    review = compare(KNOWN, KNOWN.replacing(begun))
    assert kinds(review) == [("placements", "new", "")]
    text = answers_csv(review).decode("utf-8-sig")
    assert "tirocinio in corso;si aggiunge;;TC002;;;A002-1 · 01/10/2026 · 31/03/2027" in text.replace("'", "")
    assert applied(review, {1: 2}) == KNOWN.replacing(begun)
