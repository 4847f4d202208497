"""Check of an assignment under limits, from the problem alone. Shares nothing with the solver.

About the assignment itself everything is checked: allowed pairs, floor, one opening a candidate, seats, every limit,
both sums. About what is possible: for any prices v >= 0 of seats and t of limits, no assignment is worth more than
sum(seats x v) + sum(side x t) + sum over candidates of max(0, worth - v - sum(t x weight)). That sum is done in whole
numbers here, so a bad price can only make the bound worse. Rows said to follow from a limit are shown to by dynamic
programming. The bound of branch and bound itself cannot be checked: it is only held against the two others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.errors import NotProved
from matching.problem import Assignment, Certificate, Problem

Ints = NDArray[np.int64]
LEADING = {"placements_then_score": (0, 1), "score": (1, 0)}
LARGEST = 2.0**62


@dataclass(frozen=True, slots=True, eq=False)
class Implied:
    """A row said to follow from one limit: sum(weight x proposed pair) <= most."""

    limit: int
    pair: Ints
    weight: Ints
    most: int
    price: int


@dataclass(frozen=True, slots=True, eq=False)
class Witness:
    """Prices that bound one objective, in units of 1 / scale.

    Attributes
    ----------
    scale : int
    seat : array of int64, shape (n_openings,)
    limit : array of int64, shape (n_limits,)
        For each limit divided by the common divisor of its weights; positive: of `most`, negative: of `least`.
    kept : int
        Price, 0 or more, of losing one step of the first objective while the second is maximised.
    implied : tuple of Implied
    """

    scale: int
    seat: Ints
    limit: Ints
    kept: int
    implied: tuple[Implied, ...]


def check(
    problem: Problem, assignment: Assignment, bound: tuple[int, int], witnesses: tuple[Witness, Witness]
) -> Certificate:
    """Check `assignment`, and bound what any other could be worth.

    Parameters
    ----------
    problem : Problem
    assignment : Assignment
    bound : tuple of int
        (placements, score in steps of 1e-6) that branch and bound says nothing exceeds.
    witnesses : tuple of Witness
        Of the leading objective and of the other.

    Raises
    ------
    NotProved
        Saying which condition fails, and where.
    """
    if assignment.objective not in LEADING:
        raise NotProved(f"unknown objective {assignment.objective!r}")
    used = check_primal(problem, assignment)
    worth = np.stack((np.ones_like(problem.value_micro), problem.value_micro), axis=1)
    order = LEADING[assignment.objective]
    claimed = (assignment.placements, assignment.score_micro)
    total = tuple(sum(worth[used, side].tolist()) for side in (0, 1))
    if claimed != total:
        raise NotProved(f"{claimed} placements and score claimed, {total} found")
    lead, other = order
    first = _bound(problem, worth[:, lead], witnesses[0], None)
    second = _bound(problem, worth[:, other], witnesses[1], (worth[:, lead], total[lead]))
    limits = (first, second) if order == (0, 1) else (second, first)
    for side, name in ((lead, "first"), (other, "second")):
        if not total[side] <= bound[side] <= max(limits[side], total[side]):
            raise NotProved(f"{name} objective: {total[side]} found, {bound[side]} and {limits[side]} bound it")
        if limits[side] < total[side]:
            raise NotProved(f"{name} objective: {total[side]} found above the bound {limits[side]}")
    gaps = [bound[side] - total[side] for side in order]
    return Certificate(
        kind="bounded",
        gap=gaps[0] or gaps[1],
        checked_by="matching.bounded.check",
        bound=bound,
        lp_bound=limits,
    )


def check_primal(problem: Problem, assignment: Assignment) -> Ints:
    """Positions of the proposed pairs, after checking that they may be proposed together.

    Raises
    ------
    NotProved
    """
    at, n, m = assignment.opening_of, problem.n_candidates, problem.n_openings
    if at.shape != (n,) or at.dtype != np.int64:
        raise NotProved(f"opening_of: int64 of shape {(n,)} expected, {at.dtype} of {at.shape} found")
    _refuse_where((at < -1) | (at >= m), "candidate", "is at an opening that does not exist")
    allowed = problem.value_micro >= problem.floor_micro
    used = np.flatnonzero(allowed & (at[problem.candidate] == problem.opening))
    found = np.zeros(n, dtype=np.bool_)
    found[problem.candidate[used]] = True
    _refuse_where((at >= 0) & ~found, "candidate", "is in a pair that is forbidden or below the floor")
    taken = np.bincount(at[at >= 0], minlength=m)
    _refuse_where(taken > problem.seats, "opening", "has more candidates than seats")
    proposed = np.zeros(len(problem.candidate), dtype=np.int64)
    proposed[used] = 1
    for k, row in enumerate(problem.limits):
        total = sum((row.weight * proposed[row.pair]).tolist())
        if row.most is not None and total > row.most:
            raise NotProved(f"limit {k} ({row.name}) is {total}, more than {row.most}")
        if row.least is not None and total < row.least:
            raise NotProved(f"limit {k} ({row.name}) is {total}, less than {row.least}")
    return used


def _bound(problem: Problem, worth: Ints, witness: Witness, kept: tuple[Ints, int] | None) -> int:
    """Most that any assignment can be worth, in whole steps, by the prices of `witness`."""
    scale, seat, limit = witness.scale, witness.seat, witness.limit
    shapes = (seat.shape, limit.shape) == ((problem.n_openings,), (len(problem.limits),))
    if not (shapes and seat.dtype == limit.dtype == np.int64 and scale >= 1 and witness.kept >= 0):
        raise NotProved("prices of the wrong shape, kind or sign")
    _refuse_where(seat < 0, "opening", "has a negative price")
    allowed = problem.value_micro >= problem.floor_micro
    over = worth * scale
    size = np.abs(worth.astype(np.float64)) * scale
    total = sum(int(p) * int(s) for p, s in zip(seat, problem.seats, strict=True) if p)
    charges: list[tuple[Ints, Ints, int]] = []
    for k in np.flatnonzero(limit).tolist():
        pair, weight, most, least = _divided(problem, k, allowed)
        side = most if limit[k] > 0 else least
        if side is None:
            raise NotProved(f"limit {k} has a price on a side that it does not have")
        total += int(limit[k]) * side
        charges.append((pair, weight, int(limit[k])))
    for row in witness.implied:
        if row.price < 0:
            raise NotProved("a row that follows from a limit has a negative price")
        if row.price:
            _refuse_unless_implied(problem, row, allowed)
            total += row.price * row.most
            charges.append((row.pair, row.weight, row.price))
    if kept is not None:
        total -= witness.kept * kept[1]
        over = over + kept[0] * witness.kept
        size += np.abs(kept[0].astype(np.float64)) * witness.kept
    over = over - seat[problem.opening]
    size += seat[problem.opening]
    for pair, weight, price in charges:
        over[pair] -= weight * price
        size[pair] += weight.astype(np.float64) * abs(price)
    if size.max(initial=0.0) > LARGEST:
        raise NotProved("the prices are too large for exact sums")
    best = np.zeros(problem.n_candidates, dtype=np.int64)
    np.maximum.at(best, problem.candidate[allowed], over[allowed])
    return (total + sum(best.tolist())) // scale


def _divided(problem: Problem, k: int, allowed: NDArray[np.bool_]) -> tuple[Ints, Ints, int | None, int | None]:
    """A limit over the pairs that may be proposed, divided by the common divisor of its weights."""
    row = problem.limits[k]
    here = allowed[row.pair]
    weight = row.weight[here]
    by = int(np.gcd.reduce(weight)) if len(weight) else 1
    most = None if row.most is None else row.most // by
    least = None if row.least is None else -(-row.least // by)
    return row.pair[here], weight // by, most, least


def _refuse_unless_implied(problem: Problem, row: Implied, allowed: NDArray[np.bool_]) -> None:
    """Most that the implied row can reach under its limit, one opening a candidate, is not more than its side."""
    if not 0 <= row.limit < len(problem.limits) or len(np.unique(row.pair)) < len(row.pair):
        raise NotProved("an implied row names no limit, or a pair twice")
    pair, weight, most, _ = _divided(problem, row.limit, allowed)
    counts = dict(zip(row.pair.tolist(), row.weight.tolist(), strict=True))
    if most is None or most < 0 or not set(counts) <= set(pair.tolist()):
        raise NotProved("an implied row goes beyond its limit")
    options: dict[int, dict[int, int]] = {}
    for p, w in zip(pair.tolist(), weight.tolist(), strict=True):
        mine = options.setdefault(int(problem.candidate[p]), {})
        mine[w] = max(mine.get(w, 0), counts.get(p, 0))
    reach = np.zeros(most + 1, dtype=np.int64)
    for mine in options.values():
        new = reach
        for w, count in mine.items():
            if count > 0 and w <= most:
                new = new.copy() if new is reach else new
                new[w:] = np.maximum(new[w:], reach[: most + 1 - w] + count)
        reach = new
    if int(reach[most]) > row.most:
        raise NotProved(f"a row said to follow from limit {row.limit} does not: {int(reach[most])} over {row.most}")


def _refuse_where(wrong: NDArray[np.bool_], what: str, why: str) -> None:
    if wrong.any():
        raise NotProved(f"{what} {int(np.argmax(wrong))} {why} ({int(wrong.sum())} in all)")
