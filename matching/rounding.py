"""Cover rows: what a row with weights implies for whole choices, and fractions do not see.

With points of 15, 20 and 30 and at most 40, of three candidates with 15, 15 and 20 at most two fit. A programme with
fractions takes two and a half. For each row that it fills this way, a set that does not fit is found whose members are
nearly all taken (`cover`), and every other candidate of the row gets the largest coefficient that keeps the new row
true (`lifting`), both by exact dynamic programming over whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array

from matching.entries import Floats, Ints
from matching.mip_highs import INFINITE, Growing
from matching.mip_model import Market

LARGEST_SIDE = 200  # rows with a larger side, counted in their common divisor, gain little and cost much
BROKEN = 1e-3
FEW_ITEMS = 10  # so many fractional items of one row are looked at in every combination
LARGEST_DENOMINATOR = 12


@dataclass(frozen=True, slots=True, eq=False)
class Cuts:
    """Rows that follow from others; each is true of every whole choice that keeps row `of` of the market.

    Attributes
    ----------
    of, most : array of int64, shape (n_cuts,)
    """

    of: Ints
    most: Ints

    def plus(self, more: Cuts) -> Cuts:
        """Both together."""
        return Cuts(np.concatenate((self.of, more.of)), np.concatenate((self.most, more.most)))


NO_CUTS = Cuts(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def broken_cuts(market: Market, x: Floats) -> tuple[Cuts, csr_array]:
    """For each row with weights the lifted cover row that the fractional `x` breaks, if any; and their table."""
    table = market.table
    of, most, starts, columns, data = [], [], [0], [], []
    for r in range(market.n_rows):
        first, last, b = table.indptr[r], table.indptr[r + 1], int(market.most[r])
        if market.row[r] < 0 or not 0 <= b <= LARGEST_SIDE or first == last or table.data[first:last].max() == 1:
            continue
        at = table.indices[first:last].astype(np.int64)
        if not (x[at] > 0).any():
            continue
        item, weight, taken = _items(market, at, table.data[first:last], x)
        start = _seen(weight, taken, b)
        if start is None:
            continue
        coefficient, side = _lifted(weight, taken, b, *start), start[1]
        if float(coefficient @ taken) > side + BROKEN:
            of.append(r)
            most.append(side)
            each = coefficient[item]
            columns.append(at[each > 0])
            data.append(each[each > 0])
            starts.append(starts[-1] + len(columns[-1]))
    if not of:
        return NO_CUTS, csr_array(np.zeros((0, len(market.pair)), dtype=np.int64))
    which = np.repeat(np.arange(len(of)), np.diff(starts))
    rows = csr_array((np.concatenate(data), (which, np.concatenate(columns))), shape=(len(of), len(market.pair)))
    return Cuts(np.array(of, dtype=np.int64), np.array(most, dtype=np.int64)), rows


def _items(market: Market, at: Ints, weights: Ints, x: Floats) -> tuple[Ints, Ints, Floats]:
    """The row by candidate and weight: item of each column, weight and share taken of each item."""
    key = np.stack((market.candidate[at], weights), axis=1)
    kinds, item = np.unique(key, axis=0, return_inverse=True)
    item = item.reshape(-1).astype(np.int64)
    taken: Floats = np.bincount(item, weights=x[at], minlength=len(kinds)).astype(np.float64)
    return item, kinds[:, 1], taken


def _cover(weight: Ints, taken: Floats, b: int) -> Ints | None:
    """Items that do not fit together and of which less than one is missing in `taken`; None where there are none."""
    some = np.flatnonzero(taken > 1e-6)
    if int(weight[some].sum()) <= b:
        return None
    cover = _fullest(weight, taken, some, b)
    if sum(max(0.0, 1.0 - float(taken[k])) for k in cover) >= 1.0 - BROKEN:
        return None
    # A smaller set that does not fit either is stronger.
    for one in sorted(cover, key=lambda k: (float(taken[k]), int(weight[k]), k)):
        if int(weight[[k for k in cover if k != one]].sum()) > b:
            cover.remove(one)
    return np.array(sorted(cover), dtype=np.int64)


def _fullest(weight: Ints, taken: Floats, some: Ints, b: int) -> list[int]:
    """Of the sets that do not fit, one of which the least is missing."""
    # reach[w]: (what is missing, the set) for a set that weighs w; w = b + 1 stands for everything that does not fit.
    reach: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for one in some.tolist():
        lack = max(0.0, 1.0 - float(taken[one]))
        for w, (missing, members) in sorted(reach.items(), reverse=True):
            total = min(w + int(weight[one]), b + 1)
            if w <= b and (total not in reach or missing + lack < reach[total][0] - 1e-12):
                reach[total] = (missing + lack, (*members, one))
    return list(reach[b + 1][1])


def _seen(weight: Ints, taken: Floats, b: int) -> tuple[Ints, int] | None:
    """Coefficients of the items in `taken` and the side of a row they break; None where none is found."""
    some = np.flatnonzero(taken > 1e-6)
    if int(weight[some].sum()) <= b or (taken[some] > 1 - 1e-6).all():
        return None
    coefficient = np.zeros(len(weight), dtype=np.int64)
    if (weight[some] > b).any():  # alone too heavy, and yet taken in part
        coefficient[some[weight[some] > b]] = 1
        return coefficient, 0
    if len(some) <= FEW_ITEMS:
        found = _facet(weight[some], taken[some], b)
        if found is None:
            return None
        coefficient[some], side = found
        return coefficient, side
    cover = _cover(weight, taken, b)
    if cover is None:
        return None
    coefficient[cover] = 1
    return coefficient, len(cover) - 1


def _facet(weight: Ints, taken: Floats, b: int) -> tuple[Ints, int] | None:
    """The row over these few items that `taken` breaks most, of all that every set that fits keeps."""
    n = len(weight)
    sets = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    sets = sets[sets @ weight <= b]
    # Only sets to which nothing can be added matter.
    room = b - sets @ weight
    full = ((sets == 1) | (weight[None, :] > room[:, None])).all(axis=1)
    sets = sets[full]
    low, high = np.full(len(sets), -INFINITE), np.ones(len(sets))
    # Each item fits alone, so no coefficient is above 1: said again, or rounding could make it look unbounded.
    row, _, _ = Growing(-taken, low, high, csc_array(sets), most=1.0).run()
    if float(row @ taken) <= 1 + BROKEN:
        return None
    for by in range(1, LARGEST_DENOMINATOR + 1):
        whole = np.rint(row * by)
        if np.abs(whole - row * by).max() < 1e-6:
            coefficient = whole.astype(np.int64)
            return coefficient, int((sets @ coefficient).max())
    return None


def _lifted(weight: Ints, taken: Floats, b: int, start: Ints, side: int) -> Ints:
    """The largest coefficients for the other items, one after another, that keep sum(coefficient) <= side true."""
    coefficient = start.copy()
    best = np.zeros(b + 1, dtype=np.int64)  # most that fits in each weight, counting the items lifted so far
    for one in np.flatnonzero(start).tolist():
        w = int(weight[one])
        if w <= b:
            best[w:] = np.maximum(best[w:], best[: b + 1 - w] + start[one])
    for one in np.lexsort((np.arange(len(weight)), -weight, -taken)).tolist():
        w = int(weight[one])
        if start[one]:
            continue
        if w > b:  # never fits: it may count more than everything
            coefficient[one] = side + 1
            continue
        coefficient[one] = side - int(best[b - w])
        if coefficient[one]:
            best[w:] = np.maximum(best[w:], best[: b + 1 - w] + coefficient[one])
    return coefficient
