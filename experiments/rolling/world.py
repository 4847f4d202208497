"""Invented arrivals: the law by which policies for rolling arrivals are tried out."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from experiments.lists import Floats, Ints
from experiments.rolling.arrivals import Arrivals, Rows
from matching.problem import Problem
from scoring.weights import GRID

LATENT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """How a world is drawn.

    The worth of a pair is the chance that it goes well: logistic of -1 + 0.8 x the candidate's own effect, N(0, 1), +
    the opening's, N(0, 0.6), + an inner product of six latent traits, N(0, 0.7), and tastes, N(0, 0.5). A pair is
    possible with probability 0.7. Seats are spread over the openings by Dirichlet(4) shares.

    Parameters
    ----------
    candidates, openings, batch : sizes
    seats_share : seats in all, as a share of the candidates
    past : candidates of the past, from whom futures are drawn
    announced_late : share of the openings that are announced later, at any batch of the first three quarters
    patience : as in `Arrivals`
    """

    candidates: int = 200
    openings: int = 15
    batch: int = 10
    seats_share: float = 1.1
    past: int = 1_000
    announced_late: float = 0.0
    patience: int = 0


def invented(law: Law, seed: int) -> Arrivals:
    """A world by the law; who arrives first is drawn with the rest."""
    rng = np.random.default_rng(seed)
    own = rng.normal(0, 0.6, law.openings)
    taste = rng.normal(0, 0.5, (LATENT, law.openings))
    # A product such as 1.1 x 200 is a hair off: the whole number next to it is meant.
    count = int(np.floor(round(law.seats_share * law.candidates, 6)))
    seats = rng.multinomial(count, rng.dirichlet(np.full(law.openings, 4.0)))
    people = _people(rng, law.candidates, own, taste)
    past = Rows.of(_problem(_people(rng, law.past, own, taste), seats))
    opens = np.zeros(law.openings, dtype=np.int64)
    late = rng.random(law.openings) < law.announced_late
    opens[late] = rng.integers(1, max(2, ceil(law.candidates / law.batch) * 3 // 4), int(late.sum()))
    return Arrivals(
        problem=_problem(people, seats),
        order=np.arange(law.candidates),
        batch=law.batch,
        opens=opens,
        patience=law.patience,
        past=past,
    )


def _people(rng: np.random.Generator, count: int, own: Floats, taste: Floats) -> Floats:
    """Chances that it goes well, shape (count, openings); 0 where the pair is not possible."""
    ease = rng.normal(0, 1, (count, 1))
    traits = rng.normal(0, 0.7, (count, LATENT))
    chance = 1 / (1 + np.exp(-(-1 + 0.8 * ease + own + traits @ taste)))
    return np.where(rng.random(chance.shape) < 0.7, chance, 0.0)


def _problem(chance: Floats, seats: Ints) -> Problem:
    candidate, opening = np.nonzero(chance)
    value = np.rint(chance[candidate, opening] * GRID).astype(np.int64)
    return Problem.on_grid(len(chance), len(seats), candidate, opening, value, seats)
