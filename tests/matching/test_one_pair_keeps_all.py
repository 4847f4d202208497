"""Records cut down to one person or one pair keep whatever a rule of the law reads of the person and of the host."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.bundle import Records
from data.codes import Viewer
from data.host_papers import HostCheck
from data.intake.example import example_records
from data.lawbook import LawBook
from data.papers import Relation
from data.records import Candidate, Child, Opening, Row, Service
from matching.explain import explain
from matching.grants import Grant, grant
from scoring.weights import load_weights

LAW, WEIGHTS = LawBook.load().in_force(date(2026, 9, 1)), load_weights("2026-3")
KNOWN = example_records()
RELATION = Relation.model_validate({"id": "X1", "candidate": "C001", "company": "A001", "kind": "EMPLOYED"})
INSOLVENT = HostCheck.model_validate({"id": "CS001", "site": "A001-1", "insolvent": True})


def refusals(records: Records, viewer: Viewer = Viewer.CASE_MANAGER) -> set[str]:
    pair = explain(records, LAW, WEIGHTS, "C001", "O001", viewer)
    return {refusal.rule for refusal in pair.refusals}


@pytest.mark.parametrize(("paper", "code"), [(RELATION, "PRIOR_REL"), (INSOLVENT, "HOST_OK")])
def test_a_pair_asked_for_by_name_is_judged_with_all_its_papers(paper: Row, code: str) -> None:
    assert code not in refusals(KNOWN)
    assert code in refusals(KNOWN.replacing(paper))


def test_a_relation_of_somebody_else_changes_nothing_of_a_pair() -> None:
    other = RELATION.model_copy(update={"candidate": "C003"})
    assert refusals(KNOWN.replacing(other)) == refusals(KNOWN)


@pytest.mark.parametrize("paper", [RELATION, INSOLVENT])
def test_a_seat_makes_nothing_possible_that_the_law_refuses(paper: Row) -> None:
    mother = KNOWN.candidates[0].model_dump() | {"other_carers": None, "max_travel_min": 60, "modes": "car"}
    child = Child.model_validate({"id": "F1", "candidate": "C001", "birth_date": "2014-03-20", "care": "SECONDARIA_1"})
    offer = KNOWN.openings[0].model_dump() | {"demands": None, "shifts": "lun-ven 14:00-18:00"}
    club = {"id": "D1", "kind": "DOPOSCUOLA", "name": "Club", "municipality": "Prato", "hours": "lun-ven 13:30-18:30"}
    plain = replace(
        KNOWN,
        candidates=(Candidate.model_validate(mother | {"availability": "lun-ven 8:00-20:00"}), *KNOWN.candidates[1:]),
        children=(child,),
        openings=(Opening.model_validate(offer), *KNOWN.openings[1:]),
        services=(Service.model_validate(club | {"seats": 3}),),
    )

    def possible(records: Records) -> set[str]:
        given = grant(records, LAW, "F1", "D1")
        assert isinstance(given, Grant)
        return {opening.id for opening in given.possible}

    assert "O001" in possible(plain)
    assert "O001" not in possible(plain.replacing(paper))
