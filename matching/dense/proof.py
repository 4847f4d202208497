"""Proof of an assignment of a whole matrix from the matrix alone. Shares nothing with the solver."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.errors import NotProved

ROWS = 2**20  # cells that are read together


def proof(
    weight: ArrayLike,
    seats: ArrayLike | None,
    opening_of: NDArray[np.int64],
    price: NDArray[np.int64],
    gain: NDArray[np.int64],
    bonus: int = 0,
) -> int:
    """Prove that an assignment is best: no cell is worth more than gain and price, and both sums are equal.

    Parameters
    ----------
    weight : array of integers, shape (n, m)
        -1 where forbidden.
    seats : array of integers, shape (m,), or None
        None: one each.
    opening_of, gain : array of int64, shape (n,)
    price : array of int64, shape (m,)
    bonus : int
        What each placement counts beside its weight.

    Returns
    -------
    int
        The sum of weights, bonuses left aside.

    Raises
    ------
    NotProved
        Saying which condition fails, and where.
    """
    matrix = np.asarray(weight)
    n, m = matrix.shape
    room = np.ones(m, np.int64) if seats is None else np.asarray(seats)
    for name, array, shape in (("opening_of", opening_of, (n,)), ("price", price, (m,)), ("gain", gain, (n,))):
        if array.shape != shape or array.dtype != np.int64:
            raise NotProved(f"{name}: int64 of shape {shape} expected, {array.dtype} of {array.shape} found")
    if ((opening_of < -1) | (opening_of >= m)).any():
        raise NotProved("a candidate is at an opening that does not exist")
    placed = np.flatnonzero(opening_of >= 0)
    if (np.bincount(opening_of[placed], minlength=m) > room).any():
        raise NotProved("an opening has more candidates than seats")
    taken = matrix[placed, opening_of[placed]]
    if (taken < 0).any():
        raise NotProved(f"candidate {placed[taken < 0][0]} is in a pair that is forbidden")
    if (price < 0).any() or (gain < 0).any():
        raise NotProved("a price or a gain is below 0")
    rows = max(1, ROWS // max(1, m))
    for start in range(0, n, rows):
        block: NDArray[Any] = matrix[start : start + rows]
        over = block > (gain[start : start + rows, np.newaxis] - bonus) + price
        wrong = np.argwhere(over & (block >= 0))
        if len(wrong):
            i, j = wrong[0]
            raise NotProved(f"pair ({start + i}, {j}) is worth more than gain and price")
    # Python integers: sums of prices may be longer than 64 bits where there are many seats.
    value = sum(taken.tolist())
    bound = sum(gain.tolist()) + sum(p * int(s) for p, s in zip(price.tolist(), room.tolist(), strict=True))
    if value + bonus * len(placed) != bound:
        raise NotProved(f"the assignment is worth {value + bonus * len(placed)}, the prices allow {bound}")
    return int(value)
