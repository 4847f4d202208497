"""What a problem accepts as a limit, and what it refuses, all faults at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.errors import BadProblem
from matching import Problem
from matching.rows import Row

GOOD = Row(limit="CAP", key="a", pair=np.array([0, 2]), weight=np.array([1, 5]), most=3)
MARKET = {
    "n_candidates": 2,
    "n_openings": 2,
    "candidate": [1, 1, 0],
    "opening": [1, 0, 0],
    "value": [1.0, 0.25, 0.5],
    "seats": [1, 1],
}


def test_positions_follow_the_pairs_when_the_problem_sorts_them():
    (row,) = Problem(**MARKET, limits=[GOOD]).limits
    # (1, 1) is sorted last, (0, 0) first.
    assert row.pair.tolist() == [0, 2]
    assert row.weight.tolist() == [5, 1]
    assert (row.limit, row.key, row.most, row.least, row.fixed, row.unit) == ("CAP", "a", 3, None, False, 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"pair": np.array([0, 3])}, r"limits\[0\] \(CAP a\) pair\[1\] is 3: an integer from 0 to 2"),
        ({"pair": np.array([0, 0])}, r"limits\[0\] \(CAP a\) pair: each position is expected once"),
        ({"weight": np.array([1, 0])}, r"weight\[1\] is 0: an integer from 1"),
        ({"weight": np.array([1, 1.5])}, r"weight\[1\] is 1.5"),
        ({"weight": np.array([1])}, "weight has 1 entries: 2 are expected"),
        ({"most": 1.5}, "most is 1.5: an integer"),
        ({"most": True}, "most is True"),
        ({"least": 10**19}, "least is 1"),
        ({"unit": 0}, "unit is 0: 1 or more"),
        ({"unit": None}, "unit is None"),
        ({"most": None}, "neither most nor least"),
    ],
)
def test_a_wrong_entry_is_named_with_what_is_expected(change, why):
    with pytest.raises(BadProblem, match=why):
        Problem(**MARKET, limits=[replace(GOOD, **change)])


def test_all_faults_come_at_once_and_the_same_row_twice_is_one():
    wrong = [GOOD, GOOD, "at most two", replace(GOOD, key="b", most=None)]
    with pytest.raises(BadProblem) as refused:
        Problem(**MARKET, limits=wrong)
    sentence = str(refused.value)
    assert all(part in sentence for part in ("limits[1] (CAP a) is listed again", "limits[2] is 'at most", "limits[3]"))


def test_rows_are_copies_and_cannot_be_written_to():
    pair = np.array([0, 2])
    (row,) = Problem(**MARKET, limits=[replace(GOOD, pair=pair)]).limits
    pair[:] = 1
    assert row.pair.tolist() == [0, 2]
    with pytest.raises(ValueError, match="read-only"):
        row.weight[0] = 2
