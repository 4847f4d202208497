"""What a decision on predicted costs loses (SPO), a convex loss above it (SPO+), and the slope of that one.

Convention: `costs[i, j]` is what row i at column j costs, and the least sum is sought. Where there are scores, the cost
is their negative. w*(c) is the 0/1 matrix of a cheapest assignment, z*(c) what it costs. For predicted c^ and true c

    SPO loss    c . w*(c^) - z*(c)                              what the prediction loses, never below 0
    SPO+ loss   max_w (c - 2 c^) . w + 2 c^ . w*(c) - z*(c)     convex in c^, never below the SPO loss
    its slope   2 (w*(c) - w*(2 c^ - c))                        a subgradient in c^; the gradient where w* is unique

Source: Elmachtoub and Grigas, Smart "Predict, then Optimize", Management Science 68(1), 2022.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Floats = NDArray[np.float64]


def cheapest(costs: Floats) -> Floats:
    """w*: the 0/1 matrices of a cheapest assignment of each problem, shape (n, rows, columns)."""
    chosen = np.zeros_like(costs)
    for one, cost in zip(chosen, costs, strict=True):
        one[linear_sum_assignment(cost)] = 1.0
    return chosen


def total(costs: Floats, chosen: Floats) -> Floats:
    """What chosen assignments cost, shape (n,)."""
    spent: Floats = np.einsum("nij,nij->n", costs, chosen)
    return spent


def spo_loss(predicted: Floats, costs: Floats) -> Floats:
    """What is lost by deciding on predicted costs, shape (n,); both are (n, rows, columns)."""
    return total(costs, cheapest(predicted)) - total(costs, cheapest(costs))


def spo_plus_loss(predicted: Floats, costs: Floats) -> Floats:
    """The convex loss above the SPO loss, shape (n,)."""
    best = cheapest(costs)
    mirrored = 2.0 * predicted - costs
    return total(mirrored, best) - total(mirrored, cheapest(mirrored))


def spo_plus_slope(predicted: Floats, costs: Floats) -> Floats:
    """A subgradient of `spo_plus_loss` in the predicted costs, shape (n, rows, columns)."""
    return 2.0 * (cheapest(costs) - cheapest(2.0 * predicted - costs))


def regret(predicted: Floats, costs: Floats) -> float:
    """The SPO loss of all problems together, as a share of what their cheapest assignments cost."""
    return float(spo_loss(predicted, costs).sum() / np.abs(total(costs, cheapest(costs))).sum())
