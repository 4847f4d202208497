"""The one sentence that answers "why": for a person without a proposal, and for an opening with seats left."""

from __future__ import annotations

from collections.abc import Sequence

from data.language import marked, say, say_n
from matching.proposal import NearOpening, RuleCount
from scoring.rule import together

NO_OPENINGS = marked("In questa cartella non ci sono tirocini.")
NOBODY = marked("In questa cartella non ci sono persone.")


def unplaced_reason(possible: int, with_seats: int, below_floor: int, by_rule: Sequence[RuleCount]) -> str:
    """Why a person has no proposal.

    Parameters
    ----------
    possible : openings that no rule refuses and that are worth proposing
    with_seats : those of them that have seats
    below_floor : openings that no rule refuses but that are not worth proposing
    by_rule : how many openings each rule stops, most first
    """
    if with_seats:
        return say_n(
            "C'è un tirocinio possibile, ma il posto è proposto ad altri.",
            "Ci sono {n} tirocini possibili, ma i posti sono proposti ad altre persone.",
            with_seats,
        )
    if possible:
        return say_n("Il solo tirocinio possibile non ha posti.", "I tirocini possibili non hanno posti.", possible)
    if below_floor:
        return say_n(
            "Il solo tirocinio possibile è troppo lontano da ciò che la persona sa fare e desidera.",
            "I {n} tirocini possibili sono troppo lontani da ciò che la persona sa fare e desidera.",
            below_floor,
        )
    if not by_rule:
        return say(NO_OPENINGS)
    return say("Oggi nessun tirocinio è compatibile. Fermano soprattutto: {rules}.", rules=listed(by_rule))


def empty_reason(people: int, below_floor: int, by_rule: Sequence[RuleCount]) -> str:
    """Why an opening keeps empty seats.

    Parameters
    ----------
    people : persons that no rule refuses and for whom it is worth proposing
    below_floor : persons that no rule refuses but for whom it is not
    by_rule : how many persons each rule stops, most first
    """
    if people:
        first = say_n(
            "La sola persona che potrebbe venire ha già una proposta.",
            "Le {n} persone che potrebbero venire hanno già una proposta.",
            people,
        )
    elif below_floor:
        first = say("Per chi potrebbe venire è troppo lontano da ciò che sa fare e desidera.")
    elif by_rule:
        return say("Nessuna persona può venire. Fermano soprattutto: {rules}.", rules=listed(by_rule))
    else:
        return say(NOBODY)
    if not by_rule:
        return first
    return say("{first} Per le altre fermano soprattutto: {rules}.", first=first, rules=listed(by_rule))


def empty_reason_by_rules(allowed: int, by_rule: Sequence[RuleCount]) -> str:
    """Why an opening keeps empty seats, told by the rules alone, to who may not read the score.

    Parameters
    ----------
    allowed : persons that no rule refuses, also those proposed there
    by_rule : how many persons each rule stops, most first
    """
    if not allowed:
        return empty_reason(0, 0, by_rule)
    first = say_n(
        "Le regole permettono questo tirocinio a {n} persona; per i posti liberi oggi non c'è una proposta.",
        "Le regole permettono questo tirocinio a {n} persone; per i posti liberi oggi non c'è una proposta.",
        allowed,
    )
    if not by_rule:
        return first
    return say("{first} Per le altre fermano soprattutto: {rules}.", first=first, rules=listed(by_rule))


def hopeless(nearest: Sequence[NearOpening], by_rule: Sequence[RuleCount], openings: int) -> str | None:
    """The refusal that stops a person everywhere and that nothing can lift, if there is one."""
    everywhere = {row.rule for row in by_rule if row.count == openings}
    for refusal in nearest[0].refusals if nearest else ():
        if refusal.rule in everywhere and all(
            any(other.rule == refusal.rule and other.change is None for other in near.refusals) for near in nearest
        ):
            return refusal.sentence
    return None


def listed(rows: Sequence[RuleCount], most: int = 2) -> str:
    """The main reasons as a person says them: `orario (12) e viaggio (8)`."""
    return together([f"{row.title.lower()} ({row.count})" for row in rows[:most]])
