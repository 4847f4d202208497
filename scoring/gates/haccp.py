"""HACCP: the course for who handles food, simple or complex, in force on the first day (domain reference 3.9)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from data.codes import DocumentKind
from data.language import marked, number, say
from scoring.gate import Gate, HostSide, Start, Todo, due_day, in_force, told_day
from scoring.held import Standing, held


class Food(Enum):
    """How the tasks touch food, by the keys of `food.roles`."""

    COMPLEX = "complex"
    SIMPLE = "simple"
    ASK = "ask"
    NONE = "none"


# The course of complex tasks is enough for simple ones.
PROVES = {
    Food.COMPLEX: (DocumentKind.HACCP_COMPLEX,),
    Food.SIMPLE: (DocumentKind.HACCP_SIMPLE, DocumentKind.HACCP_COMPLEX),
}
NAMES = {Food.COMPLEX: marked("attività complesse"), Food.SIMPLE: marked("attività semplici")}


def food_of(side: HostSide) -> Food:
    """By role, wherever it is; another role in a food sector has to be asked about."""
    roles = side.law.table("food.roles")
    for kind in (Food.COMPLEX, Food.SIMPLE):
        if side.opening.role in roles[kind.value]:
            return kind
    return Food.ASK if side.company.sector in side.law.table("food.sectors") else Food.NONE


def tasks(start: Start) -> Iterator[Todo]:
    """The course that lacks, the one that there is, or its refresh."""
    food, due = food_of(start), due_day(start, "HACCP")
    if food is Food.NONE:
        return
    papers = start.done(*PROVES[Food.SIMPLE if food is Food.ASK else food])
    years = start.law.number("food.refresh_years") if in_force(start.law, "food.refresh_years") else None
    best = held(papers, start.first, start.last, years)
    if food is Food.ASK and best.standing is not Standing.HOLDS:
        yield from for_host(start)
        return
    day = told_day(best.until) if best.until else ""
    match best.standing:
        case Standing.HOLDS if day:
            told = say("Corso per alimentaristi: già fatto, vale fino al {day}.", day=day)
            yield Todo(sentence=told, due=due, done=True)
        case Standing.HOLDS:
            yield Todo(sentence=say("Corso per alimentaristi: già fatto."), due=due, done=True)
        case Standing.EXPIRES:
            told = say(
                "Aggiornamento del corso per alimentaristi{hours}: l'attestato vale fino al {day}, prima della fine "
                "del tirocinio.",
                hours=_refresh(start, food),
                day=day,
            )
            yield Todo(sentence=told, due=best.until)
        case Standing.EXPIRED:
            told = say(
                "Aggiornamento del corso per alimentaristi{hours}: l'attestato vale solo fino al {day}.",
                hours=_refresh(start, food),
                day=day,
            )
            yield Todo(sentence=told, due=due)
        case Standing.UNDATED:
            told = say("Chiedere il giorno dell'attestato per alimentaristi: senza, il corso è da rifare.")
            yield Todo(sentence=told, due=due)
        case Standing.MISSING:
            lower = say("L'attestato presente vale per attività semplici.")
            told = f"{_course(start, food)} {lower}" if start.done(DocumentKind.HACCP_SIMPLE) else _course(start, food)
            yield Todo(sentence=told, due=due)


def for_host(side: HostSide) -> Iterator[Todo]:
    """The course that the work needs, whoever comes."""
    food, due = food_of(side), due_day(side, "HACCP")
    if food is Food.ASK:
        told = say(
            "Chiedere all'azienda se la mansione tocca gli alimenti: in quel caso serve il corso per alimentaristi."
        )
        yield Todo(sentence=told, due=due)
    elif food is not Food.NONE:
        yield Todo(sentence=_course(side, food), due=due)


def _course(side: HostSide, food: Food) -> str:
    key, name = f"food.{food.value}_h", say(NAMES[food])
    if not in_force(side.law, key):
        return say("Corso per alimentaristi, {name}.", name=name)
    return say("Corso per alimentaristi, {name}: {hours} ore.", name=name, hours=number(side.law.number(key)))


def _refresh(side: HostSide, food: Food) -> str:
    if not in_force(side.law, "food.refresh_h"):
        return ""
    return say(", {hours} ore", hours=number(side.law.table("food.refresh_h")[food.value]))


GATE = Gate(
    code="HACCP",
    title=marked("Corso per alimentaristi"),
    law=marked("Reg. CE 852/2004; D.G.R. Toscana 559/2008"),
    keys=(
        "food.roles",
        "food.sectors",
        "food.simple_h",
        "food.complex_h",
        "food.refresh_years",
        "food.refresh_h",
        "documents.checklist",
    ),
    tasks=tasks,
    for_host=for_host,
    listed="HACCP",
)
