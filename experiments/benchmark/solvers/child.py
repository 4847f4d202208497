"""One run of one solver, in a forked child that reads the same pages as all others."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from experiments.benchmark.solvers.instance import Instance, Int64
from experiments.benchmark.solvers.roster import Entry

# Libraries load before the clock starts, but not forever.
LOAD_LIMIT_S = 300.0
TIMEOUT, FAILED = "timeout", "failed"
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Seconds, memory above that at the start of the clock (MB), the matching; or `why` there is none."""

    prep_s: float = 0.0
    solve_s: float = 0.0
    added_mb: float = 0.0
    opening_of: Int64 | None = None
    why: str = ""


def run_once(
    entry: Entry, instance: Instance, tiny: Sequence[Instance], objective: str, limit_s: float, libraries: Path
) -> Outcome:
    """Fork, solve, and take the answer; the child is ended at the time limit, which counts preparation too."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_solve, args=(theirs, entry, instance, tiny, objective, libraries))
    child.start()
    theirs.close()
    try:
        if not ours.poll(LOAD_LIMIT_S):
            return Outcome(why=TIMEOUT)
        told = ours.recv()
        if told != "ready":
            return Outcome(why=f"{FAILED}: {told}")
        if not ours.poll(limit_s):
            return Outcome(why=TIMEOUT)
        answer = ours.recv()
        return answer if isinstance(answer, Outcome) else Outcome(why=f"{FAILED}: {answer}")
    except EOFError:
        child.join()
        return Outcome(why=f"{FAILED}: exit {child.exitcode}")
    finally:
        child.kill()
        child.join()
        ours.close()


def _solve(
    pipe: Connection, entry: Entry, instance: Instance, tiny: Sequence[Instance], objective: str, libraries: Path
) -> None:
    """What happens in the child: load, warm up on tiny markets, then be timed."""
    # The collector would write to pages that are shared.
    gc.disable()
    try:
        if entry.folder:
            sys.path.insert(0, str(libraries / entry.folder))
        solver = entry.make()
        for market in tiny:
            solver.solve(solver.prep(market, objective))
        _give_back()
        before = _high_water(reset=True)
        pipe.send("ready")
        start = time.perf_counter()
        prepared = solver.prep(instance, objective)
        middle = time.perf_counter()
        opening_of = solver.solve(prepared)
        end = time.perf_counter()
        added = max(0.0, _high_water() - before) / 1024
        compact = np.asarray(opening_of, dtype=np.int64)
        pipe.send(Outcome(middle - start, end - middle, added, compact))
    # Whatever a foreign library throws is an outcome of the race, not an error of ours.
    except BaseException as error:
        with contextlib.suppress(OSError):
            pipe.send(f"{type(error).__name__}: {error}"[:200])


def _give_back() -> None:
    """Hand freed memory back to the system: what a solver takes must not come from what others left (glibc only)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _high_water(*, reset: bool = False) -> float:
    """Most memory that this process ever had, in kB; from now on, if reset (where the kernel allows it)."""
    if reset:
        with contextlib.suppress(OSError):
            CLEAR.write_text("5")
    for line in STATUS.read_text().splitlines():
        if line.startswith("VmHWM:"):
            return float(line.split()[1])
    return 0.0
