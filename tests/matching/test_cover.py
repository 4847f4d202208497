"""Days in which the children must be with somebody, and absences to agree on: told with the pair, no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data.bundle import Records
from data.codes import CommitmentKind, Mode, ServiceKind, Viewer
from data.intake.example import example_records
from data.language import Language
from data.lawbook import LawBook
from data.papers import Act, Commitment
from data.ramp import parse_ramp
from data.records import Child, Service
from data.week import parse_week
from matching.explain import explain
from matching.proposal import PairExplanation, PairWarning, State
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


def explained(records: Records, viewer: Viewer, language: Language = "it") -> PairExplanation:
    assert records.faults() == []
    person, offer = records.candidates[0].id, records.openings[0].id
    return explain(records, LAW, WEIGHTS, person, offer, viewer, language=language)


def codes(warnings: Iterable[PairWarning]) -> set[str]:
    """Codes of what is told of time."""
    return {warning.code for warning in warnings} & {"COVER", "ABSENCE"}


def told(records: Records, viewer: Viewer = Viewer.ORIENTATOR, language: Language = "it") -> list[str]:
    pair = explained(records, viewer, language)
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


def test_stretches_of_one_season_are_told_together() -> None:
    base = family(months=8)
    club = Service(
        id="V", kind=ServiceKind.CENTRO_ESTIVO, name="Centro", municipality=base.candidates[0].municipality,
        hours=parse_week("lun-ven 8:00-18:00"), open_from=date(2027, 7, 1), open_to=date(2027, 7, 31),
    )  # fmt: skip
    (said,) = told(replace(base, services=(club,)).replacing(base.children[0].model_copy(update={"services": ("V",)})))
    assert said.count("vacanze estive") == 1
    assert "vacanze estive (dal 11/6/2027 al 30/6/2027 e dal 1/8/2027 al " in said


def test_of_a_child_at_home_no_school_is_told() -> None:
    base = family(care="NONE")
    play = Service(
        id="V", kind=ServiceKind.LUDOTECA, name="Ludoteca", municipality=base.candidates[0].municipality,
        hours=parse_week("lun-ven 8:00-18:00"), open_from=date(2027, 1, 1), open_to=date(2027, 6, 30),
    )  # fmt: skip
    granted = base.children[0].model_copy(update={"services": ("V",)})
    assert told(replace(base, services=(play,)).replacing(granted)) == [
        "Copertura dei figli da prevedere: il figlio è a casa (dal 1/7/2027 al 30/7/2027)."
    ]


def test_who_reads_that_the_hours_do_not_fit_has_no_days_to_plan() -> None:
    refused = family(care="NONE")
    pair = explained(refused, Viewer.CASE_MANAGER)
    assert "TIME_FIT" in [refusal.rule for refusal in pair.refusals]
    assert codes(pair.warnings) == set()
    by_act = Act(id="X", candidate=refused.candidates[0].id, hours=parse_week("mai"), valid_to=date(2027, 3, 1))
    pair = explained(replace(family(), acts=(by_act,)), Viewer.CASE_MANAGER)
    assert not pair.allowed
    assert codes(pair.warnings) == set()


def one_off(hours: str = "lun-mer 9:00-11:00", last: date = date(2027, 4, 14), **values: Any) -> Records:
    """Without children, a commitment from Tuesday 13 April 2027."""
    base = family(care=None)
    paper = {"id": "Q", "candidate": base.candidates[0].id, "hours": hours, "valid_from": date(2027, 4, 13)}
    return replace(base, commitments=(Commitment.model_validate({**paper, "valid_to": last, **values}),))


@pytest.mark.parametrize("viewer", [Viewer.ORIENTATOR, Viewer.CASE_MANAGER])
@pytest.mark.parametrize("kind", list(CommitmentKind))
def test_few_days_of_a_commitment_are_absences_told_by_their_hours_alone(viewer: Viewer, kind: CommitmentKind) -> None:
    pair = explained(one_off(kind=kind), viewer)
    assert pair.allowed
    assert [warning.sentence for warning in pair.warnings if warning.code == "ABSENCE"] == [
        "Assenze da concordare con l'azienda: mar-mer 9:15-11:00 (dal 13/4/2027 al 14/4/2027)."
    ]


def test_a_scout_reads_of_no_absence() -> None:
    assert explained(one_off(), Viewer.SCOUT).model_dump_json() == (
        explained(family(care=None), Viewer.SCOUT).model_dump_json()
    )


def test_a_commitment_that_clashes_on_no_day_is_no_absence_and_one_of_more_days_refuses() -> None:
    assert "ABSENCE" not in codes(explained(one_off(hours="gio 9:00-11:00"), Viewer.ORIENTATOR).warnings)
    assert explained(one_off(last=date(2027, 4, 26)), Viewer.ORIENTATOR).allowed
    assert not explained(one_off(last=date(2027, 4, 27)), Viewer.ORIENTATOR).allowed


def test_absences_ask_for_no_opinion() -> None:
    (pair,) = propose(one_off(), LawBook.load(), WEIGHTS, on=LAW.on).placed
    assert codes(pair.warnings) == {"ABSENCE"}
    assert pair.state is State.SOLID


def test_few_days_of_an_act_refuse_and_read_like_hours_that_the_person_keeps() -> None:
    base = family(care=None)
    person = base.candidates[0]
    act = {"id": "X", "candidate": person.id, "hours": "lun 0:00-9:30; mar-dom 0:00-10:00"}
    window = Act.model_validate({**act, "valid_from": "2027-04-14", "valid_to": "2027-04-15"})
    kept = person.model_copy(update={"busy": parse_week("mer,gio 10:00-24:00")})
    for viewer in (Viewer.ORIENTATOR, Viewer.SCOUT):
        by_act = explained(replace(base, acts=(window,)), viewer)
        assert not by_act.allowed
        assert by_act.model_dump_json() == explained(base.replacing(kept), viewer).model_dump_json()


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
