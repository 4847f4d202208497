"""What a seat is worth to those who come later: bid prices.

Talluri and van Ryzin, An Analysis of Bid-Price Controls for Network Revenue Management, Management Science 44 (1998);
for refugees who arrive in batches Ahani, Gölz, Procaccia, Teytelboym and Trapp, Dynamic Placement in Refugee
Resettlement, Operations Research 72 (2024).
"""

from __future__ import annotations

import numpy as np

from experiments.lists import Ints
from experiments.rolling.arrivals import Arrivals, Rows
from matching.hungarian import improve
from matching.problem import Problem
from matching.residual import Arcs, Choices, settle

_UNREACHED = -(2**62)


def seat_losses(problem: Problem, placement_micro: int = 0) -> tuple[Ints, Ints]:
    """The best assignment by score alone, and what would be lost with one seat of each opening.

    The solver's own prices say what one more seat adds: the smallest duals. Who gives a seat away loses it, and what is
    lost with it is the largest dual: the cheapest chain of moves after which that seat is free.

    Parameters
    ----------
    placement_micro : what a placement counts besides its score

    Returns
    -------
    opening_of : int64 (n,), -1 where none
    loss : int64 (m,), in steps of 1e-6; 0 where there is no seat
    """
    choices = Choices.of(problem)
    weight = problem.value_micro[choices.pair] + placement_micro
    empty = np.full(problem.n_candidates, -1, dtype=np.int64)
    at, _, _ = settle(choices, improve(choices, empty, weight), weight)
    arcs = Arcs.of(choices, at, weight)
    # Longest walks from `outside`; after an optimum no ring gains, so they are found in a few rounds.
    into = np.flatnonzero(np.diff(arcs.start))
    best = np.full(problem.n_openings + 1, _UNREACHED, dtype=np.int64)
    best[-1] = 0
    while len(into):
        reached = np.where(best[arcs.source] == _UNREACHED, _UNREACHED, best[arcs.source] + arcs.gain)
        longer = np.maximum(best[into], np.maximum.reduceat(reached, arcs.start[into]))
        if np.array_equal(longer, best[into]):
            break
        best[into] = longer
    return at, np.where(best[:-1] == _UNREACHED, 0, -best[:-1])


def bid_prices(arrivals: Arrivals, left: Ints, arrived: int, now: int, rng: np.random.Generator) -> Ints:
    """The mean loss of a seat of each opening over drawn futures, each solved exactly; shape (m,), steps of 1e-6.

    A future: as many candidates as are still to come, drawn from the past (or from those who have arrived) with
    replacement; and for each opening that is still to be announced the seats of one that is there, drawn likewise.

    Parameters
    ----------
    left : int64 (m,), free seats
    arrived : how many candidates have arrived, the present batch included
    now : the present batch
    """
    problem = arrivals.problem
    coming = problem.n_candidates - arrived
    there = np.flatnonzero(arrivals.announced <= now)
    pool = arrivals.past if arrivals.past is not None else Rows.of(problem)
    people = np.arange(len(pool)) if arrivals.past is not None else arrivals.order[:arrived]
    total = np.zeros(problem.n_openings, dtype=np.int64)
    if not coming or not len(there) or not len(people):
        return total
    for _ in range(arrivals.futures):
        candidate, opening, value = pool.pairs_of(people[rng.integers(0, len(people), coming)])
        alike = there[rng.integers(0, len(there), problem.n_openings - len(there))]
        # A stand-in is worth to everybody what its model is: the same opening with more seats.
        seats = left + np.bincount(alike, minlength=problem.n_openings) * problem.seats
        open_ = seats[opening] > 0
        future = _problem(coming, candidate[open_], opening[open_], value[open_], seats)
        total += seat_losses(future, arrivals.placement_micro)[1]
    return total // arrivals.futures


def best_now(candidate: Ints, opening: Ints, worth_micro: Ints, seats: Ints, count: int) -> Ints:
    """The best assignment of those who are there by worth alone, which may be negative; shape (count,), -1 if none."""
    kept = (worth_micro >= 0) & (seats[opening] > 0)
    # One step more for each placement: of equally good assignments the one with more people is taken.
    problem = _problem(count, candidate[kept], opening[kept], worth_micro[kept], seats)
    return seat_losses(problem, 1)[0]


def _problem(n: int, candidate: Ints, opening: Ints, value_micro: Ints, seats: Ints) -> Problem:
    return Problem.on_grid(n, len(seats), candidate, opening, value_micro, seats)
