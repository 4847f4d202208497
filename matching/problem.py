"""What a solver is given and what it hands back: `Problem`, `Assignment`, `Certificate`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.errors import BadProblem
from matching import entries, rows
from matching.entries import MICRO, Floats, Ints, OnGrid, frozen
from matching.rows import Row

LARGEST_SUM = 2**61  # a difference of two sums of this size still fits an int64


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Problem:
    """Which pairs are allowed, what each is worth, and how many seats there are.

    Pairs that are not listed are forbidden. Arrays are copied, sorted by (candidate, opening) and made read-only, so
    the order in which the pairs are given has no effect.

    Parameters
    ----------
    n_candidates, n_openings : int
        How many there are, those without any pair included; up to 2**31 - 1.
    candidate, opening : array of int, shape (n_pairs,)
        The allowed pairs, each at most once.
    value : array of float, shape (n_pairs,)
        Worth of each pair, 0 to 1,000,000; snapped to a grid of 1e-6, so that sums and comparisons are exact.
    seats : array of int, shape (n_openings,)
        Seats of each opening, 0 or more.
    floor : float
        A pair worth less is never proposed, whatever the objective. Rounded up to the grid.
    limits : sequence of Row
        What the proposed pairs must satisfy together. `Row.pair` counts in the arrays as they are given here.
    previous : array of int, shape (n_candidates,), or None
        Opening of each candidate in an earlier assignment, -1 where none. Kept wherever it is equally good.
    seed : int
        Chooses among equally good assignments, together with the ids.
    candidate_ids, opening_ids : sequence of str, or None
        Stable names, used only to break ties; by default the positions.

    Attributes
    ----------
    value_micro : array of int64, shape (n_pairs,)
        `value` in grid steps of 1e-6; `floor_micro` likewise. `value` and ids that are only positions are made when
        first asked for: most markets never need them.
    limits : tuple of Row
        As given, `Row.pair` now counting in the sorted arrays.

    Raises
    ------
    BadProblem
        Says every fault found, with the entry and what is expected there.
    """

    n_candidates: int
    n_openings: int
    candidate: Ints
    opening: Ints
    value_micro: Ints
    seats: Ints
    floor: float
    floor_micro: int
    limits: tuple[Row, ...]
    previous: Ints | None
    seed: int
    _value: Floats | None = field(repr=False)
    _candidate_ids: tuple[str, ...] | None = field(repr=False)
    _opening_ids: tuple[str, ...] | None = field(repr=False)

    def __init__(
        self,
        n_candidates: int,
        n_openings: int,
        candidate: ArrayLike,
        opening: ArrayLike,
        value: ArrayLike,
        seats: ArrayLike,
        floor: float = 0.0,
        limits: Sequence[Row] = (),
        previous: ArrayLike | None = None,
        seed: int = 0,
        *,
        candidate_ids: Sequence[str] | None = None,
        opening_ids: Sequence[str] | None = None,
    ) -> None:
        faults: list[str] = []
        n = entries.count("n_candidates", n_candidates, faults)
        m = entries.count("n_openings", n_openings, faults)
        if not isinstance(seed, int | np.integer) or isinstance(seed, bool):
            faults.append(f"seed is {seed!r}: an integer is expected")
        floor_micro = entries.floor_steps(floor, faults)
        known = len(faults)
        first = entries.checked_whole("candidate", candidate, None, 0, n - 1, faults)
        second = entries.checked_whole("opening", opening, len(first), 0, m - 1, faults)
        sort = len(faults) == known and not entries.in_order(first, second)
        order = entries.order_of(first, second, n, m) if sort else None
        of_candidate, of_opening = entries.taken(first, order), entries.taken(second, order)
        if sort:
            entries.no_repeats(of_candidate, of_opening, faults)
        micro = entries.value_steps(value, len(of_candidate), order, faults)
        room = entries.whole("seats", seats, m, 0, 2**62, faults)
        clean = rows.read(limits, len(of_candidate), faults)
        before = None if previous is None else entries.whole("previous", previous, n, -1, m - 1, faults)
        names = entries.ids("candidate_ids", candidate_ids, n, faults)
        openings = entries.ids("opening_ids", opening_ids, m, faults)
        if not faults and n * int(micro.max(initial=0)) > LARGEST_SUM:
            faults.append(f"n_candidates x largest value exceeds {LARGEST_SUM // MICRO}: sums would not be exact")
        if faults:
            raise BadProblem("; ".join(faults))

        fields: dict[str, object] = {
            "n_candidates": n,
            "n_openings": m,
            "candidate": frozen(of_candidate),
            "opening": frozen(of_opening),
            "value_micro": frozen(micro),
            "seats": frozen(room),
            "floor": float(floor),
            "floor_micro": floor_micro,
            "limits": rows.moved(clean, np.arange(len(micro)) if order is None else order) if clean else (),
            "previous": None if before is None else frozen(before),
            "seed": int(seed),
            "_value": None,
            "_candidate_ids": names,
            "_opening_ids": openings,
        }
        for name, content in fields.items():
            object.__setattr__(self, name, content)

    @property
    def value(self) -> Floats:
        """Worth of each pair, on the grid; shape (n_pairs,)."""
        if self._value is None:
            object.__setattr__(self, "_value", frozen(self.value_micro / MICRO))
        return cast(Floats, self._value)

    @property
    def candidate_ids(self) -> tuple[str, ...]:
        """Names of the candidates, used only to break ties."""
        if self._candidate_ids is None:
            object.__setattr__(self, "_candidate_ids", tuple(map(str, range(self.n_candidates))))
        return cast(tuple[str, ...], self._candidate_ids)

    @property
    def opening_ids(self) -> tuple[str, ...]:
        """Names of the openings, used only to break ties."""
        if self._opening_ids is None:
            object.__setattr__(self, "_opening_ids", tuple(map(str, range(self.n_openings))))
        return cast(tuple[str, ...], self._opening_ids)

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
        limits: Sequence[Row] = (),
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
            As the constructor, and if `value_micro` is not an array of integers, or some are masked.
        """
        if np.ma.is_masked(value_micro):
            raise BadProblem("value_micro has masked entries: a number is expected in each")
        steps = np.asarray(value_micro)
        if steps.size and steps.dtype.kind not in "iu":
            raise BadProblem(f"value_micro holds {steps.dtype}: integers are expected")
        names = {"candidate_ids": candidate_ids, "opening_ids": opening_ids}
        points = OnGrid(steps)
        return cls(n_candidates, n_openings, candidate, opening, points, seats, floor, limits, previous, seed, **names)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What an independent check has shown about an assignment.

    Attributes
    ----------
    kind : str
        `proved`: no assignment is better, by linear programming duality in whole numbers; where no limit is active,
        every price is exact too. `bounded`: every statement about the assignment itself was checked (pairs, seats, one
        opening a candidate, floor, every limit, both sums), and `lp_bound` holds by duality in whole numbers; that
        nothing lies between the assignment and `bound` rests on branch and bound (HiGHS), which leaves no proof that
        could be checked. `unchecked`: nobody looked yet.
    gap : int or None
        By how much a better assignment could exceed this one, in the first of the ordered objectives that is open:
        placements, or steps of 1e-6; 0 when branch and bound ended by itself, and when proved.
    checked_by : str
        The functions that did the check.
    bound : tuple of int, or None
        (placements, score in steps of 1e-6) that no assignment exceeds, by branch and bound; the second objective's
        counts among assignments that are best by the first. Equal to the assignment where the gap is 0.
    lp_bound : tuple of int, or None
        The same by duality alone, re-computed in whole numbers: nothing in it is taken on trust. Where it equals the
        assignment, branch and bound was not needed.
    core : str
        Which solver found the assignment: `scipy`, `sparse`, `dense`, `nested` or `highs`. Only told: it is no part of
        what was shown, so certificates that differ in nothing else are equal.
    why : str
        Why that solver was chosen, in one plain sentence. Only told, as `core`.
    """

    kind: str
    gap: int | None
    checked_by: str
    bound: tuple[int, int] | None = None
    lp_bound: tuple[int, int] | None = None
    core: str = field(default="", compare=False)
    why: str = field(default="", compare=False)


def _no_rows() -> Ints:
    return frozen(np.zeros((0, 2), dtype=np.int64))


def _no_flags() -> NDArray[np.bool_]:
    return np.zeros(0, dtype=np.bool_)


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
        What would be lost if the candidate left: (placements, score in steps of 1e-6). Where the others could then not
        keep the limits at all, everything.
    certificate : Certificate
    limits_active : bool
        Some limit keeps the best assignment of the market without limits from being proposed.
    prices_exact : bool
        Prices and gains are exact, the limits included. Where False and no limit is active, they are those of the
        market without the limits: a seat adds at most its price. Where False and limits are active, both are upper
        bounds from linear programming: each number of a pair on its own, the second among assignments that are best by
        the first objective.
    row_value_micro : array of int64, shape (n_limits, 2)
        What one more `Row.unit` on each limit would add: (placements, score in steps of 1e-6).
    row_value_exact : array of bool, shape (n_limits,)
        Where False, the value is an upper bound as above.
    binding : tuple of int
        Limits without room for one more unit.
    """

    objective: str
    opening_of: Ints
    placements: int
    score_micro: int
    seat_price_micro: Ints
    candidate_gain_micro: Ints
    certificate: Certificate
    limits_active: bool = False
    prices_exact: bool = True
    row_value_micro: Ints = field(default_factory=_no_rows)
    row_value_exact: NDArray[np.bool_] = field(default_factory=_no_flags)
    binding: tuple[int, ...] = ()

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
