"""TUTOR: how many trainees a company tutor follows at once, over all openings of the tutor (domain reference 3.5)."""

from __future__ import annotations

import numpy as np

from data.codes import Viewer
from data.language import marked, say
from matching.limit import SERVICE, Facts, Held, Limit
from matching.overlaps import Resource, place_of, rows_over_time, running_by

CODE = "TUTOR"


def _tutors(facts: Facts) -> tuple[Resource, ...]:
    if not facts.knows("tutors.company_max"):
        return ()
    most = int(facts.law.number("tutors.company_max"))
    own = {tutor.id: tutor.most for tutor in facts.records.tutors if tutor.most is not None}
    running = running_by(facts.records.placements, lambda placement: placement.tutor, lambda placement: 1)
    codes = sorted({opening.tutor for opening in facts.records.openings if opening.tutor is not None})
    return tuple(
        Resource(code=code, whole=min(most, own.get(code, most)), running=running.get(code, ())) for code in codes
    )


def _rows(facts: Facts) -> tuple[Held, ...]:
    tutors = _tutors(facts)
    if not tutors:
        return ()
    of_pair = place_of(tutors, [opening.tutor for opening in facts.records.openings])[facts.opening]
    return rows_over_time(CODE, facts, tutors, of_pair, np.ones_like(of_pair), fixed=True)


def _plain(facts: Facts) -> tuple[tuple[str, str], ...]:
    seats: dict[str | None, int] = {}
    for opening in facts.records.openings:
        seats[opening.tutor] = seats.get(opening.tutor, 0) + opening.seats
    return tuple(
        (
            tutor.code,
            say("Tutor {tutor}: può seguire insieme al massimo {n} tirocinanti.", tutor=tutor.code, n=tutor.whole),
        )
        for tutor in _tutors(facts)
        if seats[tutor.code] > tutor.whole
    )


TUTOR = Limit(
    code=CODE,
    title=marked("Tirocinanti di un tutor aziendale"),
    law="Accordo 25/05/2017 rep. 86/CSR; tutors.company_max",
    fixed=True,
    rows=_rows,
    told=marked("Tutor {subject}, dal {day}: posti usati {used} su {whole}, di cui {taken} per tirocini già in corso."),
    stops=marked("I tutor delle aziende possibili sono al completo."),
    relax=marked(
        "Tutor {subject}, dal {day}: posti mancanti {more}. Il limite di {whole} tirocinanti insieme non si può alzare:"
        " servirebbe un altro tutor."
    ),
    exact_for=SERVICE,
    plain=_plain,
    plain_for=frozenset({Viewer.SCOUT}),
)
