"""Answers and prices against brute force, at the edges, and at extreme values."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import BadProblem, NotProved
from matching import Problem, solve, solver
from matching.residual import settle

BOTH = pytest.mark.parametrize("objective", ["placements_then_score", "score"])


def worth(assignment):
    return assignment.placements, assignment.score_micro


@BOTH
def test_the_best_of_all_assignments_is_found(objective, random_case, best_of_all):
    rng = np.random.default_rng(11)
    for _ in range(800):
        case = random_case(rng)
        assert worth(solve(case.problem(), objective)) == best_of_all(case, objective), case


@BOTH
def test_a_seat_price_is_what_solving_again_with_one_more_seat_adds(objective, random_case, best_of_all):
    rng = np.random.default_rng(12)
    for _ in range(400):
        case = random_case(rng)
        answer = solve(case.problem(), objective)
        more = [best_of_all(case.with_one_more_seat(j), objective) for j in range(len(case.seats))]
        expected = np.array(more, dtype=np.int64).reshape(-1, 2) - worth(answer)
        assert answer.seat_price_micro.tolist() == expected.tolist(), case


@BOTH
def test_a_gain_is_what_solving_again_without_the_candidate_loses(objective, random_case, best_of_all):
    rng = np.random.default_rng(13)
    for _ in range(400):
        case = random_case(rng)
        answer = solve(case.problem(), objective)
        fewer = [best_of_all(case.without(i), objective) for i in range(case.n_candidates)]
        expected = np.array(worth(answer)) - np.array(fewer, dtype=np.int64).reshape(-1, 2)
        assert answer.candidate_gain_micro.tolist() == expected.tolist(), case


@BOTH
def test_more_seats_than_candidates_and_the_reverse_agree_with_augmenting_paths(objective, make_case, best_by_paths):
    rng = np.random.default_rng(14)
    for n, m in ((40, 12), (12, 40), (30, 30)):
        pairs = {(i, j): int(rng.integers(0, 20)) for i in range(n) for j in range(m) if rng.random() < 0.3}
        case = make_case(n, pairs, rng.integers(0, 3, m).tolist())
        assert worth(solve(case.problem(), objective)) == best_by_paths(case, objective)


@BOTH
def test_differences_of_one_grid_step_count_at_the_largest_values(objective, make_case, best_by_paths):
    rng = np.random.default_rng(15)
    for n, m in ((60, 60), (60, 25)):
        pairs = {(i, j): 10**12 - int(rng.integers(0, 3)) for i in range(n) for j in range(m) if rng.random() < 0.5}
        case = make_case(n, pairs, [1 + j % 2 for j in range(m)])
        assert worth(solve(case.problem(), objective)) == best_by_paths(case, objective)


def test_the_two_objectives_differ_where_one_good_pair_costs_two_placements():
    problem = Problem(2, 2, candidate=[0, 0, 1], opening=[0, 1, 0], value=[0.9, 0.1, 0.2], seats=[1, 1])
    most, highest = solve(problem), solve(problem, "score")
    assert most.opening_of.tolist() == [1, 0]
    assert most.placements == 2
    assert most.score == pytest.approx(0.3)
    assert highest.opening_of.tolist() == [0, -1]
    assert highest.score == 0.9
    assert most.seat_price.tolist() == [[0.0, 0.8], [0.0, 0.0]]
    assert most.candidate_gain.tolist() == [[1.0, 0.1], [1.0, -0.6]]


def test_among_equal_scores_the_score_objective_places_more_candidates():
    problem = Problem(2, 1, candidate=[0], opening=[0], value=[0.0], seats=[1])
    assert solve(problem, "score").opening_of.tolist() == [0, -1]


@BOTH
def test_a_pair_below_the_floor_is_never_proposed_even_if_the_seat_stays_empty(objective):
    problem = Problem(2, 1, candidate=[0, 1], opening=[0, 0], value=[0.299999, 0.3], seats=[2], floor=0.3)
    assert solve(problem, objective).opening_of.tolist() == [-1, 0]


@BOTH
@pytest.mark.parametrize(
    ("n", "m", "candidate", "opening", "value", "seats", "floor"),
    [
        (0, 0, [], [], [], [], 0),
        (0, 2, [], [], [], [1, 1], 0),
        (2, 0, [], [], [], [], 0),
        (2, 2, [], [], [], [1, 1], 0),
        (2, 2, [0, 1], [0, 1], [0.5, 0.5], [0, 0], 0),
        (2, 2, [0, 1], [0, 1], [0.5, 0.5], [1, 1], 0.6),
        (2, 2, [0, 1], [0, 1], [0.5, 0.5], [1, 1], 1e9),
    ],
)
def test_nobody_can_be_placed_and_that_is_proved(objective, n, m, candidate, opening, value, seats, floor):
    answer = solve(Problem(n, m, candidate, opening, value, seats, floor), objective)
    assert answer.opening_of.tolist() == [-1] * n
    assert worth(answer) == (0, 0)
    assert answer.seat_price.shape == (m, 2)
    assert answer.candidate_gain.tolist() == [[0.0, 0.0]] * n
    assert answer.certificate.kind == "proved"


def test_an_opening_without_seats_still_has_the_price_of_its_first():
    answer = solve(Problem(1, 1, candidate=[0], opening=[0], value=[0.5], seats=[0]))
    assert answer.seat_price.tolist() == [[1.0, 0.5]]


def test_every_answer_carries_a_proof_and_cannot_be_written_to():
    answer = solve(Problem(1, 1, candidate=[0], opening=[0], value=[0.5], seats=[1]))
    assert (answer.certificate.kind, answer.certificate.gap) == ("proved", 0)
    assert answer.certificate.checked_by == "matching.certificate.check"
    with pytest.raises(ValueError, match="read-only"):
        answer.opening_of[0] = -1


def test_an_answer_that_fails_the_check_is_not_returned(monkeypatch):
    def one_step_too_dear(choices, at, weight):
        at, price, gain = settle(choices, at, weight)
        return at, price + 1, gain

    monkeypatch.setattr(solver, "settle", one_step_too_dear)
    with pytest.raises(NotProved):
        solve(Problem(1, 1, candidate=[0], opening=[0], value=[0.5], seats=[1]))


def test_an_unknown_objective_is_refused_with_the_known_ones():
    with pytest.raises(BadProblem, match=r"'best'.*placements_then_score.*score"):
        solve(Problem(0, 0, [], [], [], []), "best")


@pytest.mark.parametrize("name", ["assign100", "assign200", "assign300", "assign400"])
@BOTH
def test_the_published_optima_of_the_or_library_are_reached(objective, name, test_data):
    folder = test_data / "assignment" / "orlib"
    optima = dict(line.split(",") for line in (folder / "optima.csv").read_text().split()[1:])
    size, *cost = map(int, (folder / f"{name}.txt").read_text().split())
    i, j = np.divmod(np.arange(size * size), size)
    answer = solve(Problem(size, size, i, j, max(cost) - np.array(cost), np.ones(size, dtype=int)), objective)
    assert answer.placements == size
    assert size * max(cost) - answer.score == int(optima[f"{name}.txt"])


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"problem": None}, "problem is None: a matching.Problem is expected"),
        ({"objective": ["score"]}, r"objective is \['score'\]: one of"),
        ({"objective": "best"}, "objective is 'best': one of"),
        ({"core": "gpu"}, "core is 'gpu': one of"),
        ({"nodes": -1}, "nodes is -1: an integer of 0 or more"),
        ({"nodes": 1.5}, "nodes is 1.5: an integer of 0 or more"),
    ],
)
def test_what_cannot_be_asked_is_told(given, why):
    asked = {"problem": Problem(1, 1, [0], [0], [1.0], [1])} | given
    with pytest.raises(BadProblem, match=why):
        solve(**asked)
