"""Do learned weights foretell choices they never saw, of other offices and of later days, better than simple ones?

Learned, equal and today's weights are judged alike: on the decisions that are kept they get what only concerns how
choices are made (how consistent, how much the place in the list draws), on those held out they must foretell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.stats import t

from data.errors import AbbinaError
from data.language import say
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_design import Position
from experiments.learn.choice_intervals import LEVEL, cluster_of
from experiments.lists import Floats, Ints, Lists, Mask
from experiments.report.parts import Interval

By = Literal["office", "time"]
LEARNED, EQUAL = "learned", "equal"
# At most so many parts of the offices; the share of the decisions, oldest first, from which later ones are foretold.
PARTS, EARLIER = 5, 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """How well one set of weights foretells the choices held out.

    Parameters
    ----------
    weights : "learned", "equal", or the name it was given
    log_likelihood : mean of a decision; higher is better, 0 is certainty
    right : share of decisions where the option held most likely was chosen
    gain : mean log-likelihood of the learned weights less that of these; None for "learned" itself
    """

    weights: str
    log_likelihood: Interval
    right: Interval
    gain: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What came of one way of holding decisions out.

    Parameters
    ----------
    by : other offices, or later days
    decisions, clusters : how many were foretold, in how many rounds or offices
    chance : share that a blind guess foretells
    rows : learned first
    """

    by: By
    decisions: int
    clusters: int
    chance: float
    rows: tuple[Foretold, ...]


def held_out(
    lists: Lists,
    by: By,
    rivals: Mapping[str, Floats],
    *,
    position: Position | None = "linear",
    ridge: float = 1e-3,
    level: float = LEVEL,
) -> HeldOut:
    """Learn from some decisions and foretell the others, never at random: by whole offices, or later from earlier.

    Intervals are of a mean over clusters (offices, or rounds of an office), with Student's t for their number.

    Parameters
    ----------
    rivals : name -> weights float64 (K,), 0 or more, such as today's; equal weights are always there

    Raises
    ------
    AbbinaError
        `bad_study`: fewer than two offices, or days; nothing to learn in one of the parts.
    """
    shown = lists.of((lists.chosen >= 0) & (np.diff(lists.start) > 1))
    folds = _folds(shown, by)
    sets = {EQUAL: np.ones(len(lists.criteria)), **rivals}
    told: dict[str, list[Floats]] = {name: [] for name in (LEARNED, *sets)}
    for fold in folds:
        train, test = shown.of(~fold), shown.of(fold)
        told[LEARNED].append(_foretell(ConditionalLogit(ridge=ridge), train, test, position))
        for name, weights in sets.items():
            # One slope without a bound: where choices go against a score there is nothing else to learn from it.
            one = ConditionalLogit(grades=0, ridge=ridge)
            told[name].append(_foretell(one, _scored(train, weights), _scored(test, weights), position))
    rows = np.concatenate([np.flatnonzero(fold) for fold in folds])
    cluster = cluster_of(shown, rows, "office" if by == "office" else "round")
    whole = {name: np.vstack(parts) for name, parts in told.items()}
    return HeldOut(
        by=by,
        decisions=len(rows),
        clusters=len(np.unique(cluster)),
        chance=float((1 / np.diff(shown.start)[rows]).mean()),
        rows=tuple(_row(name, whole, cluster, level) for name in whole),
    )


def mean_by_cluster(value: Floats, cluster: Ints, level: float = LEVEL) -> Interval:
    """A mean whose interval takes the decisions of one cluster as alike.

    Raises
    ------
    AbbinaError
        `bad_study`: fewer than two clusters.
    """
    groups, member = np.unique(cluster, return_inverse=True)
    if len(groups) < 2:
        raise AbbinaError("bad_study", why=say("per un intervallo servono almeno due uffici o due giornate"))
    mean = float(value.mean())
    summed = np.bincount(member, weights=value - mean)
    error = float(np.sqrt(len(groups) / (len(groups) - 1) * (summed**2).sum())) / len(value)
    reach = float(t.ppf((1 + level) / 2, len(groups) - 1)) * error
    return Interval(mean, mean - reach, mean + reach, level)


def _folds(lists: Lists, by: By) -> list[Mask]:
    if by == "office":
        offices = np.unique(lists.office)
        if len(offices) < 2:
            raise AbbinaError("bad_study", why=say("servono almeno due uffici per provare i pesi su un altro ufficio"))
        part = np.searchsorted(offices, lists.office) % min(PARTS, len(offices))
        return [part == k for k in range(int(part.max()) + 1)]
    days = np.unique(lists.day)
    if len(days) < 2:
        raise AbbinaError(
            "bad_study", why=say("servono almeno due giornate per provare i pesi su decisioni successive")
        )
    # The first day by which enough decisions were made; the last day is always held out.
    by_day = np.searchsorted(np.sort(lists.day), days, side="right") / len(lists)
    last = min(int(np.searchsorted(by_day, EARLIER)), len(days) - 2)
    return [lists.day > days[last]]


def _scored(lists: Lists, weights: Floats) -> Lists:
    """The same lists with one grade: the score under given weights."""
    return replace(
        lists,
        criteria=("score",),
        grades=(lists.grades @ (weights / weights.sum()))[:, None],
        known=(lists.known.sum(axis=1, keepdims=True) == len(lists.criteria)),
    )


def _foretell(model: ConditionalLogit, train: Lists, test: Lists, position: Position | None) -> Floats:
    """Of each decision the log-likelihood, and whether the likeliest option was chosen; float64 (n, 2)."""
    chance = model.fit_lists(train, position).predict_proba_lists(test)
    first = test.start[:-1]
    chosen = chance[first + test.chosen]
    best = np.maximum.reduceat(chance, first)
    # Options that are equally likely share the guess.
    tied = np.add.reduceat((chance >= np.repeat(best, np.diff(test.start))).astype(np.float64), first)
    return np.column_stack([np.log(np.maximum(chosen, 1e-300)), (chosen >= best) / tied])


def _row(name: str, told: Mapping[str, Floats], cluster: Ints, level: float) -> Foretold:
    right = mean_by_cluster(told[name][:, 1], cluster, level)
    gain = told[LEARNED][:, 0] - told[name][:, 0]
    return Foretold(
        weights=name,
        log_likelihood=mean_by_cluster(told[name][:, 0], cluster, level),
        right=Interval(right.value, max(right.low, 0.0), min(right.high, 1.0), level),
        gain=None if name == LEARNED else mean_by_cluster(gain, cluster, level),
    )
