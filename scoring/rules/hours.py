"""HOURS: weekly hours inside the range that the programme itself sets (domain reference H10).

Where it sets none, usual hours are only warned of. The weekly limit of who is under age is MINOR's.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.eligibility import Bounds, FullPairs
from data.hour_trim import hours_trimmed
from data.language import marked, number, say
from data.lawbook import Law
from data.ramp import RampStep
from data.records import Row
from data.rest import RestLimits
from data.schedule import ramp_weeks
from data.time_arrays import DAYS_A_MONTH
from data.week import Week, told_week
from scoring.lengths import bounds_told
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, nothing_missing, person_and_opening, together

Hours = NDArray[np.float64]
SHORT, LONG = "HOURS_FEW", "HOURS_MANY"


@lru_cache(maxsize=8192)
def _with_ramp(shifts: Week, ramp: tuple[RampStep, ...], days: int) -> tuple[float, float]:
    """Least hours of a week at the last step that is reached, and most of any week."""
    weeks = ramp_weeks(shifts, ramp, days)
    return min(_both(weeks[-1])), max(max(_both(week)) for week in weeks)


def _both(shifts: Week) -> tuple[float, float]:
    return shifts.a.hours, shifts.b.hours


def _hours(pairs: FullPairs) -> tuple[Hours, Hours]:
    """Hours of each pair's shorter week and of its longer one, each shape (n,).

    A plan by steps counts from its last one on: the hours that the person comes to.
    """
    used, place = pairs.by_opening
    both = np.array([_both(pairs.openings.shifts[j]) for j in used.tolist()], dtype=np.float64).reshape(-1, 2)
    least, most = both.min(axis=1)[place], both.max(axis=1)[place]
    ramps = pairs.eligibility.ramps
    for k in np.flatnonzero(np.isin(pairs.i, list(ramps))).tolist():
        j = pairs.j[k]
        least[k], most[k] = _with_ramp(pairs.openings.shifts[j], ramps[int(pairs.i[k])], int(pairs.openings.days[j]))
    return least, most


def _sides(pairs: FullPairs) -> tuple[Mask, Mask]:
    """Whether there are too few hours, and whether too many."""
    low, high = pairs.eligibility.own_week_h
    least, most = _hours(pairs)
    return least < (0 if low is None else low), most > (np.inf if high is None else high)


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether every week has hours that the programme foresees, shape (n,); all where it says nothing."""
    if pairs.eligibility.own_week_h == (None, None):
        return np.ones(len(pairs), dtype=np.bool_)
    few, many = _sides(pairs)
    return ~(few | many)


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The hours of a week that is outside, the limits, and whether the plan by steps is what counts."""
    bounds = pairs.eligibility.own_week_h
    shifts = pairs.openings.shifts[pairs.j[k]]
    ramp = pairs.eligibility.ramps.get(int(pairs.i[k]), ())
    weeks = ramp_weeks(shifts, ramp, int(pairs.openings.days[pairs.j[k]]))
    last = weeks[-1]
    told = [_told(hours, which) for which, hours in _weeks(last) if _outside(hours, bounds)]
    most = max(max(_both(week)) for week in weeks)
    hours = "; ".join(told) or _told(most, 0)
    # Hours of an earlier step are told as they are: those of the last one stop nothing there.
    if told and last != shifts:
        hours = say("{hours} (conta l'ultimo gradino del piano della persona)", hours=hours)
    return {"hours": hours, "limits": bounds_told(bounds) if bounds != (None, None) else say("nulla")}


def _weeks(shifts: Week) -> tuple[tuple[int, float], ...]:
    odd, even = _both(shifts)
    return ((0, odd),) if odd == even else ((1, odd), (2, even))


def _outside(hours: float, bounds: Bounds) -> bool:
    low, high = bounds
    return (low is not None and hours < low) or (high is not None and hours > high)


def _told(hours: float, which: int) -> str:
    return say(_WEEK[which], hours=number(hours))


# Which of two alternating weeks -> its hours.
_WEEK = (
    marked("{hours} ore a settimana"),
    marked("{hours} ore nelle settimane dispari"),
    marked("{hours} ore nelle settimane pari"),
)


def _one(pairs: FullPairs, k: int) -> FullPairs:
    return FullPairs(pairs.cohort, pairs.eligibility, pairs.i[k : k + 1], pairs.j[k : k + 1])


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """Too few hours, too many, or both in two weeks that alternate."""
    few, many = _sides(_one(pairs, k))
    return ((SHORT,) if few[0] else ()) + ((LONG,) if many[0] else ())


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """Shorter shifts where there are too many hours; a plan that goes on growing where only the plan has too few.

    Where the shifts themselves have too few nothing is named: in which other hours there is work only the company
    knows, and whether they would fit has to be judged again.
    """
    person, offer = person_and_opening(records, pairs, k)
    low, high = pairs.eligibility.own_week_h
    least, days = low or 0, round(offer.months * DAYS_A_MONTH)
    few, many = _sides(_one(pairs, k))
    if min(_both(offer.shifts)) < least:
        return None
    told, who, rows = [], [], list[Row]()
    left, ramp = offer.shifts, person.hours_ramp or ()
    # Hours that a plan keeps the person from are too many as soon as it goes on growing.
    if high is not None and max(_both(left)) > high and (many[0] or few[0]):
        left = hours_trimmed(left, int(high * 4), RestLimits.of(law).rest)
        told.append(say("Possibile con turni più corti: {week}.", week=told_week(left)))
        who.append(say("azienda, con lo scouter"))
        rows.append(offer.model_copy(update={"shifts": left}))
    if min(_both(ramp_weeks(left, ramp, days)[-1])) < least:
        rising = tuple(step for step in ramp if step.weeks is not None)
        enough = min(_both(ramp_weeks(left, rising, days)[-1])) >= least
        told.append(say("Possibile se il piano della persona arriva all'orario intero: {week}.", week=told_week(left)))
        who.append(say("équipe, con la persona"))
        rows.append(person.model_copy(update={"hours_ramp": (rising or None) if enough else None}))
    return Change(" ".join(told), together(who), tuple(rows)) if rows else None


KINDS = (
    Kind(
        code=SHORT,
        title=marked("Poche ore"),
        asks=marked("Ogni settimana ha almeno le ore che il programma prevede?"),
        why=marked(
            "Il programma finanzia tirocini di un certo numero di ore a settimana. Se le settimane si alternano conta "
            "ognuna delle due. Se il piano della persona cresce per gradi contano le ore dell'ultimo gradino: "
            "all'inizio possono essere meno."
        ),
        since=marked("Dal giorno dell'avviso del programma"),
        who=marked(
            "L'azienda, se ha altre ore da offrire: quali, lo dice lei; oppure l'équipe, se è il piano a fermarsi"
        ),
    ),
    Kind(
        code=LONG,
        title=marked("Molte ore"),
        asks=marked("Nessuna settimana ha più ore di quelle che il programma prevede?"),
        why=marked(
            "Un tirocinio non è un lavoro a tempo pieno: il programma dice quante ore a settimana al massimo. Se le "
            "settimane si alternano conta ognuna delle due."
        ),
        since=marked("Dal giorno dell'avviso del programma"),
        who=marked("L'azienda, con turni più corti"),
    ),
)
RULE = Rule(
    code="HOURS",
    title=marked("Ore a settimana"),
    law=marked("Avviso del programma: ore minime e massime a settimana"),
    allows=allows,
    missing=nothing_missing,
    facts=facts,
    refusal=marked("{hours}: il programma ne prevede {limits}."),
    ask=marked("Verificare le ore: {hours}, il programma ne prevede {limits}."),
    lift=lift,
    unknown=Unknown.REFUSES,
    kinds=KINDS,
    at=at,
)
