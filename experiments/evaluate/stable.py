"""Stable matching: candidates propose, openings keep the best as long as they have seats (deferred acceptance).

Gale and Shapley, College Admissions and the Stability of Marriage, American Mathematical Monthly 69 (1962) 9-15.
"""

from __future__ import annotations

from heapq import heappush, heappushpop

import numpy as np

from experiments.evaluate.baselines_market import Market
from experiments.evaluate.lottery import ranked_pairs
from experiments.lists import Ints


def stable(market: Market, of_candidates: Ints, of_openings: Ints) -> Ints:
    """The stable assignment that is best for the candidates; shape (n,), -1 where none.

    Parameters
    ----------
    of_candidates, of_openings : int64 (n_pairs,)
        By which score each side prefers its pairs; ties are broken in an order drawn with the seed of the market. Every
        feasible pair is better for both sides than none.
    """
    problem = market.problem
    wishes = [one.tolist() for one in ranked_pairs(market, of_candidates)]
    tie = np.random.default_rng(problem.seed).permutation(len(problem.candidate))
    worth = list(zip(of_openings.tolist(), (-tie).tolist(), strict=True))
    opening, candidate, seats = problem.opening.tolist(), problem.candidate.tolist(), problem.seats.tolist()
    # Of each opening the pairs it holds, the least wanted on top.
    held: list[list[tuple[tuple[int, int], int]]] = [[] for _ in range(problem.n_openings)]
    asked = [0] * problem.n_candidates
    looking = list(range(problem.n_candidates))
    while looking:
        i = looking.pop()
        if asked[i] == len(wishes[i]):
            continue
        pair = wishes[i][asked[i]]
        asked[i] += 1
        j = opening[pair]
        if len(held[j]) < seats[j]:
            heappush(held[j], (worth[pair], pair))
        elif seats[j]:
            _, refused = heappushpop(held[j], (worth[pair], pair))
            looking.append(candidate[refused])
        else:
            looking.append(i)
    at = np.full(problem.n_candidates, -1, dtype=np.int64)
    for j, pairs in enumerate(held):
        at[[candidate[pair] for _, pair in pairs]] = j
    return at


def blocking_pairs(market: Market, opening_of: Ints, of_candidates: Ints, of_openings: Ints) -> Ints:
    """Feasible pairs that would both be better off together, as positions; empty where the assignment is stable.

    A candidate would be better off in an opening that is preferred strictly to the one held, or in any where none is
    held; an opening in a free seat, or with somebody preferred strictly to the least wanted whom it holds.
    """
    problem, kept = market.problem, market.feasible
    i, j = problem.candidate[kept], problem.opening[kept]
    used = opening_of[i] == j
    now = np.full(problem.n_candidates, -1, dtype=np.int64)
    now[i[used]] = of_candidates[kept[used]]
    worst = np.full(problem.n_openings, np.iinfo(np.int64).max)
    np.minimum.at(worst, j[used], of_openings[kept[used]])
    full = np.bincount(opening_of[opening_of >= 0], minlength=problem.n_openings) >= problem.seats
    worst[~full] = -1
    # An opening without seats holds nobody, and its least wanted stays larger than anything.
    better = (of_candidates[kept] > now[i]) & (of_openings[kept] > worst[j])
    blocking: Ints = kept[better & ~used]
    return blocking
