"""What can move a proposal: other weights, less sure grades, data that lack. Each draws one disturbed market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from data.language import number, say
from experiments.robust.case import Case
from matching.entries import Floats, Ints
from scoring.weights import GRID


class Disturbance(Protocol):
    """One way in which grades or weights could have been otherwise."""

    @property
    def size(self) -> float:
        """How strong it is, to put several of a kind in order."""
        ...

    def drawn(self, case: Case, grades: Floats, shares: Ints, rng: np.random.Generator) -> tuple[Floats, Ints]:
        """Grades (n_pairs, K) and weights (K,) in millionths of one draw; what comes in stays as it is."""
        ...

    def told(self) -> str:
        """What it does, in a few words."""
        ...


def in_millionths(weights: Floats) -> Ints:
    """Weights as whole millionths that sum to one million: what rounding leaves goes to the largest remainders."""
    exact = weights / weights.sum() * GRID
    whole: Ints = np.floor(exact).astype(np.int64)
    whole[np.argsort(whole - exact, kind="stable")[: GRID - int(whole.sum())]] += 1
    return whole


@dataclass(frozen=True, slots=True)
class Moved:
    """Every weight times a number drawn evenly from 1 - size to 1 + size, then summed to 1 again."""

    size: float

    def drawn(self, case: Case, grades: Floats, shares: Ints, rng: np.random.Generator) -> tuple[Floats, Ints]:
        """One draw."""
        return grades, in_millionths(shares * rng.uniform(1 - self.size, 1 + self.size, len(shares)))

    def told(self) -> str:
        """In words."""
        return say("pesi spostati fino a ±{percent} %", percent=number(100 * self.size))


@dataclass(frozen=True, slots=True)
class AnyWeights:
    """Any weights whatever, all equally likely: uniform over the simplex (SMAA, Lahdelma et al. 1998)."""

    @property
    def size(self) -> float:
        """As far as weights can go."""
        return 1.0

    def drawn(self, case: Case, grades: Floats, shares: Ints, rng: np.random.Generator) -> tuple[Floats, Ints]:
        """One draw."""
        return grades, in_millionths(rng.dirichlet(np.ones(len(shares))))

    def told(self) -> str:
        """In words."""
        return say("pesi qualsiasi")


@dataclass(frozen=True, slots=True)
class Noise:
    """Known grades off by a normal error, cut to [0, 1]; what is not known stays as it is.

    Parameters
    ----------
    size : standard deviation of a grade
    shared : part of its variance that is the same in all pairs of a candidate, as when one assessment was too strict
    of : standard deviation of each criterion relative to `size`, shape (K,); all 1 if not given
    """

    size: float
    shared: float = 0.5
    of: tuple[float, ...] = ()

    def drawn(self, case: Case, grades: Floats, shares: Ints, rng: np.random.Generator) -> tuple[Floats, Ints]:
        """One draw."""
        count = len(shares)
        person = rng.standard_normal((case.problem.n_candidates, count))[case.problem.candidate]
        pair = rng.standard_normal(grades.shape)
        error = np.sqrt(self.shared) * person + np.sqrt(1 - self.shared) * pair
        sd = self.size * (np.array(self.of) if self.of else np.ones(count))
        return np.where(case.known, np.clip(grades + sd * error, 0, 1), grades), shares

    def told(self) -> str:
        """In words."""
        return say("valutazioni con un errore tipico di ±{points} punti su 100", points=number(100 * self.size))


@dataclass(frozen=True, slots=True)
class Missing:
    """A share of what is known gets lost, and the neutral grade stands in.

    Parameters
    ----------
    size : chance that a field gets lost
    field : True: what is known of a candidate for a criterion gets lost for all pairs together, as when nobody asked;
        False: each grade of each pair by itself
    """

    size: float
    field: bool = True

    def drawn(self, case: Case, grades: Floats, shares: Ints, rng: np.random.Generator) -> tuple[Floats, Ints]:
        """One draw."""
        if self.field:
            lost = (rng.random((case.problem.n_candidates, len(shares))) < self.size)[case.problem.candidate]
        else:
            lost = rng.random(grades.shape) < self.size
        return np.where(lost & case.known, case.neutral, grades), shares

    def told(self) -> str:
        """In words."""
        percent = number(100 * self.size)
        if self.field:
            return say("{percent} % dei dati delle persone cancellati", percent=percent)
        return say("{percent} % dei singoli voti cancellati", percent=percent)


@dataclass(frozen=True, slots=True)
class Answered:
    """What lacks in one criterion becomes known: each grade is drawn from those known in that criterion.

    Parameters
    ----------
    criterion : column of the grades
    """

    criterion: int

    @property
    def size(self) -> float:
        """No order among them."""
        return 0.0

    def drawn(self, case: Case, grades: Floats, shares: Ints, rng: np.random.Generator) -> tuple[Floats, Ints]:
        """One draw."""
        lacks = ~case.known[:, self.criterion]
        filled = grades.copy()
        filled[lacks, self.criterion] = answers(case, self.criterion, int(lacks.sum()), rng)
        return filled, shares

    def told(self) -> str:
        """In words."""
        return say("dati mancanti raccolti")


@dataclass(frozen=True, slots=True)
class Together:
    """Several disturbances, one after the other."""

    several: tuple[Disturbance, ...]

    @property
    def size(self) -> float:
        """That of the strongest."""
        return max(one.size for one in self.several)

    def drawn(self, case: Case, grades: Floats, shares: Ints, rng: np.random.Generator) -> tuple[Floats, Ints]:
        """One draw."""
        for one in self.several:
            grades, shares = one.drawn(case, grades, shares, rng)
        return grades, shares

    def told(self) -> str:
        """In words."""
        return "; ".join(one.told() for one in self.several)


def answers(case: Case, criterion: int, count: int, rng: np.random.Generator) -> Floats:
    """Grades that could come out where they lack: drawn from the known ones; from all of [0, 1] where none is known."""
    seen = case.grades[case.known[:, criterion], criterion]
    return rng.choice(seen, count) if len(seen) else rng.random(count)
