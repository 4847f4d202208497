"""Markets that hypothesis draws and shrinks."""

from __future__ import annotations

import os

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from experiments.benchmark.exact_markets import MOST_CANDIDATES, MOST_OPENINGS, MOST_SEATS, TOP, Drawn

# A long run asks for more: ABBINA_EXAMPLES=100000 pytest tests/matching/sparse/test_every_core.py -k alone_is_exact
EXAMPLES = int(os.environ.get("ABBINA_EXAMPLES", "120"))
# The usual run draws the same every time; a long one draws anew, or from --hypothesis-seed.
MANY = settings(max_examples=EXAMPLES, derandomize="ABBINA_EXAMPLES" not in os.environ)
OBJECTIVES = st.sampled_from(["placements_then_score", "score"])


@st.composite
def markets(draw: st.DrawFn) -> Drawn:
    """Up to 24 candidates and 14 openings with 0 to 4 seats; ties, zeros, empty rows, floor and previous included."""
    n, m = draw(st.integers(1, MOST_CANDIDATES)), draw(st.integers(1, MOST_OPENINGS))
    top = draw(st.sampled_from([0, 1, 3, 10**6, TOP]))
    # -1 is no pair; few numbers drawn and the others filled with one, so that a market is quickly drawn and shrunk.
    step = st.one_of(st.just(-1), st.integers(0, min(top, 3)), st.integers(0, top), st.integers(max(0, top - 2), top))
    value = draw(arrays.arrays(np.int64, (n, m), elements=step, fill=st.sampled_from([-1, 0, top])))
    value[draw(arrays.arrays(np.bool_, n, elements=st.booleans(), fill=st.just(False)))] = -1
    seats = draw(arrays.arrays(np.int64, m, elements=st.integers(0, MOST_SEATS)))
    previous = draw(st.none() | arrays.arrays(np.int64, n, elements=st.integers(-1, m - 1)))
    floor = draw(st.sampled_from([0, 0, 1, top]))
    return Drawn(value, seats, floor, previous, draw(st.integers(0, 3)))
