"""How much weights from noisy assignments depend on which rounds happened to be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.errors import AbbinaError
from data.language import say
from experiments.learn.inverse import InverseWeights
from experiments.learn.inverse_rounds import Floats, Round, check_rounds
from experiments.parallel import Progress, Workers, seeds, spread

FEWEST_ROUNDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Again:
    """Least-loss weights, and their interval over rounds drawn again.

    Parameters
    ----------
    value, low, high : float64 (K,)
    level : of the interval
    draws : how many times the rounds were drawn
    """

    value: Floats
    low: Floats
    high: Floats
    level: float
    draws: int


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    rounds: tuple[Round, ...]
    fitted: InverseWeights
    seed: int


def draw_again(
    rounds: Sequence[Round],
    fitted: InverseWeights,
    *,
    seed: int,
    draws: int = 200,
    level: float = 0.95,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Again:
    """Percentile intervals of the least-loss weights, whole rounds drawn with replacement.

    For assignments that no weights explain. In simulation an interval of 95% held a true weight in about nine cases in
    ten where other reasons weighed 5%; where they weighed 20% in about seven to nine, because least loss draws the
    weights towards one another. Where the set is not empty its own bounds are certain, and these are not needed.

    Raises
    ------
    AbbinaError
        `bad_study`: fewer than 5 rounds, or faults of the rounds.
    """
    check_rounds(rounds)
    if len(rounds) < FEWEST_ROUNDS:
        why = say("{n} giornate: per un intervallo ne servono almeno {least}", n=len(rounds), least=FEWEST_ROUNDS)
        raise AbbinaError("bad_study", why=why)
    tasks = [_Task(tuple(rounds), fitted, one) for one in seeds(seed, draws)]
    drawn = np.array(spread(_once, tasks, workers=workers, progress=progress))
    value = fitted.nearest_to(rounds)
    low, high = np.quantile(drawn, [(1.0 - level) / 2.0, (1.0 + level) / 2.0], axis=0)
    return Again(value, np.minimum(low, value), np.maximum(high, value), level, draws)


def _once(task: _Task) -> Floats:
    rng = np.random.default_rng(task.seed)
    return task.fitted.nearest_to([task.rounds[row] for row in rng.integers(0, len(task.rounds), len(task.rounds))])
