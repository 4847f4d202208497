"""All the records together: order, replacement, fingerprint, and what must hold between them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from data.bundle import TABLES, Records
from data.call import Programme
from data.intake.example import example_records
from data.records import Candidate, Company, Site
from data.synthetic import invent

RECORDS = invent(candidates=12, openings=8, seed=2)


def broken(**changed: object) -> list[tuple[str, str, str, str, str]]:
    faults = replace(RECORDS, **changed).faults()
    return [(fault.table, fault.record, fault.field, fault.value, fault.nearest) for fault in faults]


def test_every_table_is_sorted_by_id_and_the_digest_ignores_the_order() -> None:
    turned = replace(RECORDS, **{table: RECORDS.table(table)[::-1] for table in TABLES})
    assert turned == RECORDS
    assert turned.digest() == RECORDS.digest()
    assert re.fullmatch(r"[0-9a-f]{64}", RECORDS.digest())
    for table in TABLES:
        ids = [record.id for record in RECORDS.table(table)]
        assert ids == sorted(ids)


@pytest.mark.parametrize("table", TABLES)
def test_the_digest_sees_every_table(table: str) -> None:
    filled = example_records()
    assert filled.table(table)
    assert replace(filled, **{table: filled.table(table)[1:]}).digest() != filled.digest()


def test_the_digest_sees_the_programme_and_every_field() -> None:
    other = Programme.model_validate({**RECORDS.programme.model_dump(), "title": "Altro"})
    assert replace(RECORDS, programme=other).digest() != RECORDS.digest()
    person = RECORDS.candidates[3].model_copy(update={"refused_roles": ("oss", "waiter")})
    assert RECORDS.replacing(person).digest() != RECORDS.digest()


def test_replacing_puts_a_record_in_the_place_of_its_own_kind_only() -> None:
    person = RECORDS.candidates[0].model_copy(update={"max_travel_min": 25})
    host = RECORDS.companies[-1].model_copy(update={"name": "Altro nome"})
    changed = RECORDS.replacing(person, host)
    assert changed.candidates == (person, *RECORDS.candidates[1:])
    assert changed.companies == (*RECORDS.companies[:-1], host)
    assert changed.openings == RECORDS.openings
    assert RECORDS.candidates[0] != person
    assert RECORDS.replacing() == RECORDS


def test_invented_records_have_no_faults() -> None:
    assert RECORDS.faults() == []


def test_a_double_id_is_a_fault_told_once() -> None:
    first = RECORDS.candidates[0]
    twice = replace(RECORDS, candidates=(*RECORDS.candidates, first, first)).faults()
    assert [(fault.record, fault.field) for fault in twice] == [(first.id, "id")]
    assert "3 volte" in twice[0].expected


def test_a_reference_to_nothing_is_a_fault_with_the_nearest_id() -> None:
    person, host, offer = RECORDS.candidates[0], RECORDS.companies[0], RECORDS.openings[0]
    typo = host.id + "x"
    wrong = person.model_copy(update={"banned_companies": (typo,), "refused_companies": ("?",)})
    assert broken(candidates=(wrong, *RECORDS.candidates[1:])) == [
        ("candidates", person.id, "refused_companies", "?", ""),
        ("candidates", person.id, "banned_companies", typo, host.id),
    ]
    lost = offer.model_copy(update={"site": "nowhere"})
    assert ("openings", offer.id, "site", "nowhere", "") in broken(openings=(lost, *RECORDS.openings[1:]))
    orphan = RECORDS.children[0].model_copy(update={"candidate": "nobody", "services": ("no-such",)})
    fields = {fault[2] for fault in broken(children=(orphan, *RECORDS.children[1:]))}
    assert fields == {"candidate", "services"}


def test_a_site_of_another_company_is_a_fault() -> None:
    offer = RECORDS.openings[0]
    other = Company(id="ZZ", name="Altra", sector="56")
    site = Site.model_validate({"id": "ZZ-1", "company": "ZZ", "municipality": "Prato"})
    moved = offer.model_copy(update={"site": "ZZ-1"})
    found = broken(
        companies=(*RECORDS.companies, other), sites=(*RECORDS.sites, site), openings=(moved, *RECORDS.openings[1:])
    )
    assert [(fault[1], fault[2]) for fault in found] == [(offer.id, "site")]


EXAMPLE = example_records()


def example_faults(table: str, row: int, **changed: object) -> list[tuple[str, str, str, str]]:
    """The faults of the example with one row changed."""
    rows = list(EXAMPLE.table(table))
    rows[row] = rows[row].model_copy(update=changed)
    return [(f.table, f.record, f.field, f.value) for f in replace(EXAMPLE, **{table: tuple(rows)}).faults()]


# Table, row of it in the example, field, code that nothing has.
REFERENCES_OF_HOSTS = [
    ("candidates", 0, "promoter_tutor"),
    ("openings", 0, "tutor"),
    ("openings", 0, "promoter_tutor"),
    ("documents", 0, "opening"),
    ("relations", 0, "candidate"),
    ("relations", 0, "company"),
    ("host_checks", 0, "site"),
    ("quotas", 0, "company"),
    ("conventions", 0, "company"),
    ("placements", 0, "site"),
    ("placements", 0, "tutor"),
    ("placements", 0, "promoter_tutor"),
]


@pytest.mark.parametrize(("table", "row", "field"), REFERENCES_OF_HOSTS)
def test_a_paper_that_names_nothing_is_a_fault(table: str, row: int, field: str) -> None:
    record = EXAMPLE.table(table)[row].id
    assert example_faults(table, row, **{field: "ZZ"}) == [(table, record, field, "ZZ")]


def test_a_tutor_whose_company_is_not_there_is_a_fault() -> None:
    assert ("tutors", "TA1", "company", "ZZ") in example_faults("tutors", 0, company="ZZ")


def test_a_tutor_follows_only_trainees_of_the_own_company_and_the_promoters_only_as_such() -> None:
    assert example_faults("openings", 0, tutor="TA2") == [("openings", "O001", "tutor", "TA2")]
    assert example_faults("openings", 0, tutor="TP1") == [("openings", "O001", "tutor", "TP1")]
    assert example_faults("openings", 0, promoter_tutor="TA1") == [("openings", "O001", "promoter_tutor", "TA1")]
    assert example_faults("placements", 0, tutor="TA2") == [("placements", "TC001", "tutor", "TA2")]
    assert example_faults("placements", 0, promoter_tutor="TA1") == [("placements", "TC001", "promoter_tutor", "TA1")]
    assert example_faults("candidates", 0, promoter_tutor="TA1") == [("candidates", "C001", "promoter_tutor", "TA1")]
    assert example_faults("openings", 0, tutor=None, promoter_tutor="TP1") == []


def test_a_site_and_a_tutor_of_another_company_are_one_fault_at_the_site() -> None:
    assert example_faults("openings", 0, company="A002") == [("openings", "O001", "site", "A001-1")]
    faults = example_faults("openings", 0, company="A002", tutor="TP1")
    assert faults == [("openings", "O001", "site", "A001-1"), ("openings", "O001", "tutor", "TP1")]


def test_a_site_has_one_check_and_a_company_one_quota_a_province() -> None:
    assert example_faults("host_checks", 1, site="A001-1") == [
        ("host_checks", "CS001", "site", "A001-1"),
        ("host_checks", "CS002", "site", "A001-1"),
    ]
    quota = EXAMPLE.quotas[0]
    for province, expected in (("PO", [("PI001", "A002"), ("PI002", "A002")]), ("PT", []), (None, [("PI001", "PO")])):
        second = quota.model_copy(update={"id": "PI002", "province": province})
        told = replace(EXAMPLE, quotas=(quota, second)).faults()
        assert [(fault.record, fault.value) for fault in told] == expected


def test_tables_name_every_table_of_the_records() -> None:
    assert {name for name in Records.__dataclass_fields__ if name != "programme"} == set(TABLES)
    assert TABLES["candidates"] is Candidate


def test_a_quota_of_all_provinces_beside_one_of_a_province_would_count_the_staff_twice() -> None:
    known = example_records()
    quota = known.quotas[0]
    parts = [quota.model_copy(update={"id": f"Q{n}", "province": province}) for n, province in enumerate((None, "PO"))]
    faults = replace(known, quotas=tuple(parts)).faults()
    assert [(fault.table, fault.record, fault.field) for fault in faults] == [("quotas", "Q1", "province")]
    assert replace(known, quotas=(parts[1], parts[1].model_copy(update={"id": "Q2", "province": "FI"}))).faults() == []
