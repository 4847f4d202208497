"""Invented documents: what proves the categories of a person, where the call asks for a paper.

The percentages of invalidity are drawn: no rule and no array reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from data.codes import Category, DocumentKind, Permit
from data.synthetic_dice import Dice
from data.synthetic_people import Person

PROVES: Mapping[Category, DocumentKind] = {
    Category.LONE_PARENT: DocumentKind.FAMILY_STATUS,
    Category.MULTIPROBLEM_FAMILY: DocumentKind.SERVICE_ATTESTATION,
    Category.SINGLE_INCOME_HOUSEHOLD: DocumentKind.ISEE,
    Category.RECEPTION_FACILITY: DocumentKind.SERVICE_ATTESTATION,
    Category.HOUSING_EMERGENCY: DocumentKind.MUNICIPALITY_ACT,
    Category.SOCIAL_RENT: DocumentKind.MUNICIPALITY_ACT,
    Category.TRAFFICKING_VICTIM: DocumentKind.SERVICE_ATTESTATION,
    Category.VIOLENCE_VICTIM: DocumentKind.SERVICE_ATTESTATION,
    Category.UNACCOMPANIED_MINOR_16_PLUS: DocumentKind.PERMIT,
    Category.CARE_LEAVER: DocumentKind.SERVICE_ATTESTATION,
    Category.ASYLUM_SEEKER: DocumentKind.PERMIT,
    Category.INTL_PROTECTION_HOLDER: DocumentKind.PERMIT,
    Category.EX_PRISONER: DocumentKind.SERVICE_ATTESTATION,
    Category.BES_POST_DIPLOMA: DocumentKind.OTHER,
    Category.INCOME_SUPPORT_SIA: DocumentKind.ISEE,
    Category.INCOME_SUPPORT_REI: DocumentKind.ISEE,
    Category.INCOME_SUPPORT_RDC: DocumentKind.ISEE,
    Category.NEVER_WORKED_MATURE: DocumentKind.PES_REGISTRATION,
    Category.LAID_OFF: DocumentKind.PES_REGISTRATION,
    Category.DISABILITY_L68: DocumentKind.L68_CERTIFICATE,
    Category.MENTAL_HEALTH_CERTIFIED: DocumentKind.HEALTH_ATTESTATION,
}
PERMITS: Mapping[Category, Permit] = {
    Category.UNACCOMPANIED_MINOR_16_PLUS: Permit.MINOR_AGE,
    Category.ASYLUM_SEEKER: Permit.ASYLUM_REQUEST,
    Category.INTL_PROTECTION_HOLDER: Permit.PROTECTION,
}
BROUGHT = 0.92
ISSUED_DAYS = (5, 170)
# Days of validity from the issue; kinds not named have no end.
VALID_DAYS = {DocumentKind.FAMILY_STATUS: 182, DocumentKind.ISEE: 365}
PERMIT_DAYS = {Permit.ASYLUM_REQUEST: 182, Permit.MINOR_AGE: 365, Permit.PROTECTION: 5 * 365}
# From 46 % the law of targeted placement applies.
PERCENTAGES = (46, 95)
PERCENTAGE_KNOWN = 0.85
REVISED = 0.25
REVISION_DAYS = (120, 900)


def documents(dice: Dice, persons: Sequence[Person], on: date) -> Iterator[dict[str, Any]]:
    """One paper for each category that a paper proves; some people have not brought it yet."""
    for person in persons:
        proved = [category for category in person.candidate.categories if category in PROVES]
        for category in proved:
            if dice.chance(BROUGHT):
                yield {"candidate": person.candidate.id, **_document(dice, category, on)}


def _document(dice: Dice, category: Category, on: date) -> dict[str, Any]:
    kind, permit = PROVES[category], PERMITS.get(category)
    issued = on - timedelta(days=dice.between(*ISSUED_DAYS))
    days = PERMIT_DAYS[permit] if permit is not None else VALID_DAYS.get(kind)
    fields: dict[str, Any] = {"kind": kind, "permit": permit, "issued_on": issued}
    if days is not None:
        fields["valid_to"] = issued + timedelta(days=days)
    if kind is DocumentKind.L68_CERTIFICATE:
        fields["percentage"] = dice.between(*PERCENTAGES) if dice.chance(PERCENTAGE_KNOWN) else None
        fields["valid_to"] = on + timedelta(days=dice.between(*REVISION_DAYS)) if dice.chance(REVISED) else None
    return fields
