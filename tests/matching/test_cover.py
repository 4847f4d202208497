"""Days without school in which the children must be with somebody: told with the pair, to be planned, no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.bundle import Records
from data.codes import Mode, Viewer
from data.intake.example import example_records
from data.language import Language
from data.lawbook import LawBook
from data.ramp import parse_ramp
from data.records import Child
from data.week import parse_week
from matching.explain import explain
from matching.proposal import State
from matching.propose import propose
from scoring.weights import load_weights

HOLIDAYS = (
    "Copertura dei figli da prevedere: vacanze di Pasqua (dal 25/3/2027 al 30/3/2027) e vacanze estive "
    "(dal 11/6/2027 al 30/7/2027)."
)
LAW, WEIGHTS = LawBook.load().in_force(date(2026, 9, 1)), load_weights("2026-1")


def family(care: str | None = "PRIMARIA_PIENO", months: int = 5, carers: str = "mai") -> Records:
    """One person with a child of seven, if any care is given, and one opening that begins on 1 March 2027."""
    known = example_records()
    person = known.candidates[0].model_copy(
        update={
            "availability": parse_week("sempre"),
            "other_carers": parse_week(carers),
            "modes": (Mode.CAR,),
            "functional_profile": {"AC1": 3, "IN7": 3, "PO2": 3},
            "available_from": date(2026, 9, 1),
        }
    )
    start = {"start_from": date(2027, 3, 1), "start_to": date(2027, 6, 30), "months": months}
    offer = known.openings[0].model_copy(update={"shifts": parse_week("lun-ven 9:30-12:00"), **start})
    child = Child.model_validate({"id": "F", "candidate": person.id, "birth_date": "20/03/2019", "care": care})
    call = known.programme.model_copy(update={"week_h_min": 10})
    return replace(
        known, programme=call, candidates=(person,), openings=(offer,), children=(child,) if care else (),
        commitments=(), acts=(), prescriptions=(), accommodations=(), protections=(), documents=(),
    )  # fmt: skip


def told(records: Records, viewer: Viewer = Viewer.ORIENTATOR, language: Language = "it") -> list[str]:
    person, offer = records.candidates[0].id, records.openings[0].id
    pair = explain(records, LAW, WEIGHTS, person, offer, viewer, language=language)
    assert pair.allowed
    return [warning.sentence for warning in pair.warnings if warning.code == "COVER"]


def test_the_days_to_plan_are_told_by_season() -> None:
    assert told(family()) == [HOLIDAYS]
    assert told(family(months=3)) == [HOLIDAYS.split(" e vacanze")[0] + "."]


@pytest.mark.parametrize(("care", "carers"), [(None, "mai"), ("PRIMARIA_PIENO", "lun-ven 7:00-20:00")])
def test_nothing_is_told_where_nobody_is_left_alone(care: str | None, carers: str) -> None:
    assert told(family(care=care, carers=carers)) == []


def test_the_case_manager_reads_it_too_and_a_scout_does_not() -> None:
    assert told(family(), Viewer.CASE_MANAGER) == [HOLIDAYS]
    assert told(family(), Viewer.SCOUT) == []


def test_in_english_the_same_days_are_told_in_other_words() -> None:
    (said,) = told(family(), language="en")
    assert said != HOLIDAYS
    assert "2027" in said


def test_days_to_plan_and_hours_by_steps_ask_for_no_opinion() -> None:
    without, with_child = family(care=None), family()
    ramp = {"hours_ramp": parse_ramp("2 sett. 4x2; poi 5x2,5")}
    both = with_child.replacing(with_child.candidates[0].model_copy(update=ramp))
    found = []
    for records in (without, with_child, both):
        (pair,) = propose(records, LawBook.load(), WEIGHTS, on=LAW.on).placed
        found.append((pair.state, {warning.code for warning in pair.warnings} & {"COVER", "RAMP"}))
    assert [codes for _, codes in found] == [set(), {"COVER"}, {"COVER", "RAMP"}]
    assert {state for state, _ in found} == {State.SOLID}
