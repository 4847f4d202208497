"""How near each policy comes to the optimum of hindsight, over many worlds or many orders of arrival."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from data.errors import AbbinaError
from data.language import say
from experiments.lists import Floats
from experiments.parallel import Progress, Workers, seeds, spread
from experiments.report.parts import Interval
from experiments.rolling.arrivals import POLICIES, Arrivals, Rows
from experiments.rolling.roll import hindsight, roll
from experiments.rolling.world import Law, invented
from matching.problem import Problem

LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """What was reached in one setting; W worlds (or orders of arrival), policies as `POLICIES`.

    Parameters
    ----------
    key : stable name of the setting, for files
    label : the setting as people read it, already said
    worth, placements : float64 (W, policies), in parts of the optimum of hindsight
    """

    key: str
    label: str
    worth: Floats
    placements: Floats

    def mean(self, policy: str, what: str = "worth") -> Interval:
        """The mean share over the worlds with its 95 % interval (Student's t); NaN bounds with a single world."""
        values = self.of(policy, what)
        middle = float(values.mean())
        if len(values) < 2:
            return Interval(np.nan, np.nan, np.nan, LEVEL)
        half = float(student.ppf((1 + LEVEL) / 2, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))
        return Interval(middle, middle - half, middle + half, LEVEL)

    def of(self, policy: str, what: str = "worth") -> Floats:
        """The share in every world, shape (W,)."""
        shares: Floats = (self.worth if what == "worth" else self.placements)[:, POLICIES.index(policy)]
        return shares


def in_worlds(
    key: str,
    label: str,
    law: Law,
    seed: int,
    worlds: int,
    *,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Shares:
    """Every policy in invented worlds."""
    tasks = [(law, one) for one in seeds(seed, worlds)]
    return _gathered(key, label, spread(_world, tasks, workers=workers, progress=progress))


def in_orders(
    key: str,
    label: str,
    problem: Problem,
    seed: int,
    orders: int,
    *,
    batch: int = 10,
    past: Rows | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Shares:
    """Every policy on one real round, its candidates arriving in drawn orders.

    Parameters
    ----------
    problem : the round; its limits over many pairs have no part in this
    orders : how many orders are drawn
    batch, past : as in `Arrivals`

    Raises
    ------
    AbbinaError
        `bad_study`: nobody can be placed in this round.
    """
    if not ((problem.value_micro >= problem.floor_micro) & (problem.seats[problem.opening] > 0)).any():
        raise AbbinaError("bad_study", why=say("in questa giornata nessun abbinamento è possibile"))
    tasks = []
    for one in seeds(seed, orders):
        order = np.random.default_rng(one).permutation(problem.n_candidates)
        tasks.append((Arrivals(problem=problem, order=order, batch=batch, past=past), one))
    return _gathered(key, label, spread(_played, tasks, workers=workers, progress=progress))


def _world(task: tuple[Law, int]) -> Floats:
    law, seed = task
    return _played((invented(law, seed), seed))


def _played(task: tuple[Arrivals, int]) -> Floats:
    """Worth and placements of every policy in parts of hindsight, shape (2, policies)."""
    arrivals, seed = task
    best = hindsight(arrivals)
    # A child of the seed, so that futures are not the numbers that the world itself was drawn with.
    own = seeds(seed, 1)[0]
    rolled = [roll(arrivals, policy, own) for policy in POLICIES]
    return np.array(
        [
            [one.worth_micro / max(1, best.worth_micro) for one in rolled],
            [one.placements / max(1, best.placements) for one in rolled],
        ]
    )


def _gathered(key: str, label: str, found: Sequence[Floats]) -> Shares:
    both = np.stack(found)
    return Shares(key=key, label=label, worth=both[:, 0], placements=both[:, 1])
