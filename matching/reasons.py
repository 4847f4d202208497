"""The reasons of a proposal: for every placed person, every unplaced one, every empty seat."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.language import say
from matching.problem import Assignment
from matching.proposal import (
    Alternative,
    EmptySeats,
    GroupSaid,
    PairWarning,
    Part,
    ProposedPair,
    SeatPrice,
    State,
    Unplaced,
)
from matching.sentences import empty_reason, hopeless, unplaced_reason
from matching.why import Reader, missing_share
from matching.whynot import columns, counts, nearest, refused_by_candidate, with_every_opening

ALTERNATIVES = 3
WANTED = 10


def proposed_pairs(reader: Reader, assignment: Assignment) -> tuple[ProposedPair, ...]:
    """Every placed person, in the order of ids."""
    people = np.flatnonzero(assignment.opening_of >= 0)
    pairs = reader.card.pairs(people, assignment.opening_of[people])
    parts, warnings = reader.parts_of(pairs), reader.warnings_of(pairs)
    free = free_seats(reader, assignment)
    said = []
    for k, i in enumerate(people):
        score = sum(part.micro for part in parts[k])
        others = _alternatives(reader, int(i), int(assignment.opening_of[i]), score, free)
        said.append(
            ProposedPair(
                candidate=reader.records.candidates[i].id,
                caseload=reader.records.candidates[i].caseload,
                opening=reader.openings[assignment.opening_of[i]],
                state=_state(reader, parts[k], warnings[k], others),
                score_micro=score,
                parts=parts[k],
                warnings=warnings[k],
                alternatives=others,
                gain_placements=int(assignment.candidate_gain_micro[i, 0]),
                gain_score_micro=int(assignment.candidate_gain_micro[i, 1]),
            )
        )
    return tuple(said)


def unplaced_people(reader: Reader, assignment: Assignment) -> tuple[Unplaced, ...]:
    """Every person without a proposal: refusals by rule, the nearest openings, those that go to others."""
    free, floor = free_seats(reader, assignment), reader.card.weights.floor_micro
    seats = reader.card.cohort.openings.seats
    said = []
    for i in np.flatnonzero(assignment.opening_of < 0).tolist():
        pairs, no = with_every_opening(reader, i)
        openings, totals = reader.card.allowed_of(i)
        good = totals >= floor
        below, by_rule, near = int((~good).sum()), counts(reader, no), nearest(reader, pairs, no)
        stuck = hopeless(near, by_rule, len(pairs))
        reason = unplaced_reason(int(good.sum()), int((seats[openings[good]] > 0).sum()), below, by_rule)
        said.append(
            Unplaced(
                candidate=reader.records.candidates[i].id,
                caseload=reader.records.candidates[i].caseload,
                reason=say("Oggi non si può proporre nulla. {why}", why=stuck) if stuck else reason,
                allowed=len(totals),
                below_floor=below,
                refusals=by_rule,
                nearest=() if stuck else near,
                contested=_alternatives(reader, i, -1, None, free),
            )
        )
    return tuple(said)


def empty_seats(reader: Reader, assignment: Assignment) -> tuple[EmptySeats, ...]:
    """Every opening with seats left, and why nobody is proposed for them."""
    free, floor = free_seats(reader, assignment), reader.card.weights.floor_micro
    good = np.bincount(reader.card.opening[reader.card.total >= floor], minlength=reader.card.cohort.n_openings)
    said = []
    for j in np.flatnonzero(free > 0).tolist():
        no = refused_by_candidate(reader, j)
        allowed, by_rule, people = len(columns(no)), counts(reader, no), int(good[j])
        said.append(
            EmptySeats(
                opening=reader.openings[j],
                empty=int(free[j]),
                reason=empty_reason(people, allowed - people, by_rule),
                allowed=allowed,
                refusals=by_rule,
            )
        )
    return tuple(said)


def wanted_seats(reader: Reader, assignment: Assignment) -> tuple[SeatPrice, ...]:
    """The openings where one more seat would help most, exactly; at most ten, none that would add nothing."""
    price = assignment.seat_price_micro
    best = np.lexsort((np.arange(len(price)), -price[:, 1], -price[:, 0]))
    return tuple(
        SeatPrice(opening=reader.openings[j], placements=int(price[j, 0]), score_micro=int(price[j, 1]))
        for j in best[:WANTED]
        if price[j].any()
    )


def wanted_by_rules(reader: Reader, assignment: Assignment) -> tuple[SeatPrice, ...]:
    """The full openings that no rule refuses to most people without a proposal; at most ten, none without such people.

    What a scout reads in the place of `wanted_seats`: the exact prices follow from the whole score.
    """
    people = (assignment.opening_of < 0)[reader.card.candidate]
    left = np.bincount(reader.card.opening[people], minlength=reader.card.cohort.n_openings)
    left[free_seats(reader, assignment) > 0] = 0
    best = np.lexsort((np.arange(len(left)), -left))
    return tuple(
        SeatPrice(opening=reader.openings[j], placements=None, score_micro=None, people=int(left[j]))
        for j in best[:WANTED]
        if left[j]
    )


def target_groups(records: Records, placed: Sequence[ProposedPair]) -> tuple[GroupSaid, ...]:
    """Whether each group that the call wants among its people is there; read after everything is decided."""
    there = {pair.candidate for pair in placed}
    held = [set(person.categories) for person in records.candidates if person.id in there]
    return tuple(
        GroupSaid(
            label=", ".join(category.label for category in group.categories),
            present=sum(bool(own & set(group.categories)) for own in held) >= group.at_least,
        )
        for group in records.programme.groups_needed
    )


def free_seats(reader: Reader, assignment: Assignment) -> NDArray[np.int64]:
    """Seats that nobody is proposed for, shape (n_openings,)."""
    taken = assignment.opening_of[assignment.opening_of >= 0]
    left: NDArray[np.int64] = reader.card.cohort.openings.seats - np.bincount(
        taken, minlength=reader.card.cohort.n_openings
    )
    return left


def _alternatives(
    reader: Reader, i: int, proposed: int, score: int | None, free: NDArray[np.int64]
) -> tuple[Alternative, ...]:
    """The best other allowed openings of candidate i; near ties are those within `practice.near_tie`."""
    openings, totals = reader.card.allowed_of(i)
    others = (openings != proposed) & (totals >= reader.card.weights.floor_micro)
    others &= reader.card.cohort.openings.seats[openings] > 0
    rows, totals = openings[others].astype(np.int64), totals[others]
    near = round(reader.card.law.number("practice.near_tie") * 1_000_000)
    best = np.lexsort((rows, -totals))[:ALTERNATIVES]
    return tuple(
        Alternative(
            opening=reader.openings[rows[k]],
            score_micro=int(totals[k]),
            near_tie=score is not None and abs(int(totals[k]) - score) < near,
            has_free_seat=bool(free[rows[k]] > 0),
        )
        for k in best
    )


def _state(
    reader: Reader, parts: tuple[Part, ...], warnings: tuple[PairWarning, ...], others: tuple[Alternative, ...]
) -> State:
    """A missing value that could forbid the pair, or many neutral grades, ask for an opinion; a near tie is open."""
    could_forbid = any(warning.code not in ("STALE",) for warning in warnings)
    if could_forbid or missing_share(parts) >= reader.card.law.number("practice.needs_opinion_share"):
        return State.NEEDS_OPINION
    return State.OPEN if any(other.near_tie for other in others) else State.SOLID
