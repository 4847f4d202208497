"""GUARDIAN: who holds parental responsibility signs for a person under age (domain reference 3.7, M11)."""

from __future__ import annotations

from collections.abc import Iterator

from data.codes import DocumentKind
from data.language import marked, say
from scoring.gate import Gate, Start, Todo, due_day


def tasks(start: Start) -> Iterator[Todo]:
    """A signature for this internship, or for every one."""
    if not start.under_age:
        return
    done = start.for_this(DocumentKind.GUARDIAN_SIGNATURE, general=True) is not None
    told = (
        say("Il genitore o il tutore ha firmato.")
        if done
        else say("Far firmare il progetto anche al genitore o al tutore: il primo giorno la persona è minorenne.")
    )
    yield Todo(sentence=told, due=due_day(start, "GUARDIAN"), done=done)


GATE = Gate(
    code="GUARDIAN",
    title=marked("Firma del genitore o tutore"),
    law=marked("Codice civile artt. 316 e 357"),
    keys=("minors.adult_age", "documents.checklist"),
    tasks=tasks,
    listed="GUARDIAN",
)
