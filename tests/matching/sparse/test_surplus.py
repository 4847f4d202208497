"""Who is short of whom, held against SciPy's matching and a plain search from its empty seats."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matching.sparse.columns import users
from matching.sparse.part import Part, nothing_settled
from matching.sparse.surplus import first_come, seat_most


def thin(seed: int, n: int, m: int, most: int) -> Part:
    """Few pairs each, so that the ways from seat to seat are long."""
    rng = np.random.default_rng(seed)
    rows = [np.sort(rng.choice(m, min(m, int(rng.integers(0, most + 1))), replace=False)) for _ in range(n)]
    start = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    opening = np.concatenate(rows).astype(np.uint32)
    seats = rng.integers(0, 4, m).astype(np.int32)
    first = np.concatenate(([0], np.cumsum(seats))).astype(np.int64)
    return Part(start, opening, np.ones(len(opening), np.int32), seats, first)


def seated_by_scipy(part: Part) -> np.ndarray:
    """Opening of each candidate in a largest matching, -1 where none; each seat is a column."""
    owner = np.repeat(np.arange(len(part.seats)), part.seats)
    pairs = [
        (i, s)
        for i in range(len(part.start) - 1)
        for j in part.opening[part.start[i] : part.start[i + 1]]
        for s in range(part.first[j], part.first[j + 1])
    ]
    i, s = np.array(pairs).T
    graph = csr_array((np.ones(len(pairs)), (i, s)), shape=(len(part.start) - 1, len(owner)))
    seat = maximum_bipartite_matching(graph, perm_type="column")
    return np.where(seat >= 0, owner[seat], -1)


def reached(part: Part, at: np.ndarray) -> set[int]:
    """Openings that can pass a seat on to an empty one."""
    rows = [part.opening[part.start[i] : part.start[i + 1]].tolist() for i in range(len(at))]
    met = {j for j in range(len(part.seats)) if (at == j).sum() < part.seats[j]}
    todo = list(met)
    while todo:
        j = todo.pop()
        new = {int(at[i]) for i in range(len(at)) if j in rows[i] and at[i] >= 0} - met
        met |= new
        todo += new
    return met


@pytest.mark.parametrize("most", [2, 3, 5])
@pytest.mark.parametrize("seed", range(8))
def test_as_many_as_can_be_are_seated_and_the_market_is_split_as_by_a_plain_search(seed: int, most: int) -> None:
    part = thin(seed, 300, 60 + 40 * (seed % 4), most)
    settled = nothing_settled(part)
    if seed % 2:
        first_come(part, settled)
    here, there, crossing = seat_most(part, settled, users(part, weights=False))
    at, theirs = settled.at, seated_by_scipy(part)
    assert (at >= 0).sum() == (theirs >= 0).sum()
    assert set(np.flatnonzero(there)) == reached(part, theirs)
    others = 0
    for i in range(len(at)):
        row = part.opening[part.start[i] : part.start[i + 1]]
        assert here[i] == there[row].any()
        assert not here[i] or there[at[i]]
        others += here[i] * int((~there[row]).sum())
        assert at[i] < 0 or (at[i] in row and settled.holder[settled.slot[i]] == i)
    assert crossing == others
    assert (settled.filled == np.bincount(at[at >= 0], minlength=len(part.seats))).all()
    assert (settled.filled[~there] == part.seats[~there]).all()
