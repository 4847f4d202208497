"""Who changes seat when the weights change: the same people and openings, proposed exactly under two weight sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.bundle import Records
from data.eligibility import Eligibility
from data.encode import build_cohort
from data.lawbook import Law
from matching.entries import MICRO, Ints
from matching.limits import rows_of
from matching.problem import Assignment, Problem
from matching.propose import problem_of
from matching.rows import Row
from matching.solver import solve
from scoring.scorecard import PAIRS_A_CHUNK, Progress, ScoreCard, judge, total
from scoring.weights import Weights

Mask = NDArray[np.bool_]
# Where somebody has no opening, there is no score.
NO_SCORE = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class SeatChanges:
    """Two assignments of the same people; n candidates.

    Parameters
    ----------
    candidate_ids, opening_ids : codes
    before, after : int64 (n,), opening of each candidate under the weights of now and the others, -1 where none
    score_micro : int64 (2, 2, n), score on the 1e-6 grid: [which weights][which assignment], `NO_SCORE` where none
    limits_active : limits decided one of the assignments: of equally good ones the nearest to the other is then taken
        only if the other itself is among them
    """

    candidate_ids: tuple[str, ...]
    opening_ids: tuple[str, ...]
    before: Ints
    after: Ints
    score_micro: Ints
    limits_active: bool = False

    def __len__(self) -> int:
        return len(self.before)

    @cached_property
    def kept(self) -> Mask:
        """Who keeps the opening."""
        return (self.before >= 0) & self._same

    @cached_property
    def moved(self) -> Mask:
        """Who has another opening."""
        return (self.before >= 0) & (self.after >= 0) & ~self._same

    @cached_property
    def gained(self) -> Mask:
        """Who has an opening only under the other weights."""
        return (self.before < 0) & (self.after >= 0)

    @cached_property
    def lost(self) -> Mask:
        """Who has one only under the weights of now: a change against the person."""
        return (self.before >= 0) & (self.after < 0)

    @cached_property
    def without(self) -> Mask:
        """Who has none under either."""
        return (self.before < 0) & (self.after < 0)

    @cached_property
    def worse(self) -> Mask:
        """Who has another opening, worth less under both weight sets: a change against the person as well."""
        return self.moved & (self.change_micro < 0).all(axis=0)

    @cached_property
    def change_micro(self) -> Ints:
        """What the other opening adds to the score, int64 (2, n): [which weights]; 0 but for who has two openings."""
        difference = self.score_micro[:, 1] - self.score_micro[:, 0]
        return np.where(self.moved, difference, 0).astype(np.int64)

    @property
    def _same(self) -> Mask:
        same: Mask = self.before == self.after
        return same

    def mean_change(self, who: Mask | None = None) -> tuple[float, float] | None:
        """Mean change of the score, in points of [0, 1], of those with an opening both times, under both weight sets.

        Parameters
        ----------
        who : bool (n,), only these; everybody if not given

        Returns
        -------
        tuple of float, or None
            Under the weights of now and under the others; who keeps the opening counts as 0. None where nobody has an
            opening both times.
        """
        both = self.kept | self.moved
        chosen = both if who is None else both & who
        if not chosen.any():
            return None
        now, other = (self.change_micro[:, chosen].mean(axis=1) / MICRO).tolist()
        return now, other


def rescored(card: ScoreCard, weights: Weights) -> ScoreCard:
    """A card with the scores of another weight set: rules know no weights, so that the allowed pairs are the same."""
    i, j = card.candidate, card.opening.astype(np.int64)
    starts = range(0, len(i), PAIRS_A_CHUNK)
    chunks = (slice(start, start + PAIRS_A_CHUNK) for start in starts)
    totals = [total(card.pairs(i[chunk], j[chunk]).plain(), weights) for chunk in chunks]
    scores = np.concatenate(totals) if totals else np.zeros(0, dtype=np.int64)
    return replace(card, weights=weights, total=scores)


def seat_changes(
    card: ScoreCard,
    weights: Weights,
    rows: Sequence[Row] = (),
    *,
    previous: Ints | None = None,
    seed: int = 0,
    objective: str = "placements_then_score",
) -> SeatChanges:
    """Who changes seat when the weights of a card give way to others; both assignments are exact.

    Of equally good assignments the one nearest to the first is taken, so that nobody is said to move because of a tie.

    Parameters
    ----------
    card : judged under the weights of now
    weights : the others
    rows : limits of the whole assignment, over the pairs of the card
    previous : int64 (n,), openings in which people are already, -1 where none; ties of the first assignment keep them
    seed, objective : as `matching.propose.propose`

    Raises
    ------
    Contradiction
        No assignment keeps the limits.
    """
    other = rescored(card, weights)
    first = solve(problem_of(card, seed, rows, previous), objective)
    problem = problem_of(other, seed, rows, first.opening_of)
    second = solve(problem, objective)
    # Under active limits the solver takes no account of the previous assignment.
    after = first.opening_of if _as_good(problem, first, second) else second.opening_of
    return SeatChanges(
        candidate_ids=tuple(card.cohort.candidates.ids),
        opening_ids=tuple(card.cohort.openings.ids),
        before=first.opening_of,
        after=after,
        score_micro=np.array(
            [[_scores(known, at) for at in (first.opening_of, after)] for known in (card, other)], dtype=np.int64
        ),
        limits_active=first.limits_active or second.limits_active,
    )


def changes_of(
    records: Records,
    law: Law,
    now: Weights,
    other: Weights,
    *,
    seed: int = 0,
    objective: str = "placements_then_score",
    progress: Progress | None = None,
) -> SeatChanges:
    """Who of a cohort changes seat, within all the limits of its programme.

    Raises
    ------
    Contradiction
        No assignment keeps the limits.
    """
    card = judge(build_cohort(records, law), Eligibility.of(records), law, now, progress)
    return seat_changes(card, other, rows_of(records, card), seed=seed, objective=objective)


def _as_good(problem: Problem, first: Assignment, second: Assignment) -> bool:
    """Whether the first assignment is as good as the second in the problem of the second; it keeps the same limits."""
    chosen = first.opening_of[problem.candidate] == problem.opening
    worth = problem.value_micro[chosen]
    above = bool((worth >= problem.floor_micro).all())
    return above and first.placements == second.placements and int(worth.sum()) == second.score_micro


def _scores(card: ScoreCard, at: Ints) -> Ints:
    """Score of each candidate's own opening, `NO_SCORE` where there is none."""
    scores = np.full(len(at), NO_SCORE, dtype=np.int64)
    chosen = at[card.candidate] == card.opening
    scores[card.candidate[chosen]] = card.total[chosen]
    return scores
