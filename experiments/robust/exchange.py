"""What a front says: what one more placement costs, and which points no weights would have found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from experiments.robust.front import Front
from matching.entries import Ints

# How far a weighted sum may stay behind and still be called the best, on points scaled to [0, 1].
NEAR = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What it costs, in one goal, to reach more in another.

    Parameters
    ----------
    reached : the least that is demanded in the one goal
    best : the most of the other goal that is possible then
    cost : how much less that is than with the demand before; 0 or more, 0 for the first
    """

    reached: int
    best: int
    cost: int


def prices(front: Front, demand: str, paid: str = "score") -> tuple[Price, ...]:
    """The price of each level of one goal, paid in another; the other goals left free. Exact on a whole front.

    Parameters
    ----------
    demand, paid : codes of two goals of the front
    """
    codes = [goal.code for goal in front.goals]
    asked, given = front.points[:, codes.index(demand)], front.points[:, codes.index(paid)]
    found: list[Price] = []
    for reached in np.unique(asked).tolist():
        best = int(given[asked >= reached].max())
        found.append(Price(reached=reached, best=best, cost=found[-1].best - best if found else 0))
    return tuple(found)


def supported(points: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which points some weights, 0 or more, make the best of all; the others only a front shows. Shape (P,)."""
    spread = np.maximum(points.max(axis=0) - points.min(axis=0), 1)
    scaled = (points - points.min(axis=0)) / spread
    goals = scaled.shape[1]
    found = np.zeros(len(points), dtype=np.bool_)
    for k, point in enumerate(scaled):
        # The largest lead over the best of the others, over all weights that sum to 1.
        others = np.delete(scaled, k, axis=0)
        if not len(others):
            found[k] = True
            continue
        answer = linprog(
            np.append(np.zeros(goals), -1.0),
            A_ub=np.column_stack((others - point, np.ones(len(others)))),
            b_ub=np.zeros(len(others)),
            A_eq=np.append(np.ones(goals), 0.0)[None, :],
            b_eq=[1.0],
            bounds=[(0, None)] * goals + [(None, None)],
        )
        found[k] = answer.x is not None and answer.x[-1] >= -NEAR
    return found
