"""PRIOR_DECL: person and company declare that they have not worked together (domain reference 3.4, H5).

What the records hold of earlier relations is only what somebody wrote: the task is the same whether they hold any.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.language import marked, number, say
from scoring.gate import Gate, Start, Todo, due_day


def tasks(start: Start) -> Iterator[Todo]:
    """A declaration, always."""
    told = say(
        "Far dichiarare a persona e azienda che negli ultimi {months} mesi non ci sono stati rapporti di lavoro tra "
        "loro.",
        months=number(start.law.number("relations.lookback_months")),
    )
    yield Todo(sentence=told, due=due_day(start))


GATE = Gate(
    code="PRIOR_DECL",
    title=marked("Dichiarazione sui rapporti di prima"),
    law=marked("L.R. Toscana 32/2002 art. 17-quater"),
    keys=("relations.lookback_months", "practice.task_lead_days"),
    tasks=tasks,
    who=marked("ente promotore, con la persona e l'azienda"),
)
