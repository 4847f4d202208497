"""Proof of an assignment from the problem alone. Shares nothing with the solvers.

The prices v (seats) and gains u (candidates) are the witnesses. Pairs of integers (first, second) are compared first by
the leading objective, then by the other. If u and v are not negative, u_i + v_j >= worth of every pair that may be
proposed, and sum(u) + sum(seats x v) equals the worth of the assignment, then no assignment is worth more: linear
programming duality, which needs an ordered sum and nothing else. If besides each price is held up by a chain of pairs
without slack that ends at somebody left out or at a price of zero, no smaller price would do: it is exactly what one
more seat adds, and the gain is exactly what is lost with the candidate.

Limits take nothing away from this: what is best without them and keeps them is best with them. Its prices are then
those of the market without limits. Where the limits change the answer, `matching.bounded` checks.

Pairs are looked at block by block, so that millions of them need no memory of their own, and every sum and comparison
is exact whatever the numbers: nothing here may wrap around.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from data.errors import NotProved
from matching.problem import Assignment, Certificate, Problem

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# objective -> columns of (placements, score), the leading one first
LEADING = {"placements_then_score": (0, 1), "score": (1, 0)}
BLOCK = 1 << 16  # pairs looked at together
LARGEST = 2**62  # a price beyond it is no sum of values, and a worth less such a price would not fit an int64


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Ordered numbers (first, second), each in an array of its own."""

    first: Ints
    second: Ints

    @property
    def sign(self) -> Ints:
        """-1, 0 or 1 for each, the first number deciding before the second."""
        return np.where(self.first != 0, np.sign(self.first), np.sign(self.second))


@dataclass(frozen=True, slots=True)
class _Block:
    """Some of the pairs that may be proposed: candidate, opening, and what they leave of worth - price - gain."""

    candidate: Ints
    opening: Ints
    above: Bools  # worth more than price and gain
    tight: Bools  # worth exactly that


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

    _refuse_where((at < -1) | (at >= m), "candidate", "is at an opening that does not exist")
    used = _used(problem, at)
    found = np.zeros(n, dtype=np.bool_)
    found[problem.candidate[used]] = True
    _refuse_where((at >= 0) & ~found, "candidate", "is in a pair that is forbidden or below the floor")
    taken = np.bincount(at[at >= 0], minlength=m)
    _refuse_where(taken > problem.seats, "opening", "has more candidates than seats")
    for k, row in enumerate(problem.limits):
        met = _sum(row.weight[at[problem.candidate[row.pair]] == problem.opening[row.pair]])
        if (row.most is not None and met > row.most) or (row.least is not None and met < row.least):
            raise NotProved(f"limit {k} ({row.name}) is {met}: {row.least} to {row.most} is asked")

    order = LEADING[assignment.objective]
    prices, gains = (_Pairs(*(array[:, side].copy() for side in order)) for array in (price, gain))
    _refuse_where(prices.sign < 0, "opening", "has a negative price")
    _refuse_where(gains.sign < 0, "candidate", "has a negative gain")
    _refuse_where((taken < problem.seats) & (prices.sign != 0), "opening", "has an empty seat and a price")
    _refuse_where((at < 0) & (gains.sign != 0), "candidate", "is not placed and has a gain")
    far = np.maximum(price, -LARGEST) != np.minimum(price, LARGEST)
    _refuse_where(far[:, 0] | far[:, 1], "opening", "has a price that no values add up to")
    held, links = _checked_pairs(problem, at, prices, gains, order)

    totals = (len(used), _sum(problem.value_micro[used]))
    total = [totals[side] for side in order]
    for side, (value, least) in enumerate(((prices.first, gains.first), (prices.second, gains.second))):
        dear = np.flatnonzero(value)
        paid = sum(s * p for s, p in zip(problem.seats[dear].tolist(), value[dear].tolist(), strict=True))
        if _sum(least) + paid != total[side]:
            raise NotProved(f"the assignment is worth {total[side]}, the bound is {_sum(least) + paid}")
    claimed = (assignment.placements, assignment.score_micro)
    if [claimed[side] for side in order] != total:
        raise NotProved(f"{claimed} placements and score claimed, {total} found (leading objective first)")
    _hold_up(problem, at, prices, gains, order, held, links)
    _refuse_where(~held, "opening", "has a price higher than needed")
    return Certificate(kind="proved", gap=0, checked_by="matching.certificate.check")


def _used(problem: Problem, at: Ints) -> Ints:
    """Positions of the pairs that are proposed and may be."""
    found = [np.zeros(0, dtype=np.int64)]
    for pairs in _blocks(len(problem.candidate)):
        here = at[problem.candidate[pairs]] == problem.opening[pairs]
        found.append(pairs.start + np.flatnonzero(here & (problem.value_micro[pairs] >= problem.floor_micro)))
    return np.concatenate(found)


def _looked_at(problem: Problem, pairs: slice | Ints, prices: _Pairs, gains: _Pairs, order: tuple[int, int]) -> _Block:
    """How the pairs at these positions stand to prices and gains; those below the floor are left out."""
    i, j, value = problem.candidate[pairs], problem.opening[pairs], problem.value_micro[pairs]
    allowed = value >= problem.floor_micro
    if not allowed.all():
        i, j, value = i[allowed], j[allowed], value[allowed]
    worth = (1, value)
    # No sum of price and gain, which could wrap around: a worth is 0 to 10**12 and a price at most 2**62 either way.
    asked = worth[order[0]] - prices.first[j]
    given = gains.first[i]
    even = asked == given
    above = asked > given
    asked = worth[order[1]] - prices.second[j]
    given = gains.second[i]
    return _Block(i, j, above | (even & (asked > given)), even & (asked == given))


def _checked_pairs(
    problem: Problem, at: Ints, prices: _Pairs, gains: _Pairs, order: tuple[int, int]
) -> tuple[Bools, Bools]:
    """Refuse pairs worth more than price and gain; else where chains begin, and who could be a link of one.

    Returns
    -------
    held : array of bool, shape (n_openings,)
        Openings without a price, or with a pair without slack to somebody left out.
    links : array of bool, shape (n_candidates,)
        Placed candidates with a pair without slack to another opening that has a price.
    """
    free = prices.sign == 0
    held, links = free.copy(), np.zeros(problem.n_candidates, dtype=np.bool_)
    seen, above, first = 0, 0, 0
    for pairs in _blocks(len(problem.candidate)):
        block = _looked_at(problem, pairs, prices, gains, order)
        if block.above.any():
            first = first if above else seen + int(np.argmax(block.above))
            above += int(block.above.sum())
        seen += len(block.above)
        tight = np.flatnonzero(block.tight)
        i, j = block.candidate[tight], block.opening[tight]
        held[j[at[i] < 0]] = True
        links[i[(at[i] >= 0) & (at[i] != j) & ~free[j]]] = True
    _refuse_some(above, first, "allowed pair", "is worth more than its price and gain")
    return held, links


def _hold_up(
    problem: Problem, at: Ints, prices: _Pairs, gains: _Pairs, order: tuple[int, int], held: Bools, links: Bools
) -> None:
    """Follow the chains from the openings in `held` to all that they reach, and mark those too."""
    if held.all():
        return
    start = np.searchsorted(problem.candidate, np.arange(problem.n_candidates + 1))
    link = np.flatnonzero(links)
    link = link[np.argsort(at[link], kind="stable")]
    first_link = np.searchsorted(at[link], np.arange(problem.n_openings + 1))
    front = np.flatnonzero(held)
    while len(front):
        movers = link[_ranges(first_link[front], first_link[front + 1])]
        reached = [np.zeros(0, dtype=np.int64)]
        for some in _parts(start[movers], start[movers + 1]):
            block = _looked_at(problem, some[~held[problem.opening[some]]], prices, gains, order)
            new = np.unique(block.opening[block.tight])
            held[new] = True
            reached.append(new)
        front = np.concatenate(reached)


def _blocks(length: int) -> Iterator[slice]:
    return (slice(first, min(first + BLOCK, length)) for first in range(0, length, BLOCK))


def _parts(low: Ints, high: Ints) -> Iterator[Ints]:
    """The positions from each `low` up to its `high`, about a block at a time."""
    part = np.cumsum(high - low) // BLOCK
    edges = np.flatnonzero(np.diff(part, prepend=-1, append=-2)).tolist()
    return (_ranges(low[a:b], high[a:b]) for a, b in pairwise(edges))


def _ranges(low: Ints, high: Ints) -> Ints:
    """The positions from each `low` up to its `high`, one after the other."""
    length = high - low
    ends = np.cumsum(length)
    return np.repeat(low - ends + length, length) + np.arange(ends[-1] if len(ends) else 0)


def _sum(numbers: Ints) -> int:
    """The sum, exact for any int64: halves of 32 bits, of which 2**31 can be added."""
    total = 0
    for part in _blocks(len(numbers)):
        total += (int((numbers[part] >> 32).sum()) << 32) + int((numbers[part] & 0xFFFFFFFF).sum())
    return total


def _refuse_where(wrong: Bools, what: str, why: str) -> None:
    _refuse_some(int(wrong.sum()), int(np.argmax(wrong)) if len(wrong) else 0, what, why)


def _refuse_some(count: int, first: int, what: str, why: str) -> None:
    if count:
        raise NotProved(f"{what} {first} {why} ({count} in all)")
