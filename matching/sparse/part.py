"""The arrays that the compiled code works on: a part of a market, what is settled so far, and room to search in."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
# Openings in hot loops are unsigned, so that numba need not look for negative positions. The hottest loops count pairs
# in np.uint64 for the same reason: up to a fifth faster.
Names = NDArray[np.uint32]
Int64 = NDArray[np.int64]
Flags = NDArray[np.bool_]
Positions = NDArray[Any]  # openings as they come: any integers
Weights = NDArray[Any]  # int32 where they fit, which halves what a search has to read; else int64

UNREACHED = np.int64(2**62)
# Price of an opening without seats while others are dealt with: no weight, bonus included, comes near it.
CLOSED = np.int64(2**61)
LARGEST_WEIGHT = 2**58
MOST_PAIRS = 2**32 - 1  # their positions are kept in 32 bits


class Part(NamedTuple):
    """Allowed pairs by candidate; pair k of candidate i lies in start[i] <= k < start[i + 1].

    Attributes
    ----------
    start : array of int64, shape (n_candidates + 1,)
    opening : array of uint32, shape (n_pairs,)
    weight : array of int32 or int64, shape (n_pairs,)
        Worth of each pair, 0 or more.
    seats : array of int32, shape (n_openings,)
        At most one more than the opening has pairs: that cannot be told from a million.
    first : array of int64, shape (n_openings + 1,)
        Where the seats of each opening begin in `Settled.holder`.
    """

    start: Int64
    opening: Names
    weight: Weights
    seats: Int32
    first: Int64


class Settled(NamedTuple):
    """Who holds which seat, and prices that say why.

    Attributes
    ----------
    price, gain : array of int64, shape (n_openings,) and (n_candidates,)
        Dual variables. gain[i] + price[j] >= weight + bonus of every pair that was looked at last.
    at : array of int32, shape (n_candidates,)
        Opening of each candidate, -1 where none; `pair` its position in the part, -1 likewise.
    slot : array of int64, shape (n_candidates,)
        Where the candidate stands in `holder`.
    holder : array of int32, shape (n_seats,)
        Candidate on each seat; the first `filled` seats of an opening are taken.
    filled : array of int32, shape (n_openings,)
    """

    price: Int64
    gain: Int64
    at: Int32
    pair: Int64
    slot: Int64
    holder: Int32
    filled: Int32


class Search(NamedTuple):
    """Room for one shortest-path search after another; `distance` and `place` are clean between them."""

    distance: Int64
    via: Int32
    via_pair: Int64
    heap: Int32
    place: Int32
    scanned: Int32
    touched: Int32


def nothing_settled(part: Part) -> Settled:
    """Everybody out, every seat empty and free of charge; openings without seats closed."""
    n, m = len(part.start) - 1, len(part.seats)
    return Settled(
        price=np.where(part.seats > 0, np.int64(0), CLOSED),
        gain=np.zeros(n, dtype=np.int64),
        at=np.full(n, -1, dtype=np.int32),
        pair=np.full(n, -1, dtype=np.int64),
        slot=np.zeros(n, dtype=np.int64),
        holder=np.zeros(int(part.first[-1]), dtype=np.int32),
        filled=np.zeros(m, dtype=np.int32),
    )


def copied(settled: Settled) -> Settled:
    """The same in arrays of its own."""
    return Settled(
        settled.price.copy(),
        settled.gain.copy(),
        settled.at.copy(),
        settled.pair.copy(),
        settled.slot.copy(),
        settled.holder.copy(),
        settled.filled.copy(),
    )


def room_to_search(n_openings: int) -> Search:
    """Clean room for markets of so many openings."""
    return Search(
        distance=np.full(n_openings, UNREACHED),
        via=np.zeros(n_openings, dtype=np.int32),
        via_pair=np.zeros(n_openings, dtype=np.int64),
        heap=np.zeros(n_openings, dtype=np.int32),
        place=np.full(n_openings, -1, dtype=np.int32),
        scanned=np.zeros(n_openings, dtype=np.int32),
        touched=np.zeros(n_openings, dtype=np.int32),
    )
