"""Which of several equally good assignments: nearest to the previous, then drawn by seed and ids, as `matching.ties`.

What is best is known by its prices: it uses only pairs without slack, fills every node that has a price and places
everybody who has a gain. A bonus for each of these, larger than all numbers of the draw together, makes the draw an
assignment problem of the same kind.
"""

from __future__ import annotations

import numpy as np

from matching.entries import Ints
from matching.nested.repair import Worked, repaired
from matching.problem import Problem
from matching.ties import SUM_BITS, pair_numbers


def drawn(problem: Problem, best: Worked) -> Ints:
    """Opening of each candidate in the assignment that is proposed, -1 where none."""
    first = _draw(problem, best, "first draw", problem.previous)
    # Two sums of the first draw can be equal by accident.
    return _draw(problem, first, "second draw", None).at


def _draw(problem: Problem, best: Worked, draw: str, previous: Ints | None) -> Worked:
    choices = best.tight()
    if len(choices.pair) == (best.flow.hold >= 0).sum():
        return best  # every pair is worth something: nothing but these pairs is as good
    own, tree = best.own_price > 0, best.tree
    places = problem.n_candidates.bit_length()
    bonuses = tree.depth + 1
    bits = SUM_BITS - 2 * places - 2 - bonuses.bit_length()
    weight = pair_numbers(problem, choices, draw, bits)
    if previous is not None:
        weight = weight + ((previous[choices.candidate] == choices.opening).astype(np.int64) << (bits + places))
    count, at = own.astype(np.int64), tree.parent
    while (at != tree.outside).any():
        count = count + own[at]
        at = tree.parent[at]
    bonus = count[choices.opening] + (best.gain > 0)[choices.candidate]
    weight = weight + (bonus << (bits + 2 * places + 1))
    return repaired(tree, best.cap, choices, weight)
