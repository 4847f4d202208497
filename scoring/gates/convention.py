"""CONVENTION: an agreement between promoter and host is in force on the first day (domain reference 3.4 H8, 3.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from data.codes import ConventionKind, Regime
from data.host_papers import Convention
from data.language import marked, say
from scoring.gate import Gate, HostSide, Todo, due_day, told_day


def tasks(side: HostSide) -> Iterator[Todo]:
    """The agreement for internships, and that of art. 11 where the internships are under it."""
    yield _state(side, ConventionKind.HOSTING, side.conventions)
    if side.call.regime is Regime.L68_ART11:
        # One that says nothing of internships has to be read before.
        yield _state(side, ConventionKind.ART11, tuple(c for c in side.conventions if c.internships))


def _state(side: HostSide, kind: ConventionKind, conventions: tuple[Convention, ...]) -> Todo:
    due, own = due_day(side, "CONVENTION"), [one for one in conventions if one.kind is kind]
    named = {"name": kind.label}
    holding = [one for one in own if one.holds_on(side.first)]
    if not holding:
        ended = [one.valid_to for one in own if one.valid_to is not None and one.valid_to < side.first]
        if ended:
            told = say("Rinnovare la {name}: è finita, o finisce, il {day}.", day=told_day(max(ended)), **named)
        elif kind is ConventionKind.ART11:
            told = say("Firmare la {name}, con i tirocini: non è scritta.", **named)
        else:
            told = say("Firmare la {name}: non è scritta.", **named)
        return Todo(sentence=told, due=due)
    until = max(one.valid_to or date.max for one in holding)
    for one in sorted(own, key=lambda one: one.valid_from or date.min):
        # One that goes on where the last ends is its renewal.
        if until < date.max and (one.valid_from or date.min) <= until + timedelta(days=1):
            until = max(until, one.valid_to or date.max)
    if until == date.max:
        return Todo(sentence=say("C'è già la {name}.", **named), due=due, done=True)
    if until >= side.last:
        return Todo(sentence=say("C'è già la {name}, fino al {day}.", day=told_day(until), **named), due=due, done=True)
    told = say("Rinnovare la {name} entro il {day}: finisce durante il tirocinio.", day=told_day(until), **named)
    return Todo(sentence=told, due=until)


GATE = Gate(
    code="CONVENTION",
    title=marked("Convenzione"),
    law=marked("L.R. Toscana 32/2002 art. 17-ter; per l'art. 11 L. 68/1999"),
    keys=("documents.checklist",),
    tasks=tasks,
    for_host=tasks,
    listed="CONVENTION",
)
