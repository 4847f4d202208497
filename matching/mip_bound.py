"""No choice of pairs is worth more than this, in whole numbers: a bound that any prices give, good ones a tight one.

For prices v >= 0 of seats and signed prices t of rows (t >= 0 for `most`, t <= 0 for `least`), whatever is chosen is
worth at most sum(seats x v) + sum(t x side) + sum over candidates of max(0, worth - v - sum(t x weight)), each
candidate's maximum taken over its pairs. A linear programme's prices come in binary fractions; they are rounded to
whole multiples of 1 / scale, and from there on nothing is rounded. So a wrong price makes the bound worse, never wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.entries import Floats, Ints
from matching.mip_model import NO_LEAST, NO_MOST, Market

SCALED_BITS = 60  # scaled numbers of one column stay below 2**60
FINEST = 40  # scale is at most 2**40


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Prices of seats and rows in units of 1 / scale.

    Attributes
    ----------
    scale : int
    seat : array of int64, shape (n_openings,)
    row : array of int64, shape (n_rows,)
        Positive: of the side `most`; negative: of the side `least`.
    """

    scale: int
    seat: Ints
    row: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """The bound that some prices give, all numbers times `scale`.

    Attributes
    ----------
    total : int
    gain : array of int64, shape (n_candidates,)
        What each candidate's best pair is worth beyond its prices, 0 or more.
    slack : array of int64, shape (n_columns,)
        A choice with this pair is worth at most total - slack.
    """

    scale: int
    total: int
    gain: Ints
    slack: Ints

    @property
    def steps(self) -> int:
        """The bound in whole steps of the weights, rounded down."""
        return self.total // self.scale

    def room(self, value: int, step: int = 1) -> int:
        """Pairs with more slack than this are in no choice worth `step` more than `value`."""
        return self.total - self.scale * (value + step)


def rounded(market: Market, weight: Ints, seat: Floats, row: Floats) -> Prices:
    """Prices in whole multiples of 1 / scale, the finest scale that cannot overflow; impossible signs become 0."""
    seat = np.maximum(seat, 0.0)
    row = np.where(market.most == NO_MOST, np.minimum(row, 0.0), row)
    row = np.where(market.least == NO_LEAST, np.maximum(row, 0.0), row)
    largest = float(weight.max(initial=0)) + float(seat.max(initial=0.0)) + 1.0
    if len(row):
        largest += float((market.table.T @ np.abs(row)).max(initial=0.0)) + float(np.abs(row).max())
    largest *= 2.0
    bits = SCALED_BITS - int(np.ceil(np.log2(largest)))
    if bits < 0:  # prices beyond all reason: the bound without them is valid too
        return Prices(1, np.zeros(len(seat), dtype=np.int64), np.zeros(len(row), dtype=np.int64))
    scale = 2 ** min(bits, FINEST)
    return Prices(scale, np.rint(seat * scale).astype(np.int64), np.rint(row * scale).astype(np.int64))


def bound_of(market: Market, weight: Ints, prices: Prices) -> Bound:
    """The bound of these prices; `weight` is the worth of each column."""
    over = weight * prices.scale - prices.seat[market.opening]
    if len(prices.row):
        over = over - market.table.T @ prices.row
    gain = np.zeros(market.n_candidates, dtype=np.int64)
    np.maximum.at(gain, market.candidate, over)
    # Sums in Python's unbounded integers.
    total = _dot(gain, market.people) + _dot(prices.seat, market.seats)
    total += _dot(prices.row, np.where(prices.row > 0, market.most, market.least))
    return Bound(prices.scale, total, gain, gain[market.candidate] - over)


def _dot(left: Ints, right: Ints) -> int:
    return sum(a * b for a, b in zip(left.tolist(), right.tolist(), strict=True) if a)
