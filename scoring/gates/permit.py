"""PERMIT: a permit that ends too early is renewed (domain reference 3.10, P1). Only the case manager reads of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from data.child_cover import birthday
from data.codes import DocumentKind, Permit
from data.language import marked, say
from data.papers import Document
from scoring.gate import CASE_MANAGER, Gate, Start, Todo, due_day, told_day

# Neither citizenship nor the long-term permit ends by itself.
LASTING = frozenset({Permit.EU_CITIZEN, Permit.LONG_TERM})


def tasks(start: Start) -> Iterator[Todo]:
    """The renewal of a permit, or the conversion of one for minors; a receipt keeps all rights."""
    papers = start.papers(DocumentKind.PERMIT)
    if not papers or any(paper.permit in LASTING or paper.renewal_receipt for paper in papers):
        return
    # One that ended long ago asks for nothing where another is there.
    holding = [paper for paper in papers if paper.valid_to is None or paper.valid_to >= start.first] or papers
    best = max(holding, key=lambda paper: (paper.valid_to or date.min, paper.id))
    yield from _renewal(start, best)
    if best.permit is Permit.MINOR_AGE:
        yield from _conversion(start)


def _renewal(start: Start, paper: Document) -> Iterator[Todo]:
    until, before = paper.valid_to, due_day(start, "PERMIT")
    if until is None:
        if paper.permit is not None:
            yield Todo(sentence=say("Chiedere quando scade il titolo di soggiorno: non è scritto."), due=None)
    elif until < start.first:
        told = say(
            "Chiedere il rinnovo del titolo di soggiorno (scadenza {day}) e scrivere la ricevuta.", day=told_day(until)
        )
        yield Todo(sentence=told, due=before)
    elif until < start.last:
        told = say(
            "Chiedere il rinnovo del titolo di soggiorno: scade il {day}, durante il tirocinio. La ricevuta basta.",
            day=told_day(until),
        )
        yield Todo(sentence=told, due=until)


def _conversion(start: Start) -> Iterator[Todo]:
    of_age = birthday(start.person.birth_date, int(start.law.number("minors.adult_age")))
    if of_age > start.last:
        return
    earliest = of_age - timedelta(days=int(start.law.number("permits.minor_conversion_days")))
    told = say(
        "Chiedere la conversione del permesso per minore età: si può dal {first}, entro i 18 anni ({last}).",
        first=told_day(earliest),
        last=told_day(of_age),
    )
    yield Todo(sentence=told, due=of_age, title=say("Conversione del permesso"))


GATE = Gate(
    code="PERMIT",
    title=marked("Titolo di soggiorno"),
    law=marked("D.Lgs. 286/1998 art. 5; D.P.R. 191/2022"),
    keys=("permits.minor_conversion_days", "minors.adult_age", "documents.checklist"),
    tasks=tasks,
    shown_to=CASE_MANAGER,
    listed="PERMIT",
)
