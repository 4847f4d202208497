"""BAN: a company or a circumstance of the work that the service excludes to protect the person (reference 4.1)."""

from __future__ import annotations

import numpy as np

from data.bundle import Records
from data.codes import Condition, Viewer
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from scoring.rule import Change, Facts, Mask, Rule, Unknown, nothing_missing, person_and_opening


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether neither the company nor a condition of the work is excluded, shape (n,)."""
    who = pairs.eligibility
    free: Mask = (who.banned_conditions[pairs.i] & pairs.openings.conditions[pairs.j]) == 0
    if len(who.banned_companies):
        free &= ~np.isin(pairs.i * len(pairs.companies.ids) + pairs.company, who.banned_companies)
    return free


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """The excluded circumstances; never why."""
    both = int(pairs.eligibility.banned_conditions[pairs.i[k]] & pairs.openings.conditions[pairs.j[k]])
    named = ", ".join(condition.label for condition in Condition if both & condition.bit)
    return {"what": named or say("azienda esclusa")}


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """Only the case manager, with the person."""
    person, offer = person_and_opening(records, pairs, k)
    freed = {
        "banned_conditions": tuple(c for c in person.banned_conditions if c not in offer.conditions),
        "banned_companies": tuple(c for c in person.banned_companies if c != offer.company),
    }
    return Change(
        say("Da rivedere solo con la persona e il case manager."),
        say("case manager"),
        (person.model_copy(update=freed),),
    )


RULE = Rule(
    code="BAN",
    title=marked("Tutela"),
    law=marked("Misura di tutela registrata dal servizio che ha in carico la persona"),
    allows=allows,
    missing=nothing_missing,
    facts=facts,
    refusal=marked("Escluso dal servizio a tutela della persona: {what}."),
    ask=marked("Chiedere al case manager: {what}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
    shown_to=frozenset({Viewer.CASE_MANAGER}),
)
