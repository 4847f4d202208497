"""MINOR_RISK: the host assessed the risks for minors before one starts (L. 977/1967 art. 7; domain reference M9)."""

from __future__ import annotations

from collections.abc import Iterator

from data.language import marked, say
from scoring.gate import Gate, Start, Todo, due_day, told_day


def tasks(start: Start) -> Iterator[Todo]:
    """An assessment of the site that is there on the day of the proposal."""
    if not start.under_age:
        return
    due, assessed = due_day(start, "MINOR_RISK"), start.check.minors_risk_on if start.check else None
    if assessed is not None and assessed <= start.law.on:
        told = say("L'azienda ha valutato i rischi per i minori il {day}.", day=told_day(assessed))
        yield Todo(sentence=told, due=due, done=True)
    else:
        told = say("Far valutare all'azienda i rischi per i minori, e informare il genitore o il tutore.")
        yield Todo(sentence=told, due=due)


GATE = Gate(
    code="MINOR_RISK",
    title=marked("Rischi per i minori"),
    law=marked("L. 977/1967 art. 7"),
    keys=("minors.adult_age", "documents.checklist"),
    tasks=tasks,
    listed="MINOR_RISK",
)
