"""Quotas as rows: the best of all assignments that keep them, with the limits of the programme too."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from matplotlib.figure import Figure

from data.errors import Contradiction
from experiments.fairness.brute import every, small_problem
from experiments.fairness.exact import gap_of, least_gap, with_largest_gap, with_least_rates
from experiments.fairness.price import price_of_parity, price_of_rates
from experiments.fairness.remade import with_limits
from experiments.fairness.split import counted
from experiments.fairness.told_price import told_price
from experiments.lists import Mask
from experiments.proofs.e10 import quota_errors
from matching.problem import Problem


@pytest.mark.parametrize("seed", range(8))
def test_quotas_are_what_trying_everything_says(seed: int) -> None:
    assert quota_errors(seed) == 0


@pytest.mark.parametrize("seed", range(4))
def test_quotas_keep_the_limits_of_the_programme(seed: int) -> None:
    problem = small_problem(seed + 100, 6)
    pairs = np.arange(len(problem.candidate))
    limited = with_limits(problem, [counted("programme", pairs[::2], most=1)] if len(pairs) else [])
    group = np.arange(problem.n_candidates) % 2 == 0
    known = every(limited)
    gaps = np.array([abs(gap_of(at, group)) <= Fraction(1, 4) for at in known.at])
    fair = with_largest_gap(limited, group, 0.25)
    assert (fair.placements, fair.score_micro) == known.best("placements_then_score", gaps)


def _uneven() -> tuple[Problem, Mask]:
    """Two seats that two people of the first group are best for, and two of the other can have too."""
    candidate, opening = [0, 1, 2, 3], [0, 0, 0, 0]
    return Problem.on_grid(4, 1, candidate, opening, [900_000, 800_000, 500_000, 400_000], [2]), np.arange(4) < 2


def test_the_curve_says_what_each_level_costs() -> None:
    problem, group = _uneven()
    levels = price_of_parity(problem, group, [1.0, 0.5, 0.0])
    assert [(level.lost_placements, level.lost_score_micro) for level in levels] == [(0, 0), (0, 300_000), (0, 300_000)]
    assert [level.reached for level in levels] == [1.0, 0.0, 0.0]
    assert all(level.exact for level in levels)
    rates = price_of_rates(problem, np.stack((group, ~group)), [0, 0.5, 1])
    assert [level.lost_score_micro for level in rates[:2]] == [0, 300_000]
    assert rates[1].last_person == (0, 300_000)
    assert rates[2].reached is None


def test_a_level_that_nothing_reaches_is_a_contradiction_and_an_empty_row() -> None:
    problem, group = _uneven()
    with pytest.raises(Contradiction):
        with_least_rates(problem, np.stack((group, ~group)), [1, 1])
    section = told_price(
        price_of_rates(problem, np.stack((group, ~group)), [0.5, 1]), key="rates", quota="almeno questa parte"
    )
    assert "0 proposte e 0,30 punti" in section.finding
    assert "Livelli che nessuna soluzione raggiunge: 1." in section.finding
    assert section.tables[0].rows[1][1:] == (None,) * 7
    ax = Figure().subplots()
    section.plots[0].draw(ax)
    assert ax.get_xlabel().endswith("su cento")


def test_the_least_gap_with_all_placements_may_not_be_zero() -> None:
    problem = Problem.on_grid(3, 1, [0, 1, 2], [0, 0, 0], [500_000] * 3, [1])
    group = np.arange(3) < 2
    found = least_gap(problem, group, 1)
    assert found is not None
    assert found[0] == Fraction(1, 2)
    assert found[1].opening_of.tolist().count(0) == 1
    none = least_gap(problem, group, 0)
    assert none is not None
    assert none[0] == 0
    assert least_gap(problem, group, 2) is None


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan])
def test_shares_out_of_range_are_refused(share: float) -> None:
    problem, group = _uneven()
    with pytest.raises(ValueError, match="a share from 0 to 1"):
        with_largest_gap(problem, group, share)


def test_everybody_or_nobody_in_the_group_is_no_gap() -> None:
    problem, _ = _uneven()
    for group in (np.ones(4, dtype=np.bool_), np.zeros(4, dtype=np.bool_)):
        assert with_largest_gap(problem, group, 0).score_micro == 1_700_000
        assert gap_of(np.array([0, 0, -1, -1]), group) == 0


def test_a_tenth_written_as_a_float_is_a_tenth() -> None:
    # Ten people, one of whom is to be placed: a float a little above 0.1 would ask for two.
    problem = Problem.on_grid(10, 1, np.arange(10), [0] * 10, [500_000] * 10, [1])
    assert with_least_rates(problem, np.ones((1, 10), dtype=np.bool_), [0.1]).placements == 1
