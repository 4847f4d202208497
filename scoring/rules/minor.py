"""MINOR: work, hours and breaks that the law allows to somebody under age (L. 977/1967; domain reference H03, 3.7)."""

from __future__ import annotations

from data.bundle import Records
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from data.minor_limits import (
    AT_NIGHT,
    FEW_DAYS_OFF,
    LONG_DAY,
    LONG_WEEK,
    ROTATES,
    SHORT_NIGHT,
    MinorLimits,
)
from data.minor_trim import minor_trimmed
from data.records import Row
from data.rest import RestLimits
from data.week import told_week
from scoring.minor_kinds import ALCOHOL, BREAK, HOURS, KINDS, NIGHT, SCHOOL, TURNS, WEEK, WORK
from scoring.minor_said import asked_told, broken_told
from scoring.minor_stops import adult_on, stops
from scoring.protection import alone
from scoring.rule import Change, Facts, Mask, Rule, Unknown, as_day, person_and_opening, together

_BY_SHIFTS = {HOURS: LONG_DAY | LONG_WEEK, TURNS: ROTATES, NIGHT: AT_NIGHT | SHORT_NIGHT, WEEK: FEW_DAYS_OFF}


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the person is of age on the first day, or nothing is broken that protects who is not, shape (n,)."""
    return ~stops(pairs, law).any


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether schooling, a break that is due or a circumstance of the work is not written, shape (n,)."""
    return stops(pairs, law).asks


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What is broken, what is to be asked, and when the person comes of age."""
    one = alone(pairs, k)
    found = stops(one, law)
    return {
        "adult_age": int(law.number("minors.adult_age")),
        "of_age": as_day(int(adult_on(one, law)[0])),
        "broken": "; ".join(broken_told(pairs, law, k, found)) or say("nulla"),
        "asked": "; ".join(asked_told(pairs, law, k, found)) or say("nulla"),
    }


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """The kinds that stop pair k."""
    found = stops(alone(pairs, k), law)
    no = {
        SCHOOL: bool(found.no_school[0]),
        BREAK: bool(found.no_break[0]),
        WORK: bool(found.no_work[0]),
        ALCOHOL: bool(found.no_alcohol[0]),
    }
    no |= {code: bool(int(found.shifts[0]) & bits) for code, bits in _BY_SHIFTS.items()}
    return tuple(kind.code for kind in KINDS if no[kind.code])


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """Shorter shifts, a break, the years of school; nothing makes forbidden work allowed, or chooses one of two weeks.

    Shifts are only cut: if what is left is less than the programme's least hours, other ones are for the company to
    say. An internship that begins on the birthday is not named here: other limits would have to be looked at again.
    """
    found = stops(alone(pairs, k), law)
    mask = int(found.shifts[0])
    if found.no_work[0] or found.no_alcohol[0] or mask & ROTATES:
        return None
    person, offer = person_and_opening(records, pairs, k)
    limits, told, who, rows = MinorLimits.of(law), [], [], list[Row]()
    changed: dict[str, object] = {}
    if mask:
        left = minor_trimmed(offer.shifts, limits, RestLimits.of(law))
        if not left or left.hours < min(pairs.eligibility.own_week_h[0] or 0, offer.shifts.hours):
            return None
        changed["shifts"] = left
        told.append(say("Possibile con turni più corti: {week}.", week=told_week(left)))
    if found.no_break[0]:
        changed["break_min"] = limits.break_min
        told.append(say("Possibile con una pausa di {minutes} minuti.", minutes=limits.break_min))
    if changed:
        rows.append(offer.model_copy(update=changed))
        who.append(say("azienda, con lo scouter"))
    if found.no_school[0]:
        least = int(law.number("minors.school_years"))
        rows.append(person.model_copy(update={"school_years": least}))
        told.append(say("Possibile quando la persona avrà fatto {years} anni di scuola o formazione.", years=least))
        who.append(say("persona, con la scuola o il CPIA"))
    return Change(" ".join(told), together(who), tuple(rows))


RULE = Rule(
    code="MINOR",
    title=marked("Tutele dei minori"),
    law=marked(
        "L. 977/1967: minors.adult_age, minors.school_years, minors.max_h_day, minors.max_h_week, "
        "minors.unbroken_max_h, minors.break_min, minors.break_min_agreed, minors.night, minors.night_rest_h, "
        "minors.weekly_rest_days, minors.forbidden"
    ),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Non ammesso per chi è minorenne all'inizio (compie {adult_age} anni il {of_age}): {broken}."),
    ask=marked("La persona è minorenne all'inizio (compie {adult_age} anni il {of_age}): {asked}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    kinds=KINDS,
    at=at,
)
