"""What is due before a start: in order, for everybody the same bytes, and no trace of what a reader may not know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bundle import Records
from data.codes import Category, DocumentKind, Permit, Viewer
from data.intake.example import example_records
from data.papers import Act, Document
from data.synthetic import invent
from matching.explain import explain
from matching.proposal import TaskSaid
from matching.propose import propose
from matching.tasks import Starts
from matching.why import Reader
from tests.matching.hidden_swaps import BOOK, UNPRIVILEGED, WEIGHTS, card_of, cohort

HIDDEN = ("PERMIT", "CLEARANCE", "COMMITTEE")
SECRETS = ("permit", "minor permit", "act", "penal", "disability", "committee", "clearance")


def tasks_of(records: Records, viewer: Viewer) -> list[tuple[TaskSaid, ...]]:
    card = card_of(records)
    i, j = np.divmod(np.arange(card.cohort.n_candidates * card.cohort.n_openings), card.cohort.n_openings)
    return Starts(reader=Reader(records=records, card=card, viewer=viewer)).tasks_of(card.pairs(i, j))


def with_secret(records: Records, person: str, secret: str) -> Records:
    """The same people with something that only the case manager may read."""
    on = records.programme.on
    assert on is not None
    known = next(one for one in records.candidates if one.id == person)
    paper: dict[str, Any] = {"id": f"Z-{person}", "candidate": person}
    match secret:
        case "permit":
            soon = {"permit": Permit.WORK, "valid_to": on + timedelta(days=30)}
            return records.replacing(Document(kind=DocumentKind.PERMIT, **paper, **soon))
        case "minor permit":
            return records.replacing(Document(kind=DocumentKind.PERMIT, permit=Permit.MINOR_AGE, **paper))
        case "committee":
            return records.replacing(
                Document(kind=DocumentKind.COMMITTEE_OPINION, opening=records.openings[0].id, **paper)
            )
        case "clearance":
            return records.replacing(Document(kind=DocumentKind.CLEARANCE, opening=records.openings[0].id, **paper))
        case "act":
            towns = tuple({site.municipality for site in records.sites})
            return records.replacing(Act(municipalities=towns, **paper))
        case _:
            held = {"penal": Category.EXTERNAL_PENAL_EXECUTION, "disability": Category.DISABILITY_L68}[secret]
            return records.replacing(known.model_copy(update={"categories": (*known.categories, held)}))


@given(seed=st.integers(0, 2), chosen=st.data())
@settings(max_examples=12)
def test_what_only_the_case_manager_may_know_leaves_no_trace_in_the_tasks_of_others(
    seed: int, chosen: st.DataObject
) -> None:
    before = cohort(seed)
    people = chosen.draw(st.sets(st.sampled_from([p.id for p in before.candidates]), min_size=1, max_size=4))
    after = before
    for person in sorted(people):
        after = with_secret(after, person, chosen.draw(st.sampled_from(SECRETS)))
    for viewer in UNPRIVILEGED:
        told = tasks_of(after, viewer)
        assert told == tasks_of(before, viewer)
        assert all(task.gate not in HIDDEN for row in told for task in row)


@pytest.mark.parametrize("secret", ["permit", "act", "penal", "disability"])
def test_the_case_manager_is_told_what_the_others_are_not(secret: str) -> None:
    records = replace(cohort(0), documents=(), acts=())
    person = records.candidates[0]
    plain = records.replacing(person.model_copy(update={"categories": (Category.LONE_PARENT,)}))
    before, after = (tasks_of(one, Viewer.CASE_MANAGER) for one in (plain, with_secret(plain, person.id, secret)))
    new = {task.gate for row, known in zip(after, before, strict=True) for task in row if task not in known}
    expected = {"permit": "PERMIT", "act": "CLEARANCE", "penal": "CLEARANCE", "disability": "COMMITTEE"}
    assert new == {expected[secret]}


@given(seed=st.integers(0, 5))
@settings(max_examples=6)
def test_a_scout_reads_the_same_tasks_whoever_is_proposed_for_an_opening(seed: int) -> None:
    records = cohort(seed)
    m = len(records.openings)
    said = tasks_of(records, Viewer.SCOUT)
    for place, row in enumerate(said):
        assert row == said[place % m]
        assert all(not task.done for task in row if task.gate in ("SAFETY", "HACCP", "INSURANCE", "UNILAV"))


@settings(max_examples=8)
@given(seed=st.integers(0, 5), shown=st.sampled_from(list(Viewer)))
def test_tasks_come_by_day_and_those_without_a_day_last(seed: int, shown: Viewer) -> None:
    records = cohort(seed)
    on = records.programme.on
    assert on is not None
    for row in tasks_of(records, shown):
        days = [task.due for task in row]
        assert days == sorted(days, key=lambda day: (day is None, day or date.max))
        assert all(task.late == (task.due is not None and task.due < on and not task.done) for task in row)
        assert all(task.who and task.title and task.sentence and task.law for task in row)


def test_every_proposed_pair_has_tasks_and_a_first_day_and_the_same_bytes_twice() -> None:
    records = invent("progressive-2", candidates=12, openings=8)
    assert records.programme.on is not None
    for viewer in Viewer:
        one, other = (propose(records, BOOK, WEIGHTS, on=records.programme.on, viewer=viewer) for _ in range(2))
        assert one.to_json() == other.to_json()
        assert all(pair.tasks and pair.first_day and pair.last_day for pair in one.placed)
        assert all(pair.first_day >= one.made.on for pair in one.placed if pair.first_day)


def test_a_scout_reads_the_first_day_of_the_opening_and_not_that_of_the_person() -> None:
    records = example_records()
    law = records.programme.on
    assert law is not None
    busy = records.replacing(
        *(p.model_copy(update={"available_from": date(2027, 1, 1)}) for p in records.candidates),
        *(o.model_copy(update={"start_to": date(2027, 6, 1)}) for o in records.openings),
    )
    before, after = (
        {p.opening.id: p.first_day for p in propose(r, BOOK, WEIGHTS, on=law, viewer=Viewer.SCOUT).placed}
        for r in (records, busy)
    )
    both = before.keys() & after.keys()
    assert both
    assert all(before[opening] == after[opening] != date(2027, 1, 1) for opening in both)


def test_a_pair_that_is_explained_has_its_tasks_where_it_is_allowed_and_none_where_it_is_not() -> None:
    records = invent("progressive-2", candidates=24, openings=12)
    assert records.programme.on is not None
    law = BOOK.in_force(records.programme.on)
    proposal = propose(records, BOOK, WEIGHTS, on=records.programme.on, viewer=Viewer.CASE_MANAGER)
    pair = proposal.placed[0]
    said = explain(records, law, WEIGHTS, pair.candidate, pair.opening.id, Viewer.CASE_MANAGER)
    assert said.tasks == pair.tasks
    person = next(one for one in records.candidates if one.id == pair.candidate)
    away = records.replacing(person.model_copy(update={"refused_companies": tuple(c.id for c in records.companies)}))
    assert explain(away, law, WEIGHTS, pair.candidate, pair.opening.id, Viewer.CASE_MANAGER).tasks == ()
    # A scout reads the pair as if no hidden rule existed.
    scout = [explain(r, law, WEIGHTS, pair.candidate, pair.opening.id, Viewer.SCOUT).tasks for r in (records, away)]
    assert scout[0] == scout[1] != ()
