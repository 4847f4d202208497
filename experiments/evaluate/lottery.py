"""The lottery: candidates in drawn order, each takes a free seat (random serial dictatorship).

Bogomolnaia and Moulin, A New Solution to the Random Assignment Problem, Journal of Economic Theory 100 (2001) 295-328.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import comb
from typing import Literal

import numpy as np

from experiments.evaluate.baselines_market import Market, Placed
from experiments.lists import Ints
from matching.problem import Problem

Kind = Literal["preference", "uniform"]
# Up to so many candidates all orders are gone through; a uniform draw branches more, so its states are counted too.
MOST_ENUMERATED = 8
MOST_STATES = 20_000
DRAWS = 1_000
# So many draws are played side by side: enough for numpy, little enough for memory.
SIDE_BY_SIDE = 1_000


def lottery(market: Market, *, kind: Kind = "preference", draws: int = DRAWS) -> Placed:
    """The probability of every pair when the order of the candidates is drawn.

    Parameters
    ----------
    kind : `preference`: who is drawn takes the free feasible opening they prefer (`Market.preferred`); equally
        preferred ones are put in an order drawn once with the seed of the market. `uniform`: any of those, each equally
        likely.
    draws : how many lotteries are played; where the probabilities can be had exactly they are those, and the draws
        only say how far one lottery is from another
    """
    problem, ranked = market.problem, ranked_pairs(market, market.preferred)
    played = drawn(problem, ranked, kind=kind, draws=draws)
    hit = played >= 0
    # The last place stands for -1, nobody placed.
    worth = np.append(problem.value_micro, 0)[played]
    totals = np.stack((hit.sum(axis=1), worth.sum(axis=1)), axis=1)
    exact = enumerated(problem, ranked, kind=kind) if _enumerable(problem, kind) else None
    often = np.bincount(played[hit], minlength=len(problem.candidate)) / draws
    probability = often if exact is None else np.array([float(one) for one in exact])
    return Placed(probability=probability, exact=exact, draws=totals.astype(np.int64))


def ranked_pairs(market: Market, by: Ints) -> list[Ints]:
    """The feasible pairs of each candidate, the preferred first, ties in an order drawn with the seed of the market."""
    problem, kept = market.problem, market.feasible
    tie = np.random.default_rng(problem.seed).permutation(len(problem.candidate))
    order = kept[np.lexsort((tie[kept], -by[kept], problem.candidate[kept]))]
    ends = np.searchsorted(problem.candidate[order], np.arange(1, problem.n_candidates))
    return np.split(order, ends) if problem.n_candidates else []


def drawn(problem: Problem, ranked: list[Ints], *, kind: Kind = "preference", draws: int = DRAWS) -> Ints:
    """Lotteries played with the seed of the problem.

    Returns
    -------
    array of int64, shape (draws, n_candidates)
        The pair of each candidate, -1 where no seat was left.
    """
    rng = np.random.default_rng(problem.seed)
    parts = [
        _side_by_side(problem, ranked, kind, min(SIDE_BY_SIDE, draws - at), rng) for at in range(0, draws, SIDE_BY_SIDE)
    ]
    return np.concatenate(parts) if parts else np.zeros((0, problem.n_candidates), dtype=np.int64)


def _side_by_side(problem: Problem, ranked: list[Ints], kind: Kind, draws: int, rng: np.random.Generator) -> Ints:
    n, line = problem.n_candidates, np.arange(draws)
    longest = max((len(one) for one in ranked), default=0)
    won = np.full((draws, n), -1, dtype=np.int64)
    if not longest:
        return won
    pairs = np.stack([np.pad(one, (0, longest - len(one)), constant_values=-1) for one in ranked])
    left = np.tile(problem.seats, (draws, 1))
    turn = np.argsort(rng.random((draws, n)), axis=1)
    for place in range(n):
        who = turn[:, place]
        offered = pairs[who]
        opening = problem.opening[offered]
        free = (offered >= 0) & (left[line[:, None], opening] > 0)
        # Every key is above zero, so that the largest belongs to a free pair wherever there is one.
        keys = 1.0 - rng.random(free.shape) if kind == "uniform" else np.arange(longest, 0.0, -1.0)
        best = np.argmax(free * keys, axis=1)
        some = free[line, best]
        won[line[some], who[some]] = offered[line, best][some]
        left[line[some], opening[line, best][some]] -= 1
    return won


def enumerated(problem: Problem, ranked: list[Ints], *, kind: Kind = "preference") -> tuple[Fraction, ...]:
    """The exact probability of every pair: all orders are gone through, together wherever they lead to the same state.

    A state is who still waits and which seats are left. Takes time that grows with the orders: for few candidates.
    """
    n = problem.n_candidates
    opening = problem.opening.tolist()
    choices = [one.tolist() for one in ranked]
    chance = [Fraction(0)] * len(opening)
    seats = tuple(min(n, one) for one in problem.seats.tolist())
    states = {(frozenset(range(n)), seats): Fraction(1)}
    for _ in range(n):
        after: dict[tuple[frozenset[int], tuple[int, ...]], Fraction] = defaultdict(Fraction)
        for (waiting, left), mass in states.items():
            for who in waiting:
                rest = waiting - {who}
                free = [pair for pair in choices[who] if left[opening[pair]]]
                taken = free[:1] if kind == "preference" else free
                for pair in taken:
                    share = mass / (len(waiting) * len(taken))
                    chance[pair] += share
                    at = opening[pair]
                    after[rest, (*left[:at], left[at] - 1, *left[at + 1 :])] += share
                if not taken:
                    after[rest, left] += mass / len(waiting)
        states = after
    return tuple(chance)


def _enumerable(problem: Problem, kind: Kind) -> bool:
    n, m = problem.n_candidates, problem.n_openings
    if n > MOST_ENUMERATED or kind == "preference":
        return n <= MOST_ENUMERATED
    return sum(comb(n, k) * comb(k + m, k) for k in range(n + 1)) <= MOST_STATES
