from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from matching.dense import core, listed
from matching.dense.core import SAMPLE, assign_dense, estimated
from matching.dense.listed import Listed, Unlisted
from matching.dense.proof import proof
from matching.dense.rounds import REACH, bid_once
from matching.dense.sample import look
from matching.dense.shortlist import LANES, SKIP, SPARE, Cells, Int64, Weights, best_cells, kth_largest


def profits(weight: Weights, price: Int64) -> Int64:
    """Weight less price, far below 0 where forbidden."""
    return np.where(weight >= 0, weight - price, -(10**9))


def off_the_lists(weight: Weights, price: Int64, cells: Cells) -> Int64:
    """What the best cell of each row that is not listed is worth at these prices."""
    profit = profits(weight, price)
    for i, used in enumerate(cells.used):
        profit[i, cells.opening[i, :used]] = -(10**9)
    return profit.max(axis=1, initial=-(10**9))


@pytest.mark.parametrize("kind", [np.int32, np.int64])
@pytest.mark.parametrize("m", [5, 64, LANES, 3 * LANES + 7])
@pytest.mark.parametrize("most", [1, 6, 12])
def test_the_best_cells_of_a_row_are_listed(kind: type[np.int32], m: int, most: int) -> None:
    random = np.random.default_rng(m)
    weight = random.permutation(40 * m).reshape(40, m).astype(kind)
    weight[random.random((40, m)) < 0.3] = -1
    price = random.integers(0, 20, m)
    cells = best_cells(weight, price, np.full(40, -1), most)
    profit, complete = profits(weight, price), 0
    for i, used in enumerate(cells.used):
        found = np.sort(profit[i, cells.opening[i, :used]])
        ranked = np.sort(profit[i][profit[i] >= 0])
        assert len(np.unique(cells.opening[i, :used])) == used
        assert min(most - most // SPARE, len(ranked)) <= used <= most
        assert cells.weight[i, :used].tolist() == weight[i, cells.opening[i, :used]].tolist()
        complete += found.tolist() == ranked[len(ranked) - used :].tolist()
    # Where too many of the best share a lane, any of them may be left out.
    assert complete > 0.6 * len(weight)


@pytest.mark.parametrize("largest", [3, 40, 10**6])
@pytest.mark.parametrize("lowest", [-1, 2])
def test_nothing_that_is_left_out_is_worth_more_than_is_said(largest: int, lowest: int) -> None:
    random = np.random.default_rng(largest)
    weight = random.integers(-1, largest, (200, 300), dtype=np.int32)
    price = random.integers(0, max(2, largest // 50), 300)
    cells = best_cells(weight, price, np.full(200, lowest), 12)
    assert (off_the_lists(weight, price, cells) <= cells.rest).all()
    if largest > 40:
        assert (cells.rest < profits(weight, price).max(axis=1)).mean() > 0.9, "too little is known to be of use"


def test_rows_are_left_alone_only_if_all_they_could_want_is_listed() -> None:
    random = np.random.default_rng(9)
    weight = random.integers(-1, 1000, (200, 300), dtype=np.int32)
    price = random.integers(0, 50, 300)
    cells = best_cells(weight, price, np.full(200, -1), 12)
    unlisted = Unlisted(cells.rest, price)
    alone = 0
    for most in (0, 5, 30, 300):
        now = price + random.integers(-most, most + 1, 300)
        gain = random.integers(900, 1000, 200)
        floor = unlisted.floor(gain, now)
        better = off_the_lists(weight, now, cells) > gain
        assert not (better & (floor == SKIP)).any()
        assert (floor[floor != SKIP] == gain[floor != SKIP]).all()
        alone += int((floor == SKIP).sum())
    assert alone > 100
    assert unlisted.after(cells._replace(rest=np.append(cells.rest[1:], SKIP)), price) is unlisted
    assert unlisted.after(cells, now).price.tolist() == now.tolist()


def test_a_price_war_on_short_lists_is_cut_short() -> None:
    # Ten candidates know of the same two openings only; what the weakest would give at most is a million.
    opening, weight = np.tile(np.array([0, 1], np.uint32), (10, 1)), np.full((10, 2), 10**6, np.int32)
    weight[:, 1] += np.arange(10, dtype=np.int32)
    cells = Cells(opening, weight, np.full(10, 2), np.zeros(10, np.int64))
    short = Listed(cells, np.ones(5, np.int32), np.zeros(5, np.int64))
    gain = bid_once(short.part, short.settled, 10, 1)
    assert 10 < short.settled.price.max() <= REACH * 10 + 20
    assert gain.min() >= 10**6 - REACH * 10 - 20
    bid_once(short.part, short.settled, 10**6, 10**4)
    assert short.settled.price.max() > 900_000, "without a limit it goes on"


def test_openings_that_turn_out_to_be_contested_are_priced_first(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(4)
    weight = random.integers(0, 900, (1, 400)) + random.integers(0, 100, (400, 400))
    asked: list[tuple[int, ...]] = []

    def estimated(weight: Weights, *rest: object) -> Int64:
        asked.append(weight.shape)
        return np.zeros(weight.shape[1], np.int64)

    monkeypatch.setattr(core, "look", lambda _: (False, False))
    monkeypatch.setattr(core, "estimated", estimated)
    done = assign_dense(weight)
    assert asked == [(400, 400)]
    assert proof(weight, None, done.opening_of, done.price, done.gain) == best_sum(weight)
    asked.clear()
    assign_dense(random.integers(0, 1000, (400, 400)))
    assert not asked


def test_a_sample_is_as_crowded_as_the_market() -> None:
    weight = np.full((640, 320), 100, np.int32)
    # The columns that are looked at have a seat each, the others three: nobody has to pay, nor in the sample.
    seats = np.full(320, 3, np.int32)
    seats[SAMPLE // 2 :: SAMPLE] = 1
    assert not estimated(weight, seats, None).any()
    assert estimated(weight, np.ones(320, np.int32), None).all()
    # However few seats they have, somebody is asked.
    seats[seats == 3] = 600
    assert estimated(weight, seats, None).shape == (320,)


def best_sum(weight: Int64) -> int:
    return int(weight[linear_sum_assignment(weight, maximize=True)].sum())


def test_the_kth_largest_of_neighbours_is_found() -> None:
    values = np.arange(50)
    assert [kth_largest(values, k, -1, 49) for k in range(1, 51)] == list(range(49, -1, -1))
    assert kth_largest(np.array([7, 7, 7, 2]), 2, -1, 7) == 7


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
    short.settle()
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
