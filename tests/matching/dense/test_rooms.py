from __future__ import annotations

import numpy as np
import pytest

from matching.dense import listed
from matching.dense.core import assign_dense
from matching.dense.listed import Listed
from matching.dense.proof import proof
from matching.dense.sample import look
from matching.dense.shortlist import LANES, SKIP, best_cells, kth_largest


@pytest.mark.parametrize("kind", [np.int32, np.int64])
@pytest.mark.parametrize("m", [5, LANES, 3 * LANES + 7])
def test_the_best_cells_of_a_row_are_listed(kind: type[np.int32], m: int) -> None:
    random = np.random.default_rng(m)
    weight = random.permutation(40 * m).reshape(40, m).astype(kind)
    weight[random.random((40, m)) < 0.3] = -1
    price = random.integers(0, 20, m)
    cells = best_cells(weight, price, np.full(40, -1), 6)
    profit = np.where(weight >= 0, weight - price, -1)
    for i in range(40):
        found = np.sort(profit[i, cells.opening[i, : cells.used[i]]])
        ranked = np.sort(profit[i][profit[i] >= 0])
        assert len(found) == min(6, len(ranked))
        if m <= LANES:
            assert found.tolist() == ranked[-6:].tolist()
        else:
            assert found[0] >= ranked[-12]


def test_the_kth_largest_of_neighbours_is_found() -> None:
    values = np.arange(50)
    assert [kth_largest(values, k, -1) for k in range(1, 51)] == list(range(49, -1, -1))


def test_only_cells_above_the_floor_are_listed_and_skipped_rows_are_left_alone() -> None:
    weight = np.arange(12).reshape(3, 4)
    cells = best_cells(weight, np.zeros(4, np.int64), np.array([1, SKIP, 10]), 3)
    assert cells.used.tolist() == [2, 0, 1]
    assert sorted(cells.opening[0, :2].tolist()) == [2, 3]


def test_rows_without_a_preference_begin_with_different_openings() -> None:
    n = LANES + 50
    cells = best_cells(np.ones((n, n), np.int32), np.zeros(n, np.int64), np.full(n, -1), 1)
    assert len(np.unique(cells.opening[:, 0])) > 0.9 * n


def test_what_everybody_wants_is_told_from_what_nobody_minds() -> None:
    random = np.random.default_rng(2).integers(1, 1000, (100, 100))
    assert look(np.repeat(random[:1], 100, axis=0)) == (True, False)
    assert look(random) == (False, False)
    assert look(np.ones((100, 100), np.int64)) == (False, True)


def test_pairs_keep_their_cells_when_the_list_grows() -> None:
    random = np.random.default_rng(3)
    weight, price = random.integers(1, 1000, (30, 30)), np.zeros(30, np.int64)
    short = Listed(best_cells(weight, price, np.full(30, -1), 3), np.ones(30, np.int32), price)
    while (missing := best_cells(weight, short.settled.price, short.settled.gain, 1)).used.any():
        grown = listed.joined(short.part, missing, short.settled.pair)
        placed = short.settled.at >= 0
        assert len(grown.opening) > len(short.part.opening)
        assert (grown.opening[short.settled.pair[placed]] == short.settled.at[placed]).all()
        break
    else:
        pytest.fail("nothing was missing: the case shows nothing")


@pytest.mark.parametrize("largest", [2**27 - 1, 2**28, 2**30 - 1, 2**31 - 1, 2**33])
def test_weights_at_the_ends_of_the_types_are_exact(largest: int) -> None:
    random = np.random.default_rng(6)
    weight = (largest - random.integers(0, 50, (60, 60))) * (random.random((60, 60)) < 0.04)
    weight[:, :9] = largest - random.integers(0, largest // 9, (60, 9))
    done = assign_dense(weight, np.full(60, 1))
    assert proof(weight, None, done.opening_of, done.price, done.gain) > 0
