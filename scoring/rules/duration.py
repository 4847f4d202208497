"""DURATION: as many months as the call and the law of the regime admit for anybody (domain reference H08, 3.1).

What only some legal categories may have is left to LONGEST, which the case manager alone reads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.eligibility import Bounds, Eligibility, FullPairs
from data.language import marked, number, say, say_n
from data.lawbook import Law
from data.pairs import Pairs
from data.time_arrays import DAYS_A_MONTH
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, nothing_missing, person_and_opening

CALL, BY_LAW = "DURATION_CALL", "DURATION_LAW"


def months_of(pairs: Pairs) -> NDArray[np.int64]:
    """Months of the internship of each pair, shape (n,)."""
    months: NDArray[np.int64] = np.rint(pairs.openings.days[pairs.j] / DAYS_A_MONTH).astype(np.int64)
    return months


def in_force(law: Law, key: str) -> float | None:
    """The number of a parameter, None on a day on which it has none."""
    return law.number(key) if key in set(law.keys()) else None


def longest_of(eligibility: Eligibility, law: Law) -> dict[str, float | None]:
    """Most months of each legal category under the regime, without any extension; None where no law sets one."""
    regime = eligibility.regime.value
    usual = in_force(law, f"{regime.lower()}.max_months")
    effects = law.table("categories.legal_effects")[regime]
    return {code: usual if own["max_months"] is None else own["max_months"] for code, own in effects.items()}


def extension(eligibility: Eligibility, law: Law) -> float:
    """Months that an attestation of the service adds; 0 where the regime knows none."""
    return in_force(law, f"{eligibility.regime.value.lower()}.extension_months") or 0


@dataclass(frozen=True, slots=True)
class Limits:
    """Least and most months: the programme's own, and those of the law for anybody; None where nothing is said."""

    call: Bounds
    law: Bounds

    @classmethod
    def of(cls, eligibility: Eligibility, law: Law) -> Limits:
        """The limits of the day.

        A programme that itself says less than the usual minimum of the law is one of seasonal work: the shorter
        minimum of seasonal work holds there, where the regime has one.
        """
        act, own = eligibility.regime.value.lower(), eligibility.own_months
        least, seasonal = (in_force(law, f"{act}.{name}min_months") for name in ("", "seasonal_"))
        if None not in (own[0], least, seasonal) and (own[0] or 0) < (least or 0):
            least = seasonal
        widest = list(longest_of(eligibility, law).values())
        most = None if None in widest else max(months or 0 for months in widest) + extension(eligibility, law)
        return cls(own, (least, most))

    @property
    def both(self) -> Bounds:
        """Least and most of the two together."""
        least = [low for low, _ in (self.call, self.law) if low is not None]
        most = [high for _, high in (self.call, self.law) if high is not None]
        return max(least, default=None), min(most, default=None)


def inside(months: NDArray[np.int64], bounds: Bounds) -> Mask:
    """Whether months are within bounds."""
    least, most = bounds
    within: Mask = (months >= (-np.inf if least is None else least)) & (months <= (np.inf if most is None else most))
    return within


def bounds_told(bounds: Bounds) -> str:
    """What is foreseen, where at least one of the two is said."""
    least, most = bounds
    if least is None:
        return say("al massimo {most}", most=number(most or 0))
    if most is None:
        return say("almeno {least}", least=number(least))
    if least == most:
        return number(least)
    return say("da {least} a {most}", least=number(least), most=number(most))


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the months are those of the call and of the law, shape (n,)."""
    return inside(months_of(pairs), Limits.of(pairs.eligibility, law).both)


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The months, and the limits that they are outside of."""
    limits, months = Limits.of(pairs.eligibility, law), months_of(pairs)[k : k + 1]
    told = []
    if not inside(months, limits.call)[0]:
        told.append(say("il programma ne prevede {limits}", limits=bounds_told(limits.call)))
    if not inside(months, limits.law)[0]:
        told.append(say("la legge per questi tirocini ne prevede {limits}", limits=bounds_told(limits.law)))
    return {"months": int(months[0]), "limits": "; ".join(told) or say("nulla")}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """The limits of the call, those of the law."""
    limits, months = Limits.of(pairs.eligibility, law), months_of(pairs)[k : k + 1]
    broken = {CALL: not inside(months, limits.call)[0], BY_LAW: not inside(months, limits.law)[0]}
    return tuple(kind.code for kind in KINDS if broken[kind.code])


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The company offers the nearest number of months that is allowed; none where the two limits exclude each other."""
    least, most = Limits.of(pairs.eligibility, law).both
    if least is not None and most is not None and least > most:
        return None
    _, offer = person_and_opening(records, pairs, k)
    months = int(min(max(offer.months, least or offer.months), most or offer.months))
    return Change(
        say_n("Possibile se il tirocinio dura {n} mese.", "Possibile se il tirocinio dura {n} mesi.", months),
        say("azienda, con lo scouter"),
        (offer.model_copy(update={"months": months}),),
    )


KINDS = (
    Kind(
        code=CALL,
        title=marked("Durata del programma"),
        asks=marked("Il tirocinio dura i mesi che il programma prevede?"),
        why=marked("I mesi li decide l'avviso del programma: fuori da quei mesi il tirocinio non è finanziato."),
        since=marked("Dal giorno dell'avviso del programma"),
        who=marked("L'azienda, se offre altri mesi"),
    ),
    Kind(
        code=BY_LAW,
        title=marked("Durata della legge"),
        asks=marked("Il tirocinio dura quanto la legge ammette per questo tipo di tirocinio?"),
        why=marked(
            "Ogni tipo di tirocinio ha una durata minima e una massima, proroghe comprese. Qui si guarda la massima "
            "più lunga, che vale per qualcuno: quella di ogni persona la guarda un'altra regola. Per i lavori "
            "stagionali la legge ammette meno mesi: vale se il programma stesso li prevede."
        ),
        since=marked("Dal giorno di ogni norma, scritto nel registro delle norme"),
        who=marked("L'azienda, se offre altri mesi"),
    ),
)
RULE = Rule(
    code="DURATION",
    title=marked("Durata"),
    law=marked(
        "Avviso del programma; tis_tuscany.min_months, tis_tuscany.max_months, tis_tuscany.extension_months / "
        "ord_tuscany.min_months, ord_tuscany.seasonal_min_months, ord_tuscany.max_months / l68_art11.min_months, "
        "l68_art11.max_months; categories.legal_effects"
    ),
    allows=allows,
    missing=nothing_missing,
    facts=facts,
    refusal=marked("Durata in mesi: {months}; {limits}."),
    ask=marked("Verificare la durata: {months} mesi."),
    lift=lift,
    unknown=Unknown.REFUSES,
    kinds=KINDS,
    at=at,
)
