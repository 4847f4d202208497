"""PLAN: the training plan, or the personal plan of an inclusion internship, is written (domain reference 3.6)."""

from __future__ import annotations

from collections.abc import Iterator

from data.codes import DocumentKind, Regime
from data.language import marked, say
from scoring.gate import Gate, Start, Todo, due_day


def tasks(start: Start) -> Iterator[Todo]:
    """A plan about this opening; one about another is another plan."""
    done = start.for_this(DocumentKind.TRAINING_PLAN) is not None
    if start.call.regime is Regime.TIS_TUSCANY:
        told = (
            say("Il progetto personalizzato per questo tirocinio c'è.")
            if done
            else say(
                "Scrivere il progetto personalizzato con la persona: scopi, compiti, orari, sostegni, i due tutor e "
                "chi li sostituisce."
            )
        )
    else:
        told = (
            say("Il progetto formativo per questo tirocinio c'è.")
            if done
            else say(
                "Scrivere il progetto formativo individuale (PFI): compiti, obiettivi, orari, durata, i due tutor e "
                "chi li sostituisce."
            )
        )
    yield Todo(sentence=told, due=due_day(start, "PFI"), done=done)


GATE = Gate(
    code="PLAN",
    title=marked("Progetto"),
    law=marked("L.R. Toscana 32/2002 e regolamento 47/R; per l'inclusione D.G.R. 620/2020"),
    keys=("documents.checklist",),
    tasks=tasks,
    listed="PFI",
)
