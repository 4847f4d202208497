from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from data.errors import AbbinaError
from experiments.benchmark import bootstrap as bench
from experiments.benchmark.bootstrap import measure_bootstrap
from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_bootstrap import bootstrap
from experiments.learn.choice_intervals import weight_intervals
from experiments.learn.choice_worlds import ChoiceLaw, choices
from experiments.lists import Lists
from experiments.parallel import Workers, seeds

WEIGHTS = np.array([0.5, 0.3, 0.2])


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(AbbinaError) as caught:
        yield
    assert caught.value.code == "bad_study"


def made(decisions: int = 600, offices: int = 5, rounds: int = 4) -> Lists:
    law = ChoiceLaw(decisions=decisions, criteria=3, offices=offices, rounds=rounds)
    return choices(law, WEIGHTS, np.random.default_rng(2))


def test_numbers_do_not_depend_on_the_workers_nor_on_how_many_draws_follow() -> None:
    lists, seen = made(), []
    alone = bootstrap(lists, 40, seed=3, progress=lambda done, of: seen.append((done, of)))
    two = bootstrap(lists, 40, seed=3, workers=Workers(jobs=2))
    assert alone.draws.tobytes() == two.draws.tobytes()
    assert alone.weights == two.weights
    assert bootstrap(lists, 25, seed=3).draws.tobytes() == alone.draws[:25].tobytes()
    assert not np.array_equal(bootstrap(lists, 40, seed=4).draws, alone.draws)
    assert seen == [(k, 4) for k in range(1, 5)]


def test_a_draw_is_the_fit_of_the_decisions_drawn() -> None:
    lists = made(200)
    found = bootstrap(lists, 20, seed=1)
    first = np.random.default_rng(seeds(1, 20)[0]).integers(200, size=200)
    assert found.draws[0] == pytest.approx(ConditionalLogit().fit_lists(lists.of(first)).weights_, rel=1e-6)


def test_clusters_are_drawn_whole() -> None:
    lists = made()
    found = bootstrap(lists, 20, seed=5, cluster="office")
    assert found.clusters == 5
    times = np.bincount(np.random.default_rng(seeds(5, 20)[0]).integers(5, size=5), minlength=5)
    copied = lists.of(np.repeat(np.arange(600), times[lists.office]))
    assert found.draws[0] == pytest.approx(ConditionalLogit().fit_lists(copied).weights_, rel=1e-6)


def test_percentiles_agree_with_the_normal_intervals_far_from_zero() -> None:
    lists = made(1_500)
    drawn = bootstrap(lists, 300, seed=0)
    normal = weight_intervals(ConditionalLogit().fit_lists(lists))
    for own, other in zip(drawn.weights, normal.weights, strict=True):
        assert own.value == pytest.approx(other.value)
        assert own.high - own.low == pytest.approx(other.high - other.low, rel=0.25)
    assert drawn.position[0].low < 0 < drawn.position[0].high
    assert drawn.lost == 0


def test_what_cannot_be_drawn_is_refused() -> None:
    lists = made(50)
    with refused():
        bootstrap(lists, 5, seed=0)
    with refused():
        bootstrap(replace(lists, office=np.zeros(50, dtype=np.int64)), 20, seed=0, cluster="office")
    with refused():
        bootstrap(replace(lists, grades=1 - lists.grades), 20, seed=0)


def test_the_benchmark_tells_seconds_and_refuses_other_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = measure_bootstrap(decisions=100, draws=20)
    assert (found.decisions, found.draws, found.jobs) == (100, 20, 1)
    assert found.seconds > 0
    turns = iter([0, 1])

    def unlike(lists: Lists, draws: int, seed: int, *rest: object) -> object:
        return bootstrap(lists, draws, seed + next(turns))

    monkeypatch.setattr(bench, "bootstrap", unlike)
    with pytest.raises(AbbinaError) as caught:
        measure_bootstrap(decisions=100, draws=20)
    assert caught.value.code == "not_proved"
