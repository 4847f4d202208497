"""Who arrives when, and which seats are there by then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from experiments.lists import Ints
from matching.problem import Problem

POLICIES = ("random", "greedy", "batch", "bid_prices")
FUTURES = 5  # as in Ahani et al. 2024


@dataclass(frozen=True, slots=True)
class Rows:
    """The pairs of some candidates in CSR form, those below the floor left out.

    Parameters
    ----------
    start : int64 (n + 1,), row pointers
    opening, value_micro : int64 (n_pairs,)
    """

    start: Ints
    opening: Ints
    value_micro: Ints

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """The pairs of all candidates of a problem."""
        kept = problem.value_micro >= problem.floor_micro
        start = np.searchsorted(problem.candidate[kept], np.arange(problem.n_candidates + 1))
        return cls(start.astype(np.int64), problem.opening[kept], problem.value_micro[kept])

    def __len__(self) -> int:
        return len(self.start) - 1

    def pairs_of(self, who: Ints) -> tuple[Ints, Ints, Ints]:
        """Pairs of some candidates, who may be named several times.

        Returns
        -------
        candidate, opening, value_micro : int64, `candidate` counted as in `who`
        """
        sizes = np.diff(self.start)[who]
        candidate = np.repeat(np.arange(len(who), dtype=np.int64), sizes)
        at = np.repeat(self.start[who] - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
        return candidate, self.opening[at], self.value_micro[at]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """Candidates arrive in batches; each decision is taken for good before the next batch is known.

    Parameters
    ----------
    problem : all candidates and openings; its limits over many pairs have no part in this
    order : int64 (n,), the candidates in the order in which they arrive
    batch : how many arrive together
    opens : int64 (m,), before which batch (counted from 0) each opening is announced; None: all are there at the start
    patience : through how many more batches somebody waits who got no place; then they leave
    past : candidates of the past and what the same openings would be worth to them, from whom futures are drawn;
        None: futures are drawn from those who have arrived so far
    futures : how many futures are drawn for one price
    placement_micro : what a placement counts besides its score, in steps of 1e-6; a large number puts placements first

    How many candidates are still to come, and how many openings, counts as known; who and which do not.
    """

    problem: Problem
    order: Ints
    batch: int = 10
    opens: Ints | None = None
    patience: int = 0
    past: Rows | None = None
    futures: int = FUTURES
    placement_micro: int = 0

    def __post_init__(self) -> None:
        n, m = self.problem.n_candidates, self.problem.n_openings
        if sorted(np.asarray(self.order).tolist()) != list(range(n)):
            raise ValueError("order: every candidate once is expected")
        if self.batch < 1 or self.futures < 1 or self.patience < 0 or self.placement_micro < 0:
            raise ValueError("batch and futures of 1 or more, patience and placement_micro of 0 or more are expected")
        if self.opens is not None and (len(self.opens) != m or np.any(self.opens < 0)):
            raise ValueError(f"opens: {m} batches from 0 are expected")

    @property
    def announced(self) -> Ints:
        """Before which batch each opening is announced, shape (m,)."""
        return np.zeros(self.problem.n_openings, dtype=np.int64) if self.opens is None else self.opens

    @property
    def batches(self) -> int:
        """How many batches arrive."""
        return -(-self.problem.n_candidates // self.batch)

    @property
    def arrives(self) -> Ints:
        """The batch of each candidate, shape (n,)."""
        at = np.empty(self.problem.n_candidates, dtype=np.int64)
        at[self.order] = np.arange(self.problem.n_candidates) // self.batch
        return at


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """What came of it.

    Parameters
    ----------
    opening_of : int64 (n,), -1 where none
    placements, score_micro : totals
    worth_micro : score and what placements count besides: what every policy maximises
    """

    opening_of: Ints
    placements: int
    score_micro: int
    worth_micro: int

    @classmethod
    def of(cls, arrivals: Arrivals, opening_of: Ints) -> Self:
        """The totals of an assignment."""
        problem = arrivals.problem
        used = opening_of[problem.candidate] == problem.opening
        placements, score = int(used.sum()), int(problem.value_micro[used].sum())
        return cls(
            opening_of=opening_of,
            placements=placements,
            score_micro=score,
            worth_micro=score + placements * arrivals.placement_micro,
        )
