"""A scout reads nothing from which a person's plan, wishes or hours could be worked out, not even by differences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from data.bundle import Records
from data.codes import Goal, Trait, Tutoring, Viewer
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import LawBook
from data.records import Candidate
from data.synthetic import invent
from matching.bands import Band, band_of
from matching.explain import explain
from matching.proposal import Proposal
from matching.propose import propose
from matching.snapshot import open_refusals
from scoring.scorecard import judge, refused
from scoring.weights import load_weights

BOOK, WEIGHTS = LawBook.load(), load_weights("2026-2")
# A floor in the middle of the scores, that many pairs cross.
MIDDLING = replace(WEIGHTS, floor=0.5)
ROLES = ("kitchen_assistant", "warehouse_worker", "waiter", "baker", "barista")


@cache
def cohort(seed: int) -> Records:
    return invent("perla", seed, candidates=14, openings=7)


def proposed(records: Records, viewer: Viewer) -> Proposal:
    assert records.programme.on is not None
    return propose(records, BOOK, WEIGHTS, on=records.programme.on, viewer=viewer)


def said(proposal: Proposal) -> str:
    # The fingerprint of all the records changes with any of them and says nothing of which.
    return proposal.to_json().replace(proposal.made.inputs_sha256, "")


def places(proposal: Proposal) -> list[tuple[str, str]]:
    return [(pair.candidate, pair.opening.id) for pair in proposal.placed]


def no(records: Records) -> np.ndarray:
    assert records.programme.on is not None
    law = BOOK.in_force(records.programme.on)
    encoded = build_cohort(records, law)
    card = judge(encoded, Eligibility.of(records), law, WEIGHTS)
    i, j = np.divmod(np.arange(encoded.n_candidates * encoded.n_openings), encoded.n_openings)
    return refused(card.pairs(i, j), law)


def hidden(person: Candidate) -> st.SearchStrategy[Candidate]:
    """The same person with other goals, another need of tutoring, other wishes, and perhaps no hours written."""
    return st.builds(
        lambda goals, need, wishes, hours, journey: person.model_copy(
            update={
                "goals": goals,
                "tutor_need": need,
                "interests": wishes,
                "availability": hours,
                "max_travel_min": journey,
            }
        ),
        st.none() | st.sets(st.sampled_from(list(Goal))).map(lambda some: tuple(g for g in Goal if g in some)),
        st.none() | st.sampled_from(list(Tutoring)),
        st.none() | st.dictionaries(st.sampled_from(ROLES), st.integers(1, 3), max_size=3),
        st.sampled_from([*3 * [person.availability], None]),
        st.sampled_from([*3 * [person.max_travel_min], None]),
    )


@dataclass(frozen=True, repr=False)
class Two:
    """A cohort, and the same with what some people hide changed; too long to be printed."""

    one: Records
    other: Records


@st.composite
def changed(draw: st.DrawFn) -> Two:
    """Some people of a cohort change."""
    known = cohort(draw(st.integers(0, 5)))
    few = draw(st.sets(st.sampled_from(range(len(known.candidates))), min_size=1, max_size=5))
    return Two(known, known.replacing(*(draw(hidden(known.candidates[i])) for i in sorted(few))))


@given(changed())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_what_people_hide_changes_no_byte_that_a_scout_reads_while_everybody_stays_where_they_are(
    two: Two,
) -> None:
    one, other = two.one, two.other
    assume((no(one) == no(other)).all())
    before, after = proposed(one, Viewer.SCOUT), proposed(other, Viewer.SCOUT)
    assume(places(before) == places(after))
    assert said(before) == said(after)


@given(changed(), st.integers(0, 13), st.integers(0, 6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_what_people_hide_changes_no_byte_of_a_pair_explained_to_a_scout(two: Two, i: int, j: int) -> None:
    one, other = two.one, two.other
    assume((no(one) == no(other)).all())
    assert one.programme.on is not None
    law = BOOK.in_force(one.programme.on)
    person, opening = one.candidates[i].id, one.openings[j].id
    before, after = (explain(r, law, MIDDLING, person, opening, Viewer.SCOUT).model_dump_json() for r in (one, other))
    assert before == after


def test_another_environment_at_the_company_tells_a_scout_nothing_of_the_goals() -> None:
    records = invent("perla")
    assert records.programme.on is not None
    law = BOOK.in_force(records.programme.on)
    flips = 0
    person = records.candidates[0].model_copy(update={"goals": (Goal.CALM,), "tutor_need": Tutoring.VERY_HIGH})
    for opening in records.openings:
        seen = []
        for traits in ((), tuple(Trait)):
            place = opening.model_copy(update={"environment": traits})
            changed = records.replacing(person, place)
            full = explain(changed, law, WEIGHTS, person.id, place.id)
            told = explain(changed, law, WEIGHTS, person.id, place.id, Viewer.SCOUT)
            assert (told.below_floor, told.floor_micro) == (None, None)
            seen.append((full.score_micro, told.model_dump_json()))
        assert seen[0][1] == seen[1][1]
        flips += seen[0][0] != seen[1][0]
    assert flips


def test_a_scout_is_given_no_floor_no_state_and_nothing_that_the_whole_score_decides() -> None:
    records = invent("perla")
    full, told = proposed(records, Viewer.ORIENTATOR), proposed(records, Viewer.SCOUT)
    assert places(told) == places(full)
    assert places(told) == sorted(places(told))
    assert told.made.floor_micro is None
    summary = told.summary
    assert (summary.solid, summary.open, summary.needs_opinion) == (None, None, None)
    assert all(pair.state is None and not pair.alternatives for pair in told.placed)
    assert all((row.placements, row.score_micro) == (None, None) for row in told.wanted)
    assert full.made.floor_micro == WEIGHTS.floor_micro
    assert all(pair.state is not None for pair in full.placed)
    assert Proposal.model_validate_json(told.to_json()) == told


def test_a_scout_reads_where_a_seat_would_help_from_the_shown_rules_alone_in_bands() -> None:
    records = invent("perla", candidates=20, openings=6)
    told, full = proposed(records, Viewer.SCOUT), proposed(records, Viewer.ORIENTATOR)
    stopped = open_refusals(no(records)).any(axis=0).reshape(len(records.candidates), -1)
    free = {row.opening.id for row in full.empty}
    expected = {
        opening.id: band_of(int((~stopped[:, j]).sum()))
        for j, opening in enumerate(records.openings)
        if opening.id not in free and (~stopped[:, j]).any()
    }
    assert expected
    assert full.unplaced
    assert {row.opening.id: row.people for row in told.wanted} == expected
    assert all(row.people is None for row in full.wanted)
    places = [row.people.place for row in told.wanted if row.people]
    assert places == sorted(places, reverse=True)


@pytest.mark.parametrize("viewer", [Viewer.ORIENTATOR, Viewer.CASE_MANAGER])
def test_who_may_read_the_whole_score_reads_the_floor(viewer: Viewer) -> None:
    records = cohort(0)
    assert records.programme.on is not None
    law = BOOK.in_force(records.programme.on)
    said = explain(records, law, WEIGHTS, records.candidates[0].id, records.openings[0].id, viewer)
    assert said.below_floor is (said.score_micro < WEIGHTS.floor_micro)
    assert said.floor_micro == WEIGHTS.floor_micro


def test_a_seat_left_free_is_told_to_a_scout_without_saying_that_people_went_elsewhere() -> None:
    records = cohort(1)
    many = replace(records, openings=tuple(o.model_copy(update={"seats": 9}) for o in records.openings))
    told = proposed(many, Viewer.SCOUT)
    assert any(row.allowed_band is not Band.NONE for row in told.empty)
    for row in told.empty:
        assert row.allowed is None
        assert "altra proposta" not in row.reason
        assert ("Le regole permettono" in row.reason) is (row.allowed_band is not Band.NONE)
