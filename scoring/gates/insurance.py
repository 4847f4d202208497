"""INSURANCE: INAIL and third-party liability are covered from the first day (domain reference 3.6)."""

from __future__ import annotations

from collections.abc import Iterator

from data.codes import DocumentKind
from data.language import marked, say
from scoring.gate import Gate, HostSide, Start, Todo, due_day


def tasks(start: Start) -> Iterator[Todo]:
    """A cover written for the person, of this internship or of every one."""
    if start.for_this(DocumentKind.INSURANCE, general=True) is None:
        yield from for_host(start)
    else:
        told = say("INAIL e responsabilità civile: già coperte.")
        yield Todo(sentence=told, due=due_day(start, "INSURANCE"), done=True)


def for_host(side: HostSide) -> Iterator[Todo]:
    """The same to a company, which is told what has to be done and never what is."""
    told = say("Attivare INAIL e responsabilità civile verso terzi, anche per il tragitto.")
    yield Todo(sentence=told, due=due_day(side, "INSURANCE"))


GATE = Gate(
    code="INSURANCE",
    title=marked("Assicurazioni"),
    law=marked("D.P.R. 1124/1965; L.R. Toscana 32/2002 art. 17-ter"),
    keys=("documents.checklist",),
    tasks=tasks,
    for_host=for_host,
    listed="INSURANCE",
)
