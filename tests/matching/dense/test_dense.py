from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from data.errors import BadProblem, NotProved
from matching.dense import core, shortlist
from matching.dense.core import assign_dense
from matching.dense.proof import proof

Matrix = NDArray[np.int64]


def proved(weight: Matrix, seats: NDArray[np.int64] | None = None, objective: str = "score") -> int:
    done = assign_dense(weight, seats, objective)
    return proof(weight, seats, done.opening_of, done.price, done.gain, done.bonus)


def best(weight: Matrix, seats: NDArray[np.int64] | None, bonus: int) -> int:
    """Optimum by scipy: a column for each seat, and one of no worth for each candidate who stays out."""
    n, m = weight.shape
    copies = np.repeat(weight, np.ones(m, int) if seats is None else np.minimum(seats, n), axis=1)
    worth = np.hstack((np.where(copies >= 0, copies + bonus, 0), np.zeros((n, n), np.int64)))
    return int(worth[linear_sum_assignment(worth, maximize=True)].sum())


@st.composite
def markets(draw: st.DrawFn) -> tuple[Matrix, NDArray[np.int64]]:
    n, m = draw(st.integers(1, 14)), draw(st.integers(1, 14))
    largest = draw(st.sampled_from([0, 1, 3, 50, 10**6, 10**12]))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    weight = random.integers(0, largest + 1, (n, m))
    weight[random.random((n, m)) < draw(st.sampled_from([0, 0, 0.2, 0.7]))] = -1
    if draw(st.booleans()):
        weight[:, : m // 2] = np.where(weight[:, : m // 2] >= 0, weight[:, : m // 2] + largest, -1)
    return weight, random.integers(0, draw(st.sampled_from([1, 2, 2, 4])) + 1, m)


@given(markets(), st.sampled_from(["score", "placements_then_score"]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_equals_an_independent_solver(market: tuple[Matrix, NDArray[np.int64]], objective: str, by_lists: bool) -> None:
    weight, seats = market
    with pytest.MonkeyPatch.context() as patch:
        if by_lists:
            patch.setattr(core, "SMALL", 3)
            patch.setattr(core, "LARGE", 3)
            patch.setattr(core, "LISTED", 2)
            patch.setattr(core, "SAMPLE", 2)
        done = assign_dense(weight, seats, objective)
    value = proof(weight, seats, done.opening_of, done.price, done.gain, done.bonus)
    placed = int((done.opening_of >= 0).sum())
    if objective == "score":
        assert value == best(weight, seats, 0)
    else:
        bonus = 14 * int(weight.max(initial=0)) + 1
        assert value + bonus * placed == best(weight, seats, bonus)


def ramp(n: int) -> Matrix:
    return np.arange(1, n + 1, dtype=np.int64)


def points(n: int) -> Matrix:
    at = np.random.default_rng(4).integers(0, 10**6, (2, n, 2))
    return np.asarray(2 * 10**6 - np.abs(at[0][:, np.newaxis] - at[1]).sum(axis=2), np.int64)


def noise(n: int) -> Matrix:
    return np.random.default_rng(5).integers(1, 10**6, (n, n))


HARD: dict[str, Callable[[int], Matrix]] = {
    "random": noise,
    "outer product": lambda n: np.outer(ramp(n), ramp(n)),
    "machol-wien": lambda n: n * n - np.outer(ramp(n), ramp(n)),
    "low rank": lambda n: noise(n)[:, :3] @ noise(n)[:3] // 10**6,
    "distances": points,
    "constant rows": lambda n: np.repeat(noise(n)[:, :1], n, axis=1),
    "constant columns": lambda n: np.repeat(noise(n)[:1], n, axis=0),
    "wanted columns": lambda n: noise(n) // 9 + 8 * noise(n)[:1] // 9,
    "three levels": lambda n: noise(n) // 333_334,
    "all equal": lambda n: np.full((n, n), 500_000),
    "zeros": lambda n: np.zeros((n, n), np.int64),
    "large": lambda n: noise(n) * 10**6,
    "one in four forbidden": lambda n: np.where(noise(n).T % 4, noise(n), -1),
}


@pytest.mark.parametrize("family", HARD)
@pytest.mark.parametrize("cells", [10**9, 0], ids=["whole", "lists"])
def test_hard_matrices_are_proved(family: str, cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    weight = HARD[family](260)
    monkeypatch.setattr(core, "SMALL", cells)
    monkeypatch.setattr(core, "LARGE", cells)
    assert proved(weight) == best(weight, None, 0)


@pytest.mark.parametrize(("n", "m"), [(300, 90), (90, 300), (700, 3), (3, 700), (1, 1), (1, 900), (900, 1)])
@pytest.mark.parametrize("objective", ["score", "placements_then_score"])
def test_any_shape_with_seats_is_proved(n: int, m: int, objective: str, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(n + m)
    weight, seats = random.integers(-1, 10**6, (n, m)), random.integers(0, 5, m)
    seats[0] = 10**6
    one = proved(weight, seats, objective)
    monkeypatch.setattr(core, "SMALL", 0)
    monkeypatch.setattr(core, "LARGE", 0)
    assert proved(weight, seats, objective) == one


@pytest.mark.parametrize("shape", [(0, 0), (0, 4), (4, 0)])
@pytest.mark.parametrize("objective", ["score", "placements_then_score"])
def test_nobody_or_nothing(shape: tuple[int, int], objective: str) -> None:
    assert proved(np.zeros(shape, np.int64), None, objective) == 0


@pytest.mark.parametrize("objective", ["score", "placements_then_score"])
def test_no_seat_anywhere_is_priced_at_what_it_is_worth(objective: str) -> None:
    weight = np.array([[5, -1], [7, -1]])
    done = assign_dense(weight, [0, 0], objective)
    assert done.price.tolist() == [7 + done.bonus, 0]
    assert proof(weight, np.zeros(2, int), done.opening_of, done.price, done.gain, done.bonus) == 0


def test_placements_come_before_score() -> None:
    weight = np.array([[9, 0], [8, -1]])
    assert assign_dense(weight).opening_of.tolist() in ([0, -1], [1, 0])
    assert proved(weight) == 9
    assert assign_dense(weight, objective="placements_then_score").opening_of.tolist() == [1, 0]


def test_lists_that_do_not_settle_are_left_for_the_whole_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    weight = noise(260)
    for name, value in {"SMALL": 0, "LARGE": 0, "ROUNDS": 1, "LISTED": 1}.items():
        monkeypatch.setattr(core, name, value)
    assert proved(weight) == best(weight, None, 0)


def test_same_answer_for_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlist, "SHARED", 1)
    weight = np.random.default_rng(8).integers(0, 10**6, (1_100, 600), dtype=np.int32)
    one, two, five = (assign_dense(weight, threads=threads) for threads in (1, 2, 5))
    for other in (two, five):
        assert np.array_equal(one.opening_of, other.opening_of)
        assert np.array_equal(one.price, other.price)


@pytest.mark.parametrize(
    ("weight", "seats", "words"),
    [
        ([[[1]]], None, "matrix of integers"),
        ([[0.5, 1.0]], None, "matrix of integers"),
        ([[float("nan")]], None, "matrix of integers"),
        ([[1, 2]], [1], "2 integers"),
        ([[1, 2]], [1, -1], "0 or more"),
        ([[1, 2]], [1.0, 1.0], "integers"),
        ([[1, -2]], None, "0 or more is expected, -1"),
        ([[2**60]], None, "too much"),
    ],
)
def test_bad_arrays_are_refused(weight: list[list[float]], seats: list[float] | None, words: str) -> None:
    with pytest.raises(BadProblem, match=words):
        assign_dense(weight, seats)


def test_unknown_objective_is_refused() -> None:
    with pytest.raises(BadProblem, match="objective"):
        assign_dense([[1]], objective="speed")


@pytest.mark.parametrize(
    ("opening_of", "price", "gain", "words"),
    [
        ([0, -1], [5], [4, 0], "worth 9, the prices allow 9|ok"),
        ([1, -1], [5], [4, 0], "does not exist"),
        ([0, 0], [5], [4, 0], "more candidates than seats"),
        ([-1, 0], [5], [4, 0], "forbidden"),
        ([0, -1], [-1], [10, 0], "below 0"),
        ([0, -1], [4], [4, 0], "worth more than gain and price"),
        ([0, -1], [6], [4, 0], "the prices allow 10"),
    ],
)
def test_proof_finds_every_fault(opening_of: list[int], price: list[int], gain: list[int], words: str) -> None:
    at, prices, gains = (np.array(values, np.int64) for values in (opening_of, price, gain))
    weight = np.array([[9], [-1]])
    if words.endswith("ok"):
        assert proof(weight, None, at, prices, gains) == 9
    else:
        with pytest.raises(NotProved, match=words):
            proof(weight, None, at, prices, gains)
