"""The life of an accommodation: every step that exists, and no other."""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.accommodations import STEPS, advance, new_id, steps_from, typical
from data.catalogues import catalogue
from data.codes import AccommodationStatus
from data.errors import AbbinaError
from data.language import speaking
from data.papers import Accommodation

DAY = date(2026, 3, 2)
S = AccommodationStatus


def made(status: AccommodationStatus, **given: object) -> Accommodation:
    row = {"id": "M1", "candidate": "P", "opening": "T", "items": {"AC1": 1}, "status": status, **given}
    return Accommodation.model_validate(row)


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_only_the_steps_of_the_table_exist(before: AccommodationStatus, after: AccommodationStatus) -> None:
    reason = "la linea non si può fermare" if after is S.REFUSED else None
    if any((step.before, step.after) == (before, after) for step in STEPS):
        assert advance(made(before), after, DAY, reason).status is after
    else:
        with pytest.raises(AbbinaError) as caught:
            advance(made(before), after, DAY, reason)
        assert caught.value.code == "bad_step"
        assert before.it in caught.value.text("it")


def test_a_whole_life_writes_its_days() -> None:
    asked = advance(made(S.PROPOSED), S.REQUESTED, DAY)
    assert (asked.asked_on, asked.answered_on) == (DAY, None)
    refused = advance(asked, S.REFUSED, date(2026, 3, 20), "manca lo spazio")
    assert (refused.asked_on, refused.answered_on, refused.reason) == (DAY, date(2026, 3, 20), "manca lo spazio")
    again = advance(refused, S.REQUESTED, date(2026, 4, 1))
    assert (again.asked_on, again.answered_on, again.reason) == (date(2026, 4, 1), None, None)
    granted = advance(again, S.GRANTED, date(2026, 4, 2))
    assert granted.counts
    placed = advance(granted, S.IN_PLACE, date(2026, 5, 2))
    assert (placed.status, placed.answered_on) == (S.IN_PLACE, date(2026, 4, 2))
    assert steps_from(S.IN_PLACE) == ()


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_refusal_needs_its_reason(reason: str | None) -> None:
    with pytest.raises(AbbinaError) as caught:
        advance(made(S.REQUESTED), S.REFUSED, DAY, reason)
    assert "il motivo" in caught.value.text("it")


def test_a_reason_belongs_to_a_refusal_only() -> None:
    with pytest.raises(AbbinaError, match="M1"):
        advance(made(S.REQUESTED), S.GRANTED, DAY, "va bene")


@given(st.integers(-30, 30))
def test_a_step_never_comes_before_the_one_it_follows(days: int) -> None:
    on = date.fromordinal(DAY.toordinal() + days)
    asked = made(S.REQUESTED, asked_on=DAY)
    if days < 0:
        with pytest.raises(AbbinaError) as caught:
            advance(asked, S.GRANTED, on)
        assert "02/03/2026" in caught.value.text("it")
    else:
        assert advance(asked, S.GRANTED, on).answered_on == on


def test_the_accommodation_before_the_step_is_not_touched() -> None:
    before = made(S.PROPOSED)
    advance(before, S.REQUESTED, DAY)
    assert before == made(S.PROPOSED)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 3))
def test_a_new_code_is_valid_and_not_taken(candidate: int, opening: int, others: int) -> None:
    taken: set[str] = set()
    for _ in range(others + 1):
        code = new_id("C" * candidate, "O" * opening, "FUNCTION", taken)
        assert code not in taken
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", code)
        taken.add(code)


def test_two_pairs_get_two_codes() -> None:
    long = "C" * 39
    assert new_id(long + "1", "O" * 40, "F") != new_id(long + "2", "O" * 40, "F")


def test_every_item_has_something_typical_to_ask_for_in_both_languages() -> None:
    assert set(typical()) == set(catalogue().items)
    assert typical()["AC1"].label == "sollevatore o divisione dei carichi"
    with speaking("en"):
        assert typical()["AC1"].label == "a hoist or splitting of loads"
    for words in typical().values():
        assert words.label_it != words.label_en
