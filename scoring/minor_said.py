"""The sentences on work that is not for somebody under age: what is broken, and what is to be asked."""

from __future__ import annotations

from collections.abc import Iterator

from data.catalogues import catalogue
from data.codes import Condition
from data.eligibility import FullPairs
from data.language import marked, number, say
from data.lawbook import Law
from data.minor_limits import MinorBroken, MinorLimits, minor_broken
from data.week import QUARTERS_A_DAY, Week, clock, told_hours
from data.week_text import days_told
from scoring.minor_stops import ALCOHOL_APART, Forbidden, Stops
from scoring.rule import together

# As many as are read; a week that breaks the same thing every day is told by its first days.
_TOLD = 3


def broken_told(pairs: FullPairs, law: Law, k: int, found: Stops) -> Iterator[str]:
    """What is broken for the one pair of `found`, which is pair k."""
    if found.no_school[0]:
        yield say(
            "ha fatto {years} anni di scuola (ne servono {least})",
            years=int(pairs.eligibility.school_years[pairs.i[k]]),
            least=number(law.number("minors.school_years")),
        )
    limits = MinorLimits.of(law)
    shifts = minor_broken(pairs.openings.shifts[pairs.j[k]], limits)
    if found.shifts[0]:
        yield from _shifts_told(shifts, limits, pairs.openings.shifts[pairs.j[k]])
    if found.no_break[0]:
        yield say(
            "dopo {hours} ore di lavoro di seguito serve una pausa di {least} minuti (è di {minutes})",
            hours=number(limits.unbroken / 4),
            least=limits.break_min,
            minutes=int(pairs.eligibility.hosts.break_min[pairs.j[k]]),
        )
    if found.no_work[0]:
        yield say("il lavoro è vietato ai minorenni ({what})", what=together(_forbidden(pairs, law, k)))
    if found.no_alcohol[0]:
        yield say("il lavoro comprende il servizio di alcolici")


def asked_told(pairs: FullPairs, law: Law, k: int, found: Stops) -> Iterator[str]:
    """What is to be asked for the one pair of `found`, which is pair k."""
    if found.ask_school[0]:
        yield say("scrivere gli anni di scuola fatti")
    if found.ask_break[0]:
        limits, written = MinorLimits.of(law), int(pairs.eligibility.hosts.break_min[pairs.j[k]])
        if written < limits.break_agreed_min:
            yield say(
                "chiedere all'azienda quanto dura la pausa (servono {least} minuti ogni {hours} ore di seguito)",
                least=limits.break_min,
                hours=number(limits.unbroken / 4),
            )
        else:
            yield say(
                "verificare che il contratto collettivo permetta una pausa più breve di {least} minuti",
                least=limits.break_min,
            )
    if found.ask_work[0]:
        known, forbidden = int(pairs.openings.conditions_known[pairs.j[k]]), Forbidden.of(law)
        mask = forbidden.conditions | (ALCOHOL_APART.bit if forbidden.alcohol else 0)
        unknown = [condition.label for condition in Condition if mask & condition.bit & ~known]
        yield say("chiedere se nel lavoro ci sono: {conditions}", conditions=together(unknown))


def _shifts_told(found: MinorBroken, limits: MinorLimits, shifts: Week) -> Iterator[str]:
    two = shifts.alternates
    if found.long_days:
        days = [
            say("{day} {hours} ore", day=_day(day, two), hours=number(worked / 4))
            for day, worked in found.long_days[:_TOLD]
        ]
        yield say("più di {most} ore al giorno ({days})", most=number(limits.day / 4), days=together(days))
    if found.long_weeks:
        hours = max(total for _, total in found.long_weeks) / 4
        yield say("{hours} ore a settimana (al massimo {most})", hours=number(hours), most=number(limits.week / 4))
    if found.rotates:
        yield say("l'orario cambia fra settimane dispari e pari (turni a rotazione non ammessi)")
    if found.at_night:
        yield say("ore di notte: {hours}", hours=told_hours(found.at_night))
    for start, length in found.short_nights[:1]:
        yield say(
            "fra {start} e {end} restano {rest} ore, e la notte ne chiede {least}",
            start=_clock(start, -1, two),
            end=_clock(start + length, 0, two),
            rest=number(length / 4),
            least=number(limits.night_rest / 4),
        )
    if found.days_off is not None:
        yield say(
            "giorni interi senza lavoro in una settimana: {days} (ne servono {least})",
            days=found.days_off,
            least=limits.days_off,
        )


def _clock(quarter: int, back: int, two: bool) -> str:
    """A moment of the week; `back` -1 for an end, since midnight is of the day before."""
    inside = quarter + back
    return f"{_day(inside // QUARTERS_A_DAY, two)} {clock(inside % QUARTERS_A_DAY - back)}"


def _day(day: int, two: bool) -> str:
    name = days_told()[day % 7]
    if not two:
        return name
    return say(marked("{day} pari") if day // 7 % 2 else marked("{day} dispari"), day=name)


def _forbidden(pairs: FullPairs, law: Law, k: int) -> list[str]:
    """The conditions, the sector or the role behind it."""
    forbidden, j = Forbidden.of(law), pairs.j[k]
    there = int(pairs.openings.conditions[j]) & forbidden.conditions
    named = [condition.label for condition in Condition if there & condition.bit]
    role = pairs.cohort.roles[int(pairs.openings.role[j])]
    if role in forbidden.roles:
        named.append(catalogue().role(role).label)
    sector = int(pairs.openings.sector[j])
    if sector in forbidden.sectors:
        named.append(catalogue().division(f"{sector:02d}").label)
    return named
