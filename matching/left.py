"""What is left over: people without a proposal and seats without people, and why, as each viewer may read it.

The case manager reads what is, with exact counts. Others read nothing from which a hidden rule could be worked out:
counts are those of the day in bands, without hidden rules (`matching.snapshot`). Of a person they read whether
something is truly possible, since those openings are listed; where only hidden rules stop what the shown ones leave,
the sentence is neutral, and the same whatever stands behind. Of an opening they read the counts of the day alone:
whether somebody could truly come would tell, beside them, that somebody may not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.eligibility import FullPairs
from data.language import marked, say
from matching.limits_said import NO_STOPS, Stops, stopped_reason, titles
from matching.problem import Assignment
from matching.proposal import EmptySeats, RuleCount, Unplaced
from matching.reasons import best_others, free_seats
from matching.sentences import (
    banded_empty_reason,
    banded_unplaced_reason,
    empty_reason,
    hopeless,
    later_empty_reason,
    unplaced_reason,
)
from matching.snapshot import Snapshot, open_refusals
from matching.why import Reader
from matching.whynot import columns, counts, nearest, refused_by_candidate, with_every_opening
from scoring.rule import Mask, together
from scoring.scorecard import total

NO_MORE = marked(
    "Le persone che potrebbero venire hanno già una proposta, o le fermano i limiti dell'insieme: {limits}."
)


def unplaced_people(
    reader: Reader, assignment: Assignment, snapshot: Snapshot | None, stops: Stops = NO_STOPS
) -> tuple[Unplaced, ...]:
    """Every person without a proposal: refusals by rule, the nearest openings, those that go to others.

    Parameters
    ----------
    snapshot : the counts of the day; None for who reads exact counts
    stops : which limits of the whole assignment leave whom without a proposal
    """
    free = free_seats(reader, assignment)
    return tuple(_person(reader, i, free, snapshot, stops) for i in np.flatnonzero(assignment.opening_of < 0).tolist())


def _person(reader: Reader, i: int, free: NDArray[np.int64], snapshot: Snapshot | None, stops: Stops) -> Unplaced:
    pairs, no = with_every_opening(reader, i)
    by_rule, near = counts(reader, no), nearest(reader, pairs, no)
    stuck = hopeless(near, by_rule, len(pairs))
    person = reader.records.candidates[i]
    said = Unplaced(
        candidate=person.id,
        caseload=person.caseload,
        reason=say("Oggi non si può proporre nulla. {why}", why=stuck) if stuck else "",
        allowed=None,
        below_floor=None,
        refusals=(),
        nearest=() if stuck else near,
        contested=best_others(reader, i, -1, None, free),
    )
    told = _exactly(reader, i, by_rule) if snapshot is None else _in_bands(reader, i, pairs, no, snapshot)
    if stuck:
        return said.model_copy(update=told | {"reason": said.reason})
    limits = stops.of_person.get(i)
    if limits:
        # A seat is free: that it is proposed to others would not be true.
        told |= {"reason": stopped_reason(limits, reader.viewer), "stopped_by": titles(limits, reader.viewer)}
    return said.model_copy(update=told)


def _exactly(reader: Reader, i: int, by_rule: tuple[RuleCount, ...]) -> dict[str, object]:
    openings, totals = reader.card.allowed_of(i)
    good = totals >= reader.card.weights.floor_micro
    below, seats = int((~good).sum()), reader.card.cohort.openings.seats
    reason = unplaced_reason(int(good.sum()), int((seats[openings[good]] > 0).sum()), below, by_rule)
    return {"reason": reason, "allowed": len(totals), "below_floor": below, "refusals": by_rule}


def _in_bands(reader: Reader, i: int, pairs: FullPairs, no: Mask, snapshot: Snapshot) -> dict[str, object]:
    openings, totals = reader.card.allowed_of(i)
    floor, seats = reader.card.weights.floor_micro, reader.card.cohort.openings.seats
    good = totals >= floor
    by_shown: Mask = np.logical_not(open_refusals(no).any(axis=0))
    worth = total(pairs.subset(by_shown).plain(), reader.card.weights) >= floor
    tally = snapshot.candidates.get(reader.records.candidates[i].id)
    rows = tally.rows() if tally else ()
    reason = banded_unplaced_reason(
        with_seats=bool((seats[openings[good]] > 0).any()),
        possible=bool(good.any()),
        shown_good=bool(worth.any()),
        shown_allowed=bool(by_shown.any()),
        openings=len(pairs),
        by_rule=rows,
    )
    bands = {"allowed_band": tally.allowed, "below_floor_band": tally.below_floor} if tally else {}
    return {"reason": reason, "refusals": rows, **bands}


def empty_seats(
    reader: Reader, assignment: Assignment, snapshot: Snapshot | None, stops: Stops = NO_STOPS
) -> tuple[EmptySeats, ...]:
    """Every opening with seats left, and why nobody is proposed for them; `snapshot` and `stops` as for people."""
    free = free_seats(reader, assignment)
    left = np.flatnonzero(free > 0).tolist()
    if snapshot is not None:
        return tuple(_seats_in_bands(reader, j, int(free[j]), snapshot) for j in left)
    floor = reader.card.weights.floor_micro
    good = np.bincount(reader.card.opening[reader.card.total >= floor], minlength=reader.card.cohort.n_openings)
    said = []
    for j in left:
        no = refused_by_candidate(reader, j)
        allowed, by_rule, people = len(columns(no)), counts(reader, no), int(good[j])
        limits = stops.at_opening.get(j)
        reason = empty_reason(people, allowed - people, by_rule)
        if limits:
            reason = say(NO_MORE, limits=together(titles(limits, reader.viewer)))
        said.append(
            EmptySeats(
                opening=reader.openings[j],
                empty=int(free[j]),
                reason=reason,
                allowed=allowed,
                refusals=by_rule,
            )
        )
    return tuple(said)


def _seats_in_bands(reader: Reader, j: int, empty: int, snapshot: Snapshot) -> EmptySeats:
    tally = snapshot.openings.get(reader.openings[j].id)
    rows = tally.rows() if tally else ()
    return EmptySeats(
        opening=reader.openings[j],
        empty=empty,
        reason=banded_empty_reason(tally.allowed, rows) if tally else later_empty_reason(),
        allowed=None,
        allowed_band=tally.allowed if tally else None,
        refusals=rows,
    )
