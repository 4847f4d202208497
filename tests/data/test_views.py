"""What a role may read of the records: hours without reasons, limits without authors, no choice and no protection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data.bundle import HOST_PAPERS, TABLES, Records
from data.codes import Tongue, Viewer
from data.intake.example import example_records
from data.papers import Act, Commitment, Prescription, Protection
from data.views import HIDDEN_FIELDS, left_out, records_for, reserved
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
    assert shown == {"companies", "sites", "openings", "services", *HOST_PAPERS}
    assert told.openings == records.openings
    assert not told.faults()


def with_protections(*papers: dict[str, Any], town: str = "Prato", on: str | None = None) -> Records:
    """The example with a person who lives in a town and has the given protections and no other."""
    known = example_records()
    person = type(known.candidates[0]).model_validate(
        known.candidates[0].model_dump(mode="json") | {"municipality": town, "lat": 43.9, "lon": 11.1}
    )
    kept = [
        Protection.model_validate({"id": f"X{k}", "candidate": person.id, **paper}) for k, paper in enumerate(papers)
    ]
    day = on or "2026-09-14"
    programme = type(known.programme).model_validate(known.programme.model_dump(mode="json") | {"on": day})
    return replace(known.replacing(person), protections=tuple(kept), programme=programme)


SECRET, MEET = {"kind": "ADDRESS_SECRET"}, {"kind": "MEET_POINT", "municipality": "Vernio"}


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        ([SECRET | {"municipality": "Pistoia"}], "047014"),
        ([SECRET | {"municipality": "Pistoia"}, MEET], "047014"),
        ([SECRET, MEET], "100007"),
        ([SECRET], "100005"),
        ([MEET], "100005"),
        (
            [SECRET | {"municipality": "Vernio", "valid_to": "2026-01-31"}, SECRET | {"municipality": "Pistoia"}],
            "047014",
        ),
        ([SECRET | {"municipality": "Pistoia", "valid_to": "2026-01-31"}], "047014"),
        (
            [
                SECRET | {"municipality": "Vernio", "valid_from": "2026-12-01"},
                SECRET | {"municipality": "Pistoia", "valid_from": "2026-01-01"},
            ],
            "047014",
        ),
    ],
)
def test_a_secret_address_is_told_by_the_municipality_that_its_protection_names(
    papers: list[dict[str, Any]], told: str
) -> None:
    seen = records_for(Viewer.ORIENTATOR, with_protections(*papers)).candidates[0]
    assert (seen.municipality, seen.lat, seen.lon) == (told, None, None)


def test_the_fingerprint_of_others_does_not_change_with_the_true_municipality_of_a_secret_address() -> None:
    for paper in (SECRET | {"municipality": "Pistoia"}, SECRET | {"municipality": "Pistoia", "valid_to": "2026-01-31"}):
        here, there = (with_protections(paper, town=town) for town in ("Prato", "Montemurlo"))
        assert here.digest() != there.digest()
        for viewer in (Viewer.ORIENTATOR, Viewer.SCOUT):
            assert records_for(viewer, here).digest() == records_for(viewer, there).digest()


def test_an_orientator_reads_no_category_and_their_fingerprint_does_not_change_with_one() -> None:
    known = example_records()
    person = known.candidates[0]
    assert person.categories
    without = known.replacing(person.model_copy(update={"categories": ()}))
    assert not any(row.categories for row in records_for(Viewer.ORIENTATOR, known).candidates)
    assert records_for(Viewer.ORIENTATOR, known).digest() == records_for(Viewer.ORIENTATOR, without).digest()
    assert "categories" in left_out(type(person))


def test_only_the_case_manager_changes_what_is_hidden_worked_out_or_says_where_somebody_lives() -> None:
    known = with_protections()
    person = known.candidates[0]
    care = Commitment.model_validate({"id": "X8", "candidate": person.id, "hours": "mar 8:00-9:00"})
    records = replace(known, commitments=(), acts=(), prescriptions=())
    plain, papers = records, records.replacing(care)
    for cohort, more in ((plain, set()), (papers, {"busy"})):
        seen = records_for(Viewer.ORIENTATOR, cohort).candidates[0]
        assert reserved(person, seen) == {*HIDDEN_FIELDS, "municipality", "lat", "lon"} | more
    site = known.sites[0]
    assert reserved(site, site) == frozenset()
    assert left_out(type(known.companies[0])) == {"people"}


def test_papers_of_hosts_are_read_by_everybody_but_not_whether_the_limit_counts_a_trainee() -> None:
    known = example_records()
    (placement,) = known.placements
    assert placement.cap_exempt is not None
    others = [known.replacing(placement.model_copy(update={"cap_exempt": told})) for told in (True, None)]
    for viewer in (Viewer.SCOUT, Viewer.ORIENTATOR):
        seen = records_for(viewer, known)
        for table in HOST_PAPERS:
            if table != "placements":
                assert seen.table(table) == known.table(table)
        assert seen.placements == (placement.model_copy(update={"cap_exempt": None}),)
        assert {records_for(viewer, other).digest() for other in others} == {seen.digest()}
    assert left_out(type(placement)) == {"cap_exempt"}


def test_earlier_relations_are_the_case_managers_since_an_exemption_would_tell_a_category() -> None:
    known = example_records()
    assert records_for(Viewer.CASE_MANAGER, known).relations == known.relations != ()
    assert records_for(Viewer.ORIENTATOR, known).relations == records_for(Viewer.SCOUT, known).relations == ()


def test_income_support_is_the_case_managers_and_schooling_and_languages_are_not() -> None:
    known = example_records()
    person = known.candidates[0].model_copy(update={"school_years": 8, "languages": (Tongue.EN,)})
    assert person.benefits
    assert person.benefits_checked_on
    seen = records_for(Viewer.ORIENTATOR, known.replacing(person)).candidates[0]
    assert (seen.benefits, seen.benefits_checked_on) == (None, None)
    assert (seen.school_years, seen.languages, seen.promoter_tutor) == (8, (Tongue.EN,), person.promoter_tutor)
    none = known.replacing(person.model_copy(update={"benefits": (), "benefits_checked_on": None}))
    digests = {records_for(Viewer.ORIENTATOR, each).digest() for each in (known.replacing(person), none)}
    assert len(digests) == 1
