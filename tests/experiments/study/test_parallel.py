"""Tasks give the same numbers in this process, in several, and on a Dask cluster."""

from __future__ import annotations

import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import numpy as np
import pytest

from data.errors import AbbinaError
from experiments.parallel import Workers, seeds, spread


@contextmanager
def scheduler(workers: int) -> Iterator[str]:
    """A Dask scheduler with so many workers, each a process of its own."""
    distributed = import_module("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, protocol="tcp"
        ) as cluster:
            yield cluster.scheduler_address


def world(task: tuple[int, int]) -> tuple[float, ...]:
    """Numbers whose last bit would tell another order of sums: a least-squares fit on noise."""
    seed, size = task
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(size, 30)), rng.normal(size=size)
    return tuple(np.linalg.solve(x.T @ x, x.T @ y).tolist())


def test_numbers_are_the_same_bit_for_bit_alone_in_two_processes_and_on_a_cluster_of_two() -> None:
    tasks = [(seed, 500) for seed in seeds(7, 12)]
    alone = spread(world, tasks)
    counted: list[tuple[int, int]] = []
    assert spread(world, tasks, workers=Workers(jobs=2), progress=lambda *done: counted.append(done)) == alone
    assert counted == [(k + 1, len(tasks)) for k in range(len(tasks))]
    with warnings.catch_warnings(), scheduler(2) as address:
        warnings.simplefilter("ignore")
        assert spread(world, tasks, workers=Workers(scheduler=address)) == alone


def test_more_tasks_begin_with_the_same_seeds() -> None:
    assert seeds(3, 5) == seeds(3, 9)[:5]
    assert len(set(seeds(3, 1000))) == 1000
    assert seeds(4, 5) != seeds(3, 5)
    assert all(0 <= seed < 2**63 for seed in seeds(0, 100))


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        workers = Workers(scheduler=address)
        with pytest.raises(AbbinaError, match=address) as error:
            spread(world, [(0, 40)], workers=workers)
    assert error.value.code == "bad_study"


def test_an_address_that_is_none_is_told() -> None:
    with pytest.raises(AbbinaError):
        spread(world, [(0, 40)], workers=Workers(scheduler="nowhere at all"))
