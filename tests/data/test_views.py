"""What a role may read of the records: hours without reasons, limits without authors, no choice and no protection."""

from __future__ import annotations

from data.bundle import TABLES
from data.codes import Viewer
from data.intake.example import example_records
from data.papers import Act, Commitment, Prescription, Protection
from data.views import HIDDEN_FIELDS, records_for
from data.week import parse_week


def test_the_case_manager_reads_the_same_records() -> None:
    records = example_records()
    assert records_for(Viewer.CASE_MANAGER, records) is records


def test_papers_become_plain_hours_and_limits_for_an_orientator_and_over_ones_nothing() -> None:
    known = example_records()
    person = known.candidates[0].model_copy(
        update={"busy": parse_week("lun 8:00-9:00"), "prescriptions": {"AC1": 1}, "refused_companies": ("A001",)}
    )
    base = {"candidate": person.id}
    care = Commitment.model_validate({**base, "id": "X1", "hours": "mar 8:00-9:00", "kind": "CARE"})
    over = Commitment.model_validate({**base, "id": "X2", "hours": "mer 8:00-9:00", "valid_to": "2001-01-01"})
    act = Act.model_validate({**base, "id": "X3", "hours": "lun-sab 6:00-22:00; dom 0:00-22:00"})
    lower = Prescription.model_validate({**base, "id": "X4", "items": "AC1<=0; PO3<=1", "author": "COMPANY_DOCTOR"})
    mere = Prescription.model_validate({**base, "id": "X5", "items": "AC2<=0", "author": "COUNSELLOR"})
    secret = Protection.model_validate({**base, "id": "X6", "kind": "ADDRESS_SECRET"})
    host = known.companies[0].model_copy(update={"people": ("ab" * 32,)})
    records = known.replacing(person, care, over, act, lower, mere, secret, host)
    told = records_for(Viewer.ORIENTATOR, records)
    seen = next(row for row in told.candidates if row.id == person.id)
    assert seen.busy is not None
    hours = {text: (seen.busy & parse_week(text)).hours for text in ("lun 8:00-9:00", "mar 8:00-9:00", "mer 8:00-9:00")}
    assert hours == {"lun 8:00-9:00": 1, "mar 8:00-9:00": 1, "mer 8:00-9:00": 0}
    assert (seen.busy & parse_week("dom 22:00-24:00")).hours == 2
    assert {item: seen.prescriptions[item] for item in ("AC1", "PO3")} == {"AC1": 0, "PO3": 1}
    assert "AC2" not in seen.prescriptions
    assert (seen.lat, seen.lon, seen.municipality) == (None, None, person.municipality)
    for name, nothing in HIDDEN_FIELDS.items():
        assert all(getattr(row, name) == nothing for row in told.candidates)
    assert not [company for company in told.companies if company.people]
    for table in ("commitments", "acts", "prescriptions", "protections", "documents"):
        assert told.table(table) == ()
    assert not told.faults()


def test_a_scout_reads_no_person_and_every_opening() -> None:
    records = example_records()
    told = records_for(Viewer.SCOUT, records)
    shown = {table for table in TABLES if told.table(table)}
    assert shown <= {"companies", "sites", "openings", "services"}
    assert told.openings == records.openings
    assert not told.faults()
