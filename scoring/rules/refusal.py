"""REFUSAL: what the person has said no to: a role, a sector, a company (domain reference H19)."""

from __future__ import annotations

import numpy as np

from data.bundle import Records
from data.codes import Viewer
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from scoring.rule import Change, Facts, Mask, Rule, Unknown, nothing_missing, person_and_opening, together


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether the person refused neither role, nor sector, nor company, shape (n,)."""
    people, openings = pairs.candidates, pairs.openings
    no: Mask = people.refused_roles[pairs.i, openings.role[pairs.j]]
    no = no | people.refused_sectors[pairs.i, openings.sector[pairs.j]]
    if len(people.refused_companies):
        no = no | np.isin(pairs.i * len(pairs.companies.ids) + pairs.company, people.refused_companies)
    return ~no


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What was refused."""
    i, j = pairs.i[k], pairs.j[k]
    people, openings = pairs.candidates, pairs.openings
    what = []
    if people.refused_roles[i, openings.role[j]]:
        what.append(say("questo lavoro"))
    if people.refused_sectors[i, openings.sector[j]]:
        what.append(say("questo settore"))
    return {"what": together(what) or say("questa azienda")}


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """Only the person may change their mind; the choice is asked, never pressed."""
    person, offer = person_and_opening(records, pairs, k)
    sector = next(company.sector for company in records.companies if company.id == offer.company)
    asked = {
        "refused_roles": tuple(role for role in person.refused_roles if role != offer.role),
        "refused_sectors": tuple(division for division in person.refused_sectors if division != sector),
        "refused_companies": tuple(company for company in person.refused_companies if company != offer.company),
    }
    return Change(say("Possibile solo se la persona cambia idea."), say("persona"), (person.model_copy(update=asked),))


RULE = Rule(
    code="REFUSAL",
    title=marked("Scelta della persona"),
    law=marked("Scelta della persona"),
    allows=allows,
    missing=nothing_missing,
    facts=facts,
    refusal=marked("Scelta della persona: ha detto no a {what}."),
    ask=marked("Chiedere alla persona: {what}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    # Shown like a protection to whoever may not know protections, so that neither can be told from the other.
    shown_to=frozenset({Viewer.CASE_MANAGER}),
)
