"""LONGEST: no more months than the law admits for the person's own legal category (domain reference H08, 3.1, 3.2).

The case manager alone reads it: the answer tells a category.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Category, DocumentKind, LegalCategory
from data.eligibility import Eligibility, FullPairs
from data.language import marked, number, say, say_n
from data.lawbook import Law
from data.papers import Document
from scoring.lengths import Limits, extension, longest_of, months_of
from scoring.protection import ONLY_CASE_MANAGER, alone
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, nothing_missing, person_and_opening


def _own(eligibility: Eligibility, law: Law) -> NDArray[np.float64]:
    """Most months of each candidate, the best of the legal categories, without any attestation, shape (n,)."""
    longest, legal = longest_of(eligibility, law), law.table("categories.legal_of")
    months = {code: np.inf if most is None else float(most) for code, most in longest.items()}
    others = months[LegalCategory.OTHER.value]
    found = np.full(len(eligibility.categories), others)
    for category in Category:
        held = [months[code] for code in legal.get(category.value, ())]
        if held:
            there = (eligibility.categories & category.bit) > 0
            found[there] = np.maximum(found[there], max(held))
    return found


def _attested(pairs: FullPairs) -> Mask:
    """Whether the service attests that the person may go on for longer, on the first day, shape (n,)."""
    there = np.zeros(len(pairs), dtype=np.bool_)
    attested = pairs.eligibility.legal.attested
    for k in np.flatnonzero(np.isin(pairs.i, list(attested))).tolist():
        first, opening = date.fromordinal(int(pairs.first_day[k])), pairs.openings.ids[pairs.j[k]]
        papers = attested[int(pairs.i[k])]
        there[k] = any(paper.opening in (None, opening) and paper.holds_on(first) for paper in papers)
    return there


def _most(pairs: FullPairs, law: Law) -> NDArray[np.float64]:
    more = extension(pairs.eligibility, law)
    own = _own(pairs.eligibility, law)[pairs.i]
    return own + more * _attested(pairs) if more else own


def _judged(pairs: FullPairs, law: Law) -> NDArray[np.float64]:
    """Months of each pair, no more than anybody may have: what is beyond is DURATION's, which everybody reads."""
    widest = Limits.of(pairs.eligibility, law).law[1]
    return np.minimum(months_of(pairs), np.inf if widest is None else widest)


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the months are within those of the person, shape (n,)."""
    within: Mask = _judged(pairs, law) <= _most(pairs, law)
    return within


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The months, and the most for this person."""
    most = float(_most(alone(pairs, k), law)[0])
    return {"months": int(months_of(pairs)[k]), "most": number(most) if np.isfinite(most) else say("senza limite")}


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The service attests, where that is enough; or the internship is shorter, where the call admits that."""
    one = alone(pairs, k)
    person, offer = person_and_opening(records, pairs, k)
    most, more = float(_most(one, law)[0]), extension(pairs.eligibility, law)
    least, longest = Limits.of(pairs.eligibility, law).both
    ways = []
    if not _attested(one)[0] and _judged(one, law)[0] <= most + more:
        paper = Document(
            id=f"DA-{person.id}-{offer.id}",
            candidate=person.id,
            kind=DocumentKind.DURATION_ATTESTATION,
            opening=offer.id,
        )
        told = say("Serve l'attestazione del servizio, che permette fino a {months} mesi in più.", months=number(more))
        ways.append(Change(told, say("servizio che segue la persona"), (paper,)))
    if (least or 0) <= most:
        months = int(most if longest is None else min(most, longest))
        shorter = offer.model_copy(update={"months": months})
        told = say_n("Possibile se il tirocinio dura {n} mese.", "Possibile se il tirocinio dura {n} mesi.", months)
        ways.append(Change(told, say("azienda, con lo scouter"), (shorter,)))
    if not ways:
        return None
    first, *others = ways
    return Change(first.sentence, first.who, first.records, tuple(others))


RULE = Rule(
    code="LONGEST",
    title=marked("Durata per la persona"),
    law=marked(
        "categories.legal_of, categories.legal_effects; tis_tuscany.max_months, tis_tuscany.extension_months / "
        "ord_tuscany.max_months / l68_art11.max_months"
    ),
    allows=allows,
    missing=nothing_missing,
    facts=facts,
    refusal=marked("Durata in mesi: {months}; per questa persona la legge ne ammette al massimo {most}."),
    ask=marked("Verificare la durata per questa persona: {months} mesi."),
    lift=lift,
    unknown=Unknown.REFUSES,
    shown_to=ONLY_CASE_MANAGER,
    kinds=(
        Kind(
            code="LONGEST_PERSON",
            title=marked("Durata più lunga per alcune persone"),
            asks=marked("Il tirocinio dura al massimo i mesi che la legge ammette per questa persona?"),
            why=marked(
                "Per alcune categorie la legge ammette tirocini più lunghi, e nel tirocinio di inclusione il servizio "
                "può attestare altri mesi. Chi ha più categorie ha la durata più lunga. Solo il case manager legge la "
                "categoria."
            ),
            since=marked("Dal giorno di ogni norma, scritto nel registro delle norme"),
            who=marked("Il servizio, se attesta che serve più tempo; oppure l'azienda, se offre meno mesi"),
        ),
    ),
)
