"""HOST_CHECK: somebody looked at the site before the start (domain reference 3.4, H1-H4: true on the first day)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from data.language import marked, say
from scoring.gate import Gate, HostSide, Todo, due_day, told_day


def tasks(side: HostSide) -> Iterator[Todo]:
    """A check that is there and not too old on the first day; else it is to be made."""
    due, known = due_day(side), side.check.checked_on if side.check else None
    about = say(
        "Verificare che l'azienda possa ospitare: licenziamenti e cassa integrazione per le stesse mansioni, sicurezza "
        "e L. 68/1999 in ordine, nessuna sostituzione di personale."
    )
    if known is None or known > side.law.on:
        yield Todo(sentence=about, due=due)
        return
    old = known + timedelta(days=int(side.law.number("practice.opening_stale_days"))) < side.first
    if old:
        told = say("{about} L'ultima verifica è del {day}: va ripetuta.", about=about, day=told_day(known))
        yield Todo(sentence=told, due=due)
    else:
        yield Todo(sentence=say("Azienda verificata il {day}.", day=told_day(known)), due=due, done=True)


GATE = Gate(
    code="HOST_CHECK",
    title=marked("Verifica dell'azienda"),
    law=marked("L.R. Toscana 32/2002 e regolamento 47/R"),
    keys=("practice.opening_stale_days", "practice.task_lead_days"),
    tasks=tasks,
    for_host=tasks,
    who=marked("servizio, con l'azienda"),
)
