"""BAN: a company or a circumstance of the work that the service excludes to protect the person (reference 4.1).

What may be there and nobody described refuses as well: who proposes may not read this rule, and would not know that
something has to be asked first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.codes import Condition
from data.conditions import BY_NO_DEMAND
from data.eligibility import FullPairs
from data.guards import ANY_COMPANY
from data.language import marked, say
from data.lawbook import Law
from data.notation import Demand
from data.records import Row
from scoring.protection import ONLY_CASE_MANAGER, WHILE_WRITTEN, WHO, alone, ended, with_check
from scoring.rule import Change, Facts, Kind, Mask, Rule, Unknown, person_and_opening

Conditions = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class _Stops:
    """Why pairs are refused, each shape (n,); circumstances as masks of `Condition`.

    Parameters
    ----------
    there : excluded circumstances that are there
    asked : excluded ones of which nobody knows whether they are there
    company : whether the company is excluded
    """

    there: Conditions
    asked: Conditions
    company: Mask

    @property
    def known(self) -> Mask:
        """Refused by what is known."""
        known: Mask = (self.there != 0) | self.company
        return known

    @property
    def any(self) -> Mask:
        """Refused."""
        stopped: Mask = self.known | (self.asked != 0)
        return stopped


def _stops(pairs: FullPairs) -> _Stops:
    who = pairs.eligibility
    excluded = who.banned_conditions[pairs.i]
    there, known = pairs.openings.conditions[pairs.j], pairs.openings.conditions_known[pairs.j]
    asked = excluded & ~known
    company: Mask = np.zeros(len(pairs), dtype=np.bool_)
    if len(who.banned_companies):
        company = np.isin(pairs.i * len(pairs.companies.ids) + pairs.company, who.banned_companies)
    for paper, rows in who.guards.bans.binding(pairs):
        conditions = np.uint16(paper.conditions)
        excluded[rows] |= conditions
        unchecked = rows[~np.isin(pairs.company[rows], paper.checked)]
        asked[unchecked] |= conditions & ~known[unchecked]
        if paper.company != ANY_COMPANY:
            company[rows] |= pairs.company[rows] == paper.company
    return _Stops(excluded & there, asked, company)


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether neither the company nor a circumstance of the work is excluded, nor may be, shape (n,)."""
    return ~_stops(pairs).any


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether nobody wrote if an excluded circumstance is there, of pairs that nothing else stops, shape (n,)."""
    stops = _stops(pairs)
    return stops.any & ~stops.known


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The excluded circumstances that are there, and those to be asked about; never why."""
    there, asked, company = _of(pairs, k)
    told, open_to = _labels(there), ", ".join(_labels(asked))
    if company:
        told.append(say("azienda esclusa"))
    if open_to:
        told.append(say("da chiedere se nel lavoro c'è: {asked}", asked=open_to))
    return {"what": "; ".join(told), "asked": open_to}


def at(pairs: FullPairs, law: Law, k: int) -> tuple[str, ...]:
    """Kinds that stop pair k."""
    there, asked, company = _of(pairs, k)
    codes = [KIND_OF[condition] for condition in Condition if (there | asked) & condition.bit]
    return tuple(dict.fromkeys([*codes, *(["BAN_COMPANY"] if company else [])]))


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """What is there only the case manager reviews, with the person; what nobody knows is asked of the company."""
    person, offer = person_and_opening(records, pairs, k)
    there, asked, company = _of(pairs, k)
    told, changed = [], list[Row]()
    freed = there
    if asked:
        told.append(_ASK_COMPANY)
        # What no demand can deny is asked all the same, and then taken off the person's card.
        described = {demand.item for demand in offer.demands or ()}
        lines = {c.bit: item for item, c in BY_NO_DEMAND.items() if c.bit & asked and item not in described}
        own = sum(condition.bit for condition in person.banned_conditions) & asked
        if denied := tuple(Demand(item, 0) for bit, item in lines.items() if bit & own):
            changed.append(offer.model_copy(update={"demands": tuple(sorted((*(offer.demands or ()), *denied)))}))
        freed |= own & ~sum(lines)
    kept = {
        "banned_conditions": tuple(c for c in person.banned_conditions if not c.bit & freed),
        "banned_companies": tuple(c for c in person.banned_companies if c != offer.company),
    }
    if any(getattr(person, name) != kept[name] for name in kept):
        changed.append(person.model_copy(update=kept))
    one, host = alone(pairs, k), int(pairs.company[k])
    papers = [paper for paper, _ in pairs.eligibility.guards.bans.binding(one)]
    over = {paper.paper for paper in papers if paper.conditions & there or paper.company == host}
    to_check = {paper.paper for paper in papers if paper.conditions & asked} - over
    if there or company or freed:
        told.append(_REVIEW)
    return Change(
        " ".join(say(sentence, asked=", ".join(_labels(asked))) for sentence in told),
        say("case manager"),
        (*changed, *ended(records, over, law), *with_check(records, to_check, offer.company)),
    )


_REVIEW = marked("Da rivedere solo con la persona e il case manager.")
_ASK_COMPANY = marked(
    "Chiedere all'azienda, senza dire perché, se nel lavoro c'è: {asked}. Se non c'è, scriverlo: fra i compiti del "
    "tirocinio (per esempio SL4=0), o nella tutela, aggiungendo l'azienda a quelle verificate."
)


def _of(pairs: FullPairs, k: int) -> tuple[int, int, bool]:
    """Excluded circumstances of pair k that are there, those to be asked about, whether its company is excluded."""
    stops = _stops(alone(pairs, k))
    return int(stops.there[0]), int(stops.asked[0]), bool(stops.company[0])


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
        why=marked(
            "Per alcune persone essere viste da tutti è un rischio. Lo decide chi le protegge, con loro. Se nessuno ha"
            " scritto se c'è, il tirocinio non si propone finché non si sa."
        ),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
    Kind(
        code="BAN_ALONE",
        title=marked("Lavoro da soli"),
        asks=marked("La persona non deve restare sola al lavoro e qui si lavora da soli?"),
        why=marked(
            "Per alcune persone serve sempre qualcuno vicino. Lo decide chi le segue, con loro. Se nessuno ha scritto"
            " se si lavora da soli, il tirocinio non si propone finché non si sa."
        ),
        since=WHILE_WRITTEN,
        who=WHO,
    ),
    Kind(
        code="BAN_SUBSTANCES",
        title=marked("Alcolici e farmaci"),
        asks=marked("La persona deve stare lontana da alcolici o farmaci e in questo lavoro ci sono?"),
        why=marked(
            "Il lavoro non deve mettere in difficoltà un percorso di cura. Se nessuno ha scritto se ci sono, il"
            " tirocinio non si propone finché non si sa."
        ),
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
        why=marked(
            "Chi segue la persona può escludere compiti pericolosi per lei. Se nessuno ha scritto se ci sono, il"
            " tirocinio non si propone finché non si sa."
        ),
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
    unknown=Unknown.REFUSES,
    shown_to=ONLY_CASE_MANAGER,
    kinds=KINDS,
    at=at,
)
