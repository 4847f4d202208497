"""One objective after another on the compiled core: what `matching.residual` does for small problems, at any size.

The first step works on the whole market. What is left to choose after it, the pairs without slack, is a market again:
with people who must be placed and seats that must be filled. A pair of either counts more than all weights together,
so that a best assignment keeps them all; in the prices this is taken off again.
"""

from __future__ import annotations

import numpy as np

from matching.cores import Level
from matching.entries import Ints
from matching.problem import Problem
from matching.residual import Choices
from matching.sparse.compiled import compiled
from matching.sparse.core import Market, assign, fits
from matching.sparse.part import LARGEST_WEIGHT, MOST_PAIRS, Int64, Positions, Weights


def fits_problem(problem: Problem) -> bool:
    """Whether the compiled core can add up this problem's values, and number its pairs, without overflow."""
    return len(problem.candidate) <= MOST_PAIRS and fits(problem.n_candidates, int(problem.value_micro.max(initial=0)))


def first_level(problem: Problem, objective: str) -> Level:
    """Under `placements_then_score` both objectives are settled at once, under `score` only the score."""
    start, kept = by_candidate(problem)
    opening = problem.opening if kept is None else problem.opening[kept]
    weight = problem.value_micro if kept is None else problem.value_micro[kept]
    market = Market(start, opening, weight, problem.seats)
    answer = assign(market, objective)
    return level_of(problem, kept, market, answer.opening_of, answer.price, answer.gain, answer.bonus)


def level_of(
    problem: Problem, kept: Ints | None, market: Market, at: Ints, price: Ints, gain: Ints, bonus: int
) -> Level:
    """What an answer with the lowest prices leaves open; `kept` says which pairs of the problem the market has."""
    tight = without_slack(market.start, market.opening, market.weight, bonus, price, gain)
    pair = tight if kept is None else kept[tight]
    candidate, opening = problem.candidate[pair], problem.opening[pair]
    choices = Choices(pair, candidate, opening, problem.seats, gain == 0, price == 0)
    return Level(choices, at, apart(price, bonus), apart(gain, bonus))


def by_candidate(problem: Problem) -> tuple[Ints, Ints | None]:
    """Where each candidate's pairs begin among those at or above the floor, and which these are; None for all."""
    kept = None
    candidate = problem.candidate
    if problem.floor_micro > 0 and int(problem.value_micro.min(initial=problem.floor_micro)) < problem.floor_micro:
        kept = np.flatnonzero(problem.value_micro >= problem.floor_micro)
        candidate = candidate[kept]
    return np.searchsorted(candidate, np.arange(problem.n_candidates + 1)), kept


def apart(both: Ints, bonus: int) -> Ints:
    """(placements, score) of prices in which a placement counts `bonus`; the score may be negative."""
    if not bonus:
        return np.stack((np.zeros_like(both), both), axis=1)
    placements = (both + bonus // 2) // bonus
    return np.stack((placements, both - placements * bonus), axis=1)


@compiled
def without_slack(start: Int64, opening: Positions, weight: Weights, bonus: int, price: Int64, gain: Int64) -> Int64:
    """Positions of the pairs that some best assignment could use."""
    n = 0
    for i in range(len(start) - 1):
        for k in range(start[i], start[i + 1]):
            n += gain[i] + price[opening[k]] == weight[k] + bonus
    result = np.empty(n, np.int64)
    n = 0
    for i in range(len(start) - 1):
        for k in range(start[i], start[i + 1]):
            if gain[i] + price[opening[k]] == weight[k] + bonus:
                result[n] = k
                n += 1
    return result


def next_level(choices: Choices, weight: Ints) -> tuple[Ints, Ints, Ints] | None:
    """The largest total weight among what is left to choose, as `residual.settle` gives it; None if it would overflow.

    Returns
    -------
    at, price, gain : array of int64
        Whom to place where, what one more seat adds, what is lost with a candidate. With people who must be placed or
        seats that must be filled prices and gains may be negative: more of what counts first, and less of this.
    """
    n = len(choices.may_stay)
    largest = int(weight.max(initial=0))
    must = n * largest + 1
    if 2 * must + largest > LARGEST_WEIGHT:
        return None
    must_place = np.where(choices.may_stay, 0, must)
    must_fill = np.where(choices.may_spare, 0, must)
    start = np.searchsorted(choices.candidate, np.arange(n + 1))
    total = weight + must_place[choices.candidate] + must_fill[choices.opening]
    answer = assign(Market(start, choices.opening, total, choices.seats), "score", scale=largest, price=must_fill)
    return answer.opening_of, answer.price - must_fill, answer.gain - must_place
