from __future__ import annotations

import numpy as np
import pytest

from data.errors import AbbinaError
from experiments.evaluate.estimate import ipw
from experiments.evaluate.estimate_lists import of_lists
from experiments.lists import Floats, Lists


def lists(drawn: Floats) -> Lists:
    return Lists(
        criteria=("a", "b"),
        start=np.array([0, 2, 5, 7, 9]),
        grades=np.arange(18.0).reshape(9, 2) / 18,
        known=np.ones((9, 2), dtype=np.bool_),
        rank=np.array([0, 1, 0, 1, 2, 0, 1, 0, 1]),
        drawn=drawn,
        chosen=np.array([0, 2, 1, -1]),
        put_forward=np.array([1, 0, 0, 1]),
        reason=("",) * 4,
        office=np.zeros(4, dtype=np.int64),
        round_=np.arange(4),
        day=np.arange(4),
        offices=("u",),
        rounds=("g0", "g1", "g2", "g3"),
    )


DRAWN = np.array([0.5, 0.5, 0.2, 0.3, 0.5, np.nan, np.nan, 0.1, 0.9])
TARGET = np.array([0.0, 1.0, 0.4, 0.3, 0.3, 1.0, 0.0, 0.5, 0.5])


def test_only_decisions_with_a_lot_and_an_outcome_are_kept_and_the_rest_is_counted() -> None:
    logged, left_out = of_lists(lists(DRAWN), np.array([1.0, 0.0, 1.0, np.nan]), TARGET)
    assert left_out == 2
    assert logged.round_.tolist() == [0, 1]
    assert logged.propensity.tolist() == [0.5, 0.2]
    assert logged.weight == pytest.approx([2.0, 2.0])
    assert logged.features is not None
    assert logged.features[1, 2].tolist() == pytest.approx([8 / 18, 9 / 18])
    assert ipw(logged).value == pytest.approx(1.0)


def test_without_a_lot_the_value_of_a_rule_cannot_be_known() -> None:
    with pytest.raises(AbbinaError) as error:
        of_lists(lists(np.full(9, np.nan)), np.ones(4), TARGET)
    assert "non si può sapere" in error.value.text()


def test_a_target_that_does_not_sum_to_one_is_refused() -> None:
    with pytest.raises(AbbinaError):
        of_lists(lists(DRAWN), np.ones(4), np.ones(9))
