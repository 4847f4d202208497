"""BAN: a company or a circumstance of the work that the service excludes to protect the person (reference 4.1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Condition
from data.eligibility import FullPairs
from data.guards import ANY_COMPANY
from data.language import marked, say
from data.lawbook import Law
from scoring.protection import ONLY_CASE_MANAGER, WHILE_WRITTEN, WHO, alone, ended
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening


def _banned(pairs: FullPairs, law: Law) -> tuple[NDArray[np.uint16], Mask]:
    """Excluded circumstances of each pair as masks of `Condition`, and whether its company is excluded."""
    who = pairs.eligibility
    conditions = who.banned_conditions[pairs.i]
    company: Mask = np.zeros(len(pairs), dtype=np.bool_)
    if len(who.banned_companies):
        company = np.isin(pairs.i * len(pairs.companies.ids) + pairs.company, who.banned_companies)
    for paper, rows in who.guards.bans.binding(pairs):
        conditions[rows] |= np.uint16(paper.conditions)
        if paper.company != ANY_COMPANY:
            company[rows] |= pairs.company[rows] == paper.company
    return conditions, company


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether neither the company nor a circumstance of the work is excluded, shape (n,)."""
    conditions, company = _banned(pairs, law)
    free: Mask = (conditions & pairs.openings.conditions[pairs.j]) == 0
    return free & ~company


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether nobody wrote if an excluded circumstance is there, of pairs that nothing else stops, shape (n,)."""
    conditions, company = _banned(pairs, law)
    there, known = pairs.openings.conditions[pairs.j], pairs.openings.conditions_known[pairs.j]
    asked: Mask = ((conditions & there) == 0) & ((conditions & ~known) != 0)
    return asked & ~company


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The excluded circumstances that are there, and those to be asked about; never why."""
    conditions, company, there, known = _of(pairs, law, k)
    named = [*_labels(conditions & there), *([say("azienda esclusa")] if company else [])]
    return {"what": ", ".join(named), "asked": ", ".join(_labels(conditions & ~known))}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """Kinds that stop pair k."""
    conditions, company, there, _ = _of(pairs, law, k)
    codes = [KIND_OF[condition] for condition in Condition if conditions & there & condition.bit]
    return tuple(dict.fromkeys([*codes, *(["BAN_COMPANY"] if company else [])]))


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """Only the case manager, with the person."""
    person, offer = person_and_opening(records, pairs, k)
    conditions, _, there, _ = _of(pairs, law, k)
    stops = conditions & there
    freed = {
        "banned_conditions": tuple(c for c in person.banned_conditions if not c.bit & stops),
        "banned_companies": tuple(c for c in person.banned_companies if c != offer.company),
    }
    changed = [person.model_copy(update=freed)] if any(getattr(person, name) != freed[name] for name in freed) else []
    guards = pairs.eligibility.guards
    one = alone(pairs, k)
    ids = {
        paper.paper
        for paper, _ in guards.bans.binding(one)
        if paper.conditions & stops or paper.company == int(pairs.company[k])
    }
    return Change(
        say("Da rivedere solo con la persona e il case manager."),
        say("case manager"),
        (*changed, *ended(records, ids, law)),
    )


def _of(pairs: FullPairs, law: Law, k: int) -> tuple[int, bool, int, int]:
    """Excluded circumstances of pair k, whether its company is excluded, what is there, what is known."""
    conditions, company = _banned(alone(pairs, k), law)
    j = pairs.j[k]
    openings = pairs.openings
    return int(conditions[0]), bool(company[0]), int(openings.conditions[j]), int(openings.conditions_known[j])


def _labels(mask: int) -> list[str]:
    return [condition.label for condition in Condition if mask & condition.bit]


KINDS = (
    Kind(
        code="BAN_COMPANY",
        title=marked("Azienda da evitare"),
        asks=marked("Il servizio ha scritto che questa azienda va evitata?"),
        why=marked("Chi segue la persona può escludere un'azienda per proteggerla. Il motivo non si scrive mai."),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
    Kind(
        code="BAN_PUBLIC",
        title=marked("Contatto con il pubblico"),
        asks=marked("La persona deve evitare il contatto con il pubblico e questo lavoro lo prevede?"),
        why=marked("Per alcune persone essere viste da tutti è un rischio. Lo decide chi le protegge, con loro."),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
    Kind(
        code="BAN_ALONE",
        title=marked("Lavoro da soli"),
        asks=marked("La persona non deve restare sola al lavoro e qui si lavora da soli?"),
        why=marked("Per alcune persone serve sempre qualcuno vicino. Lo decide chi le segue, con loro."),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
    Kind(
        code="BAN_SUBSTANCES",
        title=marked("Alcolici e farmaci"),
        asks=marked("La persona deve stare lontana da alcolici o farmaci e in questo lavoro ci sono?"),
        why=marked("Il lavoro non deve mettere in difficoltà un percorso di cura."),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
    Kind(
        code="BAN_NIGHT",
        title=marked("Lavoro di notte"),
        asks=marked("La persona non deve lavorare di notte e i turni toccano la notte?"),
        why=marked("Contano le ore notturne scritte nel registro delle norme (minors.night)."),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
    Kind(
        code="BAN_DANGER",
        title=marked("Altezza e macchine"),
        asks=marked("La persona non deve lavorare in quota o con macchine pericolose e qui ci sono?"),
        why=marked("Chi segue la persona può escludere compiti pericolosi per lei."),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
)
KIND_OF = {
    Condition.PUBLIC_CONTACT: "BAN_PUBLIC",
    Condition.ISOLATED_WORK: "BAN_ALONE",
    Condition.ALCOHOL: "BAN_SUBSTANCES",
    Condition.MEDICINES: "BAN_SUBSTANCES",
    Condition.NIGHT: "BAN_NIGHT",
    Condition.HEIGHTS: "BAN_DANGER",
    Condition.MACHINERY: "BAN_DANGER",
}
RULE = Rule(
    code="BAN",
    title=marked("Tutela"),
    law=marked("Misura di tutela registrata dal servizio che ha in carico la persona; ore notturne: minors.night"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Escluso dal servizio a tutela della persona: {what}."),
    ask=marked("Chiedere all'azienda, senza dire perché, se nel lavoro c'è: {asked}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    shown_to=ONLY_CASE_MANAGER,
    kinds=KINDS,
    at=at,
)
