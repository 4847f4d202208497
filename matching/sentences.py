"""The one sentence that answers "why": for a person without a proposal, and for an opening with seats left."""

from __future__ import annotations

from collections.abc import Sequence

from data.language import marked, say, say_n
from matching.bands import Band, told
from matching.proposal import NearOpening, RuleCount
from scoring.rule import together

NO_OPENINGS = marked("In questa cartella non ci sono tirocini.")
NOBODY = marked("In questa cartella non ci sono persone.")
# The same words whatever hidden rule stands behind, a choice or a protection.
NOTHING_NOW = marked("Per ora non c'è una proposta: parlane con il case manager.")


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


def banded_empty_reason(allowed: Band, by_rule: Sequence[RuleCount]) -> str:
    """Why an opening keeps empty seats, told by the shown rules alone to who may not read hidden ones.

    Parameters
    ----------
    allowed : persons that no shown rule refuses, also those proposed there, in the counts of the day
    by_rule : how many persons each shown rule stops, the widest band first
    """
    if allowed is Band.NONE:
        return empty_reason(0, 0, by_rule)
    first = say(
        "Le regole permettono questo tirocinio a {people} persone; per i posti liberi oggi non c'è una proposta.",
        people=allowed.label,
    )
    if not by_rule:
        return first
    return say("{first} Per le altre fermano soprattutto: {rules}.", first=first, rules=listed(by_rule))


def later_empty_reason() -> str:
    """The same of an opening that came after the counts of the day were made."""
    return say("Per i posti liberi oggi non c'è una proposta; i conteggi ci sono da domani.")


def banded_unplaced_reason(
    *,
    with_seats: bool,
    possible: bool,
    shown_good: bool,
    shown_allowed: bool,
    openings: int,
    by_rule: Sequence[RuleCount],
) -> str:
    """Why a person has no proposal, told without a number to who may not read hidden rules.

    Parameters
    ----------
    with_seats : some opening is truly possible, worth proposing, and has seats
    possible : some opening is truly possible and worth proposing
    shown_good : some opening that no shown rule refuses is worth proposing
    shown_allowed : some opening is refused by no shown rule
    openings : how many openings there are
    by_rule : the counts of the day, in bands
    """
    if with_seats:
        return say("Qualche tirocinio è possibile, ma i posti sono proposti ad altre persone.")
    if possible:
        return say("I tirocini possibili non hanno posti.")
    if shown_good:
        return say(NOTHING_NOW)
    if shown_allowed:
        return say("Ciò che le regole permettono è troppo lontano da ciò che la persona sa fare e desidera.")
    if not openings:
        return say(NO_OPENINGS)
    if not by_rule:
        return say("Oggi nessun tirocinio è compatibile: i conteggi ci sono da domani.")
    return say("Oggi nessun tirocinio è compatibile. Fermano soprattutto: {rules}.", rules=listed(by_rule))


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
    return together([f"{row.title.lower()} ({told(row.count, row.band)})" for row in rows[:most]])
