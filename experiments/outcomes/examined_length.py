"""How well the length of contracts is foretold on later calls, and whether its intervals keep their promise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.lists import Floats, Ints
from experiments.outcomes.followups import Followups
from experiments.outcomes.held_out import Folds, check_later
from experiments.outcomes.length import ContractLength
from experiments.outcomes.skill import ratio
from experiments.report.parts import Interval

LEVEL = 0.9
# Below, neither a median nor an interval is worth telling.
LEAST_CONTRACTS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedLength:
    """What is known of a model of contract length, on later calls.

    Parameters
    ----------
    n, censored : contracts that have ended, and those without an end or still running, which are left out
    held_out : contracts measured on
    median_months : of those that have ended
    covered : share of the contracts held out that lie within their interval of level `LEVEL`
    skill : share of the absolute error of log months of each programme's median that the model takes away
    wide : highest months of an interval over its lowest, the typical one
    """

    n: int
    censored: int
    held_out: int
    median_months: float
    covered: Interval
    skill: Interval
    wide: float


def examine_length(followups: Followups, *, by_time: Folds, seed: int) -> ExaminedLength | None:
    """Examine a model of contract length; None where there are too few contracts.

    Raises
    ------
    AbbinaError
        `bad_study`: folds that are not later.
    """
    check_later(followups, by_time)
    ended = followups.whole_contracts()
    parts: list[tuple[Ints, Floats, Floats, Floats]] = []
    for learn, hold in by_time:
        learn, hold = np.intersect1d(learn, ended), np.intersect1d(hold, ended)
        if len(learn) < LEAST_CONTRACTS or not len(hold):
            continue
        model = ContractLength(names=followups.names, seed=seed)
        model.fit(followups.features[learn], followups.contract_months[learn])
        asked = followups.features[hold]
        parts.append((hold, model.predict(asked), model.interval(asked, LEVEL), _medians(followups, learn, hold)))
    if sum(len(hold) for hold, *_ in parts) < LEAST_CONTRACTS:
        return None
    rows, told, bounds, plain = (np.concatenate(part) for part in zip(*parts, strict=True))
    months, rounds = followups.contract_months[rows], followups.round_[rows]
    inside = (bounds[:, 0] <= months) & (months <= bounds[:, 1])
    left = ratio(_miss(told, months), _miss(plain, months), rounds, seed)
    return ExaminedLength(
        n=len(ended),
        censored=int((followups.censored & ~np.isnan(followups.contract_months)).sum()),
        held_out=len(rows),
        median_months=float(np.median(followups.contract_months[ended])),
        covered=ratio(inside.astype(np.float64), np.ones(len(rows)), rounds, seed),
        skill=Interval(1 - left.value, 1 - left.high, 1 - left.low),
        wide=float(np.median(bounds[:, 1] / np.maximum(bounds[:, 0], np.finfo(np.float64).tiny))),
    )


def _medians(followups: Followups, learn: Ints, hold: Ints) -> Floats:
    """The median months of each held-out row's programme; of all where the programme is new."""
    months, programme = followups.contract_months[learn], followups.programme[learn]
    medians = {int(k): float(np.median(months[programme == k])) for k in np.unique(programme)}
    overall = float(np.median(months))
    return np.array([medians.get(k, overall) for k in followups.programme[hold].tolist()])


def _miss(told: Floats, months: Floats) -> Floats:
    return np.asarray(np.abs(np.log(told) - np.log(months)), dtype=np.float64)
