"""The free quarters around each moment of many weeks, as arrays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from data.week import FORTNIGHT, QUARTERS, Week

# Longest run of free quarters that is remembered around a moment: more than any journey, gap and shift together.
LONGEST_RUN = 250


def free_runs(weeks: Iterable[Week]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Free quarters just before, and from, each quarter of plain weeks.

    Returns
    -------
    before, after : uint8 arrays, shape (len(weeks), 672)
        `before[i, q]` counts the free quarters that end at q, `after[i, q]` those that begin at q; at most 250.

    Raises
    ------
    ValueError
        Where a week alternates.
    """
    rows = [week.array() for week in weeks]
    return _runs(np.array(rows, dtype=np.bool_).reshape(len(rows), QUARTERS))


def free_runs_fortnight(weeks: Iterable[Week]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Free quarters just before, and from, each quarter of a fortnight.

    Returns
    -------
    before, after : uint8 arrays, shape (len(weeks), 2, 672)
        As of `free_runs`; row [i, 0] is week A, [i, 1] week B. Runs pass from one into the other; those of a plain
        week are the same in both.
    """
    rows = [week.fortnight() for week in weeks]
    before, after = _runs(np.array(rows, dtype=np.bool_).reshape(len(rows), FORTNIGHT))
    return before.reshape(len(rows), 2, QUARTERS), after.reshape(len(rows), 2, QUARTERS)


def _runs(free: NDArray[np.bool_]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    before = np.roll(_run_up_to(free), 1, axis=1)
    return before, np.ascontiguousarray(_run_up_to(free[:, ::-1])[:, ::-1])


def _run_up_to(free: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Free quarters that end with each quarter, itself among them; every row is a circle."""
    runs = free.astype(np.uint8)
    step = 1
    # A run as long as the step goes on with the one that ends where it begins: twice as long each time.
    while step < LONGEST_RUN:
        before = np.minimum(np.roll(runs, step, axis=1), np.uint8(LONGEST_RUN - step))
        runs += before * (runs == step)
        step *= 2
    return runs
