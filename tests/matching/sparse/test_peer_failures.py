"""What other solvers get wrong, one case a failure, through every core and both objectives."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from experiments.benchmark.exact import content, wrong_prices
from experiments.benchmark.judges import by_seats
from matching import Problem, solve
from matching.choice import CORES
from tests.matching.sparse.peer_cases import CASES, LEX, SCORE, Case

EACH_CORE = pytest.mark.parametrize("core", CORES)
BOTH = pytest.mark.parametrize("objective", [LEX, SCORE])
JUDGED = 30  # up to so many candidates every price is compared with solving again


@EACH_CORE
@BOTH
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_where_a_peer_fails_the_answer_is_exact(case: Case, objective: str, core: str) -> None:
    drawn = case.drawn
    worth = case.worth_by(objective) or by_seats(drawn, objective)
    answer = solve(drawn.problem(), objective, core=core)
    assert (answer.placements, answer.score_micro) == worth
    assert answer.certificate.kind == "proved"
    if case.at is not None:
        assert answer.opening_of.tolist() == case.at
    # What is claimed is what whole people on whole seats add up to.
    whole = (answer.opening_of, answer.seat_price_micro, answer.candidate_gain_micro)
    assert all(array.dtype == np.int64 for array in whole)
    placed = [(i, j) for i, j in enumerate(answer.opening_of.tolist()) if j >= 0]
    assert all(drawn.usable[pair] for pair in placed)
    assert all(count <= drawn.seats[j] for j, count in Counter(j for _, j in placed).items())
    assert (len(placed), sum(int(drawn.value_micro[pair]) for pair in placed)) == worth
    if len(drawn.value_micro) <= JUDGED:
        assert not list(wrong_prices(drawn, objective, answer, worth))


@BOTH
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_where_a_peer_fails_every_core_gives_the_same_bytes(case: Case, objective: str) -> None:
    problem = case.drawn.problem()
    assert len({content(solve(problem, objective, core=core)) for core in CORES}) == 1


@pytest.mark.parametrize("core", ["scipy", "sparse"])
def test_a_bonus_for_each_placement_would_pass_an_int64_and_is_not_needed(core: str) -> None:
    """OR-Tools and LEMON: 5,000 people with values up to 10**12 need a bonus of 5 x 10**15 each."""
    blocks = np.arange(2_500)
    first, second = 2 * blocks, 2 * blocks + 1
    candidate = np.concatenate((first, first, second))
    opening = np.concatenate((first, second, first))
    value = np.repeat([10**12, 0, 10**12 - 1], 2_500)
    problem = Problem.on_grid(5_000, 5_000, candidate, opening, value, np.ones(5_000, dtype=int))
    most, highest = solve(problem, LEX, core=core), solve(problem, SCORE, core=core)
    assert (most.placements, most.score_micro) == (5_000, 2_500 * (10**12 - 1))
    assert (highest.placements, highest.score_micro) == (2_500, 2_500 * 10**12)
    assert most.opening_of[:2].tolist() == [1, 0]
    assert most.seat_price_micro[:2].tolist() == [[0, 10**12], [0, 0]]
    assert highest.seat_price_micro[:2].tolist() == [[1, 10**12 - 1], [0, 0]]


@EACH_CORE
@BOTH
def test_an_opening_without_seats_is_never_used_and_has_the_price_of_its_first(objective: str, core: str) -> None:
    value = [0.9, 0.5, 0.8, 0.7]
    problem = Problem(3, 2, candidate=[0, 0, 1, 2], opening=[0, 1, 0, 0], value=value, seats=[0, 1])
    answer = solve(problem, objective, core=core)
    assert answer.opening_of.tolist() == [1, -1, -1]
    assert answer.seat_price.tolist() == [[1.0, 0.8], [0.0, 0.0]]
    assert answer.candidate_gain.tolist() == [[1.0, 0.5], [0.0, 0.0], [0.0, 0.0]]


@EACH_CORE
@BOTH
def test_a_million_seats_are_answered_as_enough_seats_are(objective: str, core: str) -> None:
    """Two to the 62nd seats could not be listed one by one, nor walked through."""
    rng = np.random.default_rng(22)
    i, j = np.nonzero(rng.random((120, 9)) < 0.6)
    value = rng.integers(0, 10**6, len(i))
    some = rng.integers(0, 4, 9)
    answers = set()
    for many in (120, 1_000_000, 2**62):
        seats = np.where(np.arange(9) % 3 == 0, many, some)
        answers.add(content(solve(Problem.on_grid(120, 9, i, j, value, seats), objective, core=core)))
    assert len(answers) == 1
