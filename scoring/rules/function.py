"""FUNCTION: no prescription meets an essential demand without an accommodation (D.P.C.M. 13/01/2000).

All three must coincide to block: a health professional limited the item, the task cannot be done without it, and no
accommodation takes the demand down to the limit. Everything else is a question of fit, or an accommodation to ask for.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.catalogues import catalogue
from data.cohort import NO_LIMIT
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from scoring.rule import Change, Facts, Mask, Rule, Unknown, person_and_opening


def _excess(pairs: FullPairs) -> NDArray[np.bool_]:
    """Pairs by items: an essential demand, accommodated as far as recorded, still above the prescription."""
    openings, most = pairs.openings, pairs.candidates.most_allowed
    left = openings.demand - openings.accommodation
    blocked = np.zeros((len(pairs), left.shape[1]), dtype=np.bool_)
    # Few people have a prescription and few items are essential: look only where both can meet.
    items = np.flatnonzero((most < NO_LIMIT).any(axis=0) & openings.demand_essential.any(axis=0))
    for item in items:
        essential = openings.demand_essential[pairs.j, item]
        blocked[:, item] = essential & (left[pairs.j, item] > most[pairs.i, item])
    return blocked


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether nothing blocks, shape (n,)."""
    blocked = np.asarray(_excess(pairs).any(axis=1), dtype=np.bool_)
    return ~blocked


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether the person has prescriptions and the tasks were never described, shape (n,)."""
    limited = np.asarray((pairs.candidates.most_allowed < NO_LIMIT).any(axis=1), dtype=np.bool_)
    return limited[pairs.i] & ~pairs.openings.demand_known[pairs.j]


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The items that block, in words of the task, never of the person's health."""
    one = FullPairs(pairs.cohort, pairs.eligibility, pairs.i[k : k + 1], pairs.j[k : k + 1])
    labels = [item.label for item in catalogue().items.values()]
    return {"items": ", ".join(labels[k] for k in np.flatnonzero(_excess(one)[0])) or say("compiti non descritti")}


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The company grants the accommodation for every item that blocks."""
    person, offer = person_and_opening(records, pairs, k)
    granted = dict(offer.accommodations)
    names = []
    for demand in offer.demands or ():
        most = person.prescriptions.get(demand.item, NO_LIMIT)
        if demand.essential and demand.level - granted.get(demand.item, 0) > most:
            granted[demand.item] = demand.level - most
            names.append(catalogue().item(demand.item).label)
    if not names:
        return None
    adapted = offer.model_copy(update={"accommodations": dict(sorted(granted.items()))})
    return Change(
        say("Accomodamento ragionevole da chiedere: {items}.", items=", ".join(names)),
        say("azienda, con un professionista sanitario (L. 104/1992 art. 5-bis)"),
        (adapted,),
    )


RULE = Rule(
    code="FUNCTION",
    title=marked("Mansione"),
    law=marked("D.P.C.M. 13/01/2000; L. 68/1999 art. 10; D.Lgs. 216/2003 art. 3 c. 3-bis"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Mansione da adattare: {items}."),
    ask=marked("Farsi descrivere i compiti prima di proporre: {items}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
)
