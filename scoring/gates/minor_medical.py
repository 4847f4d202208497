"""MINOR_MEDICAL: a person under age is seen by a doctor first where that is due (domain reference 3.7, M10)."""

from __future__ import annotations

from collections.abc import Iterator

from data.codes import DocumentKind
from data.language import marked, say
from scoring.gate import Gate, Start, Todo, due_day


def tasks(start: Start) -> Iterator[Todo]:
    """A check for this task, or for every one, that holds on the first day."""
    if not start.under_age:
        return
    done = start.for_this(DocumentKind.MEDICAL_CHECK, general=True) is not None
    told = (
        say("C'è l'idoneità medica per la mansione.")
        if done
        else say("Chiedere al medico se serve la visita prima dell'inizio: la persona è minorenne.")
    )
    yield Todo(sentence=told, due=due_day(start, "MINOR_MEDICAL"), done=done)


GATE = Gate(
    code="MINOR_MEDICAL",
    title=marked("Visita medica"),
    law=marked("L. 977/1967 art. 8"),
    keys=("minors.adult_age", "documents.checklist"),
    tasks=tasks,
    listed="MINOR_MEDICAL",
)
