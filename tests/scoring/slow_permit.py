"""Permits, safety courses and earlier relations once more, one pair at a time, from what the rules mean."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from data.bundle import Records
from data.catalogues import catalogue
from data.codes import Cefr, DocumentKind, Permit, RelationKind, Training
from data.lawbook import Law
from data.papers import Document, Relation
from data.records import Candidate, Opening

CLASSES = ["LOW", "MEDIUM", "HIGH"]
FREE_PERMITS = {"EU_CITIZEN", "PROTECTION", "SPECIAL", "FAMILY", "WORK", "LONG_TERM", "JOB_SEEKING", "MINOR_AGE"}


def later(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError


def papers(records: Records, person: Candidate, offer: Opening, *kinds: DocumentKind) -> list[Document]:
    return [
        paper
        for paper in records.documents
        if paper.candidate == person.id and paper.kind in kinds and paper.opening in (None, offer.id)
    ]


def hours_a_week(offer: Opening) -> float:
    return max(offer.shifts.a.bits.bit_count(), offer.shifts.b.bits.bit_count()) / 4


def permitted(records: Records, law: Law, person: Candidate, offer: Opening, first: date) -> bool:
    permits = [p for p in records.documents if p.candidate == person.id and p.kind is DocumentKind.PERMIT]
    return not permits or any(_permit(records, law, permit, person, offer, first) for permit in permits)


def _permit(records: Records, law: Law, permit: Document, person: Candidate, offer: Opening, first: date) -> bool:
    if permit.permit is Permit.EU_CITIZEN:
        return True
    if permit.valid_from is not None and first < permit.valid_from:
        return False
    if permit.renewal_receipt is not True:
        if permit.valid_to is not None and permit.valid_to < first:
            return False
        if permit.permit is Permit.MINOR_AGE and permit.valid_to is None and _age(person.birth_date, first) >= 18:
            return False
    if permit.permit is Permit.ASYLUM_REQUEST:
        waited = permit.applied_on is None or (first - permit.applied_on).days > law.number("permits.asylum_wait_days")
        return waited and permit.delay_own is not True
    if permit.permit is Permit.STUDY:
        return hours_a_week(offer) <= 20
    if permit.permit is Permit.OTHER:
        checks = papers(records, person, offer, DocumentKind.CLEARANCE)
        return any(check.permit is Permit.OTHER and check.holds_on(first) for check in checks)
    return permit.permit is None or permit.permit.value in FREE_PERMITS


def _age(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def can_follow(records: Records, law: Law, person: Candidate, offer: Opening, first: date) -> bool:
    """Whether the safety course can be followed, or nobody wrote enough to say that it cannot."""
    heard = {skill.value: level for skill, level in (person.italian or {}).items()}.get("listening")
    if heard is None or heard not in (Cefr.A0, Cefr.A1):
        return True
    held = papers(
        records, person, offer,
        DocumentKind.LANGUAGE_SUPPORT, DocumentKind.SAFETY_GENERAL, DocumentKind.SAFETY_SPECIFIC,
    )  # fmt: skip
    # What is only planned is no course that is done.
    held = [p for p in held if p.kind is DocumentKind.LANGUAGE_SUPPORT or (p.issued_on or law.on) <= law.on]
    has_general = any(p.kind is DocumentKind.SAFETY_GENERAL and (p.valid_from or first) <= first for p in held)
    held = [paper for paper in held if paper.holds_on(first)]
    if any(paper.kind is DocumentKind.LANGUAGE_SUPPORT for paper in held):
        return True
    risk = host_risk(records, offer)
    refresh = 5 if law.on >= date(2012, 1, 11) else 100
    has_specific = any(
        CLASSES.index(paper.risk) >= risk and (paper.valid_to or _fresh(paper, first, refresh))
        for paper in held
        if paper.kind is DocumentKind.SAFETY_SPECIFIC and paper.risk is not None
    )
    courses = [course for course in records.programme.training if offer.role in (course.roles or (offer.role,))]
    general = [course for course in courses if course.code is Training.SAFETY_GENERAL]
    enough = [f"SAFETY_{name}" for name in CLASSES[risk:]]
    specific = [course for course in courses if course.code.value in enough]

    def in_language(given: list[Any]) -> bool:
        tongues = {tongue for course in given for tongue in course.languages}
        # Somebody of whom no language is written may speak one of them.
        return bool(tongues) if person.languages is None else bool(tongues & set(person.languages))

    return (has_general or in_language(general or specific)) and (has_specific or in_language(specific or general))


def _fresh(paper: Document, first: date, years: int) -> bool:
    done = paper.issued_on or paper.valid_from
    return done is None or first <= later(done, years * 12)


def host_risk(records: Records, offer: Opening) -> int:
    sector = next(company.sector for company in records.companies if company.id == offer.company)
    declared = [check.declared_risk for check in records.host_checks if check.site == offer.site]
    classes = [catalogue().division(sector).risk, *(known.value for known in declared if known is not None)]
    return max(map(CLASSES.index, classes))


def related(records: Records, law: Law, person: Candidate, offer: Opening, days: list[date]) -> bool:
    """Whether what the person has had to do with companies bars this internship."""
    mine = [relation for relation in records.relations if relation.candidate == person.id]
    here = [relation for relation in mine if relation.company == offer.company]
    first = days[0]
    for relation in here:
        worked = relation.kind in (RelationKind.EMPLOYED, RelationKind.COLLABORATION) and _began(relation, first)
        if worked and (relation.valid_to is None or later(relation.valid_to, 24) >= first):
            return True
        if relation.kind in (RelationKind.RELATIVE, RelationKind.OWNER) and any(map(relation.holds_on, days)):
            return True
    if _occasional([r for r in here if r.kind is RelationKind.OCCASIONAL], first) > 30:
        return True
    again = [
        relation
        for relation in mine
        if relation.kind is RelationKind.INTERNSHIP
        and _began(relation, first)
        and (relation.company == offer.company or relation.role == offer.role)
    ]
    return bool(again) and not _free_to_repeat(records, law, person, offer, first)


def _began(relation: Relation, first: date) -> bool:
    return relation.valid_from is None or relation.valid_from <= first


def _occasional(relations: list[Relation], first: date) -> int:
    """Days worked at least in the months before, among those that are written: what could be earlier is not known."""
    window = [later(first, -6) + timedelta(days=n) for n in range((first - later(first, -6)).days)]
    surely = 0
    for relation in relations:
        inside = sum(map(relation.holds_on, window))
        if relation.days is not None and relation.valid_from is not None:
            before = max(0, (later(first, -6) - relation.valid_from).days)
            surely += min(inside, max(0, relation.days - before))
    return surely


def _free_to_repeat(records: Records, law: Law, person: Candidate, offer: Opening, first: date) -> bool:
    regime = records.programme.regime.value
    minor = _age(person.birth_date, first) < 18
    held = [category for category in person.categories if minor or "MINOR" not in category.value]
    legal = {code for category in held for code in law.table("categories.legal_of")[category.value]}
    if any(law.table("categories.legal_effects")[regime][code]["repeat_exempt"] for code in legal):
        return True
    attested = papers(records, person, offer, DocumentKind.DURATION_ATTESTATION)
    return regime == "TIS_TUSCANY" and any(paper.holds_on(first) for paper in attested)
