"""TUTOR: somebody in the company and somebody of the promoter follow the person (domain reference 3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from data.language import marked, say
from scoring.gate import Gate, HostSide, Start, Todo, due_day


def tasks(start: Start) -> Iterator[Todo]:
    """Both tutors."""
    yield from for_host(start)
    due, title = due_day(start), say("Tutor del promotore")
    named = start.person.promoter_tutor or start.opening.promoter_tutor
    if named is None:
        told = say("Indicare il tutor dell'ente promotore.")
        yield Todo(sentence=told, due=due, title=title, who=say("ente promotore"))
    else:
        told = say("Tutor dell'ente promotore: {tutor}.", tutor=named)
        yield Todo(sentence=told, due=due, done=True, title=title, who=say("ente promotore"))


def for_host(side: HostSide) -> Iterator[Todo]:
    """The company's tutor, and who takes the tutor's place."""
    due = due_day(side)
    if side.opening.tutor is None:
        yield Todo(sentence=say("Indicare il tutor aziendale, e chi lo sostituisce se manca."), due=due)
    else:
        told = say(
            "Tutor aziendale: {tutor}. Nel progetto va scritto anche chi lo sostituisce.", tutor=side.opening.tutor
        )
        yield Todo(sentence=told, due=due, done=True)


GATE = Gate(
    code="TUTOR",
    title=marked("Tutor aziendale"),
    law=marked("L.R. Toscana 32/2002 e regolamento 47/R"),
    keys=("practice.task_lead_days",),
    tasks=tasks,
    for_host=for_host,
    who=marked("azienda"),
)
