"""FUNCTION: no prescription meets an essential demand without an accommodation (D.P.C.M. 13/01/2000).

All three must coincide to block: a health professional limited the item on some day of the internship, the task cannot
be done without it and cannot be adapted, and no accommodation that counts takes the demand down to the limit. All the
rest is a question of fit, an accommodation to ask for, or a limit to have confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from data.accommodations import typical
from data.bundle import Records
from data.catalogues import catalogue
from data.codes import AccommodationStatus
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from data.papers import Prescription
from data.records import Row
from scoring.accommodating import COMPANY, first_and_last, granted, state, with_state
from scoring.limits_met import met, some_limit, unsigned
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening, together

LIMIT, AWAITED, REFUSED = "TASK_LIMIT", "ACCOMMODATION_AWAITED", "ACCOMMODATION_REFUSED"
ASK_AGAIN = marked(
    "L'azienda dovrebbe rivedere il rifiuto dell'accomodamento: {items}. Si può chiedere di nuovo per iscritto; contro "
    "il rifiuto ci si può rivolgere al giudice o al Garante delle persone con disabilità (L. 104/1992 art. 5-bis)."
)


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether nothing blocks, shape (n,)."""
    free = np.ones(len(pairs), dtype=np.bool_)
    free[met(pairs).stopped] = False
    return free


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether something is to be asked, shape (n,).

    The tasks, where the person has limits and nobody described them; an accommodation, where the company says that the
    task can be adapted; whether a limit holds, where no health professional wrote it.
    """
    asks: Mask = some_limit(pairs) & ~pairs.openings.demand_known[pairs.j]
    found = met(pairs)
    asks[found.to_adapt] = True
    asks[unsigned(pairs)[0]] = True
    asks[found.stopped] = False
    return asks


def _one(pairs: FullPairs, k: int) -> FullPairs:
    return FullPairs(pairs.cohort, pairs.eligibility, pairs.i[k : k + 1], pairs.j[k : k + 1])


def _labels(columns: Iterable[int]) -> str:
    labels = [item.label for item in catalogue().items.values()]
    return ", ".join(labels[column] for column in sorted(set(columns)))


def _with_example(columns: Iterable[int]) -> str:
    """Items, each with what is typically asked for."""
    known, items = typical(), list(catalogue().items.values())
    return ", ".join(
        say("{item} (per esempio: {example})", item=items[column].label, example=known[items[column].code].label)
        if items[column].code in known
        else items[column].label
        for column in sorted(set(columns))
    )


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The items that block, and what is to be asked, in words of the task, never of the person's health."""
    one = _one(pairs, k)
    found = met(one)
    stops, adapts = found.stopping, found.adapting
    questions = []
    if len(adapts):
        asked = say("chiedere all'azienda l'accomodamento: {items}", items=_with_example(adapts.tolist()))
        questions.append(with_state(asked, one, 0, adapts))
    if len(doubts := unsigned(one)[1]):
        questions.append(
            say("far confermare a un professionista sanitario i limiti su: {items}", items=_labels(doubts.tolist()))
        )
    if not one.openings.demand_known[one.j[0]]:
        questions.append(say("farsi descrivere i compiti"))
    named = with_state(_labels(stops.tolist()), one, 0, stops) if len(stops) else say("compiti non descritti")
    return {"items": named, "question": together(questions) or say("nulla")}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """A limit alone, or one whose accommodation is awaited or was refused."""
    one = _one(pairs, k)
    found = state(one, 0, met(one).stopping)
    if found in (AccommodationStatus.PROPOSED, AccommodationStatus.REQUESTED):
        return (AWAITED,)
    return (REFUSED,) if found is AccommodationStatus.REFUSED else (LIMIT,)


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The company grants the accommodation for every item that blocks, or a health professional reviews the limit."""
    one = _one(pairs, k)
    found = met(one)
    stops = found.stopping
    if not len(stops):
        return None
    codes = list(catalogue().items)
    over = {codes[item]: int(found.over[0, found.items == item][0]) for item in stops.tolist()}
    days = first_and_last(one, 0)
    pair = person_and_opening(records, pairs, k)
    adapted = granted(records, pair, "FUNCTION", items=over, days=days)
    asked = state(one, 0, stops)
    names = _labels(stops.tolist())
    if asked is AccommodationStatus.REFUSED:
        told = say(ASK_AGAIN, items=names)
    elif asked in (AccommodationStatus.PROPOSED, AccommodationStatus.REQUESTED):
        told = say("Serve che l'azienda conceda l'accomodamento: {items}.", items=names)
    else:
        told = say("Accomodamento ragionevole da chiedere: {items}.", items=_with_example(stops.tolist()))
    review = Change(
        say("Possibile se un professionista sanitario rivede il limite: {items}.", items=names),
        say("professionista sanitario"),
        _reviewed(records, one, set(over), days),
    )
    return Change(told, say(COMPANY), (adapted,), other=(review,))


def _reviewed(records: Records, one: FullPairs, items: set[str], days: tuple[int, int]) -> tuple[Row, ...]:
    """The person's prescriptions, moved up to the demand where they stop it."""
    person, offer = person_and_opening(records, one, 0)
    demand = {asked.item: asked.level for asked in offer.demands or ()}

    def moved(limits: dict[str, int]) -> dict[str, int]:
        return {item: max(most, demand[item]) if item in items else most for item, most in limits.items()}

    changed: list[Row] = []
    if set(person.prescriptions) & items:
        changed.append(person.model_copy(update={"prescriptions": moved(person.prescriptions)}))
    changed += [
        paper.model_copy(update={"items": moved(paper.items)})
        for paper in records.prescriptions
        if paper.candidate == person.id and set(paper.items) & items and _binds(paper, days)
    ]
    return tuple(changed)


def _binds(paper: Prescription, days: tuple[int, int]) -> bool:
    signed = paper.author is not None and paper.author.is_health
    begun = paper.valid_from is None or paper.valid_from.toordinal() <= days[1]
    return signed and begun and (paper.valid_to is None or paper.valid_to.toordinal() >= days[0])


_WHY = marked(
    "L'azienda non può chiedere un lavoro incompatibile (L. 68/1999 art. 10) e deve adattarlo dove è ragionevole "
    "(D.Lgs. 216/2003 art. 3 c. 3-bis)."
)
_SINCE = marked("dal 1999 per il divieto (L. 68/1999), dal 2013 per l'accomodamento (D.L. 76/2013)")
RULE = Rule(
    code="FUNCTION",
    title=marked("Mansione"),
    law=marked("D.P.C.M. 13/01/2000; L. 68/1999 art. 10; D.Lgs. 216/2003 art. 3 c. 3-bis"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Mansione da adattare: {items}."),
    ask=marked("Prima di proporre: {question}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    kinds=(
        Kind(
            code=LIMIT,
            title=marked("Compito oltre un limite"),
            asks=marked("Un compito essenziale supera il limite scritto da un professionista sanitario?"),
            why=_WHY,
            since=_SINCE,
            who=marked("l'azienda con un accomodamento, o chi ha scritto il limite rivedendolo"),
        ),
        Kind(
            code=AWAITED,
            title=marked("Accomodamento in attesa"),
            asks=marked("L'accomodamento che serve è stato proposto o chiesto, ma l'azienda non ha ancora risposto?"),
            why=_WHY,
            since=_SINCE,
            who=marked("l'azienda, rispondendo; il servizio può sollecitare"),
        ),
        Kind(
            code=REFUSED,
            title=marked("Accomodamento rifiutato"),
            asks=marked("L'azienda ha rifiutato l'accomodamento che serve?"),
            why=marked(
                "Senza l'accomodamento il compito resta oltre il limite. Il rifiuto va motivato e si può contestare "
                "(L. 104/1992 art. 5-bis)."
            ),
            since=marked("dal 2013 per l'accomodamento (D.L. 76/2013), dal 2024 per la richiesta (D.Lgs. 62/2024)"),
            who=marked("l'azienda, rivedendo il rifiuto; il giudice, se qualcuno lo contesta"),
        ),
    ),
    at=at,
)
