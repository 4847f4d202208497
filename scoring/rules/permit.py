"""PERMIT: a permit that allows to be hosted on the first day (domain reference 3.10, H04).

Only of people with a permit document; those without one are asked nothing. A permit that expires later is no refusal:
renewing it is a task of the start plan.
"""

from __future__ import annotations

import numpy as np

from data.bundle import Records
from data.codes import DocumentKind, Permit
from data.eligibility import FullPairs
from data.language import marked, number, say
from data.lawbook import Law
from data.papers import Document
from scoring.legal_days import new_id
from scoring.legal_permits import NO, UNSURE, Terms, grade, in_force, judged
from scoring.protection import ONLY_CASE_MANAGER, alone
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, as_day, person_and_opening

_ONE = np.zeros(1, dtype=np.int64)


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether some permit of the person allows the internship on its first day, or none is written, shape (n,)."""
    written, best = judged(pairs, law)
    allowed: Mask = ~written | (best > NO)
    return allowed


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether the only permits that could allow it lack their kind or the day of the application, shape (n,)."""
    written, best = judged(pairs, law)
    lacking: Mask = written & (best == UNSURE)
    return lacking


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What stands in the way of each permit, and what to ask of those that lack a value."""
    one, terms = alone(pairs, k), Terms.of(law)
    why, asked = [], []
    for paper in one.eligibility.legal.permits.get(int(one.i[0]), ()):
        if _grade(one, paper, terms) == NO:
            why.append(_REASONS[_kind(one, paper, terms)](one, paper, terms))
        elif paper.permit is None:
            asked.append(say("di che tipo è il titolo di soggiorno"))
        elif paper.applied_on is None:
            asked.append(say("quando è stata fatta la richiesta di asilo"))
    return {"what": "; ".join(dict.fromkeys(why)), "asked": "; ".join(dict.fromkeys(asked))}


def _grade(one: FullPairs, paper: Document, terms: Terms) -> int:
    cleared = one.eligibility.legal.cleared.get(int(one.i[0]), ())
    return int(grade(one, paper, cleared, _ONE, terms)[0])


def _kind(one: FullPairs, paper: Document, terms: Terms) -> str:
    """Code of the kind of constraint that a permit which allows nothing meets."""
    if not in_force(one, paper, _ONE, terms)[0]:
        return ENDED
    return {"WAIT": WAIT, "LIMITED": HOURS, "CHECK": CHECK}[terms.way(paper)]


def _told_ended(one: FullPairs, paper: Document, terms: Terms) -> str:
    name = paper.permit.label if paper.permit is not None else say("titolo di soggiorno")
    if paper.valid_from is not None and paper.valid_from.toordinal() > one.first_day[0]:
        return say("titolo «{permit}»: vale solo dal {day}", permit=name, day=as_day(paper.valid_from.toordinal()))
    if paper.valid_to is None:
        return say("titolo «{permit}»: la persona è maggiorenne, e non c'è la ricevuta della conversione", permit=name)
    return say(
        "titolo «{permit}»: scade il {day}, prima dell'inizio, e non c'è la ricevuta del rinnovo",
        permit=name,
        day=as_day(paper.valid_to.toordinal()),
    )


def _told_wait(one: FullPairs, paper: Document, terms: Terms) -> str:
    if paper.delay_own is True:
        return say("richiesta di asilo: la decisione ritarda per una causa che dipende da chi l'ha chiesta")
    return say("richiesta di asilo: si può iniziare dal {day}", day=as_day(terms.first_day(paper) or 0))


def _told_hours(one: FullPairs, paper: Document, terms: Terms) -> str:
    return say("con un permesso per studio al massimo {hours} ore a settimana", hours=number(terms.study_h))


def _told_check(one: FullPairs, paper: Document, terms: Terms) -> str:
    return say("per questo titolo deve decidere una persona, caso per caso, e scriverlo")


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """What each permit meets."""
    one, terms = alone(pairs, k), Terms.of(law)
    met = {_kind(one, paper, terms) for paper in one.eligibility.legal.permits.get(int(one.i[0]), ())}
    return tuple(kind.code for kind in KINDS if kind.code in met)


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """A renewal, a conversion, a check: of the first permit that allows the internship then; nobody lifts a wait."""
    one, terms = alone(pairs, k), Terms.of(law)
    person, offer = person_and_opening(records, pairs, k)
    legal = one.eligibility.legal
    for paper in legal.permits.get(int(one.i[0]), ()):
        told, fixed, check = [], paper, None
        if not in_force(one, fixed, _ONE, terms)[0]:
            told.append(say("Serve la ricevuta del rinnovo o della conversione; poi va scritta fra i documenti."))
            fixed = fixed.model_copy(update={"renewal_receipt": True})
        if terms.way(fixed) == "WAIT" and fixed.delay_own is True:
            told.append(say("Serve una conferma scritta che il ritardo non dipende dalla persona."))
            fixed = fixed.model_copy(update={"delay_own": False})
        if terms.way(fixed) == "LIMITED":
            told.append(say("Serve la conversione in un titolo che permetta più ore."))
            fixed = fixed.model_copy(update={"permit": Permit.WORK})
        if terms.way(fixed) == "CHECK":
            told.append(say("Serve la verifica di questo titolo per questo tirocinio; poi va scritta fra i documenti."))
            check = Document(
                id=new_id("permit", person.id, offer.id),
                candidate=person.id,
                kind=DocumentKind.CLEARANCE,
                permit=fixed.permit,
                opening=offer.id,
            )
        cleared = () if check is None else (check,)
        if grade(one, fixed, cleared, _ONE, terms)[0] > NO:
            rows = ((fixed,) if fixed != paper else ()) + cleared
            return Change(" ".join(told), say("case manager, con la Questura"), rows)
    return None


WAIT, ENDED, HOURS, CHECK = "PERMIT_WAIT", "PERMIT_ENDED", "PERMIT_HOURS", "PERMIT_CHECK"
_REASONS = {WAIT: _told_wait, ENDED: _told_ended, HOURS: _told_hours, CHECK: _told_check}
_WHO = marked("La Questura, con il case manager")
KINDS = (
    Kind(
        code=WAIT,
        title=marked("Attesa dopo la richiesta di asilo"),
        asks=marked("Dalla richiesta di asilo sono passati i giorni che la legge chiede?"),
        why=marked(
            "Chi ha chiesto asilo può iniziare dopo alcuni giorni, se la decisione manca ancora e il ritardo non"
            " dipende da chi l'ha chiesta (D.Lgs. 142/2015; permits.asylum_wait_days). Se il giorno della richiesta non"
            " è scritto, si chiede."
        ),
        since=marked("Dal giorno di ogni norma; i giorni di prima restano scritti per i programmi di allora"),
        who=marked("Nessuno: si aspetta il giorno, o un tirocinio che inizia più tardi"),
    ),
    Kind(
        code=ENDED,
        title=marked("Titolo che non vale all'inizio"),
        asks=marked("Il primo giorno del tirocinio il titolo di soggiorno vale, o c'è la ricevuta del rinnovo?"),
        why=marked(
            "Il primo giorno serve un titolo valido; la ricevuta del rinnovo basta. Un titolo che scade durante il"
            " tirocinio non ferma: diventa un compito nel piano di avvio. La cittadinanza non scade."
        ),
        since=marked("Dal giorno dopo la scadenza"),
        who=_WHO,
    ),
    Kind(
        code=HOURS,
        title=marked("Ore di un permesso per studio"),
        asks=marked("Con un permesso per studio, le ore a settimana sono nel limite?"),
        why=marked(
            "Chi ha un permesso per studio può lavorare poche ore a settimana; per prudenza il limite vale anche per i"
            " tirocini (permits.study_week_max_h)."
        ),
        since=marked("Dal giorno della norma scritta nel registro"),
        who=_WHO,
    ),
    Kind(
        code=CHECK,
        title=marked("Titolo da verificare"),
        asks=marked("Una persona ha verificato che con questo titolo il tirocinio si può fare?"),
        why=marked(
            "Per alcuni titoli, come quelli per cure o per giustizia, non c'è una regola uguale per tutti: decide una"
            " persona. La verifica è un documento di autorizzazione con lo stesso tipo di titolo."
        ),
        since=marked("Dal giorno in cui il titolo è scritto"),
        who=marked("Il case manager, dopo la verifica"),
    ),
)
RULE = Rule(
    code="PERMIT",
    title=marked("Titolo di soggiorno"),
    law=marked("permits.kinds; permits.asylum_wait_days (D.Lgs. 142/2015 art. 22); permits.study_week_max_h"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Titolo di soggiorno da verificare: {what}."),
    ask=marked("Chiedere, prima di proporre: {asked}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    shown_to=ONLY_CASE_MANAGER,
    kinds=KINDS,
    at=at,
)
