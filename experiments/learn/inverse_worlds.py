"""Invented rounds whose assignments are the best ones under known weights: what inverse optimisation is tried on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.learn.inverse import InverseWeights, holds
from experiments.learn.inverse_rounds import Floats, Round, best

OBJECTIVE = "score"


@dataclass(frozen=True, slots=True)
class World:
    """A world to draw.

    Parameters
    ----------
    seed : of this world alone
    sizes : numbers of rounds to learn from, ascending; the larger sets begin with the smaller ones
    held_out : rounds that nothing is learned from
    candidates, openings, criteria : size of a round
    """

    seed: int
    sizes: tuple[int, ...]
    held_out: int
    candidates: int = 12
    openings: int = 9
    criteria: int = 8


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned from so many rounds of a world.

    Parameters
    ----------
    rounds : how many
    empty : no weights explain them all, which would be a defect: they were made to be explained
    inside : the true weights belong to the set, by the programme with prices
    within : each true weight lies between its reported bounds
    width : mean over criteria of largest less least weight
    error : sum of absolute differences between learned and true weights
    untold : share of the pairs of criteria whose order stays open
    pairs : share of held-out candidates who are sent to where they were (or left where they were) with learned weights
    whole : share of held-out rounds where nobody at all is sent elsewhere
    """

    rounds: int
    empty: bool
    inside: bool
    within: bool
    width: float
    error: float
    untold: float
    pairs: float
    whole: float


def invent_round(rng: np.random.Generator, weights: Floats, candidates: int, openings: int) -> Round:
    """A round with the best assignment: four pairs in five allowed, 1 or 2 seats, grades from Beta(2, 2)."""
    candidate, opening = np.nonzero(rng.random((candidates, openings)) < 0.8)
    bare = Round(
        candidate=candidate,
        opening=opening,
        grades=rng.beta(2.0, 2.0, size=(len(candidate), len(weights))),
        seats=rng.integers(1, 3, size=openings),
        opening_of=np.full(candidates, -1),
    )
    return replace(bare, opening_of=best(bare, weights, OBJECTIVE))


def learn(world: World) -> tuple[Learned, ...]:
    """Learn from ever more rounds of a world; one entry for each of its sizes."""
    rng = np.random.default_rng(world.seed)
    truth = rng.dirichlet(np.full(world.criteria, 2.0))
    sizes = world.candidates, world.openings
    unseen = [invent_round(rng, truth, *sizes) for _ in range(world.held_out)]
    seen = [invent_round(rng, truth, *sizes) for _ in range(max(world.sizes))]
    return tuple(_learned(seen[:size], unseen, truth) for size in world.sizes)


def _learned(seen: Sequence[Round], unseen: Sequence[Round], truth: Floats) -> Learned:
    fitted = InverseWeights(OBJECTIVE).fit(seen)
    same = np.array(
        [made == one.opening_of for made, one in zip(fitted.predict(unseen), unseen, strict=True)], dtype=np.bool_
    )
    criteria = len(truth)
    # HiGHS keeps rows to 1e-9.
    slip = 1e-8
    return Learned(
        rounds=len(seen),
        empty=fitted.empty_,
        inside=holds(seen, truth, OBJECTIVE),
        within=bool(np.all((fitted.low_ - slip <= truth) & (truth <= fitted.high_ + slip))),
        width=float((fitted.high_ - fitted.low_).mean()),
        error=float(np.abs(fitted.weights_ - truth).sum()),
        untold=len(fitted.untold()) / (criteria * (criteria - 1) / 2),
        pairs=float(same.mean()),
        whole=float(same.all(axis=1).mean()),
    )
