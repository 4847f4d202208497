"""What every policy is given, one round, and what it hands back: who goes where, or with which probability."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Self

import numpy as np

from experiments.lists import Floats, Ints
from experiments.material import Round
from matching.problem import Assignment, Problem
from matching.propose import problem_of
from matching.solver import solve
from scoring.weights import GRID


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """One round as the policies see it; n candidates, m openings.

    All policies play the same game: pairs that the rules allow and that reach the floor under today's weights, seats,
    one opening a candidate. Limits of a programme over many pairs together have no part in it, as a lottery or a stable
    matching within such limits is not defined.

    Parameters
    ----------
    problem : pairs, today's scores, seats and floor; its seed draws wherever something is drawn
    grades : float64 (n_pairs, K) in [0, 1], neutral grades filled in; None where only scores are known
    interest : int64 (n_pairs,), by which score the candidates prefer openings; None where they prefer by the total
    arrival : int64 (n,), candidates in the order in which they arrived; None where it is not known
    history : int64 (n,), the opening that was decided, -1 where none was; None where nothing is known
    """

    problem: Problem
    grades: Floats | None = None
    interest: Ints | None = None
    arrival: Ints | None = None
    history: Ints | None = None

    def __post_init__(self) -> None:
        n, pairs = self.problem.n_candidates, len(self.problem.candidate)
        if self.problem.limits:
            raise ValueError("a market without limits is expected")
        if self.grades is not None and (self.grades.ndim != 2 or len(self.grades) != pairs):
            raise ValueError(f"grades: {pairs} rows are expected, {self.grades.shape} found")
        if self.interest is not None and len(self.interest) != pairs:
            raise ValueError(f"interest: {pairs} pairs are expected, {len(self.interest)} found")
        if self.arrival is not None and sorted(self.arrival.tolist()) != list(range(n)):
            raise ValueError("arrival: every candidate once is expected")
        if self.history is not None and len(self.history) != n:
            raise ValueError(f"history: {n} candidates are expected, {len(self.history)} found")

    @classmethod
    def of(cls, round_: Round, seed: int, arrival: Ints | None = None) -> Self:
        """The market of a round of real decisions; candidates prefer by what they wish to do, where that is known."""
        codes = [one.code for one in round_.card.weights.criteria]
        wishes = codes.index("interest") if "interest" in codes else None
        return cls(
            problem=problem_of(round_.card, seed),
            grades=round_.grades,
            interest=None if wishes is None else _on_grid(round_.grades[:, wishes]),
            arrival=arrival,
            history=round_.history,
        )

    @property
    def start(self) -> Ints:
        """CSR row pointers, shape (n + 1,): the pairs of candidate i are `start[i]` to `start[i + 1]`."""
        return np.searchsorted(self.problem.candidate, np.arange(self.problem.n_candidates + 1)).astype(np.int64)

    @property
    def feasible(self) -> Ints:
        """Positions of the pairs that reach the floor."""
        return np.flatnonzero(self.problem.value_micro >= self.problem.floor_micro)

    @property
    def preferred(self) -> Ints:
        """By which score the candidates prefer, shape (n_pairs,)."""
        return self.problem.value_micro if self.interest is None else self.interest

    @property
    def queue(self) -> Ints:
        """The candidates in the order in which they arrived, drawn where it is not known."""
        if self.arrival is not None:
            return self.arrival
        return np.random.default_rng(self.problem.seed).permutation(self.problem.n_candidates)

    def score_micro(self, weights: Floats) -> Ints:
        """The score of every pair under other weights, shape (n_pairs,), made as today's are.

        Parameters
        ----------
        weights : shape (K,), not negative, with a positive sum; brought to sum 1
        """
        if self.grades is None:
            raise ValueError("grades are needed to score under other weights")
        shares = _on_grid(np.asarray(weights, dtype=np.float64) / np.sum(weights))
        parts = (_on_grid(self.grades) * shares + GRID // 2) // GRID
        score: Ints = parts.sum(axis=1)
        return score

    def solved(self, value_micro: Ints) -> Assignment:
        """The best assignment by other scores, exactly, over the same feasible pairs."""
        known, kept = self.problem, self.feasible
        return solve(
            Problem.on_grid(
                known.n_candidates,
                known.n_openings,
                known.candidate[kept],
                known.opening[kept],
                value_micro[kept],
                known.seats,
                seed=known.seed,
                candidate_ids=known.candidate_ids,
                opening_ids=known.opening_ids,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What a policy does in a market.

    Parameters
    ----------
    probability : float64 (n_pairs,), with which each pair comes about; 0 or 1 where nothing is drawn
    opening_of : int64 (n,), -1 where none; None where the policy draws
    exact : the probabilities as fractions, where they could be had
    draws : int64 (draws, 2), placements and score in steps of 1e-6 of each draw; no rows where nothing was drawn
    elsewhere : placements outside the feasible pairs, that no probability can stand for: only of what was once decided
    """

    probability: Floats
    opening_of: Ints | None = None
    exact: tuple[Fraction, ...] | None = None
    draws: Ints
    elsewhere: int = 0

    @classmethod
    def certain(cls, market: Market, opening_of: Ints) -> Self:
        """A policy that draws nothing."""
        problem, kept = market.problem, market.feasible
        probability = np.zeros(len(problem.candidate))
        used = kept[problem.opening[kept] == opening_of[problem.candidate[kept]]]
        probability[used] = 1.0
        return cls(
            probability=probability,
            opening_of=opening_of,
            draws=np.zeros((0, 2), dtype=np.int64),
            elsewhere=int((opening_of >= 0).sum()) - len(used),
        )

    @property
    def placements(self) -> float:
        """Expected number of candidates with an opening."""
        return float(self.probability.sum()) + self.elsewhere

    def score(self, market: Market) -> float:
        """Expected sum of today's scores; pairs outside the feasible ones add nothing."""
        return float(self.probability @ market.problem.value_micro) / GRID


def _on_grid(values: Floats) -> Ints:
    return np.rint(values * GRID).astype(np.int64)
