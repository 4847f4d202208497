"""Invented hosts: their papers hold together, faults are as many as the profile says, nothing tells who somebody is."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cache

import pytest

from data.bundle import HOST_PAPERS, Records
from data.codes import ConventionKind, DocumentKind, LanguageSkill, Permit
from data.lawbook import LawBook
from data.programmes import programme_codes
from data.quota import QuotaState, compliance
from data.synthetic import invent
from data.synthetic_profile import profile

CODES = programme_codes()


@cache
def cohort(code: str) -> Records:
    return invent(code)


@pytest.mark.parametrize("code", CODES)
def test_every_host_paper_occurs_and_hangs_together(code: str) -> None:
    records = cohort(code)
    assert not records.faults()
    assert all(records.table(table) for table in HOST_PAPERS)


@pytest.mark.parametrize("code", CODES)
def test_every_opening_has_a_tutor_of_its_company_with_few_seats(code: str) -> None:
    records = cohort(code)
    company = {tutor.id: tutor.company for tutor in records.tutors}
    seats: Counter[str] = Counter()
    for opening in records.openings:
        assert opening.tutor is not None
        assert company[opening.tutor] == opening.company
        seats[opening.tutor] += opening.seats
    largest = max(opening.seats for opening in records.openings)
    assert max(seats.values()) <= max(2, largest)


@pytest.mark.parametrize("code", CODES)
def test_promoter_tutors_share_the_people_evenly(code: str) -> None:
    load = Counter(person.promoter_tutor for person in cohort(code).candidates)
    assert None not in load
    assert max(load.values()) - min(load.values()) <= 1
    assert max(load.values()) <= 26


@pytest.mark.parametrize("code", CODES)
def test_sites_that_are_not_in_order_are_as_many_as_the_profile_says(code: str) -> None:
    checks, faults = cohort(code).host_checks, profile(code).host_faults
    on = cohort(code).programme.on
    assert on is not None
    assert sum(check.dismissal_on is not None for check in checks) == faults.dismissal
    assert sum(check.short_time_to is not None for check in checks) == faults.short_time
    assert sum(check.safety_ok is False for check in checks) == faults.unsafe
    assert sum(check.insolvent is True for check in checks) == faults.insolvent


@pytest.mark.parametrize("code", CODES)
def test_companies_with_uncovered_places_and_no_path_are_those_of_the_profile(code: str) -> None:
    records = cohort(code)
    on = records.programme.on
    assert on is not None
    law = LawBook.load().in_force(on)
    states = Counter(compliance(company.id, records, law).state for company in records.companies)
    assert states[QuotaState.UNCOVERED] == profile(code).host_faults.no_path
    assert states[QuotaState.COVERED]


def test_some_companies_are_leads_and_some_agreements_expire_during_the_internship() -> None:
    records = cohort("prisma-2019")
    on = records.programme.on
    assert on is not None
    law = LawBook.load().in_force(on)
    assert any(compliance(company.id, records, law).is_lead for company in records.companies)
    hosting = [paper for paper in records.conventions if paper.kind is ConventionKind.HOSTING]
    assert any(paper.valid_to and paper.valid_to < on + timedelta(days=180) for paper in hosting)
    assert len(hosting) < len(records.companies)


@pytest.mark.parametrize("code", CODES)
def test_who_understands_little_italian_says_in_which_language_a_course_would_do(code: str) -> None:
    for person in cohort(code).candidates:
        heard = (person.italian or {}).get(LanguageSkill.LISTENING)
        assert (person.languages is not None) == (heard is not None and heard.level < 2)


def test_asylum_requests_say_when_they_were_made() -> None:
    papers = [paper for code in CODES for paper in cohort(code).documents if paper.permit is Permit.ASYLUM_REQUEST]
    assert papers
    assert all(paper.applied_on and paper.kind is DocumentKind.PERMIT for paper in papers)


def test_the_same_seed_gives_the_same_hosts() -> None:
    first, again = invent("prisma-2019", 3), invent("prisma-2019", 3)
    assert [first.table(table) for table in HOST_PAPERS] == [again.table(table) for table in HOST_PAPERS]
    assert first.tutors != cohort("prisma-2019").tutors
