"""The sparse core by itself: any number of threads, any prices asked for, seats to spare and seats beyond its range."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import BadProblem
from experiments.benchmark.exact_markets import Drawn
from experiments.benchmark.exact_prices import FAMILIES, family_market, highest_prices
from experiments.benchmark.judges import by_seats
from matching.sparse import prices
from matching.sparse.core import Answer, Market, assign
from matching.sparse.parts import bins, joined
from tests.matching.sparse.markets import MANY, OBJECTIVES, markets

BOTH = pytest.mark.parametrize("objective", ["placements_then_score", "score"])


def listed(drawn: Drawn) -> Market:
    candidate, opening = np.nonzero(drawn.usable)
    start = np.searchsorted(candidate, np.arange(len(drawn.value_micro) + 1))
    return Market(start, opening.astype(np.int32), drawn.value_micro[candidate, opening], drawn.seats)


def settled(drawn: Drawn, objective: str, **asked: object) -> Answer:
    return assign(listed(drawn), objective, **asked)


def assert_best(drawn: Drawn, objective: str, answer: Answer) -> None:
    """Both sums equal, and no pair worth more than its price and gain: with every seat counted, in whole numbers."""
    worth = np.where(drawn.usable, drawn.value_micro + answer.bonus, 0)
    placed = np.flatnonzero(answer.opening_of >= 0)
    assert drawn.usable[placed, answer.opening_of[placed]].all()
    assert (np.bincount(answer.opening_of[placed], minlength=len(drawn.seats)) <= drawn.seats).all()
    assert min(answer.price.min(initial=0), answer.gain.min(initial=0)) >= 0
    assert (answer.gain[:, None] + answer.price[None, :] >= worth).all()
    paid = sum(seats * price for seats, price in zip(drawn.seats.tolist(), answer.price.tolist(), strict=True))
    assert int(answer.gain.sum()) + paid == int(worth[placed, answer.opening_of[placed]].sum())
    lead = 0 if objective == "placements_then_score" else 1
    score = int(drawn.value_micro[placed, answer.opening_of[placed]].sum())
    assert (len(placed), score)[lead] == by_seats(drawn, objective)[lead]


@given(markets(), OBJECTIVES, st.booleans())
@MANY
def test_any_best_prices_and_the_lowest_prove_the_answer(drawn: Drawn, objective: str, exact_prices: bool) -> None:
    assert_best(drawn, objective, settled(drawn, objective, exact_prices=exact_prices))


@given(markets(), OBJECTIVES)
@MANY
def test_prices_do_not_depend_on_threads(drawn: Drawn, objective: str) -> None:
    one, two, seven = (settled(drawn, objective, threads=threads, with_highest=True) for threads in (1, 2, 7))
    for name in ("price", "gain", "highest"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes() == getattr(seven, name).tobytes()


@pytest.mark.parametrize("family", FAMILIES)
@BOTH
def test_both_extremes_are_the_same_one_after_the_other_and_beside_each_other(
    family: str, objective: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = family_market(family, 2)
    after = settled(drawn, objective, with_highest=True)
    monkeypatch.setattr(prices, "BESIDE", 0)
    beside = settled(drawn, objective, with_highest=True)
    alone = settled(drawn, objective, exact_prices=False, with_highest=True)
    for name in ("price", "gain", "highest"):
        assert getattr(after, name).tobytes() == getattr(beside, name).tobytes()
    assert alone.highest is not None
    assert after.highest is not None
    assert alone.highest.tobytes() == after.highest.tobytes()


@pytest.mark.parametrize(
    ("most", "least", "expected"),
    [
        (1, 1, [0, 0, 0, 0, -1]),
        (2, 1, [0, 1, 1, 1, -1]),
        (4, 1, [0, 1, 2, 3, -1]),
        # Beside the largest part there are 2 + 2 + 1 pairs.
        (4, 2, [0, 1, 2, 1, -1]),
        (4, 5, [0, 1, 1, 1, -1]),
        (4, 6, [0, 0, 0, 0, -1]),
    ],
)
def test_a_share_has_a_bin_of_its_own_only_with_enough_pairs(most: int, least: int, expected: list[int]) -> None:
    start = np.array([0, 6, 8, 10, 11, 11])
    opening = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], np.uint32)
    number = joined(start, opening, 11)
    assert bins(start, opening, number, most, least).tolist() == expected


@pytest.mark.parametrize("family", FAMILIES)
@BOTH
def test_the_same_run_again_gives_the_same_bytes(family: str, objective: str) -> None:
    drawn = family_market(family, 23)
    first, again = (settled(drawn, objective, threads=2) for _ in range(2))
    assert [array.tobytes() for array in first[:3]] == [array.tobytes() for array in again[:3]]


@given(markets(), OBJECTIVES)
@MANY
def test_the_highest_price_is_what_a_closed_seat_costs(drawn: Drawn, objective: str) -> None:
    now = np.array(by_seats(drawn, objective))
    said = highest_prices(drawn, objective)
    for opening in np.flatnonzero(drawn.seats > 0).tolist():
        fewer = np.array(by_seats(drawn.with_seats(opening, -1), objective))
        assert said[opening].tolist() == (now - fewer).tolist(), opening


@BOTH
def test_a_seat_that_nobody_can_take_costs_nothing(objective: str) -> None:
    one_for_two = Drawn(np.array([[5]]), np.array([2]))
    assert highest_prices(one_for_two, objective).tolist() == [[0, 0]]


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int32, np.uint32, np.int64])
@BOTH
def test_seats_and_weights_of_any_width_give_the_same_answer(kind: type, objective: str) -> None:
    drawn = Drawn(np.random.default_rng(5).integers(0, 100, (30, 8)), np.full(8, 3))
    start, opening, weight, seats = listed(drawn)
    usual = assign(Market(start, opening, weight, seats), objective)
    narrow = weight.astype(np.int32 if np.dtype(kind).itemsize < 8 else np.int64)
    other = assign(Market(start, opening, narrow, seats.astype(kind)), objective)
    assert [array.tobytes() for array in usual[:3]] == [array.tobytes() for array in other[:3]]


@pytest.mark.parametrize(
    ("market", "said"),
    [
        (Market(np.array([0, 2]), np.array([0], np.int32), np.array([1]), np.array([1])), "start"),
        (Market(np.array([0, 1]), np.array([0], np.int32), np.array([1, 2]), np.array([1])), "weight has 2 entries"),
        (Market(np.array([0, 1]), np.array([1], np.int32), np.array([1]), np.array([1])), "opening"),
        (Market(np.array([0, 1]), np.array([-1], np.int32), np.array([1]), np.array([1])), "opening"),
        (Market(np.array([0, 1]), np.array([0], np.int32), np.array([-1]), np.array([1])), "0 or more"),
        (Market(np.array([0, 1]), np.array([0], np.int32), np.array([1]), np.array([-1])), "0 or more"),
        (Market(np.array([0, 1]), np.array([0], np.int32), np.array([2**59]), np.array([1])), "exact sums"),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused_before_compiled_code_reads_them(market: Market, said: str) -> None:
    with pytest.raises(BadProblem, match=said):
        assign(market)


def test_more_pairs_than_can_be_numbered_are_refused() -> None:
    # One number that pretends to be many: nothing of that length is ever read.
    many = np.broadcast_to(np.int32(0), 2**32)
    with pytest.raises(BadProblem, match="4294967295 are expected"):
        assign(Market(np.array([0, 2**32]), many, many, np.ones(1, np.int64)))


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("exact_prices", [True, False])
def test_prices_heed_pairs_that_no_largest_placement_uses(threads: int, exact_prices: bool) -> None:
    """Openings 0 and 1 are exactly filled, 2 keeps a seat: whoever may use that one counts for their prices too."""
    start, opening = np.array([0, 1, 3, 5, 6, 7]), np.array([1, 0, 2, 0, 1, 3, 3])
    weight, seats = np.array([0, 2, 1, 2, 0, 0, 0]), np.array([1, 1, 2, 1])
    answer = assign(
        Market(start, opening, weight, seats), "placements_then_score", threads=threads, exact_prices=exact_prices
    )
    row = np.repeat(np.arange(5), np.diff(start))
    assert (answer.gain[row] + answer.price[opening] >= weight + answer.bonus).all()
    if exact_prices:
        assert answer.price.tolist() == [1, 0, 0, answer.bonus]


GOOD = {
    "start": np.array([0, 2, 4]),
    "opening": np.array([0, 1, 0, 1]),
    "weight": np.array([5, 1, 2, 4]),
    "seats": np.array([1, 1]),
    "price": np.array([0, 0]),
}


@pytest.mark.parametrize(
    ("name", "bad", "said"),
    [
        ("opening", np.array([0, 1, 0, 1], np.int16), "integers of 4 or 8 bytes"),
        ("opening", np.array([0, 1, 0, 1], np.float64), "integers"),
        ("opening", np.array([0, 1, 0, 1], ">i4"), "order of this machine"),
        ("start", np.array([0, 2**40, 4], np.uint64), "none before the last"),
        ("start", np.array([0.0, 2.0, 4.0]), "integers"),
        ("weight", np.array([5.5, 1, 2, 4]), "integers"),
        ("seats", np.array([2**64 - 1, 1], np.uint64), "below 2\\*\\*63"),
        ("price", np.array([2**62, 2**61]), "numbers from 0 to"),
        ("price", np.array([-1, 0]), "numbers from 0 to"),
        ("price", np.array([np.nan, 0]), "integers"),
        ("price", np.array([0]), "2 numbers"),
    ],
)
def test_arrays_that_compiled_code_would_misread_are_refused(name: str, bad: np.ndarray, said: str) -> None:
    given_arrays = GOOD | {name: bad}
    price = given_arrays.pop("price")
    assert assign(Market(*(GOOD[key] for key in given_arrays))).opening_of.tolist() == [0, 1]
    with pytest.raises(BadProblem, match=said):
        assign(Market(**given_arrays), price=price)
