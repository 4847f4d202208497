"""Many independent tasks on one core, on several, or on a Dask cluster: the same numbers everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

import numpy as np
from joblib import Parallel, delayed, parallel_config
from threadpoolctl import threadpool_limits

from data.errors import AbbinaError
from data.language import say

Progress = Callable[[int, int], None]
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Workers:
    """Where tasks run.

    Parameters
    ----------
    jobs : processes on this machine; 1 runs in this one
    scheduler : address of a Dask scheduler, or None; with it `jobs` has no effect
    """

    jobs: int = 1
    scheduler: str | None = None

    @contextmanager
    def engaged(self) -> Iterator[None]:
        """Joblib's backend while tasks run.

        Raises
        ------
        AbbinaError
            `not_supported`: Dask is not installed. `bad_study`: nobody answers at the address.
        """
        if self.scheduler is None:
            with parallel_config(backend="loky" if self.jobs != 1 else "sequential", n_jobs=self.jobs):
                yield
            return
        client = _client(self.scheduler)
        try:
            with parallel_config(backend="dask", wait_for_workers_timeout=30):
                yield
        finally:
            client.close()


def spread(
    function: Callable[[T], R], tasks: Sequence[T], *, workers: Workers | None = None, progress: Progress | None = None
) -> list[R]:
    """The results of a function on every task, in the order of the tasks.

    A task carries its own seed (`seeds`), and linear algebra runs on one thread in every worker: the numbers do not
    depend on how many there are.

    Parameters
    ----------
    function : importable by name, so that other processes find it
    tasks : whatever can be pickled
    workers : one process if not given
    progress : called with (done, of all) after each task
    """
    done: list[R] = []
    with (workers or Workers()).engaged():
        for result in Parallel(return_as="generator")(delayed(_alone)(function, task) for task in tasks):
            done.append(result)
            if progress is not None:
                progress(len(done), len(tasks))
    return done


def seeds(seed: int, count: int) -> list[int]:
    """Independent seeds of `count` tasks; those of more tasks begin with the same ones."""
    return [int(child.generate_state(1, np.uint64)[0] >> 1) for child in np.random.SeedSequence(seed).spawn(count)]


def _alone(function: Callable[[T], R], task: T) -> R:
    # The last bit of a sum can depend on the number of threads that share it.
    with threadpool_limits(limits=1):
        return function(task)


def _client(address: str) -> Any:
    try:
        # Dask is an extra, and takes a second to load: only who names a scheduler needs it.
        distributed = import_module("distributed")
    except ImportError:
        raise AbbinaError("not_supported", what=say("Dask non è installato: pip install abbina[dask]")) from None
    try:
        return distributed.Client(address, timeout="5s", set_as_default=True)
    except (OSError, ValueError):
        raise AbbinaError(
            "bad_study", why=say("{address}: nessuno scheduler di Dask risponde", address=address)
        ) from None
