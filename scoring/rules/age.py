"""AGE: old enough on a day on which the internship can start (domain reference H02)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Regime
from data.eligibility import FullPairs, birthday
from data.language import marked, say
from data.lawbook import Law
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, as_day, nothing_missing, person_and_opening

# The age of admission to work (domain reference 3.7, M1 and M2); schooling is MINOR's.
GENERAL = "minors.min_age"


def legal_age(regime: Regime, law: Law) -> int:
    """The youngest age that the regime admits, and the law on work for anybody, in years."""
    return int(max(law.number(f"{regime.value.lower()}.min_age"), law.number(GENERAL)))


def _birthdays(pairs: FullPairs, law: Law) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Least age of each pair, and the day on which the person completes it."""
    least = np.maximum(pairs.openings.min_age[pairs.j].astype(np.int64), legal_age(pairs.eligibility.regime, law))
    return least, pairs.eligibility.birthdays(pairs.i, least)


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the birthday comes before the start window closes, shape (n,)."""
    return _birthdays(pairs, law)[1] <= pairs.openings.start_to[pairs.j]


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The least age, and when it is reached."""
    one = FullPairs(pairs.cohort, pairs.eligibility, pairs.i[k : k + 1], pairs.j[k : k + 1])
    least, day = _birthdays(one, law)
    return {
        "age": int(least[0]),
        "reached": as_day(int(day[0])),
        "last_start": as_day(int(pairs.openings.start_to[pairs.j[k]])),
    }


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """The age of the law, or a higher one that the task asks."""
    legal = np.array([legal_age(pairs.eligibility.regime, law)], dtype=np.int64)
    too_young = pairs.eligibility.birthdays(pairs.i[k : k + 1], legal) > pairs.openings.start_to[pairs.j[k]]
    return (BY_LAW if too_young[0] else BY_TASK,)


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """A company may lower an age of its own; nobody may lower the one of the law."""
    person, offer = person_and_opening(records, pairs, k)
    legal = legal_age(records.programme.regime, law)
    if (offer.min_age or 0) <= legal:
        return None
    lowered = offer.model_copy(update={"min_age": legal})
    if birthday(person.birth_date, legal) > offer.start_to:
        return None
    return Change(
        say("L'azienda accetta persone dai {age} anni.", age=legal), say("azienda, con lo scouter"), (lowered,)
    )


BY_LAW, BY_TASK = "AGE_LAW", "AGE_TASK"
KINDS = (
    Kind(
        code=BY_LAW,
        title=marked("Età della legge"),
        asks=marked("La persona avrà l'età minima di questi tirocini entro l'ultimo giorno utile per iniziare?"),
        why=marked(
            "Ogni tipo di tirocinio ha la sua età minima, e nessuno lavora prima dell'età di ammissione al lavoro. I "
            "numeri, con la loro fonte e con ciò che resta da verificare, sono scritti nel registro delle norme."
        ),
        since=marked("Dal giorno di ogni norma; le età di prima restano scritte per i programmi di allora"),
        who=marked("Nessuno: si aspetta il compleanno, o un tirocinio che inizia più tardi"),
    ),
    Kind(
        code=BY_TASK,
        title=marked("Età chiesta dal compito"),
        asks=marked("La persona avrà l'età che l'azienda chiede per questo compito?"),
        why=marked(
            "Alcune aziende chiedono un'età più alta di quella della legge, per esempio dove si guida o di notte."
        ),
        since=marked("Dal giorno in cui l'azienda lo scrive nell'offerta"),
        who=marked("L'azienda, che può scendere fino all'età della legge"),
    ),
)
RULE = Rule(
    code="AGE",
    title=marked("Età minima"),
    law=marked(
        "minors.min_age; tis_tuscany.min_age / ord_tuscany.min_age / l68_art11.min_age, oppure età chiesta dal compito"
    ),
    allows=allows,
    missing=nothing_missing,
    facts=facts,
    refusal=marked("Età minima di {age} anni non raggiunta: li compie il {reached}, l'inizio è entro il {last_start}."),
    ask=marked("Verificare la data di nascita: servono {age} anni."),
    lift=lift,
    unknown=Unknown.REFUSES,
    kinds=KINDS,
    at=at,
)
