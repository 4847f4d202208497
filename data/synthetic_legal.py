"""Invented facts that the law asks of people and openings: schooling, languages, support, courses done, breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from data.child_cover import age_on
from data.codes import Benefit, Category, Cefr, DocumentKind, LanguageSkill, Permit, RiskClass, Tongue
from data.papers import Document
from data.records import Candidate, Opening
from data.synthetic_dice import Dice

ADULT = 18
SCHOOL_YEARS = {10: 0.8, 11: 0.2}
TONGUES = {Tongue.EN: 0.3, Tongue.FR: 0.2, Tongue.AR: 0.2, Tongue.ZH: 0.1, Tongue.UR: 0.1, Tongue.SQ: 0.1}
LANGUAGE_SUPPORT = 0.9
SUPPORTED: dict[Category, Benefit] = {
    Category.INCOME_SUPPORT_ADI: Benefit.ADI,
    Category.INCOME_SUPPORT_SFL: Benefit.SFL,
    Category.DISABILITY_L68: Benefit.PENSION,
    Category.LAID_OFF: Benefit.NASPI,
}
BENEFIT_CHECKED = 0.6
SAFETY_DONE = 0.15
FOOD_DONE = 0.06
# Hours after which shifts usually have a break.
LONG_SHIFT_H = 4.5
UPDATED_DAYS = (2, 140)
NO_ANSWER = 0.15
ASYLUM_WAITED = (90, 500)


def with_facts(dice: Dice, people: Sequence[Candidate], on: date) -> tuple[Candidate, ...]:
    """The people with what the law asks: schooling of the young, languages of newcomers, income support."""
    made = []
    for person in people:
        change: dict[str, Any] = {}
        if age_on(person.birth_date, on) < ADULT:
            change["school_years"] = dice.known(NO_ANSWER, dice.weighted(SCHOOL_YEARS))
        if needs_language(person):
            change["languages"] = (dice.weighted(TONGUES),)
        benefits = tuple(SUPPORTED[held] for held in person.categories if held in SUPPORTED)
        if benefits:
            change["benefits"] = benefits
            change["benefits_checked_on"] = (
                on - timedelta(days=dice.between(5, 60)) if dice.chance(BENEFIT_CHECKED) else None
            )
        made.append(person.model_copy(update=change))
    return tuple(made)


def with_breaks(dice: Dice, openings: Sequence[Opening], on: date) -> list[Opening]:
    """The openings with the break of long shifts, what the task is, and when somebody last looked at the offer."""
    made = []
    for opening in openings:
        long = max(length for _, length in opening.shifts.a.segments()) > LONG_SHIFT_H * 4
        change = {
            "break_min": dice.known(NO_ANSWER, dice.one((30, 60, 60)) if long else 15),
            "replaces_staff": False,
            "needs_training": dice.known(NO_ANSWER, True),
            "updated_on": on - timedelta(days=dice.between(*UPDATED_DAYS)),
        }
        made.append(opening.model_copy(update=change))
    return made


def needs_language(person: Candidate) -> bool:
    """Whether the person may not follow a course in Italian."""
    heard = (person.italian or {}).get(LanguageSkill.LISTENING)
    return heard is not None and heard.level < Cefr.A2.level


def courses(dice: Dice, people: Sequence[Candidate], on: date) -> Iterator[dict[str, Any]]:
    """Certificates that people already hold, and courses in a language that are planned."""
    for person in people:
        if dice.chance(SAFETY_DONE):
            issued = on - timedelta(days=dice.between(100, 2400))
            yield {"candidate": person.id, "kind": DocumentKind.SAFETY_GENERAL, "issued_on": issued}
            if dice.chance(0.6):
                risk = dice.one(tuple(RiskClass))
                yield {"candidate": person.id, "kind": DocumentKind.SAFETY_SPECIFIC, "issued_on": issued, "risk": risk}
        if dice.chance(FOOD_DONE):
            kind = dice.one((DocumentKind.HACCP_SIMPLE, DocumentKind.HACCP_COMPLEX))
            yield {"candidate": person.id, "kind": kind, "issued_on": on - timedelta(days=dice.between(100, 2400))}
        if needs_language(person) and dice.chance(LANGUAGE_SUPPORT):
            yield {"candidate": person.id, "kind": DocumentKind.LANGUAGE_SUPPORT, "valid_from": on}


def with_permits(dice: Dice, documents: Sequence[Document], on: date) -> tuple[Document, ...]:
    """The documents, of which asylum requests have their day and most permits that expire a receipt."""
    made = []
    for paper in documents:
        change: dict[str, Any] = {}
        if paper.permit is Permit.ASYLUM_REQUEST:
            change["applied_on"] = on - timedelta(days=dice.between(*ASYLUM_WAITED))
        if (
            paper.kind is DocumentKind.PERMIT
            and paper.valid_to is not None
            and paper.valid_to < on + timedelta(days=90)
        ):
            change["renewal_receipt"] = True
        made.append(paper.model_copy(update=change))
    return tuple(made)
