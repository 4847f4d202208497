"""FUNCTION against a slow reading of the records, and every way out of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bundle import Records
from data.codes import AccommodationStatus, AuthorRole, Viewer
from data.eligibility import Eligibility, FullPairs
from data.encode import build_cohort
from data.lawbook import LawBook
from data.papers import Accommodation
from scoring.rule import Change, refuse
from scoring.rules import access, function
from tests.data.paper_records import records

LAW = LawBook.load().in_force(date(2020, 9, 14))
FIRST, LAST = date(2020, 10, 1), date(2021, 4, 1)
ITEMS = ("AC1", "PO2")
FEATURES = ("step_free", "elevator", "lit_way")


def pair(made: Records) -> FullPairs:
    """P with T."""
    one = np.zeros(1, dtype=np.int64)
    return FullPairs(build_cohort(made, LAW), Eligibility.of(made), one, one)


def slowly(made: Records) -> dict[str, int]:
    """Levels by which essential demands of T that cannot be adapted lie over the limits of P."""
    person, offer = made.candidates[0], made.openings[0]
    over = {}
    for demand in offer.demands or ():
        limits = [person.prescriptions.get(demand.item, 9)]
        for paper in made.prescriptions:
            signed = paper.author is not None and paper.author.is_health
            if signed and any(paper.holds_on(day) for day in days()):
                limits.append(paper.items.get(demand.item, 9))
        left = demand.level - offer.accommodations.get(demand.item, 0)
        for paper in made.accommodations:
            if paper.opening == "T" and paper.counts and all(paper.holds_on(day) for day in days()):
                left -= paper.items.get(demand.item, 0)
        if demand.essential and not demand.adaptable and left > min(limits):
            over[demand.item] = left - min(limits)
    return over


def days() -> list[date]:
    return [FIRST + timedelta(days=k) for k in range((LAST - FIRST).days + 1)]


def some_days() -> st.SearchStrategy[dict[str, date]]:
    edges = [FIRST - timedelta(days=1), FIRST, date(2020, 12, 1), LAST, LAST + timedelta(days=1)]
    spans = [{"valid_from": a, "valid_to": b} for a in edges for b in edges if a <= b]
    return st.sampled_from([*spans, {}, {}, {"valid_from": edges[2]}, {"valid_to": edges[2]}])


levels = st.dictionaries(st.sampled_from(ITEMS), st.integers(0, 3), min_size=1)
uplifts = st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 3), min_size=1)
features = st.lists(st.sampled_from(FEATURES), unique=True)


@st.composite
def worlds(draw: st.DrawFn) -> Records:
    def rows(what: st.SearchStrategy[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row | draw(some_days()) for row in draw(st.lists(what, max_size=3))]

    marks = [draw(st.sampled_from(["", "!", "!", "!~"])) for _ in ITEMS]
    asked = "; ".join(f"{item}={draw(st.integers(0, 3))}{mark}" for item, mark in zip(ITEMS, marks, strict=True))
    authors = st.sampled_from([None, AuthorRole.SPECIALIST, AuthorRole.COMPANY_DOCTOR, AuthorRole.PERSON])
    there = {feature: draw(st.booleans()) for feature in draw(features)}
    return records(
        person={"prescriptions": draw(levels), "access_needs": draw(features)},
        offer={"demands": asked, "accommodations": draw(st.one_of(st.just({}), uplifts))},
        site={"access": there},
        prescriptions=rows(st.fixed_dictionaries({"items": levels, "author": authors})),
        accommodations=rows(
            st.fixed_dictionaries(
                {
                    "items": uplifts,
                    "features": features,
                    "status": st.sampled_from(list(AccommodationStatus)),
                    "opening": st.sampled_from("TTU"),
                    "reason": st.sampled_from([None, "parole segrete"]),
                }
            )
        ),
    )


@settings(max_examples=60)
@given(worlds())
def test_it_stops_exactly_what_a_slow_reading_stops(made: Records) -> None:
    assert bool(function.allows(pair(made), LAW)[0]) == (slowly(made) == {})


@settings(max_examples=60)
@given(worlds())
def test_every_way_out_that_is_named_is_one(made: Records) -> None:
    for rule in (function, access):
        pairs = pair(made)
        stopped = not rule.allows(pairs, LAW)[0]
        change = rule.lift(made, pairs, LAW, 0)
        assert (change is not None) == stopped
        if change is None:
            continue
        assert len(change.other) == 1
        for way in (change, *change.other):
            _lifts(rule.allows, made, way)
        # Nothing that other pairs are judged by is changed by the company's yes to this one.
        assert [type(row) for row in change.records] == [Accommodation]


def _lifts(allows: Callable[..., Any], made: Records, way: Change) -> None:
    assert way.sentence
    assert way.who
    assert way.records
    for row in way.records:
        assert type(row).model_validate(row.model_dump(mode="json")) == row
    after = made.replacing(*way.records)
    assert after.faults() == []
    assert allows(pair(after), LAW)[0]


@settings(max_examples=60)
@given(worlds())
def test_both_rules_lifted_together_leave_the_pair_free(made: Records) -> None:
    for rule in (function, access):
        change = rule.lift(made, pair(made), LAW, 0)
        made = made.replacing(*change.records) if change is not None else made
    assert function.allows(pair(made), LAW)[0]
    assert access.allows(pair(made), LAW)[0]


@settings(max_examples=40)
@given(worlds())
def test_the_sentences_never_hold_the_words_of_a_reason(made: Records) -> None:
    pairs = pair(made)
    for rule in (function.RULE, access.RULE):
        texts = [str(value) for value in rule.facts(pairs, LAW, 0).values()]
        texts.append(refuse(rule, pairs, LAW, 0, Viewer.ORIENTATOR).sentence)
        if (change := rule.lift(made, pairs, LAW, 0)) is not None:
            texts += [change.sentence, *(way.sentence for way in change.other)]
        assert not any("segrete" in text or "{" in text for text in texts)


def asked(**given: Any) -> str:
    pairs = pair(records(**given))
    assert function.allows(pairs, LAW)[0]
    if not function.missing(pairs, LAW)[0]:
        return ""
    return function.RULE.ask.format(**function.facts(pairs, LAW, 0))


def test_what_can_be_adapted_is_asked_for_with_an_example() -> None:
    told = asked(person={"prescriptions": "AC1<=0"}, offer={"demands": "AC1=2!~; PO2=3!"})
    assert told == (
        "Prima di proporre: chiedere all'azienda l'accomodamento: "
        "sollevare e portare pesi (per esempio: sollevatore o divisione dei carichi)."
    )


def test_what_can_be_adapted_and_was_asked_for_says_so() -> None:
    row = {"items": "AC1=2", "status": "REQUESTED"}
    told = asked(person={"prescriptions": "AC1<=0"}, offer={"demands": "AC1=2!~"}, accommodations=[row])
    assert "si aspetta la risposta dell'azienda" in told
    assert (
        asked(
            person={"prescriptions": "AC1<=0"},
            offer={"demands": "AC1=2!~"},
            accommodations=[{**row, "status": "GRANTED"}],
        )
        == ""
    )


@pytest.mark.parametrize(("demand", "told"), [("AC1=2!", True), ("AC1=2!~", True), ("AC1=2", False), ("AC1=1!", False)])
def test_a_limit_of_somebody_else_is_to_be_confirmed_where_it_would_matter(demand: str, told: bool) -> None:
    said = asked(prescriptions=[{"items": "AC1<=1", "author": "COUNSELLOR"}], offer={"demands": demand})
    assert said == (
        "Prima di proporre: far confermare a un professionista sanitario i limiti su: sollevare e portare pesi."
        if told
        else ""
    )


def test_tasks_that_nobody_described_are_asked_for() -> None:
    for limits in ({"person": {"prescriptions": "AC1<=1"}}, {"prescriptions": [{"items": "AC1<=1"}]}):
        assert asked(**limits) == "Prima di proporre: farsi descrivere i compiti."
    assert asked() == ""


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (None, "TASK_LIMIT", "Accomodamento ragionevole da chiedere"),
        ("PROPOSED", "ACCOMMODATION_AWAITED", "Serve che l'azienda conceda"),
        ("REQUESTED", "ACCOMMODATION_AWAITED", "Serve che l'azienda conceda"),
        ("REFUSED", "ACCOMMODATION_REFUSED", "L. 104/1992 art. 5-bis"),
    ],
)
def test_each_kind_of_stop_has_its_own_way_out(status: str | None, kind: str, words: str) -> None:
    rows = [{"items": "AC1=1", "status": status, "reason": None}] if status else []
    made = records(person={"prescriptions": "AC1<=0"}, offer={"demands": "AC1=2!"}, accommodations=rows)
    assert function.RULE.kinds_at(pair(made), LAW, 0) == (kind,)
    change = function.lift(made, pair(made), LAW, 0)
    assert change is not None
    assert words in change.sentence
    granted = change.records[0]
    assert isinstance(granted, Accommodation)
    assert granted.status is AccommodationStatus.GRANTED
    assert granted.items == {"AC1": 2}
    assert granted.id == ("a0" if status else "P-T-FUNCTION")


def test_the_place_and_the_way_are_two_kinds() -> None:
    person = {"access_needs": "step_free; lit_way"}
    for access_there, kinds in (
        ("step_free=no; lit_way=sì", ("ACCESS_SITE",)),
        ("step_free=sì; lit_way=no", ("ACCESS_WAY",)),
        ("step_free=no; lit_way=no", ("ACCESS_SITE", "ACCESS_WAY")),
    ):
        assert access.RULE.kinds_at(pair(records(person=person, site={"access": access_there})), LAW, 0) == kinds
