"""Every assignment that no other beats in all goals at once: the whole Pareto front, points that no weights reach too.

The recursion of Ozlen and Azizoglu (European Journal of Operational Research 2009), with the memory of Ozlen, Burton
and MacRae (Journal of Optimization Theory and Applications 2014). Nothing is missed: with demands on the goals after
the k-th, the points found for the first k hold for every assignment y within the demands some z that is at least as
good in those k. If y is on the front and z is not y, then y is better in the goal after them: y lies beyond the worst
z, and that is where the demand goes next. Goals are whole numbers, so it goes on by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.errors import BadProblem, NotProved
from experiments.robust.goals import Goal
from experiments.robust.within import ANYTHING, Within
from matching.entries import Ints
from matching.problem import Problem

Reached = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Front:
    """Points that nothing dominates, each with an assignment that attains it.

    Parameters
    ----------
    goals : what the columns of `points` are
    points : int64 (P, goals), signed so that more is better; sorted, the best by the first goals first
    assignments : int64 (P, n_candidates), opening of each candidate, -1 where none
    steps : resolution of each goal: 1 where the front is whole; where it is more, points closer than that in this goal
        may lack, and no assignment beats the points given
    least : what was demanded of each goal from the start, `ANYTHING` where nothing was
    solves : exact solves that it took
    """

    goals: tuple[Goal, ...]
    points: Ints
    assignments: Ints
    steps: tuple[int, ...]
    least: Reached
    solves: int

    def __len__(self) -> int:
        return len(self.points)

    @property
    def whole(self) -> bool:
        """Whether every point that meets the first demands is there."""
        return all(step == 1 for step in self.steps)


def pareto_front(
    problem: Problem,
    goals: Sequence[Goal],
    *,
    steps: Mapping[str, int] | None = None,
    least: Mapping[str, int] | None = None,
) -> Front:
    """The front of the assignments of a problem, its limits kept.

    Parameters
    ----------
    problem : seats, floor, limits
    goals : the first a sum of which more is better; the finest first is fastest
    steps : code of the last goal (a sum of which less is better) -> steps in its unit; needs a goal `placements`
    least : code of a goal -> what must be reached, signed as `Goal.of`; the front of those assignments alone

    Raises
    ------
    BadProblem
        Goals that cannot be handled so.
    NotProved
        A solve that was not proved exact.
    """
    pace = tuple((steps or {}).get(goal.code, 1) for goal in goals)
    counted = any(goal.code == "placements" for goal in goals)
    if pace[-1] < 1 or any(step != 1 for step in pace[:-1]) or (pace[-1] > 1 and not (goals[-1].less and counted)):
        raise BadProblem(f"steps are {dict(steps or {})}: 1 or more, of a last sum to keep small, beside placements")
    search = _Search(Within(problem, goals), pace)
    demands = tuple((least or {}).get(goal.code, ANYTHING) for goal in goals)
    found = search.down(len(goals) - 1, demands)
    points = sorted(found, reverse=True)
    at = np.full((len(points), problem.n_candidates), -1, dtype=np.int64)
    for row, point in enumerate(points):
        at[row, problem.candidate[found[point]]] = problem.opening[found[point]]
    return Front(
        goals=tuple(goals),
        points=np.array(points, dtype=np.int64).reshape(-1, len(goals)),
        assignments=at,
        steps=pace,
        least=demands,
        solves=search.within.solves,
    )


def not_dominated(points: Ints) -> Ints:
    """Rows of the points that no other point is at least as good as everywhere and better somewhere; of equals all."""
    kept: list[int] = []
    # In falling order nobody is dominated by who comes later.
    for row in np.lexsort(points.T[::-1])[::-1].tolist():
        before = points[kept]
        beaten = (before >= points[row]).all(axis=1) & (before > points[row]).any(axis=1)
        if not beaten.any():
            kept.append(row)
    return np.array(sorted(kept), dtype=np.int64)


class _Search:
    """The recursion, with what it already knows."""

    def __init__(self, within: Within, pace: tuple[int, ...]) -> None:
        self.within, self.pace = within, pace
        self._known: list[tuple[Reached, Reached | None, Ints]] = []

    def down(self, level: int, least: Reached) -> dict[Reached, Ints]:
        """The front by the goals up to `level`, among the assignments that reach `least`."""
        if level == 0:
            return self._best(least)
        every: dict[Reached, Ints] = {}
        while True:
            found = self.down(level - 1, least)
            if not found:
                return _front(every)
            if self.pace[level] > 1:
                found = dict(self._settled(level, point, pairs) for point, pairs in _front(found, level).items())
            every |= found
            beyond = min(point[level] for point in found) + self.pace[level]
            if beyond <= least[level]:
                raise NotProved(f"{self.within.goals[level].code}: {beyond} was found where {least[level]} is demanded")
            least = (*least[:level], beyond, *least[level + 1 :])

    def _best(self, least: Reached) -> dict[Reached, Ints]:
        for demanded, point, pairs in self._known:
            if all(a <= b for a, b in zip(demanded, least, strict=True)):
                if point is None:
                    return {}
                if all(a >= b for a, b in zip(point, least, strict=True)):
                    # The best under fewer demands, and it meets these.
                    return {point: pairs}
        found = self.within.best(least)
        if found is None:
            self._known.append((least, None, np.zeros(0, dtype=np.int64)))
            return {}
        point = self._reached(found)
        self._known.append((least, point, found))
        return {point: found}

    def _settled(self, level: int, point: Reached, pairs: Ints) -> tuple[Reached, Ints]:
        """As good in all other goals, and the best in this one: with longer steps it must be looked for."""
        goal = self.within.goals[level]
        best = self.within.least_travel(goal, point, len(pairs))
        return self._reached(best), best

    def _reached(self, pairs: Ints) -> Reached:
        n = self.within.problem.n_candidates
        return tuple(goal.of(pairs, n) for goal in self.within.goals)


def _front(found: dict[Reached, Ints], goals: int | None = None) -> dict[Reached, Ints]:
    points = list(found)
    if not points:
        return {}
    # Of points that are equal in the goals looked at, the best in the others comes first.
    points.sort(reverse=True)
    kept = not_dominated(np.array(points, dtype=np.int64)[:, :goals])
    unique: dict[Reached, Reached] = {}
    for row in kept.tolist():
        unique.setdefault(points[row][:goals], points[row])
    return {point: found[point] for point in unique.values()}
