"""Markets in which rounds, repair, components and threads all have work: the cores agree, and the answer is proved."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from data.errors import BadProblem
from experiments.benchmark.exact import content
from experiments.benchmark.exact_prices import FAMILIES
from experiments.benchmark.solvers.laws import zoned
from matching import Problem, solve
from matching.choice import CORES

BOTH = pytest.mark.parametrize("objective", ["placements_then_score", "score"])
EACH_FAMILY = pytest.mark.parametrize("family", FAMILIES)
PEOPLE = 1_500  # above what is small enough for scipy by itself


@cache
def large(family: str, *, again: bool = False) -> Problem:
    """A market of a family; `again` with an earlier assignment, some of it impossible by now."""
    law = FAMILIES[family]
    law = replace(law, n=PEOPLE, m=PEOPLE * law.m // law.n, zones=30)
    rng = np.random.default_rng(len(family))
    made = zoned(family, family, law, rng)
    previous = rng.integers(-1, made.m, made.n) if again else None
    if previous is not None:
        held = rng.permutation(made.pairs)[:PEOPLE]
        previous[made.candidates()[held]] = made.opening[held]
    return Problem.on_grid(
        made.n, made.m, made.candidates(), made.opening, made.weight, made.seats, previous=previous, seed=3
    )


@EACH_FAMILY
@BOTH
def test_the_core_that_is_chosen_for_many_people_gives_the_bytes_of_scipy(family: str, objective: str) -> None:
    problem = large(family)
    chosen = solve(problem, objective)
    assert chosen.certificate.kind == "proved"
    assert chosen.certificate.core == "sparse"
    assert chosen.certificate.why
    assert content(chosen) == content(solve(problem, objective, core="scipy"))


@pytest.mark.parametrize("family", ["ties3", "equal"])
@BOTH
def test_an_earlier_assignment_is_kept_alike_by_every_core(family: str, objective: str) -> None:
    problem = large(family, again=True)
    answers = [solve(problem, objective, core=core) for core in ("scipy", "sparse")]
    assert content(answers[0]) == content(answers[1])
    without = solve(large(family), objective)
    kept = [(answer.opening_of == problem.previous).sum() for answer in (answers[0], without)]
    assert kept[0] > kept[1]


@pytest.mark.parametrize("top", [10**6, 4, 1, 10**12])
@BOTH
def test_full_squares_are_solved_alike_by_every_core(top: int, objective: str) -> None:
    n = 150
    i, j = np.divmod(np.arange(n * n), n)
    value = top - np.random.default_rng(top).integers(0, min(top, 10**6) + 1, n * n)
    problem = Problem.on_grid(n, n, i, j, value, np.ones(n, dtype=int))
    assert len({content(solve(problem, objective, core=core)) for core in CORES}) == 1


@pytest.mark.parametrize(("n", "cores"), [(0, "scipy"), (999, "scipy")])
def test_nothing_small_waits_for_a_compiler(n: int, cores: str) -> None:
    answer = solve(Problem(n, 1, np.arange(n), np.zeros(n, dtype=int), np.ones(n), [1]))
    assert answer.certificate.core == cores
    assert answer.certificate.why


@pytest.mark.parametrize("core", CORES)
def test_the_core_that_is_asked_for_is_the_one_that_is_told(core: str) -> None:
    answer = solve(Problem(1, 1, [0], [0], [0.5], [1]), core=core)
    assert answer.certificate.core == core
    assert answer.certificate.why


def test_values_too_large_for_compiled_sums_are_left_to_scipy_or_refused_by_name() -> None:
    n = 80_000
    problem = Problem.on_grid(n, 2, [0, 1, 2], [0, 0, 1], [10**12] * 3, [1, 1])
    answer = solve(problem)
    assert (answer.placements, answer.score_micro, answer.certificate.core) == (2, 2 * 10**12, "scipy")
    for core in CORES[1:]:
        with pytest.raises(BadProblem, match="values are too large for it"):
            solve(problem, core=core)
