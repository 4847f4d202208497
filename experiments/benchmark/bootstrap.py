"""How long a bootstrap of learned weights takes, here or on a cluster, and that its numbers are the same everywhere."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from data.errors import AbbinaError
from data.language import marked
from experiments.learn.choice_bootstrap import bootstrap
from experiments.learn.choice_worlds import ChoiceLaw, choices, true_weights
from experiments.parallel import Progress, Workers

OPTIONS, CRITERIA, PLACE_COSTS = 5, 8, 0.5
SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredBootstrap:
    """One bootstrap.

    Parameters
    ----------
    decisions, draws : of how many decisions, drawn again how often
    jobs, scheduler : where it ran
    seconds : with starting the workers if they were not there yet
    serial_seconds : the same draws in this process
    """

    decisions: int
    draws: int
    jobs: int
    scheduler: str | None
    seconds: float
    serial_seconds: float


def measure_bootstrap(
    decisions: int = 10_000, draws: int = 200, workers: Workers | None = None, progress: Progress | None = None
) -> MeasuredBootstrap:
    """Time a bootstrap of lists of 5 options with 8 criteria and their place, and run it again in this process alone.

    Raises
    ------
    AbbinaError
        `not_proved`: the workers gave other numbers than this process, to the last bit.
    """
    where = workers or Workers()
    rng = np.random.default_rng(SEED)
    law = ChoiceLaw(decisions=decisions, options=OPTIONS, criteria=CRITERIA, position=PLACE_COSTS)
    lists = choices(law, true_weights(CRITERIA, rng), rng)
    start = time.perf_counter()
    found = bootstrap(lists, draws, SEED, where, progress)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    alone = bootstrap(lists, draws, SEED)
    serial_seconds = time.perf_counter() - start
    if found.draws.tobytes() != alone.draws.tobytes():
        raise AbbinaError("not_proved", why=marked("il bootstrap dà altri numeri con altri processi"))
    return MeasuredBootstrap(
        decisions=decisions,
        draws=draws,
        jobs=where.jobs,
        scheduler=where.scheduler,
        seconds=seconds,
        serial_seconds=serial_seconds,
    )
