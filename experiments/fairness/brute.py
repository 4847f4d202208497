"""Every assignment of a small market, one by one: what the exact methods are held against. Shares nothing with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.lists import Ints, Mask
from matching.problem import Problem

MOST = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Every:
    """All assignments that keep seats, floor and limits.

    Parameters
    ----------
    at : int64 (s, n_candidates), opening of each candidate, -1 none
    value : int64 (s, n_candidates), what each candidate gets, in steps of 1e-6
    """

    at: Ints
    value: Ints

    @property
    def placements(self) -> Ints:
        """Placed candidates of each, shape (s,)."""
        counts: Ints = (self.at >= 0).sum(axis=1)
        return counts

    @property
    def score(self) -> Ints:
        """Score of each, shape (s,)."""
        sums: Ints = self.value.sum(axis=1)
        return sums

    def placed_of(self, group: Mask) -> Ints:
        """Placed people of a group in each, shape (s,)."""
        counts: Ints = (self.at[:, group] >= 0).sum(axis=1)
        return counts

    def best(self, objective: str, among: Mask | None = None) -> tuple[int, int] | None:
        """Placements and score of the best by `objective`; None where none is among."""
        keep = np.ones(len(self.at), dtype=np.bool_) if among is None else among
        if not keep.any():
            return None
        pairs = zip(self.placements[keep].tolist(), self.score[keep].tolist(), strict=True)
        if objective == "score":
            score, placements = max((score, placements) for placements, score in pairs)
            return placements, score
        return max(pairs)

    def leximin(self) -> Ints:
        """The largest profile, from the lowest score up, compared as words in a dictionary."""
        profiles = np.sort(self.value, axis=1)
        largest: Ints = profiles[np.lexsort(profiles.T[::-1])[-1]]
        return largest


def every(problem: Problem) -> Every:
    """Every assignment of a problem of at most two million combinations.

    Raises
    ------
    ValueError
        There are more.
    """
    n, m = problem.n_candidates, problem.n_openings
    if (m + 1) ** n > MOST:
        raise ValueError(f"{n} candidates and {m} openings: more than {MOST} combinations")
    at = np.indices((m + 1,) * n).reshape(n, -1).T.astype(np.int64) - 1
    # Column m, which -1 means, is staying out: always allowed, worth 0.
    worth = np.full((n, m + 1), -1, dtype=np.int64)
    worth[:, m] = 0
    ok = problem.value_micro >= problem.floor_micro
    worth[problem.candidate[ok], problem.opening[ok]] = problem.value_micro[ok]
    value = worth[np.arange(n), at]
    keep = (value >= 0).all(axis=1)
    for j in range(m):
        keep &= (at == j).sum(axis=1) <= problem.seats[j]
    for row in problem.limits:
        chosen = at[:, problem.candidate[row.pair]] == problem.opening[row.pair]
        total = chosen.astype(np.int64) @ row.weight
        keep &= (total <= row.most) if row.most is not None else True
        keep &= (total >= row.least) if row.least is not None else True
    return Every(at=at[keep], value=value[keep])


def small_problem(seed: int, largest: int = 7, ties: bool = True) -> Problem:
    """A random market of up to `largest` candidates; few different scores, so that many are equal."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, largest + 1))
    m = int(rng.integers(1, 4 if n > 5 else 5))
    allowed = np.argwhere(rng.random((n, m)) < rng.uniform(0.3, 1.0))
    steps = rng.integers(0, 5, len(allowed)) * 250_000 if ties else rng.integers(0, 1_000_001, len(allowed))
    return Problem.on_grid(
        n,
        m,
        allowed[:, 0],
        allowed[:, 1],
        steps,
        rng.integers(0, 3, m),
        floor=float(rng.choice([0.0, 0.25])),
        seed=seed,
    )
