"""Warnings W01 to W03, and which of them ask for an opinion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from data.bundle import Records
from data.codes import Benefit, Viewer
from data.intake.example import example_records
from data.lawbook import LawBook
from matching.explain import explain
from matching.proposal import PairExplanation, State
from matching.propose import propose
from matching.reasons import DECIDES_NOTHING
from scoring.weights import load_weights

ON = date(2026, 9, 1)
BOOK, WEIGHTS = LawBook.load(), load_weights("2026-3")
STALE_DAYS = int(BOOK.in_force(ON).number("practice.opening_stale_days"))


def told(records: Records, viewer: Viewer = Viewer.CASE_MANAGER) -> PairExplanation:
    person, offer = records.candidates[0], records.openings[0]
    return explain(records, BOOK.in_force(ON), WEIGHTS, person.id, offer.id, viewer)


def said(pair: PairExplanation, code: str) -> list[str]:
    return [warning.sentence for warning in pair.warnings if warning.code == code]


def changed(person: dict[str, Any] | None = None, offer: dict[str, Any] | None = None) -> Records:
    known = example_records()
    return known.replacing(
        known.candidates[0].model_copy(update=person or {}), known.openings[0].model_copy(update=offer or {})
    )


@pytest.mark.parametrize(("days", "stale"), [(STALE_DAYS, False), (STALE_DAYS + 1, True)])
def test_an_offer_is_stale_the_day_after_its_days(days: int, stale: bool) -> None:
    records = changed({"assessed_on": ON}, {"updated_on": ON - timedelta(days=days)})
    wanted = [f"Offerta scritta {days} giorni fa: chiedere se vale ancora."] if stale else []
    assert said(told(records), "STALE") == wanted


def test_an_offer_whose_day_nobody_wrote_is_not_told_as_stale() -> None:
    assert said(told(changed({"assessed_on": ON}, {"updated_on": None})), "STALE") == []


def test_a_profile_and_an_offer_may_both_be_stale() -> None:
    old = ON - timedelta(days=400)
    records = changed({"assessed_on": old}, {"updated_on": old})
    assert len(said(told(records), "STALE")) == 2


def test_at_most_three_items_that_nobody_assessed_are_named_and_the_others_counted() -> None:
    nothing = {"interests": None, "competences": None, "functional_profile": None, "goals": None, "tutor_need": None}
    (sentence,) = said(told(changed(nothing)), "NOT_ASSESSED")
    lead = "Valutazione incompleta, da completare: "
    assert sentence.startswith(lead)
    names, _, others = sentence.removeprefix(lead).partition(" e altr")
    assert len(names.split(", ")) == 3
    assert others


def test_a_profile_with_nothing_missing_has_no_such_warning() -> None:
    pair = told(changed())
    missing = [part for part in pair.parts if not part.known or part.facts.get("unknown_share")]
    assert bool(missing) == bool(said(pair, "NOT_ASSESSED")) or said(pair, "NOT_ASSESSED")


@pytest.mark.parametrize(
    ("checked", "warned"), [(None, True), (ON - timedelta(days=90), False), (ON - timedelta(days=91), True)]
)
def test_income_support_is_to_be_checked_until_somebody_did_lately(checked: date | None, warned: bool) -> None:
    records = changed({"benefits": (Benefit.ADI, Benefit.PENSION), "benefits_checked_on": checked})
    wanted = (
        [
            "Verificare la compatibilità con il sostegno al reddito: Assegno di inclusione e pensione o assegno di "
            "invalidità."
        ]
        if warned
        else []
    )
    assert said(told(records), "BENEFIT") == wanted


@pytest.mark.parametrize("viewer", [Viewer.ORIENTATOR, Viewer.SCOUT])
def test_who_is_not_the_case_manager_reads_nothing_of_income_support(viewer: Viewer) -> None:
    without, having = changed(), changed({"benefits": (Benefit.ADI,)})
    assert told(without, viewer).model_dump_json() == told(having, viewer).model_dump_json()


@pytest.mark.parametrize("benefits", [None, ()])
def test_who_has_no_income_support_written_is_not_warned_of_it(benefits: tuple[Benefit, ...] | None) -> None:
    assert said(told(changed({"benefits": benefits})), "BENEFIT") == []


def test_what_the_start_plan_asks_for_does_not_ask_for_an_opinion() -> None:
    assert {"NOT_ASSESSED", "BENEFIT", "STALE", "HOST_OK", "LANG_SAFETY"} <= DECIDES_NOTHING
    known = example_records()
    old = {o.id: o.model_copy(update={"updated_on": ON - timedelta(days=400)}) for o in known.openings}
    plain, stale = (
        {pair.candidate: pair.state for pair in propose(r, BOOK, WEIGHTS, on=ON).placed}
        for r in (known, known.replacing(*old.values()))
    )
    assert plain == stale
    benefits = known.replacing(*(p.model_copy(update={"benefits": (Benefit.ADI,)}) for p in known.candidates))
    for viewer in (Viewer.CASE_MANAGER, Viewer.ORIENTATOR):
        states = [
            [pair.state for pair in propose(r, BOOK, WEIGHTS, on=ON, viewer=viewer).placed] for r in (known, benefits)
        ]
        assert states[0] == states[1]


def test_a_missing_value_that_could_forbid_still_asks_for_an_opinion() -> None:
    known = example_records()
    unknown = known.replacing(*(p.model_copy(update={"max_travel_min": None}) for p in known.candidates))
    states = [pair.state for pair in propose(replace(unknown), BOOK, WEIGHTS, on=ON).placed]
    assert states
    assert State.NEEDS_OPINION in states
