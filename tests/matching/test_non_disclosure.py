"""What an unprivileged role reads is the same, byte for byte, whether a person refuses or a protection does."""

from __future__ import annotations

import difflib
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.bundle import Records
from data.codes import Viewer
from data.intake.json_file import json_bytes
from data.views import records_for
from matching.bands import Band
from matching.explain import explain, explain_pair
from matching.proposal import Proposal
from matching.propose import propose
from matching.scout import for_scout
from matching.snapshot import Snapshot, snapshot_of
from matching.why import Reader
from scoring.rule import NEUTRAL_CODE
from scoring.scorecard import ScoreCard
from tests.matching.hidden_swaps import (
    BOOK,
    HIDDEN,
    LONG,
    LONG_WAYS,
    SEAL,
    UNPRIVILEGED,
    WEIGHTS,
    Swap,
    card_of,
    cohort,
    protect,
    swaps,
)
from tests.matching.hidden_swaps import by_hidden as hidden_of
from tests.matching.hidden_swaps import refusals as refusals_in

MANY = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
COUNTS = ("count", "band", "allowed", "allowed_band", "below_floor_band", "people")


def proposed(records: Records, viewer: Viewer, snapshot: Snapshot | None = None) -> Proposal:
    assert records.programme.on is not None
    return propose(records, BOOK, WEIGHTS, on=records.programme.on, viewer=viewer, snapshot=snapshot)


def pairs_told(card: ScoreCard, records: Records, viewer: Viewer) -> list[str]:
    reader = Reader(records=records, card=card, viewer=viewer)
    said = [explain_pair(reader, i, j) for i, j in np.ndindex(card.cohort.n_candidates, card.cohort.n_openings)]
    return [(for_scout(pair) if viewer is Viewer.SCOUT else pair).model_dump_json() for pair in said]


def counted(value: Any, under: str = "") -> list[tuple[str, Any]]:
    """Every count of a proposal, with its name."""
    if isinstance(value, dict):
        return [found for name, entry in value.items() for found in counted(entry, name)]
    if isinstance(value, list):
        return [found for entry in value for found in counted(entry, under)]
    return [(under, value)] if under in (*COUNTS, "below_floor") else []


def difference(before: Proposal, after: Proposal) -> list[str]:
    return list(difflib.unified_diff(before.to_json().splitlines(), after.to_json().splitlines(), lineterm=""))


@given(swaps())
@MANY
def test_a_proposal_has_the_same_bytes_whether_people_refuse_or_are_protected(swap: Swap) -> None:
    for viewer in UNPRIVILEGED:
        one, other = proposed(swap.refusing, viewer), proposed(swap.protected, viewer)
        assert one.to_json() == other.to_json()


@given(swaps())
@settings(MANY, max_examples=4)
def test_proposals_before_and_after_differ_alike_whether_people_refuse_or_are_protected(swap: Swap) -> None:
    for viewer in UNPRIVILEGED:
        before, one, other = (proposed(r, viewer) for r in (swap.before, swap.refusing, swap.protected))
        assert difference(before, one) == difference(before, other)
        assert (before.made.inputs_sha256, before.made.counts_sha256) == (
            other.made.inputs_sha256,
            other.made.counts_sha256,
        )


@given(swaps("prisma-2019"))
@settings(MANY, max_examples=6)
def test_every_pair_explained_has_the_same_bytes_whether_people_refuse_or_are_protected(swap: Swap) -> None:
    one, other = card_of(swap.refusing), card_of(swap.protected)
    for viewer in UNPRIVILEGED:
        assert pairs_told(one, swap.refusing, viewer) == pairs_told(other, swap.protected, viewer)


@given(swaps(), st.data())
@settings(MANY, max_examples=10)
def test_a_pair_asked_for_by_name_has_the_same_bytes(swap: Swap, data: st.DataObject) -> None:
    assert swap.before.programme.on is not None
    law = BOOK.in_force(swap.before.programme.on)
    stopped = np.argwhere(hidden_of(refusals_in(swap.protected)))
    i, j = stopped[data.draw(st.integers(0, len(stopped) - 1))]
    person, opening = swap.before.candidates[i].id, swap.before.openings[j].id
    for viewer in UNPRIVILEGED:
        one, other = (
            explain(records, law, WEIGHTS, person, opening, viewer) for records in (swap.refusing, swap.protected)
        )
        assert one.model_dump_json() == other.model_dump_json()
        # An orientator who asks is told once, in neutral words; a scout reads nothing of it.
        assert [said.rule for said in one.refusals].count(NEUTRAL_CODE) == 1 or viewer is Viewer.SCOUT
        assert all((said.facts, said.change) == ({}, None) for said in one.refusals if said.rule == NEUTRAL_CODE)


@given(swaps(), st.data())
@settings(MANY, max_examples=10)
def test_to_a_scout_a_pair_reads_as_if_no_hidden_rule_existed(swap: Swap, data: st.DataObject) -> None:
    assert swap.before.programme.on is not None
    law = BOOK.in_force(swap.before.programme.on)
    person = data.draw(st.sampled_from(swap.before.candidates)).id
    opening = data.draw(st.sampled_from(swap.before.openings)).id
    told = {
        explain(records, law, WEIGHTS, person, opening, Viewer.SCOUT).model_dump_json()
        for records in (swap.before, swap.refusing, swap.protected)
    }
    assert len(told) == 1


@given(swaps())
@MANY
def test_views_exports_and_counts_of_the_day_do_not_change_at_all_when_a_hidden_limit_is_recorded(swap: Swap) -> None:
    assert swap.before.programme.on is not None
    law = BOOK.in_force(swap.before.programme.on)
    for viewer in UNPRIVILEGED:
        assert len({json_bytes(records_for(viewer, r)) for r in (swap.before, swap.refusing, swap.protected)}) == 1
    assert len({snapshot_of(r, law, WEIGHTS).to_json() for r in (swap.before, swap.refusing, swap.protected)}) == 1
    assert (
        len({records_for(Viewer.CASE_MANAGER, r).digest() for r in (swap.before, swap.refusing, swap.protected)}) == 3
    )


@given(swaps())
@settings(MANY, max_examples=6)
def test_every_count_that_an_unprivileged_role_reads_is_a_band_and_no_hidden_rule_is_named(swap: Swap) -> None:
    for viewer in UNPRIVILEGED:
        told = proposed(swap.protected, viewer)
        found = counted(told.model_dump(mode="json"))
        assert found
        bands = {band.value for band in Band} | {None}
        assert [entry for entry in found if entry[1] not in bands] == []
        text = told.to_json()
        for rule in HIDDEN:
            assert f'"{rule.code}"' not in text
            assert f'"{rule.title}"' not in text
            assert f"{rule.title.lower()} (" not in text
        assert NEUTRAL_CODE not in text
        assert SEAL not in text


@pytest.mark.parametrize("way", LONG_WAYS)
def test_every_way_of_protecting_is_among_the_cohorts_that_are_tried(way: str) -> None:
    records = cohort(0, LONG)
    person, company = records.candidates[0].id, records.openings[0].company
    before, after = (hidden_of(refusals_in(r)) for r in (records, protect(records, way, person, (company,))))
    assert (after & ~before).any()


def test_who_is_stopped_everywhere_by_hidden_rules_alone_reads_one_neutral_sentence() -> None:
    records, said = cohort(0), set()
    placed = proposed(records, Viewer.ORIENTATOR).placed[0].candidate
    everywhere = tuple(sorted({opening.company for opening in records.openings}))
    for way in ("banned", "host", "person", "unchecked"):
        told = proposed(protect(records, way, placed, everywhere), Viewer.ORIENTATOR)
        person = next(row for row in told.unplaced if row.candidate == placed)
        assert (person.contested, person.nearest) == ((), ())
        said.add(person.reason)
    assert said == {"Per ora non c'è una proposta: parlane con il case manager."}


def test_within_a_day_counts_stay_whatever_is_recorded_and_who_comes_later_has_none() -> None:
    records = cohort(1)
    assert records.programme.on is not None
    kept = snapshot_of(records, BOOK.in_force(records.programme.on), WEIGHTS)
    free = records.candidates[0].model_copy(update={"availability": None, "max_travel_min": 180, "certificates": ()})
    come = records.candidates[1].model_copy(update={"id": "ZZ-NEW", "refused_roles": ()})
    offer = records.openings[0].model_copy(update={"id": "ZZ-OFFER", "seats": 30})
    later = protect(records.replacing(free, come, offer), "host", free.id, (records.openings[0].company,))
    for viewer in UNPRIVILEGED:
        before, after = proposed(records, viewer, kept), proposed(later, viewer, kept)
        assert before.made.counts_sha256 == after.made.counts_sha256 == kept.digest()
        known = {row.candidate: (row.refusals, row.allowed_band) for row in before.unplaced}
        known |= {row.opening.id: (row.refusals, row.allowed_band) for row in before.empty}
        for row in after.unplaced:
            if row.candidate in known:
                assert known[row.candidate] == (row.refusals, row.allowed_band)
            if row.candidate == "ZZ-NEW":
                assert (row.refusals, row.allowed_band) == ((), None)
        for seat in after.empty:
            if seat.opening.id in known:
                assert known[seat.opening.id] == (seat.refusals, seat.allowed_band)
        new = next(seat for seat in after.empty if seat.opening.id == "ZZ-OFFER")
        assert (new.refusals, new.allowed_band) == ((), None)
        assert new.reason == "Per i posti liberi oggi non c'è una proposta; i conteggi ci sono da domani."
    # The counts of now are others: that they stay is the doing of the snapshot.
    assert proposed(later, Viewer.ORIENTATOR).made.counts_sha256 != kept.digest()


def test_a_snapshot_of_another_question_is_not_used() -> None:
    records, other = cohort(1), cohort(1, "prisma-2019")
    assert other.programme.on is not None
    kept = snapshot_of(other, BOOK.in_force(other.programme.on), WEIGHTS)
    assert proposed(records, Viewer.SCOUT, kept).to_json() == proposed(records, Viewer.SCOUT).to_json()


def test_the_case_manager_reads_exact_counts_and_no_band() -> None:
    records = cohort(0)
    told = proposed(records, Viewer.CASE_MANAGER)
    assert told.made.counts_sha256 is None
    assert told.made.inputs_sha256 == records.digest()
    numbers = [value for name, value in counted(told.model_dump(mode="json")) if name in ("count", "allowed")]
    assert numbers
    assert all(isinstance(value, int) for value in numbers)
    assert not [value for name, value in counted(told.model_dump(mode="json")) if "band" in name and value]
