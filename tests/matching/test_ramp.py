"""Hours that grow by steps are told with the pair, to be agreed with the company."""

from __future__ import annotations

from datetime import date

import pytest

from data.bundle import Records
from data.codes import Viewer
from data.intake.example import example_records
from data.lawbook import LawBook
from data.ramp import parse_ramp
from data.synthetic import invent
from data.week import parse_week
from matching.explain import explain
from matching.proposal import State
from matching.propose import propose
from scoring.weights import load_weights

SAID = (
    "Orario per gradi da concordare con l'azienda: settimane 1-2: lun-gio 9:00-12:00; poi lun-ven 9:00-13:00; "
    "il turno ha altre 5 ore a settimana, mai raggiunte."
)


def told(ramp: str | None, viewer: Viewer = Viewer.ORIENTATOR) -> list[str]:
    known = example_records()
    steps = parse_ramp(ramp) if ramp else None
    person = known.candidates[0].model_copy(update={"hours_ramp": steps})
    offer = known.openings[0].model_copy(update={"shifts": parse_week("lun-ven 9:00-14:00")})
    law = LawBook.load().in_force(date(2026, 9, 1))
    pair = explain(known.replacing(person, offer), law, load_weights("2026-1"), person.id, offer.id, viewer)
    return [warning.sentence for warning in pair.warnings if warning.code == "RAMP"]


def test_the_steps_are_told_inside_the_shifts_of_the_opening() -> None:
    assert told("2 sett. 4x3; poi 5x4") == [SAID]


@pytest.mark.parametrize("ramp", [None, "2 sett. 5x5; poi 5x6"])
def test_without_a_ramp_or_with_one_that_changes_nothing_nothing_is_told(ramp: str | None) -> None:
    assert told(ramp) == []


def test_a_scout_does_not_read_the_plan_of_a_person() -> None:
    assert told("2 sett. 4x3; poi 5x4", Viewer.SCOUT) == []


def test_a_ramp_asks_for_no_opinion() -> None:
    known = invent(candidates=40, openings=30, seed=5)
    ramped = [
        person.model_copy(update={"hours_ramp": parse_ramp("1 sett. 2x2; poi 5x8")}) for person in known.candidates
    ]

    def states(records: Records) -> list[tuple[str, State | None]]:
        made = propose(records, LawBook.load(), load_weights("2026-1"), on=date(2019, 11, 4))
        assert {pair.state for pair in made.placed} & {State.SOLID, State.OPEN}
        return [(pair.candidate, pair.state) for pair in made.placed]

    assert states(known.replacing(*ramped)) == states(known)
