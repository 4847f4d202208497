"""Rows that follow from one row with weights: true of every set that fits, and always found or not, never a failure."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.rounding import _facet

ITEMS = st.lists(st.tuples(st.integers(1, 30), st.floats(1e-6, 1.0)), min_size=2, max_size=7)


@given(ITEMS, st.integers(0, 60), st.sampled_from([1.0, 1e-3, 1e-6]))
def test_a_row_over_a_few_items_is_kept_by_every_set_that_fits_and_broken_by_what_is_taken(items, most, size):
    weight = np.minimum(np.array([w for w, _ in items]), max(1, most))
    taken = np.array([share for _, share in items]) * size
    found = _facet(weight, taken, max(1, most))
    if found is None:
        return
    coefficient, side = found
    assert coefficient @ taken > side
    for chosen in product((0, 1), repeat=len(items)):
        if np.array(chosen) @ weight <= max(1, most):
            assert np.array(chosen) @ coefficient <= side
