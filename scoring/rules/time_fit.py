"""TIME_FIT: shift and journeys lie inside the hours in which the person is free (domain reference H11, 5.4, 5.5)."""

from __future__ import annotations

from data.bundle import Records
from data.eligibility import FullPairs
from data.language import marked, say
from data.lawbook import Law
from data.week import Week, told_week
from scoring.rule import Change, Facts, Mask, Rule, Unknown, person_and_opening, together


def allows(pairs: FullPairs, law: Law) -> Mask:
    """Whether every shift with its journeys is free time, shape (n,); hours never asked do not refuse."""
    return (pairs.time_slack_q >= 0) | ~pairs.candidates.week_known[pairs.i]


def missing(pairs: FullPairs, law: Law) -> Mask:
    """Whether the person's hours were never asked, shape (n,)."""
    return ~pairs.candidates.week_known[pairs.i]


def facts(pairs: FullPairs, law: Law, k: int) -> Facts:
    """What the pair needs and which hours are not free, and whether it is the children's cover that lacks."""
    available = pairs.candidates.week[pairs.i[k]]
    need = pairs.needed(k)
    lacking = need - (available.week or Week())
    uncovered = need - available.covered
    return {
        "need": told_week(need),
        "lacking": told_week(lacking) if lacking else say("nessuna"),
        "why": say(" (figli non affidati)") if uncovered else "",
        "journey_min": int(pairs.journey_q[k]) * 15,
    }


def lift(records: Records, pairs: FullPairs, law: Law, k: int) -> Change | None:
    """The person frees the hours that lack and, for a parent, somebody covers the children in them."""
    person, _ = person_and_opening(records, pairs, k)
    if person.availability is None:
        return None
    need = pairs.needed(k)
    uncovered = need - pairs.candidates.week[pairs.i[k]].covered
    freed = {
        "availability": person.availability | need,
        "busy": person.busy - need if person.busy else None,
        "other_carers": (person.other_carers or Week()) | uncovered if uncovered else person.other_carers,
    }
    own = need - (person.availability - (person.busy or Week()))
    wishes = [say("la persona si libera: {week}", week=told_week(own))] if own else []
    wishes += [say("i figli sono affidati: {week}", week=told_week(uncovered))] if uncovered else []
    return Change(
        say("Possibile se {wishes}.", wishes=together(wishes)),
        say("persona e servizi per i figli") if uncovered else say("persona, con l'orientatore"),
        (person.model_copy(update=freed),),
    )


RULE = Rule(
    code="TIME_FIT",
    title=marked("Orario"),
    law=marked("Orari della persona e dei suoi figli; scelta della persona"),
    allows=allows,
    missing=missing,
    facts=facts,
    refusal=marked("Orario non compatibile{why}: con il viaggio serve {need}; non libero {lacking}."),
    ask=marked("Chiedere gli orari della persona: con il viaggio serve {need}."),
    lift=lift,
    unknown=Unknown.ALLOWS,
)
