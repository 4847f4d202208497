"""The one sentence that answers "why": for a person without a proposal, and for an opening with seats left."""

from __future__ import annotations

from collections.abc import Sequence

from matching.proposal import NearOpening, RuleCount

NO_OPENINGS = "In questa cartella non ci sono tirocini."
NOBODY = "In questa cartella non ci sono persone."


def unplaced_reason(possible: int, with_seats: int, below_floor: int, by_rule: Sequence[RuleCount]) -> str:
    """Why a person has no proposal.

    Parameters
    ----------
    possible : openings that no rule refuses and that are worth proposing
    with_seats : those of them that have seats
    below_floor : openings that no rule refuses but that are not worth proposing
    by_rule : how many openings each rule stops, most first
    """
    if with_seats == 1:
        return "C'è un tirocinio possibile, ma il posto è proposto ad altri."
    if with_seats:
        return f"Ci sono {with_seats} tirocini possibili, ma i posti sono proposti ad altre persone."
    if possible:
        return "I tirocini possibili non hanno posti." if possible > 1 else "Il solo tirocinio possibile non ha posti."
    if below_floor:
        which = f"I {below_floor} tirocini possibili sono" if below_floor > 1 else "Il solo tirocinio possibile è"
        far = "lontani" if below_floor > 1 else "lontano"
        return f"{which} troppo {far} da ciò che la persona sa fare e desidera."
    return f"Oggi nessun tirocinio è compatibile. Fermano soprattutto: {listed(by_rule)}." if by_rule else NO_OPENINGS


def empty_reason(people: int, below_floor: int, by_rule: Sequence[RuleCount]) -> str:
    """Why an opening keeps empty seats.

    Parameters
    ----------
    people : persons that no rule refuses and for whom it is worth proposing
    below_floor : persons that no rule refuses but for whom it is not
    by_rule : how many persons each rule stops, most first
    """
    stops = f" Per le altre fermano soprattutto: {listed(by_rule)}." if by_rule else ""
    if people == 1:
        return f"La sola persona che potrebbe venire ha un'altra proposta.{stops}"
    if people:
        return f"Le {people} persone che potrebbero venire hanno un'altra proposta.{stops}"
    if below_floor:
        return "Per chi potrebbe venire è troppo lontano da ciò che sa fare e desidera." + stops
    return f"Nessuna persona può venire. Fermano soprattutto: {listed(by_rule)}." if by_rule else NOBODY


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
    return " e ".join(f"{row.title.lower()} ({row.count})" for row in rows[:most])
