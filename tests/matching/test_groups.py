"""Target groups that must all be there: told present or missing, never how many, and never to a scout."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from data.bundle import Records
from data.call import GroupNeeded
from data.codes import Category, Viewer
from data.errors import Contradiction
from data.lawbook import LawBook
from data.synthetic import invent
from matching.proposal import GroupSaid, Proposal
from matching.propose import propose
from scoring.weights import load_weights

HEALTH, DISABILITY = Category.MENTAL_HEALTH_CERTIFIED, Category.DISABILITY_L68


@cache
def cohort() -> Records:
    return invent("lavoro-in-corso-2", candidates=40, openings=30)


def proposed(records: Records, viewer: Viewer = Viewer.ORIENTATOR) -> Proposal:
    assert records.programme.on is not None
    weights = load_weights(records.programme.weights)
    return propose(records, LawBook.load(), weights, on=records.programme.on, viewer=viewer)


def needing(*groups: GroupNeeded) -> Records:
    known = cohort()
    return replace(known, programme=known.programme.model_copy(update={"groups_needed": groups}))


def test_a_group_is_told_present_or_missing_by_its_name() -> None:
    told = proposed(cohort()).groups
    assert told == (GroupSaid(label=DISABILITY.label, present=True), GroupSaid(label=HEALTH.label, present=True))


def test_a_group_of_which_nobody_is_in_the_cohort_contradicts_itself() -> None:
    with pytest.raises(Contradiction):
        proposed(needing(GroupNeeded(categories=(Category.LONE_PARENT,))))


def test_only_people_with_a_proposal_count_and_as_many_as_the_call_asks() -> None:
    known, proposal = cohort(), proposed(cohort())
    placed = {pair.candidate for pair in proposal.placed}
    of_group = [person.id for person in known.candidates if HEALTH in person.categories]
    there = len(placed.intersection(of_group))
    assert 0 < there < len(of_group)
    # One more is asked for: one more is proposed, though the whole may be less suitable.
    for least in (there, there + 1):
        wanted = proposed(needing(GroupNeeded(categories=(HEALTH,), at_least=least)))
        assert wanted.groups == (GroupSaid(label=HEALTH.label, present=True),)
        assert len({pair.candidate for pair in wanted.placed}.intersection(of_group)) >= least


def test_one_person_of_any_of_the_categories_makes_a_group_present() -> None:
    said = proposed(needing(GroupNeeded(categories=(Category.LONE_PARENT, HEALTH)))).groups
    assert said == (GroupSaid(label=f"{Category.LONE_PARENT.label}, {HEALTH.label}", present=True),)


def test_a_scout_is_told_of_no_group() -> None:
    told = proposed(cohort(), Viewer.SCOUT)
    assert told.groups == ()
    assert HEALTH.label not in told.to_json()


def test_groups_decide_nothing_about_who_is_proposed_where() -> None:
    with_groups, without = proposed(cohort()), proposed(needing())
    assert without.groups == ()
    assert with_groups.placed == without.placed


def test_a_proposal_stored_before_there_were_groups_can_still_be_read() -> None:
    old = proposed(needing()).model_dump(mode="json")
    del old["groups"]
    assert Proposal.model_validate(old).groups == ()
