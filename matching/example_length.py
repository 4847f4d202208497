"""What matters of the person, or of the offer, in a worked example of age, months and weekly hours, in plain lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from data.codes import DocumentKind
from data.language import number, say
from data.schedule import stages, told_ramp
from data.week import told_week
from matching.examples_found import Found
from scoring.rule import as_day, person_and_opening, together

Lines = list[str]


def _minor(found: Found) -> Lines:
    person, offer = person_and_opening(found.world.records, found.world.pairs, found.k)
    lines = [
        say("Data di nascita: {day}", day=as_day(person.birth_date.toordinal())),
        say("Primo giorno del tirocinio: {day}", day=as_day(int(found.world.pairs.first_day[found.k]))),
    ]
    match found.kind.code:
        case "MINOR_SCHOOL":
            lines.append(say("Anni di scuola fatti: {years}", years=person.school_years))
        case "MINOR_BREAK":
            written = say("non scritta") if offer.break_min is None else say("{n} minuti", n=offer.break_min)
            lines.append(say("Pausa scritta nell'offerta: {written}", written=written))
        case "MINOR_WORK" | "MINOR_ALCOHOL":
            named = together([condition.label for condition in offer.conditions])
            lines.append(say("Condizioni scritte nell'offerta: {conditions}", conditions=named or say("nessuna")))
        case _:
            lines.append(say("Turni: {week}", week=told_week(offer.shifts)))
    return lines


def _months(found: Found) -> Lines:
    _, offer = person_and_opening(found.world.records, found.world.pairs, found.k)
    return [say("Mesi offerti: {months}", months=offer.months)]


def _longest(found: Found) -> Lines:
    person, _ = person_and_opening(found.world.records, found.world.pairs, found.k)
    attested = any(
        paper.candidate == person.id and paper.kind is DocumentKind.DURATION_ATTESTATION
        for paper in found.world.records.documents
    )
    written = say("sì") if attested else say("no")
    return [*_months(found), say("Attestazione del servizio per altri mesi: {written}", written=written)]


def _hours(found: Found) -> Lines:
    person, offer = person_and_opening(found.world.records, found.world.pairs, found.k)
    pairs, k = found.world.pairs, found.k
    lines = [say("Questa regola guarda i turni: {hours} ore a settimana", hours=number(offer.shifts.hours))]
    if person.hours_ramp:
        first, last = (date.fromordinal(int(day)) for day in (pairs.first_day[k], pairs.last_day[k]))
        steps = told_ramp(offer.shifts, stages(offer.shifts, person.hours_ramp, first, last))
        lines += [say("Piano della persona: {steps}", steps=steps)] if steps else []
    return lines


LENGTH_FACTS: Mapping[str, Callable[[Found], Lines]] = {
    "MINOR": _minor,
    "DURATION": _months,
    "LONGEST": _longest,
    "HOURS": _hours,
}
