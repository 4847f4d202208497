"""Numbers as they come from files, frames and other programs: read for what they are, or refused by name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from data.errors import BadProblem
from experiments.benchmark.exact import content
from matching import Problem, solve
from matching.choice import CORES

INF, NAN = float("inf"), float("nan")
GOOD: dict[str, Any] = {
    "n_candidates": 3,
    "n_openings": 2,
    "candidate": [0, 0, 1, 1, 2],
    "opening": [0, 1, 0, 1, 0],
    "value": [3.0, 2.0, 3.0, 0.0, 1.0],
    "seats": [1, 1],
}
LAST = 2**64 - 1


def values(*first: Any) -> dict[str, Any]:
    """The first values replaced."""
    return {"value": [*first, *GOOD["value"][len(first) :]]}


def unsigned(*numbers: int) -> NDArray[np.uint64]:
    return np.array(numbers, dtype=np.uint64)


# why -> what is given instead, and what the error says
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "lap, lapx: assigns through a row of +inf": (values(INF, INF), r"value\[0\] is inf, value\[1\] is inf"),
    "lap, lapx, src-d: takes -inf": (values(3.0, -INF), r"value\[1\] is -inf"),
    "lap, lapx, lapcpp, laprust: accepts NaN": (values(3.0, 2.0, NAN), r"value\[2\] is nan"),
    "a row of NaN": (values(NAN, NAN), r"value\[0\] is nan, value\[1\] is nan"),
    "everything is +inf": (values(*[INF] * 5), r"value\[4\] is inf: a finite number from 0 to 1000000"),
    "a negative value": (values(3.0, 2.0, -1e-9), r"value\[2\] is -1e-09"),
    "ortools LSA: costs of 2**60": (values(2**60), r"value\[0\] is 1.15"),
    "the largest float": (values(np.finfo(float).max), r"value\[0\] is 1.79"),
    "an integer that no int64 holds": (values(2**70), "value has shape .* of object"),
    "an empty cell": (values(None), "value has shape .* of object"),
    "decimals": (values(Decimal(3)), "value has shape .* of object"),
    "complex numbers": (values(3j), "value has shape .* of complex"),
    "days": ({"value": np.array(["2026-01-01"] * 5, dtype="M8[D]")}, "value has shape .* of datetime"),
    "one number for all": ({"value": 1.0}, r"value has shape \(\)"),
    "a matrix for a list": ({"value": [[3.0, 2.0], [3.0, 0.0]]}, r"value has shape \(2, 2\)"),
    "NaN for a candidate": ({"candidate": [0, 0, NAN, 1, 2]}, r"candidate\[2\] is nan: an integer from 0 to 2"),
    "inf for an opening": ({"opening": [0, 1, INF, 1, 0]}, r"opening\[2\] is inf: an integer from 0 to 1"),
    "an opening that an int32 would wrap": ({"opening": [0, 1, 2**32, 1, 0]}, r"opening\[2\] is 4294967296"),
    "a candidate that an int64 would wrap": ({"candidate": unsigned(0, 0, LAST, 1, 2)}, r"candidate\[2\] is 184467"),
    "seats that an int64 would wrap": ({"seats": unsigned(LAST, 1)}, r"seats\[0\] is 18446744073709551615"),
    "inf seats": ({"seats": [INF, 1]}, r"seats\[0\] is inf: an integer from 0"),
    "NaN seats": ({"seats": [1, NAN]}, r"seats\[1\] is nan: an integer from 0"),
    "half a seat": ({"seats": [0.5, 1]}, r"seats\[0\] is 0.5"),
    "a floor of +inf": ({"floor": INF}, "floor is inf"),
    "NaN in previous": ({"previous": [0, NAN, 1]}, r"previous\[1\] is nan"),
    "a pair twice, with two values": ({"candidate": [0, 0, 1, 1, 0]}, r"each pair may be listed once: \(0, 0\)"),
    "a pair three times, apart": ({"candidate": [2, 0, 2, 1, 2]}, r"\(2, 0\), \(2, 0\) listed again"),
    "ortools MCF: sums out of range": (values(1e6) | {"n_candidates": 2_305_844}, "sums would not be exact"),
}

READ: dict[str, dict[str, Any]] = {
    "tuples": {"candidate": (0, 0, 1, 1, 2), "value": (3, 2, 3, 0, 1)},
    "whole numbers as floats": {"candidate": [0.0, 0.0, 1.0, 1.0, 2.0], "seats": np.array([1.0, 1.0])},
    "values as integers": {"value": np.array([3, 2, 3, 0, 1])},
    "values of one byte": {"value": np.array([3, 2, 3, 0, 1], dtype=np.uint8)},
    "values as float32": {"value": np.array([3, 2, 3, 0, 1], dtype=np.float32)},
    "values as float16": {"value": np.array([3, 2, 3, 0, 1], dtype=np.float16)},
    "long doubles": {"value": np.array([3, 2, 3, 0, 1], dtype=np.longdouble)},
    "big-endian": {"value": np.array([3, 2, 3, 0, 1], dtype=">f8"), "opening": np.array([0, 1, 0, 1, 0], dtype=">i4")},
    "every other entry": {"value": np.array([3.0, 9, 2, 9, 3, 9, 0, 9, 1, 9])[::2]},
    "backwards in memory": {"value": np.array([1.0, 0, 3, 2, 3])[::-1], "candidate": np.array([2, 1, 1, 0, 0])[::-1]},
    "indices of one byte": {"candidate": np.array([0, 0, 1, 1, 2], dtype=np.int8)},
    "seats of one byte": {"seats": np.array([1, 1], dtype=np.int8)},
    "unsigned seats": {"seats": unsigned(1, 1)},
    "a zero below zero": {"value": [3.0, 2.0, 3.0, -0.0, 1.0]},
    "noise below half a grid step": {"value": [3.0 + 4e-7, 2.0 - 4e-7, 3.0, 4e-7, 1.0]},
    "unsorted": {"candidate": [1, 2, 0, 1, 0], "opening": [1, 0, 1, 0, 0], "value": [0, 1, 2, 3, 3]},
    "numpy sizes": {"n_candidates": np.int32(3), "n_openings": np.uint8(2)},
}


@pytest.mark.parametrize(("change", "why"), REFUSED.values(), ids=REFUSED)
def test_what_could_not_be_exact_is_refused_with_its_place(change: dict[str, Any], why: str) -> None:
    with pytest.raises(BadProblem, match=why):
        Problem(**(GOOD | change))


@pytest.mark.parametrize("change", READ.values(), ids=READ)
@pytest.mark.parametrize("core", CORES)
def test_the_same_numbers_in_another_form_give_the_same_bytes(core: str, change: dict[str, Any]) -> None:
    for objective in ("placements_then_score", "score"):
        expected = content(solve(Problem(**GOOD), objective, core=CORES[0]))
        assert content(solve(Problem(**(GOOD | change)), objective, core=core)) == expected
