"""E13 with few instances, and that it can fail."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.proofs import e13
from experiments.proofs.e13 import KINDS, PROOF, compare, instance, measure
from experiments.proofs.proof import Asked
from experiments.robust.exhaustive import every_point
from experiments.robust.front import Front, pareto_front
from experiments.robust.goals import Goal, placements, score
from matching.problem import Problem
from matching.rows import Row


def test_fronts_equal_those_counted_one_by_one() -> None:
    proved = measure(Asked(worlds=KINDS))
    assert proved.met
    assert PROOF.worlds == 500
    assert sum(int(row[1]) for row in proved.tables[0].rows if isinstance(row[1], int)) == KINDS


def test_a_front_that_lacks_a_point_or_shows_a_dominated_one_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = next(s for s in range(50) if compare((4, s)).points > 3)

    def short(problem: Problem, goals: tuple[Goal, ...]) -> Front:
        whole = pareto_front(problem, goals)
        points = whole.points.copy()
        points[0, 0] -= 1
        return replace(whole, points=points[:-1], assignments=whole.assignments[:-1])

    monkeypatch.setattr(e13, "pareto_front", short)
    found = compare((4, seed))
    assert (found.missing, found.extra, found.dominated, found.not_attained) == (2, 1, 1, 1)


def test_every_assignment_of_a_small_market_is_counted() -> None:
    # Two people, one opening of one seat and one of two: 3 x 3 choices, less the one where both take the single seat.
    problem = Problem.on_grid(
        2, 2, np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.array([1, 20, 300, 4_000]), np.array([1, 2])
    )
    assert len(every_point(problem, (score(problem),))) == 8
    row = Row(limit="TRIED", key="1", pair=np.arange(4), weight=np.ones(4, dtype=np.int64), most=1)
    limited = Problem.on_grid(
        2, 2, problem.candidate, problem.opening, problem.value_micro, problem.seats, limits=[row]
    )
    points = every_point(limited, (score(limited), placements(limited)))
    assert points.tolist() == [[0, 0], [1, 1], [20, 1], [300, 1], [4_000, 1]]


def test_instances_are_of_every_kind() -> None:
    problems = [instance(seed)[0] for seed in range(60)]
    assert {problem.n_candidates for problem in problems} >= {2, 7}
    assert any(problem.limits for problem in problems)
    assert any(problem.floor_micro for problem in problems)
    assert any(len(np.unique(problem.value_micro)) < len(problem.value_micro) for problem in problems)
