"""Judge every pair: which are allowed, and with which score; reasons are computed when somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.cohort import Cohort
from data.eligibility import Eligibility, FullPairs
from data.lawbook import Law
from data.pairs import Index, Pairs
from scoring.reach import reachable
from scoring.rule import Mask
from scoring.rules import RULES
from scoring.weights import GRID, Weights

# About this many pairs are judged at a time: large enough for numpy, small enough for the cache and for flat memory.
PAIRS_A_CHUNK = 200_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """The allowed pairs in CSR form, candidates as rows.

    Parameters
    ----------
    start : int64 (n_candidates + 1,), row pointers
    opening : int32 (n_pairs,), openings of each row in order
    total : int64 (n_pairs,), score on the 1e-6 grid, 0 to 1,000,000
    """

    cohort: Cohort
    eligibility: Eligibility
    law: Law
    weights: Weights
    start: NDArray[np.int64]
    opening: NDArray[np.int32]
    total: NDArray[np.int64]

    @property
    def candidate(self) -> NDArray[np.int64]:
        """The candidate of each allowed pair, shape (n_pairs,)."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int64), np.diff(self.start))

    def pairs(self, i: Index, j: Index) -> FullPairs:
        """Any pairs, ready to be asked for reasons."""
        return FullPairs(self.cohort, self.eligibility, i, j)

    def allowed_of(self, i: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The allowed openings of a candidate and their totals."""
        row = slice(int(self.start[i]), int(self.start[i + 1]))
        return self.opening[row], self.total[row]


def judge(
    cohort: Cohort, eligibility: Eligibility, law: Law, weights: Weights, progress: Progress | None = None
) -> ScoreCard:
    """Judge all pairs within reach, in chunks.

    Parameters
    ----------
    cohort, eligibility : rows aligned
    law : what is in force on the day
    weights : the weight set
    progress : called with (candidates done, candidates in all) after each chunk and at the end

    Returns
    -------
    ScoreCard
        Allowed pairs only; the floor is left to the solver.
    """
    columns: list[Index] = []
    openings: list[NDArray[np.int32]] = []
    totals: list[NDArray[np.int64]] = []
    for i, j in reachable(cohort, PAIRS_A_CHUNK):
        kept = surviving(FullPairs(cohort, eligibility, i, j), law)
        columns.append(kept.i)
        openings.append(kept.j.astype(np.int32))
        totals.append(total(kept.plain(), weights))
        if progress is not None and len(i):
            progress(int(i[-1]) + 1, cohort.n_candidates)
    if progress is not None:
        progress(cohort.n_candidates, cohort.n_candidates)
    candidate = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int64)
    counts = np.bincount(candidate, minlength=cohort.n_candidates)
    return ScoreCard(
        cohort=cohort,
        eligibility=eligibility,
        law=law,
        weights=weights,
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        opening=np.concatenate(openings) if openings else np.zeros(0, dtype=np.int32),
        total=np.concatenate(totals) if totals else np.zeros(0, dtype=np.int64),
    )


def surviving(pairs: FullPairs, law: Law) -> FullPairs:
    """The pairs that no rule refuses; each rule sees only what the rules before it left."""
    for rule in RULES:
        if not len(pairs):
            break
        allowed = rule.allows(pairs, law)
        if not allowed.all():
            pairs = pairs.subset(allowed)
    return pairs


def refused(pairs: FullPairs, law: Law) -> Mask:
    """Which rule refuses which pair, shape (rules, pairs); every rule is asked about every pair."""
    return np.array([~rule.allows(pairs, law) for rule in RULES], dtype=np.bool_).reshape(len(RULES), len(pairs))


def parts(pairs: Pairs, weights: Weights) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What each criterion adds.

    Returns
    -------
    parts : int64 (criteria of the weight set, pairs) on the 1e-6 grid; they sum to the total exactly
    grades : float64 (criteria, pairs) in [0, 1], NaN where the neutral grade stands in
    """
    grades = np.full((len(weights.criteria), len(pairs)), np.nan)
    added = np.zeros((len(weights.criteria), len(pairs)), dtype=np.int64)
    for row, criterion in enumerate(weights.criteria):
        grades[row] = criterion.grades(pairs, weights.settings[criterion.code])
        counted = np.where(np.isnan(grades[row]), weights.neutral[criterion.code], grades[row])
        # A grade is put on the grid first, so that a part never depends on how the product is rounded.
        added[row] = (np.rint(counted * GRID).astype(np.int64) * weights.shares[criterion.code] + GRID // 2) // GRID
    return added, grades


def total(pairs: Pairs, weights: Weights) -> NDArray[np.int64]:
    """The score on the grid, shape (n,)."""
    return parts(pairs, weights)[0].sum(axis=0) if len(pairs) else np.zeros(0, dtype=np.int64)


def card_grades(card: ScoreCard) -> tuple[NDArray[np.float64], Mask]:
    """The grades of the allowed pairs of a score card.

    Returns
    -------
    grades : float64 (n_pairs, K) in [0, 1], the neutral grade of the weight set where nothing is known
    known : bool (n_pairs, K)
    """
    _, raw = parts(card.pairs(card.candidate, card.opening.astype(np.int64)).plain(), card.weights)
    known = ~np.isnan(raw.T)
    neutral = np.array([card.weights.neutral[one.code] for one in card.weights.criteria])
    return np.where(known, raw.T, neutral), known
