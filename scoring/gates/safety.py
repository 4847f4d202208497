"""SAFETY: trained for the risks of the task, in words that are understood, before the first hour (reference 3.8).

A trainee is a worker (D.Lgs. 81/2008 art. 2). The class is that of the company's division of ATECO 2007, or the higher
one that the company's own assessment declares.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.catalogues import catalogue
from data.codes import Cefr, DocumentKind, LanguageSkill, RiskClass, Training
from data.language import marked, number, say
from data.papers import Document
from scoring.gate import Gate, HostSide, Start, Todo, due_day, in_force, told_day
from scoring.held import Standing, held
from scoring.rule import together

COURSES = frozenset({Training.SAFETY_GENERAL, Training.SAFETY_LOW, Training.SAFETY_MEDIUM, Training.SAFETY_HIGH})
HOURS = ("safety.general_h", "safety.specific_h", "safety.refresh_h", "safety.refresh_years")
BEFORE = marked("D.Lgs. 626/1994 art. 22; dal 15/05/2008 D.Lgs. 81/2008 art. 37")
SPECIFIC = marked("Sicurezza specifica")
REFRESH = marked("Aggiornamento sicurezza")


def risk_of(side: HostSide) -> RiskClass:
    """The higher of the class of the division and the one declared."""
    of_division = RiskClass[catalogue().division(side.company.sector).risk]
    declared = side.check.declared_risk if side.check else None
    return max(of_division, declared or of_division, key=lambda risk: risk.level)


def tasks(start: Start) -> Iterator[Todo]:
    """The courses that lack, those that there are, and the refresh."""
    if not in_force(start.law, *HOURS):
        yield from for_host(start)
        return
    language = _language(start)
    due = due_day(start, "SAFETY")
    if start.done(DocumentKind.SAFETY_GENERAL):
        # A permanent credit, whatever the day.
        told = say("Corso di sicurezza, parte generale: già fatto, e non scade.")
        yield Todo(sentence=told, due=due, done=True)
    else:
        yield Todo(sentence=_with(_general(start), language), due=due)
    yield _specific(start, language)


def for_host(side: HostSide) -> Iterator[Todo]:
    """The courses of the company's class, whoever comes."""
    due = due_day(side, "SAFETY")
    if not in_force(side.law, *HOURS):
        # Before the agreement of 2011 the law asked for training without naming hours.
        told = say("Formazione alla sicurezza, adeguata ai rischi della mansione.")
        yield Todo(sentence=told, due=due, title=say("Sicurezza"), law=say(BEFORE))
        return
    yield Todo(sentence=_general(side), due=due)
    yield Todo(sentence=_course(side), due=due, title=say(SPECIFIC))


def _general(side: HostSide) -> str:
    hours = number(side.law.number("safety.general_h"))
    return say("Corso di sicurezza, parte generale: {hours} ore.", hours=hours)


def _course(side: HostSide) -> str:
    risk = risk_of(side)
    hours = number(side.law.table("safety.specific_h")[risk.value])
    told = say("Corso di sicurezza, parte specifica, rischio {risk}: {hours} ore.", risk=risk.label, hours=hours)
    declared = side.check is not None and side.check.declared_risk is risk
    higher = risk is not RiskClass[catalogue().division(side.company.sector).risk]
    return _with(told, say("Il rischio è quello dichiarato dall'azienda.") if declared and higher else "")


def _specific(start: Start, language: str) -> Todo:
    risk, due = risk_of(start), due_day(start, "SAFETY")
    papers = start.done(DocumentKind.SAFETY_SPECIFIC)
    enough = [paper for paper in papers if paper.risk is not None and paper.risk.level >= risk.level]
    best = held(enough, start.first, start.last, start.law.number("safety.refresh_years"))
    hours = number(start.law.number("safety.refresh_h"))
    day = told_day(best.until) if best.until else ""
    match best.standing:
        case Standing.HOLDS:
            told = say(
                "Corso di sicurezza, parte specifica, rischio {risk}: già fatto, vale fino al {day}.",
                risk=risk.label,
                day=day,
            )
            return Todo(sentence=told, due=due, done=True, title=say(SPECIFIC))
        case Standing.EXPIRES:
            told = say(
                "Aggiornamento del corso di sicurezza, {hours} ore: l'attestato vale fino al {day}, prima della fine "
                "del tirocinio.",
                hours=hours,
                day=day,
            )
            return Todo(sentence=_with(told, language), due=best.until, title=say(REFRESH))
        case Standing.EXPIRED:
            told = say(
                "Aggiornamento del corso di sicurezza, {hours} ore: l'attestato vale solo fino al {day}.",
                hours=hours,
                day=day,
            )
            return Todo(sentence=_with(told, language), due=due, title=say(REFRESH))
        case Standing.UNDATED:
            told = say("Chiedere il giorno dell'attestato di sicurezza, parte specifica: senza, il corso è da rifare.")
            return Todo(sentence=told, due=due, title=say(SPECIFIC))
        case Standing.MISSING:
            told = _with(_course(start), _lower(papers), language)
            return Todo(sentence=told, due=due, title=say(SPECIFIC))


def _lower(papers: tuple[Document, ...]) -> str:
    """Why a certificate that is there is not enough."""
    if any(paper.risk is None for paper in papers):
        return say("C'è un attestato senza classe di rischio: chiederla, può bastare.")
    classes = [paper.risk for paper in papers if paper.risk is not None]
    if not classes:
        return ""
    highest = max(classes, key=lambda risk: risk.level)
    return say("L'attestato presente vale per un rischio più basso ({risk}).", risk=highest.label)


def _language(start: Start) -> str:
    """In which language the course is understood, where Italian may not be enough."""
    skill = LanguageSkill[str(start.law.get("safety.language_skill")).upper()]
    level = (start.person.italian or {}).get(skill)
    if level is None:
        return say("L'italiano non è valutato: chiedere se il corso si capisce.")
    if level.level >= Cefr[str(start.law.get("safety.language_level"))].level:
        return ""
    if start.for_this(DocumentKind.LANGUAGE_SUPPORT, general=True) is not None:
        return say("È previsto un corso in lingua.")
    known = start.person.languages or ()
    offered = {tongue for course in start.call.training if course.code in COURSES for tongue in course.languages}
    shared = [tongue.label for tongue in known if tongue in offered]
    if shared:
        return say("L'italiano non basta: scegliere il corso in {tongues}.", tongues=together(shared))
    if known:
        names = together([tongue.label for tongue in known])
        return say(
            "L'italiano non basta: serve un corso in una lingua nota ({tongues}) o una mediazione.", tongues=names
        )
    return say("L'italiano non basta: chiedere in quale lingua, o con quale mediazione, fare il corso.")


def _with(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


GATE = Gate(
    code="SAFETY",
    title=marked("Sicurezza generale"),
    law=marked("D.Lgs. 81/2008 artt. 2 e 37; Accordo 21/12/2011, poi Accordo 17/04/2025"),
    keys=(*HOURS, "safety.language_level", "safety.language_skill", "documents.checklist"),
    tasks=tasks,
    for_host=for_host,
    listed="SAFETY",
)
