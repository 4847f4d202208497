"""Where essential demands of a task meet the limits of a person: what stops, what can be adapted, what to confirm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.eligibility import FullPairs
from data.pairs import Index


@dataclass(frozen=True, slots=True)
class Met:
    """Essential demands over a binding limit, accommodated as far as it counts.

    Parameters
    ----------
    rows : places among the pairs, only those where a limit and an essential demand can meet
    items : columns of the items, likewise
    over : int8 (rows, items), levels that the demand lies over the limit; 0 where it does not
    adaptable : bool (rows, items), the company says that it can be adapted
    """

    rows: Index
    items: Index
    over: NDArray[np.int8]
    adaptable: NDArray[np.bool_]

    @property
    def stopped(self) -> Index:
        """Places of the pairs that some item stops."""
        return self.rows[((self.over > 0) & ~self.adaptable).any(axis=1)]

    @property
    def to_adapt(self) -> Index:
        """Places of the pairs for which an accommodation has to be asked."""
        return self.rows[((self.over > 0) & self.adaptable).any(axis=1)]

    @property
    def stopping(self) -> Index:
        """Columns of the items that stop some pair."""
        return self.items[((self.over > 0) & ~self.adaptable).any(axis=0)]

    @property
    def adapting(self) -> Index:
        """Columns of the items for which an accommodation has to be asked for some pair."""
        return self.items[((self.over > 0) & self.adaptable).any(axis=0)]


def met(pairs: FullPairs) -> Met:
    """Where limits of health professionals and essential demands meet."""
    openings, work = pairs.openings, pairs.cohort.work
    # Few people have a prescription and few items are limited: only there the two can meet.
    essential = openings.demand_essential[:, work.limited_items]
    rows = np.flatnonzero(work.limited[pairs.i] & np.asarray(essential.any(axis=1))[pairs.j])
    items = work.limited_items[np.asarray(essential.any(axis=0))]
    i, j = pairs.i[rows], pairs.j[rows]
    first, last = pairs.first_day[rows], pairs.last_day[rows]
    at = j[:, None], items
    over = np.maximum(_left(pairs, i, j, first, last, items) - work.binding(i, first, last, items), 0)
    over[~openings.demand_essential[at]] = 0
    return Met(rows, items, over, work.adaptable[at])


def unsigned(pairs: FullPairs) -> tuple[Index, Index]:
    """Limits that no health professional wrote, under an essential demand: places among the pairs, and items."""
    work, openings = pairs.cohort.work, pairs.openings
    cautions = work.cautions
    place, item = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for row in np.flatnonzero(np.isin(cautions.who, pairs.i)).tolist():
        own = np.flatnonzero(pairs.i == cautions.who[row])
        i, j = pairs.i[own], pairs.j[own]
        first, last = pairs.first_day[own], pairs.last_day[own]
        column = int(cautions.item[row])
        hit = openings.demand_essential[j, column] & (first <= cautions.last[row]) & (last >= cautions.first[row])
        only = np.array([column])
        hit &= _left(pairs, i, j, first, last, only)[:, 0] > cautions.most[row]
        # What a health professional limits as much is already told.
        hit &= work.binding(i, first, last, only)[:, 0] > cautions.most[row]
        place.append(own[hit])
        item.append(np.full(int(hit.sum()), column, dtype=np.int64))
    return np.concatenate(place), np.concatenate(item)


def some_limit(pairs: FullPairs) -> NDArray[np.bool_]:
    """Whether any limit, of whomever, is written for the person, shape (n,)."""
    work = pairs.cohort.work
    named = work.limited.copy()
    named[work.cautions.who] = True
    return named[pairs.i]


def _left(pairs: FullPairs, i: Index, j: Index, first: Index, last: Index, items: Index) -> NDArray[np.int8]:
    """The demand that is left after every accommodation that counts, shape (len(i), len(items))."""
    openings, work = pairs.openings, pairs.cohort.work
    left = (openings.demand[:, items] - openings.accommodation[:, items])[j]
    place, row = work.lightened(i, j, first, last)
    np.subtract.at(left, place, work.agreements.uplift[row[:, None], items])
    return left
