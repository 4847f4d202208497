"""Prices of the families that solvers are timed on, against solving again by an independent judge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.benchmark import exact_prices
from experiments.benchmark.exact_prices import FAMILIES, Said, family_market, measure_prices, said_by, wrong_answers
from experiments.benchmark.judges import by_seats
from experiments.parallel import Workers
from matching.choice import CORES

EACH = 14  # of three kinds of questions: about 40 a family, objective and core

pytestmark = pytest.mark.parametrize("objective", ["placements_then_score", "score"])


@pytest.mark.parametrize("core", CORES)
@pytest.mark.parametrize("family", FAMILIES)
def test_prices_are_what_solving_again_says(family: str, core: str, objective: str) -> None:
    drawn = family_market(family, 17)
    rng = np.random.default_rng([CORES.index(core), 17])
    assert not list(wrong_answers(drawn, objective, said_by(drawn, objective, core), rng, EACH))


@pytest.mark.parametrize("core", CORES)
@pytest.mark.parametrize("family", FAMILIES)
def test_the_highest_prices_add_up_to_the_whole_too(family: str, core: str, objective: str) -> None:
    """With the lowest prices the gains are the largest, and both pairs of extremes bound every other optimal price."""
    drawn = family_market(family, 18)
    said = said_by(drawn, objective, core)
    placements, score = by_seats(drawn, objective)
    total = said.leaves.sum(axis=0) + drawn.seats @ said.one_more
    assert total.tolist() == [placements, score]
    lead = 0 if objective == "placements_then_score" else 1
    beyond = said.one_fewer - said.one_more
    assert ((beyond[:, lead] > 0) | ((beyond[:, lead] == 0) & (beyond[:, 1 - lead] >= 0))).all()
    assert beyond.any() == (family != "equal")  # there all seats are equally scarce or equally free


@pytest.mark.parametrize(
    ("field", "what"), [("one_more", "one more"), ("one_fewer", "one fewer"), ("leaves", "leaves")]
)
@pytest.mark.parametrize("column", [0, 1])
def test_a_wrong_price_is_noticed(objective: str, field: str, what: str, column: int) -> None:
    drawn = family_market("x1", 19)
    said = said_by(drawn, objective, CORES[0])
    wrong = getattr(said, field).copy()
    wrong[:, column] += 1
    spoiled: Said = replace(said, **{field: wrong})
    assert list(wrong_answers(drawn, objective, spoiled, np.random.default_rng(0), 5)) == [what] * 5


def test_the_long_run_counts_its_questions_and_names_what_is_wrong(
    objective: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong_for_one(drawn: object, asked: str, said: Said, rng: object, questions: int) -> list[str]:
        return ["leaves"] * (asked == objective)

    monkeypatch.setattr(exact_prices, "wrong_answers", wrong_for_one)
    rows = measure_prices(60, 0, workers=Workers(jobs=1))
    assert [row.family for row in rows] == list(FAMILIES)
    for row in rows:
        assert row.markets == 2
        assert min(row.one_more, row.one_fewer, row.leaves) >= 60
        assert {(one.objective, one.core) for one in row.failures} == {(objective, core) for core in CORES}
