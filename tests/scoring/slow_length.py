"""How long an internship may last and how many hours its weeks may have, from the records and the tables of the law."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date

from data.call import Programme
from data.codes import DocumentKind
from data.lawbook import Law
from data.papers import Document
from data.ramp import RampStep
from data.records import Candidate, Opening
from tests.data.slow_time import CIRCLE, quarters
from tests.scoring.slow_minor import begin_of

WEEK, DAY = 672, 96


def _number(law: Law, key: str) -> float | None:
    return law.number(key) if key in set(law.keys()) else None


def _act(call: Programme, law: Law, name: str) -> float | None:
    return _number(law, f"{call.regime.value.lower()}.{name}")


def most_of(code: str, call: Programme, law: Law) -> float:
    """Most months for one legal category."""
    own = law.table("categories.legal_effects")[call.regime.value][code]["max_months"]
    usual = _act(call, law, "max_months")
    return float(own) if own is not None else math.inf if usual is None else usual


def widest(call: Programme, law: Law) -> float:
    codes = law.table("categories.legal_effects")[call.regime.value]
    return max(most_of(code, call, law) for code in codes) + (_act(call, law, "extension_months") or 0)


def lasts_as_it_may(offer: Opening, call: Programme, law: Law) -> bool:
    """Whether the months are right for somebody."""
    least = _act(call, law, "min_months") or 0
    seasonal = _act(call, law, "seasonal_min_months")
    if call.months_min is not None and call.months_min < least and seasonal is not None:
        least = seasonal
    own = (call.months_min or 0) <= offer.months <= (call.months_max or 99)
    return own and least <= offer.months <= widest(call, law)


def person_may_stay(
    person: Candidate, offer: Opening, documents: Iterable[Document], first: date, call: Programme, law: Law
) -> bool:
    """Whether so many months, or those that anybody may have, are right for this person."""
    legal = law.table("categories.legal_of")
    held = [code for category in person.categories for code in legal[category.value]] or ["OTHER"]
    most = max(most_of(code, call, law) for code in held)
    for paper in documents:
        mine = paper.candidate == person.id and paper.kind is DocumentKind.DURATION_ATTESTATION
        if mine and paper.opening in (None, offer.id) and paper.holds_on(first):
            return min(offer.months, widest(call, law)) <= most + (_act(call, law, "extension_months") or 0)
    return min(offer.months, widest(call, law)) <= most


def weeks_as_foreseen(person: Candidate, offer: Opening, call: Programme) -> bool:
    """Whether every week has the hours of the call; of a plan by steps the last step counts, for the least hours."""
    reached = list(_reached(person, offer))
    least, most = call.week_h_min or 0, call.week_h_max if call.week_h_max is not None else math.inf
    return min(reached[-1]) >= least and max(hours for pair in reached for hours in pair) <= most


def _reached(person: Candidate, offer: Opening) -> Iterator[tuple[float, float]]:
    """Hours of the odd and of the even week at each step that begins before the end."""
    begun = 0
    for step in person.hours_ramp or ():
        if begun * 7 >= round(offer.months * 30.4375):
            return
        yield _hours(offer, step)
        if step.weeks is None:
            return
        begun += step.weeks
    if begun * 7 < round(offer.months * 30.4375):
        yield _hours(offer, None)


def _hours(offer: Opening, step: RampStep | None) -> tuple[float, float]:
    """Hours of the two weeks; with a step, of each the first days with work, and of each day its first hours."""
    work = quarters(offer.shifts)
    if step is not None and len(work) == CIRCLE:
        # Work that never begins is one long day.
        return step.hours, step.hours
    kept = set(work)
    for half in (0, 1) if step is not None else ():
        mine = {q for q in work if begin_of(work, q) // WEEK == half}
        days = sorted({begin_of(work, q) // DAY for q in mine})
        for day in days:
            assert step is not None
            there = [q for q in mine if begin_of(work, q) // DAY == day]
            there.sort(key=lambda q: (begin_of(work, q), (q - begin_of(work, q)) % CIRCLE))
            most = int(step.hours * 4) if day in days[: step.days] else 0
            kept -= set(there[most:])
    odd, even = (len([q for q in kept if q // WEEK == half]) / 4 for half in (0, 1))
    return odd, even
