"""From a `Problem` to a proved `Assignment`, on one screen."""

from __future__ import annotations

import reprlib
from dataclasses import replace

import numpy as np

from data.errors import BadProblem
from matching.certificate import check
from matching.choice import chosen_core
from matching.cores import Level, first_level, next_level
from matching.hungarian import improve
from matching.limited import Progress, keeps_limits, limited, with_slack_limits
from matching.problem import Assignment, Certificate, Problem
from matching.residual import Choices, settle
from matching.ties import break_ties

# objective -> what is maximised, the most important first
OBJECTIVES = {"placements_then_score": ("placements", "score"), "score": ("score", "placements")}


def solve(
    problem: Problem,
    objective: str = "placements_then_score",
    *,
    nodes: int | None = None,
    progress: Progress | None = None,
    core: str | None = None,
) -> Assignment:
    """The best assignment, with prices and a proof.

    Limits are looked at last: where the best assignment of the market without them keeps them all, it is the answer,
    byte for byte. Only where it does not are they handed to an exact solver (`matching.limited`).

    Parameters
    ----------
    problem : Problem
    objective : str
        `placements_then_score`: as many candidates as possible, and among those assignments the largest score.
        `score`: the largest score, and among those assignments as many candidates as possible.
    nodes : int or None
        Under active limits: cut each search short after so many nodes, and state the gap. None: search to the end.
    progress : callable or None
        Under active limits: called with (done, of all) while seats, candidates and limits are priced.
    core : str or None
        `scipy`, `sparse` or `dense`; None: by the shape of the problem (`matching.choice`). The answer is the same,
        byte for byte; the certificate says which one found it, and why.

    Returns
    -------
    Assignment
        Equally good assignments are told apart by `problem.previous`, then by `problem.seed` and the ids. Prices and
        gains compare assignments by the same objective, and do not depend on which of the equally good ones is taken.
        Where active limits are caps inside caps this holds too (`matching.nested`). Under all others `previous`, `seed`
        and the ids have no part: of equally good assignments always the same one is taken for the same problem,
        whatever the order of its pairs and limits.

    Raises
    ------
    BadProblem
        If there is no problem, the objective or the core is unknown, `nodes` is no number of nodes, or the values are
        too large for the core that was asked for.
    Contradiction
        If no assignment keeps the limits.
    NotProved
        If the independent check fails: a defect of the solver, never of the data.
    """
    if not isinstance(problem, Problem):
        raise BadProblem(f"problem is {reprlib.repr(problem)}: a matching.Problem is expected")
    if nodes is not None and (not isinstance(nodes, int) or isinstance(nodes, bool) or nodes < 0):
        raise BadProblem(f"nodes is {nodes!r}: an integer of 0 or more, or None, is expected")
    if not isinstance(objective, str) or objective not in OBJECTIVES:
        raise BadProblem(f"objective is {objective!r}: one of {sorted(OBJECTIVES)} is expected")
    name, why = chosen_core(problem, core)
    free = _open_market(problem, objective, name)
    if not problem.limits:
        assignment = free
    elif keeps_limits(problem, free.opening_of):
        assignment = with_slack_limits(problem, free)
    else:
        return limited(problem, objective, free, nodes, progress)
    return replace(assignment, certificate=replace(check(problem, assignment), core=name, why=why))


def _open_market(problem: Problem, objective: str, core: str) -> Assignment:
    """The best assignment without limits, not yet checked."""
    if core == "scipy":
        level = _by_scipy(problem, objective)
    else:
        level = first_level(core, problem, objective)
        if objective == "score":
            level = _placements_next(level)
    at = break_ties(problem, level.choices, level.at, compiled=core != "scipy")
    proposed = at[problem.candidate] == problem.opening
    assignment = Assignment(
        objective=objective,
        opening_of=at,
        placements=int((at >= 0).sum()),
        score_micro=int(problem.value_micro[proposed].sum()),
        seat_price_micro=level.price,
        candidate_gain_micro=level.gain,
        certificate=Certificate(kind="unchecked", gap=None, checked_by=""),
    )
    for array in (assignment.opening_of, assignment.seat_price_micro, assignment.candidate_gain_micro):
        array.setflags(write=False)
    return assignment


def _by_scipy(problem: Problem, objective: str) -> Level:
    """One objective after another by SciPy and `residual`, both levels settled."""
    worth = {"placements": np.ones_like(problem.value_micro), "score": problem.value_micro}
    choices = Choices.of(problem)
    at = np.full(problem.n_candidates, -1)
    price, gain = {}, {}
    for name in OBJECTIVES[objective]:
        weight = worth[name][choices.pair]
        at, price[name], gain[name] = settle(choices, improve(choices, at, weight), weight)
        choices = choices.tight(weight, price[name], gain[name])
    both = ("placements", "score")
    return Level(
        choices, at, np.stack([price[name] for name in both], axis=1), np.stack([gain[name] for name in both], axis=1)
    )


def _placements_next(level: Level) -> Level:
    """Among the assignments with the largest score those with the most placements."""
    one = np.ones_like(level.choices.pair)
    found = next_level(level.choices, one)
    at, price, gain = found or settle(level.choices, improve(level.choices, level.at, one), one)
    both_price, both_gain = level.price.copy(), level.gain.copy()
    both_price[:, 0], both_gain[:, 0] = price, gain
    return Level(level.choices.tight(one, price, gain), at, both_price, both_gain)
