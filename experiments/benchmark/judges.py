"""Independent judges of an assignment: three ways to the same two numbers, none of which the engine uses.

Both objectives are folded into one whole number a pair. That needs small markets, and is what the engine itself must
not do: sums have to stay below 2**53 for the dense solver, and far below for linear programming.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment, linprog

from experiments.benchmark.exact_markets import Drawn
from matching.entries import Ints

Worth = tuple[int, int]  # placements, score in steps of 1e-6

EXACT = 2**53
FEW = 9  # so many candidates have few enough subsets
LARGEST_LP_WEIGHT = 10**5  # a step has to stand out from what HiGHS tolerates
NEVER = -(2**62)


def weights(drawn: Drawn, objective: str) -> tuple[Ints, int]:
    """Weight of each pair, 0 where it may not be proposed, and the base that takes a sum apart; (n, m) and a number.

    Raises
    ------
    OverflowError
        If a sum could pass 2**53.
    """
    value = np.where(drawn.usable, drawn.value_micro, 0)
    n = len(value)
    largest = int(value.max(initial=0))
    base = n * largest + 1 if objective == "placements_then_score" else n + 1
    heaviest = base + largest if objective == "placements_then_score" else largest * base + 1
    if n * heaviest > EXACT:
        raise OverflowError(f"{n} candidates with values up to {largest} do not fit one number")
    weight = base + value if objective == "placements_then_score" else value * base + 1
    return np.where(drawn.usable, weight, 0), base


def apart(total: int, base: int, objective: str) -> Worth:
    """Placements and score from a sum of weights."""
    first, second = divmod(total, base)
    return (first, second) if objective == "placements_then_score" else (second, first)


def by_seats(drawn: Drawn, objective: str) -> Worth:
    """SciPy's dense assignment on one column a seat. A cell of weight 0 stands for both staying alone."""
    weight, base = weights(drawn, objective)
    table = np.repeat(weight, np.minimum(drawn.seats, len(weight)), axis=1)
    rows, columns = linear_sum_assignment(table.astype(np.float64), maximize=True)
    return apart(int(table[rows, columns].sum()), base, objective)


def by_subsets(drawn: Drawn, objective: str) -> Worth:
    """The best total for each subset of the candidates, seat after seat; for at most `FEW` candidates."""
    weight, base = weights(drawn, objective)
    n = len(weight)
    best = np.full(2**n, NEVER)  # bit i of the position: whether candidate i is placed
    best[0] = 0
    for opening, seats in enumerate(np.minimum(drawn.seats, n).tolist()):
        for _ in range(seats):
            before = best.copy()
            for i in np.flatnonzero(drawn.usable[:, opening]).tolist():
                old, new = before.reshape(-1, 2, 2**i), best.reshape(-1, 2, 2**i)
                np.maximum(new[:, 1], old[:, 0] + weight[i, opening], out=new[:, 1])
    return apart(int(best.max()), base, objective)


def by_programme(drawn: Drawn, objective: str) -> Worth | None:
    """Linear programming (HiGHS); its corners are whole numbers here. None where its tolerance is too coarse.

    Raises
    ------
    ArithmeticError
        If it did not end, or not at a corner.
    """
    weight, base = weights(drawn, objective)
    n, m = weight.shape
    i, j = np.nonzero(drawn.usable)
    cost = weight[i, j]
    if not len(i) or int(cost.max()) > LARGEST_LP_WEIGHT:
        return None
    k = np.arange(len(i))
    table = np.zeros((n + m, len(i)))
    table[i, k] = table[n + j, k] = 1.0
    room = np.concatenate((np.ones(n), np.minimum(drawn.seats, n)))
    answer = linprog(-cost / int(cost.max()), A_ub=table, b_ub=room, bounds=(0, None), method="highs-ds")
    if answer.x is None:
        raise ArithmeticError(answer.message)
    whole: Ints = np.rint(answer.x).astype(np.int64)
    if np.abs(whole - answer.x).max() > 1e-6:
        raise ArithmeticError("linear programming ended between the corners")
    return apart(int((whole * cost).sum()), base, objective)
