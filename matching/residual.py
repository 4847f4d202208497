"""What could still change in an assignment: exact repair, and the exact price of one more seat.

Moves are arcs between openings, plus one node `outside` for staying out. An arc j -> k means: a seat of j is on offer,
somebody leaves k to take it, and now a seat of k is on offer. The price of one more seat of j is the best total of a
walk from j to `outside`; it is also the smallest dual of the linear programme (largest dual: the loss of one seat).
A walk that returns with a gain is an improvement: a matching is optimal when there is none.

Objectives come in order (first placements, then score, or the reverse). Each is settled with plain int64 numbers, and
then `Choices.tight` keeps only what is free of cost under it, so that the next can choose without ever losing. There
is no large constant that stands for "more important".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.entries import Ints
from matching.problem import Problem

Bools = NDArray[np.bool_]

UNREACHED = -(2**63)
FIRST_LOOK = 8  # rounds before the first look for an improvement; the number doubles, so that looking stays cheap


@dataclass(frozen=True, slots=True)
class Choices:
    """What is still open to choose.

    Attributes
    ----------
    pair : array of int64
        Positions in the problem's list of the pairs that may be used; `candidate` and `opening` are theirs.
    seats : array of int64, shape (n_openings,)
    may_stay : array of bool, shape (n_candidates,)
        Who may stay without an opening.
    may_spare : array of bool, shape (n_openings,)
        Which openings may keep a seat empty.
    """

    pair: Ints
    candidate: Ints
    opening: Ints
    seats: Ints
    may_stay: Bools
    may_spare: Bools

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Everything at or above the floor is open."""
        pair = np.flatnonzero(problem.value_micro >= problem.floor_micro)
        return cls(
            pair,
            problem.candidate[pair],
            problem.opening[pair],
            problem.seats,
            np.ones(problem.n_candidates, dtype=np.bool_),
            np.ones(problem.n_openings, dtype=np.bool_),
        )

    def tight(self, weight: Ints, price: Ints, gain: Ints) -> Choices:
        """Only what an assignment optimal for `weight` can use."""
        keep = gain[self.candidate] + price[self.opening] == weight
        return Choices(
            self.pair[keep],
            self.candidate[keep],
            self.opening[keep],
            self.seats,
            self.may_stay & (gain == 0),
            self.may_spare & (price == 0),
        )


@dataclass(frozen=True, slots=True)
class Arcs:
    """Moves open from one assignment, sorted by `target`. Node n_openings is `outside`; mover -1 is an empty seat."""

    source: Ints
    target: Ints
    gain: Ints
    mover: Ints
    start: Ints

    @classmethod
    def of(cls, choices: Choices, at: Ints, weight: Ints) -> Self:
        """Moves from the assignment `at` (opening of each candidate, -1 outside); `weight` is that of each pair."""
        n_openings = len(choices.seats)
        outside = n_openings
        node = np.where(at < 0, outside, at)
        here = current_weight(choices, at, weight)
        moves = np.flatnonzero(node[choices.candidate] != choices.opening)
        movers = choices.candidate[moves]
        leave = np.flatnonzero((at >= 0) & choices.may_stay)
        spare = np.flatnonzero(choices.may_spare)
        empty = spare[choices.seats[spare] > np.bincount(at[at >= 0], minlength=n_openings)[spare]]
        source = np.concatenate((choices.opening[moves], np.full(len(leave) + len(empty), outside), spare))
        target = np.concatenate((node[movers], at[leave], empty, np.full(len(spare), outside)))
        none = np.zeros(len(empty) + len(spare), dtype=np.int64)
        gain = np.concatenate((weight[moves] - here[movers], -here[leave], none))
        mover = np.concatenate((movers, leave, none - 1))
        order = np.argsort(target, kind="stable")
        start = np.searchsorted(target[order], np.arange(n_openings + 2))
        return cls(source[order], target[order], gain[order], mover[order], start)

    def into(self, nodes: Ints) -> Ints:
        """Positions of the arcs whose target is one of `nodes`."""
        first, count = self.start[nodes], self.start[nodes + 1] - self.start[nodes]
        positions: Ints = np.arange(count.sum()) + np.repeat(first - np.cumsum(count) + count, count)
        return positions


def current_weight(choices: Choices, at: Ints, weight: Ints) -> Ints:
    """Weight of each candidate's present pair, 0 where none; shape (n_candidates,)."""
    here = np.zeros(len(at), dtype=np.int64)
    held = at[choices.candidate] == choices.opening
    here[choices.candidate[held]] = weight[held]
    return here


def settle(choices: Choices, at: Ints, weight: Ints) -> tuple[Ints, Ints, Ints]:
    """Improve `at` until nothing can be gained, and price it.

    Parameters
    ----------
    choices : Choices
    at : array of int64, shape (n_candidates,)
        An assignment inside `choices`; a good one makes it fast, any one makes it right.
    weight : array of int64, aligned with `choices.pair`

    Returns
    -------
    at : array of int64, shape (n_candidates,)
        An assignment with the largest total weight.
    price : array of int64, shape (n_openings,)
        What one more seat of each opening would add.
    gain : array of int64, shape (n_candidates,)
        What would be lost if each candidate left.
    """
    while True:
        arcs = Arcs.of(choices, at, weight)
        price, via = _best_walks(arcs)
        rings = _rings(arcs, via)
        if not len(rings):
            gain = np.where(at < 0, 0, current_weight(choices, at, weight) - price[at])
            return at, price[:-1], gain
        arc = via[rings]
        arc = arc[arcs.mover[arc] >= 0]
        at = at.copy()
        at[arcs.mover[arc]] = np.where(arcs.source[arc] == len(choices.seats), -1, arcs.source[arc])


def _best_walks(arcs: Arcs) -> tuple[Ints, Ints]:
    """Best total of a walk from each node to `outside`, and its first arc. Stops early where gains go round."""
    outside = len(arcs.start) - 2
    price = np.full(outside + 1, UNREACHED)
    via = np.full(outside + 1, -1)
    price[outside] = 0
    fresh = np.array([outside])
    rounds, look = 0, FIRST_LOOK
    while len(fresh):
        arc = arcs.into(fresh)
        source, offer = arcs.source[arc], arcs.gain[arc] + price[arcs.target[arc]]
        better = price.copy()
        np.maximum.at(better, source, offer)
        taken = (offer > price[source]) & (offer == better[source])
        via[source[taken]] = arc[taken]
        fresh = np.flatnonzero(better > price)
        price = better
        rounds += 1
        if rounds == look or via[outside] >= 0:
            look = max(look, 2 * rounds)
            if len(_rings(arcs, via)):
                break
    return price, via


def _rings(arcs: Arcs, via: Ints) -> Ints:
    """Nodes from which following `via` comes back: each such ring has a positive total gain."""
    end = len(via)
    following = np.full(end + 1, end)
    known = np.flatnonzero(via >= 0)
    following[known] = arcs.target[via[known]]
    for _ in range(end.bit_length()):
        following = following[following]
    ring = set(following[following != end].tolist())
    return np.array(sorted(ring), dtype=np.int64)
