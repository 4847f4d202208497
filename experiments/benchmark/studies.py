"""The bootstrap of a study on one process, on two, and on a Dask scheduler, side by side in one run."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from experiments.benchmark.bootstrap import measure_bootstrap
from experiments.parallel import Progress, Workers

JOBS = (1, 2)
CLUSTER_WORKERS = 2
# Workers that were there before do not have to start: both times are told.
TIMES = ("first", "again")


@dataclass(frozen=True, slots=True)
class Run:
    """One line of the table.

    Parameters
    ----------
    where : `1`, `2`, or `dask`
    first_s, again_s : seconds with starting the workers, and once they are there
    serial_s : the same in one process, measured between the two
    """

    where: str
    first_s: float
    again_s: float
    serial_s: float


def measure_studies(decisions: int, draws: int, scheduler: str | None, progress: Progress | None = None) -> list[Run]:
    """Measure everywhere; every run is checked to give the numbers of one process, bit for bit.

    Parameters
    ----------
    scheduler : of Dask; where none is named and Dask is installed, one with two workers is started for the measure
    """
    runs = []
    for jobs in JOBS:
        runs.append(_run(str(jobs), decisions, draws, Workers(jobs=jobs)))
        if progress is not None:
            progress(len(runs), len(JOBS) + 1)
    if scheduler is None and find_spec("distributed") is None:
        return runs
    with _cluster(scheduler) as address:
        runs.append(_run("dask", decisions, draws, Workers(scheduler=address)))
    return runs


def _run(where: str, decisions: int, draws: int, workers: Workers) -> Run:
    first, again = (measure_bootstrap(decisions, draws, workers) for _ in TIMES)
    return Run(where, first.seconds, again.seconds, min(first.serial_seconds, again.serial_seconds))


@contextmanager
def _cluster(scheduler: str | None) -> Iterator[str]:
    if scheduler is not None:
        yield scheduler
        return
    distributed = import_module("distributed")
    with warnings.catch_warnings():
        # Dask tells of the dashboard's port, and of messages that are a little large.
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=CLUSTER_WORKERS, threads_per_worker=1, processes=True, dashboard_address=None, protocol="tcp"
        ) as cluster:
            yield cluster.scheduler_address
