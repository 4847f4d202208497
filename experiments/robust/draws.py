"""A proposal made again and again under a disturbance: how often each pair comes back, and what is lost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import beta, norm

from experiments.parallel import Progress, Workers, seeds, spread
from experiments.report.parts import Interval
from experiments.robust.case import Case, Mask
from experiments.robust.disturb import Disturbance
from matching.entries import MICRO, Floats, Ints

# Fixed, so that the same draws stand in the same chunk however many workers there are.
CHUNK = 25


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draws:
    """What came out of n draws.

    Parameters
    ----------
    disturbance : what was disturbed
    base : bool (n_pairs,), the pairs of the proposal itself
    times : int64 (n_pairs,), in how many draws each pair is proposed
    kept : float64 (n,), share of the pairs of the proposal that are proposed again
    loss : float64 (n,), share of the score that is lost, by the undisturbed values; below 0 where fewer are placed
    gain : float64 (n,), score that the new proposal has more than the old one, by the disturbed values
    placements : int64 (n,), persons placed
    """

    disturbance: Disturbance
    base: Mask
    times: Ints
    kept: Floats
    loss: Floats
    gain: Floats
    placements: Ints

    def __len__(self) -> int:
        return len(self.kept)

    @property
    def mean_kept(self) -> Interval:
        """Mean share of pairs kept, with the interval that the number of draws leaves."""
        return mean_interval(self.kept)

    @property
    def mean_loss(self) -> Interval:
        """Mean share of the score lost, likewise."""
        return mean_interval(self.loss)

    @property
    def mean_gain(self) -> Interval:
        """Mean score that the new proposal has more than the old one, by the disturbed values, likewise."""
        return mean_interval(self.gain)


def draw(
    case: Case,
    disturbances: Sequence[Disturbance],
    *,
    draws: int = 200,
    seed: int = 0,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> list[Draws]:
    """Make the proposal again, exactly, under each disturbance.

    Parameters
    ----------
    case : what is proposed, from which grades and weights
    disturbances : each is drawn `draws` times
    draws : 1 or more
    seed : same seed, same numbers, however many workers
    """
    base = case.chosen(case.opening_of(case.problem.value_micro))
    tasks = []
    for disturbance, own in zip(disturbances, seeds(seed, len(disturbances)), strict=True):
        each = seeds(own, draws)
        tasks += [_Task(case, disturbance, base, tuple(each[k : k + CHUNK])) for k in range(0, draws, CHUNK)]
    chunks = spread(_chunk, tasks, workers=workers, progress=progress)
    size = -(-draws // CHUNK)
    return [_whole(chunks[k * size : (k + 1) * size]) for k in range(len(disturbances))]


@dataclass(frozen=True, slots=True)
class _Task:
    case: Case
    disturbance: Disturbance
    base: Mask
    seeds: tuple[int, ...]


def _chunk(task: _Task) -> Draws:
    case, base = task.case, task.base
    own = case.problem.value_micro
    score = int(own[base].sum())
    times = np.zeros(len(base), dtype=np.int64)
    rows: list[tuple[float, float, float]] = []
    placed: list[int] = []
    for seed in task.seeds:
        drawn = task.disturbance.drawn(case, case.grades, case.shares, np.random.default_rng(seed))
        value = case.values(*drawn)
        now = case.chosen(case.opening_of(value))
        times += now
        kept = float(now[base].mean()) if base.any() else 1.0
        loss = (score - int(own[now].sum())) / score if score else 0.0
        rows.append((kept, loss, (int(value[now].sum()) - int(value[base].sum())) / MICRO))
        placed.append(int(now.sum()))
    kept_, loss_, gain_ = np.array(rows).T
    return Draws(
        disturbance=task.disturbance,
        base=base,
        times=times,
        kept=kept_,
        loss=loss_,
        gain=gain_,
        placements=np.array(placed, dtype=np.int64),
    )


def _whole(chunks: Sequence[Draws]) -> Draws:
    return replace(
        chunks[0],
        times=np.sum([chunk.times for chunk in chunks], axis=0),
        kept=np.concatenate([chunk.kept for chunk in chunks]),
        loss=np.concatenate([chunk.loss for chunk in chunks]),
        gain=np.concatenate([chunk.gain for chunk in chunks]),
        placements=np.concatenate([chunk.placements for chunk in chunks]),
    )


def mean_interval(values: Floats, level: float = 0.95) -> Interval:
    """A mean and the interval that the number of draws leaves, by the normal law; no width for a single draw."""
    middle = float(values.mean())
    error = float(values.std(ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else 0.0
    half = float(norm.ppf((1 + level) / 2)) * error
    return Interval(middle, middle - half, middle + half, level)


def binomial_interval(times: Ints, draws: int, level: float = 0.95) -> tuple[Floats, Floats]:
    """Bounds of a share of draws (Clopper and Pearson 1934: never narrower than promised); shape of `times`."""
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        low = np.where(times > 0, beta.ppf(tail, times, draws - times + 1), 0.0)
        high = np.where(times < draws, beta.ppf(1 - tail, times + 1, draws - times), 1.0)
    return low, high
