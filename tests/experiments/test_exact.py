"""`measure_exact` and `measure_prices`: what they count, and that no way of being wrong escapes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from data.errors import NotProved
from experiments.benchmark import exact
from experiments.benchmark.exact import Failure, differences, measure_exact
from experiments.benchmark.exact_markets import SHAPES, draw
from experiments.parallel import Workers
from matching import Assignment, solve
from matching.choice import CORES

HERE = Workers(jobs=1)
Spoil = Callable[[Assignment], Assignment]


def moved(field: str, by: int) -> Spoil:
    """One number of an answer off by `by`."""

    def spoil(answer: Assignment) -> Assignment:
        array = getattr(answer, field).copy()
        array.flat[-1] += by
        return replace(answer, **{field: array})

    return spoil


def refused(answer: Assignment) -> Assignment:
    raise NotProved("spoiled")


def crashed(answer: Assignment) -> Assignment:
    raise IndexError("spoiled")


@pytest.fixture
def spoiled(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Spoil], None]:
    """Makes one core wrong."""

    def break_core(wrong: str, spoil: Spoil) -> None:
        def solve_wrongly(problem: Any, objective: str, *, core: str) -> Assignment:
            answer = solve(problem, objective, core=core)
            return spoil(answer) if core == wrong else answer

        monkeypatch.setattr(exact, "solve", solve_wrongly)

    return break_core


def test_every_shape_is_measured_and_counted() -> None:
    told = []
    rows = measure_exact(2 * len(SHAPES) + 1, 5, lambda done, of_all: told.append((done, of_all)), workers=HERE)
    assert [row.shape for row in rows] == list(SHAPES)
    assert [row.instances for row in rows] == [3] + [2] * (len(SHAPES) - 1)
    assert [row.answers for row in rows] == [2 * len(CORES) * row.instances for row in rows]
    assert all(row.by_seats == 2 * row.instances >= row.by_subsets for row in rows)
    assert sum(row.by_subsets for row in rows) > 0
    assert all(row.prices > 0 for row in rows)
    assert [row.failures for row in rows] == [()] * len(rows)
    assert told[-1] == (len(SHAPES), len(SHAPES))


def test_the_same_seed_measures_the_same_markets() -> None:
    first, again, other = ([row.prices for row in measure_exact(14, seed, workers=HERE)] for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize(
    ("core", "spoil", "what"),
    [
        (CORES[0], moved("seat_price_micro", 1), "seat price"),
        (CORES[0], moved("candidate_gain_micro", -1), "gain"),
        (CORES[1], moved("seat_price_micro", 1), "bytes"),
        (CORES[1], moved("opening_of", -1), "bytes"),
        (CORES[1], lambda answer: replace(answer, score_micro=answer.score_micro + 1), "worth"),
        (CORES[-1], lambda answer: replace(answer, placements=answer.placements - 1), "worth"),
        (CORES[1], refused, "NotProved"),
        (CORES[1], crashed, "IndexError"),
    ],
)
def test_each_way_of_being_wrong_is_named_with_a_seed_that_shows_it_again(
    spoiled: Callable[[str, Spoil], None], core: str, spoil: Spoil, what: str
) -> None:
    spoiled(core, spoil)
    rows = measure_exact(len(SHAPES), 3, workers=HERE)
    for row in rows:
        found = {(failure.core, failure.what) for failure in row.failures}
        assert (core, what) in found, row.shape
        failure = next(one for one in row.failures if (one.core, one.what) == (core, what))
        assert (core, what) in list(differences(draw(failure.shape, failure.seed), failure.objective))


def test_judges_that_disagree_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "by_subsets", lambda drawn, objective: (-1, -1))
    failures = [failure for row in measure_exact(42, 4, workers=HERE) for failure in row.failures]
    assert failures
    assert {(failure.core, failure.what) for failure in failures} == {("", "judges")}
    assert isinstance(failures[0], Failure)


def test_the_same_shape_and_seed_draw_the_same_market() -> None:
    for shape in SHAPES:
        first, again, other = draw(shape, 8), draw(shape, 8), draw(shape, 9)
        assert np.array_equal(first.value_micro, again.value_micro)
        assert np.array_equal(first.seats, again.seats)
        assert not np.array_equal(first.value_micro, other.value_micro)
