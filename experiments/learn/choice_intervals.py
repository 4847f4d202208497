"""How sure the weights are that were learned from choices: intervals that hold also where a weight is almost zero.

Held at zero, a coefficient looks certain. So the intervals come from the same model without bounds, whose estimates are
normal around the truth, and the bounds enter where they belong: a weight is a share of the sum (Fieller 1954) and is
never negative (Feldman and Cousins 1998). Decisions of one office or one round are alike: with clusters the variance is
the sandwich of Huber and White over clusters, with Student's t for their number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

from data.errors import AbbinaError
from data.language import say
from experiments.learn.boundary import share_bounds, share_of
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_climb import chances, climb, scores, slopes
from experiments.learn.choice_design import Design, is_place
from experiments.lists import Floats, Ints, Lists, Mask
from experiments.report.parts import Interval

Cluster = Literal["decision", "office", "round"]
LEVEL = 0.95
# Standard errors below zero at which choices clearly go against a criterion.
AGAINST = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedWeights:
    """Weights with their intervals.

    Parameters
    ----------
    names : criteria
    weights : held non-negative, each with its interval
    free : float64 (K,), coefficients without bounds, in parts of `scale`
    against : criteria whose coefficient without bounds is more than 3 standard errors below zero; their weight is held
        at zero, and intervals of the others are of the model without them
    position : effect of the place in the list on utility
    scale : sum of the coefficients of the grades
    clusters : how many groups of decisions the variance was made of; None where each decision stands for itself
    """

    names: tuple[str, ...]
    weights: tuple[Interval, ...]
    free: Floats
    against: tuple[str, ...]
    position: tuple[Interval, ...]
    scale: Interval
    clusters: int | None


def weight_intervals(model: ConditionalLogit, cluster: Ints | None = None, level: float = LEVEL) -> LearnedWeights:
    """Intervals of what a fitted model learned.

    Parameters
    ----------
    cluster : int64 (n,), group of each decision of `model.design_`; None: decisions do not depend on one another

    Raises
    ------
    AbbinaError
        `bad_study`: fewer than two groups.
    """
    design: Design = model.design_
    z = float(norm.ppf((1 + level) / 2))
    first, kept, coef, covariance = _without_bounds(design, model, cluster, level)
    error = np.sqrt(np.diag(covariance))
    own = design.bounded[kept]
    low, high = np.zeros(int(design.bounded.sum())), np.zeros(int(design.bounded.sum()))
    standing = kept[design.bounded]
    low[standing], high[standing] = share_bounds(coef[own], covariance[np.ix_(own, own)], level)
    high[~standing] = _least_sure(coef[own], covariance[np.ix_(own, own)], level)
    total, spread = float(coef[own].sum()), z * float(np.sqrt(covariance[np.ix_(own, own)].sum()))
    names = np.array(design.names)
    return LearnedWeights(
        names=tuple(names[design.bounded].tolist()),
        weights=_around(model.weights_, low, high, level),
        free=first[design.bounded] / model.scale_,
        against=tuple(names[design.bounded & ~kept].tolist()),
        position=tuple(
            Interval(float(coef[k]), float(coef[k] - z * error[k]), float(coef[k] + z * error[k]), level)
            for k in np.flatnonzero(is_place(design)[kept])
        ),
        scale=Interval(model.scale_, min(model.scale_, total - spread), max(model.scale_, total + spread), level),
        clusters=None if cluster is None else len(np.unique(cluster)),
    )


def _without_bounds(
    design: Design, model: ConditionalLogit, cluster: Ints | None, level: float
) -> tuple[Floats, Mask, Floats, Floats]:
    """The model without bounds: all coefficients, then which stand, and those with their covariance.

    A criterion that choices clearly go against is held at zero as the bounds hold it; otherwise its negative share
    would be given to the others.
    """
    free = climb(design.freed(), model.ridge, begin=model.coef_, max_steps=model.max_steps).coef
    first, kept, part = free, np.ones(len(free), dtype=np.bool_), design.freed()
    while True:
        covariance = covariance_of(part, free, model.ridge, cluster, level)
        below = np.where(design.bounded[kept], free / np.sqrt(np.diag(covariance)), 0.0)
        if not len(below) or below.min() > -AGAINST:
            return first, kept, free, covariance
        kept[np.flatnonzero(kept)[below.argmin()]] = False
        part = replace(
            design.freed(),
            names=tuple(np.array(design.names)[kept].tolist()),
            columns=np.ascontiguousarray(design.columns[kept]),
            bounded=np.zeros(int(kept.sum()), dtype=np.bool_),
        )
        free = climb(part, model.ridge, begin=model.coef_[kept], max_steps=model.max_steps).coef


def covariance_of(design: Design, coef: Floats, ridge: float, cluster: Ints | None, level: float) -> Floats:
    """Covariance of the coefficients, (p, p), scaled so that the normal quantile of `level` applies.

    With few clusters Student's quantile is larger than the normal one: the covariance carries the difference.
    """
    chance, _ = chances(design, coef)
    hessian = slopes(design, chance)[1] + 2 * ridge * np.eye(len(coef))
    try:
        inverse: Floats = np.asarray(np.linalg.inv(hessian), dtype=np.float64)
    except np.linalg.LinAlgError:
        # Without a ridge nothing holds the coefficients of choices that are foretold without fail.
        raise AbbinaError(
            "bad_study", why=say("le scelte sono troppo poche per dire quanto i pesi sono sicuri")
        ) from None
    if cluster is None:
        return inverse
    groups, member = np.unique(cluster, return_inverse=True)
    if len(groups) < 2:
        raise AbbinaError("bad_study", why=say("per un intervallo servono almeno due uffici o due giornate"))
    summed = np.zeros((len(groups), len(coef)))
    np.add.at(summed, member, scores(design, coef))
    few = len(groups) / (len(groups) - 1) * (t.ppf((1 + level) / 2, len(groups) - 1) / norm.ppf((1 + level) / 2)) ** 2
    robust: Floats = few * inverse @ (summed.T @ summed) @ inverse
    return robust


def _least_sure(coef: Floats, covariance: Floats, level: float) -> float:
    """The upper bound of a criterion that choices clearly go against: as of one exactly so far below zero.

    Its error is taken to be the largest of the others.
    """
    error = float(np.sqrt(np.diag(covariance).max(initial=0.0)))
    total = float(coef.sum())
    if total <= 0 or not error:
        return 1.0
    return share_of(-AGAINST * error, error**2, error**2, total, float(covariance.sum()) + error**2, level)[1]


def plug_in_bounds(model: ConditionalLogit, level: float = LEVEL) -> tuple[Floats, Floats]:
    """The intervals that take the bounds for knowledge: coefficients at zero are certain. Only to be compared with."""
    design: Design = model.design_
    chance, _ = chances(design, model.coef_)
    hessian = slopes(design, chance)[1] + 2 * model.ridge * np.eye(len(model.coef_))
    moving = ~(design.bounded & (model.coef_ <= 0))
    covariance = np.zeros_like(hessian)
    covariance[np.ix_(moving, moving)] = np.linalg.inv(hessian[np.ix_(moving, moving)])
    own = np.flatnonzero(design.bounded)
    slope = (np.eye(len(own)) - model.weights_[:, None]) / model.scale_
    variance = np.einsum("ij,jk,ik->i", slope, covariance[np.ix_(own, own)], slope)
    reach = norm.ppf((1 + level) / 2) * np.sqrt(np.maximum(variance, 0))
    return np.clip(model.weights_ - reach, 0, 1), np.clip(model.weights_ + reach, 0, 1)


def cluster_of(lists: Lists, which: Ints, by: Cluster) -> Ints:
    """The group of some decisions, int64 (len(which),): themselves, their office, or the round of their office."""
    if by == "decision":
        return np.arange(len(which), dtype=np.int64)
    if by == "office":
        return lists.office[which]
    return lists.office[which] * len(lists.rounds) + lists.round_[which]


def _around(value: Floats, low: Floats, high: Floats, level: float) -> tuple[Interval, ...]:
    """Intervals that hold the estimate they stand beside: bounds of other weights may have moved it."""
    rows: NDArray[np.float64] = np.column_stack([value, np.minimum(low, value), np.maximum(high, value)])
    return tuple(Interval(a, b, c, level) for a, b, c in rows.tolist())
