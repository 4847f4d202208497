"""What a labour inspector would note of a young person's work, quarter by quarter round two weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data.codes import Condition
from data.lawbook import Law
from data.records import Candidate, Company, Opening
from data.week import parse_week
from tests.data.slow_time import CIRCLE, Set, quarters, years_old
from tests.scoring.slow_rest import involved, open_question

DAY, WEEK = 96, 672


def under_age(person: Candidate, first: date, law: Law) -> bool:
    return years_old(person.birth_date, first) < law.number("minors.adult_age")


def allowed(person: Candidate, offer: Opening, company: Company, first: date, law: Law) -> bool:
    """Whether the person is of age on the first day, or the inspector has nothing to object."""
    return not under_age(person, first, law) or not any(objections(person, offer, company, law))


def objections(person: Candidate, offer: Opening, company: Company, law: Law) -> Iterator[str]:
    work = quarters(offer.shifts)
    years = person.school_years
    if years is not None and years < law.number("minors.school_years"):
        yield "school"
    # A night belongs to the day on which it began.
    worked = [0] * (CIRCLE // DAY)
    for q in work:
        worked[begin_of(work, q) // DAY] += 1
    if max(worked) > 4 * law.number("minors.max_h_day"):
        yield "long day"
    weeks = [{q for q in work if q // WEEK == half} for half in (0, 1)]
    if any(len(week) > 4 * law.number("minors.max_h_week") for week in weeks):
        yield "long week"
    if {q + WEEK for q in weeks[0]} != weeks[1]:
        yield "turns"
    first, last = law.table("minors.night")
    night = quarters(parse_week(f"tutti {first}-{last}"))
    if work & night or any(_rest_around(work, q) < 4 * law.number("minors.night_rest_h") for q in night):
        yield "night"
    for week in weeks:
        if 7 - len({q // DAY for q in week}) < law.number("minors.weekly_rest_days"):
            yield "days off"
    if _needs_break(work, law, "break_min_agreed") and (
        offer.break_min is not None and offer.break_min < law.number("minors.break_min_agreed")
    ):
        yield "break"
    yield from _work(offer, company, law)


def _work(offer: Opening, company: Company, law: Law) -> Iterator[str]:
    forbidden = law.table("minors.forbidden")
    there = {condition.value for condition in involved(offer)} - {"NIGHT"}
    if there & set(forbidden["conditions"]) or company.sector in forbidden["sectors"]:
        yield "work"
    if offer.role in forbidden["roles"]:
        yield "role"


def asks(person: Candidate, offer: Opening, company: Company, first: date, law: Law) -> bool:
    """Whether the inspector has no objection yet, and a question."""
    if not under_age(person, first, law) or any(objections(person, offer, company, law)):
        return False
    forbidden = law.table("minors.forbidden")["conditions"]
    written = offer.break_min
    return (
        person.school_years is None
        or (
            _needs_break(quarters(offer.shifts), law, "break_min")
            and (written is None or written < law.number("minors.break_min"))
        )
        or any(open_question(offer, condition) for condition in Condition if condition.value in forbidden)
    )


def begin_of(work: Set, q: int) -> int:
    """The quarter in which the stretch of work around a quarter begins."""
    for _ in range(CIRCLE):
        if (q - 1) % CIRCLE not in work:
            return q
        q = (q - 1) % CIRCLE
    return 0


def _rest_around(work: Set, q: int) -> int:
    """Quarters without work before and after a free quarter, itself included."""
    return 1 + sum(_free_run(work, q, step) for step in (1, -1))


def _free_run(work: Set, q: int, step: int) -> int:
    length = 0
    while length < CIRCLE and (q + step * (length + 1)) % CIRCLE not in work:
        length += 1
    return length


def _needs_break(work: Set, law: Law, minutes: str) -> bool:
    """Whether somewhere the work goes on for too long, pauses shorter than so many minutes being none."""
    pause, most = -(-int(law.number(f"minors.{minutes}")) // 15), 4 * law.number("minors.unbroken_max_h")
    for q in work:
        if any((q - back) % CIRCLE in work for back in range(1, pause + 1)):
            continue
        length, idle = 0, 0
        while idle < pause and length < CIRCLE:
            length, idle = length + 1, 0 if (q + length) % CIRCLE in work else idle + 1
        if length - idle > most:
            return True
    # Without any such pause the work never ends.
    return bool(work) and all(any((q - b) % CIRCLE in work for b in range(1, pause + 1)) for q in work)
