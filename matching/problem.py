"""What a solver is given and what it hands back: `Problem`, `Assignment`, `Certificate`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from data.errors import AbbinaError, BadProblem
from matching import entries
from matching.entries import MICRO, Floats, Ints, frozen

LARGEST_SUM = 2**61  # a difference of two sums of this size still fits an int64


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Problem:
    """Which pairs are allowed, what each is worth, and how many seats there are.

    Pairs that are not listed are forbidden. Arrays are copied, sorted by (candidate, opening) and made read-only, so
    the order in which the pairs are given has no effect.

    Parameters
    ----------
    n_candidates, n_openings : int
        How many there are, those without any pair included.
    candidate, opening : array of int, shape (n_pairs,)
        The allowed pairs, each at most once.
    value : array of float, shape (n_pairs,)
        Worth of each pair, 0 to 1,000,000; snapped to a grid of 1e-6, so that sums and comparisons are exact.
    seats : array of int, shape (n_openings,)
        Seats of each opening, 0 or more.
    floor : float
        A pair worth less is never proposed, whatever the objective. Rounded up to the grid.
    limits : sequence
        Only the empty sequence is accepted today.
    previous : array of int, shape (n_candidates,), or None
        Opening of each candidate in an earlier assignment, -1 where none. Kept wherever it is equally good.
    seed : int
        Chooses among equally good assignments, together with the ids.
    candidate_ids, opening_ids : sequence of str, or None
        Stable names, used only to break ties; by default the positions.

    Attributes
    ----------
    value_micro : array of int64, shape (n_pairs,)
        `value` in grid steps of 1e-6; `floor_micro` likewise.

    Raises
    ------
    BadProblem
        Says every fault found, with the entry and what is expected there.
    AbbinaError
        Code `not_supported` if there are limits.
    """

    n_candidates: int
    n_openings: int
    candidate: Ints
    opening: Ints
    value: Floats
    value_micro: Ints
    seats: Ints
    floor: float
    floor_micro: int
    previous: Ints | None
    seed: int
    candidate_ids: tuple[str, ...]
    opening_ids: tuple[str, ...]

    def __init__(
        self,
        n_candidates: int,
        n_openings: int,
        candidate: ArrayLike,
        opening: ArrayLike,
        value: ArrayLike,
        seats: ArrayLike,
        floor: float = 0.0,
        limits: Sequence[object] = (),
        previous: ArrayLike | None = None,
        seed: int = 0,
        *,
        candidate_ids: Sequence[str] | None = None,
        opening_ids: Sequence[str] | None = None,
    ) -> None:
        if len(limits) > 0:
            raise AbbinaError("not_supported", what="limits (Problem.limits must be empty)")
        faults: list[str] = []
        n = entries.count("n_candidates", n_candidates, faults)
        m = entries.count("n_openings", n_openings, faults)
        if not isinstance(seed, int | np.integer) or isinstance(seed, bool):
            faults.append(f"seed is {seed!r}: an integer is expected")
        floor_micro = entries.floor_steps(floor, faults)
        known = len(faults)
        of_candidate = entries.whole("candidate", candidate, None, 0, n - 1, faults)
        of_opening = entries.whole("opening", opening, len(of_candidate), 0, m - 1, faults)
        order = np.lexsort((of_opening, of_candidate))
        of_candidate, of_opening = of_candidate[order], of_opening[order]
        if len(faults) == known:
            entries.no_repeats(of_candidate, of_opening, faults)
        micro = entries.value_steps(value, len(of_candidate), faults)
        room = entries.whole("seats", seats, m, 0, 2**62, faults)
        before = None if previous is None else entries.whole("previous", previous, n, -1, m - 1, faults)
        names = entries.ids("candidate_ids", candidate_ids, n, faults)
        openings = entries.ids("opening_ids", opening_ids, m, faults)
        if not faults and n * int(micro.max(initial=0)) > LARGEST_SUM:
            faults.append(f"n_candidates x largest value exceeds {LARGEST_SUM // MICRO}: sums would not be exact")
        if faults:
            raise BadProblem("; ".join(faults))

        micro = micro[order]
        fields: dict[str, object] = {
            "n_candidates": n,
            "n_openings": m,
            "candidate": frozen(of_candidate),
            "opening": frozen(of_opening),
            "value": frozen(micro / MICRO),
            "value_micro": frozen(micro),
            "seats": frozen(room),
            "floor": float(floor),
            "floor_micro": floor_micro,
            "previous": None if before is None else frozen(before),
            "seed": int(seed),
            "candidate_ids": names,
            "opening_ids": openings,
        }
        for name, content in fields.items():
            object.__setattr__(self, name, content)

    @classmethod
    def on_grid(
        cls,
        n_candidates: int,
        n_openings: int,
        candidate: ArrayLike,
        opening: ArrayLike,
        value_micro: ArrayLike,
        seats: ArrayLike,
        floor: float = 0.0,
        limits: Sequence[object] = (),
        previous: ArrayLike | None = None,
        seed: int = 0,
        *,
        candidate_ids: Sequence[str] | None = None,
        opening_ids: Sequence[str] | None = None,
    ) -> Self:
        """The same from integer grid steps: `value_micro`, 0 to 10**12, stands for `value` x 10**6.

        Raises
        ------
        BadProblem
            As the constructor, and if `value_micro` is not an array of integers.
        """
        steps = np.asarray(value_micro)
        if steps.size and steps.dtype.kind not in "iu":
            raise BadProblem(f"value_micro holds {steps.dtype}: integers are expected")
        # Exact: below 10**12 a float64 quotient is off by far less than half a grid step.
        return cls(
            n_candidates,
            n_openings,
            candidate,
            opening,
            steps / MICRO,
            seats,
            floor,
            limits,
            previous,
            seed,
            candidate_ids=candidate_ids,
            opening_ids=opening_ids,
        )


@dataclass(frozen=True, slots=True)
class Certificate:
    """What an independent check has shown about an assignment.

    Attributes
    ----------
    kind : str
        `proved`: no assignment is better and every price is exact; `unchecked`: nobody looked yet.
    gap : int or None
        Grid steps by which a better assignment could exceed this one; 0 when proved.
    checked_by : str
        The function that did the check.
    """

    kind: str
    gap: int | None
    checked_by: str


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Who is proposed where, and what one more seat or one candidate fewer would change.

    Attributes
    ----------
    objective : str
        What was maximised; see `matching.solver.solve`.
    opening_of : array of int64, shape (n_candidates,)
        Opening of each candidate, -1 where none.
    placements : int
        Candidates with an opening.
    score_micro : int
        Sum of the values of the proposed pairs, in steps of 1e-6.
    seat_price_micro : array of int64, shape (n_openings, 2)
        What one more seat would add: (placements, score in steps of 1e-6).
    candidate_gain_micro : array of int64, shape (n_candidates, 2)
        What would be lost if the candidate left: (placements, score in steps of 1e-6).
    certificate : Certificate
    """

    objective: str
    opening_of: Ints
    placements: int
    score_micro: int
    seat_price_micro: Ints
    candidate_gain_micro: Ints
    certificate: Certificate

    @property
    def score(self) -> float:
        """Sum of the values of the proposed pairs."""
        return self.score_micro / MICRO

    @property
    def seat_price(self) -> Floats:
        """What one more seat would add, (placements, score); shape (n_openings, 2)."""
        return self.seat_price_micro / (1, MICRO)

    @property
    def candidate_gain(self) -> Floats:
        """What would be lost if the candidate left, (placements, score); shape (n_candidates, 2)."""
        return self.candidate_gain_micro / (1, MICRO)
