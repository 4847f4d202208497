"""The main job: same input same bytes, everybody accounted for, reasons that can be checked, nothing that leaks."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from data.bundle import Records
from data.codes import Category, Regime, Sex, Viewer
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.intake.read import read_folder
from data.intake.write import write_folder
from data.language import speaking
from data.lawbook import LawBook
from data.synthetic import invent
from matching import propose as propose_module
from matching.proposal import Proposal, State
from matching.propose import propose
from scoring.rule import EVERYBODY, NEUTRAL_CODE
from scoring.rules import RULES
from scoring.scorecard import judge, refused
from scoring.weights import load_weights


def proposed(records: Records, *, seed: int = 0, viewer: Viewer = Viewer.ORIENTATOR) -> Proposal:
    assert records.programme.on is not None
    weights = load_weights(records.programme.weights)
    return propose(records, LawBook.load(), weights, on=records.programme.on, seed=seed, viewer=viewer)


def without_inputs(proposal: Proposal) -> str:
    return proposal.to_json().replace(proposal.made.inputs_sha256, "")


@cache
def invented() -> tuple[Records, Proposal]:
    records = invent()
    return records, proposed(records)


def test_the_same_input_gives_the_same_bytes() -> None:
    _, proposal = invented()
    assert proposed(invent()).to_json() == proposal.to_json()


def test_in_english_the_same_input_gives_the_same_bytes_and_the_same_pairs_as_in_italian() -> None:
    records, italian = invented()
    assert records.programme.on is not None
    book, weights = LawBook.load(), load_weights(records.programme.weights)
    with speaking("en"):
        # What is spoken around does not count: the language is part of the input.
        assert propose(records, book, weights, on=records.programme.on).to_json() == italian.to_json()
    english = propose(records, book, weights, on=records.programme.on, language="en")
    with speaking("it"):
        again = propose(invent(), book, weights, on=records.programme.on, language="en")
    assert english.to_json() == again.to_json()
    assert english.to_json() != italian.to_json()
    assert english.summary == italian.summary
    assert [(pair.candidate, pair.opening.id, pair.state, pair.score_micro) for pair in english.placed] == [
        (pair.candidate, pair.opening.id, pair.state, pair.score_micro) for pair in italian.placed
    ]
    assert {pair.state.value for pair in english.placed} <= {"solid", "open", "needs_opinion"}
    for first, second in zip(italian.unplaced, english.unplaced, strict=True):
        assert first.reason != second.reason


def test_shuffled_rows_of_every_file_give_the_same_bytes(tmp_path: Path) -> None:
    records, proposal = invented()
    folder = write_folder(records, tmp_path / "folder")
    draw = random.Random(7)
    for file in folder.glob("*.csv"):
        with file.open(newline="", encoding="utf-8-sig") as text:
            header, *rows = list(csv.reader(text, delimiter=";"))
        before = list(rows)
        draw.shuffle(rows)
        # A shuffle may leave a few rows where they were.
        rows = [*rows[1:], rows[0]] if rows == before else rows
        assert rows != before or len(rows) < 2
        with file.open("w", newline="", encoding="utf-8-sig") as text:
            csv.writer(text, delimiter=";").writerows([header, *rows])
    assert proposed(read_folder(folder)).to_json() == proposal.to_json()


def test_everybody_is_either_placed_or_told_why_not() -> None:
    records, proposal = invented()
    placed, unplaced = [pair.candidate for pair in proposal.placed], [row.candidate for row in proposal.unplaced]
    assert sorted(placed + unplaced) == [person.id for person in records.candidates]
    assert proposal.summary.placed == len(placed) > 0
    assert proposal.summary.unplaced == len(unplaced) > 0


def test_no_opening_gets_more_people_than_seats_and_every_empty_seat_is_explained() -> None:
    records, proposal = invented()
    taken = {opening.id: 0 for opening in records.openings}
    for pair in proposal.placed:
        taken[pair.opening.id] += 1
    left = {opening.id: opening.seats - taken[opening.id] for opening in records.openings}
    assert min(left.values()) >= 0
    assert {row.opening.id: row.empty for row in proposal.empty} == {key: n for key, n in left.items() if n}
    assert all(row.reason for row in proposal.empty)


def test_every_part_adds_up_to_the_score_and_the_scores_to_the_total() -> None:
    _, proposal = invented()
    for pair in proposal.placed:
        assert sum(part.micro for part in pair.parts) == pair.score_micro >= proposal.made.floor_micro
        assert sum(part.weight_micro for part in pair.parts) == 1_000_000
        for part in pair.parts:
            assert abs(part.weight_micro * part.grade - part.micro) <= 1
    assert sum(pair.score_micro for pair in proposal.placed) == proposal.summary.score_micro


def test_every_proposed_pair_is_allowed_when_judged_anew_and_every_count_of_refusals_is_right() -> None:
    records, _ = invented()
    proposal = proposed(records, viewer=Viewer.CASE_MANAGER)
    law = LawBook.load().in_force(proposal.made.on)
    cohort, eligibility = build_cohort(records, law), Eligibility.of(records)
    card = judge(cohort, eligibility, law, load_weights("2026-1"))
    row = {person: i for i, person in enumerate(cohort.candidates.ids)}
    column = {opening: j for j, opening in enumerate(cohort.openings.ids)}
    for pair in proposal.placed:
        one = card.pairs(np.array([row[pair.candidate]]), np.array([column[pair.opening.id]]))
        assert not refused(one, law).any()
    for person in proposal.unplaced:
        i = np.full(cohort.n_openings, row[person.candidate])
        no = refused(card.pairs(i, np.arange(cohort.n_openings)), law)
        assert person.allowed == int((~no.any(axis=0)).sum())
        time_fit = next((count.count for count in person.refusals if count.rule == "TIME_FIT"), 0)
        assert time_fit == int(no[[rule.code for rule in RULES].index("TIME_FIT")].sum())
        for near in person.nearest:
            assert near.refusals
            assert no[:, column[near.opening.id]].sum() == len(near.refusals)


def test_states_say_what_the_legend_promises() -> None:
    _, proposal = invented()
    assert {pair.state for pair in proposal.placed} == set(State)
    for pair in proposal.placed:
        if pair.state is State.SOLID:
            assert not any(other.near_tie for other in pair.alternatives)
            # Said, not in doubt: what is agreed on before the start, what is old, what is in the score already.
            plain = {"STALE", "RAMP", "COVER", "ABSENCE", "NOT_ASSESSED", "BENEFIT", "HOST_OK", "LANG_SAFETY"}
            assert {warning.code for warning in pair.warnings} <= plain


def test_a_protection_reads_exactly_like_a_choice_of_the_person_to_who_may_not_know() -> None:
    records, _ = invented()
    person = next(p for p in records.candidates if not p.banned_companies and not p.refused_companies)
    company = records.companies[0].id
    banned = proposed(records.replacing(person.model_copy(update={"banned_companies": (company,)})))
    refusing = proposed(records.replacing(person.model_copy(update={"refused_companies": (company,)})))
    assert without_inputs(banned) == without_inputs(refusing)
    assert banned.made.inputs_sha256 == refusing.made.inputs_sha256
    hidden = {NEUTRAL_CODE, *(rule.code for rule in RULES if rule.shown_to != EVERYBODY)}
    assert not any(count.rule in hidden for row in banned.unplaced for count in row.refusals)


def test_the_case_manager_alone_reads_protections_by_name() -> None:
    records, _ = invented()
    seen = {count.rule for row in proposed(records, viewer=Viewer.CASE_MANAGER).unplaced for count in row.refusals}
    assert {"BAN", "REFUSAL"} <= seen
    assert NEUTRAL_CODE not in seen


@pytest.mark.parametrize("viewer", [Viewer.ORIENTATOR, Viewer.SCOUT])
def test_nothing_protected_stands_anywhere_in_a_proposal(viewer: Viewer) -> None:
    records, _ = invented()
    text = proposed(records, viewer=viewer).to_json()
    for category in Category:
        assert category.value not in text
        assert category.it not in text
    births = {person.birth_date.isoformat() for person in records.candidates}
    assert not [birth for birth in births if birth in text]
    for word in ("sex", "birth", "BAN", "tutela", "accoglienza", "violenza", "tratta"):
        assert f'"{word}"' not in text


def test_sex_category_and_age_within_the_law_change_no_proposal() -> None:
    records, proposal = invented()
    call = {category.code for category in records.programme.categories if category.sex is None}
    flipped = []
    for person in records.candidates:
        if not set(person.categories) & call:
            continue
        sex = Sex.M if person.sex is Sex.F else Sex.F
        categories = tuple(c for c in Category if c in call and c not in person.categories) or person.categories
        flipped.append(person.model_copy(update={"sex": sex, "categories": categories}))
    assert len(flipped) > 80
    other = proposed(records.replacing(*flipped))
    assert other.model_dump(exclude={"made"}) == proposal.model_dump(exclude={"made"})


def test_another_seed_may_change_who_but_never_how_well() -> None:
    records, proposal = invented()
    other = proposed(records, seed=1)
    assert (other.summary.placed, other.summary.score_micro) == (
        proposal.summary.placed,
        proposal.summary.score_micro,
    )


def test_a_programme_without_people_or_openings_gets_an_empty_proposal() -> None:
    records, _ = invented()
    nobody = Records(programme=records.programme, companies=records.companies, sites=records.sites)
    assert proposed(nobody).summary.placed == 0
    no_opening = Records(programme=records.programme, candidates=records.candidates[:3])
    proposal = proposed(no_opening)
    assert [row.candidate for row in proposal.unplaced] == [person.id for person in records.candidates[:3]]
    assert json.loads(proposal.to_json())["placed"] == []


def test_the_title_of_a_shipped_programme_is_said_in_the_language_and_a_services_own_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records, _ = invented()
    own = replace(records, programme=records.programme.model_copy(update={"title": "Il nostro progetto"}))
    assert proposed(own).title == "Il nostro progetto"
    told: list[str] = []
    monkeypatch.setattr(propose_module, "say", lambda text, **facts: told.append(text) or text)
    proposed(records)
    assert records.programme.title in told


def test_what_is_to_be_verified_names_the_months_of_the_regime() -> None:
    law = LawBook.load().in_force(date(2026, 9, 1))
    assert "ord_tuscany.max_months" in propose_module.to_verify(law, Regime.ORD_TUSCANY)
    assert "ord_tuscany.max_months" not in propose_module.to_verify(law, Regime.TIS_TUSCANY)
