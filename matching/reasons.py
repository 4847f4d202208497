"""The reasons of a proposal: for every placed person; where one more seat would help; which groups are there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from matching.bands import Band
from matching.problem import Assignment
from matching.proposal import (
    Alternative,
    GroupSaid,
    PairWarning,
    Part,
    ProposedPair,
    SeatPrice,
    State,
)
from matching.snapshot import Snapshot
from matching.tasks import Starts
from matching.why import Reader, missing_share

ALTERNATIVES = 3
WANTED = 10
# Warnings that no missing value stands behind, or one that the start plan asks for. What was not assessed is measured
# by its share of the score.
DECIDES_NOTHING = frozenset({"STALE", "RAMP", "COVER", "ABSENCE", "NOT_ASSESSED", "BENEFIT", "HOST_OK", "LANG_SAFETY"})


def proposed_pairs(reader: Reader, assignment: Assignment) -> tuple[ProposedPair, ...]:
    """Every placed person, in the order of ids."""
    people = np.flatnonzero(assignment.opening_of >= 0)
    pairs = reader.card.pairs(people, assignment.opening_of[people])
    parts = reader.parts_of(pairs)
    warnings = reader.warnings_of(pairs, parts)
    starts = Starts(reader=reader)
    tasks = starts.tasks_of(pairs)
    free = free_seats(reader, assignment)
    said = []
    for k, i in enumerate(people):
        score = sum(part.micro for part in parts[k])
        others = best_others(reader, int(i), int(assignment.opening_of[i]), score, free)
        first, last = starts.days_of(pairs, k)
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
                tasks=tasks[k],
                first_day=first,
                last_day=last,
            )
        )
    return tuple(said)


def wanted_seats(reader: Reader, assignment: Assignment) -> tuple[SeatPrice, ...]:
    """The openings where one more seat would help most; at most ten, none that would add nothing.

    Where limits of the whole assignment leave open what it adds, the number is the most it could be.
    """
    price = assignment.seat_price_micro
    best = np.lexsort((np.arange(len(price)), -price[:, 1], -price[:, 0]))
    return tuple(
        SeatPrice(
            opening=reader.openings[j],
            placements=int(price[j, 0]),
            score_micro=int(price[j, 1]),
            exact=assignment.prices_exact,
        )
        for j in best[:WANTED]
        if price[j].any()
    )


def wanted_by_rules(reader: Reader, assignment: Assignment, snapshot: Snapshot) -> tuple[SeatPrice, ...]:
    """The full openings that the shown rules allow to most people; at most ten, none if everybody has a proposal.

    What a scout reads in the place of `wanted_seats`: the exact prices follow from the whole score. People are counted
    in bands of the day, those with a proposal too: who is without one may be so because of a hidden rule.
    """
    if (assignment.opening_of >= 0).all():
        return ()
    full = [reader.openings[j] for j in np.flatnonzero(free_seats(reader, assignment) <= 0).tolist()]
    counted = [(opening, snapshot.openings[opening.id].allowed) for opening in full if opening.id in snapshot.openings]
    best = sorted(counted, key=lambda row: -row[1].place)
    return tuple(
        SeatPrice(opening=opening, placements=None, score_micro=None, people=band)
        for opening, band in best[:WANTED]
        if band is not Band.NONE
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


def best_others(
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
    could_forbid = any(warning.code not in DECIDES_NOTHING for warning in warnings)
    if could_forbid or missing_share(parts) >= reader.card.law.number("practice.needs_opinion_share"):
        return State.NEEDS_OPINION
    return State.OPEN if any(other.near_tie for other in others) else State.SOLID
