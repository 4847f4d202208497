"""CLEARANCE: an authority allows hours and place first (domain reference 4.2). Only the case manager reads of it."""

from __future__ import annotations

from collections.abc import Iterator

from data.codes import Category, DocumentKind
from data.language import marked, say
from scoring.gate import CASE_MANAGER, Gate, Start, Todo, due_day

RESTRICTED = frozenset({Category.EXTERNAL_PENAL_EXECUTION, Category.DETAINED_OR_RESTRICTED})


def tasks(start: Start) -> Iterator[Todo]:
    """A clearance of this internship, where an act holds during it or the person's freedom is limited."""
    bound = any(
        not (act.valid_from and act.valid_from > start.last) and not (act.valid_to and act.valid_to < start.first)
        for act in start.acts
    )
    if not bound and not RESTRICTED & set(start.person.categories):
        return
    # A paper that names a permit says that somebody has checked the permit: it is no authority's.
    done = start.for_this(DocumentKind.CLEARANCE, permit=False) is not None
    told = (
        say("L'autorità ha autorizzato questo tirocinio.")
        if done
        else say("Far autorizzare dall'autorità azienda, sede e orari, prima di ogni accordo sul giorno di inizio.")
    )
    yield Todo(sentence=told, due=due_day(start, "CLEARANCE"), done=done)


GATE = Gate(
    code="CLEARANCE",
    title=marked("Autorizzazione"),
    law=marked("L. 354/1975 artt. 21 e 47 e seguenti; prescrizioni dell'atto"),
    keys=("documents.checklist",),
    tasks=tasks,
    shown_to=CASE_MANAGER,
    listed="CLEARANCE",
)
