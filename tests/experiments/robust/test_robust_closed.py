"""Acceptability without draws."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.robust.case import case_from
from experiments.robust.closed import acceptability, drawn_acceptability, pair_acceptability
from scoring.weights import GRID


def test_three_alternatives_have_the_published_shares_exactly() -> None:
    three = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.6]])
    assert acceptability(three) == pytest.approx([0.4, 0.4, 0.2], abs=1e-15)
    assert drawn_acceptability(three, 20_000, 0) / 20_000 == pytest.approx([0.4, 0.4, 0.2], abs=0.015)


@pytest.mark.parametrize("seed", range(5))
def test_the_envelope_equals_a_fine_grid_of_weights(seed: int) -> None:
    grades = np.random.default_rng(seed).random((7, 2))
    w = (np.arange(100_000) + 0.5) / 100_000
    best = (w[:, None] * grades[:, 0] + (1 - w)[:, None] * grades[:, 1]).argmax(axis=1)
    assert acceptability(grades) == pytest.approx(np.bincount(best, minlength=7) / 100_000, abs=1e-4)


def test_equal_alternatives_share_nothing_and_a_dominated_one_gets_none() -> None:
    assert acceptability(np.array([[0.5, 0.5], [0.5, 0.5], [0.4, 0.4]])).tolist() == [1.0, 0.0, 0.0]
    assert acceptability(np.array([[0.5, 0.2], [0.6, 0.2]])).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("seed", range(3))
def test_the_exact_share_of_each_pair_equals_a_grid_of_solves(seed: int) -> None:
    n = 4
    i, j = np.indices((n, n)).reshape(2, -1)
    case = case_from(
        np.random.default_rng(seed).random((n * n, 2)),
        np.array([500_000, 500_000]),
        candidate=i,
        opening=j,
        seats=np.ones(n, dtype=np.int64),
        n_candidates=n,
    )
    exact = pair_acceptability(case)
    assert exact.reshape(n, n).sum(axis=0) == pytest.approx(np.ones(n))
    points = 120
    times = np.zeros(n * n)
    for k in range(points):
        first = round((k + 0.5) / points * GRID)
        times += case.chosen(case.opening_of(case.values(case.grades, np.array([first, GRID - first]))))
    assert exact == pytest.approx(times / points, abs=3 / points)


def test_three_criteria_are_refused() -> None:
    case = case_from(
        np.ones((1, 3)),
        np.array([GRID, 0, 0]),
        candidate=np.array([0]),
        opening=np.array([0]),
        seats=np.array([1]),
        n_candidates=1,
    )
    with pytest.raises(ValueError, match="two criteria"):
        pair_acceptability(case)
