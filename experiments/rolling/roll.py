"""Batch after batch under one policy, and the optimum of who knew everything before."""

from __future__ import annotations

import numpy as np

from experiments.lists import Ints
from experiments.rolling.arrivals import POLICIES, Arrivals, Rolled, Rows
from experiments.rolling.prices import best_now, bid_prices, seat_losses
from matching.problem import Problem


def hindsight(arrivals: Arrivals) -> Rolled:
    """The best that could have been done had all arrivals been known at the start: no policy exceeds it.

    A pair counts if the opening is announced before the candidate leaves.
    """
    problem = arrivals.problem
    meets = arrivals.announced[problem.opening] <= arrivals.arrives[problem.candidate] + arrivals.patience
    kept = meets & (problem.value_micro >= problem.floor_micro)
    known = Problem.on_grid(
        problem.n_candidates,
        problem.n_openings,
        problem.candidate[kept],
        problem.opening[kept],
        problem.value_micro[kept],
        problem.seats,
    )
    return Rolled.of(arrivals, seat_losses(known, arrivals.placement_micro)[0])


def roll(arrivals: Arrivals, policy: str, seed: int) -> Rolled:
    """Decide batch after batch; what is decided is never undone.

    Parameters
    ----------
    policy : one of `POLICIES`. `random`: each candidate in turn gets one of the free openings at random. `greedy`: each
        in turn the best free one. `batch`: the best assignment of those who are there, as if nobody came later.
        `bid_prices`: the same, each seat at the price of what later candidates would lose without it.
    seed : draws for `random` and the futures of `bid_prices`

    Raises
    ------
    ValueError
        Unknown policy.
    """
    if policy not in POLICIES:
        raise ValueError(f"policy is {policy!r}: one of {POLICIES} is expected")
    rng = np.random.default_rng(seed)
    problem, announced, rows = arrivals.problem, arrivals.announced, Rows.of(arrivals.problem)
    at = np.full(problem.n_candidates, -1, dtype=np.int64)
    left = np.zeros(problem.n_openings, dtype=np.int64)
    for now in range(arrivals.batches + arrivals.patience):
        left[announced == now] = problem.seats[announced == now]
        first, arrived = max(0, now - arrivals.patience) * arrivals.batch, (now + 1) * arrivals.batch
        here = arrivals.order[first:arrived]
        # Who has waited longest stands first.
        here = here[at[here] < 0]
        if policy in ("random", "greedy"):
            _one_by_one(rows, here, at, left, rng if policy == "random" else None)
            continue
        candidate, opening, value = rows.pairs_of(here)
        worth = value + arrivals.placement_micro
        if policy == "bid_prices":
            worth = worth - bid_prices(arrivals, left, min(arrived, problem.n_candidates), now, rng)[opening]
        at[here] = best_now(candidate, opening, worth, left, len(here))
        left -= np.bincount(at[here][at[here] >= 0], minlength=problem.n_openings)
    return Rolled.of(arrivals, at)


def _one_by_one(rows: Rows, here: Ints, at: Ints, left: Ints, rng: np.random.Generator | None) -> None:
    """Each candidate in turn takes a free seat, the best one or one drawn; changes `at` and `left`."""
    for i in here.tolist():
        row = slice(int(rows.start[i]), int(rows.start[i + 1]))
        free = np.flatnonzero(left[rows.opening[row]] > 0)
        if not len(free):
            continue
        k = int(rng.choice(free)) if rng is not None else int(free[np.argmax(rows.value_micro[row][free])])
        j = int(rows.opening[row][k])
        at[i] = j
        left[j] -= 1
