"""The top of the likelihood of a conditional logit, by Newton steps that keep some coefficients from going below zero.

Projected Newton (Bertsekas 1982): coefficients that lie at zero and would go below stay there, the others take a Newton
step with the exact Hessian, cut at zero and shortened until the likelihood grows. The problem is convex: one top.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.learn.choice_design import Design
from experiments.lists import Floats

# Share of the promised growth that a step must give (Armijo), and how often it is halved before we give up.
ARMIJO, HALVINGS = 1e-4, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """Where the climb ended.

    Parameters
    ----------
    coef : float64 (p,)
    log_likelihood : without the ridge
    converged : whether no step can gain more than `gain` log-likelihood
    steps : Newton steps taken
    """

    coef: Floats
    log_likelihood: float
    converged: bool
    steps: int


def chances(design: Design, coef: Floats) -> tuple[Floats, Floats]:
    """Probability of each option, shape (r,), and log-probability of each choice made, shape (n,)."""
    utility = coef @ design.columns
    if design.offset is not None:
        utility = utility + design.offset
    first = design.start[:-1]
    top = np.maximum.reduceat(utility, first)
    utility -= np.repeat(top, design.sizes)
    chosen = utility[design.taken]
    power = np.exp(utility, out=utility)
    total = np.add.reduceat(power, first)
    power /= np.repeat(total, design.sizes)
    return power, chosen - np.log(total)


def slopes(design: Design, chance: Floats) -> tuple[Floats, Floats]:
    """Gradient (p,) and Hessian (p, p) of minus the log-likelihood."""
    weighed = design.columns * (chance if design.counts is None else chance * np.repeat(design.counts, design.sizes))
    mean = np.add.reduceat(weighed, design.start[:-1], axis=1)
    chosen = design.columns[:, design.taken]
    if design.counts is None:
        return mean.sum(axis=1) - chosen.sum(axis=1), weighed @ design.columns.T - mean @ mean.T
    # `mean` carries the count once; its square must carry it once as well.
    once = np.divide(mean, design.counts, out=np.zeros_like(mean), where=design.counts > 0)
    return mean.sum(axis=1) - chosen @ design.counts, weighed @ design.columns.T - mean @ once.T


def scores(design: Design, coef: Floats) -> Floats:
    """What each decision adds to the gradient of the log-likelihood, shape (n, p)."""
    chance, _ = chances(design, coef)
    mean = np.add.reduceat(design.columns * chance, design.start[:-1], axis=1)
    each = (design.columns[:, design.taken] - mean).T
    return each if design.counts is None else each * design.counts[:, None]


def climb(
    design: Design, ridge: float = 0.0, begin: Floats | None = None, max_steps: int = 100, gain: float = 1e-11
) -> Top:
    """The coefficients of the highest log-likelihood less `ridge` x sum of squares.

    Parameters
    ----------
    begin : float64 (p,), where to start; zero if not given
    gain : stop when a step promises less, relative to the log-likelihood
    """
    coef = np.zeros(len(design.names)) if begin is None else begin.copy()
    chance, told = chances(design, coef)
    value = _less(design, told, coef, ridge)
    for step in range(max_steps):
        gradient, hessian = slopes(design, chance)
        gradient += 2 * ridge * coef
        hessian[np.diag_indices_from(hessian)] += 2 * ridge
        free = ~(design.bounded & (coef <= 0) & (gradient > 0))
        direction = np.zeros_like(coef)
        try:
            direction[free] = -np.linalg.solve(hessian[np.ix_(free, free)], gradient[free])
        except np.linalg.LinAlgError:
            # The choices are foretold without fail: the likelihood has no top, only a ridge would give it one.
            return _top(design, coef, False, step)
        if -gradient @ direction <= gain * (1 + abs(value)):
            return _top(design, coef, True, step)
        length = 1.0
        for _ in range(HALVINGS):
            tried = np.where(design.bounded, np.maximum(coef + length * direction, 0.0), coef + length * direction)
            chance, told = chances(design, tried)
            reached = _less(design, told, tried, ridge)
            if reached <= value + ARMIJO * (gradient @ (tried - coef)) + 1e-14 * abs(value):
                break
            length /= 2
        else:
            return _top(design, coef, False, step)
        coef, value = tried, reached
    return _top(design, coef, False, max_steps)


def _less(design: Design, told: Floats, coef: Floats, ridge: float) -> float:
    total = told.sum() if design.counts is None else told @ design.counts
    return float(ridge * (coef @ coef) - total)


def _top(design: Design, coef: Floats, converged: bool, steps: int) -> Top:
    _, told = chances(design, coef)
    return Top(coef=coef, log_likelihood=-_less(design, told, coef, 0.0), converged=converged, steps=steps)
