"""The best assignment of many people to few companies with equal seats: exact, and fast enough for thousands of worlds.

Prices that nearly balance the companies are found first; everybody takes the best at those prices; what is left over
in a company then moves along cheapest chains of people, each of whom goes one company further (successive shortest
paths, Ahuja, Magnanti & Orlin 1993, 9.7). A chain is sought among companies, not people.
"""

from __future__ import annotations

import numpy as np

from experiments.lists import Floats, Ints

_ROUNDS, _COOLING, _WARM, _COLD = 30, 0.87, 0.5, 0.01
# Sums of values in [0, 1] differ by less where they are equal.
_SAME = 1e-12


def seated(value: Floats) -> Ints:
    """The company of each person so that the sum of values is as great as can be.

    Parameters
    ----------
    value : shape (people, companies), finite

    Returns
    -------
    ndarray of int64
        shape (people,); no company holds more than people / companies, rounded up
    """
    people, companies = value.shape
    seats = -(-people // companies)
    # Empty seats are taken by nobodies, who are worth the same anywhere.
    full = np.vstack([value, np.zeros((companies * seats - people, companies))])
    taken = np.asarray((full - _prices(full, seats)).argmax(axis=1), dtype=np.int64)
    _balance(full, taken, seats)
    return taken[:people]


def _prices(value: Floats, seats: int) -> Floats:
    """Prices at which about as many want each company as it has seats."""
    scale = float(value.std()) or 1.0
    price, heat = np.zeros(value.shape[1]), _WARM * scale
    for _ in range(_ROUNDS):
        wanted = (value - price) / heat
        wanted = np.exp(wanted - wanted.max(axis=1, keepdims=True))
        wanted /= wanted.sum(axis=1, keepdims=True)
        price += heat * np.log(np.maximum(wanted.sum(axis=0), 1e-9) / seats)
        heat = max(heat * _COOLING, _COLD * scale)
    return price


def _balance(value: Floats, taken: Ints, seats: int) -> None:
    """Move people, in place, until no company holds more than its seats; best for its loads before, best after."""
    companies = value.shape[1]
    load = np.bincount(taken, minlength=companies)
    loss = np.full((companies, companies), np.inf)
    mover = np.zeros((companies, companies), dtype=np.int64)
    changed = list(range(companies))
    while True:
        for j in changed:
            _cheapest_moves(value, taken, j, loss, mover)
        if not (load > seats).any():
            return
        cost, before = _chains(np.where(load > seats, 0.0, np.inf), loss)
        k = int(np.where(load < seats, cost, np.inf).argmin())
        load[k] += 1
        changed = [k]
        while before[k] >= 0:
            j = int(before[k])
            taken[mover[j, k]] = k
            changed.append(j)
            k = j
        load[k] -= 1


def _cheapest_moves(value: Floats, taken: Ints, j: int, loss: Floats, mover: Ints) -> None:
    """From company j to each other one: the least that a move costs, and who moves."""
    here = np.flatnonzero(taken == j)
    if not len(here):
        loss[j] = np.inf
        return
    costs = value[here, j][:, None] - value[here]
    who = costs.argmin(axis=0)
    mover[j] = here[who]
    loss[j] = costs[who, np.arange(len(who))]
    loss[j, j] = np.inf


def _chains(cost: Floats, loss: Floats) -> tuple[Floats, Ints]:
    """Bellman and Ford: the cheapest chain to each company, and the company before it; -1 where a chain begins."""
    before = np.full(len(cost), -1, dtype=np.int64)
    for _ in range(len(cost)):
        through = cost[:, None] + loss
        last = through.argmin(axis=0)
        found = through[last, np.arange(len(cost))]
        better = found < cost - _SAME
        if not better.any():
            break
        cost, before = np.where(better, found, cost), np.where(better, last, before)
    return cost, before
