"""Acceptability without any draw, for two criteria: which answer is best over which share of the weights."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from experiments.robust.case import Case
from matching.entries import MICRO, Floats, Ints
from scoring.weights import GRID

# Weights of two different answers that lie nearer than this cannot be told apart on the grid of the scores.
NEAREST = 1e-9


def acceptability(grades: Floats) -> Floats:
    """Share of the weights (w, 1 - w), w uniform in [0, 1], for which each alternative is the best.

    The upper envelope of straight lines, each the score of an alternative as w goes from 0 to 1. With two criteria and
    uniform weights this is the acceptability index of SMAA (Lahdelma, Hokkanen and Salminen 1998), exact.

    Parameters
    ----------
    grades : float64 (alternatives, 2)

    Returns
    -------
    float64 (alternatives,), summing to 1; of equal alternatives the first takes all
    """
    slope, start = grades[:, 0] - grades[:, 1], grades[:, 1]
    share = np.zeros(len(grades))
    w, at = 0.0, max(range(len(grades)), key=lambda k: (start[k], slope[k], -k))
    while True:
        steeper = np.flatnonzero(slope > slope[at])
        cross = (start[at] - start[steeper]) / (slope[steeper] - slope[at])
        end = float(min(cross.min(initial=1.0), 1.0))
        share[at] += end - w
        if end >= 1.0:
            return share
        meet = steeper[cross == cross.min()]
        w, at = end, int(meet[np.argmax(slope[meet])])


def drawn_acceptability(grades: Floats, draws: int, seed: int) -> Ints:
    """In how many of so many draws of uniform weights each alternative is the best; any number of criteria."""
    weights = np.random.default_rng(seed).dirichlet(np.ones(grades.shape[1]), draws)
    return np.bincount((weights @ grades.T).argmax(axis=1), minlength=len(grades)).astype(np.int64)


def pair_acceptability(case: Case) -> Floats:
    """Share of the weights (w, 1 - w) for which each pair is proposed, exact but for the grid of the scores.

    The best score as a function of w is convex and made of straight pieces, one an assignment. Two assignments whose
    lines cross above every other are neighbours; if not, a third lies above the crossing and splits the search (Eisner
    and Severance, Journal of the ACM 1976). Ends after as many exact solves as there are pieces and crossings.

    Parameters
    ----------
    case : of two criteria; with a floor of 0 and as many placements for all weights, so that the lines are straight

    Returns
    -------
    float64 (n_pairs,)
    """
    if len(case.criteria) != 2:
        raise ValueError(f"two criteria are expected, {len(case.criteria)} found")

    def best_at(w: float) -> tuple[Ints, Floats]:
        first = round(w * GRID)
        at = case.opening_of(case.values(case.grades, np.array([first, GRID - first], dtype=np.int64)))
        pairs = np.flatnonzero(case.chosen(at))
        return pairs, case.grades[pairs].sum(axis=0)

    share = np.zeros(len(case.grades))
    # Scores are rounded to the grid, weights too: each pair of an assignment may be off by two steps.
    slack = 4 * case.problem.n_candidates / MICRO
    for low, high, pairs in _pieces(best_at, slack):
        share[pairs] += high - low
    return share


def _pieces(best_at: Callable[[float], tuple[Ints, Floats]], slack: float) -> list[tuple[float, float, Ints]]:
    """(from, to, pairs) along w from 0 to 1."""
    ends = [(0.0, *best_at(0.0)), (1.0, *best_at(1.0))]
    pieces = []
    todo = [(ends[0], ends[1])]
    # Ends of the pieces that are known, from the left.
    while todo:
        (low, left, a), (high, right, b) = todo.pop()
        turn = (a[0] - a[1]) - (b[0] - b[1])
        cross = (b[1] - a[1]) / turn if abs(turn) > NEAREST else high
        cross = min(max(cross, low), high)
        middle = best_at(cross)
        here = np.array([cross, 1 - cross])
        if middle[1] @ here <= max(a @ here, b @ here) + slack or cross in (low, high):
            pieces += [(low, cross, left), (cross, high, right)]
            continue
        todo += [((low, left, a), (cross, *middle)), ((cross, *middle), (high, right, b))]
    return pieces
