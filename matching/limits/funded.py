"""FUNDED: how many internships the programme pays for.

Of those under way only the ones with a tutor of the promoter are counted, that end in the programme's period: of the
others the records do not say that this programme pays them.
"""

from __future__ import annotations

import numpy as np

from data.call import Programme
from data.host_papers import Placement
from data.language import marked
from matching.limit import SERVICE, Facts, Held, Limit
from matching.rows import Row

CODE = "FUNDED"


def is_paid(placement: Placement, programme: Programme) -> bool:
    """Whether an internship under way takes one of the paid places."""
    before = programme.period_from is not None and placement.end_on < programme.period_from
    return placement.promoter_tutor is not None and not placement.curricular and not before


def _rows(facts: Facts) -> tuple[Held, ...]:
    programme = facts.records.programme
    if programme.placements_funded is None or not len(facts.candidate):
        return ()
    taken = sum(is_paid(placement, programme) for placement in facts.records.placements)
    every = np.arange(len(facts.candidate))
    most = max(0, programme.placements_funded - taken)
    row = Row(limit=CODE, key="programme", pair=every, weight=np.ones_like(every), most=most)
    return (Held(row=row, whole=programme.placements_funded, taken=taken),)


FUNDED = Limit(
    code=CODE,
    title=marked("Posti finanziati"),
    law=marked("decisione del programma"),
    fixed=False,
    rows=_rows,
    told=marked(
        "Posti finanziati usati: {used} su {whole}, di cui {taken} per tirocini già in corso seguiti da un tutor del"
        " servizio."
    ),
    stops=marked("Posti finanziati esauriti."),
    relax=marked("Posti finanziati mancanti: {more}. Ne servirebbero {wanted} invece di {whole}."),
    exact_for=SERVICE,
)
