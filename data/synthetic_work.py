"""Invented prescriptions with the role of who wrote them, and accommodations asked of companies, in every state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from data.codes import Access, AccommodationStatus, AuthorRole, CostClass, Funder
from data.language import marked
from data.records import Opening, Site
from data.synthetic_abilities import LIMITS
from data.synthetic_dice import Dice
from data.synthetic_people import Person

AUTHORS = {
    AuthorRole.HEALTH_SERVICE: 0.4,
    AuthorRole.SPECIALIST: 0.25,
    AuthorRole.COMPANY_DOCTOR: 0.2,
    AuthorRole.MEDICAL_BOARD: 0.15,
}
# What others wrote down: a caution, never a bar.
OTHER_AUTHORS = {AuthorRole.CASE_MANAGER: 0.6, AuthorRole.COUNSELLOR: 0.2, AuthorRole.PERSON: 0.15, None: 0.05}
CAUTIONED = 0.03
SINCE_DAYS = (15, 400)
# Over before the first start; while an internship goes on; long after; the rest has no end.
OVER, HALFWAY, LATER = 0.05, 0.12, 0.25
OVER_DAYS, HALFWAY_DAYS, LATER_DAYS = (1, 14), (150, 280), (600, 1500)

ADAPTED = 0.4
# Openings looked at before nothing is found that has to be adapted.
TRIED = 8
STATES = {
    AccommodationStatus.PROPOSED: 0.22,
    AccommodationStatus.REQUESTED: 0.22,
    AccommodationStatus.GRANTED: 0.2,
    AccommodationStatus.IN_PLACE: 0.16,
    AccommodationStatus.REFUSED: 0.2,
}
ANSWERED = (AccommodationStatus.GRANTED, AccommodationStatus.IN_PLACE, AccommodationStatus.REFUSED)
# Every so many refusals one, the first among them, gives no reason: the law asks for it.
WITHOUT_REASON_EACH = 4
REASONS = (
    marked("I tempi della lavorazione non si possono cambiare"),
    marked("Manca una seconda persona per aiutare nei carichi"),
    marked("L'edificio è in affitto e il proprietario non consente i lavori"),
    marked("La spesa supera il contributo che si può chiedere"),
)
ASKED_DAYS, ANSWER_DAYS = (20, 80), (5, 18)
COSTS = {CostClass.NONE: 0.35, CostClass.LOW: 0.4, CostClass.MEDIUM: 0.2, CostClass.HIGH: 0.05}
FUNDERS = {Funder.HOST: 0.4, Funder.REGION_FUND: 0.3, Funder.PROJECT: 0.2, Funder.INAIL: 0.1}


def prescriptions(dice: Dice, persons: Sequence[Person], on: date) -> Iterator[dict[str, Any]]:
    """The limits that health professionals wrote on a paper instead of the card, and the cautions of others."""
    for person in persons:
        if person.prescribed:
            yield _written(dice, person, person.prescribed, dice.weighted(AUTHORS), on)
        elif not person.limits and dice.chance(CAUTIONED):
            yield _written(dice, person, dice.one(LIMITS), dice.weighted(OTHER_AUTHORS), on)


def _written(
    dice: Dice, person: Person, items: Mapping[str, int], author: AuthorRole | None, on: date
) -> dict[str, Any]:
    ends: Mapping[tuple[int, int] | None, float] = {
        OVER_DAYS: OVER,
        HALFWAY_DAYS: HALFWAY,
        LATER_DAYS: LATER,
        None: 1 - OVER - HALFWAY - LATER,
    }
    days = dice.weighted(ends)
    return {
        "candidate": person.candidate.id,
        "items": dict(items),
        "author": author,
        "valid_from": on - timedelta(days=dice.between(*SINCE_DAYS)),
        "valid_to": None if days is None else on + timedelta(days=dice.between(*days)),
    }


def accommodations(
    dice: Dice, persons: Sequence[Person], openings: Sequence[Opening], sites: Sequence[Site], on: date
) -> Iterator[dict[str, Any]]:
    """What some people need changed at one opening each, and how far the request has come."""
    places = {site.id: site for site in sites}
    asked = []
    for person in persons:
        if (person.limits or person.candidate.access_needs) and dice.chance(ADAPTED):
            found = (
                (opening, *_wanting(person, opening, places[opening.site])) for opening in dice.some(openings, TRIED)
            )
            asked += [(person, *one) for one in found if one[1] or one[2]][:1]
    refused = 0
    states = dice.apportioned(len(asked), STATES)
    for (person, opening, items, features), state in zip(asked, states, strict=True):
        day = on - timedelta(days=dice.between(*ASKED_DAYS))
        cost = dice.weighted(COSTS)
        fields = {
            "candidate": person.candidate.id,
            "opening": opening.id,
            "items": items,
            "features": features,
            "status": state,
            "asked_on": None if state is AccommodationStatus.PROPOSED else day,
            "answered_on": day + timedelta(days=dice.between(*ANSWER_DAYS)) if state in ANSWERED else None,
            "cost": cost,
            "funder": None if cost is CostClass.NONE else dice.weighted(FUNDERS),
        }
        reason = dice.one(REASONS)
        if state is AccommodationStatus.REFUSED:
            fields["reason"] = reason if refused % WITHOUT_REASON_EACH else None
            refused += 1
        yield fields


def _wanting(person: Person, opening: Opening, site: Site) -> tuple[dict[str, int], list[Access]]:
    """Levels by which demands exceed the limits, beyond what the host takes off anyway, and features known absent."""
    items = {}
    for demand in opening.demands or ():
        left = demand.level - opening.accommodations.get(demand.item, 0)
        if left > person.limits.get(demand.item, left):
            items[demand.item] = left - person.limits[demand.item]
    return items, [need for need in person.candidate.access_needs if site.access.get(need) is False]
