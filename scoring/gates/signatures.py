"""SIGNATURES: everybody signed the plan (domain reference 3.6); known where the day of the plan is written."""

from __future__ import annotations

from collections.abc import Iterator

from data.codes import DocumentKind, Regime
from data.language import marked, say
from scoring.gate import Gate, Start, Todo, due_day, told_day


def tasks(start: Start) -> Iterator[Todo]:
    """The signatures; a plan without its day is not signed yet."""
    due, plan = due_day(start, "SIGNATURES"), start.for_this(DocumentKind.TRAINING_PLAN)
    if plan is not None and plan.issued_on is not None:
        yield Todo(sentence=say("Progetto firmato il {day}.", day=told_day(plan.issued_on)), due=due, done=True)
    elif start.call.regime is Regime.TIS_TUSCANY:
        told = say("Far firmare il progetto a persona, ente promotore, azienda e servizio che segue la persona.")
        yield Todo(sentence=told, due=due)
    else:
        yield Todo(sentence=say("Far firmare il progetto a persona, ente promotore e azienda."), due=due)


GATE = Gate(
    code="SIGNATURES",
    title=marked("Firme del progetto"),
    law=marked("L.R. Toscana 32/2002 e regolamento 47/R; per l'inclusione D.G.R. 620/2020"),
    keys=("documents.checklist",),
    tasks=tasks,
    listed="SIGNATURES",
)
