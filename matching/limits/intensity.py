"""POINTS: how much tutoring a company tutor gives at once, in points by the need of each person (domain reference 3.5).

A choice of this project beside the number that the law sets. A need that nobody assessed counts as the lowest, and it
is said. Never for who scouts: a need of tutoring is the person's.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np

from data.codes import Tutoring
from data.language import marked, say_n
from matching.limit import SERVICE, Chosen, Facts, Held, Limit
from matching.overlaps import Resource, place_of, rows_over_time, running_by

CODE = "POINTS"
TENTHS = 10
NEED_UNKNOWN = (
    marked("Di una persona proposta non si sa quanto tutoraggio serve: conta come il bisogno più basso."),
    marked("Di {n} persone proposte non si sa quanto tutoraggio serve: contano come il bisogno più basso."),
)


def tenths_of(facts: Facts) -> dict[Tutoring | None, int]:
    """Tenths of a point that each need takes; the unknown one as the lowest."""
    table = facts.law.table("tutors.points")
    tenths: dict[Tutoring | None, int] = {need: int(Fraction(str(table[need.value])) * TENTHS) for need in Tutoring}
    tenths[None] = min(tenths.values())
    return tenths


def _rows(facts: Facts) -> tuple[Held, ...]:
    if not facts.knows("tutors.points", "tutors.company_points_max"):
        return ()
    tenths = tenths_of(facts)
    whole = floor(Fraction(str(facts.law.number("tutors.company_points_max"))) * TENTHS)
    running = running_by(facts.records.placements, lambda p: p.tutor, lambda p: tenths[p.tutoring])
    codes = sorted({opening.tutor for opening in facts.records.openings if opening.tutor is not None})
    tutors = tuple(Resource(code=code, whole=whole, running=running.get(code, ())) for code in codes)
    if not tutors:
        return ()
    of_pair = place_of(tutors, [opening.tutor for opening in facts.records.openings])[facts.opening]
    weight = np.array([tenths[person.tutor_need] for person in facts.records.candidates], dtype=np.int64)
    return rows_over_time(CODE, facts, tutors, of_pair, weight[facts.candidate], fixed=False, unit=TENTHS)


def _unknown(facts: Facts, chosen: Chosen) -> tuple[str, ...]:
    people, openings = facts.records.candidates, facts.records.openings
    pairs = zip(facts.candidate[chosen].tolist(), facts.opening[chosen].tolist(), strict=True)
    silent = sum(people[i].tutor_need is None and openings[j].tutor is not None for i, j in pairs)
    return (say_n(*NEED_UNKNOWN, silent),) if silent else ()


POINTS = Limit(
    code=CODE,
    title=marked("Impegno di un tutor aziendale"),
    law=marked("scelta di questo progetto; tutors.points, tutors.company_points_max"),
    fixed=False,
    rows=_rows,
    told=marked(
        "Tutor {subject}, dal {day}: punti di impegno usati {used} su {whole}, di cui {taken} per tirocini già in"
        " corso. I punti dipendono da quanto tutoraggio serve a ogni persona."
    ),
    stops=marked("I tutor delle aziende possibili hanno già abbastanza impegno."),
    relax=marked("Tutor {subject}, dal {day}: i punti di impegno dovrebbero essere almeno {wanted} invece di {whole}."),
    exact_for=SERVICE,
    unknown=_unknown,
    scale=TENTHS,
)
