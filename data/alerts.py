"""Things about accommodations and prescriptions that somebody has to follow up, told on top of a proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data.bundle import Records
from data.codes import AccommodationStatus, Viewer
from data.language import marked, number, say, say_n
from data.lawbook import Law

SERVICE = frozenset({Viewer.CASE_MANAGER, Viewer.ORIENTATOR})
EVERYBODY = frozenset(Viewer)
# Days of a month on average, as internships are counted.
MONTH_DAYS = 30.4375


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to follow up.

    Parameters
    ----------
    code : stable name of the kind
    record : the record it is about
    sentence : what happened and what to do, in the language spoken when it was made
    who : who can do it, likewise
    shown_to : who may read it
    """

    code: str
    record: str
    sentence: str
    who: str
    shown_to: frozenset[Viewer]


def alerts(records: Records, law: Law) -> tuple[Alert, ...]:
    """Everything to follow up on the day of the law, by kind, then by record."""
    found = [
        *_unanswered(records, law),
        *_unreasoned(records),
        *_expiring(records, law),
        *_ended(records, law),
        *_many_refusals(records, law),
    ]
    return tuple(sorted(found, key=lambda alert: (KINDS.index(alert.code), alert.record)))


KINDS = ("REFUSED_WITHOUT_REASON", "UNANSWERED", "HOST_REFUSES", "PRESCRIPTION_EXPIRES", "PRESCRIPTION_ENDED")


def _unreasoned(records: Records) -> Iterator[Alert]:
    sentence = marked(
        "L'azienda ha rifiutato un accomodamento per {person} (tirocinio {opening}) senza scrivere il motivo: "
        "chiederlo per iscritto (L. 104/1992 art. 5-bis)."
    )
    for asked in records.accommodations:
        if asked.status is AccommodationStatus.REFUSED and asked.reason is None:
            told = say(sentence, person=asked.candidate, opening=asked.opening)
            yield Alert("REFUSED_WITHOUT_REASON", asked.id, told, say("servizio, con l'azienda"), EVERYBODY)


def _unanswered(records: Records, law: Law) -> Iterator[Alert]:
    most = law.number("practice.accommodation_answer_days")
    for asked in records.accommodations:
        if asked.status is not AccommodationStatus.REQUESTED or asked.answered_on is not None:
            continue
        if asked.asked_on is None:
            sentence = marked(
                "Accomodamento chiesto per {person} (tirocinio {opening}): manca il giorno della richiesta, scriverlo."
            )
            yield Alert(
                "UNANSWERED",
                asked.id,
                say(sentence, person=asked.candidate, opening=asked.opening),
                say("servizio"),
                EVERYBODY,
            )
        elif (waited := (law.on - asked.asked_on).days) > most:
            sentence = marked(
                "Accomodamento chiesto per {person} (tirocinio {opening}) da {days} giorni senza risposta (di solito "
                "al massimo {most}): sollecitare l'azienda."
            )
            told = say(sentence, person=asked.candidate, opening=asked.opening, days=waited, most=number(most))
            yield Alert("UNANSWERED", asked.id, told, say("servizio, con l'azienda"), EVERYBODY)


def _many_refusals(records: Records, law: Law) -> Iterator[Alert]:
    host = {opening.id: opening.company for opening in records.openings}
    refused = [a for a in records.accommodations if a.status is AccommodationStatus.REFUSED]
    for company, times in sorted(Counter(host[asked.opening] for asked in refused).items()):
        if times >= law.number("practice.accommodation_refusals_many"):
            told = say_n(
                "L'azienda {company} ha rifiutato {n} accomodamento: parlarne prima di nuove proposte.",
                "L'azienda {company} ha rifiutato {n} accomodamenti: parlarne prima di nuove proposte.",
                times,
                company=company,
            )
            yield Alert("HOST_REFUSES", company, told, say("servizio, con l'azienda"), SERVICE)


def _expiring(records: Records, law: Law) -> Iterator[Alert]:
    end = _programme_end(records, law.on)
    sentence = marked(
        "I limiti di {person} (scheda {record}) valgono fino al {day}, prima della fine del programma: chiedere se "
        "vanno confermati."
    )
    for paper in records.prescriptions:
        signed = paper.author is not None and paper.author.is_health
        if signed and paper.valid_to is not None and law.on <= paper.valid_to < end:
            told = say(sentence, person=paper.candidate, record=paper.id, day=f"{paper.valid_to:%d/%m/%Y}")
            yield Alert("PRESCRIPTION_EXPIRES", paper.id, told, say("professionista sanitario"), SERVICE)


def _ended(records: Records, law: Law) -> Iterator[Alert]:
    """Limits that nothing has taken the place of since they ended: the work is now judged without them."""
    sentence = marked("La scheda {record} con i limiti del lavoro è scaduta il {day}: chiedere se vale ancora.")
    cards = {person.id: person.prescriptions for person in records.candidates}
    signed = [paper for paper in records.prescriptions if paper.author is not None and paper.author.is_health]
    # Of several that have ended only the last is asked about.
    latest: dict[tuple[str, str], tuple[date, str]] = {}
    still: set[tuple[str, str]] = {(person, item) for person, items in cards.items() for item in items}
    for paper in signed:
        for item in paper.items:
            key = (paper.candidate, item)
            if paper.valid_to is None or paper.valid_to >= law.on:
                still.add(key)
            else:
                latest[key] = max(latest.get(key, (date.min, "")), (paper.valid_to, paper.id))
    for day, record in sorted({last for key, last in latest.items() if key not in still}):
        told = say(sentence, record=record, day=f"{day:%d/%m/%Y}")
        yield Alert("PRESCRIPTION_ENDED", record, told, say("professionista sanitario"), SERVICE)


def _programme_end(records: Records, on: date) -> date:
    """The last day of the programme; where it is not written, of the internship that could end last."""
    if records.programme.period_to is not None:
        return records.programme.period_to
    ends = [
        max(opening.start_to, on).toordinal() + round(opening.months * MONTH_DAYS) - 1 for opening in records.openings
    ]
    return date.fromordinal(max(ends)) if ends else on
