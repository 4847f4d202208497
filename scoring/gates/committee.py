"""COMMITTEE: the technical committee of L. 68/1999 gives its opinion. Only the case manager reads of it."""

from __future__ import annotations

from collections.abc import Iterator

from data.codes import Category, DocumentKind, Regime
from data.language import marked, say
from scoring.gate import CASE_MANAGER, Gate, Start, Todo, due_day


def tasks(start: Start) -> Iterator[Todo]:
    """An opinion about this internship, under art. 11 or for who is certified under L. 68/1999."""
    if start.call.regime is not Regime.L68_ART11 and Category.DISABILITY_L68 not in start.person.categories:
        return
    done = start.for_this(DocumentKind.COMMITTEE_OPINION) is not None
    told = (
        say("C'è il parere del comitato tecnico per questo tirocinio.")
        if done
        else say("Chiedere il parere del comitato tecnico per questo tirocinio.")
    )
    yield Todo(sentence=told, due=due_day(start, "COMMITTEE"), done=done)


GATE = Gate(
    code="COMMITTEE",
    title=marked("Comitato tecnico"),
    law=marked("L. 68/1999 artt. 8 e 11"),
    keys=("documents.checklist",),
    tasks=tasks,
    shown_to=CASE_MANAGER,
    listed="COMMITTEE",
)
