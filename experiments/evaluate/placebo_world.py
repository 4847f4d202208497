"""A world of past placements at random, where no rule can help or where a rule can, and the usual way to learn one.

The law is that of the null world of the project's evidence, after Bastani, Bastani & McLaughlin (arXiv 2602.08892):
2,000 people placed by lot over 20 companies, 8 features, outcome 0 or 1; a ridge regression for each company; the best
assignment with as many seats in each company as are needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from experiments.evaluate.placebo_seats import seated
from experiments.lists import Floats, Ints, Mask

PAST, FUTURE, COMPANIES, FEATURES = 2000, 1000, 20, 8
PENALTY = 1.0
_LEVEL, _SLOPES = -1.2, (0.6, 0.4)


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Past placements, people to place, and the truth.

    Parameters
    ----------
    past, future : features, shape (n, 8) and (N, 8)
    company : int64 (n,), where each was placed, by lot
    outcome : shape (n,), 1 if it went well, 0 if not
    past_chance, future_chance : shape (n, 20) and (N, 20), the true probability to go well in each company
    """

    past: Floats
    future: Floats
    company: Ints
    outcome: Floats
    past_chance: Floats
    future_chance: Floats


def world(seed: int, effect: float, *, past: int = PAST, future: int = FUTURE) -> World:
    """A world drawn anew.

    Parameters
    ----------
    effect : how much it matters who goes where; 0: not at all
    """
    draw = np.random.default_rng(seed)
    slopes = effect * draw.normal(0, 1, (COMPANIES, FEATURES)) / np.sqrt(FEATURES)
    people = draw.normal(size=(past + future, FEATURES))
    anywhere = _LEVEL + people[:, : len(_SLOPES)] @ np.array(_SLOPES)
    chance = expit(anywhere[:, None] + people @ slopes.T)
    company = draw.integers(0, COMPANIES, past)
    outcome = (draw.random(past) < chance[np.arange(past), company]).astype(np.float64)
    return World(people[:past], people[past:], company, outcome, chance[:past], chance[past:])


def ridges(features: Floats, company: Ints, outcome: Floats, companies: int = COMPANIES) -> Floats:
    """A ridge regression for each company, all in closed form at once; constants bear no penalty.

    Parameters
    ----------
    features : shape (n, K)
    company : int64 (n,)
    outcome : shape (n,)

    Returns
    -------
    ndarray of float64
        shape (companies, K + 1), the constant last; with nobody there, the mean of all
    """
    count = features.shape[1]
    rows = np.column_stack([features, np.ones(len(features))])
    order = np.argsort(company, kind="stable")
    rows, answers = rows[order], outcome[order]
    sizes = np.bincount(company, minlength=companies)
    found = np.zeros((companies, count + 1))
    found[:, count] = outcome.mean()
    some = sizes > 0
    first = (np.cumsum(sizes) - sizes)[some]
    squares = np.add.reduceat(rows[:, :, None] * rows[:, None, :], first, axis=0)
    squares[:, np.arange(count), np.arange(count)] += PENALTY
    found[some] = np.linalg.solve(squares, np.add.reduceat(rows * answers[:, None], first, axis=0)[:, :, None])[:, :, 0]
    return found


def expected(coefficients: Floats, features: Floats) -> Floats:
    """What the regressions expect of each person in each company, kept within 0 and 1; shape (n, companies)."""
    return np.clip(features @ coefficients[:, :-1].T + coefficients[:, -1], 0.0, 1.0)


def by_seats(value: Floats, allowed: Mask) -> Floats:
    """`seated` as a rule for `crossfit`: probabilities 0 and 1, shape (n, companies)."""
    return np.asarray(np.eye(value.shape[1])[seated(np.where(allowed, value, -1e6))])
