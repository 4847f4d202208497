"""Proof of an assignment from the problem alone. Shares nothing with the solvers.

The prices v (seats) and gains u (candidates) are the witnesses. Pairs of integers (first, second) are compared first by
the leading objective, then by the other. If u and v are not negative, u_i + v_j >= worth of every pair that may be
proposed, and sum(u) + sum(seats x v) equals the worth of the assignment, then no assignment is worth more: linear
programming duality, which needs an ordered sum and nothing else. If besides each price is held up by a chain of pairs
without slack that ends at somebody left out or at a price of zero, no smaller price would do: it is exactly what one
more seat adds, and the gain is exactly what is lost with the candidate.

Limits take nothing away from this: what is best without them and keeps them is best with them. Its prices are then
those of the market without limits. Where the limits change the answer, `matching.bounded` checks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data.errors import NotProved
from matching.problem import Assignment, Certificate, Problem

Ints = NDArray[np.int64]

# objective -> columns of (placements, score), the leading one first
LEADING = {"placements_then_score": (0, 1), "score": (1, 0)}


def check(problem: Problem, assignment: Assignment) -> Certificate:
    """Prove that `assignment` is best for `problem` and that its prices and gains are exact.

    Raises
    ------
    NotProved
        Saying which condition fails, and where.
    """
    if assignment.objective not in LEADING:
        raise NotProved(f"unknown objective {assignment.objective!r}")
    at, price, gain = assignment.opening_of, assignment.seat_price_micro, assignment.candidate_gain_micro
    n, m = problem.n_candidates, problem.n_openings
    for name, array, shape in (("opening_of", at, (n,)), ("seat prices", price, (m, 2)), ("gains", gain, (n, 2))):
        if array.shape != shape or array.dtype != np.int64:
            raise NotProved(f"{name}: int64 of shape {shape} expected, {array.dtype} of {array.shape} found")

    allowed = problem.value_micro >= problem.floor_micro
    i, j = problem.candidate[allowed], problem.opening[allowed]
    worth = np.stack((np.ones_like(i), problem.value_micro[allowed]), axis=1)
    _refuse_where((at < -1) | (at >= m), "candidate", "is at an opening that does not exist")
    used = at[i] == j
    found = np.zeros(n, dtype=np.bool_)
    found[i[used]] = True
    _refuse_where((at >= 0) & ~found, "candidate", "is in a pair that is forbidden or below the floor")
    taken = np.bincount(at[at >= 0], minlength=m)
    _refuse_where(taken > problem.seats, "opening", "has more candidates than seats")
    for k, row in enumerate(problem.limits):
        total = sum((row.weight * (at[problem.candidate[row.pair]] == problem.opening[row.pair])).tolist())
        if (row.most is not None and total > row.most) or (row.least is not None and total < row.least):
            raise NotProved(f"limit {k} ({row.name}) is {total}: {row.least} to {row.most} is asked")

    order = LEADING[assignment.objective]
    price, gain, worth = price[:, order], gain[:, order], worth[:, order]
    _refuse_where(_sign(price) < 0, "opening", "has a negative price")
    _refuse_where(_sign(gain) < 0, "candidate", "has a negative gain")
    _refuse_where((taken < problem.seats) & (_sign(price) != 0), "opening", "has an empty seat and a price")
    _refuse_where((at < 0) & (_sign(gain) != 0), "candidate", "is not placed and has a gain")
    slack = _sign(gain[i] + price[j] - worth)
    _refuse_where(slack < 0, "allowed pair", "is worth more than its price and gain")

    total = [sum(worth[used, side].tolist()) for side in (0, 1)]
    seats = problem.seats.tolist()
    for side in (0, 1):
        bound = sum(gain[:, side].tolist()) + sum(
            s * p for s, p in zip(seats, price[:, side].tolist(), strict=True) if p
        )
        if bound != total[side]:
            raise NotProved(f"the assignment is worth {total[side]}, the bound is {bound}")
    claimed = (assignment.placements, assignment.score_micro)
    if [claimed[side] for side in order] != total:
        raise NotProved(f"{claimed} placements and score claimed, {total} found (leading objective first)")
    _refuse_where(~_held_up(price, at, i[slack == 0], j[slack == 0]), "opening", "has a price higher than needed")
    return Certificate(kind="proved", gap=0, checked_by="matching.certificate.check")


def _sign(pairs: Ints) -> Ints:
    """-1, 0 or 1 for each row, the first column deciding before the second."""
    return np.where(pairs[:, 0] != 0, np.sign(pairs[:, 0]), np.sign(pairs[:, 1]))


def _held_up(price: Ints, at: Ints, i: Ints, j: Ints) -> NDArray[np.bool_]:
    """Openings whose price could not be lower, by the pairs (i, j) without slack."""
    held: NDArray[np.bool_] = _sign(price) == 0
    held[j[at[i] < 0]] = True
    placed = at[i] >= 0
    low, high = at[i[placed]], j[placed]
    while True:
        new = np.unique(high[held[low] & ~held[high]])
        if not len(new):
            return held
        held[new] = True


def _refuse_where(wrong: NDArray[np.bool_], what: str, why: str) -> None:
    if wrong.any():
        raise NotProved(f"{what} {int(np.argmax(wrong))} {why} ({int(wrong.sum())} in all)")
