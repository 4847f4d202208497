"""E13: the whole Pareto front equals the front of every assignment, counted one by one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.language import marked, number, say
from experiments.parallel import seeds, spread
from experiments.proofs.proof import Asked, Gate, Proof, Proved
from experiments.report.parts import Column, Table, as_rows
from experiments.robust.exchange import supported
from experiments.robust.exhaustive import every_point
from experiments.robust.front import not_dominated, pareto_front
from experiments.robust.goals import Goal, placements, score, travel, worst_off
from matching.entries import MICRO
from matching.problem import Problem
from matching.rows import Row

LARGEST = 7
# Scores and minutes on coarse steps now and then, so that many assignments are equal.
COARSE_SCORE, COARSE_MIN = 50_000, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One instance.

    Parameters
    ----------
    kind : index of its set of goals
    points : on the front by counting
    missing, extra : points of the one that the other lacks
    dominated : points that another assignment beats
    not_attained : points whose own assignment breaks a rule or reaches something else
    unsupported : points that no weights find
    assignments : different points of all assignments together
    """

    kind: int
    points: int
    missing: int
    extra: int
    dominated: int
    not_attained: int
    unsupported: int
    assignments: int


def goals_of(problem: Problem, minutes: np.ndarray[tuple[int], np.dtype[np.int64]], kind: int) -> tuple[Goal, ...]:
    """One of the sets of two or three goals that are tried."""
    by_score, count, way = score(problem), placements(problem), travel(minutes)
    lowest = worst_off(problem)
    sets = (
        (by_score, count),
        (by_score, way),
        (by_score, lowest),
        (by_score, worst_off(problem, of_all=True)),
        (by_score, count, way),
        (by_score, count, lowest),
        (by_score, lowest, way),
    )
    return sets[kind % len(sets)]


KINDS = 7


def instance(seed: int) -> tuple[Problem, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """A random problem of seven candidates at most, with limits in one of three, and minutes for each pair."""
    rng = np.random.default_rng(seed)
    # The larger of two draws: most instances are near the largest, and none is too small to happen.
    n, m = (int(size) for size in rng.integers(1, LARGEST + 1, (2, 2)).max(axis=0))
    allowed = rng.random((n, m)) < rng.uniform(0.3, 0.9)
    i, j = np.nonzero(allowed)
    coarse = rng.random() < 0.5
    value = rng.integers(0, MICRO + 1, len(i))
    minutes = rng.integers(0, 90, len(i))
    if coarse:
        value, minutes = value // COARSE_SCORE * COARSE_SCORE, minutes // COARSE_MIN * COARSE_MIN
    # Two seats only where few people are there: states are counted one by one.
    seats = rng.integers(0, 3 if n <= LARGEST - 2 else 2, m)
    limits = []
    if len(i) and rng.random() < 1 / 3:
        some = np.flatnonzero(rng.random(len(i)) < 0.6)
        weight = rng.integers(1, 10, len(some))
        limits = [Row(limit="TRIED", key="1", pair=some, weight=weight, most=int(rng.integers(0, 15)))]
    floor = 0.3 if rng.random() < 0.5 else 0.0
    return Problem.on_grid(n, m, i, j, value, seats, floor, limits), minutes.astype(np.int64)


def compare(task: tuple[int, int]) -> Compared:
    """The front of one instance against all of its assignments."""
    kind, seed = task
    problem, minutes = instance(seed)
    goals = goals_of(problem, minutes, kind)
    every = every_point(problem, goals)
    wanted = {tuple(point) for point in every[not_dominated(every)].tolist()}
    front = pareto_front(problem, goals)
    found = [tuple(point) for point in front.points.tolist()]
    beaten = sum(bool(((every >= point).all(axis=1) & (every > point).any(axis=1)).any()) for point in front.points)
    wrong = sum(not _attains(problem, goals, at, point) for at, point in zip(front.assignments, found, strict=True))
    return Compared(
        kind=kind,
        points=len(wanted),
        missing=len(wanted - set(found)),
        extra=len(set(found) - wanted) + len(found) - len(set(found)),
        dominated=beaten,
        not_attained=wrong,
        unsupported=int((~supported(front.points)).sum()),
        assignments=len(every),
    )


def _attains(
    problem: Problem,
    goals: tuple[Goal, ...],
    at: np.ndarray[tuple[int], np.dtype[np.int64]],
    point: tuple[int, ...],
) -> bool:
    """Whether an assignment keeps every rule and reaches the point; looked at pair by pair, in plain Python."""
    row_of = {(int(i), int(j)): k for k, (i, j) in enumerate(zip(problem.candidate, problem.opening, strict=True))}
    proposed = [(i, int(j)) for i, j in enumerate(at.tolist()) if j >= 0]
    if any(pair not in row_of for pair in proposed):
        return False
    pairs = [row_of[pair] for pair in proposed]
    if any(problem.value_micro[k] < problem.floor_micro for k in pairs):
        return False
    if any(sum(j == one for _, one in proposed) > seats for j, seats in enumerate(problem.seats.tolist())):
        return False
    for limit in problem.limits:
        weight = dict(zip(limit.pair.tolist(), limit.weight.tolist(), strict=True))
        used = sum(weight.get(k, 0) for k in pairs)
        if (limit.most is not None and used > limit.most) or (limit.least is not None and used < limit.least):
            return False
    chosen = np.array(pairs, dtype=np.int64)
    return tuple(goal.of(chosen, problem.n_candidates) for goal in goals) == point


def measure(asked: Asked) -> Proved:
    """Every front against every assignment."""
    worlds = PROOF.worlds if asked.worlds is None else asked.worlds
    tasks = [(k % KINDS, seed) for k, seed in enumerate(seeds(asked.seed, worlds))]
    results = spread(compare, tasks, workers=asked.workers, progress=asked.progress)
    points = sum(one.points for one in results)

    def none(what: str, value: int) -> Gate:
        return Gate(what=what, value=float(value), most=0, digits=0)

    unsupported = sum(one.unsupported for one in results)
    return Proved(
        gates=(
            none(
                say("Casi il cui fronte non è uguale a quello contato abbinamento per abbinamento, su {n}", n=worlds),
                sum(one.missing + one.extra > 0 for one in results),
            ),
            none(say("Punti mancanti"), sum(one.missing for one in results)),
            none(say("Punti in più"), sum(one.extra for one in results)),
            none(say("Punti superati da un altro abbinamento"), sum(one.dominated for one in results)),
            none(say("Punti che il loro abbinamento non raggiunge"), sum(one.not_attained for one in results)),
            Gate(what=say("Punti in tutto"), value=float(points), digits=0),
            Gate(
                what=say("Punti che nessuna scelta di pesi trova, in %"),
                value=100 * unsupported / max(1, points),
                digits=1,
            ),
        ),
        paragraphs=(
            say(
                "{n} casi a sorte con al massimo {size} persone e {size} tirocini, con due o tre obiettivi, posti "
                "doppi, soglia, limiti e molti pari merito. Ogni fronte è confrontato con tutti gli abbinamenti "
                "possibili, contati uno per uno da un programma che non ha niente in comune con la ricerca.",
                n=worlds,
                size=LARGEST,
            ),
        ),
        tables=(_table(results),),
    )


def _table(results: list[Compared]) -> Table:
    problem, minutes = instance(0)
    rows = []
    for kind in range(KINDS):
        mine = [one for one in results if one.kind == kind]
        names = ", ".join(goal.title for goal in goals_of(problem, minutes, kind))
        points = sum(one.points for one in mine)
        equal = sum(one.missing + one.extra == 0 for one in mine)
        hidden = sum(one.unsupported for one in mine)
        rows.append((names, len(mine), equal, points, max((one.points for one in mine), default=0), hidden))
    return Table(
        key="e13_goals",
        title=say("Fronti confrontati, per obiettivi"),
        columns=(
            Column("goals", say("Obiettivi")),
            Column("instances", say("Casi")),
            Column("equal", say("Fronti uguali")),
            Column("points", say("Punti")),
            Column("largest_front", say("Punti del fronte più grande")),
            Column("unsupported", say("Punti che nessun peso trova")),
        ),
        rows=as_rows(rows),
        note=say("In tutto {n} abbinamenti con esiti diversi.", n=number(sum(one.assignments for one in results))),
    )


PROOF = Proof(
    code="E13",
    title=marked("Fronte di Pareto completo"),
    question=marked("Il fronte mostra tutti gli abbinamenti che nessun altro supera, e solo quelli?"),
    source="Özlen, Burton, MacRae 2014, Journal of Optimization Theory and Applications 160; exhaustive enumeration",
    worlds=500,
    measure=measure,
)
