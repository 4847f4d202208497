"""Whichever core solves a market, the answer is the same, exact, and blind to the order of its records."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.benchmark import judges
from experiments.benchmark.exact import content, differences
from experiments.benchmark.exact_markets import SHAPES, Drawn, draw
from matching import solve
from matching.choice import CORES
from tests.matching.sparse.markets import MANY, OBJECTIVES, markets

EACH_CORE = pytest.mark.parametrize("core", CORES)


@given(markets(), OBJECTIVES)
@MANY
def test_every_core_gives_the_same_bytes_and_what_solving_again_says(drawn: Drawn, objective: str) -> None:
    assert not list(differences(drawn, objective))


@given(markets(), OBJECTIVES)
@MANY
def test_the_sparse_core_alone_is_exact(drawn: Drawn, objective: str) -> None:
    """What a long run takes: a third of the time of all cores."""
    assert not list(differences(drawn, objective, ["sparse"]))


@pytest.mark.parametrize("shape", SHAPES)
def test_markets_of_every_shape_are_exact_through_every_core(shape: str) -> None:
    for seed in range(20):
        for objective in ("placements_then_score", "score"):
            assert not list(differences(draw(shape, seed), objective)), (shape, seed, objective)


@given(markets(), OBJECTIVES)
@MANY
def test_the_judges_agree_with_one_another(drawn: Drawn, objective: str) -> None:
    worth = judges.by_seats(drawn, objective)
    assert judges.by_programme(drawn, objective) in (None, worth)
    few = Drawn(drawn.value_micro[: judges.FEW], drawn.seats, drawn.floor_micro)
    assert judges.by_subsets(few, objective) == judges.by_seats(few, objective)


@EACH_CORE
@given(markets(), OBJECTIVES, st.randoms(use_true_random=False))
@MANY
def test_the_listed_order_of_the_pairs_changes_no_byte(core: str, drawn: Drawn, objective: str, random: Any) -> None:
    straight = drawn.problem()
    order = np.array(random.sample(range(len(straight.candidate)), len(straight.candidate)), dtype=np.int64)
    columns = ("candidate", "opening", "value_micro")
    shuffled = drawn.problem(**{name: getattr(straight, name)[order] for name in columns})
    assert content(solve(shuffled, objective, core=core)) == content(solve(straight, objective, core=core))


@EACH_CORE
@given(markets(), OBJECTIVES, st.randoms(use_true_random=False))
@MANY
def test_the_same_records_in_another_order_get_the_same_answer(
    core: str, drawn: Drawn, objective: str, random: Any
) -> None:
    n, m = drawn.value_micro.shape
    people, places = [f"p{i}" for i in range(n)], [f"o{j}" for j in range(m)]
    answer = solve(drawn.problem(candidate_ids=people, opening_ids=places), objective, core=core)
    row, column = np.array(random.sample(range(n), n)), np.array(random.sample(range(m), m))
    moved = np.append(np.argsort(column), -1)
    before = None if drawn.previous is None else moved[drawn.previous][row]
    other = Drawn(drawn.value_micro[row][:, column], drawn.seats[column], drawn.floor_micro, before, drawn.seed)
    names = {"candidate_ids": [people[i] for i in row], "opening_ids": [places[j] for j in column]}
    again = solve(other.problem(**names), objective, core=core)
    assert again.opening_of.tolist() == moved[answer.opening_of][row].tolist()
    assert again.seat_price_micro.tolist() == answer.seat_price_micro[column].tolist()
    assert again.candidate_gain_micro.tolist() == answer.candidate_gain_micro[row].tolist()
