"""DURATION: as many months as the call and the law of the regime admit for anybody (domain reference H08, 3.1).

What only some legal categories may have is left to LONGEST, which the case manager alone reads.
"""

from __future__ import annotations

from data.bundle import Records
from data.eligibility import FullPairs
from data.language import marked, say, say_n
from data.lawbook import Law
from scoring.lengths import Limits, bounds_told, inside, months_of
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, nothing_missing, person_and_opening

CALL, BY_LAW = "DURATION_CALL", "DURATION_LAW"


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
