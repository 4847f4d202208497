from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from experiments.benchmark.solvers.adapters.base import LEXICOGRAPHIC, SCORE, Solver
from experiments.benchmark.solvers.adapters.matrices import Matrix, RowMatrix
from experiments.benchmark.solvers.adapters.others import Highs, ScipySparse
from experiments.benchmark.solvers.adapters.split import Split
from experiments.benchmark.solvers.check import FORBIDDEN, OUT_OF_RANGE, OVERFULL, check
from experiments.benchmark.solvers.child import run_once
from experiments.benchmark.solvers.instance import Instance, Int64
from experiments.benchmark.solvers.laws import Dense, Zoned, dense, zoned
from experiments.benchmark.solvers.referee import Referee, judged
from experiments.benchmark.solvers.roster import DEFAULT, EVERYBODY, OURS, ROSTER, Entry, chosen

LAW = Zoned(n=60, m=25, seats=(1, 3), degree=(3, 8), zones=4, cross=0.0, empty=0.1)


def market(seed: int = 1, law: Zoned = LAW) -> Instance:
    return zoned("market", "family", law, np.random.default_rng(seed))


def best(instance: Instance, objective: str) -> tuple[int, int]:
    """(value, placements) by scipy on the matrix of seats, written on its own."""
    seat_of = np.repeat(np.arange(instance.m), instance.seats)
    gain = np.zeros((instance.n, instance.m))
    extra = 10**9 if objective == LEXICOGRAPHIC else 0
    gain[instance.candidates(), instance.opening] = instance.weight + extra
    rows, columns = linear_sum_assignment(gain[:, seat_of], maximize=True)
    found = gain[rows, seat_of[columns]]
    return int((found[found > 0] - extra).sum()), int((found > 0).sum())


class Slow:
    def prep(self, instance: Instance, objective: str) -> Instance:
        return instance

    def solve(self, prepared: Instance) -> Int64:
        if prepared.name != "tiny":
            time.sleep(30)
        return np.full(prepared.n, -1)


class Dies(Slow):
    def solve(self, prepared: Instance) -> Int64:
        if prepared.name != "tiny":
            os._exit(7)
        return np.full(prepared.n, -1)


class Throws(Slow):
    def solve(self, prepared: Instance) -> Int64:
        raise ArithmeticError("no")


class Nobody(Slow):
    def solve(self, prepared: Instance) -> Int64:
        return np.full(prepared.n, -1)


class Greedy(Slow):
    """Everybody to the same opening."""

    def solve(self, prepared: Instance) -> Int64:
        return np.zeros(prepared.n, dtype=np.int64)


class Hungry(Slow):
    def solve(self, prepared: Instance) -> Int64:
        size = 10 if prepared.name == "tiny" else 30_000_000
        return np.full(prepared.n, -1 - int(np.ones(size)[0] * 0))


def entry(make: Callable[[], Solver], name: str = "one", *, ours: bool = False) -> Entry:
    return Entry(name, make, lambda _: True, ours=ours)


def tiny() -> Instance:
    return zoned("tiny", "tiny", LAW, np.random.default_rng(0))


def once(make: Callable[[], Solver], limit_s: float = 20.0) -> Any:
    return run_once(entry(make), market(), [tiny()], SCORE, limit_s, Path())


def lsa(lib: Any) -> Callable[[Any], Any]:
    call: Callable[[Any], Any] = lib.linear_sum_assignment
    return call


def by_row(lib: Any) -> Callable[[Any], Any]:
    def call(cost: Any) -> Any:
        assert cost.shape[0] == cost.shape[1]
        return (lib.linear_sum_assignment(cost)[1],)

    return call


SOLVERS: dict[str, Callable[[], Solver]] = {
    "matrix": lambda: Matrix("scipy.optimize", lsa),
    "row by row, squared": lambda: RowMatrix("scipy.optimize", by_row, square=True),
    "scipy sparse": ScipySparse,
    "in parts": lambda: Split(ScipySparse),
    "programme": Highs,
}


@pytest.mark.parametrize("objective", [SCORE, LEXICOGRAPHIC])
@pytest.mark.parametrize("name", SOLVERS)
def test_adapters_find_the_best_assignment(name: str, objective: str) -> None:
    for seed in range(5):
        # With many seats, and with few.
        for m in (40, 10):
            instance = market(seed, Zoned(n=60, m=m, seats=(1, 3), degree=(3, 8), zones=4, cross=0.0))
            solver = SOLVERS[name]()
            found = check(instance, solver.solve(solver.prep(instance, objective)))
            assert found.fault == ""
            assert (found.value, found.placements) == best(instance, objective)


def test_parts_may_hold_people_without_pairs_and_openings_without_people() -> None:
    instance = market()
    assert (np.diff(instance.start) == 0).any()
    solver = Split(lambda: Matrix("scipy.optimize", lsa))
    found = check(instance, solver.solve(solver.prep(instance, SCORE)))
    assert (found.value, found.placements) == best(instance, SCORE)


def test_a_square_market_is_solved_as_it_is() -> None:
    instance = dense("B", "B", Dense(n=12), np.random.default_rng(0))
    solver = Matrix("scipy.optimize", lsa)
    assert instance.square is not None
    rows, columns = linear_sum_assignment(instance.square, maximize=True)
    found = check(instance, solver.solve(solver.prep(instance, LEXICOGRAPHIC)))
    assert found.value == instance.square[rows, columns].sum()


def test_a_matching_is_checked_for_all_that_can_be_wrong_with_it() -> None:
    instance = market()
    nobody = np.full(instance.n, -1)
    assert check(instance, nobody).rank(SCORE) == (0, 0)
    i = int(np.flatnonzero(np.diff(instance.start))[0])
    allowed = instance.opening[instance.start[i] : instance.start[i + 1]]
    for k, j in enumerate(allowed.tolist()):
        assert (
            check(instance, np.where(np.arange(instance.n) == i, j, -1)).value == instance.weight[instance.start[i] + k]
        )
    for j in sorted(set(range(instance.m)) - set(allowed.tolist())):
        assert check(instance, np.where(np.arange(instance.n) == i, j, -1)).fault == FORBIDDEN
    assert check(instance, nobody[1:]).fault == OUT_OF_RANGE
    assert check(instance, np.full(instance.n, instance.m)).fault == OUT_OF_RANGE
    assert check(instance, np.full(instance.n, -2)).fault == OUT_OF_RANGE
    wanted = int(np.bincount(instance.opening, minlength=instance.m).argmax())
    row = instance.candidates()[instance.opening == wanted]
    crowd = nobody.copy()
    crowd[row] = wanted
    assert len(row) > instance.seats[wanted]
    assert check(instance, crowd).fault == OVERFULL
    crowd[row[instance.seats[wanted] :]] = -1
    assert check(instance, crowd).fault == ""


def test_the_best_valid_matching_is_the_measure_and_faults_are_never_hidden() -> None:
    instance = market()
    nobody = check(instance, np.full(instance.n, -1))
    solver = Matrix("scipy.optimize", lsa)
    top = check(instance, solver.solve(solver.prep(instance, SCORE)))
    crowd = check(instance, np.full(instance.n, 0))
    assert judged([nobody, top, None, crowd], SCORE) == ["WRONG: suboptimal", "ok", "", f"WRONG: {crowd.fault}"]
    assert judged([nobody], SCORE) == ["ok"]
    assert judged([top], SCORE, optimum=top.value + 1) == ["WRONG: suboptimal"]


def test_placements_count_first_where_they_are_asked_for() -> None:
    instance = market(3, Zoned(n=60, m=12, seats=(1, 1), degree=(2, 3), zones=3, cross=0.0))
    score, lexicographic = (
        check(instance, solver.solve(solver.prep(instance, objective)))
        for objective in (SCORE, LEXICOGRAPHIC)
        for solver in (Matrix("scipy.optimize", lsa),)
    )
    assert score.value >= lexicographic.value
    assert score.placements <= lexicographic.placements
    assert judged([score, lexicographic], LEXICOGRAPHIC)[1] == "ok"


def test_a_run_ends_at_its_limit_and_its_process_with_it() -> None:
    start = time.monotonic()
    outcome = once(Slow, limit_s=0.3)
    assert outcome.why == "timeout"
    assert time.monotonic() - start < 15


def test_a_solver_that_dies_or_throws_is_an_outcome() -> None:
    assert once(Dies).why == "failed: exit 7"
    assert once(Throws).why == "failed: ArithmeticError: no"


def test_memory_is_what_is_added_after_the_clock_starts() -> None:
    assert 200 < once(Hungry).added_mb < 300
    assert once(Nobody).added_mb < 20


def test_solvers_take_turns_and_who_is_too_slow_is_not_tried_again() -> None:
    heard: list[tuple[str, int, str]] = []
    entries = [
        entry(lambda: Matrix("scipy.optimize", lsa), "good"),
        entry(Slow, "slow"),
        entry(Greedy, "greedy", ours=True),
    ]
    small = {False: [tiny()], True: [tiny()]}
    referee = Referee(
        entries, small, 0.5, Path(), lambda name, number, outcome: heard.append((name, number, outcome.why))
    )
    runs = referee.compare(market(), "10k", SCORE, 2)
    assert [(name, number) for name, number, _ in heard] == [
        ("good", 1), ("slow", 1), ("greedy", 1), ("good", 2), ("greedy", 2),
    ]  # fmt: skip
    assert [run.verdict for run in runs][:2] == ["ok", "timeout"]
    assert runs[2].verdict.startswith("WRONG")
    assert runs[2].ours
    assert (runs[0].value, runs[0].placements) == best(market(), SCORE)
    heard.clear()
    referee.compare(market(2), "100k", SCORE, 1)
    assert "slow" not in [name for name, _, _ in heard]


def test_peers_are_chosen_by_name_or_by_default_and_ours_always_run() -> None:
    ours = {one.name for one in ROSTER if one.ours}
    assert {one.name for one in chosen([OURS])} == ours
    assert {one.name for one in chosen([DEFAULT])} == {one.name for one in ROSTER if one.ours or one.usual}
    assert len(chosen([EVERYBODY])) == len(ROSTER) == len({one.name for one in ROSTER})
    named = {one.name: one for one in chosen(["scipy LSA"])}
    assert set(named) == ours | {"scipy LSA"}
    # Who is asked for by name is tried on markets that are too much for it by default.
    huge = market(1, Zoned(n=2_000, m=1_500, seats=(1, 1), degree=(1, 2), zones=2))
    assert named["scipy LSA"].bears(huge)
    assert not next(one for one in ROSTER if one.name == "scipy LSA").bears(huge)
    with pytest.raises(KeyError, match="nobody"):
        chosen(["nobody"])
