"""What a problem accepts, keeps and refuses."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from data.errors import BadProblem
from matching import Problem, solve

GOOD = {
    "n_candidates": 2,
    "n_openings": 2,
    "candidate": [0, 1, 1],
    "opening": [0, 0, 1],
    "value": [0.5, 0.25, 1.0],
    "seats": [1, 1],
}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"value": [0.5, float("nan"), 1.0]}, r"value\[1\] is nan: a finite number from 0 to 1000000"),
        ({"value": [0.5, float("inf"), 1.0]}, r"value\[1\] is inf"),
        ({"value": [0.5, -0.1, 1.0]}, r"value\[1\] is -0.1"),
        ({"value": [0.5, 0.1, 1_000_001]}, r"value\[2\] is 1000001"),
        ({"value": [0.5, 0.1]}, "value has 2 entries: 3 are expected"),
        ({"value": [[0.5, 0.1, 0.2]]}, r"value has shape \(1, 3\)"),
        ({"value": ["a", "b", "c"]}, "value has shape .* a one-dimensional array of numbers"),
        ({"value": [[1], [1, 2], 3]}, "value has shape"),
        ({"opening": [0, 0]}, "opening has 2 entries: 3 are expected"),
        ({"opening": [0, 0, 2]}, r"opening\[2\] is 2: an integer from 0 to 1"),
        ({"candidate": [0, -1, 1]}, r"candidate\[1\] is -1"),
        ({"candidate": [0, 0.5, 1]}, r"candidate\[1\] is 0.5: an integer"),
        ({"opening": [0, 0, 0]}, r"each pair may be listed once: \(1, 0\) listed again"),
        ({"seats": [1, -1]}, r"seats\[1\] is -1: an integer from 0"),
        ({"seats": [1, 1.5]}, r"seats\[1\] is 1.5"),
        ({"seats": [1]}, "seats has 1 entries: 2 are expected"),
        ({"seats": [True, True]}, "seats has shape .* of bool"),
        ({"floor": -1.0}, "floor is -1.0: a finite number"),
        ({"floor": float("nan")}, "floor is nan"),
        ({"floor": "low"}, "floor is 'low'"),
        ({"n_candidates": -1}, "n_candidates is -1: an integer of 0 or more"),
        ({"n_openings": 2.0}, "n_openings is 2.0: an integer"),
        ({"seed": 1.5}, "seed is 1.5: an integer"),
        ({"previous": [0]}, "previous has 1 entries: 2 are expected"),
        ({"previous": [0, 2]}, r"previous\[1\] is 2: an integer from -1 to 1"),
        ({"candidate_ids": ["a"]}, "candidate_ids has 1 entries: 2 are expected"),
        ({"candidate_ids": ["a", "a"]}, r"candidate_ids\[1\] repeats 'a'"),
        ({"opening_ids": ["a", 7]}, r"opening_ids\[1\]: a string is expected"),
        ({"n_candidates": 0}, r"candidate\[0\] is 0.*no entry can be right here"),
    ],
)
def test_a_wrong_entry_is_named_with_what_is_expected(change, why):
    with pytest.raises(BadProblem, match=why):
        Problem(**(GOOD | change))


def test_all_faults_come_at_once_and_long_lists_are_counted():
    with pytest.raises(BadProblem) as refused:
        Problem(2, 1, [0] * 9, [0] * 9, [-1.0] * 9, [-2], floor=-3)
    sentence = str(refused.value)
    parts = ("floor is -3", "(0, 0) and 3 more listed again", "value[4] is -1.0 and 4 more", "seats[0] is -2")
    assert all(part in sentence for part in parts), sentence
    assert "value[5]" not in sentence


def test_sums_that_would_not_be_exact_are_refused():
    with pytest.raises(BadProblem, match="sums would not be exact"):
        Problem(2**23, 1, [0], [0], [1_000_000], [1])


def test_the_listed_order_of_the_pairs_has_no_effect():
    shuffled = Problem(2, 2, candidate=[1, 1, 0], opening=[1, 0, 0], value=[1.0, 0.25, 0.5], seats=[1, 1])
    straight = Problem(**GOOD)
    for field in ("candidate", "opening", "value", "value_micro"):
        assert getattr(shuffled, field).tolist() == getattr(straight, field).tolist()


def test_later_changes_of_the_callers_arrays_do_not_reach_the_problem():
    value, seats, previous = np.array([0.5, 0.25, 1.0]), np.array([1, 1]), np.array([0, -1])
    problem = Problem(**(GOOD | {"value": value, "seats": seats, "previous": previous}))
    value[:], seats[:], previous[:] = 0, 0, 1
    assert problem.value.tolist() == [0.5, 0.25, 1.0]
    assert problem.seats.tolist() == [1, 1]
    assert problem.previous.tolist() == [0, -1]


def test_a_problem_cannot_be_written_to():
    problem = Problem(**GOOD)
    for field in ("candidate", "opening", "value", "value_micro", "seats"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(problem, field)[0] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.floor = 0.5


def test_solving_changes_nothing_in_the_problem():
    problem = Problem(**GOOD)
    before = [getattr(problem, f).tobytes() for f in ("candidate", "opening", "value_micro", "seats")]
    solve(problem)
    assert before == [getattr(problem, f).tobytes() for f in ("candidate", "opening", "value_micro", "seats")]


def test_whole_grid_steps_come_through_unchanged_up_to_the_largest_value():
    rng = np.random.default_rng(51)
    steps = np.concatenate((10**12 - np.arange(500), rng.integers(0, 10**12, 500)))
    n = len(steps)
    problem = Problem.on_grid(n, 1, np.arange(n), np.zeros(n, dtype=int), steps, [1])
    assert problem.value_micro.tolist() == steps.tolist()
    assert (
        Problem(n, 1, np.arange(n), np.zeros(n, dtype=int), problem.value, [1]).value_micro.tolist() == steps.tolist()
    )


def test_grid_steps_must_be_integers():
    with pytest.raises(BadProblem, match="value_micro holds float64: integers are expected"):
        Problem.on_grid(1, 1, [0], [0], [0.5], [1])


@pytest.mark.parametrize(
    ("floor", "lowest_step"), [(0.3, 300_000), (0.1 + 0.2, 300_000), (0.3000001, 300_001), (0.0, 0), (1e-6, 1)]
)
def test_a_floor_between_two_grid_steps_is_rounded_up(floor, lowest_step):
    assert Problem(0, 0, [], [], [], [], floor=floor).floor_micro == lowest_step
