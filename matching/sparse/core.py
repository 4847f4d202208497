"""The exact answer for a market: parts on their own cores, in each rough prices, repair, and exact prices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from joblib import cpu_count
from numpy.typing import NDArray

from data.errors import BadProblem
from matching.sparse.links import near_pairs
from matching.sparse.part import LARGEST_WEIGHT, MOST_PAIRS, Int64, Positions, Weights, nothing_settled
from matching.sparse.parts import SHARE, bins, cut, first_prices, joined
from matching.sparse.prices import highest, lowest, lowest_and_highest, open_closed
from matching.sparse.work import Work, most_first


class Market(NamedTuple):
    """Allowed pairs by candidate: those of candidate i lie from start[i] to start[i + 1].

    Attributes
    ----------
    start : array of int64, shape (n_candidates + 1,)
    opening : array of int32 or int64, shape (n_pairs,)
        Each at most once for a candidate.
    weight : array of int32 or int64, shape (n_pairs,)
        0 or more; `n_candidates` x the largest x 4 must stay below 2**58.
    seats : array of integers, shape (n_openings,)
    """

    start: Int64
    opening: Positions
    weight: Weights
    seats: NDArray[np.integer]


class Answer(NamedTuple):
    """A best assignment and best prices.

    Attributes
    ----------
    opening_of : array of int64, shape (n_candidates,)
        -1 where none.
    price, gain : array of int64, shape (n_openings,) and (n_candidates,)
        With `exact_prices` what one more seat would add and what would be lost with a candidate, in units of weight;
        under `placements_then_score` each placement counts `bonus` besides. Without, any best prices.
    highest : array of int64, shape (n_openings,), or None
        What would be lost with a seat, if asked for.
    bonus : int
    """

    opening_of: Int64
    price: Int64
    gain: Int64
    highest: Int64 | None
    bonus: int


def bonus_of(n_candidates: int, largest: int, objective: str) -> int:
    """What a placement counts besides its weight: more than any difference of two sums, under placements first."""
    return 4 * n_candidates * largest + 1 if objective == "placements_then_score" else 0


def fits(n_candidates: int, largest: int) -> bool:
    """Whether all sums stay exact."""
    return bonus_of(n_candidates, largest, "placements_then_score") + largest <= LARGEST_WEIGHT


def assign(
    market: Market,
    objective: str = "score",
    *,
    threads: int | None = None,
    exact_prices: bool = True,
    with_highest: bool = False,
    scale: int | None = None,
    price: Int64 | None = None,
) -> Answer:
    """A best assignment of a sparse market, each candidate to at most one seat.

    Parameters
    ----------
    market : Market
    objective : str
        `score`: the largest sum of weights. `placements_then_score`: as many placements as possible first.
    threads : int or None
        None: one for each core there is, as far as it pays. The answer does not depend on it, but for which of several
        equally good assignments is found.
    exact_prices : bool
        Also find the lowest best prices; False saves that step.
    with_highest : bool
        Also find the highest best prices.
    scale : int or None
        The size of what the weights differ by, if much smaller than the weights themselves.
    price : array of int64, shape (n_openings,), or None
        Prices to start from, 0 to LARGEST_WEIGHT. Any of them are right, near ones are fast.

    Returns
    -------
    Answer

    Raises
    ------
    BadProblem
        If the arrays do not fit together, an opening does not exist, a weight is negative, or sums could overflow.
    """
    largest = _checked(market, objective, price)
    start, weight = np.asarray(market.start, np.int64), market.weight
    # Unsigned, so that compiled code need not look for negative positions.
    opening = market.opening.view(np.uint32 if market.opening.itemsize == 4 else np.uint64)
    seats = np.asarray(market.seats, np.int64)
    n, m = len(start) - 1, len(seats)
    narrow = np.int32 if largest < 2**31 else np.int64
    bonus, scale = bonus_of(n, largest, objective), largest if scale is None else scale
    opening_of = np.full(n, -1, np.int64)
    before, guessed = price, price is None
    price, gain = np.zeros(m, np.int64), np.zeros(n, np.int64)
    top = np.zeros(m, np.int64) if with_highest else None
    if len(opening):
        n_bins = threads or cpu_count()
        number = joined(start, opening, m)
        bin_of = bins(start, opening, number, n_bins, 1 if threads else SHARE)
        if before is None:
            before = first_prices(start, opening, weight, seats, number)
        shares = [rows for rows in (np.flatnonzero(bin_of == b) for b in range(n_bins)) if len(rows)]

        def settle(rows: Int64) -> None:
            part, names = cut(rows, start, opening, weight, seats, narrow)
            work = Work.on(part, scale, before[names], guessed)
            if objective == "score":
                work.settle(0)
            else:
                most_first(work, bonus)
            settled = work.settled
            open_closed(part, bonus, settled)
            placed = settled.at >= 0
            opening_of[rows[placed]] = names[settled.at[placed]]
            price[names], gain[rows] = settled.price, settled.gain
            if not (exact_prices or with_highest):
                return
            near = near_pairs(part, bonus, settled, scale, work.few)
            if exact_prices and top is not None:
                price[names], gain[rows], top[names] = lowest_and_highest(part, bonus, settled, near)
            elif top is not None:
                top[names] = highest(part, bonus, settled, near)
            else:
                price[names], gain[rows] = lowest(part, bonus, settled, near)

        # This thread does one share itself: if it only waited, two others might start on one core.
        with ThreadPoolExecutor(len(shares)) as pool:
            others = [pool.submit(settle, rows) for rows in shares[1:]]
            settle(shares[0])
            for other in others:
                other.result()
    return Answer(opening_of, price, gain, top, bonus)


def _checked(market: Market, objective: str, price: Int64 | None) -> int:
    """The largest weight, once it is sure that compiled code will not read beside the arrays."""
    start, opening, weight, seats = market
    faults = [
        f"{name} has the type {array.dtype}: integers of {' or '.join(map(str, sizes))} bytes, in the order of this "
        "machine, are expected"
        for name, array, sizes in (
            ("start", start, (4, 8)),
            ("opening", opening, (4, 8)),
            ("weight", weight, (1, 2, 4, 8)),
            ("seats", np.asarray(seats), (1, 2, 4, 8)),
            ("price", np.zeros(0, np.int64) if price is None else price, (8,)),
        )
        if array.dtype.kind not in "iu" or array.dtype.itemsize not in sizes or not array.dtype.isnative
    ]
    if faults:
        raise BadProblem("; ".join(faults))
    if len(opening) > MOST_PAIRS:
        raise BadProblem(f"opening has {len(opening)} entries: at most {MOST_PAIRS} are expected")
    if objective not in ("score", "placements_then_score"):
        faults.append(f"objective is {objective!r}: score or placements_then_score is expected")
    if len(start) < 1 or start[0] != 0 or start[-1] != len(opening) or (start[1:] < start[:-1]).any():
        faults.append(f"start: positions from 0 up to {len(opening)}, none before the last, are expected")
    if len(weight) != len(opening):
        faults.append(f"weight has {len(weight)} entries: {len(opening)} are expected")
    if len(opening) and not 0 <= int(opening.min()) <= int(opening.max()) < len(seats):
        faults.append(f"opening: numbers from 0 to {len(seats) - 1} are expected")
    if int(weight.min(initial=0)) < 0 or int(np.min(seats, initial=0)) < 0 or int(np.max(seats, initial=0)) >= 2**63:
        faults.append("weight and seats: 0 or more, below 2**63, is expected")
    if price is not None and (
        len(price) != len(seats) or not 0 <= int(price.min(initial=0)) <= int(price.max(initial=0)) <= LARGEST_WEIGHT
    ):
        faults.append(f"price: {len(seats)} numbers from 0 to {LARGEST_WEIGHT} are expected")
    largest = int(weight.max(initial=0))
    if bonus_of(len(start) - 1, largest, objective) + largest > LARGEST_WEIGHT:
        faults.append(f"weight: {len(start) - 1} times {largest} is too much for exact sums")
    if faults:
        raise BadProblem("; ".join(faults))
    return largest


def lowest_of(market: Market, at: Int64, price: Int64, gain: Int64, bonus: int) -> tuple[Int64, Int64]:
    """The lowest best prices and the largest gains, from a best assignment and any best prices."""
    n, m = len(market.start) - 1, len(market.seats)
    rows = np.flatnonzero(np.diff(market.start))
    low, large = np.zeros(m, np.int64), np.zeros(n, np.int64)
    if not len(rows):
        return low, large
    part, names = cut(
        rows, market.start, market.opening, market.weight, np.asarray(market.seats, np.int64), market.weight.dtype
    )
    local = np.full(m + 1, -1)
    local[names] = np.arange(len(names))
    settled = nothing_settled(part)
    settled.at[:], settled.price[:], settled.gain[:] = local[at[rows]], price[names], gain[rows]
    placed = np.flatnonzero(settled.at >= 0)
    placed = placed[np.argsort(settled.at[placed], kind="stable")]
    settled.filled[:] = np.bincount(settled.at[placed], minlength=len(names))
    nth = np.arange(len(placed)) - (np.cumsum(settled.filled) - settled.filled)[settled.at[placed]]
    settled.holder[part.first[settled.at[placed]] + nth] = placed
    open_closed(part, bonus, settled)
    near = near_pairs(part, bonus, settled, int(market.weight.max()), few=False)
    low[names], large[rows] = lowest(part, bonus, settled, near)
    return low, large
