"""From a `Problem` to a proved `Assignment`, on one screen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.errors import BadProblem
from matching.certificate import check
from matching.hungarian import improve
from matching.problem import Assignment, Certificate, Problem
from matching.residual import Choices, current_weight, settle
from matching.ties import break_ties

# objective -> what is maximised, the most important first
OBJECTIVES = {"placements_then_score": ("placements", "score"), "score": ("score", "placements")}


def solve(problem: Problem, objective: str = "placements_then_score") -> Assignment:
    """The best assignment, with exact prices and a proof.

    Parameters
    ----------
    problem : Problem
    objective : str
        `placements_then_score`: as many candidates as possible, and among those assignments the largest score.
        `score`: the largest score, and among those assignments as many candidates as possible.

    Returns
    -------
    Assignment
        Equally good assignments are told apart by `problem.previous`, then by `problem.seed` and the ids. Prices and
        gains compare assignments by the same objective, and do not depend on which of the equally good ones is taken.

    Raises
    ------
    BadProblem
        If the objective is unknown.
    NotProved
        If the independent check fails: a defect of the solver, never of the data.
    """
    if objective not in OBJECTIVES:
        raise BadProblem(f"objective is {objective!r}: one of {sorted(OBJECTIVES)} is expected")
    worth = {"placements": np.ones_like(problem.value_micro), "score": problem.value_micro}
    choices = Choices.of(problem)
    at = np.full(problem.n_candidates, -1)
    price, gain = {}, {}
    for name in OBJECTIVES[objective]:
        weight = worth[name][choices.pair]
        at, price[name], gain[name] = settle(choices, improve(choices, at, weight), weight)
        choices = choices.tight(weight, price[name], gain[name])
    at = break_ties(problem, choices, at)
    assignment = Assignment(
        objective=objective,
        opening_of=at,
        placements=int((at >= 0).sum()),
        score_micro=int(current_weight(choices, at, problem.value_micro[choices.pair]).sum()),
        seat_price_micro=np.stack((price["placements"], price["score"]), axis=1),
        candidate_gain_micro=np.stack((gain["placements"], gain["score"]), axis=1),
        certificate=Certificate(kind="unchecked", gap=None, checked_by=""),
    )
    for array in (assignment.opening_of, assignment.seat_price_micro, assignment.candidate_gain_micro):
        array.setflags(write=False)
    return replace(assignment, certificate=check(problem, assignment))
