"""Whether a told probability is what happens: expected calibration error, its band under chance, reliability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

from experiments.lists import Floats, Ints
from experiments.report.parts import Interval

BINS = 10
# About this many simulated answers at a time: flat memory.
ANSWERS_A_CHUNK = 2_000_000
# A group of fewer placements is left out of tables and plots.
SMALLEST_BIN = 10


@dataclass(frozen=True, slots=True)
class Band:
    """Calibration errors that a perfect model would show by chance: their mean, and their 95th centile."""

    mean: float
    p95: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Placements with like predictions: how many, what was told on average, and what happened."""

    n: int
    told: float
    happened: Interval


def bins_of(p: Floats, bins: int = BINS) -> Ints:
    """The bin of each prediction, shape (n,): bins of equal count, those of equal predictions together."""
    edges = np.quantile(p, np.linspace(0, 1, bins + 1))
    return np.clip(np.searchsorted(edges, p, side="right") - 1, 0, bins - 1).astype(np.int64)


def calibration_error(p: Floats, y: Floats, bins: int = BINS) -> float:
    """Expected calibration error: mean distance of told from happened over bins, weighted by their count.

    Parameters
    ----------
    p : float64 (n,), probabilities
    y : float64 (n,), 1 and 0
    bins : of equal count (Naeini et al., AAAI 2015)
    """
    return float(np.abs(np.bincount(bins_of(p, bins), weights=p - y, minlength=bins)).sum() / len(p))


def null_errors(p: Floats, seed: int, draws: int = 1_000, bins: int = BINS) -> Floats:
    """Calibration errors of a model whose probabilities are the truth, shape (draws,).

    Answers are drawn from the probabilities themselves, each by itself. The error of a perfect model is far from 0 when
    placements are few: only this says what is too much.
    """
    place = bins_of(p, bins)
    order = np.argsort(place, kind="stable")
    sorted_p, starts = p[order], np.flatnonzero(np.diff(place[order], prepend=-1))
    return np.concatenate(
        [np.abs(np.add.reduceat(sorted_p - y, starts, axis=1)).sum(axis=1) for y in _answers(sorted_p, seed, draws)]
    ) / len(p)


def null_band(p: Floats, seed: int, draws: int = 1_000, bins: int = BINS) -> Band:
    """Mean and 95th centile of `null_errors`."""
    errors = null_errors(p, seed, draws, bins)
    return Band(float(errors.mean()), float(np.quantile(errors, 0.95)))


def reliability(p: Floats, y: Floats, bins: int = BINS, level: float = 0.95) -> tuple[Bin, ...]:
    """Told against happened by bin, with Clopper and Pearson's exact intervals (1934); small bins are left out."""
    place = bins_of(p, bins)
    n = np.bincount(place, minlength=bins)
    told, yes = np.bincount(place, weights=p, minlength=bins), np.bincount(place, weights=y, minlength=bins)
    return tuple(
        Bin(int(n[k]), float(told[k] / n[k]), share(int(yes[k]), int(n[k]), level))
        for k in np.flatnonzero(n >= SMALLEST_BIN)
    )


def share(yes: int, n: int, level: float = 0.95) -> Interval:
    """A share with Clopper and Pearson's exact interval; n above 0."""
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, yes, n - yes + 1)) if yes else 0.0
    high = float(beta.ppf(1 - tail, yes + 1, n - yes)) if yes < n else 1.0
    return Interval(yes / n, low, high, level)


def _answers(p: Floats, seed: int, draws: int) -> Iterator[Floats]:
    """Simulated answers, shape (some, n) until there are `draws`."""
    rng, rows = np.random.default_rng(seed), max(1, ANSWERS_A_CHUNK // len(p))
    for first in range(0, draws, rows):
        yield (rng.random((min(rows, draws - first), len(p))) < p).astype(np.float64)
