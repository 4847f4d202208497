"""From single runs to what is told: medians, the best peer of the same market, how many times faster we are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from experiments.benchmark.solvers.families import GROWTH_FAMILY, Scale
from experiments.benchmark.solvers.runs import OK, WRONG, Run

SPARSE, DENSE = "abbina sparse", "abbina dense"
TIES = ("D ties3", "D equal")
# In a table the worst that happened is told.
_WORST = (WRONG, "failed", "timeout")


@dataclass(frozen=True, slots=True)
class Cell:
    """One solver on one market: medians of its runs, its fastest run, most memory added, the worst verdict."""

    total_s: float
    prep_s: float
    fastest_s: float
    added_mb: float
    verdict: str
    runs: int

    @property
    def right(self) -> bool:
        """Every run found the best assignment."""
        return self.verdict == OK


@dataclass(frozen=True, slots=True)
class Race:
    """One market and objective: the cells by solver, in the order in which they ran."""

    scale: str
    family: str
    instance: str
    objective: str
    n: int
    m: int
    pairs: int
    cells: Mapping[str, Cell]
    ours: frozenset[str]

    @property
    def champion(self) -> str | None:
        """The one of ours that is compared: the core for such a market, which is a choice made beforehand."""
        wanted = (DENSE, SPARSE) if self.family.startswith(("B", "assign")) else (SPARSE,)
        there = [name for name in (*wanted, *sorted(self.ours)) if name in self.cells]
        return next((name for name in there if self.cells[name].right), None)

    @property
    def best_peer(self) -> str | None:
        """The peer with the smallest median, of those that were always right."""
        right = {name: cell.total_s for name, cell in self.cells.items() if name not in self.ours and cell.right}
        return min(right, key=lambda name: right[name], default=None)

    @property
    def ratio(self) -> float | None:
        """How many times faster than the best peer; None where one of the two is missing."""
        ours, peer = self.champion, self.best_peer
        return self.cells[peer].total_s / self.cells[ours].total_s if ours and peer else None

    @property
    def group(self) -> str:
        """What a goal is set for."""
        if self.scale in (Scale.REAL, Scale.DENSE, Scale.MILLION, Scale.GROWTH, Scale.FILES):
            return self.scale
        return "ties" if self.family in TIES else "sparse"


def races(runs: Iterable[Run]) -> list[Race]:
    """One race a market and objective, in the order of the runs."""
    found: dict[tuple[str, str, str], list[Run]] = {}
    for run in runs:
        found.setdefault((run.scale, run.instance, run.objective), []).append(run)
    return [_race(rows) for rows in found.values()]


def _race(rows: Sequence[Run]) -> Race:
    by_solver: dict[str, list[Run]] = {}
    for row in rows:
        by_solver.setdefault(row.solver, []).append(row)
    first = rows[0]
    return Race(
        scale=first.scale,
        family=first.family,
        instance=first.instance,
        objective=first.objective,
        n=first.n,
        m=first.m,
        pairs=first.pairs,
        cells={name: _cell(own) for name, own in by_solver.items()},
        ours=frozenset(row.solver for row in rows if row.ours),
    )


def _cell(rows: Sequence[Run]) -> Cell:
    worst = next((row.verdict for bad in _WORST for row in rows if row.verdict.startswith(bad)), OK)
    ended = [row for row in rows if row.right] or list(rows)
    return Cell(
        total_s=median(row.total_s for row in ended),
        prep_s=median(row.prep_s for row in ended),
        fastest_s=min(row.total_s for row in ended),
        added_mb=max(row.added_mb for row in rows),
        verdict=worst,
        runs=len(rows),
    )


@dataclass(frozen=True, slots=True)
class Goal:
    """Over the markets of a group: geometric mean and smallest of the ratios, and where that one was."""

    group: str
    objective: str
    mean: float
    least: float
    where: str
    markets: int


def goals(all_races: Iterable[Race]) -> list[Goal]:
    """One for each group and objective."""
    found: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for race in all_races:
        if race.ratio is not None:
            found.setdefault((race.group, race.objective), []).append((race.ratio, race.instance))
    result = []
    for (group, objective), ratios in found.items():
        mean = math.exp(sum(math.log(ratio) for ratio, _ in ratios) / len(ratios))
        result.append(Goal(group, objective, mean, *min(ratios), len(ratios)))
    return result


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds of one solver against candidates, and the exponent of the power that fits them best (least squares)."""

    solver: str
    ours: bool
    n: tuple[int, ...]
    seconds: tuple[float, ...]
    exponent: float | None


def growth(all_races: Iterable[Race], objective: str) -> list[Growth]:
    """One curve a solver, over the markets of the family that grows; an exponent wants three sizes."""
    points: dict[str, list[tuple[int, float]]] = {}
    ours: set[str] = set()
    for race in all_races:
        if race.family == GROWTH_FAMILY and race.objective == objective:
            ours |= race.ours
            for name, cell in race.cells.items():
                if cell.right:
                    points.setdefault(name, []).append((race.n, cell.total_s))
    curves = []
    for name, ends in points.items():
        n, seconds = zip(*sorted(ends), strict=True)
        slope = float(np.polyfit(np.log(n), np.log(seconds), 1)[0]) if len(n) > 2 else None
        curves.append(Growth(name, name in ours, n, seconds, slope))
    return curves


def by_table(all_races: Iterable[Race]) -> list[tuple[str, str, list[Race]]]:
    """Races that stand in one table: of one size and objective, in the order in which they were run."""
    found: dict[tuple[str, str], list[Race]] = {}
    for race in all_races:
        found.setdefault((race.scale, race.objective), []).append(race)
    return [(*which, rows) for which, rows in found.items()]
