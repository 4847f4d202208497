"""The whole Pareto front."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import BadProblem, NotProved
from experiments.proofs.e13 import instance
from experiments.robust.exchange import prices, supported
from experiments.robust.exhaustive import every_point
from experiments.robust.front import Front, not_dominated, pareto_front
from experiments.robust.goals import placements, score, travel, worst_off
from experiments.robust.within import ANYTHING, Within
from matching.problem import Problem
from matching.rows import Row

Ints = np.ndarray[tuple[int, int], np.dtype[np.int64]]


def beaten(points: Ints, point: Ints) -> bool:
    return bool(((points >= point).all(axis=1) & (points > point).any(axis=1)).any())


@pytest.mark.parametrize("seed", range(12))
def test_a_front_of_four_goals_equals_that_of_all_assignments(seed: int) -> None:
    problem, minutes = instance(seed)
    goals = (score(problem), placements(problem), travel(minutes), worst_off(problem))
    every = every_point(problem, goals)
    wanted = sorted((tuple(point) for point in every.tolist() if not beaten(every, np.array(point))), reverse=True)
    front = pareto_front(problem, goals)
    assert [tuple(point) for point in front.points.tolist()] == wanted
    assert front.whole
    for at, point in zip(front.assignments, front.points, strict=True):
        pairs = np.flatnonzero(at[problem.candidate] == problem.opening)
        assert [goal.of(pairs, problem.n_candidates) for goal in goals] == point.tolist()


@pytest.mark.parametrize("seed", range(12))
def test_with_steps_no_assignment_beats_a_point_and_none_is_further_than_a_step(seed: int) -> None:
    problem, minutes = instance(seed)
    goals = (score(problem), placements(problem), travel(minutes))
    every = every_point(problem, goals)
    step = 25
    front = pareto_front(problem, goals, steps={"travel_min": step})
    assert not front.whole
    assert all(not beaten(every, point) for point in front.points)
    for point in every[not_dominated(every)]:
        # Some point shown is as good in all else, and costs less than a step more of travel.
        near = (front.points[:, :2] >= point[:2]).all(axis=1) & (front.points[:, 2] > point[2] - step)
        assert near.any()


def test_a_front_may_begin_at_what_is_asked_for() -> None:
    problem, minutes = instance(1)
    goals = (score(problem), placements(problem), travel(minutes))
    most = int(every_point(problem, goals)[:, 1].max())
    every = every_point(problem, goals)
    every = every[every[:, 1] >= most - 1]
    front = pareto_front(problem, goals, least={"placements": most - 1})
    assert {tuple(p) for p in front.points.tolist()} == {tuple(p) for p in every[not_dominated(every)].tolist()}


def test_an_empty_market_has_one_point_and_limits_that_contradict_have_none() -> None:
    nobody = Problem.on_grid(2, 1, np.zeros(0, int), np.zeros(0, int), np.zeros(0, int), np.array([1]))
    assert pareto_front(nobody, (score(nobody), placements(nobody))).points.tolist() == [[0, 0]]
    row = Row(limit="TRIED", key="1", pair=np.array([0]), weight=np.array([1]), most=None, least=2)
    never = Problem.on_grid(1, 1, np.array([0]), np.array([0]), np.array([5]), np.array([1]), limits=[row])
    assert len(pareto_front(never, (score(never), placements(never)))) == 0


def test_goals_that_cannot_be_searched_are_refused() -> None:
    problem, minutes = instance(1)
    with pytest.raises(BadProblem, match="first goal"):
        pareto_front(problem, (travel(minutes), score(problem)))
    with pytest.raises(BadProblem, match="steps"):
        pareto_front(problem, (score(problem), travel(minutes)), steps={"travel_min": 5})
    with pytest.raises(BadProblem, match="steps"):
        pareto_front(problem, (score(problem), placements(problem)), steps={"placements": 2})
    with pytest.raises(BadProblem, match="steps"):
        pareto_front(problem, (score(problem), placements(problem), travel(minutes)), steps={"travel_min": 0})


def test_what_was_found_and_is_not_found_again_is_told() -> None:
    problem, minutes = instance(1)
    goals = (score(problem), placements(problem), travel(minutes))
    with pytest.raises(NotProved):
        Within(problem, goals).least_travel(goals[2], (2**40, 1, 0), 1)
    assert Within(problem, goals).best((2**40, ANYTHING, ANYTHING)) is None


@pytest.mark.parametrize("seed", range(8))
def test_only_dominated_points_are_left_out(seed: int) -> None:
    points = np.random.default_rng(seed).integers(0, 6, (40, 3))
    kept = set(not_dominated(points).tolist())
    assert kept == {k for k in range(40) if not beaten(points, points[k])}


def made(points: list[list[int]]) -> Front:
    problem, _ = instance(1)
    goals = (score(problem), placements(problem))
    none = np.zeros((len(points), problem.n_candidates), dtype=np.int64)
    return Front(
        goals=goals, points=np.array(points), assignments=none, steps=(1, 1), least=(ANYTHING, ANYTHING), solves=0
    )


def test_a_point_inside_the_hull_is_one_that_no_weights_find() -> None:
    assert supported(np.array([[10, 0], [4, 4], [0, 10]])).tolist() == [True, False, True]
    assert supported(np.array([[10, 0], [6, 6], [0, 10]])).tolist() == [True, True, True]
    assert supported(np.array([[10, 0], [5, 5], [0, 10]])).tolist() == [True, True, True]
    assert supported(np.array([[3, 3]])).tolist() == [True]


def test_the_price_of_one_more_is_what_the_other_goal_loses() -> None:
    found = prices(made([[900, 4], [880, 5], [850, 6]]), "placements")
    assert [(one.reached, one.best, one.cost) for one in found] == [(4, 900, 0), (5, 880, 20), (6, 850, 30)]


def test_a_lowest_score_of_all_is_none_where_somebody_is_left_out() -> None:
    problem = Problem.on_grid(2, 2, np.array([0, 1]), np.array([0, 1]), np.array([300, 700]), np.array([1, 1]))
    both, one = np.array([0, 1]), np.array([1])
    assert [worst_off(problem).of(p, 2) for p in (both, one, one[:0])] == [300, 700, 0]
    assert [worst_off(problem, of_all=True).of(p, 2) for p in (both, one, one[:0])] == [300, 0, 0]
    goal = travel(np.array([20, 45]))
    assert goal.of(both, 2) == -65
    assert goal.told(-65) == "65"
    assert score(problem).told(1_234_567) == "1,235"
