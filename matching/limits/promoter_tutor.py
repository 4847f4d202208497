"""PROMOTER: how many trainees a tutor of the promoter follows at once, in all companies (domain reference 3.5).

The tutor of a pair is the person's own, usually the case manager, else the one of the opening. That the number does not
count within one company for the same aims is not applied.
"""

from __future__ import annotations

import numpy as np

from data.language import marked
from matching.limit import SERVICE, Facts, Held, Limit
from matching.overlaps import Resource, place_of, rows_over_time, running_by

CODE = "PROMOTER"


def _rows(facts: Facts) -> tuple[Held, ...]:
    if not facts.knows("tutors.promoter_max"):
        return ()
    most, records = int(facts.law.number("tutors.promoter_max")), facts.records
    own = {tutor.id: tutor.most for tutor in records.tutors if tutor.most is not None}
    codes = [person.promoter_tutor for person in records.candidates]
    codes += [opening.promoter_tutor for opening in records.openings]
    named = {code for code in codes if code is not None}
    if not named:
        return ()
    running = running_by(records.placements, lambda placement: placement.promoter_tutor, lambda placement: 1)
    tutors = tuple(
        Resource(code=code, whole=min(most, own.get(code, most)), running=running.get(code, ()))
        for code in sorted(named)
    )
    of_person = place_of(tutors, [person.promoter_tutor for person in records.candidates])[facts.candidate]
    of_opening = place_of(tutors, [opening.promoter_tutor for opening in records.openings])[facts.opening]
    of_pair = np.where(of_person >= 0, of_person, of_opening)
    return rows_over_time(CODE, facts, tutors, of_pair, np.ones_like(of_pair), fixed=True)


PROMOTER = Limit(
    code=CODE,
    title=marked("Tirocinanti di un tutor del servizio"),
    law="Accordo 25/05/2017 rep. 86/CSR; tutors.promoter_max",
    fixed=True,
    rows=_rows,
    told=marked(
        "Tutor del servizio {subject}, dal {day}: posti usati {used} su {whole}, di cui {taken} per tirocini già in"
        " corso."
    ),
    stops=marked("Il tutor del servizio è al completo."),
    relax=marked(
        "Tutor del servizio {subject}, dal {day}: posti mancanti {more}. Il limite di {whole} tirocinanti insieme non"
        " si può alzare: servirebbe un altro tutor."
    ),
    exact_for=SERVICE,
)
