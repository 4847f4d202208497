"""Invented choices of which the true weights are known: the worlds in which learning is put to the proof.

Grades follow Beta(2, 2), true weights Dirichlet(2, ..., 2), and who chooses takes the highest of `scale` x score plus
Gumbel noise, less what the place in the list costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from experiments.lists import Floats, Ints, Lists

# Both parameters of the law of the grades, and every parameter of the law of the weights.
GRADE_LAW, WEIGHT_LAW = 2.0, 2.0
# People and openings of a fresh assignment.
FRESH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLaw:
    """How choices are invented.

    Parameters
    ----------
    decisions, options, criteria : how many of each; every list is equally long
    scale : how consistent choices are; 20 chooses the truly best of five in about 63 % of the lists
    position : utility lost with each place further down the list
    pool : of so many openings the list shows the best by equal weights, best first; 0: the list is drawn as it is
    offices, rounds : decisions are dealt to so many offices and rounds, in equal blocks
    """

    decisions: int
    options: int = 5
    criteria: int = 8
    scale: float = 20.0
    position: float = 0.0
    pool: int = 0
    offices: int = 1
    rounds: int = 1


def true_weights(criteria: int, rng: np.random.Generator, first_below: float | None = None) -> Floats:
    """Weights of one world, float64 (criteria,), summing to 1.

    Parameters
    ----------
    first_below : the first weight is drawn evenly between 0 and this, the others share the rest; None: as the others
    """
    if first_below is None:
        return rng.dirichlet(np.full(criteria, WEIGHT_LAW))
    first = rng.uniform(0, first_below)
    weights: Floats = np.r_[first, (1 - first) * rng.dirichlet(np.full(criteria - 1, WEIGHT_LAW))]
    return weights


def choices(law: ChoiceLaw, weights: Floats, rng: np.random.Generator) -> Lists:
    """The lists of a world and what was chosen; nothing is put forward."""
    n, options, criteria = law.decisions, law.options, law.criteria
    grades = rng.beta(GRADE_LAW, GRADE_LAW, size=(n, law.pool or options, criteria))
    if law.pool:
        best = np.argsort(-grades.sum(axis=2), axis=1, kind="stable")[:, :options]
        grades = np.take_along_axis(grades, best[:, :, None], axis=1)
    utility = law.scale * (grades @ weights) - law.position * np.arange(options) + rng.gumbel(size=(n, options))
    return as_lists(grades, utility.argmax(axis=1).astype(np.int64), law.offices, law.rounds)


def as_lists(grades: Floats, chosen: Ints, offices: int = 1, rounds: int = 1) -> Lists:
    """Lists of equal length, float64 (n, options, criteria), and the place chosen, as everything else reads them."""
    n, options, criteria = grades.shape
    turn = np.arange(n) * offices * rounds // n
    return Lists(
        criteria=tuple(f"c{k}" for k in range(criteria)),
        start=np.arange(n + 1, dtype=np.int64) * options,
        grades=grades.reshape(n * options, criteria),
        known=np.ones((n * options, criteria), dtype=np.bool_),
        rank=np.tile(np.arange(options, dtype=np.int64), n),
        drawn=np.full(n * options, np.nan),
        chosen=chosen,
        put_forward=np.full(n, -1, dtype=np.int64),
        reason=("",) * n,
        office=turn % offices,
        round_=turn // offices,
        day=turn // offices,
        offices=tuple(f"o{k}" for k in range(offices)),
        rounds=tuple(f"r{k}" for k in range(rounds)),
    )


def consistency(lists: Lists, weights: Floats) -> float:
    """Share of the lists in which the truly best option was chosen; lists of equal length."""
    score = (lists.grades @ weights).reshape(len(lists), -1)
    return float((score.argmax(axis=1) == lists.chosen).mean())


def regrets(truth: Floats, learned: Floats, problems: int, rng: np.random.Generator) -> Floats:
    """What assignments by learned weights lose of the best true score, as a share.

    Parameters
    ----------
    truth : float64 (K,)
    learned : float64 (m, K), several weight sets, judged on the same problems
    problems : fresh ones of 60 people and 60 openings

    Returns
    -------
    float64 (m,), mean over the problems; NaN where there are none
    """
    if not problems:
        return np.full(len(learned), np.nan)
    lost = np.zeros(len(learned))
    for _ in range(problems):
        grades = rng.beta(GRADE_LAW, GRADE_LAW, size=(FRESH, FRESH, len(truth)))
        score = grades @ truth
        best = score[linear_sum_assignment(score, maximize=True)].sum()
        for m, weights in enumerate(learned):
            lost[m] += 1 - score[linear_sum_assignment(grades @ weights, maximize=True)].sum() / best
    return lost / problems
