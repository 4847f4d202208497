"""How near learned weights come to the true ones, world by world: what E2 and E3 are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

from experiments.learn.choice import ConditionalLogit
from experiments.learn.choice_design import Position
from experiments.learn.choice_intervals import plug_in_bounds, weight_intervals
from experiments.learn.choice_worlds import ChoiceLaw, choices, consistency, regrets, true_weights
from experiments.lists import Floats, Lists
from experiments.report.parts import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One world to draw.

    Parameters
    ----------
    law : its `decisions` are the most that are learned from
    sizes : how many of them, the first ones, are learned from in turn
    positions : how the place in the list is modelled, in turn
    problems : fresh assignments on which the regret is measured; 0: it is not
    first_below : as `true_weights`
    """

    law: ChoiceLaw
    sizes: tuple[int, ...]
    positions: tuple[Position | None, ...]
    problems: int
    seed: int
    first_below: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What came of one world; s sizes, m ways to model the place, K criteria.

    Parameters
    ----------
    truth : float64 (K,)
    weights, low, high : float64 (s, m, K)
    naive_low, naive_high : float64 (s, m, K), intervals that take the bounds for knowledge
    regret : float64 (s, m)
    equal_regret : of weights that are all equal
    position : float64 (s, m), learned effect of one place further down; NaN where places are not modelled
    consistency : share of the lists in which the truly best was chosen
    """

    truth: Floats
    weights: Floats
    low: Floats
    high: Floats
    naive_low: Floats
    naive_high: Floats
    regret: Floats
    equal_regret: float
    position: Floats
    consistency: float

    @property
    def away(self) -> Floats:
        """Sum over the criteria of how far each weight is from the true one, shape (s, m)."""
        distance: Floats = np.abs(self.weights - self.truth).sum(axis=2)
        return distance


def recover(world: World) -> Recovered:
    """Draw a world, learn from ever more decisions, and look how near the weights come."""
    rng = np.random.default_rng(world.seed)
    truth = true_weights(world.law.criteria, rng, world.first_below)
    lists = choices(world.law, truth, rng)
    shape = (len(world.sizes), len(world.positions))
    kept = np.empty((5, *shape, len(truth)))
    place = np.full(shape, np.nan)
    for s, size in enumerate(world.sizes):
        for m, position in enumerate(world.positions):
            kept[:, s, m], place[s, m] = _learned(lists.of(np.arange(size)), position)
    flat = np.vstack([kept[0].reshape(-1, len(truth)), np.full(len(truth), 1 / len(truth))])
    lost = regrets(truth, flat, world.problems, rng)
    return Recovered(
        truth=truth,
        weights=kept[0],
        low=kept[1],
        high=kept[2],
        naive_low=kept[3],
        naive_high=kept[4],
        regret=lost[:-1].reshape(shape),
        equal_regret=float(lost[-1]),
        position=place,
        consistency=consistency(lists, truth),
    )


def _learned(lists: Lists, position: Position | None) -> tuple[Floats, float]:
    """Weights, their bounds and the naive ones, float64 (5, K); the effect of a place."""
    model = ConditionalLogit().fit_lists(lists, position)
    found = weight_intervals(model).weights
    bounds = np.array([[own.value, own.low, own.high] for own in found]).T
    place = float(model.position_effect_[0]) if len(model.position_effect_) else float("nan")
    return np.vstack([bounds, *plug_in_bounds(model)]), place


def covered(low: Floats, high: Floats, truth: Floats) -> Floats:
    """1 where the interval holds the truth, 0 where not."""
    return ((low <= truth) & (truth <= high)).astype(np.float64)


def share_interval(held: Floats, level: float = 0.95) -> Interval:
    """A share with the interval of Clopper and Pearson (1934); trials are taken as independent."""
    n, times = held.size, float(held.sum())
    low = float(beta.ppf((1 - level) / 2, times, n - times + 1)) if times > 0 else 0.0
    high = float(beta.ppf((1 + level) / 2, times + 1, n - times)) if times < n else 1.0
    return Interval(times / n, low, high, level)
