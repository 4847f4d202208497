"""Invented assignment problems whose costs bend away from a straight line, and what two predictors lose on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.learn.spo import SPOPlus, TwoStage
from experiments.learn.spo_loss import Floats, regret


@dataclass(frozen=True, slots=True)
class World:
    """A world to draw.

    Parameters
    ----------
    seed : of this world alone
    degree : 1 is a straight line in the features, more bends away from it
    train, test : problems to learn from, and to decide on
    side : candidates, and openings
    features : numbers known of a problem
    noise : half the width of the multiplicative noise
    """

    seed: int
    degree: int
    train: int = 300
    test: int = 1000
    side: int = 8
    features: int = 5
    noise: float = 0.5


@dataclass(frozen=True, slots=True)
class Lost:
    """What is lost on the test problems, as a share of their least costs."""

    degree: int
    two_stage: float
    spo_plus: float


def invent(world: World) -> tuple[Floats, Floats, Floats, Floats]:
    """Features and costs to learn from, and features and costs to decide on.

    Law (Elmachtoub and Grigas 2022, as PyEPO generates it): x ~ N(0, I), B ~ Bernoulli(1/2),
    cost = (((B x) / sqrt(p) + 3)^degree + 1) / 3.5^degree x uniform(1 - noise, 1 + noise).
    """
    rng = np.random.default_rng(world.seed)
    mixing = rng.binomial(1, 0.5, size=(world.side**2, world.features)).astype(np.float64)
    parts = []
    for count in (world.train, world.test):
        x = rng.normal(size=(count, world.features))
        bent = ((x @ mixing.T / np.sqrt(world.features) + 3.0) ** world.degree + 1.0) / 3.5**world.degree
        costs = bent * rng.uniform(1.0 - world.noise, 1.0 + world.noise, size=bent.shape)
        parts += [x, costs.reshape(count, world.side, world.side)]
    return parts[0], parts[1], parts[2], parts[3]


def compare(world: World) -> Lost:
    """What the two predictors lose on the test problems of a world."""
    x, costs, x_new, costs_new = invent(world)
    two = TwoStage().fit(x, costs)
    plus = SPOPlus(seed=world.seed).fit(x, costs)
    return Lost(world.degree, regret(two.predict(x_new), costs_new), regret(plus.predict(x_new), costs_new))
