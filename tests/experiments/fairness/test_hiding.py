"""Small groups and what would give them away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.fairness.hiding import hidden_cells
from experiments.lists import Mask


def _table(of: list[int]) -> Mask:
    return np.array([[one == code for one in of] for code in range(max(of) + 1)], dtype=np.bool_)


def _recomputable(shown: Mask, target: Mask) -> bool:
    """Whether the sum over `target` follows from those over the shown sets and all: solved anew, by least squares."""
    rows = np.vstack((shown, np.ones(shown.shape[1]))).astype(float)
    solution = np.linalg.lstsq(rows.T, target.astype(float), rcond=None)[0]
    return bool(np.allclose(solution @ rows, target, atol=1e-8))


def test_a_second_group_is_hidden_so_that_the_total_does_not_give_the_first_away() -> None:
    (hidden,) = hidden_cells([_table([0] * 20 + [1] * 9 + [2] * 3)], 5)
    assert hidden.tolist() == [False, True, True]


def test_groups_of_five_are_shown_and_of_four_are_not() -> None:
    assert hidden_cells([_table([0] * 20 + [1] * 5)], 5)[0].tolist() == [False, False]
    assert hidden_cells([_table([0] * 20 + [1] * 4)], 5)[0].tolist() == [True, True]
    assert hidden_cells([_table([0] * 20 + [1] * 9)], 10)[0].tolist() == [True, True]


def test_two_hidden_groups_that_together_are_small_need_a_third() -> None:
    (hidden,) = hidden_cells([_table([0] * 20 + [1] * 9 + [2] * 1 + [3] * 1)], 5)
    assert hidden.tolist() == [False, True, True, True]
    (hidden,) = hidden_cells([_table([0] * 20 + [1] * 9 + [2] * 4 + [3] * 4)], 5)
    assert hidden.tolist() == [False, False, True, True]


def test_the_margins_of_a_crossing_do_not_give_a_cell_away() -> None:
    rows, columns = [0] * 20 + [1] * 20, ([0] * 10 + [1] * 10) + ([0] * 17 + [1] * 3)
    crossed = [2 * a + b for a, b in zip(rows, columns, strict=True)]
    tables = [_table(rows), _table(columns), _table(crossed)]
    hidden = hidden_cells(tables, 5, [0, 0, 1])
    assert [one.tolist() for one in hidden] == [[False, False], [False, False], [True, True, True, True]]


def test_empty_groups_are_no_secret() -> None:
    table = np.vstack((_table([0] * 9 + [1] * 9), np.zeros(18, dtype=np.bool_)))
    assert not hidden_cells([table], 5)[0].any()


def test_nothing_in_nothing_out() -> None:
    assert hidden_cells([], 5) == []


@given(st.integers(0, 10**6))
def test_no_hidden_small_cell_follows_from_what_is_shown(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(15, 60))
    single = [_table(rng.integers(0, k, n).tolist()) for k in (2, 4)]
    crossed = (single[0][:, None] & single[1][None]).reshape(-1, n)
    overlapping = rng.random((3, n)) < rng.uniform(0.05, 0.6)
    tables = [*single, crossed, overlapping]
    hidden = hidden_cells(tables, 5, [0, 0, 1, 0])
    cells, gone = np.concatenate(tables), np.concatenate(hidden)
    counts = cells.sum(axis=1)
    assert gone[(counts > 0) & (counts < 5)].all()
    for cell in cells[gone & (counts < 5)]:
        assert not _recomputable(cells[~gone], cell)


@pytest.mark.parametrize("people", [1, 4])
def test_where_everybody_is_few_the_only_group_is_hidden(people: int) -> None:
    assert hidden_cells([_table([0] * people)], 5)[0].tolist() == [True]
