"""When the limits of a problem are caps inside caps, and when they are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching import Problem
from matching.nested.tree import nested
from matching.rows import Row
from tests.matching.limited_cases import Limited, PlainRow
from tests.matching.nested.nested_cases import draw_nested

PAIRS = {(i, j): 10 * i + j for i in range(4) for j in range(6)}


def cap(openings: set[int], most: int | None, by: int = 1, least: int | None = None, unit: int = 1) -> PlainRow:
    return PlainRow({p: by for p in PAIRS if p[1] in openings}, most, least, unit=unit)


def problem(*rows: PlainRow) -> Problem:
    return Limited(4, PAIRS, [1, 2, 3, 1, 1, 9], list(rows)).problem()


def test_tutors_inside_a_company_inside_a_programme_make_a_tree() -> None:
    tree = nested(problem(cap({0, 1, 2, 3, 4, 5}, 3), cap({0, 1}, 2), cap({0, 1, 2, 3}, 2), cap({2, 3}, 1)))
    assert tree is not None
    # Two tutors (6, 7), their company (8), the programme (9), outside (10).
    tutors = {int(tree.row_node[1]), int(tree.row_node[3])}
    assert tutors == {6, 7}
    assert (tree.row_node[2], tree.row_node[0], tree.outside, tree.depth) == (8, 9, 10, 4)
    assert tree.parent.tolist() == [*[tree.row_node[1]] * 2, *[tree.row_node[3]] * 2, 9, 9, 8, 8, 9, 10, 10]
    assert tree.cap[[*range(6), *tree.row_node]].tolist() == [1, 2, 3, 1, 1, 9, 3, 2, 2, 1]


def test_children_come_before_their_parents() -> None:
    rng = np.random.default_rng(700)
    for _ in range(200):
        tree = nested(draw_nested(rng, 4, 9).problem())
        assert tree is not None
        assert (tree.parent[:-1] > np.arange(tree.outside)).all()


def test_a_limit_of_one_opening_is_fewer_seats_and_the_same_set_twice_is_one_node() -> None:
    tree = nested(problem(cap({2}, 1), cap({0, 1}, 3), cap({0, 1}, 2)))
    assert tree is not None
    assert tree.row_node.tolist() == [2, 6, 6]
    assert tree.cap[[2, 6]].tolist() == [1, 2]
    assert tree.cap_without_row(0)[2] == 3
    assert tree.cap_without_row(2)[6] == 3
    assert tree.cap_without_seats()[2] == 1


def test_equal_weights_are_divided_and_a_unit_with_them() -> None:
    tree = nested(problem(cap({0, 1}, 29, by=10, unit=10), cap({2, 3}, 29, by=10), cap({4, 5}, 28, by=10)))
    assert tree is not None
    assert (tree.row_most.tolist(), tree.row_step.tolist()) == ([2, 2, 2], [1, 1, 0])


@pytest.mark.parametrize(
    "rows",
    [
        [cap({0, 1}, 2), cap({1, 2}, 2)],
        [cap({0, 1, 2}, 2), cap({0, 1}, 1), cap({2, 3}, 2)],
        [cap({0, 1}, 2, least=1)],
        [cap({0, 1}, None, least=0)],
        [cap({0, 1}, -1)],
        [replace(cap({0, 1}, 2), weight={p: 1 for p in PAIRS if p[1] < 2 and p != (3, 1)})],
        [PlainRow({p: 10 + 5 * (p[0] == 2) for p in PAIRS if p[1] < 2}, 20)],
    ],
    ids=["crossing", "crossing inside", "lower side", "no upper side", "contradiction", "exempt", "weighs people"],
)
def test_where_it_does_not_hold_there_is_no_tree(rows: list[PlainRow]) -> None:
    assert nested(problem(*rows)) is None


def test_pairs_below_the_floor_do_not_count() -> None:
    # A limit of the pairs of opening 0 but one; that one is below the floor.
    pair, value = np.array([[0, 0], [1, 0], [0, 1]]), [0.2, 0.8, 0.9]
    row = Row(limit="R", key="0", pair=np.array([1, 2]), weight=np.array([1, 1]), most=1)

    def at_floor(floor: float) -> Problem:
        return Problem(2, 2, pair[:, 0], pair[:, 1], value, [1, 1], floor, [row])

    assert nested(at_floor(0.0)) is None
    assert nested(at_floor(0.5)) is not None


def test_a_lower_side_of_zero_and_a_limit_without_pairs_change_nothing() -> None:
    tree = nested(problem(cap({0, 1}, 2, least=0), PlainRow({}, 0)))
    assert tree is not None
    assert tree.row_node.tolist() == [6, -1]
