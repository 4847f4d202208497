"""Decisions as arrays: what was shown, in which order, and what was chosen. One row an option, grouped by decision."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Whole lists that people were shown; n decisions, r options in all, K criteria.

    Parameters
    ----------
    criteria : codes of the criteria, in the order of the columns of `grades`
    start : int64 (n + 1,), the options of decision d are rows `start[d]` to `start[d + 1]`, in the order of the options
    grades : float64 (r, K) in [0, 1]; where nothing is known, the neutral grade that stood in
    known : bool (r, K), False where the neutral grade stood in
    rank : int64 (r,), place in the list as it was shown, 0 at the top
    drawn : float64 (r,), probability with which this option was put forward as the proposal; sums to 1 within a list
        where a draw took place, NaN where none did
    chosen : int64 (n,), row of the chosen option, counted from `start[d]`; -1 where none of the list was chosen
    put_forward : int64 (n,), likewise the option that was put forward; -1 where none was
    reason : str (n,), code of the reason of who did not take what was put forward, "" where none was given
    office, round_ : int64 (n,), which office, and which call of it; rows of `offices` and `rounds`
    day : int64 (n,), proleptic ordinal
    """

    criteria: tuple[str, ...]
    start: Ints
    grades: Floats
    known: Mask
    rank: Ints
    drawn: Floats
    chosen: Ints
    put_forward: Ints
    reason: tuple[str, ...]
    office: Ints
    round_: Ints
    day: Ints
    offices: tuple[str, ...]
    rounds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def decision(self) -> Ints:
        """The decision of each option, shape (r,)."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.start))

    @property
    def taken(self) -> Mask:
        """Whether an option was chosen, shape (r,)."""
        taken = np.zeros(len(self.grades), dtype=np.bool_)
        some = self.chosen >= 0
        taken[self.start[:-1][some] + self.chosen[some]] = True
        return taken

    def only(self, criteria: tuple[str, ...]) -> Lists:
        """The same decisions with some of the criteria, in the order asked."""
        columns = [self.criteria.index(code) for code in criteria]
        return replace(self, criteria=criteria, grades=self.grades[:, columns], known=self.known[:, columns])

    def of(self, which: Ints | Mask) -> Lists:
        """Some of the decisions, in the order asked; one may be asked several times, as a bootstrap does."""
        rows = np.arange(len(self))[which]
        sizes = np.diff(self.start)[rows]
        start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        # Rows of the options: from the beginning of each list onwards.
        at = np.repeat(self.start[:-1][rows] - start[:-1], sizes) + np.arange(start[-1])
        return Lists(
            criteria=self.criteria,
            start=start,
            grades=self.grades[at],
            known=self.known[at],
            rank=self.rank[at],
            drawn=self.drawn[at],
            chosen=self.chosen[rows],
            put_forward=self.put_forward[rows],
            reason=tuple(self.reason[row] for row in rows.tolist()),
            office=self.office[rows],
            round_=self.round_[rows],
            day=self.day[rows],
            offices=self.offices,
            rounds=self.rounds,
        )
