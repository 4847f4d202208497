"""REFUSAL: what the person has said no to: a role, a sector, a company, a tutor (domain reference H19, 4.1)."""

from __future__ import annotations

import numpy as np

from data.bundle import Records
from data.codes import Sex
from data.eligibility import FullPairs
from data.guards import UNKNOWN
from data.language import marked, say
from data.lawbook import Law
from data.records import Candidate, Opening
from scoring.protection import ONLY_CASE_MANAGER
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening, together


def _others(pairs: FullPairs) -> Mask:
    """Pairs whose role, sector or company the person refused."""
    people, openings = pairs.candidates, pairs.openings
    no: Mask = people.refused_roles[pairs.i, openings.role[pairs.j]]
    no = no | people.refused_sectors[pairs.i, openings.sector[pairs.j]]
    if len(people.refused_companies):
        no = no | np.isin(pairs.i * len(pairs.companies.ids) + pairs.company, people.refused_companies)
    return no


def _tutor(pairs: FullPairs) -> tuple[Mask, Mask]:
    """Pairs whose tutor the person would not have, and pairs where the wish asks for a word."""
    guards = pairs.eligibility.guards
    against, asked = np.zeros((2, len(pairs)), dtype=np.bool_)
    rows = np.flatnonzero((guards.tutor_wish != UNKNOWN)[pairs.i])
    wish, sex = guards.tutor_wish[pairs.i[rows]], guards.tutor_sex[pairs.j[rows]]
    firm = guards.tutor_wish_firm[pairs.i[rows]]
    against[rows] = firm & (sex != UNKNOWN) & (sex != wish)
    asked[rows] = ~against[rows] & (sex != wish)
    return against, asked


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the person refused neither role, nor sector, nor company, nor tutor, shape (n,)."""
    return ~(_others(pairs) | _tutor(pairs)[0])


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether nobody wrote who the tutor would be, or the tutor is not whom the person would rather have; (n,)."""
    return _tutor(pairs)[1] & ~_others(pairs)


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What was refused, and what is to be asked about the tutor."""
    found, wish, tutor = at(pairs, law, k), *_sexes(pairs, k)
    said = {"REFUSAL_ROLE": say("questo lavoro"), "REFUSAL_SECTOR": say("questo settore")}
    said |= {"REFUSAL_COMPANY": say("questa azienda"), "REFUSAL_TUTOR": say("questo tutor")}
    asked = ""
    if wish is not None and tutor is None:
        asked = say("chi sarà il tutor in azienda (la persona vorrebbe: {wish})", wish=wish.label)
    elif wish is not None and tutor is not wish:
        asked = say("se va bene anche questo tutor (la persona preferirebbe: {wish})", wish=wish.label)
    return {"what": together([said[code] for code in found]), "asked": asked}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """Kinds that stop pair k."""
    people, openings, i, j = pairs.candidates, pairs.openings, pairs.i[k], pairs.j[k]
    key = int(i) * len(pairs.companies.ids) + int(pairs.company[k])
    wish, tutor = _sexes(pairs, k)
    firm = bool(pairs.eligibility.guards.tutor_wish_firm[i])
    stops = {
        "REFUSAL_ROLE": people.refused_roles[i, openings.role[j]],
        "REFUSAL_SECTOR": people.refused_sectors[i, openings.sector[j]],
        "REFUSAL_COMPANY": key in people.refused_companies,
        "REFUSAL_TUTOR": firm and None not in (wish, tutor) and tutor is not wish,
    }
    return tuple(code for code, stop in stops.items() if stop)


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """Only the person may change their mind; the choice is asked, never pressed. Another tutor is for the company."""
    person, offer = person_and_opening(records, pairs, k)
    stops = at(pairs, law, k)
    sector = next(company.sector for company in records.companies if company.id == offer.company)
    asked = {
        "refused_roles": tuple(role for role in person.refused_roles if role != offer.role),
        "refused_sectors": tuple(division for division in person.refused_sectors if division != sector),
        "refused_companies": tuple(company for company in person.refused_companies if company != offer.company),
    }
    if "REFUSAL_TUTOR" not in stops:
        return Change(
            say("Possibile solo se la persona cambia idea."), say("persona"), (person.model_copy(update=asked),)
        )
    changed = person.model_copy(update={**asked, "tutor_wish_firm": False})
    other = (_with_another_tutor(person, offer),) if stops == ("REFUSAL_TUTOR",) else ()
    return Change(say("Possibile solo se la persona cambia idea."), say("persona"), (changed,), other)


def _with_another_tutor(person: Candidate, offer: Opening) -> Change:
    wish = person.tutor_wish
    label = wish.label if wish is not None else ""
    return Change(
        say("Possibile se l'azienda indica un altro tutor: {wish}.", wish=label),
        say("azienda, senza sapere perché"),
        (offer.model_copy(update={"tutor_sex": wish}),),
    )


def _sexes(pairs: FullPairs, k: int) -> tuple[Sex | None, Sex | None]:
    """The tutor the person wishes for, and the one there is."""
    guards, known = pairs.eligibility.guards, list(Sex)
    wish, tutor = int(guards.tutor_wish[pairs.i[k]]), int(guards.tutor_sex[pairs.j[k]])
    return (None if wish == UNKNOWN else known[wish]), (None if tutor == UNKNOWN else known[tutor])


WHY = marked("Un tirocinio parte solo se la persona lo vuole. Il suo no vale sempre e non deve spiegarlo.")
SINCE = marked("Da quando la persona lo dice fino a quando cambia idea")
WHO = marked("Solo la persona, se cambia idea")
KINDS = (
    Kind(
        code="REFUSAL_ROLE",
        title=marked("Lavoro rifiutato"),
        asks=marked("La persona ha detto no a questo lavoro?"),
        why=WHY,
        since=SINCE,
        who=WHO,
    ),
    Kind(
        code="REFUSAL_SECTOR",
        title=marked("Settore rifiutato"),
        asks=marked("La persona ha detto no al settore dell'azienda?"),
        why=WHY,
        since=SINCE,
        who=WHO,
    ),
    Kind(
        code="REFUSAL_COMPANY",
        title=marked("Azienda rifiutata"),
        asks=marked("La persona ha detto no a questa azienda?"),
        why=WHY,
        since=SINCE,
        who=WHO,
    ),
    Kind(
        code="REFUSAL_TUTOR",
        title=marked("Scelta del tutor"),
        asks=marked("La persona vuole come tutor solo una donna, o solo un uomo, e qui il tutor è un altro?"),
        why=marked(
            "La persona può chiedere con chi stare al lavoro. Se per lei è una condizione, si rispetta; se è solo una"
            " preferenza, o se non si sa chi sarà il tutor, il case manager ne parla con lei."
        ),
        since=SINCE,
        who=marked("La persona, se cambia idea, o l'azienda con un altro tutor"),
    ),
)
RULE = Rule(
    code="REFUSAL",
    title=marked("Scelta della persona"),
    law=marked("Scelta della persona"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Scelta della persona: ha detto no a {what}."),
    ask=marked("Chiedere {asked}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    # Shown like a protection to whoever may not know protections, so that neither can be told from the other.
    shown_to=ONLY_CASE_MANAGER,
    kinds=KINDS,
    at=at,
)
