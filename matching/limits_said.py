"""The limits of a proposal in words, as each viewer may read them; and whom, and which seats, a limit leaves out.

Numbers of a limit that counts by category are the case manager's; what scouts read is made of companies and tutors
alone, so that nobody's category, need, or place in the score can be worked out from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.codes import Viewer
from data.language import marked, say
from matching.entries import Ints
from matching.limit import Chosen, Facts, Held, Limit, used_by
from matching.limits import BY_CODE, LIMITS
from matching.problem import Assignment
from matching.proposal import LimitSaid
from matching.reasons import free_seats
from matching.why import Reader
from scoring.rule import together

UNNAMED = marked("Limiti dell'insieme")
NEUTRAL_STOP = marked("Qualche tirocinio è possibile, ma per ora i limiti dell'insieme non lo permettono.")
SEVERAL_STOP = marked("Ci sono posti liberi possibili, ma li fermano i limiti dell'insieme: {limits}.")


def said_of(reader: Reader, facts: Facts, held: Sequence[Held], assignment: Assignment) -> tuple[LimitSaid, ...]:
    """Every limit that there is, in the order of the limits, in the language spoken now.

    Parameters
    ----------
    held : the rows, in the order of `Problem.limits`
    """
    chosen = proposed(facts, assignment)
    rows: Mapping[str, list[tuple[int, Held]]] = _by_limit(held)
    said: list[LimitSaid] = []
    for limit in LIMITS:
        if reader.viewer in limit.exact_for:
            said += [_exactly(limit, one, used_by(one, chosen), assignment, k) for k, one in rows.get(limit.code, [])]
            said += _unknown(limit, facts, chosen)
        elif reader.viewer in limit.plain_for:
            said += [_plainly(limit, key, sentence) for key, sentence in limit.plain(facts)]
    return tuple(said)


def proposed(facts: Facts, assignment: Assignment) -> Chosen:
    """Which of the allowed pairs are proposed."""
    chosen: Chosen = assignment.opening_of[facts.candidate] == facts.opening
    return chosen


@dataclass(frozen=True, slots=True)
class Stops:
    """The limits that leave a person without a possible free seat, and those that leave a free seat empty.

    Parameters
    ----------
    of_person, at_opening : row of the candidate, or of the opening -> limits, those that stop most pairs first
    """

    of_person: Mapping[int, tuple[Limit, ...]]
    at_opening: Mapping[int, tuple[Limit, ...]]


NO_STOPS = Stops({}, {})


def stops_of(reader: Reader, facts: Facts, held: Sequence[Held], assignment: Assignment) -> Stops:
    """Which limits stop whom: people without a proposal, worth proposing for a seat that stays free."""
    chosen, free = proposed(facts, assignment), free_seats(reader, assignment)
    wanting = (assignment.opening_of < 0)[facts.candidate] & (free > 0)[facts.opening]
    wanting &= reader.card.total >= reader.card.weights.floor_micro
    if not wanting.any():
        return NO_STOPS
    stopped: dict[str, Chosen] = {}
    for one in held:
        if one.row.most is None:
            continue
        left = one.row.most - (used_by(one, chosen) - one.taken)
        # Several moments of one site or tutor may stop the same pair.
        pairs = stopped.setdefault(one.row.limit, np.zeros_like(wanting))
        pairs[one.row.pair] |= wanting[one.row.pair] & (one.row.weight > left)
    return Stops(_counted(stopped, facts.candidate), _counted(stopped, facts.opening))


def stopped_reason(limits: Sequence[Limit], viewer: Viewer) -> str:
    """Why a person has no proposal though a seat is free; names no limit whose numbers the viewer may not read."""
    if not all(viewer in limit.exact_for for limit in limits):
        return say(NEUTRAL_STOP)
    return say(limits[0].stops) if len(limits) == 1 else say(SEVERAL_STOP, limits=together(titles(limits, viewer)))


def titles(limits: Sequence[Limit], viewer: Viewer) -> tuple[str, ...]:
    """The names of limits as a viewer may read them."""
    if not all(viewer in limit.exact_for for limit in limits):
        return (say(UNNAMED),)
    return tuple(say(limit.title) for limit in limits)


def _exactly(limit: Limit, held: Held, used: int, assignment: Assignment, k: int) -> LimitSaid:
    value, exact = [0, 0], True
    if assignment.limits_active:
        value, exact = assignment.row_value_micro[k].tolist(), bool(assignment.row_value_exact[k])
    # The most that a limit with room left could add says nothing of whether it stops anything.
    binds = any(value) and (exact or k in assignment.binding)
    gain = value if binds else (None, None)
    return LimitSaid(
        limit=limit.code,
        title=say(limit.title),
        key=held.row.key,
        sentence=limit.sentence(held, used),
        law=say(limit.law),
        binds=binds,
        gain_placements=gain[0],
        gain_score_micro=gain[1],
        exact=exact or not binds,
    )


def _plainly(limit: Limit, key: str, sentence: str) -> LimitSaid:
    return LimitSaid(
        limit=limit.code, title=say(limit.title), key=key, sentence=sentence, law=say(limit.law), binds=None
    )


def _unknown(limit: Limit, facts: Facts, chosen: Chosen) -> Iterable[LimitSaid]:
    for n, sentence in enumerate(limit.unknown(facts, chosen), start=1):
        yield LimitSaid(
            limit=limit.code,
            title=say(limit.title),
            key=f"unknown-{n}",
            sentence=sentence,
            law=say(limit.law),
            binds=False,
        )


def _by_limit(held: Sequence[Held]) -> Mapping[str, list[tuple[int, Held]]]:
    found: dict[str, list[tuple[int, Held]]] = defaultdict(list)
    for k, one in enumerate(held):
        found[one.row.limit].append((k, one))
    return found


def _counted(stopped: Mapping[str, Chosen], row: Ints) -> Mapping[int, tuple[Limit, ...]]:
    """The limits that stop something, by the row of each pair: most pairs first, then in the order of the limits."""
    found: dict[int, list[tuple[int, int, Limit]]] = defaultdict(list)
    for place, (code, limit) in enumerate(BY_CODE.items()):
        if code in stopped:
            for key, times in zip(*np.unique(row[stopped[code]], return_counts=True), strict=True):
                found[int(key)].append((-int(times), place, limit))
    return {key: tuple(limit for *_, limit in sorted(rows, key=lambda entry: entry[:2])) for key, rows in found.items()}
