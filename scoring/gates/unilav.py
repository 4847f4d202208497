"""UNILAV: the host tells the start by the end of the day before, and a change within some days (reference 3.6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from data.language import marked, say
from scoring.gate import Gate, HostSide, Todo, told_day


def tasks(side: HostSide) -> Iterator[Todo]:
    """The communication of the start, and what there may be to tell at the end."""
    before = side.first - timedelta(days=int(side.law.number("documents.unilav_days_before")))
    told = say("Inviare la comunicazione obbligatoria di inizio (UNILAV) entro le 24 del {day}.", day=told_day(before))
    yield Todo(sentence=told, due=before)
    days = int(side.law.number("documents.unilav_end_days"))
    told = say(
        "Se il tirocinio si proroga o non finisce il {day}, comunicarlo (UNILAV) entro {days} giorni.",
        day=told_day(side.last),
        days=days,
    )
    yield Todo(sentence=told, due=side.last + timedelta(days=days), title=say("UNILAV di fine"))


GATE = Gate(
    code="UNILAV",
    title=marked("UNILAV di inizio"),
    law=marked("L. 296/2006 art. 1 c. 1180; D.L. 510/1996 art. 9-bis"),
    keys=("documents.unilav_days_before", "documents.unilav_end_days"),
    tasks=tasks,
    for_host=tasks,
    listed="UNILAV",
)
