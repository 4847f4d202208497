"""The best assignment within caps inside caps, priced and proved."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data.errors import NotProved
from matching import bounded
from matching.bounded import Witness
from matching.entries import Ints, frozen
from matching.nested.drawn import drawn
from matching.nested.priced import Progress, seats_and_rows
from matching.nested.repair import Worked, repaired
from matching.nested.tree import Tree
from matching.problem import Assignment, Certificate, Problem
from matching.residual import Choices

LARGEST_WEIGHT = 2**56  # a sum of a few prices still fits an int64


@dataclass(frozen=True, slots=True)
class Scale:
    """Both objectives in one number: lead x `step` + other, where no sum of the other comes near `step`."""

    lead: int  # its column in (placements, score)
    step: int

    @classmethod
    def of(cls, problem: Problem, objective: str) -> Scale:
        """The smallest step that is large enough."""
        placements = objective == "placements_then_score"
        most = int(problem.value_micro.max(initial=0)) if placements else 1
        return cls(0 if placements else 1, 4 * (problem.n_candidates + 1) * (most + 1))

    def fits(self, problem: Problem) -> bool:
        """Whether every number stays inside an int64."""
        most = int(problem.value_micro.max(initial=0))
        return self.step * (1 if self.lead == 0 else most) + most < LARGEST_WEIGHT

    def joined(self, pairs: Ints) -> Ints:
        """Rows of (placements, score) as one number each."""
        return np.asarray(pairs[:, self.lead] * self.step + pairs[:, 1 - self.lead], dtype=np.int64)

    def parted(self, numbers: Ints) -> Ints:
        """The same back again."""
        lead = (numbers + self.step // 2) // self.step
        both = (lead, numbers - lead * self.step)
        return np.stack(both if self.lead == 0 else both[::-1], axis=1)


def within(
    problem: Problem, objective: str, free: Assignment, tree: Tree, progress: Progress | None = None
) -> Assignment | None:
    """The best assignment that keeps the caps; `binding` is left to who asks.

    Parameters
    ----------
    problem : Problem
    objective : str
        A key of `matching.solver.OBJECTIVES`.
    free : Assignment
        The best of the market without limits, with its exact prices.
    tree : Tree
        Of the problem's limits.
    progress : callable or None
        Called with (done, of all) while caps are priced.

    Returns
    -------
    Assignment or None
        None where the two objectives do not fit one int64.

    Raises
    ------
    NotProved
        If the independent check fails: a defect of the solver, never of the data.
    """
    scale = Scale.of(problem, objective)
    if not scale.fits(problem):
        return None
    choices = Choices.of(problem)
    value = problem.value_micro[choices.pair].astype(np.int64)
    weight = scale.joined(np.stack((np.ones_like(value), value), axis=1))
    start = (free.opening_of, scale.joined(free.seat_price_micro), problem.seats)
    best = repaired(tree, tree.cap, choices, weight, start)
    seat, row = seats_and_rows(best, start, progress)
    at = drawn(problem, best)
    used = at[problem.candidate] == problem.opening
    assignment = replace(
        free,
        opening_of=frozen(at),
        placements=int((at >= 0).sum()),
        score_micro=int(problem.value_micro[used].sum()),
        seat_price_micro=frozen(scale.parted(seat)),
        candidate_gain_micro=frozen(scale.parted(best.gain)),
        limits_active=True,
        prices_exact=True,
        row_value_micro=frozen(scale.parted(row)),
        row_value_exact=np.ones(len(problem.limits), dtype=np.bool_),
    )
    return replace(assignment, certificate=_proof(problem, assignment, best, scale))


def _proof(problem: Problem, assignment: Assignment, best: Worked, scale: Scale) -> Certificate:
    """Duality alone, in whole numbers: the prices of the tree bound both objectives, and meet the assignment."""
    tree, cap, own = best.tree, best.cap, best.own_price.copy()
    seat, limit = np.zeros(problem.n_openings, dtype=np.int64), np.zeros(len(problem.limits), dtype=np.int64)
    by_seats = tree.seats <= cap[: len(seat)]
    seat[by_seats] = own[: len(seat)][by_seats]
    own[: len(seat)][by_seats] = 0
    for k in np.flatnonzero(tree.row_node >= 0).tolist():
        v = tree.row_node[k]
        if tree.row_most[k] == cap[v]:
            limit[k], own[v] = own[v], 0
    claimed = (assignment.placements, assignment.score_micro)
    both = (Witness(scale.step, seat, limit, 0, ()), Witness(1, seat, limit, scale.step, ()))
    shown = bounded.check(problem, assignment, claimed, both)
    if shown.lp_bound != claimed:
        raise NotProved(f"{claimed} placements and score found, {shown.lp_bound} by duality")
    return replace(shown, kind="proved", core="nested", why="caps within caps")
