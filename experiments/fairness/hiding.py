"""Small groups are not shown, and neither is what would let somebody recompute them from the rest.

A cell is a set of people whose numbers would be published, the total included. The primary ones have fewer people than
the option says. A cell is recomputable when its numbers are sums and differences of published ones: then its row of
zeros and ones lies in the space that theirs span, over the kinds of people that occur. So is what several hidden cells
of one table hold together. Of the published cells that it is recomputed from one more is hidden, a crossing rather than
a simple group and the smallest first, until none is left (complementary suppression; Willenborg and de Waal 2001,
chapter 8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.lists import Floats, Ints, Mask

LEAST_PEOPLE = 5
# Where the same numbers are published again and again, or leave the service.
CAUTIOUS_LEAST = 10
# Shorter than this is rounding: rows are zeros and ones.
FLAT = 1e-7


def hidden_cells(tables: Sequence[Mask], least: int = LEAST_PEOPLE, rank: Sequence[int] | None = None) -> list[Mask]:
    """Which cells of tables about the same people must not be shown.

    Parameters
    ----------
    tables : bool (cells, people) each, published together with the number of all these people
    least : fewest people of a cell that is shown; 1 or more
    rank : of each table, which are given up first: the larger; all alike if not given

    Returns
    -------
    list of bool (cells,), True where hidden; cells without people are shown, they say nothing about anybody
    """
    if not tables:
        return []
    sizes = [len(table) for table in tables]
    cells = np.concatenate(list(tables))
    published = _Published(
        cells=cells,
        kinds=np.unique(cells, axis=1) if cells.size else cells,
        count=cells.sum(axis=1),
        table=np.repeat(np.arange(len(sizes)), sizes),
        rank=np.repeat(rank if rank is not None else np.zeros(len(sizes), dtype=np.int64), sizes),
    )
    hidden: Mask = (published.count > 0) & (published.count < least)
    while (more := published.next_to_hide(hidden, least)) is not None:
        hidden[more] = True
    return np.split(hidden, np.cumsum(sizes)[:-1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Published:
    """The cells: their people, the same by kinds of people, how many, and the table each stands in."""

    cells: Mask
    kinds: Mask
    count: Ints
    table: Ints
    rank: Ints

    def next_to_hide(self, hidden: Mask, least: int) -> int | None:
        """One more cell, without which something small cannot be recomputed in this way; None where all is well."""
        shown = np.flatnonzero(~hidden)
        rows = np.concatenate((self.kinds[shown], np.ones((1, self.kinds.shape[1]), dtype=np.bool_))).astype(np.float64)
        inverse = np.linalg.pinv(rows, rcond=FLAT)
        for target in self._small(hidden, least):
            used = target @ inverse
            if np.abs(used @ rows - target).max(initial=0.0) > FLAT:
                continue
            # The total, last, stays published whatever happens.
            uses = shown[np.abs(used[:-1]) > FLAT]
            uses = uses[self.count[uses] > 0]
            if len(uses):
                return int(uses[np.lexsort((uses, self.count[uses], -self.rank[uses]))[0]])
        return None

    def _small(self, hidden: Mask, least: int) -> Iterator[Floats]:
        """What must not be recomputable: small cells, and hidden cells of one table that together are small."""
        for cell in np.flatnonzero(hidden & (self.count < least)).tolist():
            yield self.kinds[cell].astype(np.float64)
        universes = [*self.cells[~hidden], np.ones(self.cells.shape[1], dtype=np.bool_)]
        for table in np.unique(self.table[hidden]).tolist():
            own = np.flatnonzero(hidden & (self.table == table))
            seen = set()
            for people in universes:
                inside = own[~(self.cells[own] & ~people).any(axis=1)]
                if len(inside) > 1 and inside.tobytes() not in seen:
                    seen.add(inside.tobytes())
                    if self.cells[inside].any(axis=0).sum() < least:
                        yield self.kinds[inside].sum(axis=0).astype(np.float64)
