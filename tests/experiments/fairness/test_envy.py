"""Envy counted by hand, and none that is justified where everybody chose in order of priority."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from experiments.fairness.brute import small_problem
from experiments.fairness.envy import envy, in_order
from experiments.fairness.groups import Grouping
from experiments.fairness.told_price import told_envy
from experiments.lists import Ints
from matching.problem import Problem


def _by_hand(problem: Problem, at: Ints, claim: Ints) -> tuple[list[int], list[int], list[int]]:
    worth = {
        (i, j): (v, c)
        for i, j, v, c in zip(
            problem.candidate.tolist(),
            problem.opening.tolist(),
            problem.value_micro.tolist(),
            claim.tolist(),
            strict=True,
        )
        if v >= problem.floor_micro
    }
    n = problem.n_candidates
    envied, justified, empty = [0] * n, [0] * n, [0] * n
    for i in range(n):
        own = worth[i, int(at[i])][0] if at[i] >= 0 else 0
        for j in range(problem.n_openings):
            if (i, j) not in worth or worth[i, j][0] <= own:
                continue
            holders = [k for k in range(n) if at[k] == j]
            envied[i] += len(holders)
            justified[i] += sum(worth[k, j][1] < worth[i, j][1] for k in holders)
            empty[i] += len(holders) < problem.seats[j]
    return envied, justified, empty


@given(st.integers(0, 10**6))
def test_counts_are_those_made_by_hand(seed: int) -> None:
    problem, rng = small_problem(seed, 12), np.random.default_rng(seed)
    at = in_order(problem, rng.permutation(problem.n_candidates))
    claim = rng.integers(0, 4, len(problem.candidate))
    found = envy(problem, at, claim)
    assert (found.envied.tolist(), found.justified.tolist(), found.empty.tolist()) == _by_hand(problem, at, claim)


@given(st.integers(0, 10**6))
def test_choosing_in_order_leaves_no_justified_envy_and_no_wanted_seat_empty(seed: int) -> None:
    problem = small_problem(seed, 30)
    priority = np.random.default_rng(seed).permutation(problem.n_candidates)
    found = envy(problem, in_order(problem, priority), priority[problem.candidate])
    assert found.justified.sum() == 0
    assert found.empty.sum() == 0


def test_the_other_way_round_envy_is_justified() -> None:
    problem = Problem.on_grid(2, 1, [0, 1], [0, 0], [500_000, 500_000], [1])
    at, priority = np.array([0, -1]), np.array([1, 2])
    assert envy(problem, at, priority[problem.candidate]).justified.tolist() == [0, 1]
    assert envy(problem, at).justified.tolist() == [0, 0]


def test_envy_by_group_and_in_words() -> None:
    problem = Problem.on_grid(2, 1, [0, 1], [0, 0], [500_000, 500_000], [1])
    found = envy(problem, np.array([0, -1]), np.array([1, 2]))
    grouping = Grouping(key="sex", title="", codes=("F", "M"), labels=("F", "M"), member=np.eye(2, dtype=np.bool_))
    assert found.by_group(grouping).tolist() == [[1, 0, 0], [1, 1, 1]]
    assert told_envy(found, priority="Prima chi aspetta da più tempo.").finding.count("1 su 2") == 1
    assert "non ha una regola" in " ".join(told_envy(found).paragraphs)
