"""Invented decisions whose truth is known: a bandit with logistic outcomes, and a world small enough to enumerate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.special import expit, softmax

from experiments.evaluate.estimate_logged import Logged
from experiments.lists import Floats

# Inverse temperature of the past in the published experiment: it rather chose what goes worse.
COLD = -3.0


@dataclass(frozen=True, slots=True, eq=False)
class Bandit:
    """The law of Open Bandit Pipeline's synthetic data (Saito et al., NeurIPS 2021), rewritten.

    Parameters
    ----------
    slopes, levels : shape (J, K) and (J,); the outcome is 1 with probability sigmoid(slopes x + levels)
    """

    slopes: Floats
    levels: Floats

    def chance(self, context: Floats) -> Floats:
        """Probability of a good outcome of each option, shape (n, J)."""
        return np.asarray(expit(context @ self.slopes.T + self.levels))

    def past(self, context: Floats) -> Floats:
        """Probabilities with which the past chose, shape (n, J)."""
        return np.asarray(softmax(COLD * self.chance(context), axis=1))

    def logged(self, context: Floats, target: Floats, draw: np.random.Generator) -> Logged:
        """Decisions of the past for these people, and a rule."""
        n = len(context)
        past = self.past(context)
        action = (draw.random((n, 1)) > past.cumsum(axis=1)[:, :-1]).sum(axis=1)
        good = draw.random(n) < self.chance(context)[np.arange(n), action]
        return Logged(
            reward=good.astype(np.float64),
            action=action.astype(np.int64),
            propensity=past[np.arange(n), action],
            target=target,
            allowed=np.ones_like(target, dtype=np.bool_),
            round_=np.arange(n),
            logging=past,
            features=context,
            span=(0.0, 1.0),
        )


def bandit(draw: np.random.Generator, options: int, features: int, *, steep: bool = True) -> Bandit:
    """A world drawn anew: coefficients standard normal if `steep`, else uniform from 0 to 1, as first published.

    The package changed from the second to the first over its versions; only the second gives the published errors.
    """
    shapes = (options, features), options
    slopes, levels = (draw.normal(size=shape) if steep else draw.uniform(size=shape) for shape in shapes)
    return Bandit(slopes, levels)


def by_linear(context: Floats, coefficients: Floats) -> Floats:
    """A softmax of linear scores, the constant last; shape (n, J)."""
    return np.asarray(softmax(context @ coefficients[:, :-1].T + coefficients[:, -1], axis=1))


def with_options(context: Floats, options: int) -> Floats:
    """Features of each option: those of the decision, and which option it is; shape (n, J, K + J).

    A model that is linear in them gives every option the same slopes: wrong in a `Bandit`, by its nature.
    """
    n, count = context.shape
    table = np.zeros((n, options, count + options))
    table[:, :, :count] = context[:, None, :]
    table[:, np.arange(options), count + np.arange(options)] = 1.0
    return table


@dataclass(frozen=True, slots=True, eq=False)
class Small:
    """A world of few contexts, options and outcomes, of which every possible log can be written down.

    Parameters
    ----------
    context : shape (C,), probabilities
    past, target : shape (C, J), probabilities of the past and of the rule
    outcome : shape (C, J, R), probabilities of each outcome
    worth : shape (R,), what each outcome is worth
    model : shape (C, J), a fixed model of outcomes, as wrong as one likes
    assumed : shape (C, J), the probabilities of the past that the evaluation believes in
    """

    context: Floats
    past: Floats
    target: Floats
    outcome: Floats
    worth: Floats
    model: Floats
    assumed: Floats

    @property
    def truth(self) -> float:
        """What the rule is worth."""
        return float(self.context @ (self.target * (self.outcome @ self.worth)).sum(axis=1))

    def logs(self, decisions: int) -> Iterator[tuple[float, Logged]]:
        """Every log of so many decisions, (C x J x R) to that power of them, each with its probability."""
        joint = self.context[:, None, None] * self.past[:, :, None] * self.outcome
        for cells in product(np.ndindex(*joint.shape), repeat=decisions):
            c, j, r = np.array(cells, dtype=np.int64).T
            logged = Logged(
                reward=self.worth[r],
                action=j,
                propensity=self.assumed[c, j],
                target=self.target[c],
                allowed=np.ones((decisions, self.past.shape[1]), dtype=np.bool_),
                round_=np.arange(decisions),
                logging=self.assumed[c],
                model=self.model[c],
            )
            yield float(np.prod(joint[c, j, r])), logged


def small(seed: int, contexts: int = 3, options: int = 3, outcomes: int = 2) -> Small:
    """A small world drawn anew, with a model that is wrong."""
    draw = np.random.default_rng(seed)
    past = draw.dirichlet(np.full(options, 2.0), contexts)
    return Small(
        context=draw.dirichlet(np.full(contexts, 2.0)),
        past=past,
        target=draw.dirichlet(np.full(options, 2.0), contexts),
        outcome=draw.dirichlet(np.full(outcomes, 2.0), (contexts, options)),
        worth=np.linspace(0.0, 1.0, outcomes),
        model=draw.random((contexts, options)),
        assumed=past,
    )
