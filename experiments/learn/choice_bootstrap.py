"""Weights learned again from decisions drawn again: whole clusters with replacement, as many draws as asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.errors import AbbinaError
from data.language import say
from experiments.learn.choice import demand_learnable
from experiments.learn.choice_climb import climb
from experiments.learn.choice_design import Design, Position, design_of, is_place
from experiments.learn.choice_intervals import LEVEL, Cluster, cluster_of
from experiments.lists import Floats, Ints, Lists
from experiments.parallel import Progress, Workers, seeds, spread
from experiments.report.parts import Interval

# Draws of one task: the lists travel once a task, and never depend on how many workers there are.
CHUNK = 10
# Draws under which the outer quantiles are mostly luck.
FEWEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What the draws gave.

    Parameters
    ----------
    names : criteria
    weights : the estimate from all decisions, each with its percentile interval over the draws
    position : likewise of the place in the list
    draws : float64 (draws, K), weights of each draw; a row of NaN where choices went against every criterion
    lost : how many such rows there are
    clusters : how many groups were drawn from
    """

    names: tuple[str, ...]
    weights: tuple[Interval, ...]
    position: tuple[Interval, ...]
    draws: Floats
    lost: int
    clusters: int


@dataclass(frozen=True, slots=True)
class _Task:
    design: Design
    begin: Floats
    member: Ints
    ridge: float
    seeds: tuple[int, ...]


def bootstrap(
    lists: Lists,
    draws: int,
    seed: int,
    workers: Workers | None = None,
    progress: Progress | None = None,
    *,
    position: Position | None = "linear",
    outside: bool = False,
    cluster: Cluster = "decision",
    ridge: float = 1e-3,
    level: float = LEVEL,
) -> Drawn:
    """Percentile intervals of the weights from decisions drawn again (Efron 1979; by cluster: Davison, Hinkley 1997).

    Drawn decisions are counted, not copied: a draw that takes a decision twice lets it count twice.

    Parameters
    ----------
    draws : 20 at least; 1,000 for a figure to publish
    cluster : what is drawn: decisions one by one, or with all those of their office or round
    progress : called with (tasks done, of all)

    Raises
    ------
    AbbinaError
        `bad_study`: as `ConditionalLogit.fit_lists`; too few draws; one cluster only; choices against every criterion.
    """
    if draws < FEWEST:
        raise AbbinaError("bad_study", why=say("servono almeno {n} ricampionamenti", n=FEWEST))
    design, which = design_of(lists, position, outside)
    demand_learnable(design)
    groups, member = np.unique(cluster_of(lists, which, cluster), return_inverse=True)
    if len(groups) < 2:
        raise AbbinaError("bad_study", why=say("per un intervallo servono almeno due uffici o due giornate"))
    top = climb(design, ridge)
    if top.coef[design.bounded].sum() <= 0:
        raise AbbinaError("bad_study", why=say("le scelte vanno contro tutti i criteri: non c'è un peso da imparare"))
    own = seeds(seed, draws)
    tasks = [
        _Task(design, top.coef, member.astype(np.int64), ridge, tuple(own[first : first + CHUNK]))
        for first in range(0, draws, CHUNK)
    ]
    coef = np.vstack(spread(_draw, tasks, workers=workers, progress=progress))
    weights = _shares(coef[:, design.bounded])
    lost = int(np.isnan(weights[:, 0]).sum())
    place = is_place(design)
    return Drawn(
        names=lists.criteria,
        weights=_percentiles(_shares(top.coef[None, design.bounded])[0], weights[~np.isnan(weights[:, 0])], level),
        position=_percentiles(top.coef[place], coef[:, place], level),
        draws=weights,
        lost=lost,
        clusters=len(groups),
    )


def _draw(task: _Task) -> Floats:
    """Coefficients of some draws, float64 (len(task.seeds), p)."""
    groups = int(task.member.max()) + 1
    coef = np.empty((len(task.seeds), len(task.begin)))
    for row, seed in enumerate(task.seeds):
        times = np.bincount(np.random.default_rng(seed).integers(groups, size=groups), minlength=groups)
        counts = times[task.member].astype(np.float64)
        coef[row] = climb(task.design.counted(counts), task.ridge, begin=task.begin).coef
    return coef


def _shares(coef: Floats) -> Floats:
    total = coef.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(coef, total, out=np.full_like(coef, np.nan), where=total > 0)
    return shares


def _percentiles(value: Floats, draws: Floats, level: float) -> tuple[Interval, ...]:
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    rows = np.column_stack([value, np.minimum(low, value), np.maximum(high, value)])
    return tuple(Interval(a, b, c, level) for a, b, c in rows.tolist())
