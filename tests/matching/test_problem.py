"""What a problem accepts, keeps and refuses."""

from __future__ import annotations

import dataclasses
import pickle
import tracemalloc

import numpy as np
import pytest

from data.errors import BadProblem
from matching import Problem, entries, solve

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
        ({"n_candidates": 10**12}, "n_candidates is 1000000000000: at most 2147483647 is expected"),
        ({"n_openings": 10**5000}, "n_openings is too large to be written here: at most 2147483647 is expected"),
        ({"floor": True}, "floor is True"),
        ({"floor": 10**400}, "floor is too large to be written here: a finite number"),
        ({"candidate_ids": [[1], [2]]}, r"candidate_ids\[0\], candidate_ids\[1\]: a string is expected"),
        ({"candidate_ids": 5}, "candidate_ids is 5: a list of strings is expected"),
        ({"candidate_ids": "ab"}, "candidate_ids is 'ab': a list of strings is expected"),
        ({"candidate_ids": {"a", "b"}}, "candidate_ids is .*: a list of strings is expected"),
        ({"value": np.ma.array([0.5, 0.1, 0.2], mask=[0, 1, 0])}, "value has masked entries: a number is expected"),
        ({"limits": None}, "limits is None: a list of matching.rows.Row is expected"),
        ({"n_openings": 2.0}, "n_openings is 2.0: an integer"),
        ({"seed": 1.5}, "seed is 1.5: an integer"),
        ({"previous": [0]}, "previous has 1 entries: 2 are expected"),
        ({"previous": [0, 2]}, r"previous\[1\] is 2: an integer from -1 to 1"),
        ({"candidate_ids": ["a"]}, "candidate_ids has 1 entries: 2 are expected"),
        ({"candidate_ids": ["a", "a"]}, r"candidate_ids\[1\] repeats 'a'"),
        ({"opening_ids": ["a", 7]}, r"opening_ids\[1\]: a string is expected"),
        ({"opening_ids": ["a", "b\ud800"]}, r"opening_ids\[1\] is 'b\\ud800': text that can be written as UTF-8"),
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


@pytest.mark.parametrize("floor", [1_000_001, 1e300, 1e306, 10**300])
def test_a_floor_above_every_value_leaves_everybody_out(floor):
    assert solve(Problem(**(GOOD | {"floor": floor}))).opening_of.tolist() == [-1] * GOOD["n_candidates"]


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
    with pytest.raises(BadProblem, match="value_micro has masked entries"):
        Problem.on_grid(1, 2, [0, 0], [0, 1], np.ma.array([1, 2], mask=[1, 0]), [1, 1])


@pytest.mark.parametrize(
    ("floor", "lowest_step"), [(0.3, 300_000), (0.1 + 0.2, 300_000), (0.3000001, 300_001), (0.0, 0), (1e-6, 1)]
)
def test_a_floor_between_two_grid_steps_is_rounded_up(floor, lowest_step):
    assert Problem(0, 0, [], [], [], [], floor=floor).floor_micro == lowest_step


FIELDS = ("candidate", "opening", "value", "value_micro", "seats")


def random_pairs(seed, n=40, m=12):
    rng = np.random.default_rng(seed)
    candidate, opening = np.divmod(rng.permutation(n * m)[: n * m // 3], m)
    return {
        "n_candidates": n,
        "n_openings": m,
        "candidate": candidate,
        "opening": opening,
        "value": rng.integers(0, 10**9, len(candidate)) / 1000,
        "seats": rng.integers(0, 4, m),
    }


@pytest.mark.parametrize("block", [1, 2, 7])
def test_pairs_read_block_by_block_are_those_read_at_once(block, monkeypatch):
    given = random_pairs(61)
    order = np.lexsort((given["opening"], given["candidate"]))
    in_order = given | {name: given[name][order] for name in ("candidate", "opening", "value")}
    whole = Problem(**given)
    monkeypatch.setattr(entries, "BLOCK", block)
    for options in (given, in_order):
        for field in FIELDS:
            expected = getattr(whole, field)
            found = getattr(Problem(**options), field)
            assert (found.dtype, found.tolist()) == (expected.dtype, expected.tolist())


@pytest.mark.parametrize("block", [1, 2, 3, 100])
@pytest.mark.parametrize("wrong", [[0], [1, 2], [2, 3, 4, 5, 6, 7, 8], [8]])
def test_wrong_entries_are_named_in_whatever_block_they_are(block, wrong, monkeypatch):
    monkeypatch.setattr(entries, "BLOCK", block)
    value, candidate = np.zeros(9), np.arange(9)
    value[wrong], candidate[wrong] = np.nan, -7
    told = ", ".join(f"value[{k}] is nan" for k in wrong[:5])
    more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
    with pytest.raises(BadProblem) as refused:
        Problem(9, 1, candidate, np.zeros(9, dtype=int), value, [1])
    assert f"{told}{more}: a finite number from 0 to 1000000 is expected" in str(refused.value)
    told = ", ".join(f"candidate[{k}] is -7" for k in wrong[:5])
    assert f"{told}{more}: an integer from 0 to 8 is expected" in str(refused.value)


@pytest.mark.parametrize("block", [1, 2, 3, 100])
@pytest.mark.parametrize("again", range(1, 6))
def test_a_pair_listed_twice_is_found_in_sorted_pairs_too(block, again, monkeypatch):
    monkeypatch.setattr(entries, "BLOCK", block)
    opening = np.arange(6)
    opening[again:] -= 1
    with pytest.raises(BadProblem, match=rf"listed once: \(0, {again - 1}\) listed again"):
        Problem(1, 6, np.zeros(6, dtype=int), opening, np.ones(6), np.ones(6))


@pytest.mark.parametrize("kind", ["i1", "i2", "i4", "i8", "u1", "u8", "f4", "f8"])
def test_whole_numbers_of_any_kind_are_the_same_numbers(kind):
    problem = Problem(
        **{name: GOOD[name] for name in ("n_candidates", "n_openings", "value")},
        candidate=np.array([1, 0, 1], dtype=kind),
        opening=np.array([1, 0, 0], dtype=kind),
        seats=np.array([3, 100], dtype=kind),
        previous=np.array([1, 0], dtype=kind),
    )
    assert problem.candidate.tolist() == [0, 1, 1]
    assert problem.opening.tolist() == [0, 0, 1]
    assert problem.seats.tolist() == [3, 100]
    assert all(getattr(problem, field).dtype == np.int64 for field in ("candidate", "opening", "seats", "previous"))


@pytest.mark.parametrize("kind", ["i1", "u1", "i4", "i8", "u8"])
def test_grid_steps_of_any_kind_are_the_same_steps(kind):
    problem = Problem.on_grid(2, 2, [1, 0, 1], [1, 0, 0], np.array([100, 7, 0], dtype=kind), [1, 1])
    assert problem.value_micro.tolist() == [7, 0, 100]
    assert problem.value.tolist() == [7e-6, 0.0, 1e-4]


@pytest.mark.parametrize(("step", "told"), [(-1, "-1e-06"), (10**12 + 1, "1000000.000001"), (2**62, "461168601842")])
def test_grid_steps_out_of_range_are_named_as_values(step, told):
    with pytest.raises(BadProblem, match=rf"value\[1\] is {told}.*: a finite number from 0 to 1000000"):
        Problem.on_grid(2, 1, [0, 1], [0, 0], np.array([5, step]), [1])


def test_the_largest_number_of_seats_is_exact():
    assert Problem(0, 1, [], [], [], [2**62]).seats.tolist() == [2**62]
    with pytest.raises(BadProblem, match=r"seats\[0\] is 4611686018427387905: an integer from 0 to"):
        Problem(0, 1, [], [], [], [2**62 + 1])


def test_pairs_too_far_apart_to_be_numbered_are_sorted_all_the_same(monkeypatch):
    given = random_pairs(62)
    expected = Problem(**given)
    monkeypatch.setattr(entries, "LARGEST_KEY", 1)
    for field in FIELDS:
        assert getattr(Problem(**given), field).tolist() == getattr(expected, field).tolist()


def test_ids_are_positions_where_none_are_given_and_do_not_change():
    problem = Problem(**GOOD)
    assert problem.candidate_ids == ("0", "1")
    assert problem.opening_ids == ("0", "1")
    assert problem.candidate_ids is problem.candidate_ids
    named = Problem(**GOOD, candidate_ids=["a", "b"], opening_ids=("x", "y"))
    assert (named.candidate_ids, named.opening_ids) == (("a", "b"), ("x", "y"))


def test_many_wrong_ids_are_counted():
    with pytest.raises(BadProblem) as refused:
        Problem(9, 0, [], [], [], [], candidate_ids=["a"] * 9)
    told = ", ".join(f"candidate_ids[{k}] repeats 'a'" for k in range(1, 6))
    assert f"{told} and 3 more: each id is expected once" in str(refused.value)


def test_values_are_made_once_and_go_to_another_process():
    problem = Problem(**GOOD)
    assert problem.value is problem.value
    other = pickle.loads(pickle.dumps(problem))
    assert other.value.tolist() == [0.5, 0.25, 1.0]
    assert other.candidate_ids == ("0", "1")


@pytest.mark.parametrize("grid", [True, False])
def test_sorted_pairs_cost_no_memory_beyond_what_is_kept(grid, monkeypatch):
    monkeypatch.setattr(entries, "BLOCK", 1024)
    n, m = 500, 400
    candidate, opening = np.divmod(np.arange(n * m), m)
    value = np.full(n * m, 7) if grid else np.full(n * m, 0.25)
    seats = np.ones(m, dtype=int)
    tracemalloc.start()
    try:
        problem = (Problem.on_grid if grid else Problem)(n, m, candidate, opening, value, seats)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= 1.1 * kept
    assert kept <= 1.1 * (3 * 8 * len(problem.candidate))
