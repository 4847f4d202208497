"""The best for the worst-off against every assignment."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from data.errors import BadProblem
from experiments.fairness.brute import every, small_problem
from experiments.fairness.leximin import leximin, open_market
from experiments.fairness.price import price_of_leximin
from experiments.fairness.remade import with_limits
from experiments.fairness.split import counted
from experiments.fairness.told_price import told_leximin
from matching.problem import Problem


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.booleans())
def test_the_profile_is_the_largest_of_all_and_the_placements_among_those(seed: int, ties: bool) -> None:
    problem = small_problem(seed, 6, ties)
    found, known = leximin(problem), every(problem)
    assert found.profile.tolist() == known.leximin().tolist()
    same = (np.sort(known.value, axis=1) == found.profile).all(axis=1)
    assert found.placements == known.placements[same].max()
    assert (known.at == found.opening_of).all(axis=1).any()


def test_the_worst_off_comes_first_though_the_sum_falls() -> None:
    problem = Problem.on_grid(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], [900_000, 500_000, 600_000, 100_000], [1, 1])
    found = price_of_leximin(problem)
    assert found.fair.profile.tolist() == [500_000, 600_000]
    assert found.best_profile.tolist() == [500_000, 600_000]
    better = Problem.on_grid(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], [900_000, 500_000, 600_000, 300_000], [1, 1])
    priced = price_of_leximin(better)
    assert priced.best_profile.tolist() == [300_000, 900_000]
    assert priced.fair.profile.tolist() == [500_000, 600_000]
    assert priced.lost_share == pytest.approx(1 / 12)
    assert priced.lowest == (500_000, 300_000)


def test_limits_are_refused_rather_than_forgotten() -> None:
    problem = small_problem(3, 6)
    limited = with_limits(problem, [counted("0", np.arange(len(problem.candidate)), most=1)])
    with pytest.raises(BadProblem, match="open_market"):
        leximin(limited)
    assert leximin(open_market(limited)).profile.tolist() == leximin(problem).profile.tolist()


def test_nobody_and_nothing() -> None:
    assert leximin(Problem.on_grid(0, 0, [], [], np.zeros(0, dtype=np.int64), [])).profile.tolist() == []
    alone = leximin(Problem.on_grid(2, 1, [0], [0], [0], [1]))
    assert (alone.profile.tolist(), alone.opening_of.tolist()) == ([0, 0], [0, -1])


def test_the_section_says_what_the_worst_off_gain_and_draws_both_lines() -> None:
    problem = Problem.on_grid(2, 2, [0, 0, 1, 1], [0, 1, 0, 1], [900_000, 500_000, 600_000, 300_000], [1, 1])
    section = told_leximin(price_of_leximin(problem))
    assert "da 0,30 a 0,50" in section.finding
    assert "scende di 8,3 %" in section.finding
    ax = Figure().subplots()
    section.plots[0].draw(ax)
    assert len(ax.lines) == 2
