"""What health professionals allow, what the work asks and what was agreed for one person at one opening, as arrays.

Nothing here is a score. Limits bind by the days of an internship: a paper binds where it is valid on any of them; an
accommodation lightens the work where it holds on all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from data.codes import Mode

Index = NDArray[np.int64]
# Days of a paper that leaves a side open.
EVER, FOREVER = 0, 2**31 - 1
# A whole number of metres may come out a hair above itself.
ROUNDING_M = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of the prescriptions, one row an item, in the order of their ids."""

    who: NDArray[np.int64]  # (d,) row of the candidate
    item: NDArray[np.int64]  # (d,) column of the item
    most: NDArray[np.int8]  # (d,) 0-3
    first: NDArray[np.int32]  # (d,) ordinal
    last: NDArray[np.int32]  # (d,) ordinal


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """Accommodations asked for one candidate at one opening, sorted by key, then by id."""

    key: NDArray[np.int64]  # (a,) candidate * n_openings + opening
    uplift: NDArray[np.int8]  # (a, items) levels off the demand
    features: NDArray[np.uint16]  # (a,) mask of Access
    status: NDArray[np.int8]  # (a,) place in AccommodationStatus
    counts: NDArray[np.bool_]  # (a,) granted or in place
    reasoned: NDArray[np.bool_]  # (a,) a reason is written
    first: NDArray[np.int32]  # (a,) ordinal
    last: NDArray[np.int32]  # (a,) ordinal


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkArrays:
    """Rows aligned with the candidates and openings of a cohort; items in the order of the catalogue."""

    limits: NDArray[np.int8]  # (n, items) by a health professional, without days; NO_LIMIT none
    limited: NDArray[np.bool_]  # (n,) some limit binds, with days or without
    limited_items: NDArray[np.int64]  # columns of the items that some limit binds
    dated: Limits  # by a health professional, with days
    cautions: Limits  # by anybody else, or by nobody knows whom: never binding
    potential: NDArray[np.int8]  # (n, items) 0-3 with support, -1 not assessed
    max_walk_m: NDArray[np.int32]  # (n,) -1 not stated
    adaptable: NDArray[np.bool_]  # (m, items) the company says that it can be adapted
    bus_stop_m: NDArray[np.int32]  # (m,) from the stop to the site, -1 not known
    agreements: Agreements

    def binding(self, i: Index, first: Index, last: Index, items: Index) -> NDArray[np.int8]:
        """The most that is allowed to candidates between two days in some items, shape (len(i), len(items))."""
        most = self.limits[i[:, None], items]
        place = {item: k for k, item in enumerate(items.tolist())}
        dated, order = self.dated, np.argsort(i, kind="stable")
        # Pairs come candidate by candidate: each paper looks at its own stretch only.
        begin = np.searchsorted(i, dated.who, sorter=order).tolist()
        end = np.searchsorted(i, dated.who, side="right", sorter=order).tolist()
        for row, item in enumerate(dated.item.tolist()):
            if begin[row] == end[row] or item not in place:
                continue
            own = order[begin[row] : end[row]]
            hit = own[(first[own] <= dated.last[row]) & (last[own] >= dated.first[row])]
            most[hit, place[item]] = np.minimum(most[hit, place[item]], dated.most[row])
        return most

    def agreed(self, i: Index, j: Index) -> tuple[Index, Index]:
        """Accommodations of the pairs, whatever their status: places among the pairs, and rows, of equal length."""
        keys, known = i * len(self.bus_stop_m) + j, self.agreements.key
        start = np.searchsorted(known, keys)
        count = np.searchsorted(known, keys, side="right") - start
        found = np.flatnonzero(count)
        count, start = count[found], start[found]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return np.repeat(found, count), np.repeat(start, count) + within

    def lightened(self, i: Index, j: Index, first: Index, last: Index) -> tuple[Index, Index]:
        """As `agreed`, only those that count on every day between the two."""
        place, row = self.agreed(i, j)
        paper = self.agreements
        holds = paper.counts[row] & (paper.first[row] <= first[place]) & (paper.last[row] >= last[place])
        return place[holds], row[holds]

    def usable(self, modes: NDArray[np.uint8], i: Index, j: Index, road_km: NDArray[np.float64]) -> NDArray[np.uint8]:
        """The modes of the pairs that stay within what the person can walk, shape of `modes`.

        The way on foot is the whole way for who walks, and the way from the stop to the site for who takes the bus; a
        stop whose distance nobody knows leaves the bus.
        """
        stated = np.flatnonzero(self.max_walk_m[i] >= 0)
        if not len(stated):
            return modes
        most = self.max_walk_m[i[stated]]
        left = modes[stated]
        left[road_km[stated] * 1000 > most + ROUNDING_M] &= ~np.uint8(Mode.WALK.bit)
        left[self.bus_stop_m[j[stated]] > most] &= ~np.uint8(Mode.BUS.bit)
        modes = modes.copy()
        modes[stated] = left
        return modes

    def freeze(self) -> None:
        """Forbid writing to every array."""
        for part in (self, self.dated, self.cautions, self.agreements):
            for field in fields(part):
                value = getattr(part, field.name)
                if isinstance(value, np.ndarray):
                    value.flags.writeable = False
